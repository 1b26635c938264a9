"""How long a dose takes, in minutes, and how much it asks. A guess for filling a session, made from the dose's own numbers first."""

import math

from planner.model import Dose, Protocol, Range


def dose_minutes(dose: Dose, sets: Range, protocol: Protocol) -> int:
    """Whole minutes for these sets, rests, both legs and all times of the day included, and at least one."""
    return dose.times_per_day * minutes_once(dose, sets, protocol)


def dose_load(dose: Dose, sets: Range, protocol: Protocol) -> int:
    """Minutes times effort, the middle of the dose's range: the measure that training load is usually kept in.

    What is meant for several times of the day counts once, because the log does not say how often it was done. It is all light.
    """
    return math.ceil(minutes_once(dose, sets, protocol) * (dose.rpe[0] + dose.rpe[1]) / 2)


def minutes_once(dose: Dose, sets: Range, protocol: Protocol) -> int:
    """Whole minutes of one time of the day, whatever the dose says about more."""
    sides = 2 if dose.per_side else 1
    rest = dose.rest_seconds[0] if dose.rest_seconds else protocol.value("seconds_between_sets")
    count = sets[1]
    # One leg rests while the other works, so rest is counted once a set and not once a side.
    seconds = count * sides * _set_seconds(dose, protocol) + max(0, count - 1) * rest
    return max(1, math.ceil(seconds / 60))


def _set_seconds(dose: Dose, protocol: Protocol) -> float:
    match dose.kind:
        case "reps":
            return dose.reps[1] * _repetition_seconds(dose, protocol)
        case "hold":
            return dose.reps[1] * (dose.hold_seconds[1] + 1)
        case "time":
            return dose.seconds[1]
        case "distance":
            return 60 * dose.metres / protocol.value("metres_per_minute")
        case "intervals":
            return dose.reps[1] * (dose.work_seconds[1] + dose.easy_seconds[1])
    raise ValueError(f"no length for a dose of kind {dose.kind!r}")


def _repetition_seconds(dose: Dose, protocol: Protocol) -> float:
    if dose.tempo is None:
        return protocol.value("seconds_per_repetition")
    parts = (dose.tempo.lift_seconds, dose.tempo.pause_seconds, dose.tempo.lower_seconds)
    # A part that the tempo leaves open takes about a second.
    return sum(1 if part is None else part for part in parts)
