"""The first week: filters that only remove, one fixed fill day by day, and then pain, which again only takes away.

No chance is involved, so the same log gives the same week. Pain comes last on purpose: were it to shorten exercises before the
fill, the time it frees would be filled with others, and a sorer leg could get a harder day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.dose import dose_minutes
from planner.facts import Facts
from planner.model import Day, Dose, Exercise, Finding, Item, Protocol, Records, Stage, Week
from planner.pain import is_above_limit, only_light, pain_limit, sets_today

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INTENSITIES = ("light", "moderate", "heavy")
HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What every step below needs to know."""

    facts: Facts
    stage: Stage
    records: Records

    @property
    def protocol(self) -> Protocol:
        return self.records.protocol


@dataclass(frozen=True, slots=True)
class Done:
    """An exercise already in the week."""

    on: date
    exercise: Exercise


Filter = Callable[[Exercise, Asked], Finding | None]
Rest = Callable[[Exercise, date, tuple[Done, ...], Asked], Finding | None]


def plan_week(facts: Facts, stage: Stage, records: Records) -> Week:
    """Seven days from today: the sessions, their reasons, and what was left out and why."""
    asked = Asked(facts, stage, records)
    candidates, left_out = choose(asked)
    full = fill(candidates, asked)
    days = tuple(ease(day, asked) for day in full)
    return Week(days=days, findings=tuple(_week_findings(asked)), left_out=(*left_out, *_taken_away(full, asked)))


# --- filters: which exercises may be used at all -------------------------------------------------------------------------


def choose(asked: Asked) -> tuple[list[Exercise], list[Finding]]:
    """The exercises of this stage that may be used, and a finding for each that may not."""
    kept: list[Exercise] = []
    left_out: list[Finding] = []
    for exercise in sorted(asked.records.exercises.values(), key=_hardest_first):
        if asked.stage.id not in exercise.doses or exercise.pattern not in asked.stage.patterns:
            continue
        reason = next((finding for keep in FILTERS if (finding := keep(exercise, asked))), None)
        if reason is None:
            kept.append(exercise)
        else:
            left_out.append(reason)
    return kept, left_out


def _hardest_first(exercise: Exercise) -> tuple[int, str]:
    """Criteria opened this stage, so its hardest work comes first and the lighter exercises fill the days between."""
    return (-INTENSITIES.index(exercise.load.intensity), exercise.id)


def equipment_missing(exercise: Exercise, asked: Asked) -> Finding | None:
    owned = asked.facts.ticked("equipment")
    missing = [asked.protocol.equipment[id] for id in exercise.equipment if id not in owned]
    missing = [item for item in missing if not item.household]
    if not missing:
        return None
    return Finding("equipment-missing", "left-out", {"exercise": exercise.name, "missing": ", ".join(item.name for item in missing)})


def hip_bends_too_far(exercise: Exercise, asked: Asked) -> Finding | None:
    if not asked.stage.hip_flexion_limit:
        return None
    limit = asked.protocol.numbers[asked.stage.hip_flexion_limit]
    if exercise.load.hip_flexion_degrees <= limit.value:
        return None
    values = {"exercise": exercise.name, "degrees": exercise.load.hip_flexion_degrees, "limit": limit.value}
    return Finding("hip-bends-too-far", "left-out", values, (limit.id,), limit.references)


FILTERS: tuple[Filter, ...] = (equipment_missing, hip_bends_too_far)


# --- rest rules: whether an exercise may stand on this day ---------------------------------------------------------------


def is_heavy_eccentric(exercise: Exercise) -> bool:
    """Heavy lowering work. A sprint is heavy too, and has rest rules of its own."""
    return exercise.load.intensity == "heavy" and exercise.load.contraction in ("eccentric", "mixed") and exercise.pattern != "running"


def is_fast_running(exercise: Exercise) -> bool:
    return exercise.pattern == "running" and exercise.load.speed == "fast"


def is_harder(exercise: Exercise) -> bool:
    """Moderate or heavy strength work with movement. Steady holds may be daily, and running has rest rules of its own."""
    return exercise.load.intensity != "light" and exercise.load.contraction != "isometric" and exercise.pattern != "running"


def too_soon_to_load(exercise: Exercise, on: date, done: tuple[Done, ...], asked: Asked) -> Finding | None:
    """In the first days after the injury only the gentlest kinds of movement."""
    if exercise.pattern in asked.stage.patterns_before_loading:
        return None
    return _first_days(on, asked)


def _first_days(on: date, asked: Asked) -> Finding | None:
    """A finding while this day is before the one on which loading starts."""
    if not asked.stage.loading_from_day:
        return None
    number = asked.protocol.numbers[asked.stage.loading_from_day]
    days = (on - asked.facts.get("started_on")).days
    if days >= number.value:
        return None
    return Finding("first-days", "rest", {"days": days, "limit": number.value}, (number.id,), number.references)


