"""What a session leaves in the course: the days behind, the runs that wait for the next morning, and what hurt."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from planner.course import Course, SoreDay, after_a_break, facts_today
from planner.ladders import Run, step_dose
from planner.ledger import Done, Ledger
from planner.model import DoneItem, Dose, Exercise, Protocol, Records, Stage
from planner.pain import most_pain
from planner.sessions import Session
from planner.triage import joined, triage

DAYS_A_WEEK = 7


def with_session(course: Course, session: Session, records: Records) -> Course:
    """The course after a session. Pain counts from the first repetition on, and so does breaking off; only whole sets are work done.

    One of which neither sets nor pain are told, and which was not broken off, is none.
    """
    stage = records.protocol.stages()[course.stage]
    known = tuple(item for item in session.items if item.exercise in records.exercises)
    done = tuple(item for item in known if item.sets > 0)
    if not (done or _worst(session.items) or session.stopped):
        return course
    sore, lowered = _sore_day(course, session), after_a_break(course, session.on, records.protocol)
    runs = [run for item in known for run in _runs_of(item, session, lowered, stage, records)]
    told = tuple(item for item in known if item.is_told)
    after = course.but(
        rungs=lowered.rungs if done else course.rungs,  # without a whole set the break goes on
        waiting=_one_a_day((*course.waiting, *runs)),
        hurt=_hurt_after(known, session, course, stage, records),
        sore_session=sore if done or _is_sore(sore, records.protocol) else course.sore_session,
        done=(*course.done, *told) if course.last_told == session.on else told,
        last_told=session.on,
        last_session=session.on if done else course.last_session,
        facts=course.facts.on(session.on),
        ledger=_ledger_after(done, session.on, lowered, stage, records),
    )
    return _broken_off(after, sore, records) if session.stopped or sore != course.sore_session else after


def _sore_day(course: Course, session: Session) -> SoreDay:
    """The most pain of this day's sessions, and whether one of them was broken off: what is told later the same day calms nothing."""
    on, pain, was_broken_off = course.sore_session or (None, 0, False)
    if on != session.on:
        return session.on, _worst(session.items), session.stopped
    return on, max(pain, _worst(session.items)), was_broken_off or session.stopped


def _is_sore(sore: SoreDay, protocol: Protocol) -> bool:
    """Whether it speaks for itself. A day that does not, and without a whole set, shows nothing of how the leg takes work now."""
    _, pain, was_broken_off = sore
    return was_broken_off or pain > protocol.value("pain_rest_day")


def _ledger_after(done: Iterable[DoneItem], on: date, course: Course, stage: Stage, records: Records) -> Ledger:
    """The ledger with what was done, and without what is too old for any rule. The day is in it though no set was whole: a morning follows it."""
    oldest = on - timedelta(days=int(records.protocol.value("familiar_days")) + DAYS_A_WEEK)
    exercises = [(item, records.exercises[item.exercise]) for item in done]
    stands = [Done.of(on, exercise, _dose_of(item, exercise, course, stage, records), item.sets, records.protocol) for item, exercise in exercises]
    return course.ledger.since(oldest).with_session(on, stands)


def _dose_of(item: DoneItem, exercise: Exercise, course: Course, stage: Stage, records: Records) -> Dose:
    """The dose it was done with. An exercise without one in this stage, from an older plan, has that of its first stage."""
    dose = exercise.doses.get(stage.id) or next(iter(exercise.doses.values()))
    ladder = records.protocol.ladder_of(item.exercise, stage.id)
    return step_dose(dose, ladder, _step_of(item, course, ladder.id, records)) if ladder and ladder.id in course.rungs else dose


def _step_of(item: DoneItem, course: Course, ladder: str, records: Records) -> int:
    step = course.rungs[ladder].step if item.step is None else item.step
    return min(step, len(records.protocol.ladders[ladder].steps) - 1)


def _runs_of(item: DoneItem, session: Session, course: Course, stage: Stage, records: Records) -> Iterable[Run]:
    """What an exercise of a ladder says about it. Without a word on pain it is not known whether it was calm, and without a whole set it never was."""
    ladder = records.protocol.ladder_of(item.exercise, stage.id)
    if ladder is None or ladder.id not in course.rungs:
        return
    limit = most_pain(records.exercises[item.exercise], stage, records.protocol, course.facts)
    is_calm = False if session.stopped else None if item.pain is None else item.pain <= limit
    if item.sets > 0 or is_calm is False:
        yield Run(ladder.id, _step_of(item, course, ladder.id, records), session.on, is_calm)


def _one_a_day(runs: Iterable[Run]) -> tuple[Run, ...]:
    """One run a day on each ladder, however often it was written down: the highest step, and calm only if all were."""
    kept: dict[tuple[str, date], Run] = {}
    for run in runs:
        before = kept.get((run.ladder, run.on))
        kept[run.ladder, run.on] = run if before is None else _both(before, run)
    return tuple(kept.values())


def _both(before: Run, run: Run) -> Run:
    is_calm = False if False in (before.is_calm, run.is_calm) else None if None in (before.is_calm, run.is_calm) else True
    return replace(run, step=max(before.step, run.step), is_calm=is_calm)


def _hurt_after(known: Iterable[DoneItem], session: Session, course: Course, stage: Stage, records: Records) -> dict[str, tuple[date, int, int]]:
    """What went over its limit, and no longer what did not in whole sets. Where it hurt before the start, the pain was only not to rise."""
    hurt = dict(course.hurt)
    for item in known:
        if item.pain is None:
            continue
        limit = most_pain(records.exercises[item.exercise], stage, records.protocol, course.facts)
        if item.pain > max(limit, course.facts.get("pain_now") or 0):
            hurt[item.exercise] = (session.on, item.pain, limit)
        elif item.sets > 0:
            hurt.pop(item.exercise, None)
    return hurt


def _worst(items: Iterable[DoneItem]) -> int:
    """The most pain told, of exercises that the records no longer have too: it is the leg's."""
    return max((item.pain for item in items if item.pain is not None), default=0)


def _broken_off(course: Course, sore: SoreDay, records: Records) -> Course:
    """A day whose session was broken off with strong pain is looked at as a check-in is: it may be a new injury."""
    _, pain, was_broken_off = sore
    if not was_broken_off:
        return course
    course = course.but(facts=course.facts.with_answers({"broke_off_pain": pain}))
    triaged = triage(facts_today(course, course.facts.today, records.protocol), records.protocol)
    if not triaged.stops:
        return course
    # The ladders go on from below the steps of this session, as after a pull.
    ran = {run.ladder: run.step for run in course.waiting if run.on == course.facts.today}
    return course.but(stopped=joined(course.stopped, triaged, records.protocol), pulled={**course.pulled, **ran})
