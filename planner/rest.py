"""Whether an exercise may stand on this day, after what already stands before it. Every rule may only say "not today"."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from planner.brief import Brief, Candidate, Done
from planner.finding import find
from planner.model import Finding, Number

Rest = Callable[[Candidate, date, Sequence[Done], Brief], Finding | None]

HOURS_A_DAY = 24
DAYS_A_WEEK = 7


def not_today(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """The first rest rule that speaks against this exercise on this day, or None."""
    return next((finding for rest in RESTS if (finding := rest(candidate, on, done, brief))), None)


def first_days(on: date, brief: Brief) -> Finding | None:
    """A finding while this day is before the one on which loading starts."""
    if not brief.stage.loading_from_day:
        return None
    number = brief.protocol.numbers[brief.stage.loading_from_day]
    days = (on - brief.facts.get("started_on")).days
    return None if days >= number.value else find(brief.protocol, "first-days", "rest", number, days=days)


def too_soon_to_load(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """In the first days after the injury only the gentlest kinds of movement."""
    return None if candidate.exercise.pattern in brief.stage.gentlest_patterns else first_days(on, brief)


def spread_over_week(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """The dose's own days a week, spread out instead of all at the start."""
    dose, id = candidate.dose, candidate.exercise.id
    days = [past.on for past in done if past.exercise == id and (on - past.on).days < DAYS_A_WEEK]
    if len(days) < dose.days_per_week and (not days or (on - max(days)).days >= DAYS_A_WEEK // dose.days_per_week):
        return None
    found = find(brief.protocol, "enough-this-week", "not-today", exercise=candidate.exercise.name, days=dose.days_per_week)
    return Finding(found.code, found.outcome, found.values, references=dose.references)


def rest_after_harder(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """Harder sessions are not on two days in a row. What else stands on the same day belongs to the same session."""
    if not candidate.is_harder:
        return None
    return _gap("harder_session_gap_hours", (past.on for past in done if past.is_harder), on, candidate, brief)


def enough_harder_days(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """Harder sessions stand on a few days a week at most."""
    if not candidate.is_harder or _days_before(on, (past.on for past in done if past.is_harder)) < brief.protocol.value("harder_days_most"):
        return None
    return find(brief.protocol, "enough-harder-days", "not-today", exercise=candidate.exercise.name)


def rest_after_heavy_eccentric(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """Heavy lowering work needs days between, more after the first time in weeks."""
    if not candidate.is_heavy:
        return None
    past = sorted({each.on for each in done if each.is_heavy and each.on < on})
    was_first = len(past) == 1 or (len(past) > 1 and (past[-1] - past[-2]).days > brief.protocol.value("familiar_days"))
    return _gap("first_heavy_eccentric_rest_hours" if was_first else "heavy_eccentric_rest_hours", past, on, candidate, brief)


def enough_heavy_days(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """Heavy lowering work stands on a few days a week at most."""
    if not candidate.is_heavy or _days_before(on, (past.on for past in done if past.is_heavy)) < brief.protocol.value("heavy_eccentric_days_most"):
        return None
    return find(brief.protocol, "enough-heavy-days", "not-today", exercise=candidate.exercise.name)


def one_new_heavy_a_day(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """Heavy lowering exercises are met one at a time, so that the reader finds out how the leg takes each."""
    if not candidate.is_heavy:
        return None
    familiar = on - timedelta(days=int(brief.protocol.value("familiar_days")))
    before = {past.exercise for past in done if familiar <= past.on < on}
    new_today = {past.exercise for past in done if past.on == on and past.is_heavy} - before
    if candidate.exercise.id in before or len(new_today) < brief.protocol.value("new_heavy_eccentric_exercises_most"):
        return None
    return find(brief.protocol, "one-new-heavy-a-day", "not-today", exercise=candidate.exercise.name)


def rest_between_runs(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """Runs are not on two days in a row. Runs and turning drills of one day belong to the same session."""
    if not candidate.is_running:
        return None
    gap = brief.protocol.tracks[brief.stage.track].running_gap
    return _gap(gap, (past.on for past in done if past.is_running), on, candidate, brief)


def enough_running_days(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """Runs stand on a few days a week at most."""
    if not candidate.is_running or _days_before(on, (past.on for past in done if past.is_running)) < brief.protocol.value("running_days_most"):
        return None
    return find(brief.protocol, "enough-running-days", "not-today", exercise=candidate.exercise.name)


def no_fast_running_after_heavy(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """Fast running keeps its distance from heavy lowering work. On the same day the run comes first."""
    if not candidate.is_fast:
        return None
    return _gap("fast_running_gap_hours", (past.on for past in done if past.is_heavy), on, candidate, brief)


def guarded_sprint_days(candidate: Candidate, on: date, done: Sequence[Done], brief: Brief) -> Finding | None:
    """In the guarded weeks after the return, fast running stands on a few days a week at most."""
    if not brief.is_guarded or not candidate.is_fast:
        return None
    if _days_before(on, (past.on for past in done if past.is_fast)) < brief.protocol.value("guarded_fast_days_most"):
        return None
    return find(brief.protocol, "guarded-fast-days", "not-today", exercise=candidate.exercise.name)


def _days_before(on: date, past: Iterable[date]) -> int:
    """How many different days of the week before this day."""
    return len({day for day in past if 0 < (on - day).days < DAYS_A_WEEK})


def _gap(name: str, past: Iterable[date], on: date, candidate: Candidate, brief: Brief) -> Finding | None:
    """A finding while the hours since the last of these days before this one are fewer than the number asks for."""
    number: Number = brief.protocol.numbers[name]
    last = max((day for day in past if day < on), default=None)
    if last is None or (on - last).days * HOURS_A_DAY >= number.value:
        return None
    return find(brief.protocol, "needs-rest-first", "not-today", number, exercise=candidate.exercise.name, hours=number.value)


RESTS: tuple[Rest, ...] = (
    too_soon_to_load,
    spread_over_week,
    rest_after_harder,
    enough_harder_days,
    rest_after_heavy_eccentric,
    enough_heavy_days,
    one_new_heavy_a_day,
    rest_between_runs,
    enough_running_days,
    no_fast_running_after_heavy,
    guarded_sprint_days,
)
