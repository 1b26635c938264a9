"""What a session leaves in the course: the days behind, the runs that wait for the next morning, and what hurt."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from planner.course import Course, after_a_break, facts_today
from planner.ladders import Run, ladder_of, step_dose
from planner.ledger import Done, Ledger
from planner.model import DoneItem, Dose, Exercise, Records, Stage
from planner.pain import pain_limit
from planner.sessions import Session
from planner.triage import more_urgent, triage

DAYS_A_WEEK = 7


def with_session(course: Course, session: Session, records: Records) -> Course:
    """The course after a session. One in which nothing known was done is none."""
    stage = records.protocol.stages()[course.stage]
    done = tuple(item for item in session.items if item.exercise in records.exercises and item.sets > 0)
    if not done:
        return course
    course = after_a_break(course, session.on, records.protocol)
    runs = [run for item in done for run in _runs_of(item, session, course, stage, records)]
    course = replace(
        course,
        waiting=_one_a_day((*course.waiting, *runs)),
        hurt=_hurt_after(done, session, course, stage, records),
        sore_session=(session.on, _worst(done), session.stopped),
        done=(*course.done, *done) if course.last_session == session.on else done,
        last_session=session.on,
        facts=course.facts.on(session.on),
        ledger=_ledger_after(done, session.on, course, stage, records),
    )
    return _broken_off(course, _worst(done), records) if session.stopped else course


def _ledger_after(done: Iterable[DoneItem], on: date, course: Course, stage: Stage, records: Records) -> Ledger:
    """The ledger with what was done, and without what is too old for any rule."""
    oldest = on - timedelta(days=int(records.protocol.value("familiar_days")) + DAYS_A_WEEK)
    ledger = course.ledger.since(oldest)
    for item in done:
        exercise = records.exercises[item.exercise]
        ledger = ledger.plus(Done.of(on, exercise, _dose_of(item, exercise, course, stage, records), item.sets, records.protocol))
    return ledger


def _dose_of(item: DoneItem, exercise: Exercise, course: Course, stage: Stage, records: Records) -> Dose:
    """The dose it was done with. An exercise without one in this stage, from an older plan, has that of its first stage."""
    dose = exercise.doses.get(stage.id) or next(iter(exercise.doses.values()))
    ladder = ladder_of(item.exercise, stage, records.protocol)
    return step_dose(dose, ladder, _step_of(item, course, ladder.id, records)) if ladder and ladder.id in course.rungs else dose


def _step_of(item: DoneItem, course: Course, ladder: str, records: Records) -> int:
    step = course.rungs[ladder].step if item.step is None else item.step
    return min(step, len(records.protocol.ladders[ladder].steps) - 1)


def _runs_of(item: DoneItem, session: Session, course: Course, stage: Stage, records: Records) -> Iterable[Run]:
    """What an exercise of a ladder says about it. Without a word on pain it is not known whether it was calm."""
    ladder = ladder_of(item.exercise, stage, records.protocol)
    if ladder is None or ladder.id not in course.rungs:
        return
    limit, _ = pain_limit(records.exercises[item.exercise], stage, records.protocol, course.facts)
    is_calm = False if session.stopped else None if item.pain is None else item.pain <= limit
    yield Run(ladder.id, _step_of(item, course, ladder.id, records), session.on, is_calm)


def _one_a_day(runs: Iterable[Run]) -> tuple[Run, ...]:
    """One run a day on each ladder, however often it was written down: the highest step, and calm only if all were."""
    kept: dict[tuple[str, date], Run] = {}
    for run in runs:
        before = kept.get((run.ladder, run.on), run)
        is_calm = False if False in (before.is_calm, run.is_calm) else None if None in (before.is_calm, run.is_calm) else True
        kept[run.ladder, run.on] = replace(run, step=max(before.step, run.step), is_calm=is_calm)
    return tuple(kept.values())


def _hurt_after(done: Iterable[DoneItem], session: Session, course: Course, stage: Stage, records: Records) -> dict[str, tuple[date, int, int]]:
    """What went over its limit, and no longer what did not. Where it hurt before the start, the pain was only not to rise."""
    hurt = dict(course.hurt)
    for item in done:
        if item.pain is None:
            continue
        limit, _ = pain_limit(records.exercises[item.exercise], stage, records.protocol, course.facts)
        hurt.pop(item.exercise, None)
        if item.pain > max(limit, course.facts.get("pain_now") or 0):
            hurt[item.exercise] = (session.on, item.pain, limit)
    return hurt


def _worst(done: Iterable[DoneItem]) -> int:
    return max((item.pain for item in done if item.pain is not None), default=0)


def _broken_off(course: Course, pain: int, records: Records) -> Course:
    """A session that was broken off with strong pain is looked at as a check-in is: it may be a new injury."""
    course = replace(course, facts=course.facts.with_answers({"broke_off_pain": pain}))
    triaged = triage(facts_today(course, course.facts.today, records.protocol), records.protocol)
    if not triaged.stops:
        return course
    # The ladders go on from below the steps of this session, as after a pull.
    ran = {run.ladder: run.step for run in course.waiting if run.on == course.facts.today}
    return replace(course, stopped=more_urgent(course.stopped, triaged, records.protocol), pulled={**course.pulled, **ran})
