"""Pain: the limit during an exercise, and how much of a session is left when it already hurts before the start."""

import math

from planner.facts import Facts
from planner.model import Exercise, Finding, Number, Protocol, Range, Stage


def pain_limit(exercise: Exercise, stage: Stage, protocol: Protocol) -> tuple[int, Finding]:
    """The highest pain that is all right during this exercise, 0-10, and what it stands on. The strictest limit wins."""
    track = protocol.tracks[stage.track]
    fast = exercise.pattern == "running" and exercise.load.speed == "fast"
    number = protocol.numbers[track.pain_limit_fast_running if fast else track.pain_limit]
    own = exercise.pain_limit
    if own is not None and own.value < number.value:
        return own.value, Finding("own-pain-limit", "limit", {"limit": own.value}, references=own.references)
    return int(number.value), Finding("programme-pain-limit", "limit", {"limit": number.value}, (number.id,), number.references)


def is_above_limit(facts: Facts, stage: Stage, protocol: Protocol) -> Number | None:
    """The limit that pain before the start goes over, or None."""
    number = protocol.numbers[protocol.tracks[stage.track].pain_limit]
    return number if facts.get("pain_now") > number.value else None


def only_light(facts: Facts, protocol: Protocol) -> Number | None:
    """The limit above which only light movement is left, or None."""
    number = protocol.numbers["pain_rest_day"]
    return number if facts.get("pain_now") > number.value else None


def sets_today(sets: Range, facts: Facts, stage: Stage, protocol: Protocol) -> tuple[Range, Finding | None]:
    """The sets to do: all of them, or a share when it already hurts more than the limit."""
    limit = is_above_limit(facts, stage, protocol)
    if limit is None:
        return sets, None
    share = protocol.numbers["reduced_sets_share"]
    left = tuple(max(1, math.floor(count * share.value)) for count in sets)
    values = {"pain": facts.get("pain_now"), "limit": limit.value, "sets": left[1]}
    return left, Finding("fewer-sets", "reduce", values, (limit.id, share.id), limit.references)
