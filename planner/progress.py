"""Progress: whether the stage and the steps of the ladders may change. Every change is a proposal; nothing changes by itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from planner.course import Course
from planner.criteria import criteria_to_run
from planner.facts import Facts
from planner.finding import find
from planner.ladders import ladders_in, may_climb, rung_now, top_of
from planner.model import CriterionResult, Daily, Finding, Progress, Proposal, Protocol, Records, RungNow, Stage
from planner.pain import track_limit
from planner.placement import Applicant, apply, caps_of, lowest
from planner.sports import starts_with


@dataclass(frozen=True, slots=True)
class Look:
    """All that the rules of progress look at."""

    course: Course
    facts: Facts
    stage: Stage
    applicant: Applicant
    daily: Daily
    protocol: Protocol


Rule = Callable[[Look], Finding | None]


def judge_progress(course: Course, facts: Facts, stage: Stage, daily: Daily, records: Records) -> Progress:
    """Advance, hold or step back, with reasons, and what is proposed today."""
    protocol = records.protocol
    applicant = apply(facts, protocol.tracks[stage.track], course.tried, protocol)
    look = Look(course, facts, stage, applicant, daily, protocol)
    back = [finding for rule in BACK if (finding := rule(look))]
    held = [finding for rule in HOLD if (finding := rule(look))]
    stage_proposals, outcome, findings = _stage_proposal(look, back, held)
    ladders = rungs_of(course, facts, stage, records)
    criteria = tuple(applicant.results[criterion.id] for criterion in applicant.to_leave[stage.id])
    to_run = tuple(applicant.results[criterion.id] for criterion in criteria_to_run(stage, course.sport, protocol))
    may_rise = not back and not unsettled_lately(look) and not back_from_a_break(look)
    proposals = (*stage_proposals, *_ladder_proposals(look, ladders, may_rise, may_run(to_run)))
    return Progress(outcome, tuple(findings), criteria, to_run, proposals)


def rungs_of(course: Course, facts: Facts, stage: Stage, records: Records) -> tuple[RungNow, ...]:
    """Where the reader stands on each ladder of the stage that their sport asks for."""
    wanted = starts_with(stage, course.sport, records)
    left_out = records.protocol.sports[course.sport].leave_out if course.sport in records.protocol.sports else ()
    owned = course.facts.ticked("equipment")
    usable = {id for id in wanted if id not in left_out and all(thing in owned or records.protocol.equipment[thing].household for thing in records.exercises[id].equipment)}
    climbed = (ladder for ladder in ladders_in(stage, records.protocol) if ladder.id in course.rungs and ladder.climbs.exercise in usable)
    return tuple(rung_now(ladder, course.rungs[ladder.id], facts, records.protocol) for ladder in climbed)


def may_run(to_run: Iterable[CriterionResult]) -> bool:
    """Whether every test before the first run is passed."""
    return all(result.state == "passed" for result in to_run)


def may_run_fast(course: Course, stage: Stage, protocol: Protocol) -> bool:
    """Whether fast runs are part of the reader's own road; who keeps strong after another programme goes no faster than there."""
    is_own_road = course.placement is not None and course.placement.track == stage.track
    return is_own_road or (bool(course.ledger.fast) and _ends_near_full_speed(course.sport, protocol))


def _ends_near_full_speed(sport: str | None, protocol: Protocol) -> bool:
    """Whether the steps of speed of this sport go up to sprint work."""
    ladders = [ladder for ladder in protocol.ladders.values() if ladder.climbs and ladder.kind == "sprint"]
    return any((ladder.steps[top_of(ladder, sport, protocol)].percent or 0) >= protocol.value("sprint_exposure_percent") for ladder in ladders if ladder.steps[0].percent != protocol.value("full_speed_percent"))


def may_sprint(course: Course, stage: Stage, protocol: Protocol) -> bool:
    """Whether the step of full speed is reached; in stages without steps of speed, whether there were enough fast runs in the last weeks."""
    full = protocol.value("full_speed_percent")
    steps = [ladder.steps[course.rungs[ladder.id].step].percent for ladder in ladders_in(stage, protocol) if ladder.id in course.rungs and ladder.kind == "sprint" and ladder.steps[0].percent < full]
    return max(steps) >= full if steps else len(course.ledger.fast) >= protocol.value("clean_runs_before_sprints")


def _stage_proposal(look: Look, back: list[Finding], held: list[Finding]) -> tuple[tuple[Proposal, ...], str, list[Finding]]:
    stages = look.protocol.tracks[look.stage.track].stages
    if back and look.stage.order > 1:
        before = stages[look.stage.order - 2]
        return (_proposal("step-back", look.stage.id, before.id, back, look.course),), "step-back", back
    if held or back:
        return (), "hold", [*back, *held]
    if look.stage.order == len(stages):
        return (), "hold", [find(look.protocol, "last-stage", "hold", stage=look.stage.name)]
    after = stages[look.stage.order]
    reasons = [find(look.protocol, "every-test-passed", "advance", stage=after.name)]
    return (_proposal("advance", look.stage.id, after.id, reasons, look.course),), "advance", reasons


def _proposal(kind: str, subject: str, to: str, findings: Iterable[Finding], course: Course) -> Proposal:
    return Proposal(kind, subject, to, tuple(findings), course.kept.get((kind, subject, to)))


