"""From angles to places: where every part of the mannequin is, in three dimensions.

x points where the mannequin looks, y up, z to its near side. Looked at from the side, x runs across the paper; from the front, z does.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
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
Angles = Mapping[str, float]
Placed = Callable[[Skeleton, Angles, Vector], Part]


@dataclass(frozen=True, slots=True)
class Hung:
    """How a part hangs on the body: on which other parts, by which angles, and where it is when those and the hips' middle are known."""

    on: tuple[str, ...]
    angles: tuple[str, ...]
    placed: Placed


def build_skeleton(angles: Angles, hip: Vector) -> dict[str, Part]:
    """Every part of the mannequin with these angles, its hips' middle at this place."""
    parts: dict[str, Part] = {}
    add_parts(parts, BODY, angles, hip)
    return parts


def add_parts(parts: dict[str, Part], names: Iterable[str], angles: Angles, hip: Vector) -> None:
    """These parts anew, in the order of BODY, on those that are there already."""
    for name in names:
        parts[name] = BODY[name].placed(parts, angles, hip)


def carrying(names: Iterable[str]) -> tuple[str, ...]:
    """These parts and all that they hang on, in the order of BODY."""
    found = set(names)
    for name in reversed(BODY):
        if name in found:
            found.update(BODY[name].on)
    return tuple(name for name in BODY if name in found)


def moved_by(turned: Iterable[str]) -> frozenset[str]:
    """The parts that go somewhere else when these angles change."""
    moved: set[str] = set()
    for name, hung in BODY.items():
        if not moved.isdisjoint(hung.on) or any(angle in hung.angles for angle in turned):
            moved.add(name)
    return frozenset(moved)


