"""Smooth outlines from a few points, as SVG path text."""

from collections.abc import Sequence

Point = tuple[float, ...]


def closed(points: Sequence[Point]) -> str:
    """A closed curve through every point. A point written with a third value of 0 is a corner."""
    count = len(points)
    legs = [_leg(points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count]) for i in range(count)]
    return f"M{pair(points[0])}{''.join(legs)}Z"


def opened(points: Sequence[Point]) -> str:
    """A curve through every point, from the first to the last."""
    around = [points[0], *points, points[-1]]
    return f"M{pair(points[0])}" + "".join(_leg(*around[i : i + 4]) for i in range(len(points) - 1))


def straight(points: Sequence[Point], is_closed: bool = False) -> str:
    """A line from point to point."""
    return "M" + "L".join(pair(point) for point in points) + ("Z" if is_closed else "")


def pair(point: Point) -> str:
    """Two numbers as short as they can be written."""
    return f"{number(point[0])} {number(point[1])}"


def number(value: float, digits: int = 1) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def _leg(before: Point, start: Point, end: Point, after: Point) -> str:
    """One cubic piece: it leaves a point along the line between that point's neighbours, so that pieces meet without a kink."""
    if _is_corner(start) and _is_corner(end):
        return f"L{pair(end)}"
    first = start if _is_corner(start) else _handle(start, before, end, 1)
    second = end if _is_corner(end) else _handle(end, start, after, -1)
    return f"C{pair(first)} {pair(second)} {pair(end)}"


def _handle(at: Point, before: Point, after: Point, way: int) -> Point:
    """The handle's length follows the piece it belongs to, so that points close together and far apart go well with each other."""
    piece = _distance(at, after if way > 0 else before)
    reach = way * piece / (_distance(before, at) + _distance(at, after) or 1.0) / 3
    return (at[0] + (after[0] - before[0]) * reach, at[1] + (after[1] - before[1]) * reach)


def _is_corner(point: Point) -> bool:
    return len(point) > 2 and point[2] == 0


def _distance(a: Point, b: Point) -> float:
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
