"""The pictures of progress in a real browser, on the site's own page: what the sanitiser leaves, what fits, what can be read and reached."""

import pytest
from playwright.sync_api import Page, expect

from planner.model import History
from tests.browser.looking import AXE, SCHEMES, sideways, violations
from tests.test_charts import BRIDGES, LIVES, TURNS, html_of, lived, made, measured

WIDTHS = (320, 360, 768, 1280)
# Letters are at least so high, in CSS pixels, wherever the picture stands.
LEAST_TEXT = 11
# The planner's own door for HTML, with the real sanitiser behind it.
SHOW = """async ([module, html]) => {
  const { showHtml } = await import(module);
  const place = Object.assign(document.createElement("section"), { id: "plan" });
  document.querySelector("article").replaceChildren(document.querySelector("h1"), place);
  showHtml(place, html);
}"""
# Every element in a place, with its attributes.
TELL = """(place) => [...place.querySelectorAll("*")].map((each) => `${each.localName} ${[...each.attributes].map(({ name, value }) => `${name}=${value}`).sort().join(" ")}`)"""
# Of each drawing on show: its letters' height in pixels, the words that stick out of it, and the pairs of words that touch.
LETTERS = """() => [...document.querySelectorAll("svg[role=img]")].filter((svg) => svg.getClientRects().length).map((svg) => {
  const frame = svg.getBoundingClientRect();
  const scale = frame.width / svg.viewBox.baseVal.width;
  const words = [...svg.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect(), size: parseFloat(getComputedStyle(text).fontSize) * scale }));
  const touch = (a, b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom;
  return {
    least: Math.min(...words.map(({ size }) => size)),
    outside: words.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(({ text }) => text),
    touching: words.flatMap((one, place) => words.slice(place + 1).filter((other) => touch(one.box, other.box)).map((other) => `${one.text} / ${other.text}`)),
  };
})"""
PICTURES = {**LIVES, "many decisions": lambda: made([(day, (3, 5, 3)) for day in range(60)], turns=list(TURNS.values()), days=60)}


def show(page: Page, served: str, history: History, *calls: str) -> None:
    """The charts of a history on a page of the site, through the planner's own door."""
    if page.url == "about:blank":
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{served}about/")
        page.add_style_tag(url=f"{served}assets/charts.css")  # the planner's page alone has it
        # The letters are measured, so they are to be the site's own.
        page.evaluate("Promise.all([...document.fonts].map((font) => font.load()))")
    page.evaluate(SHOW, [f"{served}assets/planner/plan-html.js", html_of(history, *calls)])


def turn(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("theme => document.body.setAttribute('data-md-color-scheme', theme)", SCHEMES[scheme])


def test_the_sanitiser_leaves_everything(page: Page, served: str) -> None:
    """Not one element and not one attribute of a chart is taken away at the planner's door."""
    history = made([(day, (3, 5, 3)) for day in range(60)], [(1, 40)], turns=list(TURNS.values()), measured=BRIDGES, days=60)
    show(page, served, history)
    elsewhere = page.context.new_page()  # without a policy, which would not let a test write HTML
    elsewhere.set_content(f"<body>{html_of(history)}</body>")
    before, after = elsewhere.locator("body").evaluate(TELL), page.locator("#plan").evaluate(TELL)

    assert before == after
    assert 100 < len(after)


@pytest.mark.parametrize("name", PICTURES)
def test_letters_can_be_read(page: Page, served: str, name: str) -> None:
    """On a phone and a desktop, letters are 11 pixels or more, none sticks out or touches another, and nothing scrolls sideways."""
    show(page, served, PICTURES[name]())
    for width in WIDTHS:
        turn(page, width, "light")
        for drawing in page.evaluate(LETTERS):
            assert LEAST_TEXT <= drawing["least"], width
            assert ([], []) == (drawing["outside"], drawing["touching"]), width
        assert 0 == sideways(page)


def test_one_shape_is_on_show(page: Page, served: str) -> None:
    """Of the three shapes a reader has one, the wider the place the wider the shape."""
    show(page, served, lived(0, 84), "progress_chart(history)")
    seen = []
    for width in WIDTHS:
        turn(page, width, "light")
        seen += [page.locator("svg[role=img]:visible").evaluate_all("all => all.map(each => each.classList[1])")]

    assert [["ch-shape--narrow"], ["ch-shape--narrow"], ["ch-shape--wide"], ["ch-shape--wide"]] == seen


@pytest.mark.parametrize("name", ["six weeks", *(pytest.param(name, marks=pytest.mark.deep) for name in ("one day", "several intakes", "three weeks without a word"))])
def test_axe_finds_nothing_in_the_charts(page: Page, served: str, name: str) -> None:
    """axe finds no violation in a chart with its tables open, at every width, in light and in dark."""
    show(page, served, PICTURES[name]())
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    page.evaluate(AXE)
    found = {}
    for scheme in SCHEMES:
        for width in WIDTHS:
            turn(page, width, scheme)
            assert 0 == sideways(page)
            if faults := violations(page):
                found[f"{width}, {scheme}"] = faults

    assert {} == found


def test_weeks_are_reached_by_keyboard(page: Page, served: str) -> None:
    """The picture is one tab stop. The arrow keys go from week to week, and the words of that week stand below."""
    show(page, served, lived(5, 42), "progress_chart(history)")
    page.locator("#plan").evaluate("each => { each.tabIndex = -1; each.focus(); }")
    page.keyboard.press("Tab")
    names = [focused_name(page)]
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
        names.append(focused_name(page))
    page.keyboard.press("Tab")

    assert ["Week 6", "Week 5", "Week 4", "Week 3", "Week 2", "Week 1", "Week 6"] == [name.split(",")[0] for name in names]
    assert "SUMMARY" == page.evaluate("document.activeElement.tagName")
    assert "Week 6" in told(page)


def focused_name(page: Page) -> str:
    """The accessible name of what has the focus, which must be what is on show below the picture."""
    words = page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-labelledby')).textContent")
    expect(page.get_by_role("radio", name=words.split(".")[0], exact=False)).to_be_focused()
    assert told(page) == words
    return words


def told(page: Page) -> str:
    """What stands below the picture: the words that are not clipped away."""
    return page.locator(".chart-told").evaluate_all("all => all.filter(each => getComputedStyle(each).clipPath === 'none').map(each => each.textContent).join()")


def test_the_focus_can_be_seen(page: Page, served: str) -> None:
    """The week with the focus has a strong frame in the picture; a week without has none."""
    show(page, served, lived(5, 42), "progress_chart(history)")
    turn(page, 1280, "light")
    page.locator("#plan").evaluate("each => { each.tabIndex = -1; each.focus(); }")
    page.keyboard.press("Tab")
    strokes = page.locator(".ch-shape--wide .ch-window").evaluate_all("all => all.map(each => getComputedStyle(each)).map(each => [each.stroke, each.strokeWidth])")

    assert [["none", "1px"]] * 5 == strokes[:-1]
    assert "none" != strokes[-1][0] and "3px" == strokes[-1][1]


@pytest.mark.parametrize("width", [320, 1280])
def test_a_week_can_be_chosen_in_the_picture(page: Page, served: str, width: int) -> None:
    """A click on the bars of a week tells that week, at every width."""
    show(page, served, lived(5, 42), "progress_chart(history)")
    turn(page, width, "light")
    for place in (0, 3):
        box = page.locator(".chart-step").nth(place).locator(".ch-shape:visible .ch-window").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 5)

        assert f"Week {place + 1}," in told(page)


