"""Figures outside the site: one while its record is being edited, and all of them on a sheet to look at."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from builder.figures.album import Drawn, build_checked, draw
from builder.problems import BuildStopped, Problem
from builder.schema import schema_problems
from builder.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parent.parent.parent
ASSETS = ROOT / "content" / "assets"
SCHEMA = "exercises/exercise.schema.yaml"
THEMES = {"light": "default", "dark": "slate"}

# The page that a contributor looks at is a file of its own, so it carries its style and its script.
PAGE = """<!doctype html>
<html lang="en-GB" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>{style}
body {{ margin: 0; }} .sheet {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 0.8rem; padding: 0.8rem; font: 16px sans-serif; }}
.sheet h2 {{ margin: 0.3rem 0; font-size: 1em; }} .sheet .figure-card {{ margin: 0; }} .wrong {{ padding: 0.5rem 1rem; background: var(--rust-wash); }}</style>
<script type="module">{script}</script></head>
<body>{body}</body></html>
"""


def preview(record: Path, out: Path) -> tuple[Path, list[Problem]]:
    """Draw one record's figure in both themes into out/figure.html, with what is wrong with it."""
    name = record.as_posix()
    value, problems = _read(record, name)
    drawn = None
    if value is not None and "figure" in value:
        figure, found = build_checked(value, name)
        problems += found
        drawn = draw(figure, value) if figure else None
    told = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    body = f'<ul class="wrong">{told}</ul>' if told else ""
    title = str(value.get("name", name)) if isinstance(value, Mapping) else name
    body += "".join(sheet_body({title: drawn} if drawn else {}, scheme) for scheme in THEMES.values())
    return write_page(out / "figure.html", title, body), problems


def _read(record: Path, name: str) -> tuple[Any, list[Problem]]:
    """The record, even with faults elsewhere than in its figure, and every fault there is."""
    try:
        value = read_yaml(record, name)
    except BuildStopped as stopped:
        return None, list(stopped.problems)
    problems = schema_problems(read_yaml(ROOT / SCHEMA, SCHEMA), value, name)
    is_drawable = isinstance(value, Mapping) and not any(problem.place.startswith("figure") for problem in problems)
    return (value if is_drawable else None), problems


def write_sheets(album: Mapping[str, Drawn], names: Mapping[str, str], out: Path) -> list[Path]:
    """All figures on one page for each theme."""
    figures = {names[id]: drawn for id, drawn in album.items()}
    return [write_page(out / f"figures-{theme}.html", f"All figures, {theme}", sheet_body(figures, scheme)) for theme, scheme in THEMES.items()]


def sheet_body(figures: Mapping[str, Drawn], scheme: str) -> str:
    """The cards of these figures. The ids of a second sheet on the same page get a name of their own."""
    environment = Environment(loader=FileSystemLoader(ROOT / "content" / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    card = environment.get_template("figure.html").module.figure_card
    cards = "".join(f"<section><h2>{escape(name)}</h2>{card(_renamed(drawn, scheme))}</section>" for name, drawn in figures.items())
    return f'<div data-md-color-scheme="{scheme}"><div class="sheet md-typeset" style="background: var(--paper); color: var(--ink)">{cards}</div></div>'


def _renamed(drawn: Drawn, scheme: str) -> Drawn:
    svg = str(drawn.svg).replace('id="fig-', f'id="{scheme}-').replace('labelledby="fig-', f'labelledby="{scheme}-').replace(" fig-", f" {scheme}-")
    return replace(drawn, svg=Markup(svg))


def write_page(file: Path, title: str, body: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    style, script = text_of(("guide.css", "figures.css")), text_of(("figure.js",))
    file.write_text(PAGE.format(title=escape(title), style=style, script=script, body=body), encoding="utf-8")
    return file


def text_of(names: Iterable[str]) -> str:
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)
