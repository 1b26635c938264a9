"""The course: what the log has told so far, entry by entry. An intake begins it anew; everything else adds to it.

`follow` reads a whole log; `take` is one entry, so that a simulation of many days need not begin at the beginning each day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from planner.criteria import Tried, first_tried, judge, tried_again
from planner.facts import Facts, read_facts
from planner.finding import find
from planner.ladders import Rung, Run, after_session, first_rung, ladder_of, ladders_in, step_dose
from planner.ledger import EMPTY, Done, Ledger
from planner.model import Entry, HomeTest, Log, Placement, Protocol, Records, Triage
from planner.pain import pain_limit
from planner.placement import place
from planner.problems import BadInput, Problem
from planner.sessions import Choice, read_choice, read_session
from planner.triage import triage

BACK_HOME = "prevention/keep"
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a check-in told: pain 0-10, the morning after the last session, how the reader is, and what was ticked."""

    on: date
    pain_now: int
    pain_worst: int
    morning: str
    body: str
    alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One road from an intake on. Mappings are by ladder, by exercise or by proposal; `exposures` are clean fast sessions.

    `problems` are answers of the intake that cannot be used, and `stopped` is what stops it there: a warning sign decides alone.
    """

    facts: Facts
    problems: tuple[Problem, ...]
    stopped: Triage | None
    began: date
    placement: Placement | None
    stage: str | None
    stage_since: date
    rungs: Mapping[str, Rung]
    waiting: tuple[Run, ...]
    exposures: tuple[tuple[str, int], ...]
    tried: Tried
    check_ins: tuple[CheckIn, ...]
    ledger: Ledger
    last_session: date | None
    hurt: Mapping[str, tuple[date, int, int]]
    kept: Mapping[tuple[str, str, str], date]
    whole_on: date | None
    returned_on: date | None

    @property
    def sport(self) -> str | None:
        return self.facts.get("sport")


def follow(log: Log, records: Records, today: date) -> Course | None:
    """The course on this day, or None before the first intake. What was told on a later day is not known yet.

    Raises BadInput where an entry other than an intake cannot be read.
    """
    course = None
    for entry in log.entries:
        if entry.day <= today:
            course = take(course, entry, records)
    return course


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
        ledger=EMPTY,
        last_session=None,
        hurt={},
        kept={},
        whole_on=None,
        returned_on=None,
    )
    return _below_the_pull(_with_rungs(course, protocol), before, protocol)


def _below_the_pull(course: Course, before: Course | None, protocol: Protocol) -> Course:
    if before is None or "pull" not in before.facts.ticked("alarms"):
        return course
    lower = {id: before.rungs[id].step - int(protocol.value("steps_back_after_pull")) for id in course.rungs if id in before.rungs}
    rungs = {id: replace(rung, step=max(0, min(rung.step, lower.get(id, rung.step)))) for id, rung in course.rungs.items()}
    if rungs == course.rungs:
        return course
    note = find(protocol, "lower-after-a-pull", "note")
    return replace(course, rungs=rungs, placement=replace(course.placement, findings=(*course.placement.findings, note)))


def facts_today(course: Course, today: date, protocol: Protocol) -> Facts:
    """The latest answers, seen from today, with what the check-ins say about the last weeks."""
    facts, trend = course.facts.on(today), _trend(course, today, protocol)
    return facts.with_answers({"getting": trend}) if trend else facts


def _trend(course: Course, today: date, protocol: Protocol) -> str | None:
    """Better, the same or worse than some weeks ago, by the middle of each week's worst pain; None while that cannot be told."""
    weeks_ago, days = int(protocol.value("no_gain_review_days")), int(protocol.value("trend_days"))
    lately = [each.pain_worst for each in course.check_ins if 0 <= (today - each.on).days < days]
    before = [each.pain_worst for each in course.check_ins if weeks_ago <= (today - each.on).days < weeks_ago + days]
    if not lately or not before:
        return None
    now, then = median(lately), median(before)
    if now >= then + protocol.value("flare_rise"):
        return "worse"
    return "better" if now < then or now == 0 else "same"


def _with_rungs(course: Course, protocol: Protocol) -> Course:
    """The first step of every ladder of the stage that is not begun yet."""
    if course.stage is None:
        return course
    new = [ladder for ladder in ladders_in(protocol.stages()[course.stage], protocol) if ladder.id not in course.rungs]
    if not new:
        return course
    passed = {criterion.id for criterion in protocol.criteria if any(step.after == criterion.id for ladder in new for step in ladder.steps) and judge(criterion, course.tried, course.facts, protocol).state == "passed"}
    return replace(course, rungs={**course.rungs, **{ladder.id: first_rung(ladder, passed, course.sport, course.facts.today, protocol) for ladder in new}})


