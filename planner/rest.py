"""Whether an exercise may stand on this day, after what already stands before it. Every rule may only say "not today"."""

from collections.abc import Callable
from datetime import date, timedelta

from planner.brief import Brief
from planner.finding import find
from planner.ledger import DAYS_A_WEEK, Candidate, Ledger, in_the_week_before, last_before
from planner.model import DAYS, Finding, FirstStep

Rest = Callable[[Candidate, date, Ledger, Brief], Finding | None]

HOURS_A_DAY = 24


def not_today(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """The first rest rule that speaks against this exercise on this day, or None."""
    return next((finding for rest in RESTS if (finding := rest(candidate, on, ledger, brief))), None)


def first_days(on: date, brief: Brief) -> Finding | None:
    """A finding while this day is before the one on which loading starts."""
    if not brief.stage.loading_from_day:
        return None
    number = brief.protocol.numbers[brief.stage.loading_from_day]
    days = (on - brief.facts.get("started_on")).days
    return None if days >= number.value else find(brief.protocol, "first-days", "rest", number, days=days)


def too_soon_to_load(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """In the first days after the injury only the gentlest kinds of movement."""
    return None if candidate.exercise.pattern in brief.stage.gentlest_patterns else first_days(on, brief)


def spread_over_week(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """The dose's own days a week, spread out instead of all at the start."""
    days, wanted = ledger.exercises.get(candidate.exercise.id, ()), candidate.dose.days_per_week
    last = days[-1] if days else None
    if last is None or (in_the_week_before(days, on) < wanted and (on - last).days >= DAYS_A_WEEK // wanted):
        return None
    return find(brief.protocol, "enough-this-week", "not-today", references=candidate.dose.references, exercise=candidate.exercise.name, days=wanted)


def rest_after_harder(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Harder sessions are not on two days in a row. What else stands on the same day belongs to the same session."""
    return _gap("harder_session_gap_hours", ledger.harder, on, candidate, brief) if candidate.is_harder else None


def enough_harder_days(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Harder sessions stand on a few days a week at most."""
    return _enough("enough-harder-days", "harder_days_most", ledger.harder, on, candidate, brief) if candidate.is_harder else None


def rest_after_heavy_eccentric(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Heavy lowering work needs days between, more after the first time in weeks."""
    if not candidate.is_heavy:
        return None
    past = [day for day in ledger.heavy if day < on]
    was_first = len(past) == 1 or (len(past) > 1 and (past[-1] - past[-2]).days > brief.protocol.value("familiar_days"))
    return _gap("first_heavy_eccentric_rest_hours" if was_first else "heavy_eccentric_rest_hours", ledger.heavy, on, candidate, brief)


def enough_heavy_days(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Heavy lowering work stands on a few days a week at most."""
    return _enough("enough-heavy-days", "heavy_eccentric_days_most", ledger.heavy, on, candidate, brief) if candidate.is_heavy else None


def one_new_heavy_a_week(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Heavy lowering exercises are met one a week, so that the reader finds out how the leg takes each."""
    if not candidate.is_heavy or _is_familiar(candidate.exercise.id, on, ledger, brief):
        return None
    new = [id for id in ledger.heavy_exercises if any(0 <= (on - day).days < DAYS_A_WEEK and not _is_familiar(id, day, ledger, brief) for day in ledger.exercises[id])]
    if len(new) < brief.protocol.value("new_heavy_eccentric_exercises_most"):
        return None
    return find(brief.protocol, "one-new-heavy-a-week", "not-today", exercise=candidate.exercise.name)


def _is_familiar(exercise: str, on: date, ledger: Ledger, brief: Brief) -> bool:
    """Whether it was done before, and not too long ago."""
    last = last_before(ledger.exercises.get(exercise, ()), on)
    return last is not None and on - last <= timedelta(days=int(brief.protocol.value("familiar_days")))


def easier_first(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Some exercises come only after an easier one was done on some days of the last weeks."""
    waits = next((step for step in brief.protocol.first_steps if step.exercise == candidate.exercise.id and _is_for_reader(step, brief)), None)
    if waits is None or _is_familiar(candidate.exercise.id, on, ledger, brief):
        return None
    days = {day for id in waits.after for day in ledger.exercises.get(id, ()) if 0 < (on - day).days <= brief.protocol.value("familiar_days")}
    if len(days) >= brief.protocol.value("first_step_days"):
        return None
    return find(brief.protocol, "easier-first", "not-today", exercise=candidate.exercise.name, instead=brief.records.exercises[waits.after[0]].name)


def _is_for_reader(step: FirstStep, brief: Brief) -> bool:
    age = brief.facts.get("age")
    is_old_enough = bool(step.from_age) and age is not None and age >= brief.protocol.value(step.from_age)
    is_anybody = not step.from_age and not step.sports
    return (not step.stages or brief.stage.id in step.stages) and (is_anybody or is_old_enough or brief.facts.get("sport") in step.sports)


def before_a_game(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Heavy lowering work keeps its distance from games and the hardest training, and on their day there is no harder work and no fast run."""
    days_ahead = int(brief.protocol.value("game_gap_hours")) // HOURS_A_DAY if candidate.is_heavy else 1 if candidate.is_harder or candidate.is_fast else 0
    is_near = any(DAYS[(on + timedelta(days=ahead)).weekday()] in brief.facts.ticked("game_days") for ahead in range(days_ahead))
    return find(brief.protocol, "before-a-game", "not-today", exercise=candidate.exercise.name) if is_near else None


def rest_between_runs(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Runs are not on two days in a row. Runs and turning drills of one day belong to the same session."""
    return _gap(brief.protocol.tracks[brief.stage.track].running_gap, ledger.running, on, candidate, brief) if candidate.is_running else None


def enough_running_days(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Runs stand on a few days a week at most."""
    return _enough("enough-running-days", "running_days_most", ledger.running, on, candidate, brief) if candidate.is_running else None


def no_fast_running_after_heavy(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """Fast running keeps its distance from heavy lowering work. On the same day the run comes first."""
    return _gap("fast_running_gap_hours", ledger.heavy, on, candidate, brief) if candidate.is_fast else None


def guarded_sprint_days(candidate: Candidate, on: date, ledger: Ledger, brief: Brief) -> Finding | None:
    """In the guarded weeks after the return, fast running stands on a few days a week at most."""
    return _enough("guarded-fast-days", "guarded_fast_days_most", ledger.fast, on, candidate, brief) if brief.is_guarded and candidate.is_fast else None


def _enough(code: str, name: str, days: tuple[date, ...], on: date, candidate: Candidate, brief: Brief) -> Finding | None:
    """A finding once the week has as many such days as the number allows."""
    if in_the_week_before(days, on) < brief.protocol.value(name):
        return None
    return find(brief.protocol, code, "not-today", exercise=candidate.exercise.name)


def _gap(name: str, days: tuple[date, ...], on: date, candidate: Candidate, brief: Brief) -> Finding | None:
    """A finding while the hours since the last of these days before this one are fewer than the number asks for."""
    number, last = brief.protocol.numbers[name], last_before(days, on)
    if last is None or (on - last).days * HOURS_A_DAY >= number.value:
        return None
    return find(brief.protocol, "needs-rest-first", "not-today", number, exercise=candidate.exercise.name, hours=number.value)


RESTS: tuple[Rest, ...] = (
    too_soon_to_load,
    easier_first,
    spread_over_week,
    # The narrower reason first, since heavy lowering work is harder work too.
    enough_heavy_days,
    rest_after_heavy_eccentric,
    one_new_heavy_a_week,
    before_a_game,
    rest_after_harder,
    enough_harder_days,
    rest_between_runs,
    enough_running_days,
    no_fast_running_after_heavy,
    guarded_sprint_days,
)
