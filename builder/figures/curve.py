"""Smooth outlines from a few points, as SVG path text that is as short as it can be."""

from collections.abc import Iterable, Sequence
from functools import cache

Point = tuple[float, ...]

# One unit is a centimetre, so a tenth of it is a millimetre: finer than any screen shows.
GRAIN = 10


def closed(points: Sequence[Point]) -> str:
    """A closed curve through every point. A point written with a third value of 0 is a corner."""
    return _closed(tuple(points))


@cache
def _closed(points: tuple[Point, ...]) -> str:
    """The outlines of the body are the same in every figure, so each is worked out once."""
    count = len(points)
    pieces = [_piece(points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count]) for i in range(count)]
    return _path(points[0], pieces) + "z"


def opened(points: Sequence[Point]) -> str:
    """A curve through every point, from the first to the last."""
    around = [points[0], *points, points[-1]]
    return _path(points[0], [_piece(*around[i : i + 4]) for i in range(len(points) - 1)])


def straight(points: Sequence[Point], is_closed: bool = False) -> str:
    """A line from point to point."""
    return _path(points[0], [[point] for point in points[1:]]) + ("z" if is_closed else "")


def block(x: float, y: float, width: float, height: float, corner: float = 1.0) -> str:
    """A rectangle with round corners, as a path."""
    c = min(corner, width / 2, height / 2)
    w, h = number(width - 2 * c), number(height - 2 * c)
    arc = f"a{number(c)} {number(c)} 0 0 1 "
    r = number(c)
    return f"M{number(x + c)} {number(y)}h{w}{arc}{r} {r}v{h}{arc}-{r} {r}h-{w}{arc}-{r} -{r}v-{h}{arc}{r} -{r}z"


def circle(radius: float, x: float = 0, y: float = 0) -> str:
    """A circle, as a path of two arcs."""
    r, d = number(radius), number(2 * radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 1 {d} 0a{r} {r} 0 1 1 -{d} 0z"


def number(value: float, digits: int = 1) -> str:
    """A number without needless noughts."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    text = "0" if text in ("-0", "") else text
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def numbers(values: Iterable[float]) -> str:
    """Numbers in a row; a minus sign or a point is as good as a space between two of them."""
    text = ""
    for value in values:
        written = number(value)
        is_apart = not text or written.startswith("-") or (written.startswith(".") and "." in text.rsplit(" ", 1)[-1].rsplit("-", 1)[-1])
        text += written if is_apart else f" {written}"
    return text


def _path(start: Point, pieces: Sequence[Sequence[Point]]) -> str:
    """Pieces of one point are lines, of three points curves; each is written from where the last one ended."""
    x, y = _grained(start)
    text = f"M{numbers((x / GRAIN, y / GRAIN))}"
    command = ""
    for piece in pieces:
        ends = [_grained(point) for point in piece]
        now = "l" if len(piece) == 1 else "c"
        written = numbers(value / GRAIN for end in ends for value in (end[0] - x, end[1] - y))
        # A command that goes on need not be named again.
        text += written if command == now and written.startswith("-") else f" {written}" if command == now else f"{now}{written}"
        command, (x, y) = now, ends[-1]
    return text


def _grained(point: Point) -> tuple[int, int]:
    return round(point[0] * GRAIN), round(point[1] * GRAIN)


def _piece(before: Point, start: Point, end: Point, after: Point) -> list[Point]:
    """One piece leaves a point along the line between that point's neighbours, so that pieces meet without a kink."""
    if _is_corner(start) and _is_corner(end):
        return [end]
    first = start if _is_corner(start) else _handle(start, before, end, 1)
    second = end if _is_corner(end) else _handle(end, start, after, -1)
    return [first, second, end]


def _handle(at: Point, before: Point, after: Point, way: int) -> Point:
    """The handle's length follows the piece it belongs to, so that points close together and far apart go well with each other."""
    piece = _distance(at, after if way > 0 else before)
    reach = way * piece / (_distance(before, at) + _distance(at, after) or 1.0) / 3
    return (at[0] + (after[0] - before[0]) * reach, at[1] + (after[1] - before[1]) * reach)


def _is_corner(point: Point) -> bool:
    return len(point) > 2 and point[2] == 0


def _distance(a: Point, b: Point) -> float:
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
