"""How the player looks and can be reached: on every screen, in every colour, with large text, without movement."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from planner.model import Records
from tests.browser import chromium
from tests.browser.looking import AXE, SCHEMES, violations
from tests.browser.player.stand_in import BRIDGE, PHONE, SIDE_BRIDGE, SIT, day_with, open_session, pass_time, press, screens_of, session_html, tap
from tests.effort import first_look

SCREENS = {"phone": (360, 740), "small phone": (320, 480), "phone on its side": (740, 360), "laptop": (1280, 800), "400 % zoom": (320, 256)}


@pytest.mark.parametrize(
    ("scheme", "forced"),
    first_look(["light", "dark", "dark, forced colours"], {"light": ("light", "none"), "dark": ("dark", "none"), "light, forced colours": ("light", "active"), "dark, forced colours": ("dark", "active")}.items()),
)
def test_axe_finds_nothing_in_the_player(open_day: Callable, scheme: str, forced: str) -> None:
    """axe finds no violation on any screen of the player, in light, in dark and in forced colours."""
    page = open_day(BRIDGE, SIDE_BRIDGE, warm_up="before-harder")
    page.emulate_media(color_scheme=scheme, forced_colors=forced, reduced_motion="reduce")
    page.evaluate("theme => document.body.setAttribute('data-md-color-scheme', theme)", SCHEMES[scheme])
    page.evaluate(AXE)
    found = {screen: faults for screen in screens_of(page) if (faults := violations_in_real_time(page))}

    assert {} == found


def violations_in_real_time(page: Page) -> list[str]:
    """axe waits by the clock, so the clock has to run while it looks."""
    page.clock.resume()
    found = violations(page)
    page.clock.pause_at((page.evaluate("Date.now()") + 1000) / 1000)
    return found


# Each button that is too small, or that cannot be brought into view. The big one may be as large as the screen.
OUT_OF_REACH = """async () => {
  const isShown = (place) => place.checkVisibility({ visibilityProperty: true }) && place.getBoundingClientRect().width > 0;
  const shareSeen = (place) => new Promise((resolve) => new IntersectionObserver(([{ intersectionRatio }], observer) => { observer.disconnect(); resolve(intersectionRatio); }).observe(place));
  const comesIntoView = async (place) => {
    place.scrollIntoViewIfNeeded();
    for (let frames = 0; frames < 60; frames += 1) if ((await shareSeen(place)) >= 0.9) return true;
    return false;
  };
  const found = [];
  for (const button of [...document.querySelectorAll("dialog button, dialog .player-number")].filter(isShown)) {
    const { width, height } = button.getBoundingClientRect();
    if (Math.min(width, height) < 44) found.push(`${button.innerText}: ${width} by ${height}`);
    if (!(await comesIntoView(button))) found.push(`${button.innerText}: out of view`);
  }
  return found;
}"""


@pytest.mark.parametrize("size", first_look(["phone", "400 % zoom"], ((name, (size,)) for name, size in SCREENS.items())))
def test_everything_can_be_reached_on_any_screen(open_day: Callable, size: tuple[int, int]) -> None:
    """On every screen nothing scrolls sideways, every button is 44 pixels or more and can be brought into view, and the big one is 64 high."""
    page = open_day(BRIDGE, SIDE_BRIDGE, warm_up="before-harder", size={"width": size[0], "height": size[1]})
    page.emulate_media(reduced_motion="reduce")
    for screen in screens_of(page):
        assert 0 == sideways(page), screen
        assert [] == page.evaluate(OUT_OF_REACH), screen
        if page.locator(".player-main").is_visible():
            assert page.locator(".player-main").bounding_box()["height"] >= 64


SMALL_PHONES = ((360, 640), (320, 640), (320, 568), (640, 360))


@pytest.mark.parametrize("running", [False, True], ids=["before it begins", "while it runs"])
def test_what_to_do_can_be_read_on_small_phones(open_day: Callable, records: Records, running: bool) -> None:
    """On small phones name, figure, dose and cues can be read while button, count and stop stay where they are; what is further down says that it is there."""
    page = open_day(BRIDGE)
    page.emulate_media(reduced_motion="reduce")
    if running:
        tap(page)
    cues = records.exercises["single-leg-bridge"].cues[:3]
    step = page.locator(".player-step:visible")
    for width, height in SMALL_PHONES:
        page.set_viewport_size({"width": width, "height": height})
        step.evaluate("step => { step.scrollTop = 0 }")
        settle(page)
        more = page.get_by_text("More", exact=True).and_(page.locator("button span"))
        seen = read_what_is_seen(page)
        assert more.is_visible() == (step.evaluate("step => step.scrollHeight > step.clientHeight + 4")), (width, height)
        for _ in range(12):
            if not more.is_visible():
                break
            more.click()
            settle(page)
            seen |= read_what_is_seen(page)

        assert {"name", "figure", "dose", *(f"cue {place}" for place in range(len(cues)))} <= seen, (width, height)
        assert {"button", "count", "done", "stop"} <= seen, (width, height)


def settle(page: Page) -> None:
    """Wait until scrolling and a new size have been taken notice of. The page's own clock stands still, the browser's does not."""
    page.wait_for_timeout(100)


def read_what_is_seen(page: Page) -> set[str]:
    """Which parts of the screen can be seen from edge to edge just now, with nothing over them and not faded out."""
    return set(
        page.evaluate(
            """() => {
              const step = [...document.querySelectorAll(".player-step")].find((each) => each.checkVisibility());
              const named = { name: ".player-name", figure: ".figure-slot svg", dose: ".player-dose" };
              const parts = Object.entries(named).map(([name, selector]) => [name, step.querySelector(selector)]);
              parts.push(...[...step.querySelectorAll(".player-cues li")].map((cue, place) => [`cue ${place}`, cue]));
              const around = { button: "[data-press=main]", done: "[data-press=set-done]", stop: "[data-press=stop]" };
              parts.push(...Object.entries(around).map(([name, selector]) => [name, document.querySelector(selector)]));
              const isFaded = document.querySelector(".player").hasAttribute("data-more");
              const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
              const { top, bottom } = step.getBoundingClientRect();
              const isSeen = (part) => {
                const box = part.getBoundingClientRect();
                const inside = step.contains(part) ? box.top >= top - 1 && box.bottom <= bottom - (isFaded ? 1.4 * rem : 0) + 1 : box.top >= 0 && box.bottom <= innerHeight;
                const points = [[0.5, 0.5], [0.08, 0.15], [0.92, 0.85]].map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
                return inside && points.every((point) => part.contains(point) || point?.contains(part));
              };
              const count = document.querySelector(".player-digits").getBoundingClientRect();
              const main = document.querySelector(".player-main").getBoundingClientRect();
              const names = parts.filter(([, part]) => isSeen(part)).map(([name]) => name);
              return count.height && count.top >= main.top - 4 && count.bottom <= main.bottom ? [...names, "count"] : names;
            }"""
        )
    )


@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
def test_what_has_the_focus_is_not_hidden(open_day: Callable, size: tuple[int, int]) -> None:
    """By Tab, whatever gets the focus is wholly on the screen and covered by nothing."""
    page = open_day(BRIDGE, size={"width": size[0], "height": size[1]})
    for _ in range(14):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const active = document.activeElement;
              if (!active.matches("dialog button")) return "";
              const { left, top, width, height } = active.getBoundingClientRect();
              const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]].map(([x, y]) => document.elementFromPoint(left + width * x, top + height * y));
              return points.every((point) => active.contains(point)) ? "" : active.textContent.trim();
            }"""
        )

        assert "" == covered


