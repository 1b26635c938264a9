"""What is taken away from a day: by pain before the start, by the morning after, by illness or a long break.

It only takes away: exercises, and sets of those that stay.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.brief import Brief
from planner.dose import dose_load, dose_minutes
from planner.finding import find
from planner.model import Day, Exercise, Finding, Item, Number
from planner.pain import pain_limit, track_limit
from planner.warm_up import warm_up_for


@dataclass(frozen=True, slots=True)
class Relief:
    """How much a day is eased: `level` is none, reduce or rest. Pain counts by itself, whatever the level."""

    level: str
    pain: int


def ease(day: Day, relief: Relief, brief: Brief) -> Day:
    """The day with what is left of it."""
    if relief.level == "none" and all(relief.pain <= item.pain_limit for item in day.items):
        return day
    kept = tuple(_eased(item, relief, brief) for item in day.items if _too_much(item, relief, brief) is None)
    emptied = (find(brief.protocol, "nothing-gentle-enough", "rest"),) if day.items and not kept else ()
    warm_up = warm_up_for(((brief.records.exercises[item.exercise], item.dose) for item in kept), brief)
    minutes = sum(item.minutes for item in kept) + (warm_up.minutes if warm_up else 0)
    return replace(day, items=kept, warm_up=warm_up.id if warm_up else "", minutes=minutes, findings=(*day.findings, *emptied))


def taken_away(days: Iterable[Day], relief: Relief, brief: Brief) -> list[Finding]:
    """One finding for each exercise that is taken out of these days."""
    found = {item.exercise: finding for day in days for item in day.items if (finding := _too_much(item, relief, brief))}
    return list(found.values())


def _too_much(item: Item, relief: Relief, brief: Brief) -> Finding | None:
    """A finding where it is too much for today: it hurts a lot at all, or more than a limit that it is too hard or too fast to start above."""
    exercise, pain = brief.records.exercises[item.exercise], relief.pain
    rest, limit = brief.protocol.numbers["pain_rest_day"], track_limit(brief.stage, brief.protocol, brief.facts)
    is_gentlest = exercise.pattern in brief.stage.gentlest_patterns
    if pain > rest.value and not is_gentlest:
        return _left_out(exercise, pain, rest, brief)
    if relief.level == "rest" and not is_gentlest:
        return find(brief.protocol, "only-gentle-today", "left-out", exercise=exercise.name)
    if pain > limit.value and not _is_allowed_above(exercise, brief):
        return _left_out(exercise, pain, limit, brief)
    if relief.level == "reduce" and (exercise.load.intensity == "heavy" or exercise.load.speed == "fast"):
        return find(brief.protocol, "nothing-hard-today", "left-out", exercise=exercise.name)
    if pain > item.pain_limit and (exercise.load.intensity == "heavy" or exercise.load.speed == "fast"):
        _, own = pain_limit(exercise, brief.stage, brief.protocol, brief.facts)
        numbers = (brief.protocol.numbers[id] for id in own.numbers)
        return find(brief.protocol, "too-much-for-this-pain", "left-out", *numbers, references=own.references, exercise=exercise.name, pain=pain, limit=item.pain_limit)
    return None


def _is_allowed_above(exercise: Exercise, brief: Brief) -> bool:
    """What may be started although it hurts more than the limit. Tendons bear slow work with some pain, a fresh strain only light work."""
    if brief.protocol.tracks[brief.stage.track].above_limit == "hold":
        return exercise.load.speed == "slow" and exercise.pattern not in ("running", "jump", "agility")
    return exercise.load.intensity == "light" and exercise.load.speed == "slow"


def _left_out(exercise: Exercise, pain: int, limit: Number, brief: Brief) -> Finding:
    return find(brief.protocol, "too-much-for-this-pain", "left-out", limit, exercise=exercise.name, pain=pain)


def _eased(item: Item, relief: Relief, brief: Brief) -> Item:
    """The item with fewer sets where the day is reduced or it hurts more than the limit, and a rule for pain that is there before the start."""
    reasons = list(item.reasons)
    limit, share = track_limit(brief.stage, brief.protocol, brief.facts), brief.protocol.numbers["reduced_sets_share"]
    hurts, sets = relief.pain > limit.value, item.sets
    if hurts or relief.level == "reduce":
        sets = tuple(max(1, math.floor(count * share.value)) for count in item.sets)
    if sets != item.sets and hurts:
        reasons.append(find(brief.protocol, "fewer-sets", "reduce", limit, share, pain=relief.pain, sets=sets[1]))
    elif sets != item.sets:
        reasons.append(find(brief.protocol, "fewer-sets-today", "reduce", sets=sets[1]))
    if relief.pain > item.pain_limit:
        reasons.append(find(brief.protocol, "pain-must-not-rise", "limit", pain=relief.pain, limit=item.pain_limit))
    minutes, load = dose_minutes(item.dose, sets, brief.protocol), dose_load(item.dose, sets, brief.protocol)
    return replace(item, sets=sets, minutes=minutes, load=load, hurts_before=relief.pain > item.pain_limit, reasons=tuple(reasons))
