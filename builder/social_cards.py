"""A picture of each exercise for people who share its page: its figure and its name as a PNG, made without a browser.

resvg draws the same bytes on every machine. It reads no compressed fonts, so the site's own typeface is unpacked for it once.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import escape
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import resvg_py
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from builder.cache import NOTHING_KEPT, Cache, code_of, fingerprint
from builder.figures import Drawn
from builder.figures.colours import light_colours, plain_rules

# The size that pages which show links ask for.
WIDTH, HEIGHT = 1200, 630
FAMILY = "Atkinson Hyperlegible Next"
BOLD = 700
# The band with the words below the figure, and its margin.
BAND, MARGIN = 150, 56
LARGEST_NAME = 62
GUIDE, GUIDE_SIZE = "Hamstring Guide", 30
CARDS = "assets/cards"


@dataclass(frozen=True, slots=True)
class Look:
    """What all cards have in common: the light theme's colours, the rules of the shapes, and the typeface."""

    colours: Mapping[str, str]
    rules: str
    font: TTFont


def write_cards(figures: Mapping[str, Drawn], names: Mapping[str, str], font: Path, docs: Path, cache: Cache = NOTHING_KEPT) -> None:
    """One card for each figure, below docs; with a cache, one that has not changed is not drawn again. `font` is the typeface as the site ships it."""
    folder = docs / CARDS
    folder.mkdir(parents=True)
    code, drawer = typeface_key(font), version("resvg-py")
    with unpacked(font, cache) as (file, bold):
        look = Look(light_colours(), plain_rules(), bold)
        cards = [card_svg(drawn, names[id], look) for id, drawn in figures.items()]
        pictures = cache.get_each("cards", [(fingerprint(code, drawer, card), card) for card in cards], partial(picture_of, font=file))
    for id, picture in zip(figures, pictures, strict=True):
        (folder / f"{id}.png").write_bytes(picture)


def picture_of(card: str, font: Path) -> bytes:
    """The PNG of a card."""
    return bytes(resvg_py.svg_to_bytes(svg_string=card, skip_system_fonts=True, font_files=[str(font)]))


def card_svg(drawn: Drawn, name: str, look: Look) -> str:
    """The card as SVG: the figure on white, and its name in a band below it."""
    colours = look.colours
    size = min(LARGEST_NAME, int((WIDTH - 2 * MARGIN - width_of(GUIDE, GUIDE_SIZE, look.font) - MARGIN) / width_of(name, 1, look.font)))
    base = HEIGHT - BAND / 2
    # Nothing of a figure is beyond its paper, and what need not be clipped is drawn sooner.
    place = f'<svg overflow="visible" x="{MARGIN}" y="36" width="{WIDTH - 2 * MARGIN}" height="{HEIGHT - BAND - 60}" '
    picture = str(drawn.still).replace("<svg ", place, 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="{FAMILY}" font-weight="{BOLD}">'
        f'<style>{look.rules}</style><path fill="{colours["card"]}" d="M0 0h{WIDTH}v{HEIGHT}h-{WIDTH}z"/>{picture}'
        f'<path fill="{colours["navy"]}" d="M0 {HEIGHT - BAND}h{WIDTH}v{BAND}h-{WIDTH}z"/><path fill="{colours["amber"]}" d="M0 {HEIGHT - BAND}h{WIDTH}v8h-{WIDTH}z"/>'
        f'<text fill="#fff" x="{MARGIN}" y="{base + size * 0.4:.0f}" font-size="{size}">{escape(name)}</text>'
        f'<text fill="#fff" x="{WIDTH - MARGIN}" y="{base + 14:.0f}" font-size="{GUIDE_SIZE}" text-anchor="end">{GUIDE}</text></svg>'
    )


@contextmanager
def unpacked(font: Path, cache: Cache = NOTHING_KEPT) -> Iterator[tuple[Path, TTFont]]:
    """The bold face of a variable font as a file that resvg can read; with a cache, the same font is unpacked once."""
    content = cache.get("typeface", typeface_key(font), lambda: bold_of(font))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bold.ttf"
        file.write_bytes(content)
        yield file, TTFont(file)


def typeface_key(font: Path) -> str:
    """What the unpacked face and all that is written in it follow from."""
    return fingerprint(code_of([Path(__file__), font]), version("fonttools"))


def bold_of(font: Path) -> bytes:
    bold = instantiateVariableFont(TTFont(font, recalcTimestamp=False), {"wght": BOLD})
    bold.flavor = None
    content = BytesIO()
    bold.save(content)
    return content.getvalue()


def width_of(text: str, size: float, font: TTFont) -> float:
    """How wide a text is, without the kerning, which only makes it narrower."""
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    return sum(advances[glyphs.get(ord(character), ".notdef")][0] for character in text) / font["head"].unitsPerEm * size
