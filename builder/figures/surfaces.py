"""What is about the body: the floor, the mat, and every thing that it touches or that stands beside it."""

from collections.abc import Mapping

from builder.figures.contact import WALL, Contact
from builder.figures.curve import block, closed, number
from builder.figures.item import Film, Item
from builder.figures.things import DRAWERS

MAT = 2.0
RUNGS = 6
SLANT = 9.0
# What lies on a mat when there is one. Feet and hands may well stand on the floor.
LIES = ("head", "back", "chest", "belly", "seat", "hip", "shoulder", "knee", "elbow", "thigh")


def touched(film: Film) -> dict[str, list[Contact]]:
    """The things touched in any position, each with its contacts, first touched first."""
    found: dict[str, list[Contact]] = {}
    for pose in (film.poses[0], film.poses[-1], *film.poses):
        for contact in pose.contacts:
            if not contact.hold and contact not in found.setdefault(contact.thing, []):
                found[contact.thing].append(contact)
    return found


def draw_surfaces(film: Film, anchors: Mapping[str, float]) -> list[Item]:
    """Every thing that is touched, but the floor."""
    items = []
    for thing, contacts in touched(film).items():
        if thing in DRAWERS:
            items += DRAWERS[thing](film, contacts, anchors)
    return items


def draw_beside(film: Film, things: Mapping[str, object]) -> list[Item]:
    """A wall to hold in case of need: behind somebody seen from the side, and next to somebody seen from the front."""
    if things.get(WALL) != "beside":
        return []
    top = max(skeleton["head"].origin[1] for skeleton in film.skeletons) + 22
    at = film.poses[0].at[0]
    if film.view == "front":
        return [Item("wall", (block(at + 58, -top, 6, top + 1.4, 0.5),))]
    return wall_behind(at - 46, 92, top)


def wall_behind(left: float, width: float, top: float) -> list[Item]:
    return [Item("wall-behind", (block(left, -top, width, top + 0.2, 0.5),)), Item("prop-line", (f"M{number(left)} -8h{number(width)}",))]


def cone(x: float) -> Item:
    return Item("cone", (closed(((x - 1.2, -17), (x + 1.2, -17), (x + 5.5, 0, 0), (x - 5.5, 0, 0))),))


def draw_ladder(least: float, most: float) -> list[Item]:
    """A flat ladder on the floor, seen a little from above: its two sides and its rungs, at a slant."""
    near = most - least - SLANT
    rungs = "".join(f"M{number(least + SLANT + step * near / RUNGS)} 2.6l{number(-SLANT)} 8" for step in range(RUNGS + 1))
    return [Item("rung", (f"M{number(least + SLANT)} 2.6H{number(most)}M{number(least)} 10.6h{number(near)}{rungs}",))]


def lies_down(film: Film) -> bool:
    """Whether more than feet and hands touch the floor."""
    return any(contact.spot in LIES for contact in touched(film).get("floor", []))


def draw_mat(least: float, most: float) -> list[Item]:
    return [Item("mat", (block(least, 0, most - least, MAT, MAT / 2),))]


def draw_floor(least: float, most: float, down: float) -> list[Item]:
    return [Item("ground", (f"M{number(least)} {number(down + 0.7)}H{number(most)}",))]
