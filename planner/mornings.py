"""What a check-in leaves in the course: how the leg is, what stops, and what the morning says of the session before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import dropwhile

from planner.course import CheckIn, Course, facts_today
from planner.criteria import tried_again
from planner.facts import Facts
from planner.ladders import Run, after_session
from planner.model import Advised, HomeTest, Protocol
from planner.triage import joined, triage

# Answers to "how was it the morning after" that tell something.
TOLD = ("same", "little", "more")
# Levels that send nobody anywhere: nothing was found, or somebody has looked at it.
NOTHING_TO_LOOK_AT = (None, "seen")


def with_signs(course: Course, told: Facts, protocol: Protocol) -> Course:
    """The course with what was ticked and felt. A sign that stops stays until the questions are answered again; a limp does not."""
    alarms = told.ticked("alarms")
    now = {"pain_now": told.get("check_pain_now"), "pain_worst": told.get("check_pain_worst"), "walking": "limp" if "limp" in alarms else "normal", "alarms": alarms}
    facts = course.facts.with_answers({name: value for name, value in now.items() if value is not None}).on(told.today)
    course = course.but(facts=facts, pulled={**course.pulled, **_pulled(course)} if "pull" in alarms else course.pulled)
    triaged = triage(facts_today(course, told.today, protocol), protocol)
    if triaged.stops:
        return course.but(stopped=joined(course.stopped, triaged, protocol))
    return course if triaged.level in NOTHING_TO_LOOK_AT else course.but(advised=Advised(told.today, triaged.level, triaged.findings))


def _pulled(course: Course) -> Mapping[str, int]:
    return {id: rung.step for id, rung in course.rungs.items()}


def with_check_in(course: Course, told: Facts, protocol: Protocol) -> Course:
    """The course after a whole check-in, signs and all."""
    check_in = CheckIn(told.today, _session_before(course, told.today), told.get("check_pain_now"), told.get("check_pain_worst"), told.get("morning"), told.get("body"), told.ticked("alarms"))
    earlier = course.check_ins
    if earlier and earlier[-1].on == check_in.on:
        check_in, earlier = _same_day(earlier[-1], check_in), earlier[:-1]
    oldest = check_in.on - timedelta(days=int(protocol.value("no_gain_review_days") + 2 * protocol.value("trend_days")))
    # They are in the order they were told in, which is that of their days, but for somebody who travels.
    recent = dropwhile(lambda each: each.on < oldest, earlier)
    course = with_signs(course.but(check_ins=(*recent, check_in)), told, protocol)
    return _settle_runs(course, check_in, protocol)


def _session_before(course: Course, on: date) -> date | None:
    """The last day with a session before this one: today's has no morning after it yet."""
    return max([day for day in course.ledger.loads if day < on], default=None)


def _same_day(before: CheckIn, told: CheckIn) -> CheckIn:
    """Two check-ins of one day are one: the pain of now, the worst of both, and everything that was ticked."""
    ticked = tuple(dict.fromkeys(alarm for alarm in (*before.alarms, *told.alarms) if alarm != "none")) or ("none",)
    morning = before.morning if told.morning == "none" else told.morning
    return replace(told, pain_worst=max(before.pain_worst, told.pain_worst), morning=morning, alarms=ticked)


def _settle_runs(course: Course, told: CheckIn, protocol: Protocol) -> Course:
    """What the morning says about the runs of the session before. Older ones had a morning of their own, and nobody told of it."""
    if not course.waiting:
        return course
    is_told = told.morning in TOLD
    judged = [run for run in course.waiting if run.on == told.session] if is_told else []
    course = course.but(waiting=tuple(run for run in course.waiting if run.on >= told.on or (run.on == told.session and not is_told)))
    for run in judged:
        course = _judged(course, run, told.morning == "more")
    return _with_counts(course, told.on, protocol) if judged else course


def _judged(course: Course, run: Run, was_felt: bool) -> Course:
    """The course with one run more that was clean, or was not, or of which that cannot be said."""
    clean, bad = run.is_calm is True and not was_felt, run.is_calm is False or was_felt
    rungs = {**course.rungs, run.ladder: after_session(course.rungs[run.ladder], run.step, clean, bad)} if run.ladder in course.rungs else course.rungs
    if not clean:
        return course.but(rungs=rungs)
    at = (run.ladder, run.step)
    pulled = {ladder: step for ladder, step in course.pulled.items() if ladder != run.ladder}
    return course.but(rungs=rungs, exposures={**course.exposures, at: course.exposures.get(at, 0) + 1}, pulled=pulled)


def _with_counts(course: Course, on: date, protocol: Protocol) -> Course:
    """Where the log can count for a test, clean sessions are its result, unless the reader told of more."""
    counted = {test.id: _count(test, course, protocol) for test in protocol.tests.values() if test.counted_from}
    more = {id: count for id, count in counted.items() if count > course.tried.known.get(id, 0)}
    return course.but(tried=tried_again(course.tried, more, on, protocol)) if more else course


def _count(test: HomeTest, course: Course, protocol: Protocol) -> int:
    """Clean sessions on any ladder from this share of full speed on, and below that of the test that counts the faster ones."""
    least, below = protocol.value(test.counted_from), protocol.value(test.counted_below) if test.counted_below else float("inf")
    return sum(count for (ladder, step), count in course.exposures.items() if least <= (protocol.ladders[ladder].steps[step].percent or 0) < below)
