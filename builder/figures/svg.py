"""Items as one inline SVG: nothing in it but shapes, classes and, for the player, how its parts move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from builder.figures.item import NUMBER, Item

SCALE = "scale("
SHARED = ("halo", "ghost", "ghost-line")


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


@dataclass(frozen=True, slots=True)
class Picture:
    """What a drawing shows, on how much paper."""

    frame: Frame
    layers: Sequence[Layer]


def render_svg(id: str, title: str, alt: str, picture: Picture, beats: str = "") -> str:
    """The picture as text. `id` must be its own on the page. `beats` are the seconds of the movement, for the player."""
    tracks = Tracks()
    body = "".join(f'<g class="{layer.name}">{_items(layer.items, tracks)}</g>' for layer in picture.layers if layer.items)
    moves = f' data-beats="{beats}" data-tracks="{tracks.text()}"' if tracks.found and beats else ""
    return (
        f'<svg class="figure" viewBox="{picture.frame.view_box()}" role="img" aria-labelledby="{id}-t {id}-d"{moves}>'
        f'<title id="{id}-t">{_text(title)}</title><desc id="{id}-d">{_text(alt)}</desc>{body}</svg>'
    )


def render_still(picture: Picture, style: str) -> str:
    """The picture without movement, for places where words beside it say the same: nothing of it is read aloud, so it needs no id."""
    body = "".join(f'<g class="{layer.name}">{_items(map(stilled, layer.items), Tracks())}</g>' for layer in picture.layers if layer.items)
    return f'<svg class="{style}" viewBox="{picture.frame.view_box()}" aria-hidden="true">{body}</svg>'


def stilled(item: Item) -> Item:
    """What is left of an item in the last frame."""
    return Item(item.style, item.outlines[-1:], item.places[-1:])


def _text(words: str) -> str:
    """Words of a record, on one line and with nothing in them that HTML could take for more than text."""
    return escape(" ".join(words.split()))


def _items(items: Iterable[Item], tracks: Tracks) -> str:
    """The items in their order. Halos, which are many and alike, share one group, and so do neighbours that go the same way."""
    return "".join(_alike(style, list(members), tracks) for style, members in groupby(items, lambda item: item.style if item.style in SHARED else ""))


def _alike(style: str, items: list[Item], tracks: Tracks) -> str:
    if not style:
        return "".join(_group(places, list(members), tracks) for places, members in groupby(items, lambda item: item.places))
    plain = [Item("", item.outlines, item.places) for item in items]
    return f'<g class="{style}">' + "".join(_group(places, list(members), tracks) for places, members in groupby(plain, lambda item: item.places)) + "</g>"


def _group(places: tuple[str, ...], items: list[Item], tracks: Tracks) -> str:
    """Shapes that go the same way. Where they also look the same, the group says so once."""
    track = f' data-m="{tracks.number_of(places)}"' if len(places) > 1 else ""
    place = f' transform="{places[-1]}"' if places != ("",) else ""
    style = f' class="{items[0].style}"' if len(items) > 1 and items[0].style and len({item.style for item in items}) == 1 else ""
    paths = "".join(_path(item, "" if style else item.style, tracks) for item in items)
    if len(items) == 1 and not items[0].outlines[1:]:
        named = f' class="{items[0].style}"' if items[0].style else ""
        return f'<path{named}{place} d="{items[0].outlines[-1]}"{track}/>'
    return f"<g{style}{place}{track}>{paths}</g>" if place or style else paths


def _path(item: Item, style: str, tracks: Tracks) -> str:
    track = f' data-m="{tracks.number_of(item.outlines)}"' if len(item.outlines) > 1 else ""
    named = f' class="{style}"' if style else ""
    return f'<path{named} d="{item.outlines[-1]}"{track}/>'


def _track(values: tuple[str, ...]) -> str:
    """The numbers of every frame, each as what it adds to the frame before, in tenths or, where something is scaled, hundredths."""
    fine = 100 if any(SCALE in value for value in values) else 10
    rows = [[round(float(found) * fine) for found in NUMBER.findall(value)] for value in values]
    steps = [rows[0], *([now - then for now, then in zip(row, before)] for before, row in zip(rows, rows[1:]))]
    return f"{fine}," + ",".join(" ".join(map(str, row)) for row in steps)
