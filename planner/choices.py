"""What the reader said to a proposal. Only what was proposed on that day can be accepted; all else in a log is passed over."""

from collections.abc import Callable

from planner.course import Course, with_rungs
from planner.criteria import criteria_to_leave, forget
from planner.ladders import Rung, ladders_in
from planner.model import Records
from planner.sessions import Choice
from planner.verdict import judged_on

Accept = Callable[[Course, Choice, Records], Course]


def choose_for(course: Course, choice: Choice, records: Records) -> Course:
    """The course after a choice."""
    if course.stage is None:
        return course
    if choice.proposal == "whole-session":
        return _whole_session(course, choice, records)
    if not choice.accepted:
        return course.but(kept={**course.kept, (choice.proposal, choice.subject, choice.to): choice.on})
    return ACCEPTS[choice.proposal](course, choice, records) if _was_proposed(course, choice, records) else course


def _was_proposed(course: Course, choice: Choice, records: Records) -> bool:
    progress = judged_on(course, records, choice.on).progress
    proposals = progress.proposals if progress else ()
    return (choice.proposal, choice.subject, choice.to) in {(each.kind, each.subject, each.to) for each in proposals}


def _whole_session(course: Course, choice: Choice, records: Records) -> Course:
    """The whole session on a day on which less was proposed, for that day alone."""
    daily = judged_on(course, records, choice.on).daily
    may = choice.accepted and daily is not None and daily.may_be_whole
    return course.but(whole_on=choice.on if may else None)


def _advance(course: Course, choice: Choice, records: Records) -> Course:
    return with_rungs(course.but(stage=choice.to, stage_since=choice.on, rose_on=choice.on, kept={}), records.protocol)


def _step_back(course: Course, choice: Choice, records: Records) -> Course:
    """One stage back. Its tests are to be passed again, or the next calm day would propose what was just left."""
    stage, protocol = records.protocol.stages()[choice.to], records.protocol
    again = {criterion.id for criterion in criteria_to_leave(stage, course.sport, protocol)}
    left = {ladder.id for ladder in ladders_in(stage, protocol)}
    rungs = {id: rung for id, rung in course.rungs.items() if id in left}
    return with_rungs(course.but(stage=choice.to, stage_since=choice.on, kept={}, rungs=rungs, tried=forget(course.tried, again)), protocol)


def _climb(course: Course, choice: Choice, records: Records) -> Course:
    return _to_step(course, choice, 1)


def _descend(course: Course, choice: Choice, records: Records) -> Course:
    return _to_step(course, choice, -1)


def _to_step(course: Course, choice: Choice, by: int) -> Course:
    step = course.rungs[choice.subject].step + by
    return course.but(rungs={**course.rungs, choice.subject: Rung(step, choice.on, 0, 0)}, rose_on=choice.on if by > 0 else course.rose_on)


def _return(course: Course, choice: Choice, records: Records) -> Course:
    return course.but(returned_on=choice.on)


def _maintain(course: Course, choice: Choice, records: Records) -> Course:
    """To keeping strong, which has no end."""
    return with_rungs(course.but(stage=choice.to, stage_since=choice.on, kept={}), records.protocol)


ACCEPTS: dict[str, Accept] = {"advance": _advance, "step-back": _step_back, "climb": _climb, "descend": _descend, "back-to-sport": _return, "maintain": _maintain}
