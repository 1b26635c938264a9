"""The log as a history: pain, work, stages, decisions and test results, each with its day.

It is told by the same courses that the plan is made from, so a picture cannot show another past than the one the plan knows. An entry
that cannot be read is passed over: where a warning sign decides, the rest of the log need not be readable.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from planner.facts import read_facts
from planner.follow import Followed, courses
from planner.model import History, HomeTest, Log, Measured, Protocol, Records, Start, Stay, Told, Turn, Worked
from planner.pain import track_limit
from planner.sessions import read_choice, sessions_in
from planner.stops import stops_in

# The questions about the pain now, of the form and of a check-in.
PAIN_NOW = ("pain_now", "check_pain_now")


def history_of(log: Log, records: Records, today: date) -> History | None:
    """What the log tells up to this day, or None before the first intake. Raises BadInput as derive does."""
    return history_from(courses(log, records, today), records, today)


def history_from(followed: Iterable[Followed], records: Records, today: date) -> History | None:
    """The same of a log that has been followed up to this day: each entry, with the course after it."""
    steps = [(entry, course) for entry, course in followed if course is not None]
    if not steps:
        return None
    protocol = records.protocol
    return History(
        began=steps[0][0].day,
        today=today,
        told=tuple(_most_of_each_day(_told(steps, protocol))),
        worked=tuple(_worked(steps)),
        stays=tuple(_stays(steps, today)),
        turns=tuple(_turns(steps)),
        starts=tuple(_starts(steps)),
        measured=_measured(steps, protocol),
        stops=stops_in(steps, protocol),
    )


def _told(steps: Iterable[Followed], protocol: Protocol) -> Iterator[Told]:
    """The pain that an entry tells itself. A check-in may tick a sign alone, and then nothing was said of pain."""
    for entry, course in steps:
        if entry.kind in ("intake", "check-in") and any(entry.answers.get(name) is not None for name in PAIN_NOW) and course.facts.get("pain_now") is not None and course.stage is not None:
            limit = track_limit(protocol.stages()[course.stage], protocol, course.facts)
            yield Told(entry.day, course.facts.get("pain_now"), course.facts.get("pain_worst"), int(limit.value))


def _most_of_each_day(told: Iterable[Told]) -> Iterator[Told]:
    """One value a day. A calm evening does not undo a morning that went over the limit, so the most of the day is kept."""
    for _, same_day in groupby(told, key=lambda each: each.on):
        each = list(same_day)
        yield replace(each[-1], pain_now=max(one.pain_now for one in each), pain_worst=max(one.pain_worst for one in each))


def _worked(steps: Sequence[Followed]) -> Iterator[Worked]:
    """The days with a session. The load is what the session added to the ledger, so it is counted as the rules count it."""
    sessions = [(session, course) for entry, course in steps for _, session in sessions_in([entry]) if session.is_told]
    for on, same_day in groupby(sessions, key=lambda told: told[0].on):
        told = list(same_day)
        items = [item for session, _ in told for item in session.told]
        done = dict.fromkeys(item.exercise for item in items if item.sets > 0)
        pains = [item.pain for item in items if item.pain is not None]
        yield Worked(on, told[-1][1].ledger.loads.get(on, 0), tuple(done), max(pains, default=None), any(session.stopped for session, _ in told))


def _stays(steps: Sequence[Followed], today: date) -> Iterator[Stay]:
    """Each stage from the day it began to the day the next one did."""
    begun: list[tuple[str, date]] = []
    for entry, course in steps:
        if course.stage is not None and (not begun or begun[-1][0] != course.stage):
            begun.append((course.stage, entry.day))
    for (stage, since), (_, until) in pairwise([*begun, ("", today)]):
        yield Stay(stage, since, until)


def _turns(steps: Iterable[Followed]) -> Iterator[Turn]:
    for entry, course in steps:
        if entry.kind == "intake":
            yield Turn(entry.day, "intake", "", course.stage or "", True)
        if entry.kind == "choice":
            choice, _ = read_choice(entry.answers, entry.day)
            if choice is None:
                continue
            yield Turn(entry.day, choice.proposal, choice.subject, choice.to, choice.accepted)


def _starts(steps: Iterable[Followed]) -> Iterator[Start]:
    """Each time the questions were answered and a stage came of it."""
    stage = None
    for entry, course in steps:
        if entry.kind == "intake" and course.placement is not None and course.stage is not None:
            yield Start(course.placement, stage)
        stage = course.stage or stage


def _measured(steps: Iterable[Followed], protocol: Protocol) -> Mapping[str, tuple[Measured, ...]]:
    results: dict[str, list[Measured]] = {}
    for entry, _ in steps:
        if entry.kind not in ("intake", "test"):
            continue
        facts, _ = read_facts(entry.answers, protocol, entry.day, entry.kind)
        for test in protocol.tests.values():
            if (result := _result(test, facts.answers, entry.day)) is not None:
                results.setdefault(test.id, []).append(result)
    return {id: tuple(told) for id, told in results.items()}


def _result(test: HomeTest, answers: Mapping[str, Any], on: date) -> Measured | None:
    if test.sides != "both":
        value = answers.get(test.id)
        return None if value is None else Measured(on, test.id, None, None, value)
    sore, good = answers.get(f"{test.id}_sore"), answers.get(f"{test.id}_good")
    return None if sore is None and good is None else Measured(on, test.id, sore, good, None)
