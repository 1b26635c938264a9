"""What a picture is made of: outlines, each in the measure of the part it belongs to, and where that part is in every frame."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import atan2, degrees, hypot
from re import compile as pattern

from builder.figures.curve import number
from builder.figures.pose import Pose
from builder.figures.skeleton import Part, Skeleton


NUMBER = pattern(r"-?\d*\.?\d+")
# In centimetres or degrees.
UNSEEN = 0.3


@dataclass(frozen=True, slots=True)
class Item:
    """One outline. `places` is its transform in every frame and `outlines` its path, each just one where nothing moves."""

    style: str
    outlines: tuple[str, ...]
    places: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Film:
    """The mannequin in every frame."""

    view: str
    poses: tuple[Pose, ...]
    skeletons: tuple[Skeleton, ...]
    found: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, find: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """What is asked of a film again and again, for every halo and every ghost, and found once."""
        if name not in self.found:
            self.found[name] = find()
        return self.found[name]

    def places(self, part: str) -> tuple[str, ...]:
        """Where a part is, frame by frame."""
        return self.once(part, lambda: self._places(part))

    def _places(self, part: str) -> tuple[str, ...]:
        parts = [skeleton[part] for skeleton in self.skeletons]
        is_scaled = not part.endswith(UNSCALED) and any(length_on_paper(each, self.view) < 0.985 for each in parts)
        places = [place_of(each, part, self.view, is_scaled, self._is_flat(part, pose)) for each, pose in zip(parts, self.poses)]
        return few(tuple(places))

    def _is_flat(self, part: str, pose: Pose) -> bool:
        """From the front, a foot that stands stays flat however far its leg is out to the side: the ankle gives way."""
        side = part.removesuffix("foot")
        return self.view == "front" and part.endswith("foot") and any((contact.side, contact.spot) == (side, "heel") for contact in pose.contacts)


def film(poses: tuple[Pose, ...]) -> Film:
    return Film(poses[0].view, poses, tuple(pose.skeleton() for pose in poses))


def few(values: tuple[str, ...]) -> tuple[str, ...]:
    """Just the last value, where no frame differs from it by more than the eye sees."""
    last = [float(found) for found in NUMBER.findall(values[-1])]
    return values[-1:] if all(_is_near(value, last) for value in values if value != values[-1]) else values


def _is_near(text: str, last: list[float]) -> bool:
    return all(abs(float(found) - value) <= UNSEEN for found, value in zip(NUMBER.findall(text), last, strict=True))


# These are drawn whole, however they are turned.
UNSCALED = ("foot", "toes", "head")
# The far limbs are a little further on, so that two legs that do the same are seen to be two.
FAR_LEG = 3.6
FAR_ARM = 3.2


def on_paper(point: tuple[float, float, float], part: str, view: str) -> tuple[float, float]:
    """A point of the body in the picture's own measure: across, and down."""
    x, y, z = point
    if view == "front":
        return z, -y
    return x + aside(part), -y


def aside(part: str) -> float:
    if not part.startswith("far_"):
        return 0.0
    return FAR_ARM if part in ("far_upper_arm", "far_forearm", "far_hand") else FAR_LEG


def place_of(part: Part, name: str, view: str, is_scaled: bool = False, is_flat: bool = False) -> str:
    """The transform that puts a part's outline into the picture. A part that points towards the reader is drawn shorter."""
    x, y = on_paper(part.origin, name, view)
    length = length_on_paper(part, view)
    across, up = _axis(part, view)
    turn = degrees(atan2(-across, -up)) if length > 0.02 and not is_flat else 0.0
    scale = f"scale(1 {number(max(length, 0.02), 2)})" if is_scaled else ""
    return f"translate({number(x)} {number(y)})rotate({number(turn)}){scale}"


def length_on_paper(part: Part, view: str) -> float:
    """How long a part of length 1 is in the picture."""
    return hypot(*_axis(part, view))


def _axis(part: Part, view: str) -> tuple[float, float]:
    return (part.axis[2], part.axis[1]) if view == "front" else part.axis[:2]
