"""The mannequin's measures. Every figure is the same person, 170 centimetres tall, and one unit of a drawing is one centimetre.

Lengths are shares of stature from Drillis and Contini, "Body segment parameters" (New York University, 1966), and masses are shares of
body weight after Dempster, both as D. A. Winter prints them in "Biomechanics and Motor Control of Human Movement", chapter on
anthropometry. How thick a limb is and where its surface is touched are drawn by eye: no table gives an outline.
"""

from dataclasses import dataclass

STATURE = 170.0

# Heights above the floor of someone standing, as shares of stature. The lengths between joints follow from them.
ANKLE_HEIGHT = 0.039
KNEE_HEIGHT = 0.285
HIP_HEIGHT = 0.530
SHOULDER_HEIGHT = 0.818

THIGH = (HIP_HEIGHT - KNEE_HEIGHT) * STATURE
SHANK = (KNEE_HEIGHT - ANKLE_HEIGHT) * STATURE
SOLE = ANKLE_HEIGHT * STATURE
FOOT = 0.152 * STATURE
TRUNK = (SHOULDER_HEIGHT - HIP_HEIGHT) * STATURE
UPPER_ARM = 0.186 * STATURE
FOREARM = 0.146 * STATURE
HAND = 0.108 * STATURE

# By eye: the hinges between shoulder line and skull, and how far the joints of the two sides are from the middle.
NECK_BASE = 4.0
NECK = 12.8
NECK_SLOPE = 12.0
HIP_HALF = 8.8
SHOULDER_HALF = 18.5

# The ball of the foot, forward of the ankle and up from the sole: there the toes bend.
BALL_FORWARD = 12.6
BALL_UP = 2.6


@dataclass(frozen=True, slots=True)
class Mass:
    """A part's share of body weight, and where between its two ends its centre is."""

    share: float
    centre: float


MASSES = {
    "head": Mass(0.081, 1.0),
    "trunk": Mass(0.497, 0.5),
    "upper_arm": Mass(0.028, 0.436),
    "forearm": Mass(0.022, 0.682),
    "thigh": Mass(0.100, 0.433),
    "shank": Mass(0.0465, 0.433),
    "foot": Mass(0.0145, 0.5),
}
