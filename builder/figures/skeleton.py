"""From angles to places: where every part of the mannequin is, in three dimensions.

x points where the mannequin looks, y up, z to its near side. Looked at from the side, x runs across the paper; from the front, z does.
"""

from collections.abc import Mapping
from math import cos, radians, sin
from typing import NamedTuple

from builder.figures.body import BALL_FORWARD, BALL_UP, FOREARM, HIP_HALF, NECK, NECK_BASE, NECK_SLOPE, SHANK, SHOULDER_HALF, SOLE, THIGH, TRUNK, UPPER_ARM

Vector = tuple[float, float, float]


class Part(NamedTuple):
    """A rigid part: its upper joint, the way to its lower end, and the way its front looks."""

    origin: Vector
    axis: Vector
    front: Vector

    def at(self, forward: float, down: float) -> Vector:
        """A point of the part: so far to the front, so far down from its joint."""
        (x, y, z), (ax, ay, az), (fx, fy, fz) = self
        return (x + fx * forward + ax * down, y + fy * forward + ay * down, z + fz * forward + az * down)


Skeleton = Mapping[str, Part]


def build_skeleton(angles: Mapping[str, float], hip: Vector) -> dict[str, Part]:
    """Every part of the mannequin with these angles, its hips' middle at this place."""
    lean, tilt, spine = radians(angles["lean"]), radians(angles["tilt"]), radians(angles["spine"])
    side = (0.0, -sin(tilt), cos(tilt))
    trunk = _upright(hip, lean, tilt)
    pelvis = _upright(hip, lean - spine / 2, tilt)
    chest_at = trunk.at(0, -TRUNK * chord(spine))
    chest = _upright(chest_at, lean + spine / 2, tilt)
    neck_bend = radians(angles["neck"])
    neck = _bent(chest, -NECK_BASE, -radians(NECK_SLOPE) - neck_bend / 2)
    head = _bent(chest._replace(origin=neck.at(0, -NECK)), 0, -neck_bend)
    parts = {"trunk": trunk, "pelvis": pelvis, "chest": chest, "neck": neck, "head": head}
    # The arms go with a chest that turns; the head looks on.
    twist = radians(angles["twist"])
    shoulders, turned = (chest._replace(front=_mix(chest.front, side, cos(twist), sin(twist))), _mix(side, chest.front, cos(twist), -sin(twist))) if twist else (chest, side)
    for prefix, way in (("", 1), ("far_", -1)):
        parts |= _leg(trunk, _times(side, way), angles, prefix)
        parts |= _arm(shoulders, _times(turned, way), angles, prefix)
    return parts


def chord(bend: float) -> float:
    """How much of its length a bow keeps from end to end: the trunk bends as a bow and stays as long as it is."""
    return sin(bend / 2) / (bend / 2) if abs(bend) > 1e-6 else 1.0


def _upright(origin: Vector, lean: float, tilt: float) -> Part:
    axis = (-sin(lean), -cos(lean) * cos(tilt), -cos(lean) * sin(tilt))
    return Part(origin, axis, (cos(lean), -sin(lean) * cos(tilt), -sin(lean) * sin(tilt)))


def _leg(trunk: Part, out: Vector, angles: Mapping[str, float], prefix: str) -> dict[str, Part]:
    thigh = _swung(trunk, _shift(trunk.origin, out, HIP_HALF), out, angles, prefix + "hip", 1)
    shank = _bent(thigh, THIGH, -radians(angles[prefix + "knee"]))
    foot = _bent(shank, SHANK, radians(angles[prefix + "ankle"]))
    toes = _bent(foot._replace(origin=foot.at(BALL_FORWARD, SOLE - BALL_UP)), 0, radians(angles[prefix + "toes"]))
    return {prefix + "thigh": thigh, prefix + "shank": shank, prefix + "foot": foot, prefix + "toes": toes}


def _arm(chest: Part, out: Vector, angles: Mapping[str, float], prefix: str) -> dict[str, Part]:
    upper = _swung(chest, _shift(chest.origin, out, SHOULDER_HALF), out, angles, prefix + "shoulder", -1)
    forearm = _bent(upper, UPPER_ARM, radians(angles[prefix + "elbow"]))
    hand = _bent(forearm, FOREARM, -radians(angles[prefix + "wrist"]))
    return {prefix + "upper_arm": upper, prefix + "forearm": forearm, prefix + "hand": hand}


def _swung(base: Part, origin: Vector, out: Vector, angles: Mapping[str, float], joint: str, turns_out: int) -> Part:
    """A limb's first part: swung forward, then out to its side, then turned about its own length."""
    forward, aside, turn = radians(angles[joint]), radians(angles[joint + "_out"]), radians(angles[joint + "_turn"])
    swung = _bent(base._replace(origin=origin), 0, forward)
    if not aside and not turn:
        return swung
    axis = _mix(swung.axis, out, cos(aside), sin(aside))
    side = _mix(out, swung.axis, cos(aside), -sin(aside))
    return Part(origin, axis, _mix(swung.front, side, cos(turn), turns_out * sin(turn)))


def _bent(part: Part, length: float, angle: float) -> Part:
    """The part that begins so far down another one, turned towards its front."""
    c, s = cos(angle), sin(angle)
    (x, y, z), (ax, ay, az), (fx, fy, fz) = part
    origin = (x + ax * length, y + ay * length, z + az * length) if length else part.origin
    return Part(origin, (ax * c + fx * s, ay * c + fy * s, az * c + fz * s), (fx * c - ax * s, fy * c - ay * s, fz * c - az * s))


def _mix(a: Vector, b: Vector, of_a: float, of_b: float) -> Vector:
    return (a[0] * of_a + b[0] * of_b, a[1] * of_a + b[1] * of_b, a[2] * of_a + b[2] * of_b)


def _times(way: Vector, length: float) -> Vector:
    return (way[0] * length, way[1] * length, way[2] * length)


def _shift(point: Vector, way: Vector, distance: float) -> Vector:
    return (point[0] + way[0] * distance, point[1] + way[1] * distance, point[2] + way[2] * distance)
