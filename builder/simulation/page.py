"""The page on the made-up patients: what the report says, as rows of ranges beside those of studies."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from builder.simulation import promises
from builder.simulation.run import REPORT
from planner.model import Prognosis, Records

# The longest range of a track that is drawn in full; a longer one runs out of the picture and says so.
DAYS_A_TICK = 30
MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One range in days, of made-up patients or of a study, with where it lies in the picture in percent."""

    label: str
    is_made_up: bool
    low: int
    middle: int | None
    high: int
    of: str
    x: float
    width: float
    middle_x: float | None
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The rows of one programme and the ticks below them: days, and where they stand in percent."""

    track: str
    name: str
    people: int
    rows: tuple[RangeRow, ...]
    ticks: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise in words, and how often it was broken."""

    says: str
    broken: int


# Promises about days that a function of its own checks against the past.
PROMISES_IN_WORDS = {"a_week_keeps_its_room": promises.keeps_its_room, "nothing_harder_follows_what_hurt": promises.is_no_harder_than_what_hurt}


def build_made_up_patients(records: Records) -> dict[str, Any]:
    """Everything on the page. The report is made by `make simulate` and kept with the text."""
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    return {
        "report": report,
        "is_old": report["protocol"] != records.protocol.version,
        "charts": tuple(_chart(track, report, records) for track in records.protocol.tracks if track in report["groups"]),
        "said_words": lambda name: said_words(name, records.words),
        "kept": tuple(Kept(_words(name), broken) for name, broken in report["promises"].items()),
    }


def _words(name: str) -> str:
    """The promise's own sentence: the docstring of the function that checks it. Raises KeyError for a promise nobody makes."""
    return PROMISES_IN_WORDS.get(name, getattr(promises, name, None)).__doc__.strip()


def said_words(name: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """What the planner said, as the report counts it ("proposed: climb"), in the reader's words."""
    kind, _, code = name.partition(": ")
    return {"day": words["daily"], "proposed": words["proposal"]}.get(kind, {}).get(code, name[:1].upper() + name[1:])


def _chart(track: str, report: Mapping[str, Any], records: Records) -> Chart:
    group = report["groups"][track]
    rows = [*_made_up(group, records), *_of_studies(track, records)]
    ticks = min(MOST_TICKS, max(row[4] for row in rows) // DAYS_A_TICK + 1)
    most = ticks * DAYS_A_TICK
    return Chart(track, records.protocol.tracks[track].name, group["people"], tuple(_row(row, most) for row in rows), tuple((DAYS_A_TICK * tick, 100 * tick / ticks) for tick in range(ticks + 1)))


Raw = tuple[str, bool, int, int | None, int, str, tuple[str, ...]]


def _made_up(group: Mapping[str, Any], records: Records) -> Iterable[Raw]:
    for name, found in group["milestones"].items():
        yield records.words["milestone"][name.replace(" ", "-")], True, found["low"], found["middle"], found["high"], f"{found['reached']} of {group['people']} got there", ()


def _of_studies(track: str, records: Records) -> Iterable[Raw]:
    for entry in _prognosis(track, records):
        yield entry.population, False, entry.days[0], None, entry.days[1], entry.measure, entry.references


def _prognosis(track: str, records: Records) -> Iterable[Prognosis]:
    return (entry for entry in records.protocol.prognosis if entry.track == track)


def _row(raw: Raw, most: int) -> RangeRow:
    label, is_made_up, low, middle, high, of, references = raw
    x, end = 100 * min(low, most) / most, 100 * min(high, most) / most
    return RangeRow(label, is_made_up, low, middle, high, of, round(x, 1), round(max(1.0, end - x), 1), None if middle is None else round(100 * min(middle, most) / most, 1), references)
