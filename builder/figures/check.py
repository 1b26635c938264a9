"""What is wrong with a figure, in words: where, what was expected, what was found, and a right example."""

from collections.abc import Iterator, Mapping
from typing import Any

from builder.figures.balance import falls
from builder.figures.bounds import points_of
from builder.figures.contact import Contact, gaps
from builder.figures.figure import Figure, positions_of
from builder.figures.item import film
from builder.figures.joints import ANGLES, ARM, FAR, LEG, TRUNK, beyond_range
from builder.figures.mannequin import draw_mannequin
from builder.figures.pins import read_pins
from builder.figures.pose import ACROSS, Pose
from builder.figures.scene import hands_of
from builder.figures.spots import ARM_SPOTS
from builder.figures.surfaces import touched
from builder.problems import Problem, listed

# In centimetres, on a body of 170: what counts as touching, as under the floor, and as falling over.
TOUCHES = 0.5
UNDER = 1.0
FALLS = 0.5
# Angles whose being written keeps no contact from being met.
ALONE = ("neck", "spine", "twist", "ankle", "far_ankle", "wrist", "far_wrist", "toes", "far_toes")
# Things of a picture that are not equipment, or that stand for some.
NOT_EQUIPMENT = {"floor", "table"}
SAME_AS = {"chair back": "chair", "rolled towel": "towel", "cushion": "mat", "bench": "glute-ham-bench", "saddle": "bike"}


def pin_problems(record: Mapping[str, Any], file: str) -> list[Problem]:
    """Every pin that is not understood. Until they are, there is nothing to draw."""
    found = []
    for name, line in positions_of(record["figure"]).items():
        try:
            read_pins(line.get("pin"))
        except ValueError as error:
            found.append(Problem(file, f"figure.{name}.pin", str(error)))
    return found


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
    missed = list(_contacts(pose, anchors))
    # What misses its place is often under the floor as well, for the same reason.
    yield from missed or _ground(pose)
    yield from _balance(pose)


def _angles(pose: Pose) -> Iterator[tuple[str, str]]:
    """Angles no joint reaches, written or worked out."""
    mirrored = {FAR + name for name in pose.mirrored}
    for name, words in beyond_range({name: value for name, value in pose.angles.items() if name not in mirrored}):
        yield name, words if name in pose.given else f"{words}. It was worked out from the pins: write this angle, or leave another one out"


def _contacts(pose: Pose, anchors: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """The contact that is furthest from what it should touch; the others often come right with it."""
    skeleton = pose.skeleton()
    missed = {contact: max(map(abs, gaps([contact], skeleton, anchors, ACROSS[pose.view]))) for contact in pose.contacts}
    worst = max(missed, key=missed.get, default=None)
    if worst and missed[worst] > TOUCHES:
        limb = ARM if worst.spot in ARM_SPOTS else LEG
        mirrored = {FAR + name for name in pose.mirrored}
        written = [name for name in ANGLES if name in pose.given - mirrored and (name in TRUNK or name.removeprefix(FAR) in limb) and name not in ALONE]
        advice = f"Leave out {listed([*written, 'the pin'])}"
        yield "pin", f"expected the {_phrase(worst)}, got {missed[worst]:.1f} cm between them. {advice}"


def _phrase(contact: Contact) -> str:
    side = "far " if contact.side else ""
    return f"{side}{contact.spot} on the {contact.hold.split('/')[0] if contact.hold else contact.thing}"


def _ground(pose: Pose) -> Iterator[tuple[str, str]]:
    if pose.view == "above":
        return
    deepest = max(y for item in draw_mannequin(film((pose,)), hands_of(pose, {}), {}) if item.style != "halo" for _, y in points_of(item))
    if deepest > UNDER:
        yield "", f"expected nothing under the floor, got a part {deepest:.0f} cm below it. Pin what should lie on the floor. Example: pin: [back, hands]"


def _balance(pose: Pose) -> Iterator[tuple[str, str]]:
    if pose.balanced:
        off = falls(pose.contacts, pose.skeleton(), ACROSS[pose.view])
        if abs(off) > FALLS:
            way = "forward" if off > 0 else "back"
            yield "", f"expected the weight over the feet, got it {abs(off):.0f} cm too far {way}. Leave an angle out, so that balance can be worked out. Example: {{pin: foot, hip: 80, knee: 20}}"


def _things(figure: Figure, record: Mapping[str, Any]) -> Iterator[str]:
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
    styles = {item.style for layer in figure.picture.layers for item in layer.items}
    return {SAME_AS.get(thing, thing) for thing in {*pinned, *written.get("with", {}), *({"mat"} & styles)}}

