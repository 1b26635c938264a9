"""Ladders: which step somebody is on, when the next one is open, and the dose of a step."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date

from planner.facts import Facts
from planner.finding import find
from planner.model import Dose, Finding, Ladder, Protocol, RungNow, Stage


@dataclass(frozen=True, slots=True)
class Rung:
    """Where somebody stands on a ladder: the step from 0, since when, and the sessions in a row that were clean, or were not."""

    step: int
    since: date
    clean: int
    bad: int


@dataclass(frozen=True, slots=True)
class Run:
    """A session on a ladder whose next morning is still to come. `is_calm`: within its pain limit, or None where nobody said."""

    ladder: str
    step: int
    on: date
    is_calm: bool | None


def ladders_in(stage: Stage, protocol: Protocol) -> tuple[Ladder, ...]:
    """The ladders that are climbed in this stage."""
    return tuple(ladder for ladder in protocol.ladders.values() if ladder.climbs and stage.id in ladder.climbs.stages)


def first_rung(ladder: Ladder, passed: Collection[str], sport: str | None, today: date, protocol: Protocol) -> Rung:
    """Where somebody starts: at the highest step whose test is passed, and never above the top of their sport."""
    step = 0
    for place, each in enumerate(ladder.steps):
        if each.after and each.after in passed:
            step = place
    return Rung(min(step, top_of(ladder, sport, protocol)), today, 0, 0)


def top_of(ladder: Ladder, sport: str | None, protocol: Protocol) -> int:
    """The highest step of this ladder for this sport."""
    tops = {top.ladder: top.step for top in protocol.sports[sport].tops} if sport in protocol.sports else {}
    if ladder.id not in tops:
        return len(ladder.steps) - 1
    return next(place for place, step in enumerate(ladder.steps) if step.label == tops[ladder.id])


def step_dose(dose: Dose, ladder: Ladder, step: int) -> Dose:
    """The record's dose with what the step changes, and with the ladder's sources."""
    change = ladder.steps[step].dose
    changed = {field.name: value for field in fields(change) if (value := getattr(change, field.name)) is not None}
    return replace(dose, **changed, basis=ladder.basis, certainty=ladder.certainty, references=ladder.references, note=ladder.steps[step].text)


def after_session(rung: Rung, step: int, clean: bool, bad: bool) -> Rung:
    """The rung once the morning after a session on it is known. A session on another step says nothing about this one."""
    if step != rung.step:
        return rung
    return Rung(rung.step, rung.since, rung.clean + 1 if clean else 0 if bad else rung.clean, rung.bad + 1 if bad else 0 if clean else rung.bad)


def after_break(rung: Rung, days: int, today: date, protocol: Protocol) -> Rung:
    """The rung after so many days without a session: lower after a week, the first one after weeks. What was clean before counts no more."""
    if days <= protocol.value("break_days"):
        return rung
    step = 0 if days >= protocol.value("long_break_days") else max(0, rung.step - int(protocol.value("steps_back_after_break")))
    return replace(rung, clean=0, bad=0) if step == rung.step else Rung(step, today, 0, 0)


def rung_now(ladder: Ladder, rung: Rung, facts: Facts, protocol: Protocol) -> RungNow:
    """Where somebody stands today, with what is missing for the next step."""
    top = top_of(ladder, facts.get("sport"), protocol)
    needed = int(protocol.value(ladder.climbs.clean))
    return RungNow(ladder.id, rung.step, top, min(rung.clean, needed), needed, rung.since, tuple(_rung_findings(ladder, rung, top, facts, protocol)))


def _rung_findings(ladder: Ladder, rung: Rung, top: int, facts: Facts, protocol: Protocol) -> list[Finding]:
    label = ladder.steps[rung.step].label
    if rung.step >= top:
        return [find(protocol, "top-of-ladder", "hold", ladder=ladder.name, step=label)]
    clean, days = protocol.numbers[ladder.climbs.clean], protocol.numbers[ladder.climbs.days]
    found = []
    if rung.clean < clean.value:
        found.append(find(protocol, "more-clean-sessions", "hold", clean, ladder=ladder.name, step=label, clean=rung.clean))
    if (facts.today - rung.since).days < days.value:
        found.append(find(protocol, "step-too-new", "hold", days, ladder=ladder.name, step=label, days=(facts.today - rung.since).days))
    return found


def may_climb(rung: RungNow) -> bool:
    """Whether the next step is open: nothing is missing."""
    return not rung.findings
