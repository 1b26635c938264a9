"""The one arrow of a figure: along the true path of a place on the body, or the way somebody presses without moving."""

from collections.abc import Callable, Sequence
from math import atan2, cos, hypot, sin

from builder.figures.curve import Point, circle, opened, straight
from builder.figures.item import Film, Item, on_paper
from builder.figures.joints import FAR
from builder.figures.room import best_place, bones
from builder.figures.spots import MIDDLE, SPOTS, Spot

# The places an arrow may follow, by a record's words; each is a spot of the body.
PLACES = {"head": "head", "chest": "chest", "shoulder": "shoulder", "elbow": "elbow", "hand": "fingers", "hips": "seat", "hip": "hip", "knee": "knee", "heel": "heel", "toes": "toe", "foot": "ball"}
WAYS = {"up": (0.0, -1.0), "down": (0.0, 1.0), "forward": (1.0, 0.0), "back": (-1.0, 0.0)}

# In centimetres: how far from the skin an arrow runs, its shortest length, its head, the length of a push, the disc of a number.
CLEAR = 6.0
SHORTEST = 16.0
HEAD = 7.0
PUSH = 15.0
DISC = 6.2
# How far above the hips an arrow of a roll begins.
ABOVE_HIPS = 24.0
# A ring from the front: half its width at least, how flat it is, where it begins and how much of it is drawn, in radians.
SMALLEST_RING, FLAT, RING_BEGINS, RING = 15.0, 0.42, -0.9, 5.2
# How much of a way towards the reader is seen as a way down.
TOWARDS = 0.45
DIGITS = {1: "M-1.8 -1.7l2.2 -1.8v7.2", 2: "M-2.2 -1.7c0 -2.6 4.4 -2.6 4.4 0c0 1.8 -4.4 3 -4.4 5.3h4.6", 3: "M-2.2 -2.6c1.2 -1.6 4.2 -1.2 4.2 .8c0 1.2 -1 1.7 -2.2 1.7c1.4 0 2.6 .6 2.6 2c0 2.4 -3.8 2.6 -4.9 .7", 4: "M1.2 3.7v-7.2l-3.8 5h5.4"}


