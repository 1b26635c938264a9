"""Items as one inline SVG: nothing in it but shapes, classes and, for the player, how its parts move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from re import compile as pattern

from builder.figures.item import Item

NUMBER = pattern(r"-?[\d.]+")
SCALE = "scale("


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the paper that is shown: left, top, width and height in centimetres."""

    left: float
    top: float
    width: float
    height: float

    def view_box(self) -> str:
        return " ".join(f"{value:.0f}" for value in (self.left, self.top, self.width, self.height))


@dataclass(frozen=True, slots=True)
class Layer:
    """Items that are shown and hidden together."""

    name: str
    items: Sequence[Item]


@dataclass(slots=True)
class Tracks:
    """What moves, collected while the shapes are written: each way of moving once, however many shapes go that way."""

    found: dict[tuple[str, ...], int] = field(default_factory=dict)

    def number_of(self, values: tuple[str, ...]) -> int:
        return self.found.setdefault(values, len(self.found))

    def text(self) -> str:
        return "|".join(_track(values) for values in self.found)


def render_svg(id: str, title: str, alt: str, frame: Frame, layers: Iterable[Layer], beats: str = "") -> str:
    """The picture as text. `id` must be its own on the page. `beats` are the seconds of the movement, for the player."""
    tracks = Tracks()
    body = "".join(f'<g class="{layer.name}">{_items(layer.items, tracks)}</g>' for layer in layers if layer.items)
    moves = f' data-beats="{beats}" data-tracks="{tracks.text()}"' if tracks.found and beats else ""
    return (
        f'<svg class="figure" viewBox="{frame.view_box()}" role="img" aria-labelledby="{id}-t {id}-d"{moves}>'
        f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape(alt)}</desc>{body}</svg>'
    )


def _items(items: Iterable[Item], tracks: Tracks) -> str:
    """The items in their order; neighbours that go the same way share one group."""
    return "".join(_group(places, list(members), tracks) for places, members in groupby(items, lambda item: item.places))


def _group(places: tuple[str, ...], items: list[Item], tracks: Tracks) -> str:
    paths = "".join(_path(item, tracks) for item in items)
    if places == ("",):
        return paths
    track = f' data-m="{tracks.number_of(places)}"' if len(places) > 1 else ""
    return f'<g transform="{places[-1]}"{track}>{paths}</g>'


def _path(item: Item, tracks: Tracks) -> str:
    track = f' data-m="{tracks.number_of(item.outlines)}"' if len(item.outlines) > 1 else ""
    return f'<path class="{item.style}" d="{item.outlines[-1]}"{track}/>'


def _track(values: tuple[str, ...]) -> str:
    """The numbers of every frame, each as what it adds to the frame before, in tenths or, where something is scaled, hundredths."""
    fine = 100 if any(SCALE in value for value in values) else 10
    rows = [[round(float(found) * fine) for found in NUMBER.findall(value)] for value in values]
    steps = [rows[0], *([now - then for now, then in zip(row, before)] for before, row in zip(rows, rows[1:]))]
    return f"{fine}," + ",".join(" ".join(map(str, row)) for row in steps)
