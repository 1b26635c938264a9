"""The course: what the log has told so far, as one value. follow.py makes it, entry by entry."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Any

from planner.criteria import Tried, judge
from planner.facts import Facts
from planner.ladders import Rung, Run, after_break, first_rung, ladders_in
from planner.ledger import EMPTY, Ledger
from planner.model import Advised, DoneItem, Placement, Protocol, Triage
from planner.problems import Problem
from planner.wishes import Wish

# Where every road ends: keeping strong.
BACK_HOME = "prevention/keep"
# A day with a session, the most pain in it, and whether it was broken off.
SoreDay = tuple[date, int, bool]


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What the check-ins of a day told: pain 0-10, the morning after the last session, how the reader is, and what was ticked.

    `session` is the day of the session that the morning speaks of.
    """

    on: date
    session: date | None
    pain_now: int
    pain_worst: int
    morning: str
    body: str
    alarms: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """One road from an intake on. Mappings are by ladder, by exercise, by proposal or by day; `exposures` are clean sessions by
    ladder and step, `pulled` the steps on which it last pulled.

    `last_told` is the last day of which a session was told and `done` what was told of it, exercises left in their first set too;
    `last_session` is the last day with a whole set. `sore_session` is the day that says how the leg took work last.
    `rose_on` is when a stage or a step of a ladder was last left upwards.
    `advised` is the last check-in that found something to be looked at. `past_tests` are results from before a stop, a long break or
    another injury: they count no more.
    `problems` are answers that cannot be used, and `stopped` is what stops it there: a warning sign decides alone.

    Without slots, so that `but` can take its fields as they are: each entry makes some of these, and replace() was a quarter of the time.
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
    exposures: Mapping[tuple[str, int], int]
    tried: Tried
    check_ins: tuple[CheckIn, ...]
    ledger: Ledger
    last_session: date | None
    last_told: date | None
    done: tuple[DoneItem, ...]
    sore_session: SoreDay | None
    hurt: Mapping[str, tuple[date, int, int]]
    kept: Mapping[tuple[str, str, str], date]
    whole_on: date | None
    wishes: Mapping[date, Wish]
    returned_on: date | None
    rose_on: date | None
    pulled: Mapping[str, int]
    advised: Advised | None
    past_tests: Tried | None

    @property
    def sport(self) -> str | None:
        return self.facts.get("sport")

    def but(self, **changes: Any) -> "Course":
        """The same course with these fields in the place of its own."""
        if unknown := changes.keys() - vars(self).keys():
            raise TypeError(f"a course has no {', '.join(sorted(unknown))}")
        course = object.__new__(Course)
        vars(course).update(vars(self), **changes)
        return course


def new_course(facts: Facts, problems: tuple[Problem, ...], stopped: Triage | None, placement: Placement | None, tried: Tried) -> Course:
    """A course on the day of its intake, without ladders yet and with nothing behind it."""
    return Course(
        facts=facts,
        problems=problems,
        stopped=stopped,
        began=facts.today,
        placement=placement,
        stage=placement.stage if placement else None,
        stage_since=facts.today,
        rungs={},
        waiting=(),
        exposures={},
        tried=tried,
        check_ins=(),
        ledger=EMPTY,
        last_session=None,
        last_told=None,
        done=(),
        sore_session=None,
        hurt={},
        kept={},
        whole_on=None,
        wishes={},
        returned_on=None,
        rose_on=None,
        pulled={},
        advised=None,
        past_tests=None,
    )


def facts_today(course: Course, today: date, protocol: Protocol) -> Facts:
    """The latest answers, seen from today, with what the check-ins say about the last days and weeks."""
    # What the intake said about these is too old after some days; the check-ins say it then.
    facts = course.facts.without("getting", "rest_pain") if (today - course.began).days >= protocol.value("trend_days") else course.facts
    last = course.check_ins[-1] if course.check_ins else None
    lately = check_ins_of(course, today, int(protocol.value("trend_days")))
    told = {
        "getting": _trend(course, lately, today, protocol),
        "bad_mornings": _bad_mornings(course),
        "least_worst_of_week": _least_worst_of_week(lately, today, protocol),
        **({"check_pain_now": last.pain_now, "check_pain_worst": last.pain_worst, "morning": last.morning, "body": last.body} if last else {}),
    }
    return facts.with_answers({name: value for name, value in told.items() if value is not None}).on(today)


def check_ins_of(course: Course, last: date, days: int) -> list[CheckIn]:
    """The check-ins of so many days up to this one, in their order."""
    before = last - timedelta(days=days)
    return [each for each in course.check_ins if before < each.on <= last]


def _least_worst_of_week(lately: list[CheckIn], today: date, protocol: Protocol) -> int | None:
    """What it hurt at every check-in of the last week, or None where these are too few, or all lie close together."""
    if len(lately) < protocol.value("check_ins_of_a_week") or (today - lately[0].on).days < protocol.value("trend_days") - 2:
        return None
    return min(each.pain_worst for each in lately)


def _bad_mornings(course: Course) -> int:
    """The sessions in a row, up to now, that were clearly felt the next morning."""
    # Sessions in the order they were first told of: somebody who travels may have a day before the last one.
    mornings = list({each.session: each.morning for each in course.check_ins if each.session and each.morning in ("same", "little", "more")}.values())
    return next((count for count, morning in enumerate(reversed(mornings)) if morning != "more"), len(mornings))


def after_a_break(course: Course, today: date, protocol: Protocol) -> Course:
    """The course as it goes on today: after days without a session the ladders start lower."""
    days = (today - (course.last_session or course.began)).days
    rungs = {id: after_break(rung, days, today, protocol) for id, rung in course.rungs.items()}
    return course if rungs == course.rungs else course.but(rungs=rungs)


def _trend(course: Course, lately: list[CheckIn], today: date, protocol: Protocol) -> str | None:
    """Better, the same or worse than some weeks ago, by the middle of each week's worst pain; None while that cannot be told."""
    weeks_ago = int(protocol.value("no_gain_review_days"))
    before = check_ins_of(course, today - timedelta(days=weeks_ago), int(protocol.value("trend_days"))) if lately else ()
    if not before:
        return None
    now, then = median([each.pain_worst for each in lately]), median([each.pain_worst for each in before])
    if now >= then + protocol.value("flare_rise") and now > protocol.value("pain_of_little_matter"):
        return "worse"
    has_risen = course.rose_on is not None and (today - course.rose_on).days < weeks_ago
    return "better" if has_risen or now < then or now <= protocol.value("pain_of_little_matter") else "same"


def with_rungs(course: Course, protocol: Protocol) -> Course:
    """The first step of every ladder of the stage that is not begun yet."""
    if course.stage is None:
        return course
    new = [ladder for ladder in ladders_in(protocol.stages()[course.stage], protocol) if ladder.id not in course.rungs]
    if not new:
        return course
    passed = {criterion.id for criterion in protocol.criteria if any(step.after == criterion.id for ladder in new for step in ladder.steps) and judge(criterion, course.tried, course.facts, protocol).state == "passed"}
    rungs = {ladder.id: _below_a_pull(first_rung(ladder, passed, course.sport, course.facts.today, protocol), ladder.id, course, protocol) for ladder in new}
    return course.but(rungs={**course.rungs, **rungs})


def _below_a_pull(rung: Rung, ladder: str, course: Course, protocol: Protocol) -> Rung:
    """No higher than some steps below the one it pulled on."""
    if ladder not in course.pulled:
        return rung
    return replace(rung, step=max(0, min(rung.step, course.pulled[ladder] - int(protocol.value("steps_back_after_pull")))))
