"""Days and values as places in a picture, and the few strokes that a picture is made of.

A place is in the picture's own units, which are CSS pixels where the figure is as narrow as it gets. x grows to the right and y
downwards. Every path is text with at most one decimal, so that the same history is the same bytes on every machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, cos, log10, pi, sin

DAYS_A_WEEK = 7
# The width of a letter and of a digit as a share of the text size: a little more than the typeface needs, so that labels keep apart.
LETTER, DIGIT = 0.54, 0.64
# How many weeks lie between two labels: the first of these at which the labels do not touch.
WEEK_STEPS = (1, 2, 3, 4, 6, 8, 13, 26)
# Round numbers for the top of a scale, times a power of ten.
ROUND = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Span:
    """Whole weeks, counted from the day the reader began. `week` is the number of the first week shown, from 1."""

    first: date
    weeks: int
    week: int

    @property
    def days(self) -> int:
        return self.weeks * DAYS_A_WEEK

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    def holds(self, on: date) -> bool:
        return self.first <= on <= self.last

    def week_of(self, on: date) -> int:
        """The number of a day's week, counted from the beginning."""
        return self.week + (on - self.first).days // DAYS_A_WEEK


def span_of(began: date, today: date, most_weeks: int) -> Span:
    """The weeks from the beginning to today, at most the last `most_weeks`. The week of today is whole, and so is every other."""
    weeks = max(0, (today - began).days) // DAYS_A_WEEK + 1
    hidden = max(0, weeks - most_weeks)
    return Span(began + timedelta(days=hidden * DAYS_A_WEEK), weeks - hidden, hidden + 1)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days from left to right. `left` and `width` are in the picture's units."""

    span: Span
    left: float
    width: float

    @property
    def day(self) -> float:
        """The width of a day."""
        return self.width / self.span.days

    @property
    def right(self) -> float:
        return self.left + self.width

    def start(self, on: date) -> float:
        """Where a day begins; a day outside the picture is at its edge."""
        return min(self.right, max(self.left, self.left + (on - self.span.first).days * self.day))

    def middle(self, on: date) -> float:
        """The middle of a day, where its values stand."""
        return self.start(on) + self.day / 2


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from 0 at `bottom` up to `most` at `top`."""

    most: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(value, self.most) / self.most


def round_top(highest: float) -> float:
    """The next round number that is no lower."""
    if highest <= 0:
        return 1
    power = 10 ** int(ceil(log10(highest)) - 1)
    return next(step * power for step in ROUND if step * power >= highest)


def week_step(axis: TimeAxis, widest: float) -> int:
    """How many weeks lie between two labels so that labels of this width do not touch."""
    return next((step for step in WEEK_STEPS if step * DAYS_A_WEEK * axis.day >= widest), axis.span.weeks)


def text_width(words: str, size: float) -> float:
    """About how wide a text is."""
    return size * sum(DIGIT if letter.isdigit() else LETTER for letter in words)


def apart(heights: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Heights for labels at least `gap` apart, together as near to their own as can be, between top and bottom."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    # Labels that would touch form a pile around the middle of what they point at; piles that touch become one.
    piles: list[list[float]] = []
    for place in order:
        piles.append([heights[place]])
        while len(piles) > 1 and _top(piles[-1], gap, top, bottom) < _top(piles[-2], gap, top, bottom) + len(piles[-2]) * gap:
            last = piles.pop()
            piles[-1] += last
    placed = [_top(pile, gap, top, bottom) + step * gap for pile in piles for step in range(len(pile))]
    return [height for _, height in sorted(zip(order, placed))]


def _top(pile: Sequence[float], gap: float, top: float, bottom: float) -> float:
    """Where the highest label of a pile stands."""
    return max(top, min(bottom - (len(pile) - 1) * gap, sum(pile) / len(pile) - (len(pile) - 1) * gap / 2))


# --- what a picture is made of -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Path:
    """A path; `kind` names its look in charts.css."""

    kind: str
    d: str


@dataclass(frozen=True, slots=True)
class Text:
    """A few words. `anchor` is start, middle or end."""

    kind: str
    x: str
    y: str
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a picture that a step is about, and the line under it."""

    d: str
    foot: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in one shape: what lies below comes first. `windows` are the places of the steps, in their order."""

    shape: str
    width: int
    height: int
    text: int
    paths: tuple[Path, ...]
    texts: tuple[Text, ...]
    windows: tuple[Window, ...]


# --- strokes -------------------------------------------------------------------------------------------------------------


def n(value: float) -> str:
    """A number with at most one decimal: "12.5", "3", never "-0"."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def polyline(points: Iterable[Point]) -> str:
    """A line through points."""
    return "".join(f"{'L' if place else 'M'}{n(x)} {n(y)}" for place, (x, y) in enumerate(points))


def polygon(points: Iterable[Point]) -> str:
    return f"{polyline(points)}Z"


def box(x: float, y: float, width: float, height: float) -> str:
    return f"M{n(x)} {n(y)}h{n(width)}v{n(height)}h{n(-width)}Z"


def column(x: float, y: float, width: float, height: float, round_by: float) -> str:
    """A bar that stands on its foot, with a round head."""
    r = min(round_by, width / 2, height)
    return f"M{n(x)} {n(y + height)}v{n(r - height)}q0 {n(-r)} {n(r)} {n(-r)}h{n(width - 2 * r)}q{n(r)} 0 {n(r)} {n(r)}v{n(height - r)}Z"


def circle(x: float, y: float, r: float) -> str:
    return f"M{n(x - r)} {n(y)}a{n(r)} {n(r)} 0 1 0 {n(2 * r)} 0a{n(r)} {n(r)} 0 1 0 {n(-2 * r)} 0Z"


def star(x: float, y: float, r: float) -> str:
    """A star with five points."""
    return polygon((x + length * sin(turn * pi / 5), y - length * cos(turn * pi / 5)) for turn in range(10) for length in ((r, r * 0.42)[turn % 2],))


def stretches(days: Sequence[date], most_days: int) -> Iterator[tuple[int, int]]:
    """Where a line runs: pairs (first, after the last) of places in `days`, cut where two days lie further apart than `most_days`."""
    begin = 0
    for place in range(1, len(days) + 1):
        if place == len(days) or (days[place] - days[place - 1]).days > most_days:
            yield begin, place
            begin = place
