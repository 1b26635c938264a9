"""Whether an exercise may stand on this day, after what already stands in the week. Every rule may only say "not today"."""

from collections.abc import Callable, Iterable
from datetime import date

from planner.brief import Brief, Done
from planner.model import Exercise, Finding

Rest = Callable[[Exercise, date, tuple[Done, ...], Brief], Finding | None]

HOURS_A_DAY = 24


def may_stand(exercise: Exercise, on: date, done: tuple[Done, ...], brief: Brief) -> bool:
    """No rest rule speaks against this exercise on this day."""
    return not any(rest(exercise, on, done, brief) for rest in RESTS)


def is_heavy_eccentric(exercise: Exercise) -> bool:
    """Heavy lowering work. A sprint is heavy too, and has rest rules of its own."""
    return exercise.load.intensity == "heavy" and exercise.load.contraction in ("eccentric", "mixed") and not is_running(exercise)


def is_running(exercise: Exercise) -> bool:
    """Runs, and turning drills that load the leg as runs do. Light drills at a walk, such as marching, need no rest days."""
    return exercise.pattern in ("running", "agility") and exercise.load.intensity != "light"


def is_fast_running(exercise: Exercise) -> bool:
    """Running for which the stricter pain limit and the rest days of fast running count."""
    return is_running(exercise) and exercise.load.speed == "fast"


def is_harder(exercise: Exercise, brief: Brief) -> bool:
    """Strength work with movement and an effort that asks for a rest day. Steady holds may be daily, and running has rules of its own."""
    if exercise.load.contraction == "isometric" or is_running(exercise):
        return False
    return brief.dose(exercise).rpe[1] >= brief.protocol.value("harder_effort") or exercise.load.intensity != "light"


def first_days(on: date, brief: Brief) -> Finding | None:
    """A finding while this day is before the one on which loading starts."""
    if not brief.stage.loading_from_day:
        return None
    number = brief.protocol.numbers[brief.stage.loading_from_day]
    days = (on - brief.facts.get("started_on")).days
    if days >= number.value:
        return None
    return Finding("first-days", "rest", {"days": days, "limit": number.value}, (number.id,), number.references)


def too_soon_to_load(exercise: Exercise, on: date, done: tuple[Done, ...], brief: Brief) -> Finding | None:
    """In the first days after the injury only the gentlest kinds of movement."""
    return None if exercise.pattern in brief.stage.gentlest_patterns else first_days(on, brief)


def spread_over_week(exercise: Exercise, on: date, done: tuple[Done, ...], brief: Brief) -> Finding | None:
    """The dose's own days a week, spread out instead of all at the start."""
    dose = brief.dose(exercise)
    days = [past.on for past in done if past.exercise.id == exercise.id]
    if len(days) < dose.days_per_week and (not days or (on - days[-1]).days >= 7 // dose.days_per_week):
        return None
    return Finding("enough-this-week", "not-today", {"exercise": exercise.name, "days": dose.days_per_week}, references=dose.references)


def rest_after_harder(exercise: Exercise, on: date, done: tuple[Done, ...], brief: Brief) -> Finding | None:
    """Harder sessions are not on two days in a row."""
    if not is_harder(exercise, brief):
        return None
    # What else stands on the same day belongs to the same session.
    harder = {item.on for item in done if is_harder(item.exercise, brief)} - {on}
    return _gap("harder_session_gap_hours", harder, on, exercise, brief)


def rest_after_heavy_eccentric(exercise: Exercise, on: date, done: tuple[Done, ...], brief: Brief) -> Finding | None:
    """Heavy lowering work needs days between, more after the first time."""
    if not is_heavy_eccentric(exercise):
        return None
    past = {item.on for item in done if is_heavy_eccentric(item.exercise)} - {on}
    name = "first_heavy_eccentric_rest_hours" if len(past) == 1 else "heavy_eccentric_rest_hours"
    return _gap(name, past, on, exercise, brief)


def one_new_heavy_a_day(exercise: Exercise, on: date, done: tuple[Done, ...], brief: Brief) -> Finding | None:
    """Heavy lowering exercises are met one at a time, so that the reader finds out how the leg takes each."""
    before = {item.exercise.id for item in done if item.on < on}
    new_today = {item.exercise.id for item in done if item.on == on and is_heavy_eccentric(item.exercise)} - before
    most = brief.protocol.numbers["new_heavy_eccentric_exercises_most"]
    if not is_heavy_eccentric(exercise) or exercise.id in before or len(new_today) < most.value:
        return None
    return Finding("one-new-heavy-a-day", "not-today", {"exercise": exercise.name, "most": most.value}, (most.id,), most.references)


def rest_between_runs(exercise: Exercise, on: date, done: tuple[Done, ...], brief: Brief) -> Finding | None:
    """Runs are not on two days in a row."""
    if not is_running(exercise):
        return None
    past = [item.on for item in done if is_running(item.exercise)]
    return _gap(brief.protocol.tracks[brief.stage.track].running_gap, past, on, exercise, brief)


def no_fast_running_after_heavy(exercise: Exercise, on: date, done: tuple[Done, ...], brief: Brief) -> Finding | None:
    """Fast running keeps its distance from heavy lowering work."""
    if not is_fast_running(exercise):
        return None
    past = [item.on for item in done if is_heavy_eccentric(item.exercise)]
    return _gap("fast_running_gap_hours", past, on, exercise, brief)


def _gap(name: str, past: Iterable[date], on: date, exercise: Exercise, brief: Brief) -> Finding | None:
    """A finding while the hours since the last of these days are fewer than the number asks for."""
    number = brief.protocol.numbers[name]
    last = max(past, default=None)
    if last is None or (on - last).days * HOURS_A_DAY >= number.value:
        return None
    return Finding("needs-rest-first", "not-today", {"exercise": exercise.name, "hours": number.value}, (number.id,), number.references)


RESTS: tuple[Rest, ...] = (
    too_soon_to_load,
    spread_over_week,
    rest_after_harder,
    rest_after_heavy_eccentric,
    one_new_heavy_a_day,
    rest_between_runs,
    no_fast_running_after_heavy,
)
