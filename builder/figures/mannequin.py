"""The mannequin in layers: halos that keep parts apart, and on them the parts themselves, far limbs first."""

from collections.abc import Mapping, Sequence
from types import ModuleType

from builder.figures import shapes_front, shapes_side
from builder.figures.curve import Point, closed, opened
from builder.figures.item import Film, Item, few
from builder.figures.joints import FAR
from builder.figures.outline import trunk_front, trunk_side
from builder.figures.skeleton import Skeleton

HALO, EDGE, GHOST = "halo", "edge", "ghost"


def shapes_of(view: str) -> ModuleType:
    return shapes_front if view == "front" else shapes_side


def draw_mannequin(film: Film, hands: Mapping[str, str], muscles: Mapping[str, str], between: Sequence[Item] = (), between_legs: Sequence[Item] = ()) -> list[Item]:
    """Every item of the figure. `between` is what it holds in front of its body and behind its near arm."""
    if film.view == "front":
        return _from_front(film, hands, muscles, between)
    near_leg = leg(film, "")
    far_arm = [*halo(arm(film, FAR, hands)), *arm(film, FAR, hands)]
    # A chest that is turned to the reader has both arms in front of it.
    is_turned = film.poses[-1].angles["twist"] > 45
    return [
        *([] if is_turned else far_arm),
        *halo(leg(film, FAR)), *leg(film, FAR), *between_legs,
        *halo(near_leg), *halo([*trunk(film), *head(film)]),
        *head(film), *trunk(film), *near_leg, *working(film, muscles),
        *(far_arm if is_turned else []),
        *between,
        *halo(arm(film, "", hands)), *arm(film, "", hands),
    ]  # fmt: skip


def draw_ghost(film: Film, hands: Mapping[str, str], held: Sequence[Item] = ()) -> list[Item]:
    """A position as one pale shape with one outline, with what is held in it: where the movement begins."""
    items = [*(item for item in held if item.style in ("iron", "prop")), *arm(film, FAR, hands), *leg(film, FAR), *trunk(film), *head(film), *leg(film, ""), *arm(film, "", hands)]
    # What ends where it began is covered by the figure itself.
    flat = [item for item in items if item.style not in (EDGE, "sole", "far-sole") and is_moving(item)]
    flat = [Item(item.style, item.outlines[:1], item.places[:1]) for item in flat]
    return [*halo(flat, f"{GHOST}-line"), *(Item(GHOST, item.outlines, item.places) for item in flat)]


def is_moving(item: Item) -> bool:
    return item.places[0] != item.places[-1] or item.outlines[0] != item.outlines[-1]


def halo(items: Sequence[Item], style: str = HALO) -> list[Item]:
    """The same outlines, drawn wider and first, so that what is in front stands clear of what is behind."""
    return [Item(style, item.outlines, item.places) for item in items if item.style != EDGE]


def leg(film: Film, side: str) -> list[Item]:
    """One leg, thigh first, so that the calf of a bent knee lies over the thigh."""
    shapes, far = shapes_of(film.view), "far-" if side and film.view != "front" else ""
    thigh, shank, foot, toes = (film.places(side + part) for part in ("thigh", "shank", "foot", "toes"))
    items = [
        Item(f"{far}skin", (closed(shapes.THIGH),), thigh),
        Item(f"{far}shorts", (closed(shapes.SHORTS_LEG),), thigh),
        Item(f"{far}skin", (closed(shapes.SHANK),), shank),
        *edge(film, side + "knee", shapes.SHANK_EDGE, shank),
    ]
    if film.view != "front" and any(abs(pose.angles[side + "toes"]) > 3 for pose in film.poses):
        shoe = [(shapes.SHOE_TOE, toes), (shapes.SHOE_HEEL, foot)]
        sole = [(shapes.SOLE_TOE, toes), (shapes.SOLE_HEEL, foot)]
    else:
        shoe, sole = [(shapes.SHOE, foot)], [(shapes.SOLE, foot)]
    items += [Item(f"{far}shoe", (closed(points),), place) for points, place in shoe]
    return items + [Item(f"{far}sole", (closed(points),), place) for points, place in sole]


