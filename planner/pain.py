"""The limit of pain during an exercise."""

from planner.facts import Facts
from planner.finding import find
from planner.model import Exercise, Finding, Number, PainLimit, Protocol, Stage
from planner.traits import is_fast_running


def pain_limit(exercise: Exercise, stage: Stage, protocol: Protocol, facts: Facts | None = None) -> tuple[int, Finding]:
    """The highest pain that is all right during this exercise, 0-10, and what it stands on. The strictest limit wins."""
    programmes, own = _limits(exercise, stage, protocol, facts)
    if own is not None:
        return own.value, Finding("own-pain-limit", "limit", {"limit": own.value}, references=own.references)
    return int(programmes.value), find(protocol, "programme-pain-limit", "limit", programmes)


def most_pain(exercise: Exercise, stage: Stage, protocol: Protocol, facts: Facts) -> int:
    """The same limit for who asks for no reasons."""
    programmes, own = _limits(exercise, stage, protocol, facts)
    return int(programmes.value) if own is None else own.value


def _limits(exercise: Exercise, stage: Stage, protocol: Protocol, facts: Facts | None) -> tuple[Number, PainLimit | None]:
    """The programme's limit, and the exercise's own where it is the stricter one."""
    track, own = protocol.tracks[stage.track], exercise.pain_limit
    number = protocol.numbers[track.pain_limit_fast_running] if is_fast_running(exercise) else track_limit(stage, protocol, facts)
    return number, own if own is not None and own.value < number.value and stage.track not in own.except_in else None


def track_limit(stage: Stage, protocol: Protocol, facts: Facts | None = None) -> Number:
    """The programme's limit, or the trial's where the reader chose it and the programme offers it."""
    track = protocol.tracks[stage.track]
    if facts is not None and facts.get("pain_setting") == "as-in-trial" and track.pain_limit_trial:
        return protocol.numbers[track.pain_limit_trial]
    return protocol.numbers[track.pain_limit]