def _check_in(course: Course, entry: Entry, records: Records) -> Course:
    facts, problems = read_facts(entry.answers, records.protocol, entry.day, "check-in")
    _raise(problems, entry)
    told = CheckIn(entry.day, facts.get("check_pain_now"), facts.get("check_pain_worst"), facts.get("morning"), facts.get("body"), facts.ticked("alarms"))
    stopping = {sign.id for sign in records.protocol.signs if sign.question == "alarms" and records.protocol.levels[sign.level].stops}
    # A sign that stops stays until the questions are answered again; a limp is over when it is no longer ticked.
    alarms = tuple(dict.fromkeys([*(alarm for alarm in course.facts.ticked("alarms") if alarm in stopping), *told.alarms]))
    now = {"pain_now": told.pain_now, "pain_worst": told.pain_worst, "walking": "limp" if "limp" in told.alarms else "normal", "alarms": alarms}
    course = replace(course, facts=course.facts.with_answers(now).without("getting", "rest_pain").on(entry.day), check_ins=(*course.check_ins, told))
    return _settle_runs(course, told, records.protocol)


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
    counted = {test.id: _count(test, course, protocol) for test in protocol.tests.values() if test.counted}
    more = {id: count for id, count in counted.items() if count > course.tried.known.get(id, 0)}
    return replace(course, tried=tried_again(course.tried, more, on, protocol)) if more else course


def _count(test: HomeTest, course: Course, protocol: Protocol) -> int:
    """Clean sessions on the ladder from this share of full speed on."""
    steps = protocol.ladders[test.counted.ladder].steps
    return sum(ladder == test.counted.ladder and (steps[step].percent or 0) >= test.counted.from_percent for ladder, step in course.exposures)


def _session(course: Course, entry: Entry, records: Records) -> Course:
    session, problems = read_session(entry.answers, entry.day)
    _raise(problems, entry)
    if course.stage is None:
        return course
    stage, protocol = records.protocol.stages()[course.stage], records.protocol
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
        if item.pain is not None and item.pain > limit:
            hurt[item.exercise] = (entry.day, item.pain, limit)
        elif item.pain is not None:
            hurt.pop(item.exercise, None)
    return replace(course, ledger=ledger, waiting=(*course.waiting, *runs), hurt=hurt, last_session=entry.day, facts=course.facts.on(entry.day))


def _test(course: Course, entry: Entry, records: Records) -> Course:
    facts, problems = read_facts(entry.answers, records.protocol, entry.day, "test")
    _raise(problems, entry)
    return replace(course, tried=tried_again(course.tried, facts.answers, entry.day, records.protocol), facts=course.facts.on(entry.day))


def _choice(course: Course, entry: Entry, records: Records) -> Course:
    choice, problems = read_choice(entry.answers, entry.day)
    _raise(problems, entry)
    course = replace(course, facts=course.facts.on(entry.day))
    if course.stage is None:
        return course
    if not choice.accepted:
        if choice.proposal == "whole-session":
            return replace(course, whole_on=None)
        return replace(course, kept={**course.kept, (choice.proposal, choice.subject, choice.to): choice.on})
    return ACCEPTERS[choice.proposal](course, choice, records)


def _move(course: Course, choice: Choice, records: Records) -> Course:
    """To the neighbouring stage that was proposed, and to no other."""
    stages = records.protocol.track_of(course.stage).stages
    here = next(place for place, stage in enumerate(stages) if stage.id == course.stage)
    there = here + (1 if choice.proposal == "advance" else -1)
    if not 0 <= there < len(stages) or stages[there].id != choice.to:
        return course
    return _with_rungs(replace(course, stage=choice.to, stage_since=choice.on, kept={}), records.protocol)


def _step(course: Course, choice: Choice, records: Records) -> Course:
    """One step up or down the ladder that was named."""
    ladder, rung = records.protocol.ladders.get(choice.subject), course.rungs.get(choice.subject)
    if ladder is None or rung is None:
        return course
    step = rung.step + (1 if choice.proposal == "climb" else -1)
    if not 0 <= step < len(ladder.steps) or ladder.steps[step].label != choice.to:
        return course
    return replace(course, rungs={**course.rungs, ladder.id: Rung(step, choice.on, 0, 0)})


def _return(course: Course, choice: Choice, records: Records) -> Course:
    return replace(course, returned_on=choice.on)


def _maintain(course: Course, choice: Choice, records: Records) -> Course:
    """From the guarded weeks to keeping strong, which has no end."""
    return _with_rungs(replace(course, stage=BACK_HOME, stage_since=choice.on, kept={}), records.protocol)


def _whole(course: Course, choice: Choice, records: Records) -> Course:
    return replace(course, whole_on=choice.on)


def _raise(problems: list[Problem], entry: Entry) -> None:
    """What is wrong with an entry, with the entry's own id before the place."""
    if problems:
        raise BadInput([Problem(f"{entry.kind} of {entry.at}: {problem.place}", problem.message) for problem in problems])


TAKERS = {"check-in": _check_in, "session": _session, "test": _test, "choice": _choice}
ACCEPTERS = {"advance": _move, "step-back": _move, "climb": _step, "descend": _step, "back-to-sport": _return, "maintain": _maintain, "whole-session": _whole}
