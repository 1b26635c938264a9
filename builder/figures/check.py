"""What is wrong with a figure, in words: where, what was expected, what was found, and a right example."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from builder.figures.balance import falls
from builder.figures.bounds import points_of
from builder.figures.contact import Contact, gaps
from builder.figures.figure import Figure
from builder.figures.item import film
from builder.figures.joints import beyond_range
from builder.figures.mannequin import draw_mannequin
from builder.figures.pose import ACROSS, Pose
from builder.figures.scene import hands_of
from builder.figures.surfaces import touched
from builder.problems import Problem

# In centimetres, on a body of 170: what counts as touching, as under the floor, and as falling over.
TOUCHES = 0.5
UNDER = 1.0
FALLS = 0.5
# Things of a picture that are not equipment, or that stand for some.
NOT_EQUIPMENT = {"floor", "table"}
SAME_AS = {"chair back": "chair", "cushion": "mat"}


def figure_problems(figure: Figure, record: Mapping[str, Any], file: str) -> list[Problem]:
    """Every problem of a figure, at its place in the record."""
    found: list[Problem] = []
    for name, pose in figure.positions.items():
        anchors = figure.anchors
        found += [Problem(file, f"figure.{name}.{place}" if place else f"figure.{name}", words) for place, words in _position(pose, anchors)]
    found += [Problem(file, "figure.with", words) for words in _things(figure, record)]
    return found


def _position(pose: Pose, anchors: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    yield from _angles(pose)
    yield from _contacts(pose, anchors)
    yield from _ground(pose)
    yield from _balance(pose)


def _angles(pose: Pose) -> Iterable[tuple[str, str]]:
    """Angles no joint reaches, written or worked out."""
    for name, words in beyond_range(pose.angles):
        yield name, words if name in pose.given else f"{words}. It was worked out from the pins: write this angle, or leave another one out"


def _contacts(pose: Pose, anchors: Mapping[str, float]) -> Iterable[tuple[str, str]]:
    skeleton = pose.skeleton()
    for contact in pose.contacts:
        gap = max(map(abs, gaps([contact], skeleton, anchors, ACROSS[pose.view])))
        if gap > TOUCHES:
            yield "pin", f"expected {_phrase(contact)}, got {gap:.0f} cm between them. Leave out an angle that keeps them apart, or the pin"


def _phrase(contact: Contact) -> str:
    side = "the far" if contact.side else "the"
    return f"{side} {contact.spot} on the {contact.hold.split('/')[0] if contact.hold else contact.thing}"


def _ground(pose: Pose) -> Iterable[tuple[str, str]]:
    if pose.view == "above":
        return
    deepest = max(y for item in draw_mannequin(film((pose,)), hands_of(pose, {}), {}) if item.style != "halo" for _, y in points_of(item))
    if deepest > UNDER:
        yield "", f"expected nothing under the floor, got a part {deepest:.0f} cm below it. Pin what should lie on the floor. Example: pin: [back, hands]"


def _balance(pose: Pose) -> Iterable[tuple[str, str]]:
    if pose.balanced:
        off = falls(pose.contacts, pose.skeleton(), ACROSS[pose.view])
        if abs(off) > FALLS:
            way = "forward" if off > 0 else "back"
            yield "", f"expected the weight over the feet, got it {abs(off):.0f} cm too far {way}. Leave an angle out, so that balance can be worked out. Example: {{pin: foot, hip: 80, knee: 20}}"


def _things(figure: Figure, record: Mapping[str, Any]) -> Iterable[str]:
    """What is drawn is the equipment, all of it and nothing else."""
    shown = things_shown(figure, record)
    equipment, left_out = set(record["equipment"]), set(record["figure"].get("left_out", []))
    for thing in sorted(shown - equipment):
        yield f"expected only what is under equipment, got {thing!r}. Example: equipment: [{thing}]"
    for thing in sorted(equipment - shown - left_out - {"space"}):
        yield f"expected everything that is under equipment, got no {thing!r}. Draw it, or write left_out: [{thing}]"


def things_shown(figure: Figure, record: Mapping[str, Any]) -> set[str]:
    """The equipment that can be seen in the picture."""
    written = record["figure"]
    pinned = {thing for pose in figure.positions.values() for thing in touched(film((pose,)))} - NOT_EQUIPMENT
    styles = {item.style for layer in figure.layers for item in layer.items}
    return {SAME_AS.get(thing, thing) for thing in {*pinned, *written.get("with", {}), *({"mat"} & styles)}}

