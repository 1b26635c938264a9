"""What the planner says: findings, and the situation made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.model.exercises import Dose
from planner.model.values import Range


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement: the code of a rule with a sentence in messages.yaml, the values it used, and what they stand on."""

    code: str
    outcome: str
    values: Mapping[str, str | int | float]
    numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Triage:
    """The most urgent level found (None: nothing found) and every finding behind it, most urgent first."""

    level: str | None
    stops: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Advised:
    """A check-in that found reason to have the leg looked at: its day, how soon (a level's id), and why."""

    on: date
    level: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the reader started on that day: a stage, or None where no programme fits yet, with every reason.

    `prognosis` are ranges of other people; `fits` tells whether they did what this reader wants to get back to.
    """

    track: str | None
    stage: str | None
    on: date
    findings: tuple[Finding, ...]
    prognosis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """How far a criterion is: `state` is passed, once, failed, not-tried or waits; `value` is the last result in words.

    `missing_side` is the side, sore or good, of which nothing was told today although the other one was.
    """

    criterion: str
    state: str
    value: str
    passes: int
    needed: int
    last_on: date | None
    try_from: date | None
    missing_side: str


@dataclass(frozen=True, slots=True)
class Daily:
    """What today allows: go, hold, reduce or rest, with every reason.

    `asked` tells whether the reader checked in today, `may_be_whole` whether they may have the whole session in spite of it.
    """

    outcome: str
    asked: bool
    may_be_whole: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change by a published rule, for the reader to accept or to leave. `kept_on`: the day it was last left as it is."""

    kind: str
    subject: str
    to: str
    findings: tuple[Finding, ...]
    kept_on: date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the stage stands: advance, hold or step-back, the criteria behind it, and what is proposed."""

    outcome: str
    findings: tuple[Finding, ...]
    criteria: tuple[CriterionResult, ...]
    to_run: tuple[CriterionResult, ...]
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class RungNow:
    """Where somebody stands on a ladder: the step counts from 0."""

    ladder: str
    step: int
    top: int
    clean: int
    needed: int
    since: date
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """A line of the list before sport: met is yes, no or not-asked."""

    item: str
    met: str


@dataclass(frozen=True, slots=True)
class Back:
    """The end of the road: `state` is on-the-way, guarded or done; `week` counts the guarded weeks from 1."""

    state: str
    week: int
    checklist: tuple[ChecklistLine, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise in a session, with the dose to do today and the reasons for it.

    `hurts_before`: pain is above its limit already. `ladder` and `step` are set where a ladder gives the dose. `swaps` are exercises
    that may stand in for it today.
    """

    exercise: str
    dose: Dose
    sets: Range
    pain_limit: int
    hurts_before: bool
    minutes: int
    load: int
    ladder: str
    step: int | None
    reasons: tuple[Finding, ...]
    swaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoneItem:
    """One exercise as it was done, or begun: then `sets` is 0. `step` is the step of its ladder, counted from 0, where it has one."""

    exercise: str
    sets: int
    pain: int | None
    effort: int | None
    step: int | None

    @property
    def is_told(self) -> bool:
        """Whether it says anything: whole sets, or how the first one felt."""
        return self.sets > 0 or self.pain is not None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week; no items means a rest day. `minutes` counts the warm-up in."""

    on: date
    warm_up: str
    items: tuple[Item, ...]
    minutes: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, what was left out of them and why."""

    days: tuple[Day, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Wished:
    """What the reader wants of today: a session at all, so many minutes, and with no things. None and False: no wish about it."""

    free: bool | None
    minutes: int | None
    has_nothing: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything shown, derived from the log. `outcome` is empty, stop, no-programme or plan.

    `answers` are the latest ones, by question. `done` is what was done today, and begun; `is_over` tells that a session was told of today,
    if only that it was broken off, so no other is offered. `is_whole` tells that the reader wanted the whole session.
    `advised` is what a check-in of the last days found that somebody should look at: a better day is no sign that somebody did.
    `is_less` tells that a careful day takes something out of today's session, and `pain_takes` that the pain alone does: that
    no wish brings back. `weeks` begin today; all but the first depend on how the days before them go.
    """

    today: date
    protocol_version: str
    outcome: str
    answers: Mapping[str, object]
    triage: Triage
    placement: Placement | None
    stage: str | None
    daily: Daily | None
    progress: Progress | None
    rungs: tuple[RungNow, ...]
    back: Back | None
    done: tuple[DoneItem, ...]
    is_over: bool
    is_whole: bool
    advised: Advised | None
    is_less: bool
    pain_takes: bool
    wished: Wished | None
    weeks: tuple[Week, ...]

    def to_come(self) -> tuple[Day, ...]:
        """The days with a session, from today on; today only while its session is not over."""
        return tuple(day for week in self.weeks for day in week.days if day.items and not (day.on == self.today and self.is_over))
