"""A figure on its page: still until somebody asks, at the pace of its dose, calm for those who want calm, whole without a script."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import Complaints
from tests.browser.contact_sheets import photograph_all
from tests.figures import IDS

NORDIC = "exercises/nordic-hamstring/"
# Four seconds of lowering after 0.8 seconds of rest, as in the record's dose.
REST, LOWER = 0.8, 4.0


@pytest.fixture
def page(newcomer: Page) -> Page:
    """A page in a browser of its own, whose clock is a test's to stop."""
    return newcomer


def places(page: Page) -> list[str]:
    """Where every part that can move is now."""
    return page.locator(".figure [data-m]").evaluate_all("all => all.map(each => each.getAttribute('transform') ?? each.getAttribute('d'))")


def height(page: Page) -> float:
    return page.locator(".figure-card").bounding_box()["height"]


def test_a_figure_is_still_until_asked(page: Page, served: str) -> None:
    """Nothing moves by itself; the start and the arrow are shown with the end."""
    page.goto(f"{served}{NORDIC}")
    before = places(page)
    page.wait_for_timeout(400)

    assert before == places(page)
    expect(page.locator(".start")).to_be_visible()
    expect(page.locator(".way")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_play_and_pause(page: Page, served: str) -> None:
    """Play begins at the start and hides what only the still picture needs; Pause stops where it is; Play goes on."""
    page.clock.install()
    page.goto(f"{served}{NORDIC}")
    still = places(page)
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(200)
    start = places(page)
    page.clock.run_for(2000)
    page.get_by_role("button", name="Pause").click()
    paused = places(page)
    page.clock.run_for(1000)

    assert still != start != paused
    assert paused == places(page)
    expect(page.locator(".start")).to_be_hidden()
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(500)
    assert paused != places(page)


def test_a_lower_of_four_seconds_takes_four_seconds(page: Page, served: str) -> None:
    """The figure is in its end position when rest and lowering are over, not earlier and not later, and slow takes twice as long."""
    page.clock.install(time="2026-12-01T08:00:00")
    page.goto(f"{served}{NORDIC}")
    page.clock.pause_at("2026-12-01T09:00:00")  # or a slow machine's own time would count too
    still = rounded(places(page))
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(int((REST + LOWER - 0.8) * 1000))
    almost = rounded(places(page))
    page.clock.run_for(1200)
    there = rounded(places(page))
    page.get_by_role("button", name="Slow").click()

    assert (almost != still, there) == (True, still)
    expect(page.get_by_role("button", name="Slow")).to_have_attribute("aria-pressed", "true")


def rounded(texts: list[str]) -> list[list[int]]:
    """The places in whole centimetres and degrees, so that a frame's time does not matter."""
    return [[round(float(found)) for found in re.findall(r"-?\d*\.?\d+", text)] for text in texts]


def test_less_motion_shows_positions_and_nothing_between(browser: Browser, served: str) -> None:
    """With reduced motion only the start and the end are ever shown."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.clock.install()
    page.goto(f"{served}{NORDIC}")
    page.get_by_role("button", name="Play").click()
    seen = set()
    for _ in range(40):
        page.clock.run_for(200)
        seen.add(tuple(places(page)))
    context.close()

    assert 2 == len(seen)


def test_without_a_script_the_picture_is_whole(playwright: Playwright, browser: Browser, served: str) -> None:
    """Without JavaScript there are start, end and arrow, and no button that cannot work."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}{NORDIC}")

    expect(page.get_by_role("img", name="Nordic hamstring exercise")).to_be_visible()
    expect(page.locator(".start")).to_be_visible()
    assert 0 == page.get_by_role("button", name="Play").count()
    context.close()


def test_nothing_moves_when_the_script_comes_or_plays(page: Page, served: str, complaints: Complaints) -> None:
    """The card is as high before the player's script, with it, and while it plays."""
    complaints.expect("figure.js")
    page.route("**/figure.js", lambda route: route.abort())
    page.goto(f"{served}{NORDIC}")
    before = height(page)
    page.unroute("**/figure.js")
    page.goto(f"{served}{NORDIC}")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    ready = height(page)
    page.get_by_role("button", name="Play").click()

    assert before == ready == height(page)


def test_paper_shows_the_still_picture(page: Page, served: str) -> None:
    """A figure that plays goes back to start, end and arrow before it is printed."""
    page.goto(f"{served}{NORDIC}")
    still = places(page)
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(300)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert still == places(page)
    expect(page.locator(".start")).to_be_visible()


def test_a_screen_reader_hears_name_and_description(page: Page, served: str) -> None:
    """The picture's name is its title and the record's description of the movement."""
    page.goto(f"{served}{NORDIC}")

    expect(page.get_by_role("img", name="A partner behind you presses your ankles to the floor")).to_be_visible()


@pytest.mark.deep
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sheets_of_all_figures_can_be_looked_at(browser: Browser, tmp_path: Path, theme: str) -> None:
    """The pictures of all figures are made, for both themes, two sizes, forced colours and paper; every figure is on them."""
    pictures = photograph_all(browser, tmp_path)
    page = (tmp_path / f"figures-{theme}.html").read_text(encoding="utf-8")

    assert 6 == len(pictures)
    assert all(picture.stat().st_size > 20_000 for picture in pictures)
    assert len(IDS) == page.count('<svg class="figure"')


