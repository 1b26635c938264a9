"""What touches what: `pin: [shoulders, far heel on chair, hand along floor]` read into points of the body and the things they touch.

A point of the body is a small circle, so that a heel or a back touches rightly however it is turned.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.figures.body import BALL_FORWARD, BALL_UP, FOREARM, SOLE
from builder.figures.joints import FAR
from builder.figures.skeleton import Skeleton, Vector


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
    "thigh": (Spot("thigh", -1, 22, 6.8),),
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
MIDDLE = ("head", "back", "chest", "belly", "seat")

# What a word of a pin stands for. Plural words are both sides.
WORDS = {
    "back": ("back", "seat", "head"),
    "shoulders": ("back", "head"),
    "front": ("chest", "belly"),
    "side": ("hip", "shoulder"),
    "seat": ("seat",),
    "head": ("head",),
    "hip": ("hip",),
    "thigh": ("thigh",),
    "knee": ("knee",),
    "shin": ("knee", "instep"),
    "calf": ("calf",),
    "ankle": ("ankle",),
    "foot": ("heel", "ball"),
    "heel": ("heel",),
    "foot edge": ("foot edge",),
    "toe": ("ball", "toe"),
    "hand": ("palm", "fingers"),
    "fist": ("palm",),
    "elbow": ("elbow",),
    "forearm": ("elbow", "wrist"),
}
PLURALS = {"thighs": "thigh", "knees": "knee", "shins": "shin", "calves": "calf", "ankles": "ankle", "feet": "foot", "foot edges": "foot edge", "heels": "heel", "hands": "hand", "fists": "fist", "elbows": "elbow", "forearms": "forearm", "toes": "toe"}

# Flat things and how high their tops are; a wall stands upright.
HEIGHTS = {"floor": 0.0, "chair": 45.0, "chair back": 88.0, "table": 88.0, "step": 16.0, "slider": 1.4, "towel": 3.0, "cushion": 5.0, "roller": 14.0, "ball": 55.0}
WALL = "wall"

# Places of the body that a hand can hold: the part, forward and down for the palm, and for the fingers where the hand lies along it.
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
HOLD_PLURALS = {"thighs": "thigh", "backs of thighs": "back of thigh", "knees": "knee", "shins": "shin"}
PIN = re.compile(r"^(far )?([a-z ]+?)(?: (on|along) (far )?([a-z ]+))?$")


@dataclass(frozen=True, slots=True)
class Contact:
    """One spot of the body on one thing. A contact that `slides` keeps to the surface, the others stay where they are."""

    side: str
    spot: str
    thing: str = ""
    slides: bool = False
    hold: str = ""

    @property
    def name(self) -> str:
        return f"{self.side}{self.spot} on {self.thing or self.hold}"


def read_pins(pins: object) -> tuple[Contact, ...]:
    """The contacts of a position's `pin`. Raises ValueError with a sentence where a pin is not understood."""
    lines = pins if isinstance(pins, list) else [pins] if pins else []
    return tuple(dict.fromkeys(contact for line in lines for contact in _read_pin(line)))


def _read_pin(line: str) -> list[Contact]:
    found = PIN.match(line)
    if not found:
        raise ValueError(f"expected a part of the body, got {line!r}. Example: heel on chair")
    far, word, how, thing_far, thing = found.groups()
    single = PLURALS.get(word, word)
    if single not in WORDS:
        raise ValueError(f"expected a part of the body ({', '.join([*WORDS, *PLURALS])}), got {word!r}. Example: heel on chair")
    thing = thing or "floor"
    sides = ("", FAR) if word in PLURALS else (FAR if far else "",)
    if single in ("hand", "fist") and (thing in HOLDS or thing in HOLD_PLURALS):
        holds = [(side, _held(thing, FAR if thing_far else "", side)) for side in sides]
        return [Contact(side, spot, hold=hold) for side, hold in holds for spot, _ in zip(("palm", "fingers"), HOLDS[hold.split("/")[0]])]
    if thing not in HEIGHTS and thing != WALL:
        raise ValueError(f"expected a thing to touch ({', '.join([*HEIGHTS, WALL])}), got {thing!r}. Example: heel on chair")
    return [Contact("" if spot in MIDDLE else side, spot, thing, how == "along" or spot == "head") for side in sides for spot in WORDS[single]]


def _held(thing: str, far: str, side: str) -> str:
    """What a hand holds: `thighs` is each hand on its own side, `thigh` both on the near one, `far thigh` both on the far one."""
    name = HOLD_PLURALS.get(thing, thing)
    part = HOLDS[name][0].part
    if part in ("pelvis", "chest", "head"):
        return f"{name}/{part}"
    return f"{name}/{(side if thing in HOLD_PLURALS else far) + part}"


def middle_of(contact: Contact, skeleton: Skeleton) -> Vector:
    """Where the middle of a contact's spot is."""
    return _middle(SPOTS[contact.spot][-1], contact, skeleton)


def _middle(spot: Spot, contact: Contact, skeleton: Skeleton) -> Vector:
    return skeleton[contact.side + spot.part].at(spot.forward, spot.down)


def lowest(contact: Contact, skeleton: Skeleton) -> float:
    """How high the skin of a contact's spot is where it is lowest."""
    return min(_middle(spot, contact, skeleton)[1] - spot.radius for spot in SPOTS[contact.spot])


def furthest(contact: Contact, skeleton: Skeleton, across: int, way: int) -> float:
    """How far across the picture the skin of a contact's spot reaches."""
    return way * max(way * _middle(spot, contact, skeleton)[across] + spot.radius for spot in SPOTS[contact.spot])


def held_at(contact: Contact, skeleton: Skeleton) -> Vector:
    """Where on the body the hand of a hold belongs."""
    name, part = contact.hold.split("/")
    spot = HOLDS[name][contact.spot == "fingers"]
    return skeleton[part].at(spot.forward, spot.down)


def gaps(contacts: Iterable[Contact], skeleton: Skeleton, anchors: Mapping[str, float], across: int) -> list[float]:
    """How far each contact is from what it touches, in centimetres; and for those that stay, how far from their place."""
    found = []
    wall = anchors.get(WALL)
    for contact in contacts:
        at = middle_of(contact, skeleton)
        if contact.hold:
            held = held_at(contact, skeleton)
            found += [at[across] - held[across], at[1] - held[1]]
            continue
        if contact.thing == WALL:
            touch = furthest(contact, skeleton, across, 1 if at[across] > skeleton["trunk"].origin[across] else -1)
            wall = touch if wall is None else wall
            found.append(touch - wall)
            along = at[1]
        else:
            found.append(lowest(contact, skeleton) - HEIGHTS[contact.thing])
            along = at[across]
        if not contact.slides and contact.name in anchors:
            found.append(along - anchors[contact.name])
    return found
