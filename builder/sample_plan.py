"""The six-week plan to print, for readers without JavaScript. The planner itself makes each week, for a reader with nothing but a household.

Every two weeks stand for one stage, because stages are left by tests and not by the calendar: a week is repeated until they are passed.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from planner.brief import Brief
from planner.choose import choose
from planner.facts import Facts
from planner.ladders import Rung, ladders_in
from planner.ledger import EMPTY
from planner.model import DAYS, Day, Item, Records, Stage
from planner.week import fill

TRACK = "acute-strain"
# A Monday, so that the columns of the plan are a week from Monday to Sunday. The plan itself names no dates.
MONDAY = date(2026, 11, 30)
WEEKS_A_STAGE = 2
MINUTES = 40
# A week on paper is done again, so its last day stands beside its first. A free Sunday keeps the rest days then too.
# The first stage is gentle and for every day.
FREE_SUNDAY = tuple(day for day in DAYS if day != "sun")
# Which stage a reader is in is given here and not asked, so only the first days count: the road begins on the day on which loading starts.
STAGES = ("settle", "build", "lengthen")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One exercise of the week, with the weekdays it stands on. Its dose is the same on each of them."""

    item: Item
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanWeeks:
    """The weeks spent in one stage: their numbers, and one week as rows."""

    first: int
    last: int
    stage: Stage
    rows: tuple[PlanRow, ...]
    minutes: int


def build_sample_plan(records: Records) -> tuple[PlanWeeks, ...]:
    """Six weeks in three pairs."""
    return tuple(_weeks(order, records.protocol.stages()[f"{TRACK}/{stage}"], records) for order, stage in enumerate(STAGES))


def _weeks(order: int, stage: Stage, records: Records) -> PlanWeeks:
    first = order * WEEKS_A_STAGE + 1
    brief = _brief(_reader(DAYS if order == 0 else FREE_SUNDAY, records), stage, records)
    candidates, _ = choose(brief)
    days, _ = fill(MONDAY, len(DAYS), candidates, EMPTY, brief)
    return PlanWeeks(first, first + WEEKS_A_STAGE - 1, stage, _rows(days), max(day.minutes for day in days))


def _brief(reader: Facts, stage: Stage, records: Records) -> Brief:
    """On the first step of every ladder, with the tests before running passed."""
    rungs = {ladder.id: Rung(0, MONDAY, 0, 0) for ladder in ladders_in(stage, records.protocol)}
    return Brief(reader, stage, records, rungs, hurt={}, may_run=True, may_run_fast=True, may_sprint=False, is_guarded=False, wishes={})


def _reader(days: tuple[str, ...], records: Records) -> Facts:
    """Somebody without pain at rest, with no equipment to buy, and a flat place to run."""
    started = MONDAY - timedelta(days=int(records.protocol.value("loading_from_day")))
    answers = {"onset": "sprint", "site": "thigh", "started_on": started, "pain_now": 0, "walking": "normal", "equipment": ("space",), "sport": "field", "days": days, "minutes": MINUTES}
    return Facts(answers, MONDAY)


def _rows(days: list[Day]) -> tuple[PlanRow, ...]:
    """Each exercise once, in the order it first comes."""
    items = {item.exercise: item for day in reversed(days) for item in reversed(day.items)}
    first_day = {exercise: next(number for number, day in enumerate(days) if exercise in _exercises(day)) for exercise in items}
    ordered = sorted(reversed(items), key=lambda exercise: first_day[exercise])
    return tuple(PlanRow(items[exercise], tuple(DAYS[day.on.weekday()] for day in days if exercise in _exercises(day))) for exercise in ordered)


def _exercises(day) -> set[str]:
    return {item.exercise for item in day.items}
