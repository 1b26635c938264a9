"""The limit of pain during an exercise."""

from planner.model import Exercise, Finding, Protocol, Stage
from planner.rest import is_fast_running


def pain_limit(exercise: Exercise, stage: Stage, protocol: Protocol) -> tuple[int, Finding]:
    """The highest pain that is all right during this exercise, 0-10, and what it stands on. The strictest limit wins."""
    track = protocol.tracks[stage.track]
    number = protocol.numbers[track.pain_limit_fast_running if is_fast_running(exercise) else track.pain_limit]
    own = exercise.pain_limit
    if own is not None and own.value < number.value:
        return own.value, Finding("own-pain-limit", "limit", {"limit": own.value}, references=own.references)
    return int(number.value), Finding("programme-pain-limit", "limit", {"limit": number.value}, (number.id,), number.references)
