"""The first week: choose what may be used, fill seven days by fixed rules, then ease them by how much it hurts.

No chance is involved, so the same log gives the same week. Pain comes last on purpose: were it to shorten exercises before the
fill, the time it frees would be filled with others, and a sorer leg could get a harder day.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from planner.brief import Brief, Done
from planner.choose import choose
from planner.dose import dose_minutes
from planner.ease import ease, taken_away, week_findings
from planner.facts import Facts
from planner.model import DAYS, Day, Dose, Exercise, Finding, Item, Records, Stage, Week
from planner.pain import pain_limit
from planner.rest import first_days, is_heavy_eccentric, may_stand


def plan_week(facts: Facts, stage: Stage, records: Records) -> Week:
    """Seven days from today: the sessions, their reasons, and what was left out and why."""
    brief = Brief(facts, stage, records)
    candidates, left_out = choose(brief)
    full = fill(candidates, brief)
    days = tuple(ease(day, brief) for day in full)
    return Week(days=days, findings=tuple(week_findings(brief)), left_out=(*left_out, *taken_away(full, brief)))


def fill(candidates: list[Exercise], brief: Brief) -> list[Day]:
    """Seven days with whole doses."""
    days: list[Day] = []
    done: tuple[Done, ...] = ()
    for on in (brief.facts.today + timedelta(days=offset) for offset in range(7)):
        day = _fill_day(on, candidates, done, brief)
        done += tuple(Done(on, brief.records.exercises[item.exercise]) for item in day.items)
        days.append(day)
    return days


def _fill_day(on: date, candidates: list[Exercise], done: tuple[Done, ...], brief: Brief) -> Day:
    """One exercise of each movement pattern of the stage, most important first, while there is time."""
    if DAYS[on.weekday()] not in brief.facts.ticked("days"):
        return Day(on, (), 0, (Finding("day-not-free", "rest", {}),))
    items: list[Item] = []
    gentle = first_days(on, brief)
    findings: list[Finding] = [gentle] if gentle else []
    limit = brief.facts.get("minutes") or int(brief.protocol.value("session_minutes_default"))
    for pattern in brief.stage.patterns:
        exercise = _next_of(pattern, on, candidates, done, brief)
        if exercise is None:
            continue
        item = _item(exercise, brief)
        if items and sum(each.minutes for each in items) + item.minutes > limit:
            findings.append(Finding("no-time-left", "left-out", {"exercise": exercise.name, "minutes": limit}))
            continue
        items.append(item)
        done += (Done(on, exercise),)
    if not items:
        findings.append(Finding("rest-day", "rest", {}))
    return Day(on, tuple(items), sum(item.minutes for item in items), tuple(findings))


def _next_of(pattern: str, on: date, candidates: list[Exercise], done: tuple[Done, ...], brief: Brief) -> Exercise | None:
    """The first exercise of this pattern that may stand on this day.

    Always the first and not the one used least: a reader learns a few exercises well, and the rest days bring in the others.
    """
    allowed = (exercise for exercise in candidates if exercise.pattern == pattern and may_stand(exercise, on, done, brief))
    return next(allowed, None)


def _item(exercise: Exercise, brief: Brief) -> Item:
    dose = brief.dose(exercise)
    limit, limit_reason = pain_limit(exercise, brief.stage, brief.protocol)
    reasons = (
        Finding("pattern-of-stage", "chosen", {"pattern": exercise.pattern, "stage": brief.stage.name}),
        _dose_reason(dose),
        limit_reason,
        *_rest_reasons(exercise, brief),
    )
    return Item(exercise.id, dose, dose.sets, limit, False, dose_minutes(dose, dose.sets, brief.protocol), reasons)


def _dose_reason(dose: Dose) -> Finding:
    code = "dose-assumed" if dose.basis == "assumption" else "dose-sourced"
    return Finding(code, "dose", {"basis": dose.basis, "note": dose.note}, references=dose.references)


def _rest_reasons(exercise: Exercise, brief: Brief) -> Iterable[Finding]:
    if is_heavy_eccentric(exercise):
        first, later = brief.protocol.numbers["first_heavy_eccentric_rest_hours"], brief.protocol.numbers["heavy_eccentric_rest_hours"]
        yield Finding("heavy-needs-rest", "rest", {"first": first.value, "later": later.value}, (first.id, later.id), first.references)
