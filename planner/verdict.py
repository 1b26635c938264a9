"""The verdict on a day: who should see somebody, what the day allows, where the stage stands and what is proposed."""

from dataclasses import dataclass, replace
from datetime import date

from planner.back import look_back, return_proposals
from planner.course import Course, after_a_break, facts_today
from planner.daily import judge_day
from planner.facts import Facts
from planner.model import Back, Daily, Progress, Records, Stage, Triage
from planner.progress import judge_progress
from planner.triage import joined, triage


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a course on a day. Where something stops it, or no programme fits, only `triage` and `facts` are there."""

    facts: Facts
    triage: Triage
    stage: Stage | None
    daily: Daily | None
    progress: Progress | None
    back: Back | None


def verdict_on(course: Course, records: Records, today: date) -> Verdict:
    """All judging steps, most urgent first. What stopped a plan stays until the questions are answered again."""
    verdict = judged_on(course, records, today)
    return verdict if verdict.stage is None else replace(verdict, back=look_back(course, verdict.facts, verdict.stage, records.protocol))


def judged_on(course: Course, records: Records, today: date) -> Verdict:
    """The verdict for who does not ask where the reader stands at the end of the road."""
    protocol = records.protocol
    course = after_a_break(course, today, protocol)
    facts = facts_today(course, today, protocol)
    triaged = joined(course.stopped, triage(facts, protocol), protocol)
    if triaged.stops or course.stage is None:
        return Verdict(facts, triaged, None, None, None, None)
    stage = protocol.stages()[course.stage]
    daily = judge_day(course, facts, stage, protocol)
    progress = judge_progress(course, facts, stage, daily, records)
    progress = replace(progress, proposals=(*progress.proposals, *return_proposals(course, facts, stage, progress, protocol)))
    return Verdict(facts, triaged, stage, daily, progress, None)
