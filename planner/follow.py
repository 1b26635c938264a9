"""Following a log: each entry makes the next course out of the one before. An intake begins it anew.

`follow` reads a whole log; `take` is one entry, so that a simulation of many days need not begin at the beginning each day.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from planner.choices import choose_for
from planner.corrections import in_effect
from planner.course import CheckIn, Course, after_a_break, facts_today, with_rungs
from planner.criteria import first_tried, tried_again
from planner.facts import read_facts
from planner.finding import find
from planner.ladders import Run, after_session, ladder_of, step_dose
from planner.ledger import EMPTY, Done
from planner.model import Entry, HomeTest, Log, Protocol, Records
from planner.pain import pain_limit
from planner.placement import place
from planner.problems import BadInput, Problem
from planner.sessions import read_choice, read_session
from planner.triage import triage
from planner.wishes import read_wish, with_wish

DAYS_A_WEEK = 7


def follow(log: Log, records: Records, today: date) -> Course | None:
    """The course on this day, or None before the first intake.

    Raises BadInput where an entry other than an intake cannot be read.
    """
    course = None
    for _, course in courses(log, records, today):
        pass
    return course


def courses(log: Log, records: Records, today: date) -> Iterator[tuple[Entry, Course | None]]:
    """Each entry that holds on this day, with the course after it. What was told on a later day is not known yet."""
    course = None
    for entry in in_effect(entry for entry in log.entries if entry.day <= today):
        course = take(course, entry, records)
        yield entry, course


def take(course: Course | None, entry: Entry, records: Records) -> Course | None:
    """The course with one more entry. What comes before the first intake belongs to nobody and is passed over."""
    if entry.kind == "intake":
        return begin(entry, records, course)
    if course is None:
        return None
    return TAKERS[entry.kind](course, entry, records)


def begin(entry: Entry, records: Records, before: Course | None = None) -> Course:
    """A new course from an intake: where it is placed, and the steps of the ladders it starts on.

    After a pull a ladder goes on some steps below the one that it pulled on.
    """
    protocol = records.protocol
    facts, problems = read_facts(entry.answers, protocol, entry.day)
    tests = protocol.asked_in("test")
    tried = first_tried({id: answer for id, answer in facts.answers.items() if id in tests}, entry.day, protocol)
    triaged = triage(facts, protocol)
    placement = None if problems or triaged.stops else place(facts, tried, protocol)
    course = Course(
        facts=facts,
        problems=tuple(problems),
        stopped=triaged if triaged.stops else None,
        began=entry.day,
        placement=placement,
        stage=placement.stage if placement else None,
        stage_since=entry.day,
        rungs={},
        waiting=(),
        exposures=(),
        tried=tried,
        check_ins=(),
        # What was done on the days before still asks for its rest.
        ledger=before.ledger if before else EMPTY,
        last_session=None,
        done=(),
        sore_session=None,
        hurt={},
        kept={},
        whole_on=None,
        wishes=before.wishes if before else {},
        returned_on=None,
        rose_on=None,
    )
    return _below_the_pull(with_rungs(course, protocol), before, protocol)


def _below_the_pull(course: Course, before: Course | None, protocol: Protocol) -> Course:
    if before is None or "pull" not in before.facts.ticked("alarms"):
        return course
    lower = {id: before.rungs[id].step - int(protocol.value("steps_back_after_pull")) for id in course.rungs if id in before.rungs}
    rungs = {id: replace(rung, step=max(0, min(rung.step, lower.get(id, rung.step)))) for id, rung in course.rungs.items()}
    if rungs == course.rungs:
        return course
    note = find(protocol, "lower-after-a-pull", "note")
    return replace(course, rungs=rungs, placement=replace(course.placement, findings=(*course.placement.findings, note)))


def _check_in(course: Course, entry: Entry, records: Records) -> Course:
    facts, problems = read_facts(entry.answers, records.protocol, entry.day, "check-in")
    _raise(problems, entry)
    told = CheckIn(entry.day, course.last_session, facts.get("check_pain_now"), facts.get("check_pain_worst"), facts.get("morning"), facts.get("body"), facts.ticked("alarms"))
    earlier = course.check_ins
    if earlier and earlier[-1].on == told.on:
        told, earlier = _same_day(earlier[-1], told), earlier[:-1]
    now = {"pain_now": told.pain_now, "pain_worst": told.pain_worst, "walking": "limp" if "limp" in told.alarms else "normal", "alarms": told.alarms}
    course = replace(course, facts=course.facts.with_answers(now).on(entry.day), check_ins=(*earlier, told))
    # A sign that stops stays until the questions are answered again; a limp is over when it is no longer ticked.
    triaged = triage(facts_today(course, entry.day, records.protocol), records.protocol)
    course = replace(course, stopped=triaged) if triaged.stops and not course.stopped else course
    return _settle_runs(course, told, records.protocol)


def _same_day(before: CheckIn, told: CheckIn) -> CheckIn:
    """Two check-ins of one day are one: the pain of now, the worst of both, and everything that was ticked."""
    ticked = tuple(dict.fromkeys(alarm for alarm in (*before.alarms, *told.alarms) if alarm != "none")) or ("none",)
    morning = before.morning if told.morning == "none" else told.morning
    return replace(told, pain_worst=max(before.pain_worst, told.pain_worst), morning=morning, session=before.session, alarms=ticked)


def _settle_runs(course: Course, told: CheckIn, protocol: Protocol) -> Course:
    """What the morning after says about the sessions that waited for it."""
    waiting = [run for run in course.waiting if run.on >= told.on]
    rungs, exposures = dict(course.rungs), list(course.exposures)
    for run in (run for run in course.waiting if run.on < told.on):
        if told.morning not in ("same", "little", "more") or run.ladder not in rungs:
            continue
        clean = run.is_calm and told.morning != "more"
        rungs[run.ladder] = after_session(rungs[run.ladder], run.step, clean, not clean)
        if clean:
            exposures.append((run.ladder, run.step))
    course = replace(course, rungs=rungs, waiting=tuple(waiting), exposures=tuple(exposures))
    return _with_counts(course, told.on, protocol) if exposures else course


def _with_counts(course: Course, on: date, protocol: Protocol) -> Course:
    """Where the log can count for a test, clean sessions are its result, unless the reader told of more."""
    counted = {test.id: _count(test, course, protocol) for test in protocol.tests.values() if test.counted_from}
    more = {id: count for id, count in counted.items() if count > course.tried.known.get(id, 0)}
    return replace(course, tried=tried_again(course.tried, more, on, protocol)) if more else course


def _count(test: HomeTest, course: Course, protocol: Protocol) -> int:
    """Clean sessions on any ladder from this share of full speed on, and below that of the test that counts the faster ones."""
    least, below = protocol.value(test.counted_from), protocol.value(test.counted_below) if test.counted_below else float("inf")
    return sum(least <= (protocol.ladders[ladder].steps[step].percent or 0) < below for ladder, step in course.exposures)


def _session(course: Course, entry: Entry, records: Records) -> Course:
    session, problems = read_session(entry.answers, entry.day)
    _raise(problems, entry)
    if course.stage is None:
        return course
    stage, protocol = records.protocol.stages()[course.stage], records.protocol
    course = after_a_break(course, entry.day, protocol)
    known = [item for item in session.items if item.exercise in records.exercises and item.sets > 0]
    oldest = entry.day - timedelta(days=int(protocol.value("familiar_days")) + DAYS_A_WEEK)
    ledger, runs, hurt = course.ledger.since(oldest), [], dict(course.hurt)
    for item in known:
        exercise = records.exercises[item.exercise]
        limit, _ = pain_limit(exercise, stage, protocol, course.facts)
        # An exercise without a dose in this stage, from an older plan, has the load of its nearest one.
        dose = exercise.doses.get(stage.id) or next(iter(exercise.doses.values()))
        if (ladder := ladder_of(item.exercise, stage, protocol)) and ladder.id in course.rungs:
            step = min(course.rungs[ladder.id].step if item.step is None else item.step, len(ladder.steps) - 1)
            dose = step_dose(dose, ladder, step)
            runs.append(Run(ladder.id, step, entry.day, not session.stopped and (item.pain or 0) <= limit))
        ledger = ledger.plus(Done.of(entry.day, exercise, dose, item.sets, protocol))
        # Where it hurt before the start, the pain was only not to rise.
        limit = max(limit, course.facts.get("pain_now") or 0)
        if item.pain is not None and item.pain > limit:
            hurt[item.exercise] = (entry.day, item.pain, limit)
        elif item.pain is not None:
            hurt.pop(item.exercise, None)
    pains = [item.pain for item in known if item.pain is not None]
    course = replace(course, sore_session=(entry.day, max(pains, default=0), session.stopped))
    if session.stopped:
        course = _broken_off(course, max(pains, default=0), entry.day, protocol)
    done = (*course.done, *known) if course.last_session == entry.day else tuple(known)
    return replace(course, ledger=ledger, waiting=(*course.waiting, *runs), hurt=hurt, last_session=entry.day, done=done, facts=course.facts.on(entry.day))


def _broken_off(course: Course, pain: int, on: date, protocol: Protocol) -> Course:
    """A session that was broken off with strong pain is looked at as a check-in is: it may be a new injury."""
    course = replace(course, facts=course.facts.with_answers({"broke_off_pain": pain}).on(on))
    triaged = triage(facts_today(course, on, protocol), protocol)
    return replace(course, stopped=course.stopped or triaged) if triaged.stops else course


def _test(course: Course, entry: Entry, records: Records) -> Course:
    facts, problems = read_facts(entry.answers, records.protocol, entry.day, "test")
    _raise(problems, entry)
    return replace(course, tried=tried_again(course.tried, facts.answers, entry.day, records.protocol), facts=course.facts.on(entry.day))


def _choice(course: Course, entry: Entry, records: Records) -> Course:
    choice, problems = read_choice(entry.answers, entry.day)
    _raise(problems, entry)
    return choose_for(replace(course, facts=course.facts.on(entry.day)), choice, records)


def _wish(course: Course, entry: Entry, records: Records) -> Course:
    wish, problems = read_wish(entry.answers, entry.day)
    _raise(problems, entry)
    return replace(course, wishes=with_wish(course.wishes, wish), facts=course.facts.on(entry.day))


def _raise(problems: list[Problem], entry: Entry) -> None:
    """What is wrong with an entry, with the entry's own id before the place."""
    if problems:
        raise BadInput([Problem(f"{entry.kind} of {entry.at}: {problem.place}", problem.message) for problem in problems])


TAKERS = {"check-in": _check_in, "session": _session, "test": _test, "choice": _choice, "wish": _wish}
