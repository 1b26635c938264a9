"""Every part of a figure that carries meaning stands out from what it lies on: at least 3 to 1, in light, in dark and on paper."""

import re

import pytest

from tests.conftest import ROOT

SHEETS = [(ROOT / "content/assets" / name).read_text(encoding="utf-8") for name in ("guide.css", "figures.css")]
LEAST = 3.0
# What must stand out from what.
PAIRS = [
    *((part, "card") for part in ("fig-skin", "fig-shirt", "fig-shorts", "fig-shoe", "fig-hair")),
    *((part, "card") for part in ("fig-far-skin", "fig-far-shirt", "fig-far-shorts")),
    *((part, "card") for part in ("fig-ghost-line", "fig-prop-line", "fig-ground", "fig-iron", "fig-band", "fig-way")),
    ("fig-ghost-line", "fig-ghost"),
    ("fig-way", "fig-ghost"),
    ("fig-way", "fig-wall"),
    ("fig-halo", "fig-way"),
    ("fig-muscle", "fig-muscle-line"),
    ("fig-muscle", "fig-shorts"),
    ("fig-muscle", "fig-muscle-soft"),
]
# Of the anatomy drawing: each muscle, the tendon and the bones against the line about them, nerve and trouble against the leg.
ANATOMY = [
    *((part, "an-line") for part in ("an-bf", "an-st", "an-sm", "an-bfs", "an-tendon", "an-sit")),
    ("an-bone", "an-bone-edge"),
    ("an-nerve", "an-skin"),
    ("an-spot", "card"),
]


def block(sheet: str, opening: str) -> str:
    """The text of the first block of a style sheet that begins like this, up to its own closing brace."""
    start = sheet.index(opening) + len(opening)
    depth = 1
    for i, character in enumerate(sheet[start:], start):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return sheet[start:i]
    raise ValueError(opening)


def variables(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): *([^;]+);", text))


def theme(name: str) -> dict[str, str]:
    """The colours of a theme as the browser works them out: light first, and what dark or paper changes on top."""
    found: dict[str, str] = {}
    for sheet in SHEETS:
        found |= variables(block(sheet, ':root, [data-md-color-scheme="default"] {'))
    for sheet in SHEETS:
        if name == "dark":
            found |= variables(block(sheet, '[data-md-color-scheme="slate"] {'))
    if name == "paper":
        found |= variables(block(SHEETS[1], "@media print {")) | {"card": "#fff"}
    return found | anatomy(name)


def anatomy(name: str) -> dict[str, str]:
    """The colours of the anatomy drawing, which are the figures' own and a few more."""
    sheet = SHEETS[0][SHEETS[0].index("/* --- anatomy") :]
    more = {"light": "", "dark": '[data-md-color-scheme="slate"] .an {', "paper": "@media print {"}[name]
    return variables(block(sheet, ".an {")) | (variables(block(sheet, more)) if more else {})


def colour(name: str, colours: dict[str, str]) -> str:
    value = colours[name]
    reference = re.fullmatch(r"var\(--([\w-]+)\)", value)
    return colour(reference[1], colours) if reference else value


def luminance(hex: str) -> float:
    digits = hex.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["light", "dark", "paper"])
@pytest.mark.parametrize(("part", "ground"), [*PAIRS, *ANATOMY])
def test_every_part_with_a_meaning_stands_out(name: str, part: str, ground: str) -> None:
    """The contrast of the colours in the style sheets is at least 3 to 1."""
    colours = theme(name)

    assert LEAST <= contrast(colour(part, colours), colour(ground, colours))


def test_dark_and_paper_change_every_colour_that_needs_it() -> None:
    """No theme forgets a colour of the figures: dark has each of its own, and paper is without any hue."""
    light, dark, paper = (theme(name) for name in ("light", "dark", "paper"))
    ours = {name for name in light if name.startswith("fig-")}

    assert set() == {name for name in ours if colour(name, light) == colour(name, dark)}
    assert set() == {name for name in ours if len(set(re.findall("..", colour(name, paper).lstrip("#") * 2)[:3])) > 1 and len(colour(name, paper)) == 7}


def test_forced_colours_leave_no_colour_of_ours() -> None:
    """Where the reader's system chooses the colours, every colour of the figures is one of the system's."""
    forced = variables(block(SHEETS[1], "@media (forced-colors: active) {"))
    ours = {name for name in variables(block(SHEETS[1], ':root, [data-md-color-scheme="default"] {'))}

    assert ours == set(forced)
    assert {"Canvas", "CanvasText", "GrayText", "LinkText"} == set(forced.values())


def test_contrast_is_measured_as_the_guidelines_say() -> None:
    """Black on white is 21 to 1, and the grey of the guidelines' own example is 4.5 to 1."""
    assert pytest.approx(21) == contrast("#000", "#fff")
    assert pytest.approx(4.54, abs=0.01) == contrast("#767676", "#ffffff")