FILL = """async ([html, base]) => {
  const { fillFigureSlots } = await import(base + "../figure-slots.js");
  const { showHtml } = await import(base + "../planner/plan-html.js");
  const root = document.querySelector(".md-content__inner");
  showHtml(root, html);
  await fillFigureSlots(root, base);
}"""


def fill(page: Page, served: str, html: str) -> None:
    """Put these places into a page and have them filled, as the planner does."""
    page.goto(f"{served}planner/")
    page.evaluate(FILL, [html, f"{served}assets/figures/"])


def test_a_place_for_a_figure_is_filled(page: Page, served: str) -> None:
    """The figure in a place is the one of its page, with name and description, in the colours of the site's style sheet."""
    fill(page, served, '<div class="figure-slot" data-figure="nordic-hamstring"></div>')

    expect(page.get_by_role("img", name="A partner behind you presses your ankles to the floor")).to_be_visible()
    assert "rgb(82, 100, 122)" == page.locator(".figure-slot .skin").first.evaluate("each => getComputedStyle(each).fill")


def test_one_figure_may_stand_twice_and_is_asked_for_once(page: Page, served: str) -> None:
    """Two places for one figure cost one request, and no id stands twice."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith(".svg") else None)
    fill(page, served, '<div class="figure-slot" data-figure="squat"></div>' * 2)
    ids = page.locator(".figure-slot [id]").evaluate_all("all => all.map(each => each.id)")

    assert 1 == sum(url.endswith("/squat.svg") for url in asked)
    assert 4 == len(ids) == len(set(ids))


def test_a_figure_that_does_not_come_leaves_no_gap(page: Page, served: str, complaints: Complaints) -> None:
    """A place whose figure is not there, or is no figure, is hidden and empty, and the other places are filled."""
    complaints.expect("404")
    fill(page, served, "".join(f'<div class="figure-slot" data-figure="{id}"></div>' for id in ("not-there", "../../../index.html#", "squat")))
    slots = page.locator(".figure-slot")

    for wrong in (0, 1):
        expect(slots.nth(wrong)).to_be_hidden()
        expect(slots.nth(wrong)).to_be_empty()
    expect(slots.nth(2).get_by_role("img")).to_be_visible()


# Counts the browser's idle moments, and notes for each figure how many there had been when it came.
PAUSES = """async ([ids, base, options]) => {
  let pauses = 0;
  const whenIdle = requestIdleCallback.bind(window);
  window.requestIdleCallback = (act) => whenIdle(() => (pauses += 1, act()));
  const { fillFigureSlots } = await import(base + "../figure-slots.js");
  const root = document.querySelector(".md-content__inner");
  const filledAfter = [];
  const furnish = () => {
    const places = ids.map(() => Object.assign(document.createElement("div"), { className: "figure-slot" }));
    places.forEach((place, number) => (place.dataset.figure = ids[number]));
    for (const place of places) new MutationObserver(() => filledAfter.push(pauses)).observe(place, { childList: true });
    root.replaceChildren(...places);
    return fillFigureSlots(root, base, options);
  };
  const made = [furnish()];
  for (let times = 1; times < (options.times ?? 1); times += 1) made.push(furnish());
  await Promise.all(made);
  return { filledAfter, pauses };
}"""
SOME = ["squat", "squat", "wall-sit", "nordic-hamstring"]


def paused(page: Page, served: str, **options: Any) -> dict[str, Any]:
    page.goto(f"{served}404.html")
    return page.evaluate(PAUSES, [SOME, f"{served}assets/figures/", options])


def test_figures_come_one_after_the_other(page: Page, served: str) -> None:
    """Between two figures the browser has time to draw and to hear the reader, so that those of a day do not hold the page up in one go."""
    filled_after = paused(page, served)["filledAfter"]

    assert len(SOME) == len(filled_after) == len(set(filled_after))


def test_places_that_are_gone_hold_nobody_up(page: Page, served: str) -> None:
    """A view that is made anew five times asks for the figures of the last one alone: places that are gone take no turn."""
    seen = paused(page, served, times=5)

    assert len(SOME) == len(seen["filledAfter"])
    assert seen["pauses"] <= len(SOME) + 1


def test_who_prints_waits_for_no_turn(page: Page, served: str) -> None:
    """Where somebody waits for the last figure, all of them come as soon as they are here."""
    assert {"filledAfter": [0] * len(SOME), "pauses": 0} == paused(page, served, atOnce=True)


def test_nothing_moves_when_a_place_is_filled(page: Page, served: str) -> None:
    """A place is as high before its figure comes as after, with and without buttons."""
    html = '<div class="figure-slot" data-figure="squat"></div><div class="figure-slot" data-figure="squat" data-controls></div><p id="below">Below</p>'
    fill(page, served, html.replace("data-figure", "data-later"))
    empty = page.locator("#below").bounding_box()
    fill(page, served, html)

    assert 2 == page.locator(".figure-slot svg.figure").count()
    assert empty == page.locator("#below").bounding_box()


def test_a_place_with_buttons_plays(page: Page, served: str) -> None:
    """A moving figure in a place that asks for buttons plays and stops; a still one there has none."""
    fill(page, served, '<div class="figure-slot" data-figure="squat" data-controls></div><div class="figure-slot" data-figure="wall-sit" data-controls></div>')
    before = places(page)
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Pause").click()

    assert before != places(page)
    expect(page.get_by_role("button", name="Slow")).to_be_visible()
    assert 2 == page.locator(".figure-slot button").count()
