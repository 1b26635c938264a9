"""Today: what the check-in allows. All rules run and the most cautious finding decides: go, hold, reduce or rest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from planner.course import CheckIn, Course
from planner.facts import Facts
from planner.finding import find
from planner.model import Daily, Finding, Protocol, Stage
from planner.pain import track_limit

# From free to careful. What stops altogether is triage's.
OUTCOMES = ("go", "hold", "reduce", "rest")
# A day of rest is not the reader's to overrule: strong pain, a limp and an illness are no matter of taste.
MAY_BE_WHOLE = ("hold", "reduce")
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Morning:
    """All that the rules of the day look at."""

    facts: Facts
    course: Course
    stage: Stage
    protocol: Protocol

    @property
    def today(self) -> date:
        return self.facts.today

    def check_in(self) -> CheckIn | None:
        """Today's check-in."""
        return next((each for each in reversed(self.course.check_ins) if each.on == self.today), None)


Rule = Callable[[Morning], Finding | None]


def judge_day(course: Course, facts: Facts, stage: Stage, protocol: Protocol) -> Daily:
    """What today allows, with every reason, the most careful first."""
    morning = Morning(facts, course, stage, protocol)
    found = [finding for rule in RULES if (finding := rule(morning))]
    ordered = sorted(found, key=lambda finding: -OUTCOMES.index(finding.outcome))
    asked = morning.check_in() is not None or course.began == morning.today
    outcome = ordered[0].outcome if ordered else "go"
    may_be_whole = outcome in MAY_BE_WHOLE and not any(protocol.rules[finding.code].firm for finding in ordered)
    return Daily(outcome, asked, may_be_whole, tuple(ordered) or (find(protocol, "calm-day", "go"),))


def pain_above_rest_limit(morning: Morning) -> Finding | None:
    """It hurts a lot before the start."""
    pain = morning.facts.get("pain_now")
    if pain <= morning.protocol.value("pain_rest_day"):
        return None
    return find(morning.protocol, "only-gentlest-now", "rest", pain=pain)


def pain_above_limit(morning: Morning) -> Finding | None:
    """It hurts more before the start than it may during an exercise, and not so much that only the gentlest is left anyway."""
    pain, limit = morning.facts.get("pain_now"), track_limit(morning.stage, morning.protocol, morning.facts)
    if pain <= limit.value or pain > morning.protocol.value("pain_rest_day"):
        return None
    if morning.protocol.tracks[morning.stage.track].above_limit == "hold":
        return find(morning.protocol, "hold-with-this-pain", "hold", limit, pain=pain)
    return find(morning.protocol, "start-with-less", "reduce", limit, pain=pain)


def hurt_a_lot_since(morning: Morning) -> Finding | None:
    """The worst since last time was strong."""
    pain = morning.facts.get("pain_worst")
    if pain <= morning.protocol.value("pain_rest_day"):
        return None
    return find(morning.protocol, "hurt-a-lot-since", "reduce", pain=pain)


def limps(morning: Morning) -> Finding | None:
    """Does not walk normally today. In the first days after a strain that is expected, elsewhere it is not."""
    if morning.facts.get("walking") == "normal" or morning.stage.limp_expected:
        return None
    return find(morning.protocol, "limps-today", "rest")


def worse_next_morning(morning: Morning) -> Finding | None:
    """The last session was still felt clearly the next morning."""
    told = morning.check_in()
    if told is None or told.morning != "more":
        return None
    return find(morning.protocol, "worse-next-morning", "reduce")


def morning_unsure(morning: Morning) -> Finding | None:
    """Not sure how the morning after was."""
    told = morning.check_in()
    if told is None or told.morning != "not-sure":
        return None
    return find(morning.protocol, "not-sure-today", "hold")


def is_ill(morning: Morning) -> Finding | None:
    """Ill at the last check-in. It lasts until one says otherwise."""
    told = morning.course.check_ins[-1] if morning.course.check_ins else None
    return find(morning.protocol, "ill-today", "rest") if told is not None and told.body == "ill" else None


def slept_badly(morning: Morning) -> Finding | None:
    """Slept badly or worn out."""
    told = morning.check_in()
    return find(morning.protocol, "slept-badly", "hold") if told is not None and told.body == "slept-badly" else None


def flare(morning: Morning) -> Finding | None:
    """It hurts clearly more than it did in the last days."""
    told = morning.check_in()
    before = [each.pain_now for each in morning.course.check_ins if 0 < (morning.today - each.on).days <= DAYS_A_WEEK]
    if told is None or not before or told.pain_now < median(before) + morning.protocol.value("flare_rise"):
        return None
    return find(morning.protocol, "flare", "reduce", pain=told.pain_now, usual=median(before))


def long_break(morning: Morning) -> Finding | None:
    """The last session, or the start, is a week or more ago."""
    days = (morning.today - (morning.course.last_session or morning.course.began)).days
    return find(morning.protocol, "long-break", "reduce", days=days) if days > morning.protocol.value("break_days") else None


def not_said_since(morning: Morning) -> Finding | None:
    """The last session hurt a lot or was broken off, and no check-in of a day after it says how the leg took it."""
    if hurt_in_session(morning) is None:
        return None
    on, _, _ = morning.course.sore_session
    has_said = any(each.on > on for each in morning.course.check_ins) or morning.course.began > on
    return None if has_said else find(morning.protocol, "rest-until-check-in", "rest")


def hurt_in_session(morning: Morning) -> Finding | None:
    """The last session hurt a lot or was broken off."""
    on, pain, was_broken_off = morning.course.sore_session or (morning.today, 0, False)
    hurt = pain > morning.protocol.value("pain_rest_day") or was_broken_off
    if not hurt or not 0 <= (morning.today - on).days <= morning.protocol.value("hurt_exercise_days"):
        return None
    if was_broken_off:
        return find(morning.protocol, "broke-off-session", "reduce")
    return find(morning.protocol, "hurt-in-session", "reduce", pain=pain)


def no_check_in(morning: Morning) -> Finding | None:
    """Nobody said how the leg is today or was lately."""
    told = [morning.course.began, *(each.on for each in morning.course.check_ins)]
    if morning.today - max(told) <= timedelta(days=int(morning.protocol.value("check_in_days"))):
        return None
    return find(morning.protocol, "no-check-in", "hold", days=(morning.today - max(told)).days)


RULES: tuple[Rule, ...] = (
    pain_above_rest_limit,
    pain_above_limit,
    hurt_a_lot_since,
    limps,
    worse_next_morning,
    morning_unsure,
    is_ill,
    slept_badly,
    flare,
    not_said_since,
    hurt_in_session,
    long_break,
    no_check_in,
)
