"""The places of the body that touch things, and those that a hand can hold: small circles just under the skin."""

from dataclasses import dataclass

from builder.figures.body import BALL_FORWARD, BALL_UP, FOREARM, SOLE


@dataclass(frozen=True, slots=True)
class Spot:
    """A round place on the body: the part, how far forward and down its middle is, and how far the skin is from there."""

    part: str
    forward: float
    down: float
    radius: float


# Where a place is not round enough for one circle, the one that touches first counts; the last one tells where it stays.
SPOTS = {
    "head": (Spot("head", -0.6, -5.2, 9.4),),
    "back": (Spot("chest", -2.6, 13, 9.2), Spot("chest", -3.2, 4.5, 7)),
    "chest": (Spot("chest", 2.9, 12, 9.2),),
    "belly": (Spot("pelvis", 1.2, -6, 8.9),),
    "seat": (Spot("pelvis", -3.3, 0.2, 9.3),),
    "hip": (Spot("thigh", 0, 0, 8.4),),
    "shoulder": (Spot("upper_arm", 0, 0, 5.1),),
    "upper thigh": (Spot("thigh", -1.2, 10, 8),),
    "thigh": (Spot("thigh", -1, 22, 6.8),),
    "lower thigh": (Spot("thigh", -0.6, 33, 5.6),),
    "knee": (Spot("shank", 0.2, 1, 5.4), Spot("shank", 0, 6, 5.2)),
    "calf": (Spot("shank", -1.2, 14, 5.9),),
    "ankle": (Spot("shank", 0, 36, 3.5),),
    "instep": (Spot("foot", 8, 2.2, 3.1),),
    "heel": (Spot("foot", -2.7, SOLE - 3.1, 3.1),),
    "ball": (Spot("foot", BALL_FORWARD, SOLE - BALL_UP, BALL_UP),),
    "toe": (Spot("toes", 4.8, 1, 1.6),),
    "foot edge": (Spot("foot", 0, 2.6, 5),),
    "elbow": (Spot("forearm", 0, 0, 3.5),),
    "wrist": (Spot("forearm", 0, FOREARM, 2.3),),
    "palm": (Spot("hand", -0.1, 5, 1.9),),
    "fingers": (Spot("hand", -0.5, 14.5, 1.4),),
}
# These are in the middle of the body; all others are on both sides.
MIDDLE = frozenset({"head", "back", "chest", "belly", "seat"})
LEG_SPOTS = frozenset({"hip", "upper thigh", "thigh", "lower thigh", "knee", "calf", "ankle", "instep", "heel", "ball", "toe", "foot edge"})
ARM_SPOTS = frozenset({"shoulder", "elbow", "wrist", "palm", "fingers"})

# Where a hand can hold the body: the place for its palm, and for its fingers where the hand lies along a limb.
HOLDS = {
    "thigh": (Spot("thigh", 10, 22, 1.9), Spot("thigh", 9, 31, 1.4)),
    "back of thigh": (Spot("thigh", -7.6, 22, 1.9),),
    "knee": (Spot("shank", 7, 0, 1.9),),
    "shin": (Spot("shank", 6.4, 18, 1.9), Spot("shank", 5.2, 27, 1.4)),
    "hips": (Spot("pelvis", 7, -9, 1.9),),
    "chest": (Spot("chest", 13, 14, 1.9),),
    "head": (Spot("head", -6, -7, 1.9),),
    "forehead": (Spot("head", 9.5, -6, 1.9),),
}
