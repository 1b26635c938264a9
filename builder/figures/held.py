"""The things a body holds or wears, drawn where the parts that hold them go: weight, band, towel, stick, cushion, a partner's hands."""

from collections.abc import Mapping
from math import cos, radians, sin

from builder.figures import shapes_side
from builder.figures.body import FOREARM
from builder.figures.curve import block, circle, closed, number, opened
from builder.figures.item import Film, Item, few, on_paper
from builder.figures.spots import SPOTS

# Where each thing may be: the words of a record, and for lines the spots of the body they join.
ENDS = {"ankle": "ankle", "far ankle": "far_ankle", "hand": "palm", "far hand": "far_palm", "hands": "palm", "foot": "ball", "far foot": "far_ball", "thigh": "thigh", "far thigh": "far_thigh"}
BELL = 9.5
# The rolled sleeve at a partner's elbow, in the measure of the forearm.
CUFF = ((0, -4.6), (4, -3), (5.2, 1.4), (5.3, 5.6, 0), (-4.9, 5.6, 0), (-4.8, 1), (-4, -3))


def draw_held(film: Film, things: Mapping[str, object]) -> dict[str, list[Item]]:
    """Items by where they belong: behind the body, between its legs, in front of it, or over everything."""
    layers: dict[str, list[Item]] = {"behind": [], "between legs": [], "between": [], "over": []}
    for thing, where in things.items():
        if thing in DRAWERS:
            layer, items = DRAWERS[thing](film, where)
            layers[layer] += items
    return layers


def point(film: Film, words: str) -> list[tuple[float, float]]:
    """A spot of the body in every frame."""
    name = ENDS[words]
    side, spot = ("far_", name.removeprefix("far_")) if name.startswith("far_") else ("", name)
    at = SPOTS[spot][-1]
    return [on_paper(skeleton[side + at.part].at(at.forward, at.down), side + at.part, film.view) for skeleton in film.skeletons]


def _weight(film: Film, where: object) -> tuple[str, list[Item]]:
    """A kettlebell hangs from the hand straight down, whatever the arm does; on the chest it is a loaded rucksack."""
    if where == "chest":
        sack = ((10.6, 2), (16, 1.4), (21.5, 4.6), (23.6, 13), (22.6, 22), (18, 25.6), (11.6, 25.4), (10.4, 13))
        strap = opened(((12, 3.4), (6.5, -3.4), (-1, -4.2), (-8, 3), (-9, 13), (-3, 20.5), (11, 23)))
        return "between", [Item("iron-line", (strap,), film.places("chest")), Item("iron", (closed(sack),), film.places("chest"))]
    places = few(tuple(f"translate({number(x)} {number(y)})" for x, y in point(film, "hand" if where == "hands" else str(where))))
    handle = opened(((-5.4, 8), (-5.6, 2), (-3, -0.6), (3, -0.6), (5.6, 2), (5.4, 8)))
    return "between", [Item("iron-line", (handle,), places), Item("iron", (circle(BELL, 0, 13.4),), places)]


def _line(style: str) -> object:
    def draw(film: Film, where: object) -> tuple[str, list[Item]]:
        ends = [point(film, words) for words in where]
        outlines = few(tuple("M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) for points in zip(*ends)))
        return "over", [Item(f"{style}-halo", outlines), Item(style, outlines)]

    return draw


def _stick(film: Film, where: object) -> tuple[str, list[Item]]:
    """Along the back, from behind the head to below the tailbone."""
    return "behind", [Item("prop", (block(-14.2, -78, 2.4, 88, 1.2),), film.places("trunk"))]


def _cushion(film: Film, where: object) -> tuple[str, list[Item]]:
    """A long pillow that carries the near leg from knee to foot, wherever it goes, of somebody who lies on the side."""
    spots = [SPOTS[name][-1] for name in ("knee", "heel", "toe")]
    points = [on_paper(skeleton[spot.part].at(spot.forward, spot.down), spot.part, film.view) for skeleton in film.skeletons for spot in spots]
    (left, right), (top, bottom) = ((min(values), max(values)) for values in zip(*points))
    left, right, top, bottom = left - 8, right + 8, top - 7, bottom + 7
    x, y, near, far = (left + right) / 2, (top + bottom) / 2, 7, 3
    top_edge = ((left + near, top + 1), (x, top + far), (right - near, top + 1), (right - 1, top + near))
    bottom_edge = ((right - far, y), (right - 1, bottom - near), (right - near, bottom - 1), (x, bottom - far), (left + near, bottom - 1), (left + 1, bottom - near))
    corners = (*top_edge, *bottom_edge, (left + far, y), (left + 1, top + near))
    return "between legs", [Item("prop", (closed(corners),))]


def _anchor(film: Film, where: object) -> tuple[str, list[Item]]:
    """A partner's forearms, from behind and above on to the ankles. They end where the picture need not go on."""
    x, y = point(film, "ankle")[0]
    items = []
    for style, aside, turn in (("partner-far", 4.6, -52), ("partner", 0.0, -44)):
        across, down = -sin(radians(turn)), cos(radians(turn))
        wrist = (x + aside - across * 5, y - 1 - down * 5)
        elbow = (wrist[0] - across * FOREARM, wrist[1] - down * FOREARM)
        forearm, hand = (f"translate({number(at[0])} {number(at[1])})rotate({turn + more})" for at, more in ((elbow, 0), (wrist, 10)))
        arm = [Item(style, (closed(shapes_side.FIST),), (hand,)), Item(style, (closed(shapes_side.FOREARM),), (forearm,)), Item(f"{style}-sleeve", (closed(CUFF),), (forearm,))]
        items += [*(Item("halo", item.outlines, item.places) for item in arm), *arm]
    return "over", items


DRAWERS = {"weight": _weight, "band": _line("band"), "towel": _line("towel"), "stick": _stick, "cushion": _cushion, "anchor": _anchor}
