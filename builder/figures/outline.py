"""The trunk's outline: from the side it is laid along the bow of the spine, from the front it is the same on both sides."""

from collections.abc import Sequence
from math import cos, radians, sin

from builder.figures.body import TRUNK
from builder.figures.curve import Point
from builder.figures.skeleton import chord

Stations = Sequence[tuple[float, ...]]


def trunk_side(stations: Stations, least: float, most: float, spine: float) -> list[Point]:
    """The outline of the trunk between two heights, in the measure of its straight line from hips to shoulders."""
    cut = _between(stations, least, most)
    front = [(*laid(up, ahead, spine), *mark) for up, _, ahead, mark in cut]
    back = [(*laid(up, behind, spine), *mark) for up, behind, _, mark in cut]
    return front + back[::-1]


def trunk_front(stations: Stations, least: float, most: float) -> list[Point]:
    """The outline of the trunk between two heights, from the front."""
    cut = [(up, half, mark) for up, half, _, mark in _between([(up, half, half) for up, half in stations], least, most)]
    return [(half, -up, *mark) for up, half, mark in cut] + [(-half, -up, *mark) for up, half, mark in reversed(cut)]


def _between(stations: Stations, least: float, most: float) -> list[tuple[float, float, float, tuple[int, ...]]]:
    """The stations from one height to the other. Where the trunk is cut, a corner is made."""
    inner = [(*station, ()) for station in stations if least < station[0] < most]
    low = [] if least < stations[0][0] else [(*_at(stations, least), (0,))]
    high = [] if most > stations[-1][0] else [(*_at(stations, most), (0,))]
    return low + inner + high


def _at(stations: Stations, up: float) -> tuple[float, ...]:
    below, above = next((a, b) for a, b in zip(stations, stations[1:]) if a[0] <= up <= b[0])
    share = (up - below[0]) / (above[0] - below[0])
    return tuple(a + (b - a) * share for a, b in zip(below, above))


def laid(up: float, forward: float, spine: float) -> tuple[float, float]:
    """A point so far up the spine and so far to its front, when the spine is bent by this many degrees."""
    bend = radians(spine)
    along = min(max(up, 0.0), TRUNK)
    turn = bend * (along / TRUNK - 0.5)
    # The bow from the hips to this height, seen from the straight line between its ends.
    x, y = _bow(bend, along)
    x, y = x + sin(turn) * (up - along), y + cos(turn) * (up - along)
    return x + cos(turn) * forward, -(y - sin(turn) * forward)


def _bow(bend: float, along: float) -> tuple[float, float]:
    half = -bend / 2
    middle = half + bend * along / TRUNK / 2
    length = along * chord(bend * along / TRUNK)
    return length * sin(middle), length * cos(middle)
