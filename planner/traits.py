"""What an exercise asks of the leg, in the words of the rest rules."""

from planner.model import Dose, Exercise, Protocol


def is_running(exercise: Exercise) -> bool:
    """Runs, and turning drills that load the leg as runs do. Light drills at a walk, such as marching, need no rest days."""
    return exercise.pattern in ("running", "agility") and exercise.load.intensity != "light"


def is_fast_running(exercise: Exercise) -> bool:
    """Running for which the stricter pain limit and the rest days of fast running count."""
    return is_running(exercise) and exercise.load.speed == "fast"


def is_sprint(exercise: Exercise) -> bool:
    """Running at full speed or close to it."""
    return is_running(exercise) and exercise.load.intensity == "heavy"


def is_heavy_eccentric(exercise: Exercise) -> bool:
    """Heavy lowering work. A sprint is heavy too, and has rest rules of its own."""
    return exercise.load.intensity == "heavy" and exercise.load.contraction in ("eccentric", "mixed") and not is_running(exercise)


def is_harder(exercise: Exercise, dose: Dose | None, protocol: Protocol) -> bool:
    """Strength work with movement and an effort that asks for a rest day. Steady holds may be daily, and running has rules of its own."""
    if exercise.load.contraction == "isometric" or is_running(exercise):
        return False
    return exercise.load.intensity != "light" or (dose is not None and dose.rpe[1] >= protocol.value("harder_effort"))
