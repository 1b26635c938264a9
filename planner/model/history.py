"""What was, day by day, as the pictures of progress and the hand-over need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.model.situation import DoneItem, Finding, Item, Placement


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader said of a day: pain now and the worst since last time, 0-10. `limit` is the pain limit of the stage then.

    Of a day on which it was told more than once, each is the most that was told: a limit that was passed stays in sight.
    """

    on: date
    pain_now: int
    pain_worst: int
    limit: int


@dataclass(frozen=True, slots=True)
class Worked:
    """What was done on a day. `load` is minutes times effort, `pain` the most that was told of an exercise, None where none was.

    `exercises` are those with a whole set: none where the session was left in its first one. `stopped`: it was broken off because of the leg.
    """

    on: date
    load: int
    exercises: tuple[str, ...]
    pain: int | None
    stopped: bool


@dataclass(frozen=True, slots=True)
class Stay:
    """The days in a stage, the last one included."""

    stage: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Turn:
    """What the reader said to a proposal, or that they began again. `kind` is a proposal's kind or "intake"."""

    on: date
    kind: str
    subject: str
    to: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """The plan stopped: by which entry (its id) of which kind, how soon somebody should look at it (a level's id), and why.

    `opened_on` is the day on which a plan opened again, None where none did yet.
    """

    on: date
    entry: str
    kind: str
    level: str
    findings: tuple[Finding, ...]
    opened_on: date | None


@dataclass(frozen=True, slots=True)
class Start:
    """The questions answered, and where that put the reader. `before` is the stage they were in until then, None at the first start."""

    placement: Placement
    before: str | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of a home test on a day: of both legs where it has sides, else `value` alone."""

    on: date
    test: str
    sore: float | None
    good: float | None
    value: float | str | None


@dataclass(frozen=True, slots=True)
class History:
    """Everything told, in the order of days. `measured` is by test."""

    began: date
    today: date
    told: tuple[Told, ...]
    worked: tuple[Worked, ...]
    stays: tuple[Stay, ...]
    turns: tuple[Turn, ...]
    starts: tuple[Start, ...]
    measured: Mapping[str, tuple[Measured, ...]]
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class DayKept:
    """What was planned for a day, as the plan stood before the session of that day, and what was done, or begun without a whole set."""

    on: date
    planned: tuple[Item, ...]
    done: tuple[DoneItem, ...]
    stopped: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer to a proposal, with the findings that the proposal was made for."""

    turn: Turn
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a check-in led to: go, hold, reduce or rest, with every reason."""

    on: date
    outcome: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The past as somebody else needs it: the last weeks day by day, the days on which the plan asked for less, and every decision with its reasons."""

    days: tuple[DayKept, ...]
    careful: tuple[Judged, ...]
    decisions: tuple[Decided, ...]
