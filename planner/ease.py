"""What pain before the start leaves of a day. It only takes away: exercises, and sets of those that stay."""

import math
from collections.abc import Iterable
from dataclasses import replace

from planner.brief import Brief
from planner.dose import dose_minutes
from planner.model import Day, Exercise, Finding, Item, Number
from planner.pain import pain_limit


def ease(day: Day, brief: Brief) -> Day:
    """The day with what this much pain leaves of it."""
    kept = tuple(_eased(item, brief) for item in day.items if _too_much(item, brief) is None)
    emptied = (Finding("rest-day", "rest", {}),) if day.items and not kept else ()
    return replace(day, items=kept, minutes=sum(item.minutes for item in kept), findings=(*day.findings, *emptied))


def taken_away(days: Iterable[Day], brief: Brief) -> list[Finding]:
    """One finding for each exercise that this much pain takes out of the week."""
    found = {item.exercise: finding for day in days for item in day.items if (finding := _too_much(item, brief))}
    return list(found.values())


def week_findings(brief: Brief) -> list[Finding]:
    """What the reader should know before the first session."""
    pain = brief.facts.get("pain_now")
    rest, limit = brief.protocol.numbers["pain_rest_day"], _track_limit(brief)
    settle = brief.protocol.numbers["settle_hours"]
    found = [Finding("next-morning-check", "watch", {"hours": settle.value}, (settle.id,), settle.references)]
    if pain > rest.value:
        return [Finding("only-gentlest-now", "reduce", {"pain": pain, "limit": rest.value}, (rest.id,), rest.references), *found]
    if pain > limit.value:
        return [Finding("start-with-less", "reduce", {"pain": pain, "limit": limit.value}, (limit.id,), limit.references), *found]
    return found


def _track_limit(brief: Brief) -> Number:
    return brief.protocol.numbers[brief.protocol.tracks[brief.stage.track].pain_limit]


def _too_much(item: Item, brief: Brief) -> Finding | None:
    """A finding where it hurts too much for this exercise: a lot at all, or more than a limit that it is too hard or too fast to start above."""
    exercise, pain = brief.records.exercises[item.exercise], brief.facts.get("pain_now")
    rest, limit = brief.protocol.numbers["pain_rest_day"], _track_limit(brief)
    if pain > rest.value and exercise.pattern not in brief.stage.gentlest_patterns:
        return _left_out(exercise, pain, rest.value, (rest.id,), rest.references)
    if pain > limit.value and (exercise.load.intensity != "light" or exercise.load.speed != "slow"):
        return _left_out(exercise, pain, limit.value, (limit.id,), limit.references)
    if pain > item.pain_limit and (exercise.load.intensity == "heavy" or exercise.load.speed == "fast"):
        _, own = pain_limit(exercise, brief.stage, brief.protocol)
        return _left_out(exercise, pain, item.pain_limit, own.numbers, own.references)
    return None


def _left_out(exercise: Exercise, pain: int, limit: float, numbers: tuple[str, ...], references: tuple[str, ...]) -> Finding:
    return Finding("too-much-for-this-pain", "left-out", {"exercise": exercise.name, "pain": pain, "limit": limit}, numbers, references)


def _eased(item: Item, brief: Brief) -> Item:
    """The item with fewer sets where it hurts more than the programme's limit, and a rule for pain that is there before the start."""
    reasons = list(item.reasons)
    sets, pain = item.sets, brief.facts.get("pain_now")
    limit = _track_limit(brief)
    if pain > limit.value:
        share = brief.protocol.numbers["reduced_sets_share"]
        sets = tuple(max(1, math.floor(count * share.value)) for count in item.sets)
        if sets != item.sets:
            reasons.append(Finding("fewer-sets", "reduce", {"pain": pain, "limit": limit.value, "sets": sets[1]}, (limit.id, share.id), limit.references))
    if pain > item.pain_limit:
        reasons.append(Finding("pain-must-not-rise", "limit", {"pain": pain, "limit": item.pain_limit}))
    return replace(item, sets=sets, minutes=dose_minutes(item.dose, sets, brief.protocol), hurts_before=pain > item.pain_limit, reasons=tuple(reasons))
