"""What comes before a session, by the hardest thing in it."""

from collections.abc import Iterable

from planner.brief import Brief
from planner.model import Dose, Exercise, WarmUp
from planner.traits import is_fast_running, is_harder, is_running


def warm_up_for(session: Iterable[tuple[Exercise, Dose]], brief: Brief) -> WarmUp | None:
    """The first warm-up of the protocol that one of these exercises asks for."""
    asked = {kind for exercise, dose in session for kind in _kinds(exercise, dose, brief)}
    return next((warm_up for warm_up in brief.protocol.warm_ups if warm_up.before in asked), None)


def _kinds(exercise: Exercise, dose: Dose, brief: Brief) -> Iterable[str]:
    if is_fast_running(exercise):
        yield "fast-running"
    if is_running(exercise):
        yield "running"
    if is_harder(exercise, dose, brief.protocol) or exercise.pattern == "jump":
        yield "harder"
