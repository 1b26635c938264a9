"""The figures' style sheet for a program that knows no custom properties: every rule of a shape, with the colours of the light theme."""

import re
from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent.parent / "content" / "assets"
OPENINGS = (":root {", ':root, [data-md-color-scheme="default"] {')
# A rule of a shape names classes, and only how they are painted.
RULE = re.compile(r"^((?:\.[\w-]+(?:, )?)+) \{ ((?:fill|stroke)[^}]*) \}$", re.MULTILINE)
VARIABLE = re.compile(r"var\(--([\w-]+)\)")


def light_colours() -> dict[str, str]:
    """The colours of the light theme by name, as the style sheets give them."""
    found: dict[str, str] = {}
    for name in ("guide.css", "figures.css"):
        sheet = (ASSETS / name).read_text(encoding="utf-8")
        for block in (sheet.split(opening, 1)[1].split("}")[0] for opening in OPENINGS if opening in sheet):
            found |= dict(re.findall(r"--([\w-]+): ([^;\n]+);", block))
    return {name: _resolved(value, found) for name, value in found.items()}


def plain_rules() -> str:
    """The rules of the shapes, their variables replaced."""
    colours = light_colours()
    sheet = (ASSETS / "figures.css").read_text(encoding="utf-8").split("@media (forced-colors")[0]
    return "\n".join(f"{selector} {{ {_resolved(body, colours)} }}" for selector, body in RULE.findall(sheet))


def _resolved(value: str, colours: dict[str, str]) -> str:
    return VARIABLE.sub(lambda found: _resolved(colours[found[1]], colours) if found[1] in colours else found[0], value)
