"""Following a log: each entry makes the next course out of the one before. An intake begins it anew.

`follow` reads a whole log; `take` is one entry, so that a simulation of many days need not begin at the beginning each day.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from planner.choices import choose_for
from planner.corrections import in_effect, placed
from planner.course import Course, new_course, with_rungs
from planner.criteria import first_tried, tried_again, with_earlier
from planner.facts import Facts, read_facts
from planner.finding import find
from planner.model import Entry, Log, Records
from planner.mornings import with_check_in, with_signs
from planner.placement import place
from planner.problems import Problem
from planner.progress import rungs_of
from planner.sessions import read_choice, read_session
from planner.triage import triage
from planner.wishes import read_wish, with_wish
from planner.work import with_session


def follow(log: Log, records: Records, today: date) -> Course | None:
    """The course on this day, or None before the first intake. What cannot be read in it is in its problems."""
    course = None
    for _, course in courses(log, records, today):
        pass
    return course


def courses(log: Log, records: Records, today: date) -> Iterator[tuple[Entry, Course | None]]:
    """Each entry that holds on this day, with the course after it. What was told on a later day is not known yet."""
    course = None
    for entry in in_effect((entry for entry in log.entries if entry.day <= today), records.protocol):
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

    New answers forget no day behind: what was done asks for its rest, what hurt and what pulled count, and so do a return to sport
    and the tests passed after the same injury.
    """
    protocol = records.protocol
    facts, problems = read_facts(entry.answers, protocol, entry.day)
    tests = protocol.asked_in("test")
    told = first_tried({id: answer for id, answer in facts.answers.items() if id in tests}, entry.day, protocol)
    tried = with_earlier(told, before.tried) if before and _goes_on(before, facts) else told
    triaged = triage(facts, protocol)
    placement = None if problems or triaged.stops else place(facts, tried, protocol)
    course = new_course(facts, tuple(problems), triaged if triaged.stops else None, placement, tried)
    return _lower_after_a_pull(with_rungs(_with_what_lasts(course, before), protocol), records)


def _goes_on(before: Course, facts: Facts) -> bool:
    """Whether new answers are about the same leg as before. After a sign that stopped, or a pull, the tests are passed anew."""
    return not before.stopped and not before.pulled and facts.get("started_on") == before.facts.get("started_on")


def _with_what_lasts(course: Course, before: Course | None) -> Course:
    """The course with what new answers do not undo."""
    if before is None:
        return course
    is_same_injury = course.facts.get("started_on") == before.facts.get("started_on")
    return replace(
        course,
        ledger=before.ledger,
        hurt=before.hurt,
        sore_session=before.sore_session,
        pulled=before.pulled,
        wishes=before.wishes,
        returned_on=before.returned_on if is_same_injury else None,
    )


def _lower_after_a_pull(course: Course, records: Records) -> Course:
    """The course with a note, where a ladder that is shown goes on lower than the tests alone would put it."""
    if course.stage is None or not course.pulled:
        return course
    without = with_rungs(replace(course, pulled={}, rungs={}), records.protocol).rungs
    shown = {rung.ladder for rung in rungs_of(course, course.facts, records.protocol.stages()[course.stage], records)}
    if all(course.rungs[id].step == without[id].step for id in shown):
        return course
    note = find(records.protocol, "lower-after-a-pull", "note")
    return replace(course, placement=replace(course.placement, findings=(*course.placement.findings, note)))


# --- the other entries: what cannot be used is a problem of the course, so that a sign beside it still decides -----------------


def _check_in(course: Course, entry: Entry, records: Records) -> Course:
    told, problems = read_facts(entry.answers, records.protocol, entry.day, "check-in")
    if problems:
        return _with_problems(with_signs(course, told, records.protocol), problems, entry)
    return with_check_in(course, told, records.protocol)


def _session(course: Course, entry: Entry, records: Records) -> Course:
    session, problems = read_session(entry.answers, entry.day)
    if problems:
        return _with_problems(course, problems, entry)
    return course if course.stage is None else with_session(course, session, records)


def _test(course: Course, entry: Entry, records: Records) -> Course:
    facts, problems = read_facts(entry.answers, records.protocol, entry.day, "test")
    if problems:
        return _with_problems(course, problems, entry)
    return replace(course, tried=tried_again(course.tried, facts.answers, entry.day, records.protocol), facts=course.facts.on(entry.day))


def _choice(course: Course, entry: Entry, records: Records) -> Course:
    choice, problems = read_choice(entry.answers, entry.day)
    if problems:
        return _with_problems(course, problems, entry)
    return choose_for(replace(course, facts=course.facts.on(entry.day)), choice, records)


def _wish(course: Course, entry: Entry, records: Records) -> Course:
    wish, problems = read_wish(entry.answers, entry.day)
    if problems:
        return _with_problems(course, problems, entry)
    return replace(course, wishes=with_wish(course.wishes, wish), facts=course.facts.on(entry.day))


def _with_problems(course: Course, problems: list[Problem], entry: Entry) -> Course:
    """The course with what is wrong with an entry, the entry's moment before the place."""
    return replace(course, problems=(*course.problems, *placed(problems, entry)))


TAKERS = {"check-in": _check_in, "session": _session, "test": _test, "choice": _choice, "wish": _wish}