def spread_over_week(exercise: Exercise, on: date, done: tuple[Done, ...], asked: Asked) -> Finding | None:
    """The dose's own days a week, spread out instead of all at the start."""
    dose = exercise.doses[asked.stage.id]
    days = [past.on for past in done if past.exercise.id == exercise.id]
    if len(days) < dose.days_per_week and (not days or (on - days[-1]).days >= 7 // dose.days_per_week):
        return None
    return Finding("enough-this-week", "not-today", {"exercise": exercise.name, "days": dose.days_per_week}, references=dose.references)


def rest_after_harder(exercise: Exercise, on: date, done: tuple[Done, ...], asked: Asked) -> Finding | None:
    if not is_harder(exercise):
        return None
    # What else stands on the same day belongs to the same session.
    harder = {item.on for item in done if is_harder(item.exercise)} - {on}
    return _gap("harder_session_gap_hours", harder, on, exercise, asked)


def rest_after_heavy_eccentric(exercise: Exercise, on: date, done: tuple[Done, ...], asked: Asked) -> Finding | None:
    if not is_heavy_eccentric(exercise):
        return None
    past = sorted({item.on for item in done if is_heavy_eccentric(item.exercise)} - {on})
    name = "first_heavy_eccentric_rest_hours" if len(past) == 1 else "heavy_eccentric_rest_hours"
    return _gap(name, past, on, exercise, asked)


def one_heavy_at_first(exercise: Exercise, on: date, done: tuple[Done, ...], asked: Asked) -> Finding | None:
    most = asked.protocol.numbers["first_heavy_eccentric_exercises_most"]
    heavy = [item.on for item in done if is_heavy_eccentric(item.exercise)]
    if not is_heavy_eccentric(exercise) or set(heavy) != {on} or len(heavy) < most.value:
        return None
    return Finding("one-heavy-at-first", "not-today", {"exercise": exercise.name, "most": most.value}, (most.id,), most.references)


def enough_heavy_eccentric(exercise: Exercise, on: date, done: tuple[Done, ...], asked: Asked) -> Finding | None:
    if not is_heavy_eccentric(exercise):
        return None
    most = asked.protocol.numbers["heavy_eccentric_days_most"]
    days = {item.on for item in done if is_heavy_eccentric(item.exercise)} | {on}
    if len(days) <= most.value:
        return None
    return Finding("enough-heavy-eccentric", "not-today", {"exercise": exercise.name, "days": most.value}, (most.id,), most.references)


def rest_between_runs(exercise: Exercise, on: date, done: tuple[Done, ...], asked: Asked) -> Finding | None:
    if exercise.pattern != "running":
        return None
    past = [item.on for item in done if item.exercise.pattern == "running"]
    return _gap("running_gap_hours", past, on, exercise, asked)


def no_fast_running_after_heavy(exercise: Exercise, on: date, done: tuple[Done, ...], asked: Asked) -> Finding | None:
    if not is_fast_running(exercise):
        return None
    past = [item.on for item in done if is_heavy_eccentric(item.exercise)]
    return _gap("fast_running_gap_hours", past, on, exercise, asked)


def _gap(name: str, past: Iterable[date], on: date, exercise: Exercise, asked: Asked) -> Finding | None:
    """A finding while the hours since the last of these days are fewer than the number asks for."""
    number = asked.protocol.numbers[name]
    last = max(past, default=None)
    if last is None or (on - last).days * HOURS_A_DAY >= number.value:
        return None
    return Finding("needs-rest-first", "not-today", {"exercise": exercise.name, "hours": number.value}, (number.id,), number.references)


RESTS: tuple[Rest, ...] = (
    too_soon_to_load,
    spread_over_week,
    rest_after_harder,
    rest_after_heavy_eccentric,
    one_heavy_at_first,
    enough_heavy_eccentric,
    rest_between_runs,
    no_fast_running_after_heavy,
)


# --- fill: one exercise of each movement pattern, while there is time ----------------------------------------------------


def fill(candidates: list[Exercise], asked: Asked) -> list[Day]:
    """Seven days with full doses."""
    days: list[Day] = []
    done: tuple[Done, ...] = ()
    for on in (asked.facts.today + timedelta(days=offset) for offset in range(7)):
        day = _fill_day(on, candidates, done, asked)
        done += tuple(Done(on, asked.records.exercises[item.exercise]) for item in day.items)
        days.append(day)
    return days


def _fill_day(on: date, candidates: list[Exercise], done: tuple[Done, ...], asked: Asked) -> Day:
    if DAYS[on.weekday()] not in asked.facts.ticked("days"):
        return Day(on, (), 0, (Finding("day-not-free", "rest", {}),))
    items: list[Item] = []
    first_days = _first_days(on, asked)
    findings: list[Finding] = [first_days] if first_days else []
    limit = asked.facts.get("minutes") or int(asked.protocol.value("session_minutes_default"))
    for pattern in asked.stage.patterns:
        exercise = _next_of(pattern, on, candidates, done, asked)
        if exercise is None:
            continue
        item = _item(exercise, asked)
        if items and sum(each.minutes for each in items) + item.minutes > limit:
            findings.append(Finding("no-time-left", "left-out", {"exercise": exercise.name, "minutes": limit}))
            continue
        items.append(item)
        done += (Done(on, exercise),)
    if not items:
        findings.append(Finding("rest-day", "rest", {}))
    return Day(on, tuple(items), sum(item.minutes for item in items), tuple(findings))


def _next_of(pattern: str, on: date, candidates: list[Exercise], done: tuple[Done, ...], asked: Asked) -> Exercise | None:
    """The exercise of this pattern that was used least so far and may stand on this day."""
    allowed = [exercise for exercise in candidates if exercise.pattern == pattern and not any(rest(exercise, on, done, asked) for rest in RESTS)]
    return min(allowed, key=lambda exercise: sum(item.exercise.id == exercise.id for item in done), default=None)


def _item(exercise: Exercise, asked: Asked) -> Item:
    dose = exercise.doses[asked.stage.id]
    limit, limit_reason = pain_limit(exercise, asked.stage, asked.protocol)
    reasons = (
        Finding("pattern-of-stage", "chosen", {"pattern": exercise.pattern, "stage": asked.stage.name}),
        _dose_reason(dose),
        limit_reason,
        *_rest_reasons(exercise, asked),
    )
    return Item(exercise.id, dose, dose.sets, limit, dose_minutes(dose, dose.sets, asked.protocol), reasons)


def _dose_reason(dose: Dose) -> Finding:
    code = "dose-assumed" if dose.basis == "assumption" else "dose-sourced"
    return Finding(code, "dose", {"basis": dose.basis, "note": dose.note}, references=dose.references)


def _rest_reasons(exercise: Exercise, asked: Asked) -> Iterable[Finding]:
    if is_heavy_eccentric(exercise):
        first, later = asked.protocol.numbers["first_heavy_eccentric_rest_hours"], asked.protocol.numbers["heavy_eccentric_rest_hours"]
        yield Finding("heavy-needs-rest", "rest", {"first": first.value, "later": later.value}, (first.id, later.id), first.references)


# --- pain: what is left of it today --------------------------------------------------------------------------------------


def ease(day: Day, asked: Asked) -> Day:
    """The day with what this much pain leaves of it: fewer sets, and only light, slow exercises when it hurts a lot."""
    kept = tuple(_fewer_sets(item, asked) for item in day.items if not _too_hard(item, asked))
    emptied = (Finding("rest-day", "rest", {}),) if day.items and not kept else ()
    return replace(day, items=kept, minutes=sum(item.minutes for item in kept), findings=(*day.findings, *emptied))


def _fewer_sets(item: Item, asked: Asked) -> Item:
    sets, reason = sets_today(item.dose.sets, asked.facts, asked.stage, asked.protocol)
    if reason is None:
        return item
    return replace(item, sets=sets, minutes=dose_minutes(item.dose, sets, asked.protocol), reasons=(*item.reasons, reason))


def _too_hard(item: Item, asked: Asked) -> bool:
    load = asked.records.exercises[item.exercise].load
    return only_light(asked.facts, asked.protocol) is not None and (load.intensity != "light" or load.speed != "slow")


def _taken_away(days: list[Day], asked: Asked) -> Iterable[Finding]:
    """One finding for each exercise that is too hard for this much pain."""
    limit = only_light(asked.facts, asked.protocol)
    for id in dict.fromkeys(item.exercise for day in days for item in day.items if _too_hard(item, asked)):
        values = {"exercise": asked.records.exercises[id].name, "pain": asked.facts.get("pain_now"), "limit": limit.value}
        yield Finding("too-hard-for-this-pain", "left-out", values, (limit.id,), limit.references)


def _week_findings(asked: Asked) -> Iterable[Finding]:
    limit = is_above_limit(asked.facts, asked.stage, asked.protocol)
    light = only_light(asked.facts, asked.protocol)
    if light is not None:
        yield Finding("only-light-now", "reduce", {"pain": asked.facts.get("pain_now"), "limit": light.value}, (light.id,), light.references)
    elif limit is not None:
        yield Finding("start-with-less", "reduce", {"pain": asked.facts.get("pain_now"), "limit": limit.value}, (limit.id,), limit.references)
    settle = asked.protocol.numbers["settle_hours"]
    yield Finding("next-morning-check", "watch", {"hours": settle.value}, (settle.id,), settle.references)