def path_arrow(film: Film, words: str, is_round: bool = False) -> list[Item]:
    """The arrow along the way that a place takes from start to end, where it hides least of the body. A round way stays open."""
    part, spot = _place(words)
    shown = film.skeletons[: -len(film.skeletons) // 5] if is_round else film.skeletons
    points = [skeleton[part].at(spot.forward, spot.down) for skeleton in shown]
    path = [on_paper(point, part, film.view) for point in points]
    if is_round and film.view == "front":
        # What goes round forward and back would be a line from the front, so one looks down on it a little.
        return _drawn(_ring([(x, y + TOWARDS * point[0]) for (x, y), point in zip(path, points)]))
    start, end = (bones(film.skeletons[i], film.view) for i in (0, -1))
    return _drawn(best_place(_spaced(path) if is_round else _long_enough(_spaced(path)), spot.radius + CLEAR, start, end))


def push_arrow(film: Film, words: str) -> list[Item]:
    """The arrow of a press: `heel back` is at the heel and points backwards."""
    place, way = words.rsplit(" ", 1)
    part, spot = _place(place)
    x, y = on_paper(film.skeletons[-1][part].at(spot.forward, spot.down), part, film.view)
    dx, dy = WAYS[way]
    path = [(x - dx * PUSH / 2, y - dy * PUSH / 2), (x + dx * PUSH / 2, y + dy * PUSH / 2)]
    body = bones(film.skeletons[-1], film.view)
    return _drawn(best_place(path, spot.radius + PUSH / 2 + 2, body, body))


def travel_arrow(path: Sequence[Point]) -> list[Item]:
    """The arrow that shows which way somebody goes, from corner to corner."""
    return _drawn(path, straight)


def roll_arrow(start: Point, end: Point) -> list[Item]:
    """The arrow of a body that rolls over: from one position's hips up and over to the next one's."""
    (x0, y0), (x1, y1) = (start[0], start[1] - ABOVE_HIPS), (end[0] - ABOVE_HIPS / 2, end[1] - ABOVE_HIPS)
    rise = ABOVE_HIPS * 4
    return _drawn([(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share - rise * share * (1 - share)) for share in (0, 0.2, 0.4, 0.6, 0.8, 1)])


def numbered(number: int, x: float, y: float) -> list[Item]:
    """A disc with a number, for a position of a row. The figures are strokes, since a font may come late or not at all."""
    return [Item("arrow-halo", (circle(DISC, x, y),)), Item("disc", (circle(DISC, x, y),)), Item("digit", (DIGITS[number],), (f"translate({x:.1f} {y:.1f})",))]


def _place(words: str) -> tuple[str, Spot]:
    """The part and the spot of a place, such as `far heel`."""
    side, name = (FAR, words.removeprefix("far ")) if words.startswith("far ") else ("", words)
    spot = SPOTS[PLACES[name]][-1]
    return ("" if PLACES[name] in MIDDLE else side) + spot.part, spot


def _spaced(path: Sequence[Point]) -> list[Point]:
    """The path without points that are close together, so that its direction is sure."""
    kept = [path[0]]
    for point in path[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) > 4:
            kept.append(point)
    return kept if len(kept) > 1 and kept[-1] == path[-1] else [*kept[: max(1, len(kept) - 1)], path[-1]]


def _long_enough(path: list[Point]) -> list[Point]:
    """A short way is drawn longer on both sides of its middle, so that it is still seen to be a way."""
    (x0, y0), (x1, y1) = path[0], path[-1]
    length = hypot(x1 - x0, y1 - y0)
    if length >= SHORTEST or length < 0.1:
        return path
    middle, reach = ((x0 + x1) / 2, (y0 + y1) / 2), SHORTEST / 2 / length
    return [(middle[0] + (x0 - x1) * reach, middle[1] + (y0 - y1) * reach), (middle[0] + (x1 - x0) * reach, middle[1] + (y1 - y0) * reach)]


def _ring(path: Sequence[Point]) -> list[Point]:
    """A round that one sees from the front: a flat ring about the middle of the way, gone round the same way, open before its end."""
    across = [x for x, _ in path]
    x, y = (min(across) + max(across)) / 2, sum(y for _, y in path) / len(path)
    wide = max(SMALLEST_RING, (max(across) - min(across)) / 2)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(path, [*path[1:], path[0]]))
    way = 1 if area > 0 else -1
    return [(x + wide * cos(RING_BEGINS + way * RING * i / 24), y + wide * FLAT * sin(RING_BEGINS + way * RING * i / 24)) for i in range(25)]


def _drawn(path: Sequence[Point], line: Callable[[Sequence[Point]], str] = opened) -> list[Item]:
    """Shaft and head, with a halo."""
    (x0, y0), (x, y) = path[-2], path[-1]
    turn = atan2(y - y0, x - x0)
    base = (x - cos(turn) * HEAD * 0.8, y - sin(turn) * HEAD * 0.8)
    sides = [(x - cos(turn + spread) * HEAD, y - sin(turn + spread) * HEAD) for spread in (0.5, -0.5)]
    shaft = line([*_before(path, base), base])
    tip = straight([(x, y), sides[0], base, sides[1]], True)
    return [Item("arrow-halo", (shaft + tip,)), Item("arrow", (shaft,)), Item("arrow-head", (tip,))]


def _before(path: Sequence[Point], base: Point) -> list[Point]:
    """The points of the path that are not yet under its head."""
    x, y = path[-1]
    return [point for point in path[:-1] if hypot(point[0] - x, point[1] - y) > hypot(base[0] - x, base[1] - y) + 1] or [path[0]]