def test_nothing_moves_for_those_who_asked(open_day: Callable) -> None:
    """With reduced motion the big button fills in whole seconds and without a transition."""
    page = open_day(SIT)
    page.emulate_media(reduced_motion="reduce")
    press(page, "Set done")
    fills = set()
    for _ in range(10):
        pass_time(page, 0.2)
        fills.add(page.locator("dialog").evaluate("dialog => dialog.style.getPropertyValue('--player-fill')"))

    assert len(fills) <= 3
    assert "0s" == page.locator(".player-fill").evaluate("fill => getComputedStyle(fill).transitionDuration")


def test_with_text_twice_as_large_it_still_fits(playwright: Playwright, served: str, records: Records, tmp_path: Path) -> None:
    """With the browser's text set to twice its size on a phone nothing scrolls sideways and the stop button stays on the screen."""
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default/Preferences").write_text('{"webkit": {"webprefs": {"default_font_size": 32}}}', encoding="utf-8")
    context = playwright.chromium.launch_persistent_context(tmp_path, executable_path=chromium.find(), args=chromium.arguments(), viewport=PHONE)
    page = context.new_page()
    open_session(page, served, session_html(day_with(records, BRIDGE, SIDE_BRIDGE, warm_up="before-harder"), records))
    for screen in screens_of(page):
        assert 0 == sideways(page), screen
        if screen not in ("stop", "end"):
            expect(page.get_by_role("button", name="Stop: it hurts")).to_be_in_viewport(ratio=0.99)
    context.close()


def sideways(page: Page) -> int:
    """How many pixels anything in the player can be scrolled sideways."""
    return page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("dialog, dialog *")]
          .filter((each) => !each.matches(".visually-hidden") && getComputedStyle(each).overflowX !== "visible")
          .map((each) => each.scrollWidth - each.clientWidth))"""
    )