def _trunk(parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    return _upright(hip, radians(angles["lean"]), radians(angles["tilt"]))


def _pelvis(parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    return _upright(hip, radians(angles["lean"]) - radians(angles["spine"]) / 2, radians(angles["tilt"]))


def _chest(parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    spine = radians(angles["spine"])
    return _upright(parts["trunk"].at(0, -TRUNK * chord(spine)), radians(angles["lean"]) + spine / 2, radians(angles["tilt"]))


def _neck(parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    return _bent(parts["chest"], -NECK_BASE, -radians(NECK_SLOPE) - radians(angles["neck"]) / 2)


def _head(parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    return _turned(parts["chest"], parts["neck"].at(0, -NECK), -radians(angles["neck"]))


def chord(bend: float) -> float:
    """How much of its length a bow keeps from end to end: the trunk bends as a bow and stays as long as it is."""
    return sin(bend / 2) / (bend / 2) if abs(bend) > 1e-6 else 1.0


def _upright(origin: Vector, lean: float, tilt: float) -> Part:
    axis = (-sin(lean), -cos(lean) * cos(tilt), -cos(lean) * sin(tilt))
    return Part(origin, axis, (cos(lean), -sin(lean) * cos(tilt), -sin(lean) * sin(tilt)))


def _thigh(prefix: str, way: int, parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    trunk, out = parts["trunk"], _times(_side(angles), way)
    return _swung(trunk, _shift(trunk.origin, out, HIP_HALF), out, angles, prefix + "hip", 1)


def _toes(prefix: str, parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    foot = parts[prefix + "foot"]
    return _turned(foot, foot.at(BALL_FORWARD, SOLE - BALL_UP), radians(angles[prefix + "toes"]))


def _upper_arm(prefix: str, way: int, parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    """The arms go with a chest that turns; the head looks on."""
    chest, side, twist = parts["chest"], _side(angles), radians(angles["twist"])
    if twist:
        chest, side = Part(chest.origin, chest.axis, _mix(chest.front, side, cos(twist), sin(twist))), _mix(side, chest.front, cos(twist), -sin(twist))
    out = _times(side, way)
    return _swung(chest, _shift(chest.origin, out, SHOULDER_HALF), out, angles, prefix + "shoulder", -1)


def _side(angles: Angles) -> Vector:
    tilt = radians(angles["tilt"])
    return (0.0, -sin(tilt), cos(tilt))


def _hinged(upper: str, length: float, joint: str, way: int, parts: Skeleton, angles: Angles, hip: Vector) -> Part:
    """The part below another one, at the end of its length."""
    return _bent(parts[upper], length, way * radians(angles[joint]))


def _swung(base: Part, origin: Vector, out: Vector, angles: Angles, joint: str, turns_out: int) -> Part:
    """A limb's first part: swung forward, then out to its side, then turned about its own length."""
    aside, turn = radians(angles[joint + "_out"]), radians(angles[joint + "_turn"])
    swung = _turned(base, origin, radians(angles[joint]))
    if not aside and not turn:
        return swung
    axis = _mix(swung.axis, out, cos(aside), sin(aside))
    side = _mix(out, swung.axis, cos(aside), -sin(aside))
    return Part(origin, axis, _mix(swung.front, side, cos(turn), turns_out * sin(turn)))


def _bent(part: Part, length: float, angle: float) -> Part:
    """The part that begins so far down another one, turned towards its front."""
    (x, y, z), (ax, ay, az), _ = part
    return _turned(part, (x + ax * length, y + ay * length, z + az * length), angle)


def _turned(part: Part, origin: Vector, angle: float) -> Part:
    """The part that begins here and looks as another one does, turned towards its front."""
    c, s = cos(angle), sin(angle)
    _, (ax, ay, az), (fx, fy, fz) = part
    return Part(origin, (ax * c + fx * s, ay * c + fy * s, az * c + fz * s), (fx * c - ax * s, fy * c - ay * s, fz * c - az * s))


def _mix(a: Vector, b: Vector, of_a: float, of_b: float) -> Vector:
    return (a[0] * of_a + b[0] * of_b, a[1] * of_a + b[1] * of_b, a[2] * of_a + b[2] * of_b)


def _times(way: Vector, length: float) -> Vector:
    return (way[0] * length, way[1] * length, way[2] * length)


def _shift(point: Vector, way: Vector, distance: float) -> Vector:
    return (point[0] + way[0] * distance, point[1] + way[1] * distance, point[2] + way[2] * distance)


def _limbs(prefix: str, way: int) -> dict[str, Hung]:
    thigh, shank, foot, upper, forearm = (prefix + part for part in ("thigh", "shank", "foot", "upper_arm", "forearm"))
    hip, knee, ankle, toes, shoulder, elbow, wrist = (prefix + joint for joint in ("hip", "knee", "ankle", "toes", "shoulder", "elbow", "wrist"))
    return {
        thigh: Hung(("trunk",), ("tilt", hip, f"{hip}_out", f"{hip}_turn"), partial(_thigh, prefix, way)),
        shank: Hung((thigh,), (knee,), partial(_hinged, thigh, THIGH, knee, -1)),
        foot: Hung((shank,), (ankle,), partial(_hinged, shank, SHANK, ankle, 1)),
        toes: Hung((foot,), (toes,), partial(_toes, prefix)),
        upper: Hung(("chest",), ("tilt", "twist", shoulder, f"{shoulder}_out", f"{shoulder}_turn"), partial(_upper_arm, prefix, way)),
        forearm: Hung((upper,), (elbow,), partial(_hinged, upper, UPPER_ARM, elbow, 1)),
        prefix + "hand": Hung((forearm,), (wrist,), partial(_hinged, forearm, FOREARM, wrist, -1)),
    }


# Every part after those it hangs on.
BODY = {
    "trunk": Hung((), ("lean", "tilt"), _trunk),
    "pelvis": Hung((), ("lean", "tilt", "spine"), _pelvis),
    "chest": Hung(("trunk",), ("lean", "tilt", "spine"), _chest),
    "neck": Hung(("chest",), ("neck",), _neck),
    "head": Hung(("chest", "neck"), ("neck",), _head),
    **_limbs("", 1),
    **_limbs("far_", -1),
}
