"""How each thing that a body touches is drawn: from its contacts, where they were first put down."""

from collections.abc import Callable, Mapping

from builder.figures.body import BALL_FORWARD, SOLE
from builder.figures.contact import HEIGHTS, WALL, Contact, middle_of
from builder.figures.curve import block, circle, number, opened
from builder.figures.item import Film, Item, few, on_paper
from builder.figures.joints import FAR
from builder.figures.pose import ACROSS

CHAIR_DEPTH, CHAIR_BACK = 42.0, 88.0
BALL, ROLLER = HEIGHTS["ball"] / 2, HEIGHTS["roller"] / 2
WHEEL = 24.0


def _chair(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """A chair under a seat looks the way its sitter does; one for heels or hands stands with its front to them."""
    at = anchors[contacts[0].name]
    height = HEIGHTS["chair"]
    if contacts[0].spot in ("seat", "thigh"):
        front, way = at + 27.0, -1
    else:
        front, way = at - 9.0, 1
    return _chair_at(front, way, height)


def _chair_back(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """Someone who holds the back of a chair has the seat beyond it."""
    at = anchors[contacts[0].name]
    way = 1 if at > film.poses[0].at[0] else -1
    return _chair_at(at + way * (CHAIR_DEPTH + 1), -way, HEIGHTS["chair"])


def _chair_at(front: float, way: int, height: float) -> list[Item]:
    back = front + way * CHAIR_DEPTH
    left = min(front, back)
    legs = [block(left + 1.5, -height + 3, 3, height - 3, 1), block(left + CHAIR_DEPTH - 4.5, -height + 3, 3, height - 3, 1)]
    rest = block(back - (3 if way > 0 else 0), -CHAIR_BACK, 3, CHAIR_BACK - height + 4, 1.5)
    return [Item("prop", ("".join([*legs, rest]),)), Item("prop", (block(left, -height, CHAIR_DEPTH, 4, 1.5),))]


def _table(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    left, height = anchors[contacts[0].name] - 8, HEIGHTS["table"]
    return [Item("prop", (block(left + 38, -height + 2, 4, height - 2, 1),)), Item("prop", (block(left, -height, 50, 4, 1.5),))]


def _wall(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    at = anchors[WALL]
    is_ahead = at > film.poses[0].at[0]
    top = max(150.0, *(skeleton["head"].origin[1] + 20 for skeleton in film.skeletons))
    if film.view == "above":
        return []
    return [Item("wall", (block(at if is_ahead else at - 6, -top, 6, top + 1.4, 0.5),))]


def _step(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """Who steps down in front of a step stands at its front edge."""
    places = [anchors[contact.name] for contact in contacts if contact.name in anchors]
    height, width = HEIGHTS["step"], max(34.0, max(places) - min(places) + 14)
    is_left = any(contact.thing == "floor" and anchors[contact.name] > max(places) for pose in film.poses for contact in pose.contacts)
    return [Item("prop", (block(max(places) + 7 - width if is_left else min(places) - 7, -height, width, height + 0.7, 1),))]


def _following(film: Film, contact: Contact, anchors: Mapping[str, float], outline: str, style: str, down: float) -> Item:
    """Something round under a contact: it goes along where the contact may slide, and stays where the contact stays."""
    across = ACROSS[film.view]
    if not contact.slides:
        return Item(style, (outline,), (f"translate({number(anchors[contact.name])} {number(down)})",))
    places = few(tuple(f"translate({number(middle_of(contact, skeleton)[across])} {number(down)})" for skeleton in film.skeletons))
    return Item(style, (outline,), places)


def _ball(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    shine = "M-19 -10A21.5 21.5 0 0 1 -6 -20.6"
    return [_following(film, contacts[0], anchors, circle(BALL), "prop", -BALL), _following(film, contacts[0], anchors, shine, "prop-line", -BALL)]


def _roller(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """A roller rolls from the place where it is first touched to the place where it is last touched."""
    first, last = (anchors[contacts[i].name] for i in (0, -1))
    frames = len(film.skeletons)
    places = few(tuple(f"translate({number(first + (last - first) * i / max(frames - 1, 1))} {number(-ROLLER)})" for i in range(frames)))
    return [Item("prop", (circle(ROLLER) + circle(ROLLER - 3),), places)]


def _bench(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """A glute-ham bench: the round pad under the knees, the plate and the rollers for the feet, the frame."""
    pad, height = anchors[contacts[0].name], HEIGHTS["bench"]
    x, y = on_paper(film.skeletons[0]["foot"].at(0, 0), "foot", film.view)
    frame = f"M{number(pad)} {number(-height + 12)}V0M{number(x - 8)} 0V{number(y)}M{number(x - 16)} 0H{number(pad + 22)}M{number(x - 8)} -24H{number(pad)}"
    plate = block(x - 13, y - 14, 4, 30, 1)
    return [Item("frame", (frame,)), Item("prop", (block(pad - 16, -height, 32, 24, 12) + plate,))]


def _saddle(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """An exercise bike: saddle under the seat, handlebar at the hands, and cranks that end in a pedal under each foot."""
    at, height = anchors[contacts[0].name], HEIGHTS["saddle"]
    feet = [[on_paper(skeleton[side + "foot"].at(BALL_FORWARD, SOLE), side + "foot", film.view) for skeleton in film.skeletons] for side in ("", FAR)]
    hub = tuple(sum(point[i] for foot in feet for point in foot) / (2 * len(feet[0])) for i in (0, 1))
    hand = on_paper(film.skeletons[0]["hand"].at(0, 6), "hand", film.view)
    wheel = (hub[0] + 40, -WHEEL - 5)
    stand = f"M{number(at - 22)} -1.5H{number(wheel[0] + 20)}M{number(hub[0] - 18)} -1.5L{number(hub[0])} {number(hub[1])}M{number(wheel[0])} -1.5V{number(wheel[1])}"
    frame = f"M{number(at)} {number(-height + 4)}L{number(hub[0])} {number(hub[1])}L{number(wheel[0])} {number(wheel[1])}L{number(hand[0] + 8)} {number(hand[1] + 6)}L{number(hand[0] - 2)} {number(hand[1] + 1)}"
    cranks = few(tuple(f"M{number(a[0])} {number(a[1])}L{number(hub[0])} {number(hub[1])}L{number(b[0])} {number(b[1])}" for a, b in zip(*feet)))
    pedals = [Item("prop", (block(-5.5, 0, 11, 2.6, 1),), few(tuple(f"translate({number(x)} {number(y)})" for x, y in foot))) for foot in feet]
    return [
        Item("frame", (stand + frame,)),
        Item("prop", (circle(WHEEL, *wheel),)), Item("prop-line", (circle(WHEEL - 4, *wheel),)), Item("prop", (circle(5, *hub),)),
        Item("frame", cranks), *pedals, Item("prop", (block(at - 14, -height, 30, 5, 2.5),)),
    ]  # fmt: skip


def _slider(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    return [_following(film, contact, anchors, block(-11, 0, 22, HEIGHTS["slider"] + 0.2, 0.7), "slider", -HEIGHTS["slider"]) for contact in contacts[:1]]


def _rolled_towel(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """Rolled tightly and a little flat, with the end of the cloth to be seen inside."""
    at, height = anchors[contacts[0].name], HEIGHTS["rolled towel"]
    spiral = opened(((at + 5.4, -height / 2), (at, -1.4), (at - 4, -height / 2), (at, -height + 1.6), (at + 2.4, -height / 2), (at, -height / 2 + 0.4)))
    return [Item("prop", (block(at - 6.5, -height, 13, height + 0.5, height / 2),)), Item("prop-line", (spiral,))]


def _soft(width: float, thing: str) -> Callable[..., list[Item]]:
    def draw(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
        height = HEIGHTS[thing]
        return [Item("prop", (block(anchors[contacts[0].name] - width / 2, -height, width, height + 0.5, height / 2),))]

    return draw


DRAWERS = {
    "chair": _chair,
    "chair back": _chair_back,
    "table": _table,
    WALL: _wall,
    "step": _step,
    "ball": _ball,
    "roller": _roller,
    "slider": _slider,
    "towel": _soft(9, "towel"),
    "rolled towel": _rolled_towel,
    "cushion": _soft(34, "cushion"),
    "bench": _bench,
    "saddle": _saddle,
}
