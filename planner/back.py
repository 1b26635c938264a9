"""The end of the road: the checklist before sport, the guarded weeks after the return, and keeping strong."""

from planner.course import BACK_HOME, Course
from planner.criteria import judge
from planner.facts import Facts
from planner.finding import find
from planner.model import Back, ChecklistLine, Finding, Progress, Proposal, Protocol, ReturnItem, Stage

DAYS_A_WEEK = 7


def look_back(course: Course, facts: Facts, stage: Stage, protocol: Protocol) -> Back:
    """Where the reader stands at the end of the road."""
    checklist = tuple(ChecklistLine(item.id, _met(item, course, facts, protocol)) for item in protocol.checklist) if _has_checklist(stage, protocol) else ()
    if course.returned_on is None:
        return Back("on-the-way", 0, checklist, ())
    week = (facts.today - course.returned_on).days // DAYS_A_WEEK + 1
    if stage.id == BACK_HOME or week > protocol.value("guarded_weeks"):
        return Back("done", week, checklist, (find(protocol, "guarded-weeks-over", "note"),))
    return Back("guarded", week, checklist, (find(protocol, "guarded-week", "watch", week=week),))


def is_guarded(course: Course, facts: Facts, protocol: Protocol) -> bool:
    """Whether the weeks after the return are running."""
    return course.returned_on is not None and (facts.today - course.returned_on).days < protocol.value("guarded_weeks") * DAYS_A_WEEK


def return_proposals(course: Course, facts: Facts, stage: Stage, progress: Progress, protocol: Protocol) -> tuple[Proposal, ...]:
    """What comes after the last stage once every test of it is passed: after a strain sport, with guarded weeks, and then keeping strong."""
    if not _is_last(stage, protocol) or stage.id == BACK_HOME or not progress.criteria or progress.outcome == "step-back":
        return ()
    ready = {finding.code for finding in progress.findings} == {"last-stage"}
    if course.returned_on is None and _has_checklist(stage, protocol):
        return (_proposal("back-to-sport", stage.id, "", find(protocol, "ready-for-sport", "advance"), course),) if ready else ()
    if is_guarded(course, facts, protocol) or (course.returned_on is None and not ready):
        return ()
    code = "keep-strong-now" if course.returned_on else "keep-strong-next"
    return (_proposal("maintain", stage.id, _where_keeping_begins(course, facts, protocol), find(protocol, code, "advance"), course),)


def _where_keeping_begins(course: Course, facts: Facts, protocol: Protocol) -> str:
    """The stage for good, where heavy lowering work is no news; else the one that builds it up."""
    home = protocol.stages()[BACK_HOME]
    first = protocol.tracks[home.track].stages[0]
    days = [day for id in course.ledger.heavy_exercises if id in home.start_with for day in course.ledger.exercises[id]]
    is_familiar = any((facts.today - day).days <= protocol.value("familiar_days") for day in days)
    return home.id if is_familiar else first.id


def _proposal(kind: str, subject: str, to: str, finding: Finding, course: Course) -> Proposal:
    return Proposal(kind, subject, to, (finding,), course.kept.get((kind, subject, to)))


def _is_last(stage: Stage, protocol: Protocol) -> bool:
    return stage is protocol.tracks[stage.track].stages[-1]


def _has_checklist(stage: Stage, protocol: Protocol) -> bool:
    """The list is for the last stage of a programme whose criteria it names."""
    named = {criterion for item in protocol.checklist for criterion in item.criteria}
    return _is_last(stage, protocol) and any(criterion.stage == stage.id and criterion.id in named for criterion in protocol.criteria)


def _met(item: ReturnItem, course: Course, facts: Facts, protocol: Protocol) -> str:
    """yes where every criterion behind the line is passed, no where one is not, not-asked where none is asked of this reader."""
    asked = [criterion for criterion in protocol.criteria if criterion.id in item.criteria and (not criterion.sports or course.sport in criterion.sports)]
    if not asked:
        return "not-asked"
    return "yes" if all(judge(criterion, course.tried, facts, protocol).state == "passed" for criterion in asked) else "no"
