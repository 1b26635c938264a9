"""derive(log, records, today): everything shown, from the log alone. Triage first; a gate that stops ends it there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from planner.back import is_guarded, look_back, return_proposals
from planner.brief import Brief
from planner.course import Course, facts_today, follow
from planner.daily import judge_day
from planner.ease import Relief
from planner.facts import Facts
from planner.model import Daily, Log, Placement, Protocol, Records, Situation, Stage, Triage
from planner.problems import BadInput
from planner.progress import judge_progress, may_run, rungs_of
from planner.triage import triage
from planner.week import plan_weeks

WEEKS_AHEAD = 4
NOTHING_FOUND = Triage(level=None, stops=False, findings=())


def derive(log: Log, records: Records, today: date) -> Situation:
    """The situation on this day. Raises BadInput where the latest answers cannot be used and no warning sign decides."""
    return situation_of(follow(log, records, today), records, today)


def situation_of(course: Course | None, records: Records, today: date) -> Situation:
    """The situation of a course that has been followed up to this day."""
    protocol = records.protocol
    if course is None:
        return _without_plan(today, protocol, "empty", {}, NOTHING_FOUND, None)
    facts = facts_today(course, today, protocol)
    # What stopped at the intake stays until the questions are answered again.
    triaged = course.stopped or triage(facts, protocol)
    if triaged.stops:
        return _without_plan(today, protocol, "stop", facts.answers, triaged, None)
    if course.problems:
        raise BadInput(list(course.problems))
    if course.stage is None:
        return _without_plan(today, protocol, "no-programme", facts.answers, triaged, course.placement)
    stage = protocol.stages()[course.stage]
    daily = judge_day(course, facts, stage, protocol)
    progress = judge_progress(course, facts, stage, daily, records)
    return Situation(
        today=today,
        protocol_version=protocol.version,
        outcome="plan",
        answers=facts.answers,
        triage=triaged,
        placement=course.placement,
        stage=course.stage,
        daily=daily,
        progress=replace(progress, proposals=(*progress.proposals, *return_proposals(course, facts, stage, progress, protocol))),
        rungs=rungs_of(course, facts, stage, records),
        back=look_back(course, facts, stage, progress, protocol),
        weeks=plan_weeks(brief_of(course, facts, stage, records), course.ledger, WEEKS_AHEAD, relief_today(course, facts, daily), Relief("none", facts.get("pain_now"))),
    )


def brief_of(course: Course, facts: Facts, stage: Stage, records: Records) -> Brief:
    """What planning needs to know of a course."""
    protocol = records.protocol
    return Brief(facts, stage, records, course.rungs, course.hurt, _sprints(course, protocol), may_run(course, facts, stage, protocol), is_guarded(course, facts, protocol))


def _sprints(course: Course, protocol: Protocol) -> int:
    """Clean sessions near full speed: those the log has seen, or those the reader told of."""
    told = [course.tried.known.get(test.id, 0) for test in protocol.tests.values() if test.counted]
    near = protocol.value("sprint_exposure_percent")
    seen = sum((protocol.ladders[ladder].steps[step].percent or 0) >= near for ladder, step in course.exposures)
    return max([seen, *told])


def relief_today(course: Course, facts: Facts, daily: Daily) -> Relief:
    """How much today is eased. A reader who asked for the whole session gets it, on that day alone."""
    if course.whole_on == facts.today or daily.outcome in ("go", "hold"):
        return Relief("none", facts.get("pain_now"))
    return Relief(daily.outcome, facts.get("pain_now"))


def _without_plan(today: date, protocol: Protocol, outcome: str, answers: Mapping[str, Any], triaged: Triage, placement: Placement | None) -> Situation:
    return Situation(today, protocol.version, outcome, answers, triaged, placement, None, None, None, (), None, ())
