"""How long each part of a figure's movement takes, from the record's own dose."""

from collections.abc import Mapping
from typing import Any

from builder.figures.balance import weight
from builder.figures.item import Film

# Seconds where a record says nothing: a way out and back, and the moments of rest at both ends.
WAY = {"slow": 2.0, "moderate": 1.2, "fast": 0.6}
REST = 0.8
# A circle takes as long as its way out, its way back and a little more.
ROUND = 2.5
# A hold of half a minute would look as if the figure had stopped.
LONGEST_HOLD = 4.0


def beats(record: Mapping[str, Any], film: Film) -> tuple[float, float, float, float]:
    """Seconds out, held, back and at rest, as in the dose of the stage in which the exercise is most at home."""
    dose = record["doses"][record["typical"][0]]
    tempo = dose.get("tempo", {})
    usual = WAY[record["load"]["speed"]]
    first, second = ("lift", "lower") if rises(record["figure"], film) else ("lower", "lift")
    if record["figure"].get("round"):
        return usual * ROUND, 0.0, 0.0, 0.0
    held = tempo.get("pause_seconds") or _least(dose.get("hold_seconds", REST))
    return (
        float(tempo.get(f"{first}_seconds") or usual),
        float(min(held, LONGEST_HOLD)),
        float(tempo.get(f"{second}_seconds") or usual) if record["figure"].get("returns", True) else 0.0,
        REST,
    )


def rises(written: Mapping[str, Any], film: Film) -> bool:
    """Whether the way from start to end lifts. The body's weight tells, unless the record says it under `out`."""
    if "out" in written:
        return written["out"] == "lift"
    return weight(film.skeletons[-1])[1] > weight(film.skeletons[0])[1]


def _least(value: float | list[float]) -> float:
    return value[0] if isinstance(value, list) else value
