"""What touches what, and how far a position is from touching it.

Everything is measured in the picture: across and up. From the side, across is x; from the front, it is z.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.figures.skeleton import Skeleton, Vector
from builder.figures.spots import HOLDS, SPOTS, Spot

# Flat things and how high their tops are; a wall stands upright.
HEIGHTS = {
    "floor": 0.0, "chair": 45.0, "chair back": 88.0, "table": 88.0, "step": 16.0, "slider": 1.4,
    "towel": 3.0, "rolled towel": 7.0, "cushion": 5.0, "roller": 14.0, "ball": 55.0, "bench": 72.0, "saddle": 94.0,
}  # fmt: skip
WALL = "wall"


@dataclass(frozen=True, slots=True)
class Contact:
    """A spot of the body on a thing, or a hand's spot on the body. What `slides` keeps to the surface, the others stay where they are."""

    side: str
    spot: str
    thing: str = ""
    slides: bool = False
    hold: str = ""

    @property
    def name(self) -> str:
        return f"{self.side}{self.spot} on {self.thing or self.hold}"


def middle_of(contact: Contact, skeleton: Skeleton) -> Vector:
    """Where the middle of a contact's spot is."""
    return _middle(SPOTS[contact.spot][-1], contact, skeleton)


def lowest(contact: Contact, skeleton: Skeleton) -> float:
    """How high the skin of a contact's spot is where it is lowest."""
    return min(_middle(spot, contact, skeleton)[1] - spot.radius for spot in SPOTS[contact.spot])


def at_wall(contact: Contact, skeleton: Skeleton, across: int) -> float:
    """How far across the picture the skin of a contact's spot reaches, away from the hips."""
    way = 1 if middle_of(contact, skeleton)[across] > skeleton["trunk"].origin[across] else -1
    return way * max(way * _middle(spot, contact, skeleton)[across] + spot.radius for spot in SPOTS[contact.spot])


def _middle(spot: Spot, contact: Contact, skeleton: Skeleton) -> Vector:
    return skeleton[contact.side + spot.part].at(spot.forward, spot.down)


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
            touch = at_wall(contact, skeleton, across)
            # The first contact with a wall puts it there.
            wall = touch if wall is None else wall
            found.append(touch - wall)
        else:
            found.append(lowest(contact, skeleton) - HEIGHTS[contact.thing])
        if not contact.slides and contact.name in anchors:
            found.append(place_along(contact, skeleton, across) - anchors[contact.name])
    return found


def place_along(contact: Contact, skeleton: Skeleton, across: int) -> float:
    """Where a contact is along the thing it touches: up a wall, across the rest."""
    return middle_of(contact, skeleton)[1 if contact.thing == WALL else across]
