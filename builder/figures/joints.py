"""The joints' words, what a healthy adult's joints can do, and a sentence where a pose asks for more.

Signs are those of a clinic: bending is positive. Standing straight with the arms hanging, every angle is 0. The ranges are the usual
ones of goniometry, rounded up to five degrees so that a supple person's pose is not called wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Joint:
    """One angle: what more and less of it means, how far it goes, and how willing it is to move when a contact asks."""

    least: float
    most: float
    stiffness: float
    positive: str
    negative: str
    example: int


# The order is the order of a pose's line. Those of LIMBS exist twice: `knee` is the near leg's, `far_knee` the other's.
TRUNK = {
    "lean": Joint(-180, 180, 1.0, "the whole body leans forward", "it leans back; -90 is lying on the back, 90 on the front", 45),
    "tilt": Joint(-100, 100, 4.0, "the body leans to the side of the working leg (front view)", "it leans to the other side", 15),
    "spine": Joint(-35, 80, 30.0, "the back rounds", "the back arches", 20),
    "twist": Joint(-90, 90, 9.0, "the chest turns to the working side", "the chest turns to the other side", 45),
    "neck": Joint(-55, 55, 1.5, "the chin goes to the chest", "the head tips back", 15),
}
LIMBS = {
    "hip": Joint(-35, 135, 1.0, "the thigh comes forward to the chest", "the thigh goes back", 90),
    "hip_out": Joint(-30, 60, 2.0, "the leg goes out to its side", "the leg crosses the middle", 20),
    "hip_turn": Joint(-45, 80, 3.0, "the knee points outwards", "the knee points inwards", 40),
    "knee": Joint(0, 150, 0.7, "the knee bends", "the knee bends the wrong way", 90),
    "ankle": Joint(-60, 35, 0.5, "the toes come up to the shin", "the foot points", 10),
    "toes": Joint(-30, 85, 0.5, "the toes bend up, as when the heel lifts", "the toes curl", 40),
    "shoulder": Joint(-65, 185, 1.0, "the arm comes forward; 90 is level, 180 overhead", "the arm goes back", 90),
    "shoulder_out": Joint(-45, 180, 2.0, "the arm goes out to its side", "the arm crosses the body", 80),
    "shoulder_turn": Joint(-90, 90, 3.0, "the forearm swings inwards, towards the middle", "the forearm swings outwards", 60),
    "elbow": Joint(0, 155, 1.5, "the elbow bends", "the elbow bends the wrong way", 90),
    "wrist": Joint(-85, 85, 0.5, "the palm side bends", "the back of the hand bends up", 20),
}
LEG = ("hip", "hip_out", "hip_turn", "knee", "ankle", "toes")
ARM = ("shoulder", "shoulder_out", "shoulder_turn", "elbow", "wrist")
FAR = "far_"
ANGLES = (*TRUNK, *LIMBS, *(FAR + name for name in LIMBS))


def joint(name: str) -> Joint:
    """The joint behind an angle's name, whichever side it is on."""
    return TRUNK.get(name) or LIMBS[name.removeprefix(FAR)]


def beyond_range(angles: Mapping[str, float]) -> Iterable[tuple[str, str]]:
    """Each angle that no healthy adult's joint reaches, with a sentence that says so."""
    for name, value in angles.items():
        range_ = joint(name)
        if not range_.least - 0.5 <= value <= range_.most + 0.5:
            meaning = range_.positive if value > range_.most else range_.negative
            yield name, f"expected {range_.least:g} to {range_.most:g} degrees, got {value:.0f}: {meaning} further than a joint goes. Example: {range_.example}"
