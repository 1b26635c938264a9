"""All figures of the records, ready for the pages: drawn, checked, with the words of their keys."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from builder.cache import NOTHING_KEPT, Cache, code_of, fingerprint
from builder.figures.check import figure_problems, pin_problems
from builder.figures.figure import Figure, build_figure, render_beside_words, render_figure, render_small
from builder.figures.scene import SHARES
from builder.problems import BuildStopped, Problem

# What each share of the work is called under the picture.
WORDS = {"main": "Works most", "helping": "Helps", "stretched": "Is stretched"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as pages show it: with its own description and movement, still beside words that say the same, small in a list; and its key as (mark, words)."""

    svg: Markup
    still: Markup
    small: Markup
    is_moving: bool
    key: tuple[tuple[str, str], ...]


def draw_album(exercises: Mapping[str, Mapping[str, Any]], cache: Cache = NOTHING_KEPT) -> dict[str, Drawn]:
    """The figure of every record; with a cache, one that has not changed is not drawn again. Raises BuildStopped with everything that is wrong with any of them."""
    code = code_of(Path(__file__).parent.glob("*.py"))
    records = [(fingerprint(code, json.dumps(record, sort_keys=True)), record) for record in exercises.values()]
    drawn = cache.get_each("figures", records, draw_checked)
    return {id: from_json(content) for id, content in zip(exercises, drawn, strict=True)}


def draw_checked(record: Mapping[str, Any]) -> bytes:
    """One record's figure as JSON. Raises BuildStopped with what is wrong with it; only what is right is ever kept."""
    figure, problems = build_checked(record, f"exercises/{record['id']}.yaml")
    if figure is None or problems:
        raise BuildStopped(problems)
    return to_json(draw(figure, record))


def to_json(drawn: Drawn) -> bytes:
    return json.dumps(asdict(drawn), ensure_ascii=False).encode()


def from_json(content: bytes) -> Drawn:
    plain = json.loads(content)
    return Drawn(Markup(plain["svg"]), Markup(plain["still"]), Markup(plain["small"]), plain["is_moving"], tuple((mark, words) for mark, words in plain["key"]))


def build_checked(record: Mapping[str, Any], file: str) -> tuple[Figure | None, list[Problem]]:
    """A record's figure and what is wrong with it; no figure where its words are not understood."""
    not_understood = pin_problems(record, file)
    if not_understood:
        return None, not_understood
    figure = build_figure(record)
    return figure, figure_problems(figure, record, file)


def draw(figure: Figure, record: Mapping[str, Any]) -> Drawn:
    return Drawn(Markup(render_figure(figure)), Markup(render_beside_words(figure)), Markup(render_small(figure)), bool(figure.beats), key_of(figure, record["figure"]))


def write_files(album: Mapping[str, Drawn], folder: Path) -> None:
    """Each figure as a file of its own, for pages that are made in the browser (content/assets/figure-slots.js)."""
    folder.mkdir(parents=True)
    for id, drawn in album.items():
        (folder / f"{id}.svg").write_text(str(drawn.svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), encoding="utf-8")


def key_of(figure: Figure, written: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The marks that the picture has, each with its words."""
    start = [("ghost", "Start")] if figure.beats and not written.get("round") else []
    if "press" in written:
        start = [("arrow", "Press this way")]
    muscles = written.get("muscles", {})
    shares = [(mark, f"{WORDS[share]}: {', '.join(muscles[share])}") for share, mark in SHARES.items() if share in muscles]
    return (*start, *shares)
