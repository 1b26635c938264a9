"""derive(log, records, today): everything shown, from the log alone. Triage first; a gate that stops ends it there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.brief import Brief
from planner.course import Course, after_a_break
from planner.ease import Relief, ease
from planner.follow import follow
from planner.model import Advised, Day, Log, Placement, Protocol, Records, Situation, Triage, Wished
from planner.problems import MOST_PROBLEMS, BadInput, Problem
from planner.progress import may_run, may_run_fast, may_sprint, rungs_of
from planner.verdict import Verdict, verdict_on
from planner.week import plan_weeks, whole_day
from planner.wishes import no_wish

WEEKS_AHEAD = 4
DAYS_A_WEEK = 7
NOTHING_FOUND = Triage(level=None, stops=False, findings=())


def derive(log: Log, records: Records, today: date) -> Situation:
    """The situation on this day. Raises BadInput where answers cannot be used and no warning sign decides."""
    return situation_of(follow(log, records, today), records, today)


def situation_of(course: Course | None, records: Records, today: date) -> Situation:
    """The situation of a course that has been followed up to this day."""
    protocol = records.protocol
    if course is None:
        return _without_plan(today, protocol, "empty", {}, NOTHING_FOUND, None)
    course = after_a_break(course, today, protocol)
    verdict = verdict_on(course, records, today)
    if verdict.triage.stops:
        return _without_plan(today, protocol, "stop", verdict.facts.answers, verdict.triage, None)
    if course.problems:
        raise BadInput([*course.problems[:MOST_PROBLEMS], *([Problem("entries", "and more")] if len(course.problems) > MOST_PROBLEMS else [])])
    if verdict.stage is None:
        return _without_plan(today, protocol, "no-programme", verdict.facts.answers, verdict.triage, course.placement)
    brief = brief_of(course, verdict, records)
    is_less, pain_takes = _taken_away(course, verdict, brief)
    return Situation(
        today=today,
        protocol_version=protocol.version,
        outcome="plan",
        answers=verdict.facts.answers,
        triage=verdict.triage,
        placement=course.placement,
        stage=course.stage,
        daily=verdict.daily,
        progress=verdict.progress,
        rungs=rungs_of(course, verdict.facts, verdict.stage, records),
        back=verdict.back,
        done=course.done if course.last_told == today else (),
        is_over=course.last_told == today,
        is_whole=course.whole_on == today and verdict.daily.may_be_whole,
        advised=_advised(course, today),
        is_less=is_less,
        pain_takes=pain_takes,
        wished=_wished(course, today),
        weeks=plan_weeks(brief, course.ledger, WEEKS_AHEAD, relief_today(course, verdict)),
    )


def brief_of(course: Course, verdict: Verdict, records: Records) -> Brief:
    """What planning needs to know of a course."""
    protocol, stage, facts = records.protocol, verdict.stage, verdict.facts
    return Brief(facts, stage, records, course.rungs, course.hurt, may_run(verdict.progress.to_run), may_run_fast(course, stage, protocol), may_sprint(course, stage, protocol), verdict.back.state == "guarded", course.wishes)


def relief_today(course: Course, verdict: Verdict) -> Relief:
    """How much today is eased. A reader who asked for the whole session gets it, on that day alone."""
    facts, outcome = verdict.facts, verdict.daily.outcome
    if outcome in ("go", "hold") or (course.whole_on == facts.today and verdict.daily.may_be_whole):
        return Relief("none", facts.get("pain_now"))
    return Relief(outcome, facts.get("pain_now"))


def _taken_away(course: Course, verdict: Verdict, brief: Brief) -> tuple[bool, bool]:
    """Whether a careful day takes something out of today's session, and whether the pain alone does."""
    outcome, pain = verdict.daily.outcome, verdict.facts.get("pain_now")
    if outcome in ("go", "hold"):
        return False, False
    whole = whole_day(brief, course.ledger)
    reduced, sore, full = (_amounts(ease(whole, relief, brief)) for relief in (Relief(outcome, pain), Relief("none", pain), Relief("none", 0)))
    return reduced != sore, sore != full


def _amounts(day: Day) -> list[tuple[str, Any]]:
    return [(item.exercise, item.sets) for item in day.items]


def _advised(course: Course, today: date) -> Advised | None:
    return course.advised if course.advised and (today - course.advised.on).days <= DAYS_A_WEEK else None


def _wished(course: Course, today: date) -> Wished:
    wish = course.wishes.get(today, no_wish(today))
    return Wished(wish.free, wish.minutes, wish.equipment == ())


def _without_plan(today: date, protocol: Protocol, outcome: str, answers: Mapping[str, Any], triaged: Triage, placement: Placement | None) -> Situation:
    return Situation(today, protocol.version, outcome, answers, triaged, placement, None, None, None, (), None, (), False, False, None, False, False, None, ())
