"""Long logs to measure with: twenty-six weeks of one made-up patient, and many such half years one after the other."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from builder.load import load_records
from builder.simulation import life
from builder.simulation.patients import make_patient
from builder.site import ROOT
from planner.derive import situation_of
from planner.follow import Followed, courses
from planner.model import Entry, Log, Records, Situation
from planner.migrate import VERSION

SEED = 2026
# The one of these made-up patients who told most.
PATIENTS = range(12)
# How many half years.
TIMES = (1, 10, 100)
DAYS = life.WEEKS * life.DAYS_A_WEEK


class Telling(life._Living):
    """A made-up patient whose entries are kept."""

    def __init__(self, number: int, records: Records):
        super().__init__(make_patient(number, SEED, records), Random(f"{SEED}/{number}/life"), records)
        self.log: list[Entry] = []

    def _tell(self, kind: str, on: date, answers: Any) -> None:
        super()._tell(kind, on, answers)
        self.log.append(Entry(f"{self.entries:05}", f"{on}T08:00:00+01:00", kind, answers, on))


@cache
def records() -> Records:
    return load_records(ROOT)


@cache
def half_year() -> tuple[Entry, ...]:
    """The entries of the patient who told most."""
    patients = [Telling(number, records()) for number in PATIENTS]
    for patient in patients:
        patient.run()
    return tuple(max((patient.log for patient in patients), key=len))


def log_of(times: int) -> tuple[Log, date]:
    """So many half years one after the other, and the last day. Each begins with new answers, as after a new injury."""
    entries = [_later(entry, number) for number in range(times) for entry in half_year()]
    return Log(VERSION, tuple(entries)), entries[-1].day


def followed_but_the_last(log: Log, records: Records, today: date) -> tuple[Followed, ...]:
    """What the door has kept of a log when its last entry is told."""
    return tuple(courses(replace(log, entries=log.entries[:-1]), records, today))


def with_one_more(log: Log, records: Records, today: date, known: tuple[Followed, ...]) -> Situation:
    """What the door then does: it follows what is new, and keeps the whole."""
    *_, (_, course) = tuple(courses(log, records, today, known))
    return situation_of(course, records, today)


def _later(entry: Entry, half_years: int) -> Entry:
    days = timedelta(days=DAYS * half_years)
    on = entry.day + days
    answers = {name: _moved(value, days) for name, value in entry.answers.items()}
    return replace(entry, id=f"{half_years}-{entry.id}", at=f"{on}T08:00:00+01:00", day=on, answers=answers)


def _moved(value: Any, days: timedelta) -> Any:
    """A day is as much later; all else is as it was."""
    try:
        return (date.fromisoformat(value) + days).isoformat() if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value
