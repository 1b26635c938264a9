"""How much paper a picture needs: the corners of its outlines after their transforms."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from math import cos, radians, sin

from builder.figures.item import Item
from builder.figures.svg import Frame

TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
TRANSFORM = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")
# How many numbers each command of a path takes, and which of them, pair by pair, are points on or near the line.
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}

PADDING = 7.0
WIDEST, TALLEST = 2.0, 1.25


def frame_about(items: Iterable[Item]) -> Frame:
    """The paper about these items, padded, and never much wider or taller than the others."""
    # A halo is where its part is.
    drawn = {(item.outlines, item.places): item for item in items}
    points = [point for item in drawn.values() for point in points_of(item)]
    across, down = [x for x, _ in points], [y for _, y in points]
    left, right, top, bottom = min(across) - PADDING, max(across) + PADDING, min(down) - PADDING, max(down) + PADDING
    width, height = right - left, bottom - top
    if width > height * WIDEST:
        top, height = bottom - width / WIDEST, width / WIDEST
    elif width < height * TALLEST:
        left, width = (left + right - height * TALLEST) / 2, height * TALLEST
    return Frame(left, top, width, height)


def points_of(item: Item) -> Iterator[tuple[float, float]]:
    """The points of an item's outlines, wherever it goes."""
    for i in range(max(len(item.places), len(item.outlines))):
        place, outline = item.places[i % len(item.places)], item.outlines[i % len(item.outlines)]
        a, b, c, d, e, f = _matrix(place)
        yield from [(a * x + c * y + e, b * x + d * y + f) for x, y in outline_points(outline)]


@cache
def outline_points(path: str) -> tuple[tuple[float, float], ...]:
    """The points through which a path goes; of an arc that is more than half a circle, its far side as well."""
    return tuple(_points(path))


def _points(path: str) -> Iterator[tuple[float, float]]:
    tokens = TOKEN.findall(path)
    x = y = 0.0
    i, command = 0, "M"
    while i < len(tokens):
        if tokens[i].isalpha():
            command = tokens[i]
            i += 1
        kind = command.upper()
        values = [float(token) for token in tokens[i : i + TAKES[kind]]]
        i += TAKES[kind]
        if kind == "Z":
            continue
        base_x, base_y = (x, y) if command.islower() else (0.0, 0.0)
        before = (x, y)
        if kind == "H":
            x = base_x + values[0]
        elif kind == "V":
            y = base_y + values[0]
        else:
            x, y = base_x + values[-2], base_y + values[-1]
        if kind == "A" and values[3]:
            middle = ((x + before[0]) / 2, (y + before[1]) / 2)
            yield from ((middle[0], middle[1] + values[1]), (middle[0], middle[1] - values[1]))
        yield x, y


@cache
def _matrix(transform: str) -> tuple[float, float, float, float, float, float]:
    """What a transform does to x and y, as the six numbers of SVG's own matrix."""
    matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for name, arguments in TRANSFORM.findall(transform):
        first, second = ([float(value) for value in arguments.split()] + [0.0])[:2]
        turn = radians(first)
        matrix = _joined(matrix, {"translate": (1.0, 0.0, 0.0, 1.0, first, second), "scale": (first, 0.0, 0.0, second, 0.0, 0.0), "rotate": (cos(turn), sin(turn), -sin(turn), cos(turn), 0.0, 0.0)}[name])
    return matrix


def _joined(outer: tuple[float, ...], inner: tuple[float, ...]) -> tuple[float, float, float, float, float, float]:
    """One matrix for what is done first, inside, and then, outside."""
    a, b, c, d, e, f = outer
    u, v, w, x, y, z = inner
    return a * u + c * v, b * u + d * v, a * w + c * x, b * w + d * x, a * y + c * z + e, b * y + d * z + f
