"""The things a body touches, drawn where its contacts put them: floor, mat, chair, wall, step, ball and the like."""

from collections.abc import Callable, Mapping

from builder.figures.body import BALL_FORWARD, SOLE
from builder.figures.contact import HEIGHTS, WALL, Contact, middle_of
from builder.figures.curve import closed, number
from builder.figures.item import Film, Item, few, on_paper
from builder.figures.joints import FAR
from builder.figures.pose import ACROSS

MAT = 2.0
CHAIR_DEPTH, CHAIR_BACK = 42.0, 88.0
BALL, ROLLER = HEIGHTS["ball"] / 2, HEIGHTS["roller"] / 2
RUNGS = 6
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
    return [Item("wall-behind", (block(at - 46, -top, 92, top + 0.2, 0.5),)), Item("prop-line", (f"M{number(at - 46)} -8h92",))]


def cone(x: float) -> Item:
    return Item("cone", (closed(((x - 1.2, -17), (x + 1.2, -17), (x + 5.5, 0, 0), (x - 5.5, 0, 0))),))


def draw_lines(least: float, most: float) -> list[Item]:
    """The rungs of a flat ladder, or lines of chalk, across the floor."""
    rungs = [least + step * (most - least) / RUNGS for step in range(RUNGS + 1)]
    return [Item("prop", ("".join(block(x - 1.5, -1, 3, 2, 1) for x in rungs),))]


def lies_down(film: Film) -> bool:
    """Whether more than feet and hands touch the floor."""
    return any(contact.spot in LIES for contact in touched(film).get("floor", []))


def draw_mat(least: float, most: float) -> list[Item]:
    return [Item("mat", (block(least, 0, most - least, MAT, MAT / 2),))]


def draw_floor(least: float, most: float, down: float) -> list[Item]:
    return [Item("ground", (f"M{number(least)} {number(down + 0.7)}H{number(most)}",))]


def block(x: float, y: float, width: float, height: float, corner: float = 1.0) -> str:
    """A rectangle with round corners, as a path."""
    c = min(corner, width / 2, height / 2)
    w, h = number(width - 2 * c), number(height - 2 * c)
    arc = f"a{number(c)} {number(c)} 0 0 1 "
    r = number(c)
    return f"M{number(x + c)} {number(y)}h{w}{arc}{r} {r}v{h}{arc}-{r} {r}h-{w}{arc}-{r} -{r}v-{h}{arc}{r} -{r}z"


def circle(radius: float, x: float = 0, y: float = 0) -> str:
    r, d = number(radius), number(2 * radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 1 {d} 0a{r} {r} 0 1 1 -{d} 0z"


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
    """Someone who holds the back of a chair stands behind it."""
    return _chair_at(anchors[contacts[0].name] + CHAIR_DEPTH + 1, -1, HEIGHTS["chair"])


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
    places = [anchors[contact.name] for contact in contacts if contact.name in anchors]
    height = HEIGHTS["step"]
    return [Item("prop", (block(min(places) - 7, -height, max(34.0, max(places) - min(places) + 14), height + 0.7, 1),))]


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
    return [_following(film, contacts[0], anchors, circle(ROLLER) + circle(ROLLER - 3), "prop", -ROLLER)]


def _bench(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """A glute-ham bench: the round pad under the knees, the plate and the rollers for the feet, the frame."""
    pad, height = anchors[contacts[0].name], HEIGHTS["bench"]
    x, y = on_paper(film.skeletons[0]["foot"].at(0, 0), "foot", film.view)
    frame = f"M{number(pad)} {number(-height + 12)}V0M{number(x - 8)} 0V{number(y)}M{number(x - 16)} 0H{number(pad + 22)}M{number(x - 8)} -24H{number(pad)}"
    plate = block(x - 13, y - 14, 4, 30, 1)
    return [Item("frame", (frame,)), Item("prop", (block(pad - 16, -height, 32, 24, 12) + plate,))]


def _saddle(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    """An exercise bike: saddle under the seat, handlebar at the hands, and cranks that end under both feet."""
    at, height = anchors[contacts[0].name], HEIGHTS["saddle"]
    feet = [[on_paper(skeleton[side + "foot"].at(BALL_FORWARD, SOLE), side + "foot", film.view) for skeleton in film.skeletons] for side in ("", FAR)]
    hub = tuple(sum(point[i] for foot in feet for point in foot) / (2 * len(feet[0])) for i in (0, 1))
    hand = on_paper(film.skeletons[0]["hand"].at(0, 7), "hand", film.view)
    frame = f"M{number(at)} {number(-height + 4)}L{number(hub[0])} {number(hub[1])}L{number(hand[0] - 4)} -30V{number(hand[1])}h6M{number(at - 20)} 0H{number(hand[0] + 16)}M{number(hub[0] - 8)} 0V{number(hub[1])}M{number(hand[0] - 4)} -30V0"
    cranks = few(tuple(f"M{number(a[0])} {number(a[1])}L{number(hub[0])} {number(hub[1])}L{number(b[0])} {number(b[1])}" for a, b in zip(*feet)))
    return [Item("prop", (circle(20, hub[0] + 6, hub[1]),)), Item("frame", (frame,)), Item("frame", cranks), Item("prop", (block(at - 13, -height, 28, 5, 2.5),))]


def _slider(film: Film, contacts: list[Contact], anchors: Mapping[str, float]) -> list[Item]:
    return [_following(film, contact, anchors, block(-11, 0, 22, HEIGHTS["slider"] + 0.2, 0.7), "slider", -HEIGHTS["slider"]) for contact in contacts if not contact.side][:1]


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
    "cushion": _soft(34, "cushion"),
    "bench": _bench,
    "saddle": _saddle,
}
