"""Where there is room beside the body: an arrow is tried on many sides and goes where it hides least."""

from collections.abc import Iterable, Sequence
from math import cos, hypot, inf, pi, sin

from builder.figures.body import FOREARM, SHANK, THIGH, UPPER_ARM
from builder.figures.item import on_paper
from builder.figures.joints import FAR
from builder.figures.skeleton import Skeleton

Point = tuple[float, float]
# A bone with flesh about it: from here to there, so thick.
Bone = tuple[Point, Point, float]

# Each part's lower end, forward and down, and how thick it is.
FLESH = {
    "thigh": (0, THIGH, 8.0),
    "shank": (0, SHANK, 5.5),
    "foot": (16, 4, 4.0),
    "upper_arm": (0, UPPER_ARM, 5.0),
    "forearm": (0, FOREARM + 12, 4.0),
}
TRUNK_FLESH, HEAD_FLESH = 11.0, 10.5
# An arrow that comes closer to the body than this begins to be unclear. The start, which is pale, counts less.
NEAR = 4.5
START = 0.2
# In centimetres of distance from its own path: what going further away costs.
AWAY = 0.35
FLOOR = -3.5
SIDES = 16


def bones(skeleton: Skeleton, view: str) -> list[Bone]:
    """The body as thick lines in the picture."""
    found = [(on_paper(skeleton["trunk"].origin, "trunk", view), on_paper(skeleton["chest"].origin, "chest", view), TRUNK_FLESH)]
    head = on_paper(skeleton["head"].at(0, -4), "head", view)
    found.append((head, head, HEAD_FLESH))
    for side in ("", FAR):
        for part, (forward, down, thick) in FLESH.items():
            limb = skeleton[side + part]
            found.append((on_paper(limb.origin, side + part, view), on_paper(limb.at(forward, down), side + part, view), thick))
    return found


def best_place(path: Sequence[Point], clear: float, start: Sequence[Bone], end: Sequence[Bone]) -> list[Point]:
    """The path moved to where it is clearest: beside itself, or as it is in some direction."""
    best, least = list(path), inf
    for moved in _candidates(path, clear):
        away = AWAY * _distance(path, moved)
        # Nothing that follows makes it less, so what is no better already is left.
        if away >= least or (hidden := _hidden(moved, end)) + away >= least:
            continue
        cost = hidden + START * _hidden(moved, start) + away
        if cost < least:
            best, least = moved, cost
    return best


def _candidates(path: Sequence[Point], clear: float) -> Iterable[list[Point]]:
    for reach in (clear, clear * 1.5, clear * 2.2):
        for way in (reach, -reach):
            yield beside(path, way)
        for i in range(SIDES):
            dx, dy = reach * cos(2 * pi * i / SIDES), reach * sin(2 * pi * i / SIDES)
            yield [(x + dx, y + dy) for x, y in path]


def beside(path: Sequence[Point], way: float) -> list[Point]:
    """The path moved along its own normals."""
    moved = []
    for i, (x, y) in enumerate(path):
        before, after = path[max(i - 1, 0)], path[min(i + 1, len(path) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = hypot(dx, dy) or 1.0
        moved.append((x - dy / length * way, y + dx / length * way))
    return moved


def _hidden(path: Sequence[Point], body: Sequence[Bone]) -> float:
    """How much of the path is on the body or too close to it, and how much under the floor."""
    points = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in zip(path, path[1:]) for share in (0, 0.5)] + [path[-1]]
    about = _bones_about(points, body)
    close = sum([max(0.0, NEAR - gap(point, about)) ** 2 for point in points]) / len(points) if about else 0.0
    return close + sum([4 * (y - FLOOR) ** 2 for _, y in points if y > FLOOR])


def _bones_about(points: Sequence[Point], body: Sequence[Bone]) -> list[Bone]:
    """The bones that any of the points could be too close to; the others are too far from all of them to tell."""
    left, right = min([x for x, _ in points]) - NEAR, max([x for x, _ in points]) + NEAR
    top, bottom = min([y for _, y in points]) - NEAR, max([y for _, y in points]) + NEAR
    return [
        ((ax, ay), (bx, by), thick)
        for (ax, ay), (bx, by), thick in body
        if (ax if ax < bx else bx) - thick <= right and (ax if ax > bx else bx) + thick >= left and (ay if ay < by else by) - thick <= bottom and (ay if ay > by else by) + thick >= top
    ]


def gap(point: Point, body: Sequence[Bone]) -> float:
    """How far a point is from the skin, below 0 where it is on the body."""
    return min([_to_line(point, a, b) - thick for a, b, thick in body])


def _to_line(point: Point, a: Point, b: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, a, b
    dx, dy, x, y = bx - ax, by - ay, x - ax, y - ay
    along = (x * dx + y * dy) / (dx * dx + dy * dy or 1.0)
    along = 0.0 if along < 0.0 else 1.0 if along > 1.0 else along
    return hypot(x - dx * along, y - dy * along)


def _distance(path: Sequence[Point], moved: Sequence[Point]) -> float:
    return sum(hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(path, moved)) / len(path)
