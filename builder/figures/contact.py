"""What touches what, and how far a position is from touching it.

Everything is measured in the picture: across and up. From the side, across is x; from the front, it is z.
"""

from collections.abc import Callable, Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class Measure:
    """How far a position is from what is asked of it, in centimetres, and the parts that tell."""

    parts: frozenset[str]
    gaps: Callable[[Skeleton], list[float]]


def gaps(contacts: Iterable[Contact], skeleton: Skeleton, anchors: Mapping[str, float], across: int) -> list[float]:
    """How far each contact is from what it touches, in centimetres; and for those that stay, how far from their place."""
    return [gap for measure in measures(contacts, anchors, across) for gap in measure.gaps(skeleton)]


def measures(contacts: Iterable[Contact], anchors: Mapping[str, float], across: int) -> list[Measure]:
    """What tells of each contact how far it is from what it touches, made once for the many positions that are tried."""
    found = []
    at_walls: list[Contact] = []
    for contact in contacts:
        if contact.hold:
            found.append(_of_hold(contact, across))
        elif contact.thing == WALL:
            at_walls.append(contact)
            found.append(_of_wall(contact, at_walls[0], anchors, across))
        else:
            found.append(_of_top(contact, anchors, across))
    return found


def _of_hold(contact: Contact, across: int) -> Measure:
    """Where the hand is, and where on the body it belongs."""
    name, part = contact.hold.split("/")
    belongs, hand = HOLDS[name][contact.spot == "fingers"], _part_of(contact)

    def found(skeleton: Skeleton) -> list[float]:
        at, held = middle_of(contact, skeleton), skeleton[part].at(belongs.forward, belongs.down)
        return [at[across] - held[across], at[1] - held[1]]

    return Measure(frozenset({hand, part}), found)


def _of_wall(contact: Contact, first: Contact, anchors: Mapping[str, float], across: int) -> Measure:
    """The first contact with a wall puts it there."""
    is_anchored = not contact.slides and contact.name in anchors

    def found(skeleton: Skeleton) -> list[float]:
        wall = anchors[WALL] if WALL in anchors else at_wall(first, skeleton, across)
        gap = at_wall(contact, skeleton, across) - wall
        return [gap, place_along(contact, skeleton, across) - anchors[contact.name]] if is_anchored else [gap]

    return Measure(frozenset({"trunk", _part_of(first), _part_of(contact)}), found)


def _of_top(contact: Contact, anchors: Mapping[str, float], across: int) -> Measure:
    part, spots, height = _part_of(contact), SPOTS[contact.spot], HEIGHTS[contact.thing]
    place = None if contact.slides else anchors.get(contact.name)

    def found(skeleton: Skeleton) -> list[float]:
        at = skeleton[part].at
        points = [at(spot.forward, spot.down) for spot in spots]
        gap = min([point[1] - spot.radius for point, spot in zip(points, spots)]) - height
        return [gap] if place is None else [gap, points[-1][across] - place]

    return Measure(frozenset({part}), found)


def _part_of(contact: Contact) -> str:
    """All circles of a spot are on one part."""
    return contact.side + SPOTS[contact.spot][-1].part


def place_along(contact: Contact, skeleton: Skeleton, across: int) -> float:
    """Where a contact is along the thing it touches: up a wall, across the rest."""
    return middle_of(contact, skeleton)[1 if contact.thing == WALL else across]