def arm(film: Film, side: str, hands: Mapping[str, str]) -> list[Item]:
    """One arm with its hand: open, flat on something, or a fist about what it holds."""
    shapes, far = shapes_of(film.view), "far-" if side and film.view != "front" else ""
    upper, forearm, hand = (film.places(side + part) for part in ("upper_arm", "forearm", "hand"))
    return [
        Item(f"{far}skin", (closed(shapes.UPPER_ARM),), upper),
        Item(f"{far}shirt", (closed(shapes.SLEEVE),), upper),
        Item(f"{far}skin", (closed(getattr(shapes, hands.get(side, "HAND_OPEN"))),), hand),
        Item(f"{far}skin", (closed(shapes.FOREARM),), forearm),
        *edge(film, side + "elbow", shapes.FOREARM_EDGE, forearm),
    ]


def edge(film: Film, joint: str, points: Sequence[Point], places: tuple[str, ...]) -> list[Item]:
    """The line that keeps the two parts of a limb apart where its joint is bent so far that one lies over the other."""
    return [Item(EDGE, (opened(points),), places)] if any(pose.angles[joint] > 60 for pose in film.poses) else []


def trunk(film: Film) -> list[Item]:
    """Shirt and shorts. Where the spine bends on the way, their outlines change too."""
    shapes, places = shapes_of(film.view), film.places("trunk")

    def outlines(least: float, most: float) -> tuple[str, ...]:
        if film.view == "front":
            return (closed(trunk_front(shapes.TRUNK, least, most)),)
        spines = [pose.angles["spine"] for pose in film.poses]
        bent = {spine: closed(trunk_side(shapes.TRUNK, least, most, spine)) for spine in dict.fromkeys(spines)}
        return few(tuple(bent[spine] for spine in spines))

    return [
        Item("shorts", film.once("shorts", lambda: outlines(-99, shapes.WAIST + 0.3)), places),
        Item("shirt", film.once("shirt", lambda: outlines(shapes.WAIST, 99)), places),
    ]


def head(film: Film) -> list[Item]:
    shapes, neck, head_ = shapes_of(film.view), film.places("neck"), film.places("head")
    ears = [Item("skin", (closed(shapes.EARS),), head_)] if film.view == "front" else []
    return [Item("skin", (closed(shapes.NECK),), neck), *ears, Item("skin", (closed(shapes.HEAD),), head_), Item("hair", (closed(shapes.HAIR),), head_)]


def working(film: Film, muscles: Mapping[str, str]) -> list[Item]:
    """The muscles that work, each with the style of its share, on a dark edge that shows it on skin and shorts alike."""
    shapes = shapes_of(film.view)
    known = {**shapes.MUSCLES, **{name: ("trunk", outline) for name, outline in shapes.TRUNK_MUSCLES.items()}}
    drawn = [(style, (closed(known[name][1]),), film.places(known[name][0])) for name, style in muscles.items() if name in known]
    return [item for style, outline, places in drawn for item in (Item("muscle-edge", outline, places), Item(style, outline, places))]


def _from_front(film: Film, hands: Mapping[str, str], muscles: Mapping[str, str], between: Sequence[Item]) -> list[Item]:
    """From the front, what is further forward is drawn later: arms that reach back, legs, trunk, lifted legs, the other arms."""
    still = film.skeletons[-1]
    lifted = [side for side in (FAR, "") if still[side + "shank"].origin[0] > still["trunk"].origin[0] + 12]
    reaching_back = [side for side in (FAR, "") if still[side + "hand"].origin[0] < still["trunk"].origin[0] - 8]

    def legs(sides: Sequence[str]) -> list[Item]:
        return [item for side in sides for item in (*halo(leg(film, side)), *leg(film, side))]

    def arms(sides: Sequence[str]) -> list[Item]:
        return [item for side in sides for item in (*halo(arm(film, side, hands)), *arm(film, side, hands))]

    return [
        *arms(reaching_back),
        *halo([*trunk(film), *head(film)]),
        *legs([side for side in (FAR, "") if side not in lifted]),
        *head(film), *trunk(film),
        *legs(lifted), *working(film, muscles), *between,
        *arms([side for side in (FAR, "") if side not in reaching_back]),
    ]  # fmt: skip