def test_the_words_below_keep_their_place(page: Page, served: str) -> None:
    """Whichever week is looked at, what follows does not move."""
    show(page, served, lived(5, 42), "progress_chart(history)")
    turn(page, 320, "light")
    tops = set()
    for place in range(6):
        page.locator(".chart-step input").nth(place).evaluate("each => { each.checked = true; }")
        tops.add(page.locator(".chart-key").bounding_box()["y"] + page.evaluate("scrollY"))

    assert 1 == len(tops)


def test_colours_of_the_readers_choice(page: Page, served: str) -> None:
    """With forced colours every line and mark has a colour of the system's, and the bands' edges are there."""
    history = made([(day, (3, 5, 3)) for day in range(60)], [(1, 40)], turns=list(TURNS.values()), measured=BRIDGES, days=60)
    show(page, served, history)
    page.emulate_media(forced_colors="active")
    turn(page, 1280, "light")
    found = page.locator("svg[role=img]:visible path").evaluate_all("all => all.map(each => [each.getAttribute('class'), getComputedStyle(each).fill, getComputedStyle(each).stroke])")
    text, ground = (page.evaluate("colour => { document.body.style.color = colour; return getComputedStyle(document.body).color; }", colour) for colour in ("CanvasText", "Canvas"))
    for name, fill, stroke in found:
        if name.startswith("ch-band"):
            assert ground == fill
        elif name not in ("ch-week", "ch-stage-now"):
            assert text in (fill, stroke), name


def test_paper_needs_no_colour(page: Page, served: str) -> None:
    """On paper, from a dark screen too, every line is black, what can only be clicked is gone, and the picture is not cut."""
    show(page, served, made([(day, (3, 5, 3)) for day in range(60)], [(1, 40)], turns=list(TURNS.values()), days=60))
    turn(page, 1280, "dark")
    page.emulate_media(media="print")
    paints = page.locator("svg[role=img]:visible path:not([class*=band], .ch-week)").evaluate_all("all => all.flatMap(each => [getComputedStyle(each).fill, getComputedStyle(each).stroke])")

    assert {"none", "rgb(0, 0, 0)", "rgb(255, 255, 255)"} == set(paints)
    expect(page.locator(".chart-steps")).to_be_hidden()
    expect(page.locator(".chart-details")).to_be_hidden()
    assert "avoid" == page.locator(".chart").evaluate("each => getComputedStyle(each).breakInside")


def test_small_pictures_stand_side_by_side(page: Page, served: str) -> None:
    """The tests of both legs stand beside each other where there is room, and below each other on a phone."""
    results = {**BRIDGES, **measured("leg_raise", (0, 40, 80), (12, 70, 80))}
    show(page, served, made(measured=results, days=42), "symmetry_chart(history)")
    tops = {}
    for width in (320, 1280):
        turn(page, width, "light")
        tops[width] = len({box["y"] for box in (each.bounding_box() for each in page.locator(".chart").all())})

    assert {320: 2, 1280: 1} == tops
