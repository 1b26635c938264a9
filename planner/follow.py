"""Following a log: each entry makes the next course out of the one before. An intake begins it anew.

`follow` reads a whole log; `take` is one entry, so that a simulation of many days need not begin at the beginning each day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from planner.choices import choose_for
from planner.corrections import in_effect, placed
from planner.course import Course, new_course, with_rungs
from planner.criteria import Tried, first_tried, tried_again, with_earlier
from planner.facts import Facts, read_facts
from planner.finding import find
from planner.model import Entry, Log, Placement, Protocol, Records
from planner.mornings import with_check_in, with_signs
from planner.placement import place
from planner.problems import Problem
from planner.progress import rungs_of
from planner.sessions import read_choice, read_session
from planner.triage import triage
from planner.wishes import read_wish, with_wish
from planner.work import with_session


# An entry that holds, and the course after it.
Followed = tuple[Entry, Course | None]


def follow(log: Log, records: Records, today: date) -> Course | None:
    """The course on this day, or None before the first intake. What cannot be read in it is in its problems."""
    course = None
    for _, course in courses(log, records, today):
        pass
    return course


def courses(log: Log, records: Records, today: date, known: Sequence[Followed] = ()) -> Iterator[Followed]:
    """Each entry that holds on this day, with the course after it. What was told on a later day is not known yet.

    `known` is what this gave before, with the same records and of any log: it is followed anew only from where the entries differ.
    """
    entries = in_effect((entry for entry in log.entries if entry.day <= today), records.protocol)
    same = sum(1 for _ in takewhile(lambda pair: _is_same(*pair), zip(entries, (entry for entry, _ in known), strict=False)))
    yield from known[:same]
    course = known[same - 1][1] if same else None
    for entry in entries[same:]:
        course = take(course, entry, records)
        yield entry, course


def _is_same(entry: Entry, known: Entry) -> bool:
    """Whether nothing in them differs. Their answers are compared as text: 1, 1.0 and true are equal to Python and not to who reads them."""
    return (entry.id, entry.at, entry.kind) == (known.id, known.at, known.kind) and repr(entry.answers) == repr(known.answers)


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
    and the tests passed after the same injury. After a stop or a long break those tests are asked anew, and the reasons say so.
    """
    protocol = records.protocol
    facts, problems = read_facts(entry.answers, protocol, entry.day)
    tests = protocol.asked_in("test")
    told = first_tried({id: answer for id, answer in facts.answers.items() if id in tests}, entry.day, protocol)
    goes_on = before is not None and _goes_on(before, facts, protocol)
    tried = with_earlier(told, before.tried) if goes_on else told
    triaged = triage(facts, protocol)
    placement = None if problems or triaged.stops else _placed(facts, told, tried, before, protocol)
    course = new_course(facts, tuple(problems), triaged if triaged.stops else None, placement, tried)
    course = _with_what_lasts(course, before).but(past_tests=_past_tests(before, goes_on))
    return _lower_after_a_pull(with_rungs(_saying_what_is_asked_anew(course, protocol), protocol), records)


def _goes_on(before: Course, facts: Facts, protocol: Protocol) -> bool:
    """Whether tests passed before still say something of this leg: it is the same injury, nothing stopped the plan, a pull least of all, and there was no long break."""
    away = (facts.today - max((before.began, *before.ledger.worked))).days  # without a whole set the break goes on
    return not before.stopped and away < protocol.value("long_break_days") and facts.get("started_on") == before.facts.get("started_on")


def _past_tests(before: Course | None, goes_on: bool) -> Tried | None:
    """The tests that were passed once and count no more."""
    if before is None or goes_on:
        return before.past_tests if before else None
    return with_earlier(before.tried, before.past_tests) if before.past_tests else before.tried


def _placed(facts: Facts, told: Tried, tried: Tried, before: Course | None, protocol: Protocol) -> Placement:
    """Where these answers put the reader. Tests of earlier days keep a stage; to a later one only a proposal leads, or what is told now."""
    placement = place(facts, tried, protocol)
    if before is None or placement.stage is None:
        return placement
    stages, own = protocol.stages(), place(facts, told, protocol)
    reached = [stages[each] for each in (own.stage, before.stage) if each is not None and stages[each].track == placement.track]
    most = max(reached, key=lambda stage: stage.order)
    return placement if stages[placement.stage].order <= most.order else place(facts, tried, protocol, most)


def _saying_what_is_asked_anew(course: Course, protocol: Protocol) -> Course:
    """The course with the way out among its reasons, where it begins lower because tests passed before count no more."""
    placement, stages = course.placement, protocol.stages()
    if course.past_tests is None or placement is None or placement.stage is None:
        return course
    would_be = place(course.facts, with_earlier(course.tried, course.past_tests), protocol)
    if stages[would_be.stage].order <= stages[placement.stage].order:
        return course
    findings = tuple(find(protocol, "tests-asked-anew", each.outcome, references=each.references, **each.values) if each.code == "criteria-not-passed" else each for each in placement.findings)
    return course.but(placement=replace(placement, findings=findings))


def _with_what_lasts(course: Course, before: Course | None) -> Course:
    """The course with what new answers do not undo."""
    if before is None:
        return course
    is_same_injury = course.facts.get("started_on") == before.facts.get("started_on")
    return course.but(
        ledger=before.ledger,
        hurt=before.hurt,
        sore_session=before.sore_session,
        last_told=before.last_told,
        done=before.done,
        pulled=before.pulled,
        wishes=before.wishes,
        returned_on=before.returned_on if is_same_injury else None,
    )


def _lower_after_a_pull(course: Course, records: Records) -> Course:
    """The course with a note, where a ladder that is shown goes on lower than the tests alone would put it."""
    if course.stage is None or not course.pulled:
        return course
    without = with_rungs(course.but(pulled={}, rungs={}), records.protocol).rungs
    shown = {rung.ladder for rung in rungs_of(course, course.facts, records.protocol.stages()[course.stage], records)}
    if all(course.rungs[id].step == without[id].step for id in shown):
        return course
    note = find(records.protocol, "lower-after-a-pull", "note")
    return course.but(placement=replace(course.placement, findings=(*course.placement.findings, note)))


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
    return course.but(tried=tried_again(course.tried, facts.answers, entry.day, records.protocol), facts=course.facts.on(entry.day))


def _choice(course: Course, entry: Entry, records: Records) -> Course:
    choice, problems = read_choice(entry.answers, entry.day)
    if problems:
        return _with_problems(course, problems, entry)
    return choose_for(course.but(facts=course.facts.on(entry.day)), choice, records)


def _wish(course: Course, entry: Entry, records: Records) -> Course:
    wish, problems = read_wish(entry.answers, entry.day)
    if problems:
        return _with_problems(course, problems, entry)
    return course.but(wishes=with_wish(course.wishes, wish), facts=course.facts.on(entry.day))


def _with_problems(course: Course, problems: list[Problem], entry: Entry) -> Course:
    """The course with what is wrong with an entry, the entry's moment before the place."""
    return course.but(problems=(*course.problems, *placed(problems, entry)))


TAKERS = {"check-in": _check_in, "session": _session, "test": _test, "choice": _choice, "wish": _wish}