def _ladder_proposals(look: Look, rungs: Iterable[RungNow], may_rise: bool, can_run: bool) -> Iterable[Proposal]:
    """One step up where all is clean and the day is calm; one step down after sessions that were not clean.

    Nothing rises while a step back is proposed or in the days after the leg was unsettled or a break ended, and no run before the tests for running are passed.
    """
    bad = look.protocol.numbers["bad_sessions_to_go_back"]
    for rung in rungs:
        ladder = look.protocol.ladders[rung.ladder]
        was_bad = look.course.rungs[rung.ladder].bad
        if was_bad >= bad.value and rung.step > 0:
            finding = find(look.protocol, "sessions-not-clean", "step-back", ladder=ladder.name, sessions=was_bad)
            yield _proposal("descend", ladder.id, ladder.steps[rung.step - 1].label, [finding], look.course)
        elif may_climb(rung) and look.daily.outcome == "go" and may_rise and (can_run or ladder.kind not in ("running", "sprint")):
            finding = find(look.protocol, "step-is-clean", "advance", ladder=ladder.name, step=ladder.steps[rung.step].label, clean=rung.clean)
            yield _proposal("climb", ladder.id, ladder.steps[rung.step + 1].label, [finding], look.course)


# --- reasons to stay -----------------------------------------------------------------------------------------------------


def tests_open(look: Look) -> Finding | None:
    """A test to leave this stage is not passed yet."""
    missing = [criterion.text for criterion in look.applicant.to_leave[look.stage.id] if look.applicant.results[criterion.id].state != "passed"]
    return find(look.protocol, "tests-open", "hold", missing="; ".join(missing)) if missing else None


def door_closed(look: Look) -> Finding | None:
    """Something else than a test holds the next stage shut: the day, pain or a limp."""
    caps = [cap for cap in caps_of(look.applicant) if cap.code != "criteria-not-passed"]
    if lowest(caps, look.applicant.track).order > look.stage.order:
        return None
    return next((cap for cap in caps if look.protocol.stages()[cap.outcome].order <= look.stage.order), None)


def not_a_calm_day(look: Look) -> Finding | None:
    """The day is not one to move up on."""
    return find(look.protocol, "not-a-calm-day", "hold") if look.daily.outcome != "go" else None


def unsettled_lately(look: Look) -> Finding | None:
    """In the last days the leg hurt more than it may, or was clearly felt the morning after: one calm day is not enough to rise."""
    days, limit = int(look.protocol.value("calm_days_to_rise")), track_limit(look.stage, look.protocol, look.facts)
    lately = [each for each in look.course.check_ins if 0 < (look.facts.today - each.on).days <= days and (each.morning == "more" or each.pain_worst > limit.value)]
    return find(look.protocol, "unsettled-lately", "hold", limit, days=days) if lately else None


def back_from_a_break(look: Look) -> Finding | None:
    """The first session after a break was a few days ago: one good day after a week or more away is not enough to rise."""
    least, days = look.protocol.value("break_days"), int(look.protocol.value("calm_days_to_rise"))
    ended = [later for earlier, later in pairwise(_days_of_work(look.course)) if (later - earlier).days > least]
    lately = any(0 <= (look.facts.today - on).days <= days for on in ended)
    return find(look.protocol, "back-from-a-break", "hold", days=days) if lately else None


def _days_of_work(course: Course) -> list[date]:
    """The days with work done, in order, and before them the day it all began."""
    worked = course.ledger.worked
    return [course.began, *worked] if worked and course.began < worked[0] else worked


HOLD: tuple[Rule, ...] = (tests_open, door_closed, not_a_calm_day, unsettled_lately, back_from_a_break)


# --- reasons to go back --------------------------------------------------------------------------------------------------


def bad_mornings(look: Look) -> Finding | None:
    """Several sessions in a row were felt clearly the next morning."""
    told = {each.session: each.morning for each in look.course.check_ins if each.morning in ("same", "little", "more") and each.on > look.course.stage_since}
    last, count = list(told.values()), int(look.protocol.value("bad_mornings_to_step_back"))
    if len(last) < count or set(last[-count:]) != {"more"}:
        return None
    return find(look.protocol, "bad-mornings", "step-back", mornings=count)


def strong_pain_again(look: Look) -> Finding | None:
    """Strong pain on several check-ins in a row."""
    count, limit = int(look.protocol.value("strong_pain_check_ins")), look.protocol.value("pain_rest_day")
    last = [each for each in look.course.check_ins if each.on > look.course.stage_since][-count:]
    if len(last) < count or any(each.pain_worst <= limit for each in last):
        return None
    return find(look.protocol, "strong-pain-again", "step-back", check_ins=count)


def very_long_break(look: Look) -> Finding | None:
    """The last session is weeks ago."""
    since = max(look.course.last_session or look.course.began, look.course.stage_since)
    if (look.facts.today - since).days < look.protocol.value("long_break_days"):
        return None
    return find(look.protocol, "very-long-break", "step-back", days=(look.facts.today - since).days)


def earlier_test_lost(look: Look) -> Finding | None:
    """A test of an earlier stage failed when it was tried again."""
    earlier = [stage for stage in look.applicant.track.stages if stage.order < look.stage.order]
    asked = [criterion for stage in earlier for criterion in look.applicant.to_leave[stage.id]]
    asked += criteria_to_run(earlier[-1], look.course.sport, look.protocol) if earlier else []
    lost = [criterion.text for criterion in asked if look.applicant.results[criterion.id].state == "failed"]
    return find(look.protocol, "earlier-test-lost", "step-back", missing="; ".join(lost)) if lost else None


BACK: tuple[Rule, ...] = (bad_mornings, strong_pain_again, very_long_break, earlier_test_lost)
