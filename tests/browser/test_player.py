"""The session player: one exercise at a time, by finger, by keyboard and by the clock.

A page of this test's own stands in for the Today view. The session in it is a real one, rendered by Python and let in through the
sanitiser, and the style sheets and the policy are the site's. Time stands still until a test lets it pass.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from builder.policy import page_policy
from planner.derive import derive
from planner.log import check_log
from planner.model import Day, Item, Records, Tempo
from planner.sessions import read_session
from planner.view.render import _context, _environment
from tests.browser import chromium
from tests.browser.test_pages import AXE, SCHEMES, violations
from tests.effort import first_look
from tests.people import TODAY, log_of, people

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
BEGAN = int(NOON.timestamp() * 1000)
PHONE = {"width": 360, "height": 740}

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stand-in</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="{policy}">{styles}
<script type="module" src="stand-in.js"></script></head>
<body dir="ltr" data-md-color-scheme="default"><main><article class="md-content__inner md-typeset"><h1>Today</h1>
<button type="button" id="start">Start the session</button><div id="plan"></div><session-player></session-player></article></main></body></html>"""

# What the Today view does: shows the plan, keeps the draft and the settings, and hands them back.
SCRIPT = """
import { fillFigureSlots } from "../assets/figure-slots.js";
import { showHtml } from "../assets/planner/plan-html.js";
import "../assets/planner/player.js";

const player = document.querySelector("session-player");
const plan = document.querySelector("#plan");
showHtml(plan, await (await fetch("session.html")).text());
await fillFigureSlots(plan, new URL("../assets/figures/", location));
player.source = plan.querySelector("dialog");
window.told = [];
for (const name of ["player-draft", "player-settings", "player-close", "player-done"]) {
  player.addEventListener(name, ({ detail }) => {
    told.push([name, detail]);
    if (name === "player-draft" || name === "player-settings") sessionStorage.setItem(name, JSON.stringify(detail));
    if (name === "player-done") sessionStorage.removeItem("player-draft");
  });
}
player.settings = JSON.parse(sessionStorage.getItem("player-settings") ?? "{}");
player.draft = JSON.parse(sessionStorage.getItem("player-draft"));
document.querySelector("#start").addEventListener("click", () => player.open());
document.documentElement.dataset.ready = "";
"""

# A sound card, a motor and a screen that only write down what is asked of them. A note that is called off is taken out again.
DEVICES = """
window.heard = [];
window.buzzes = [];
window.awake = 0;
window.AudioContext = class {
  state = "running";
  #born = Date.now();
  destination = {};
  constructor() { window.audio = this; }
  async suspend() { this.state = "suspended"; }
  async resume() { this.state = "running"; }
  get currentTime() { return (Date.now() - this.#born) / 1000; }
  get born() { return this.#born; }
};
window.GainNode = class {
  gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
  connect() {}
  disconnect() { heard = heard.filter((note) => note.through !== this); }
};
window.OscillatorNode = class {
  constructor(context, { frequency }) { Object.assign(this, { context, frequency }); }
  connect(to) { this.through = to; }
  start(at) { heard.push({ at: Math.round(this.context.born + at * 1000), pitch: this.frequency, through: this.through }); }
  stop() {}
};
navigator.vibrate = (pattern) => { buzzes.push(pattern); return true; };
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
  awake += 1;
  window.lock = { released: false, async release() { this.released = true; awake -= 1; } };
  return lock;
} } });
"""

# The browser's idle moments are its own: they come while the test's clock stands still, or no figure would be put in its place.
IDLE = """
const idle = window.requestIdleCallback.bind(window);
Object.defineProperty(window, "requestIdleCallback", { get: () => idle, set: () => {} });
"""


def session_html(day: Day, records: Records) -> str:
    """The player's part of the Today view, as Python renders it."""
    template = _environment().from_string('{% from "player.html" import player with context %}{{ player(day) }}')
    situation = derive(check_log(log_of(people()["settled-strain"])), records, date.fromisoformat(TODAY))
    return template.render(**_context(situation, records), root="../", day=day)


def day_with(records: Records, *items: dict[str, Any], warm_up: str = "") -> Day:
    """A day of a real plan with these items in it. They hold exactly what the test says, whatever the records have come to be."""
    day = derive(check_log(log_of(people()["settled-strain"])), records, date.fromisoformat(TODAY)).weeks[0].days[0]
    return replace(day, warm_up=warm_up, items=tuple(item_of(day.items[0], records, **item) for item in items))


def item_of(item: Item, records: Records, exercise: str, sets: tuple[int, int], item_has: dict[str, Any] | None = None, **dose: Any) -> Item:
    """The item with another exercise, and with a dose that has nothing but what is given."""
    bare = replace(next(iter(records.exercises[exercise].doses.values())), **{"sets": sets, **NOTHING, **dose})
    return replace(item, **{"exercise": exercise, "dose": bare, "sets": sets, "pain_limit": 3, "hurts_before": False, "ladder": "", "step": None, **(item_has or {})})


NOTHING = {name: None for name in ("reps", "hold_seconds", "seconds", "metres", "work_seconds", "easy_seconds", "tempo", "rest_seconds", "rep_max")} | {"per_side": False, "times_per_day": 1}
SIT = {"exercise": "sit-to-stand", "sets": (2, 2), "kind": "reps", "reps": (6, 10), "rest_seconds": (45, 45)}
BRIDGE = {"exercise": "single-leg-bridge", "sets": (3, 3), "kind": "reps", "reps": (8, 12), "per_side": True, "tempo": Tempo(1, 1, 3), "rest_seconds": (60, 60)}
NORDIC = {"exercise": "nordic-hamstring", "sets": (2, 2), "kind": "reps", "reps": (5, 5), "tempo": Tempo(None, None, 4), "rest_seconds": (60, 60)}
HINGE = {"exercise": "hip-hinge-drill", "sets": (1, 1), "kind": "reps", "reps": (15, 15)}
CURL = {"exercise": "lying-hamstring-curl", "sets": (2, 2), "kind": "reps", "reps": (10, 15), "per_side": True, "item_has": {"hurts_before": True}}
SIDE_BRIDGE = {"exercise": "side-bridge", "sets": (1, 1), "kind": "hold", "reps": (3, 3), "hold_seconds": (20, 30), "per_side": True}
LONG_BRIDGE = {"exercise": "bridge-hold", "sets": (4, 5), "kind": "hold", "reps": (1, 1), "hold_seconds": (30, 45), "rest_seconds": (60, 60)}
WALK = {"exercise": "gentle-walking", "sets": (1, 1), "kind": "time", "seconds": (300, 600), "times_per_day": 2}
WALK_JOG = {"exercise": "walk-jog", "sets": (1, 1), "kind": "intervals", "reps": (3, 3), "work_seconds": (180, 180), "easy_seconds": (240, 240)}
RUNS = {"exercise": "run-throughs", "sets": (5, 5), "kind": "distance", "metres": 60, "rpe": (8, 9), "rest_seconds": (120, 120), "item_has": {"ladder": "speed-steps", "step": 3, "pain_limit": 1}}


@pytest.fixture
def page(newcomer: Page) -> Page:
    """A page in a browser of its own, whose clock is a test's to stop."""
    return newcomer


@pytest.fixture
def open_day(page: Page, served: str, records: Records) -> Callable[..., Page]:
    """Opens the stand-in page with a session of these items and begins it."""

    def open_with(*items: dict[str, Any], warm_up: str = "", size: dict = PHONE) -> Page:
        day = day_with(records, *items, warm_up=warm_up)
        return open_session(page, served, session_html(day, records), size)

    return open_with


def open_session(page: Page, served: str, html: str, size: dict = PHONE) -> Page:
    page.set_viewport_size(size)
    page.add_init_script(DEVICES)
    route(page, served, html)
    open_stand_in(page, served)
    return page


def open_stand_in(page: Page, served: str) -> None:
    """The page with the player open, and with the clock standing still at noon."""
    page.add_init_script(IDLE)
    page.clock.install(time=NOON - timedelta(minutes=1))
    page.goto(f"{served}stand-in/")
    page.clock.pause_at(NOON - timedelta(seconds=1))
    begin(page)


def route(page: Page, served: str, html: str) -> None:
    """The stand-in page, with the style sheets that the planner's page has."""
    stand_in = PAGE.format(policy=page_policy([]), styles=styles_of(f"{served}planner/"))
    page.route(f"{served}stand-in/", lambda route: route.fulfill(content_type="text/html", body=stand_in))
    page.route(f"{served}stand-in/stand-in.js", lambda route: route.fulfill(content_type="text/javascript", body=SCRIPT))
    page.route(f"{served}stand-in/session.html", lambda route: route.fulfill(content_type="text/html", body=html))


@cache
def styles_of(url: str) -> str:
    """The links to a page's style sheets, asked for once."""
    with urlopen(url) as answer:
        return "".join(re.findall(r'<link[^>]*rel="(?:stylesheet|preload)"[^>]*>', answer.read().decode()))


def begin(page: Page) -> None:
    page.locator("html[data-ready]").wait_for()
    page.locator("#start").click()
    pass_time(page, 1)


def pass_time(page: Page, seconds: float) -> None:
    page.clock.run_for(int(seconds * 1000))


def press(page: Page, name: str) -> None:
    """Press a button by the words on it, and let the moment pass in which a second tap does not count."""
    page.locator("dialog").get_by_role("button", name=name, exact=True).click()
    pass_time(page, 0.5)


def tap(page: Page, times: int = 1) -> None:
    """Tap the big button."""
    for _ in range(times):
        page.locator(".player-main").click()
        pass_time(page, 0.5)


def shown(page: Page, name: str) -> str:
    return page.locator(f'[data-show="{name}"]').inner_text()


def heading(page: Page):
    return page.locator(".player-step:visible .player-name")


def told(page: Page, name: str) -> list:
    """The details of every event of this name so far."""
    return page.evaluate("name => told.filter(([event]) => event === name).map(([, detail]) => detail)", name)


def draft(page: Page) -> dict:
    return told(page, "player-draft")[-1]


def done(page: Page) -> dict:
    """What the session came to, and that Python can read it."""
    [result] = told(page, "player-done")
    assert [] == read_session(result, date.fromisoformat(TODAY))[1]
    return result


def rate(page: Page, question: str, number: int) -> None:
    page.get_by_role("group", name=question).get_by_role("radio", name=str(number), exact=True).check()


HURT, HARD = "How much did it hurt?", "How hard was it?"


# Counting, resting, asking -----------------------------------------------------------------------------------------------


def test_a_session_by_touch(browser: Browser, served: str, records: Records) -> None:
    """On a phone, by touch alone: warm up, count, rest, answer, and the whole session comes out as a log can hold it."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_session(page, served, session_html(day_with(records, SIT, RUNS, warm_up="before-harder"), records))

    def touch(name: str) -> None:
        page.locator("dialog").get_by_role("button", name=name, exact=True).tap()
        pass_time(page, 0.5)

    expect(heading(page)).to_have_text("Warm up")
    touch("Skip warm-up")
    expect(heading(page)).to_have_text("Sit to stand")
    for _ in range(7):
        touch("Tap after each repetition")
    assert "7" == shown(page, "digits")
    touch("Set done")
    assert "Rest" == shown(page, "word")
    touch("Tap to end the rest")
    touch("Set done")
    touch("Yes, I did it all")
    page.get_by_role("group", name=HURT).get_by_role("radio", name="2", exact=True).tap()
    page.get_by_role("group", name=HARD).get_by_role("radio", name="6", exact=True).tap()
    pass_time(page, 0.5)
    touch("Save the answers")
    expect(heading(page)).to_have_text("Run-throughs")
    touch("Tap when you are there")
    touch("Skip exercise")
    touch("Skip the questions")
    touch("Save the session")

    assert {"items": [{"exercise": "sit-to-stand", "sets": 2, "pain": 2, "effort": 6}, {"exercise": "run-throughs", "sets": 1, "step": 3}], "stopped": False} == done(page)
    expect(page.locator("dialog")).to_be_hidden()
    context.close()


def test_a_whole_day_of_a_plan(page: Page, served: str, records: Records) -> None:
    """A day as the planner made it is played to its end, and every set of every exercise arrives."""
    day = derive(check_log(log_of(people()["settled-strain"])), records, date.fromisoformat(TODAY)).weeks[0].days[0]
    open_session(page, served, session_html(day, records))
    if day.warm_up:
        press(page, "Skip warm-up")
    while not page.get_by_role("button", name="Save the session").is_visible():
        done_or_next = page.locator('[data-press="set-done"]:visible, [data-press="unasked"]:visible, .player-main:visible').last
        done_or_next.click()
        pass_time(page, 0.5)
    press(page, "Save the session")

    expected = [{"exercise": item.exercise, "sets": item.sets[1]} | ({} if item.step is None else {"step": item.step}) for item in day.items]
    assert {"items": expected, "stopped": False} == done(page)


def test_a_session_by_keyboard(open_day: Callable) -> None:
    """With keys alone: Space and Enter count from wherever the focus is, Tab reaches every button, arrows answer, and nothing is lost on the way."""
    page = open_day(SIT, WALK)
    expect(page.locator(".player-step:visible")).to_be_focused()
    for key in ("Space", "Enter", "Space"):
        page.keyboard.press(key)
        pass_time(page, 0.5)
    assert "3" == shown(page, "digits")
    expect(page.locator(".player-step:visible")).to_be_focused()
    for _ in range(2):
        tab_to(page, "Set done")
        page.keyboard.press("Enter")
        pass_time(page, 0.5)
        expect(page.get_by_role("heading", name="Count this set as done?")).to_be_focused()
        tab_to(page, "Yes, I did it all")
        page.keyboard.press("Enter")
        pass_time(page, 0.5)
        if page.locator(".player-main").is_visible():
            expect(page.locator(".player-main")).to_be_focused()
            page.keyboard.press("Space")  # the end of the rest
            pass_time(page, 0.5)
            assert "Set 2 of 2" == shown(page, "set")
    expect(page.get_by_role("heading", name="How was it?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    tab_to(page, "Save the answers")
    page.keyboard.press("Enter")
    pass_time(page, 0.5)
    expect(page.locator(".player-step:visible")).to_be_focused()
    tab_to(page, "Skip exercise")
    page.keyboard.press("Enter")
    pass_time(page, 0.5)
    expect(page.get_by_role("heading", name="That was the session")).to_be_focused()
    tab_to(page, "Save the session")
    page.keyboard.press("Enter")

    assert {"items": [{"exercise": "sit-to-stand", "sets": 2, "pain": 2, "effort": 1}], "stopped": False} == done(page)
    expect(page.locator("#start")).to_be_focused()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the button with these words has the focus."""
    for _ in range(40):
        if page.evaluate("document.activeElement.matches('dialog button') ? document.activeElement.textContent.trim() : ''") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {name}")


def test_a_key_held_down_counts_once(open_day: Callable) -> None:
    """A key that repeats because it is held down is one repetition."""
    page = open_day(SIT)
    page.locator(".player-main").focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")

    assert "1" == shown(page, "digits")


def test_the_last_repetition_ends_the_set(open_day: Callable) -> None:
    """At the most repetitions of the dose the set is done by itself and the rest begins; a second tap in the same moment ends nothing."""
    page = open_day(SIT)
    tap(page, 9)
    page.locator(".player-main").dblclick()

    assert "Rest" == shown(page, "word")
    assert 1 == draft(page)["items"][0]["sets"]


def test_a_set_is_done_on_both_sides(open_day: Callable) -> None:
    """Where each side counts, the first side and the other side make one set, and the rest comes after both."""
    page = open_day(BRIDGE)
    assert ("Set 1 of 3", "First side") == (shown(page, "set"), shown(page, "side"))
    press(page, "Side done")
    assert ("Set 1 of 3", "Other side", 0) == (shown(page, "set"), shown(page, "side"), draft(page)["items"][0]["sets"])
    press(page, "Side done")

    assert "Rest" == shown(page, "word")
    assert 1 == draft(page)["items"][0]["sets"]


def test_half_a_set_is_no_set(open_day: Callable) -> None:
    """What was tried and not finished on both sides is told with no sets, and what was never touched is not told at all."""
    page = open_day(BRIDGE, SIT)
    press(page, "Side done")
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    press(page, "Skip exercise")
    press(page, "Save the session")

    assert {"items": [{"exercise": "single-leg-bridge", "sets": 0}], "stopped": False} == done(page)


def test_less_than_a_set_is_asked_about(open_day: Callable) -> None:
    """Three of ten repetitions are no set without asking: what is missing is said, and the reader goes on, counts it or leaves it out."""
    page = open_day(HINGE, SIT)
    tap(page, 3)
    press(page, "Set done")
    expect(page.get_by_role("heading", name="Count this set as done?")).to_be_focused()
    assert "Repetitions counted: 3 of 15." == shown(page, "part")
    assert 0 == draft(page)["items"][0]["sets"]
    press(page, "Go on with it")
    assert "3" == shown(page, "digits")
    press(page, "Set done")
    press(page, "No, leave it out")
    assert "Begun, no whole set" == shown(page, "came-to")
    press(page, "Skip the questions")
    tap(page, 3)
    press(page, "Set done")
    press(page, "Yes, I did it all")
    assert ("Rest", 1) == (shown(page, "word"), draft(page)["items"][1]["sets"])
    tap(page)
    tap(page, 6)
    press(page, "Set done")  # the least of the dose is enough
    assert "Sets: 2 of 2" == shown(page, "came-to")
    press(page, "Skip the questions")
    assert ["Hip hinge with a stick Begun, no whole set", "Sit to stand Sets: 2 of 2"] == [" ".join(line.split()) for line in page.locator(".player-done li").all_inner_texts()]
    press(page, "Save the session")

    assert [("hip-hinge-drill", 0), ("sit-to-stand", 2)] == [(item["exercise"], item["sets"]) for item in done(page)["items"]]


def test_one_side_is_no_set(open_day: Callable) -> None:
    """With the first side counted, the other side is not done by a press alone; left out, the end says that one side was done."""
    page = open_day(BRIDGE, SIDE_BRIDGE)
    tap(page, 12)
    assert "Other side" == shown(page, "side")
    press(page, "Side done")
    expect(page.get_by_role("heading", name="Count this side as done?")).to_be_focused()
    assert "Repetitions counted: 0 of 8 to 12." == shown(page, "part")
    press(page, "No, leave it out")
    press(page, "Skip exercise")
    assert "Sets: 0 of 3, and one side of a set" == shown(page, "came-to")
    press(page, "Skip the questions")
    tap(page)
    pass_time(page, 40)
    press(page, "Side done")
    assert "Holds done: 1 of 3." == shown(page, "part")
    pass_time(page, 300)  # the clock waits for the answer
    assert "Holds done: 1 of 3." == shown(page, "part")
    press(page, "Yes, I did it all")

    assert ("Other side", [0]) == (shown(page, "side"), draft(page)["items"][1]["turns"])


def test_who_counts_alone_is_not_asked(open_day: Callable) -> None:
    """Where nothing was tapped or timed a set is done when the reader says so; who said so once is not asked at every set."""
    page = open_day(LONG_BRIDGE, BRIDGE)
    press(page, "Set done")
    assert 1 == draft(page)["items"][0]["sets"]
    tap(page)
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    tap(page, 12)
    press(page, "Side done")
    press(page, "Yes, I did it all")
    tap(page)
    for _ in range(2):
        press(page, "Side done")

    assert 2 == draft(page)["items"][1]["sets"]


@pytest.mark.deep
def test_a_whole_set_counts_however_it_is_left(open_day: Callable) -> None:
    """With the least of the dose done, skipping the rest of the exercise or stopping does not take the set away."""
    page = open_day(SIT, LONG_BRIDGE)
    tap(page, 6)
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    tap(page)
    pass_time(page, 20)
    press(page, "Stop: it hurts")
    press(page, "End the session")
    press(page, "Skip the questions")
    press(page, "Save the session")

    assert [("sit-to-stand", 1), ("bridge-hold", 0)] == [(item["exercise"], item["sets"]) for item in done(page)["items"]]


def test_the_rest_counts_down_and_waits(open_day: Callable) -> None:
    """The rest counts down, can be paused, made longer and ended early, and when it is over nothing goes on without the reader."""
    page = open_day(SIT)
    press(page, "Set done")
    assert "45" == shown(page, "digits")
    pass_time(page, 4.5)
    assert "40" == shown(page, "digits")
    press(page, "15 seconds longer")
    assert "55" == shown(page, "digits")
    press(page, "Pause")
    pass_time(page, 300)
    assert ("Paused", "55") == (shown(page, "word"), shown(page, "digits"))
    press(page, "Go on")
    pass_time(page, 60)

    assert ("0", "Set 2 of 2", "Tap after each repetition") == (shown(page, "digits"), shown(page, "set"), shown(page, "hint"))
    pass_time(page, 300)
    assert "0" == shown(page, "digits")


@pytest.mark.parametrize("seen", [True, False], ids=["and the screen showed it", "and the screen did not show it yet"])
def test_a_tap_just_after_the_rest_is_no_repetition(open_day: Callable, seen: bool) -> None:
    """A tap that was meant to end the rest, and came when it had just ended by itself, counts as nothing."""
    page = open_day(SIT)
    press(page, "Set done")
    if seen:
        pass_time(page, 44.6)
    else:
        page.evaluate("document.querySelector('session-player').now = () => Date.now() + 45_000")
    page.locator(".player-main").click()

    assert ("0", "Tap after each repetition") == (shown(page, "digits"), shown(page, "hint"))


def test_holds_run_by_the_clock(open_day: Callable) -> None:
    """A hold has time to get ready, then its least seconds, then those that may be left out, and a moment to let go before the next."""
    page = open_day(SIDE_BRIDGE)
    assert "20" == shown(page, "digits")
    tap(page)
    seen = []
    for _ in range(70):
        seen.append((shown(page, "word"), shown(page, "note")))
        pass_time(page, 1)

    assert [("Get ready", ""), ("Hold", "Hold 1 of 3"), ("Enough. A bit more if it is easy", "Hold 1 of 3"), ("Let go", "Hold 1 of 3"), ("Hold", "Hold 2 of 3")] == list(dict.fromkeys(seen))[:5]
    assert {("Get ready", ""): 5, ("Hold", "Hold 1 of 3"): 20, ("Enough. A bit more if it is easy", "Hold 1 of 3"): 10, ("Let go", "Hold 1 of 3"): 3} == {key: seen.count(key) for key in list(dict.fromkeys(seen))[:4]}


def test_a_hold_may_end_once_it_is_enough(open_day: Callable) -> None:
    """While a hold runs a tap pauses it; past its least seconds a tap ends it."""
    page = open_day(SIDE_BRIDGE)
    tap(page)
    tap(page)
    assert "Hold" == shown(page, "word")
    tap(page)
    assert "Paused" == shown(page, "word")
    tap(page)
    pass_time(page, 20)
    assert "Tap when you have had enough" == shown(page, "hint")
    tap(page)

    assert "Let go" == shown(page, "word")


def test_rounds_of_work_and_ease_run_through(open_day: Callable) -> None:
    """A walk and jog goes through its rounds without a tap, for somebody whose phone is in a pocket."""
    page = open_day(WALK_JOG)
    tap(page)
    pass_time(page, 10)
    assert ("Go", "Round 1 of 3", "2:55") == (shown(page, "word"), shown(page, "note"), shown(page, "digits"))
    pass_time(page, 180)
    assert ("Easy", "Round 1 of 3") == (shown(page, "word"), shown(page, "note"))
    pass_time(page, 420)
    assert ("Easy", "Round 2 of 3") == (shown(page, "word"), shown(page, "note"))
    pass_time(page, 700)

    expect(page.get_by_role("heading", name="How was it?")).to_be_visible()
    assert 1 == draft(page)["items"][0]["sets"]


def test_repetitions_are_counted_out(open_day: Callable) -> None:
    """“Count for me” leads through each repetition by its tempo, and the choice is remembered for the next exercise."""
    page = open_day(BRIDGE, NORDIC)
    press(page, "Count for me")
    tap(page)
    seen = []
    for _ in range(18):
        seen.append((shown(page, "word"), shown(page, "note")))
        pass_time(page, 1)

    first, second = "Repetition 1 of 12", "Repetition 2 of 12"
    assert [("Get ready", ""), ("Lift", first), ("Keep still", first), ("Lower slowly", first), ("Lift", second)] == list(dict.fromkeys(seen))[:5]
    assert 3 == seen.count(("Lower slowly", first))
    pass_time(page, 60)
    assert ("Other side", "Tap to start") == (shown(page, "side"), shown(page, "hint"))
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    assert "Tap to start" == shown(page, "hint")
    assert {"sound": True, "vibration": True, "pace": True} == told(page, "player-settings")[-1]
    tap(page)
    pass_time(page, 5)
    assert "Lower slowly" == shown(page, "word")
    pass_time(page, 4)
    assert "Back to the start" == shown(page, "word")


def test_more_sets_than_the_least_are_only_offered(open_day: Callable) -> None:
    """Past the least sets of a dose the next one is there only if it feels fine, and leaving is going on and not skipping."""
    page = open_day(LONG_BRIDGE)
    for _ in range(4):
        press(page, "Set done")
        tap(page)

    assert "Set 5, only if it feels fine" == shown(page, "set")
    press(page, "Next exercise")
    expect(page.get_by_role("heading", name="How was it?")).to_be_visible()
    assert 4 == draft(page)["items"][0]["sets"]


def test_back_takes_a_set_back(open_day: Callable) -> None:
    """Back goes to the set before, which counts as not done until it is done again, and to the exercise before with all that was done there."""
    page = open_day(SIT, BRIDGE)
    press(page, "Set done")
    press(page, "Back")
    assert ("Set 1 of 2", 0) == (shown(page, "set"), draft(page)["items"][0]["sets"])
    press(page, "Set done")
    press(page, "Skip set")
    rate(page, HURT, 1)
    pass_time(page, 0.5)
    press(page, "Save the answers")
    expect(heading(page)).to_have_text("Single-leg bridge")
    press(page, "Back")

    assert ("Sit to stand", "Set 2 of 2") == (heading(page).inner_text(), shown(page, "set"))
    assert {"sets": 1, "pain": 1} == {name: draft(page)["items"][0][name] for name in ("sets", "pain")}


def test_at_the_first_step_there_is_no_way_back(open_day: Callable) -> None:
    """At the first step Back is there, says that it does nothing, and does nothing."""
    page = open_day(SIT)
    expect(page.get_by_role("button", name="Back")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Back").click(force=True)

    expect(heading(page)).to_have_text("Sit to stand")


def test_progress_is_shown(open_day: Callable) -> None:
    """The top says which exercise of how many it is; the warm-up is not counted."""
    page = open_day(SIT, BRIDGE, HINGE, warm_up="before-harder")
    assert "Warm up" == shown(page, "place")
    press(page, "Skip warm-up")
    assert "1 of 3" == shown(page, "place")
    press(page, "Skip exercise")

    assert "2 of 3" == shown(page, "place")


def test_what_to_do_comes_with_the_page(open_day: Callable, records: Records) -> None:
    """The dose, the step of the ladder, the limit, the cues, where to feel it, when to stop and a place for the drawing are in the page."""
    page = open_day(RUNS)
    exercise = records.exercises["run-throughs"]
    step = page.locator(".player-step:visible")

    rung = records.protocol.ladders["speed-steps"].steps[3]
    for words in ("60 metres, 5 times", f"{rung.label}. {rung.text}", "Pain 1 at most", "Effort 8 to 9 out of 10", *exercise.cues[:3], exercise.feel, exercise.stop_when):
        expect(step).to_contain_text(words)
    expect(step.locator('.figure-slot[data-figure="run-throughs"]')).to_have_count(1)


def test_the_script_has_no_words_of_its_own(page: Page, served: str, records: Records) -> None:
    """With every word of the records marked, everything the script writes on any screen is a marked word or a number."""
    html = session_html(day_with(records, BRIDGE, SIDE_BRIDGE, warm_up="before-harder"), records)
    buttons = ("Skip warm-up", "Side done", "Skip exercise")
    open_session(page, served, re.sub(r'(data-word="[^"]*">)([^<]*)', r"\1«\2»", html))
    unmarked = set()
    for screen in screens_of(page, {name: f"«{name}»" for name in buttons}):
        written = page.locator("[data-show]:visible").all_inner_texts()
        unmarked |= {(screen, text) for text in written if text and "«" not in text and not re.fullmatch(r"[\d:]+", text)}

    assert set() == unmarked


def test_every_dose_can_be_played(open_day: Callable, page: Page, records: Records) -> None:
    """Every dose of every exercise comes apart into parts that take time and have a word, counted out or not."""
    [item] = day_with(records, SIT).items
    items = tuple(replace(item, exercise=exercise.id, dose=dose, sets=dose.sets) for exercise in records.exercises.values() for dose in exercise.doses.values())
    open_day(SIT)
    show = 'async (plan, html) => (await import("../assets/planner/plan-html.js")).showHtml(plan, html)'
    page.locator("#plan").evaluate(show, session_html(replace(day_with(records), items=items), records))
    faults, played = page.evaluate(
        """async () => {
          const { readStep, turnParts } = await import("../assets/planner/timer.js");
          const words = new Set([...document.querySelectorAll("#plan [data-word]")].map((word) => word.dataset.word));
          const steps = [...document.querySelectorAll("#plan .player-step")].map(readStep);
          const faults = steps.flatMap((step) => [true, false].flatMap((paced) => turnParts(step, { lead: 5, between: 3, paced })
            .filter(({ kind, seconds }) => !words.has(kind) || !(seconds > 0)).map((part) => [step.exercise, part])));
          return [faults, steps.length];
        }"""
    )

    assert [] == faults
    assert len(items) == played


def test_a_day_without_exercises_has_no_player(records: Records) -> None:
    """On a rest day there is nothing to play."""
    assert "" == session_html(day_with(records), records).strip()


def test_saving_answers_is_the_strong_way(open_day: Callable) -> None:
    """Of the two ways on from the questions the one that saves answers is the big, filled one; skipping is there and quiet, and goes once there is an answer."""
    page = open_day(HINGE)
    press(page, "Set done")
    save, skip = page.get_by_role("button", name="Save the answers"), page.get_by_role("button", name="Skip the questions")
    expect(save).to_have_attribute("aria-disabled", "true")
    save.click(force=True)
    pass_time(page, 0.5)
    assert "Choose a number first, or skip the questions." == shown(page, "unanswered") == page.locator("dialog [role=status]").inner_text()
    assert 0 == colour(skip)[3]
    assert save.bounding_box()["height"] > skip.bounding_box()["height"]
    rate(page, HARD, 7)
    pass_time(page, 0.5)
    expect(skip).to_be_hidden()
    assert "" == page.locator('[data-show="unanswered"]').inner_text()
    assert 1 == colour(save)[3]
    press(page, "Save the answers")
    press(page, "Save the session")

    assert [{"exercise": "hip-hinge-drill", "sets": 1, "effort": 7}] == done(page)["items"]


def colour(button: Locator) -> list[float]:
    """What a button is filled with: red, green, blue and how thickly, from 0 to 1."""
    numbers = [float(each) for each in re.findall(r"[\d.]+", button.evaluate("button => getComputedStyle(button).backgroundColor"))]
    return [*numbers, 1.0] if len(numbers) == 3 else numbers


# Pain --------------------------------------------------------------------------------------------------------------------


def test_more_pain_than_the_limit_is_answered(open_day: Callable) -> None:
    """A pain over the exercise's limit brings its words, to the eye and the ear, and one within the limit takes them away again."""
    page = open_day(RUNS)
    press(page, "Tap when you are there")
    press(page, "Skip exercise")
    warning = "That is more than 1, the limit of this exercise. Leave it for today. If it keeps hurting, end the session."
    expect(page.locator(".player-over")).to_be_hidden()
    rate(page, HURT, 2)

    expect(page.locator(".player-over")).to_have_text(warning)
    expect(page.locator("dialog [role=status]")).to_have_text(warning)
    expect(page.get_by_role("button", name="Stop: it hurts")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 640})
    expect(page.locator(".player-over")).to_be_in_viewport(ratio=1)
    rate(page, HURT, 1)
    expect(page.locator(".player-over")).to_be_hidden()


def test_pain_that_was_there_before_must_not_rise(open_day: Callable) -> None:
    """Where it hurt before the start, the exercise and the warning say that it must not get worse."""
    page = open_day(CURL)
    expect(page.locator(".player-step:visible")).to_contain_text("Pain must not rise")
    press(page, "Side done")
    press(page, "Skip exercise")
    rate(page, HURT, 10)

    expect(page.locator(".player-over")).to_have_text(re.compile("It hurt before you began. If it hurts more now"))


def test_stop_ends_the_session(open_day: Callable) -> None:
    """“Stop: it hurts” halts the clock, asks once, asks about the exercise, and the session is told as stopped."""
    page = open_day(SIDE_BRIDGE, SIT)
    tap(page)
    pass_time(page, 10)
    press(page, "Stop: it hurts")
    expect(page.get_by_role("heading", name="Stop here?")).to_be_focused()
    pass_time(page, 300)
    press(page, "End the session")
    rate(page, HURT, 6)
    pass_time(page, 0.5)
    press(page, "Save the answers")
    expect(page.get_by_role("heading", name="You stopped in time")).to_be_focused()
    press(page, "Save the session")

    assert {"items": [{"exercise": "side-bridge", "sets": 0, "pain": 6}], "stopped": True} == done(page)


def test_stop_asks_who_tapped_nothing_before(open_day: Callable) -> None:
    """Somebody who counts alone and is hurt in the first repetition has tapped nothing yet; how much it hurt is asked all the same."""
    page = open_day(SIT)
    press(page, "Stop: it hurts")
    press(page, "End the session")
    rate(page, HURT, 9)
    pass_time(page, 0.5)
    press(page, "Save the answers")
    press(page, "Save the session")

    assert {"items": [{"exercise": "sit-to-stand", "sets": 0, "pain": 9}], "stopped": True} == done(page)


def test_stop_can_be_taken_back(open_day: Callable) -> None:
    """Somebody who pressed stop by chance goes on at the same second, and somebody in doubt leaves out only this exercise."""
    page = open_day(SIDE_BRIDGE, SIT)
    tap(page)
    pass_time(page, 10)
    left = shown(page, "digits")
    page.get_by_role("button", name="Stop: it hurts").click()
    pass_time(page, 60)
    press(page, "Go on with it")
    assert ("Paused", left) == (shown(page, "word"), shown(page, "digits"))
    press(page, "Stop: it hurts")
    press(page, "Leave out this exercise")
    press(page, "Skip the questions")

    expect(heading(page)).to_have_text("Sit to stand")
    assert draft(page)["stopped"] is False


def test_stop_is_always_there(open_day: Callable) -> None:
    """While there is something to do or to answer, the stop button is on the screen, on every screen."""
    page = open_day(BRIDGE)
    stop = page.get_by_role("button", name="Stop: it hurts")
    for width, height in ((360, 740), (320, 480), (740, 360), (320, 256), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})

        expect(stop).to_be_in_viewport(ratio=1)
    press(page, "Side done")
    press(page, "Skip exercise")
    for width, height in ((360, 740), (320, 480), (740, 360), (320, 256), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})

        expect(stop).to_be_in_viewport(ratio=1)


# Nothing is lost ---------------------------------------------------------------------------------------------------------


def test_a_locked_phone_keeps_the_time(open_day: Callable) -> None:
    """After ninety seconds with a locked phone the hold is over and counted, the rest is over too, and the next set waits."""
    page = open_day(LONG_BRIDGE)
    tap(page)
    page.clock.fast_forward(40_000)
    pass_time(page, 0.2)
    assert "Enough. A bit more if it is easy" == shown(page, "word")
    page.clock.fast_forward(90_000)
    pass_time(page, 0.2)

    assert ("Set 2 of 5", "Tap to start") == (shown(page, "set"), shown(page, "hint"))
    assert 1 == draft(page)["items"][0]["sets"]


def test_a_locked_phone_is_right_in_the_middle_of_a_walk(open_day: Callable) -> None:
    """After ninety seconds with a locked phone a walk shows exactly what is left of it."""
    page = open_day(WALK)
    tap(page)
    tap(page)
    pass_time(page, 9.5)
    page.clock.fast_forward(90_000)
    pass_time(page, 0.1)

    assert "3:20" == shown(page, "digits")


def test_coming_back_is_right_at_once(open_day: Callable) -> None:
    """The moment the page is looked at again it shows the right second, and keeps it as a draft, without waiting for a tick."""
    page = open_day(SIT)
    press(page, "Set done")
    page.evaluate(
        """() => {
          document.querySelector("session-player").now = () => Date.now() + 90_000;
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )

    assert ("Set 2 of 2", None) == (shown(page, "set"), draft(page)["timer"])


def test_a_reload_goes_on_where_it_was(open_day: Callable) -> None:
    """After a reload in the middle of a rest everything is as it was: exercise, set, what was done, and the clock, which waits and says so."""
    page = open_day(HINGE, SIT)
    press(page, "Set done")
    rate(page, HURT, 2)
    pass_time(page, 0.5)
    press(page, "Save the answers")
    tap(page, 10)
    press(page, "15 seconds longer")
    pass_time(page, 12)
    before, left = draft(page), shown(page, "digits")
    assert "47" == left
    page.reload()
    pass_time(page, 600)
    begin(page)

    assert ("Sit to stand", "Paused", left, "Set 2 of 2") == (heading(page).inner_text(), shown(page, "word"), shown(page, "digits"), shown(page, "set"))
    expect(page.locator(".player-resumed")).to_have_text("You go on where you left off. The clock waits for you.")
    expect(page.locator("dialog [role=status]")).to_have_text("You go on where you left off. The clock waits for you. Paused")
    pass_time(page, 30)
    assert left == shown(page, "digits")
    press(page, "Tap to go on")
    expect(page.locator(".player-resumed")).to_be_hidden()
    pass_time(page, 2)
    assert ("Rest", "45") == (shown(page, "word"), shown(page, "digits"))
    press(page, "Tap to end the rest")
    assert before["items"] == draft(page)["items"]
    assert before["startedAt"] == draft(page)["startedAt"]
    press(page, "Skip set")
    press(page, "Skip the questions")
    press(page, "Save the session")
    assert {"items": [{"exercise": "hip-hinge-drill", "sets": 1, "pain": 2}, {"exercise": "sit-to-stand", "sets": 1}], "stopped": False} == done(page)


def test_what_runs_is_kept_by_the_second(open_day: Callable) -> None:
    """While the clock runs what is left is kept once a second, for a page that ends without a word."""
    page = open_day(SIDE_BRIDGE)
    tap(page)
    before = len(told(page, "player-draft"))
    pass_time(page, 12)

    assert 10 <= len(told(page, "player-draft")) - before <= 13
    assert 1000 >= abs((3 * 30 + 2 * 3 + 5 - 12.5) * 1000 - draft(page)["timer"]["left"])


def test_every_place_comes_back(open_day: Callable) -> None:
    """Whatever is on the screen, the draft alone brings back the same screen: counting, paused, asking, at the end; a hold comes back paused."""
    page = open_day(SIT, SIDE_BRIDGE, WALK)

    def look() -> dict:
        return page.evaluate(
            "() => ({ mode: document.querySelector('dialog').dataset.mode, panel: document.querySelector('dialog').dataset.screen,"
            " words: [...document.querySelectorAll('dialog [data-show], dialog .player-name, dialog .player-done')].filter(each => each.checkVisibility()).map(each => each.textContent),"
            " checked: [...document.querySelectorAll('dialog input:checked')].map(each => each.name + each.value) })"
        )

    def comes_back() -> None:
        before = look()
        page.evaluate("() => { const player = document.querySelector('session-player'); player.draft = JSON.parse(JSON.stringify(player.draft)); }")

        assert before == look()

    tap(page, 4)
    comes_back()
    press(page, "Skip exercise")
    rate(page, HURT, 3)
    comes_back()
    pass_time(page, 0.5)
    press(page, "Save the answers")
    tap(page)
    pass_time(page, 20)
    running = look()
    press(page, "Pause")
    comes_back()
    press(page, "Go on")
    again = page.evaluate("() => { const player = document.querySelector('session-player'); player.draft = player.draft; return player.draft.timer.left; }")
    assert (running["mode"], "Paused") == (look()["mode"], shown(page, "word"))
    pass_time(page, 20)
    assert again == page.evaluate("document.querySelector('session-player').draft.timer.left")
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    press(page, "Skip exercise")
    comes_back()


def test_a_draft_is_plain_json(open_day: Callable) -> None:
    """A draft says where somebody is, what is done of each exercise, when it began and how much of the clock is left."""
    page = open_day(SIT)
    tap(page, 2)
    assert {"version": 1, "day": TODAY, "position": {"step": "sit-to-stand", "turn": 0, "over": False}, "count": 2, "timer": None, "stopped": False} == {
        name: value for name, value in draft(page).items() if name not in ("items", "names", "startedAt")
    }
    assert BEGAN - 1000 == draft(page)["startedAt"]
    tap(page, 8)

    assert [{"exercise": "sit-to-stand", "sets": 1, "turns": [0], "touched": True}] == draft(page)["items"]
    assert {"of": "rest", "paced": False, "left": 45_000} == draft(page)["timer"]


@pytest.mark.parametrize(
    "rubbish",
    [
        {},
        {"version": 2},
        {"version": 1, "day": TODAY, "items": "no", "position": 7},
        {"version": 1, "day": TODAY, "items": [None, {"exercise": "gone", "turns": [0]}, {"exercise": "sit-to-stand", "turns": [99, -1, "0"], "pain": 99}], "position": {"step": "gone", "turn": 3}},
        {"version": 1, "day": TODAY, "items": [], "position": {"step": "sit-to-stand", "turn": 99, "over": "yes"}, "count": 1e9, "timer": {"of": "x", "left": "soon"}},
        {"version": 1, "day": TODAY, "items": [], "position": {"step": "sit-to-stand", "turn": 0}, "timer": {"of": "rest", "left": -5}},
        {"version": 1, "day": "2026-11-30", "items": [{"exercise": "sit-to-stand", "turns": [0, 1], "touched": True}], "position": {"step": "sit-to-stand", "turn": 2}},
    ],
    ids=["empty", "of another version", "of wrong kinds", "of another plan", "out of range", "past its end", "of another day"],
)
def test_a_draft_that_does_not_fit_begins_anew(open_day: Callable, rubbish: dict) -> None:
    """A draft that is damaged, or of another day or plan, does no harm: the session begins at the beginning."""
    page = open_day(SIT)
    page.evaluate("draft => { document.querySelector('session-player').draft = draft }", rubbish)

    assert ("Sit to stand", "0", "Set 1 of 2") == (heading(page).inner_text(), shown(page, "digits"), shown(page, "set"))
    press(page, "Set done")
    assert [{"exercise": "sit-to-stand", "sets": 1, "turns": [0], "touched": True}] == draft(page)["items"]


@pytest.mark.parametrize("way", ["Escape", "Close"])
def test_leaving_loses_nothing(open_day: Callable, way: str) -> None:
    """Escape and Close lead back to the page, halt the clock, and opening again goes on at the same second."""
    page = open_day(SIDE_BRIDGE)
    tap(page)
    pass_time(page, 10)
    left = shown(page, "digits")
    page.keyboard.press("Escape") if way == "Escape" else page.get_by_role("button", name="Close").click()

    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator("#start")).to_be_focused()
    assert [None] == told(page, "player-close")
    assert [] == told(page, "player-done")
    pass_time(page, 600)
    begin(page)
    assert ("Paused", left) == (shown(page, "word"), shown(page, "digits"))
    tap(page)
    assert "Hold" == shown(page, "word")


def test_back_closes_the_player(open_day: Callable) -> None:
    """The phone's back button closes the player and loses nothing; back once more leaves the page, also when the player was closed by its button or at the end."""
    page = open_day(HINGE)
    here = page.url
    tap(page, 4)
    page.go_back()
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator("#start")).to_be_focused()
    assert (here, [None]) == (page.url, told(page, "player-close"))
    begin(page)
    assert "4" == shown(page, "digits")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_be_hidden()
    begin(page)
    page.get_by_role("button", name="Close").click()
    page.locator("#start").click()  # opened again at once, while the browser is still on its way back
    expect(page.locator("dialog")).to_be_visible()
    page.wait_for_function("history.state?.liesOver")
    pass_time(page, 1)
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    press(page, "Save the session")
    expect(page.locator("dialog")).to_be_hidden()
    page.wait_for_function("history.state === null")
    page.go_back()

    assert "about:blank" == page.url


@pytest.mark.deep
def test_back_leaves_after_a_reload_and_after_forward(open_day: Callable) -> None:
    """No way into the entry that back had closed makes back do nothing: neither a reload with the player open nor the forward button."""
    page = open_day(SIT)
    here = page.url
    page.reload()
    page.locator("html[data-ready]").wait_for()
    page.wait_for_function("history.state === null")
    begin(page)
    page.go_back()
    expect(page.locator("dialog")).to_be_hidden()
    page.evaluate("history.forward()")
    page.wait_for_timeout(300)
    assert (here, None) == (page.url, page.evaluate("history.state"))
    expect(page.locator("dialog")).to_be_hidden()
    page.go_back()

    assert "about:blank" == page.url


def test_a_new_plan_keeps_the_session(open_day: Callable, page: Page, records: Records) -> None:
    """When Python renders the day anew while the player is closed, the session goes on in the new page with all that was done."""
    page = open_day(SIT, BRIDGE)
    press(page, "Set done")
    come_back_to(page, records, BRIDGE, SIT)

    assert ("Sit to stand", "Set 2 of 2", "2 of 2") == (heading(page).inner_text(), shown(page, "set"), shown(page, "place"))


def plan_anew(page: Page, html: str) -> None:
    """What happens when Python renders the day anew while the player is closed."""
    page.evaluate(
        """async (html) => {
          const { showHtml } = await import("../assets/planner/plan-html.js");
          const plan = document.querySelector("#plan");
          showHtml(plan, html);
          document.querySelector("session-player").source = plan.querySelector("dialog");
        }""",
        html,
    )


def come_back_to(page: Page, records: Records, *items: Any) -> None:
    """Leave the player, have the day planned anew with these exercises, and go on."""
    page.keyboard.press("Escape")
    plan_anew(page, session_html(day_with(records, *items), records))
    begin(page)


def do_all(page: Page, sets: int, pain: int) -> None:
    """All sets of the exercise on show, and the answer to how it was."""
    for each in range(sets):
        press(page, "Set done")
        if each < sets - 1:
            press(page, "Tap to end the rest")
    rate(page, HURT, pain)
    pass_time(page, 0.5)
    press(page, "Save the answers")


def test_a_smaller_plan_takes_nothing_away(open_day: Callable, page: Page, records: Records) -> None:
    """When the day is planned smaller in mid-session, all sets that were done are saved: of what is left out, and those beyond the new number."""
    bridge = {**SIT, "exercise": "glute-bridge", "sets": (3, 3)}
    open_day(SIT, bridge)
    do_all(page, 2, pain=1)
    do_all(page, 3, pain=2)
    expect(page.get_by_role("heading", name="That was the session")).to_be_visible()
    come_back_to(page, records, {**bridge, "sets": (2, 2)}, HINGE)
    expect(page.locator(".player-done li")).to_have_text(["Sit to stand Sets: 2, before the plan changed", "Glute bridge Sets: 3. The plan now has 2"])
    page.keyboard.press("Escape")
    again = draft(page)
    assert [("sit-to-stand", 2), ("glute-bridge", 3), ("hip-hinge-drill", 0)] == [(item["exercise"], item["sets"]) for item in again["items"]]
    page.reload()  # the draft alone brings it back, and the plan it began with too
    begin(page)
    expect(page.locator(".player-done li")).to_have_text(["Sit to stand Sets: 2 of 2", "Glute bridge Sets: 3 of 3"])
    come_back_to(page, records, {**bridge, "sets": (2, 2)}, HINGE)
    press(page, "Save the session")

    assert {"items": [{"exercise": "sit-to-stand", "sets": 2, "pain": 1}, {"exercise": "glute-bridge", "sets": 3, "pain": 2}], "stopped": False} == done(page)


def test_a_swap_takes_nothing_away(open_day: Callable, page: Page, records: Records) -> None:
    """When the exercise on show is swapped, what was done of it is saved, a pain without a whole set too, and the session goes on at the first that is not begun."""
    open_day(SIT, HINGE, CURL)
    do_all(page, 2, pain=1)
    tap(page, 5)
    press(page, "Skip exercise")
    rate(page, HURT, 6)
    pass_time(page, 0.5)
    come_back_to(page, records, SIT, WALK)

    assert ("Gentle walking", "2 of 2") == (heading(page).inner_text(), shown(page, "place"))
    press(page, "Skip exercise")
    expect(page.locator(".player-done li")).to_have_text(["Hip hinge with a stick Begun, no whole set", "Sit to stand Sets: 2 of 2"])
    press(page, "Save the session")
    assert {"items": [{"exercise": "hip-hinge-drill", "sets": 0, "pain": 6}, {"exercise": "sit-to-stand", "sets": 2, "pain": 1}], "stopped": False} == done(page)


def test_a_stop_outlasts_the_exercise_it_was_at(open_day: Callable, page: Page, records: Records) -> None:
    """Who stopped for pain and then finds another plan is still at the end, and the log is told of the stop and of the pain."""
    open_day(SIT, HINGE, WALK)
    do_all(page, 2, pain=1)
    tap(page, 3)
    press(page, "Stop: it hurts")
    press(page, "End the session")
    rate(page, HURT, 7)
    pass_time(page, 0.5)
    come_back_to(page, records, SIT, WALK)

    expect(page.get_by_role("heading", name="You stopped in time")).to_be_visible()
    press(page, "Save the session")
    assert {"items": [{"exercise": "hip-hinge-drill", "sets": 0, "pain": 7}, {"exercise": "sit-to-stand", "sets": 2, "pain": 1}], "stopped": True} == done(page)


def test_a_draft_says_of_an_exercise_what_the_log_will(open_day: Callable, page: Page, records: Records) -> None:
    """An item of the draft has all that is saved of it, the step of its ladder too, also of what was begun and stopped; a new step does not change what was run before."""
    open_day(SIT, RUNS)
    do_all(page, 2, pain=1)
    press(page, "Tap when you are there")
    press(page, "Stop: it hurts")
    press(page, "End the session")
    rate(page, HURT, 4)
    pass_time(page, 0.5)
    page.keyboard.press("Escape")

    told = [{name: value for name, value in item.items() if name not in ("turns", "touched")} for item in draft(page)["items"]]
    assert (True, [True, True]) == (draft(page)["stopped"], [item["touched"] for item in draft(page)["items"]])
    assert [{"exercise": "sit-to-stand", "sets": 2, "pain": 1}, {"exercise": "run-throughs", "sets": 1, "pain": 4, "step": 3}] == told
    plan_anew(page, session_html(day_with(records, SIT, {**RUNS, "item_has": {**RUNS["item_has"], "step": 4}}), records))
    begin(page)
    press(page, "Save the answers")
    press(page, "Save the session")
    assert {"items": told, "stopped": True} == done(page)


# Sound, vibration, screen ------------------------------------------------------------------------------------------------


def heard(page: Page) -> list[tuple[float, int]]:
    """What was heard so far: seconds since the beginning and pitch."""
    return [tuple(note) for note in page.evaluate("start => heard.filter(({ at }) => at <= Date.now()).map(({ at, pitch }) => [(at - start) / 1000, pitch]).sort((a, b) => a[0] - b[0])", BEGAN)]


def test_the_end_is_heard_and_felt(open_day: Callable) -> None:
    """The last three seconds tick and the end sounds and buzzes, at the right moments."""
    page = open_day(SIT)
    press(page, "Set done")
    pass_time(page, 41)
    assert [] == heard(page)
    pass_time(page, 8)

    assert [(42, 740), (43, 740), (44, 740), (45, 660)] == heard(page)[:4]
    assert [200, 120, 200] == page.evaluate("buzzes.at(-1)")


@pytest.mark.parametrize("state", ["suspended", "interrupted"])
def test_a_sound_card_that_went_away_is_woken(state: str, open_day: Callable) -> None:
    """After a call or a lock, which Safari calls an interruption, the next tap brings the sounds back."""
    page = open_day(SIT)
    press(page, "Set done")
    page.evaluate("state => { audio.state = state; }", state)
    press(page, "Pause")

    assert "running" == page.evaluate("audio.state")


def test_lowering_is_heard(open_day: Callable) -> None:
    """Counted out, each second of lowering has its own soft tick."""
    page = open_day(NORDIC)
    press(page, "Count for me")
    tap(page)
    pass_time(page, 9)

    assert 4 == len([pitch for _, pitch in heard(page) if pitch == 440])


def test_what_is_called_off_is_not_heard(open_day: Callable) -> None:
    """Pausing, ending a rest and leaving silence everything that was still to come."""
    page = open_day(SIT)
    press(page, "Set done")
    pass_time(page, 10)
    press(page, "Pause")
    pass_time(page, 100)
    assert [] == heard(page)
    press(page, "Go on")
    press(page, "Tap to end the rest")
    pass_time(page, 100)

    assert [] == heard(page)


def test_sound_and_vibration_can_be_switched_off(open_day: Callable) -> None:
    """Each can be switched off alone, stays off after a reload, and off means that nothing is asked of the device."""
    page = open_day(SIT)
    press(page, "Sound")
    press(page, "Vibration")
    assert {"sound": False, "vibration": False, "pace": False} == told(page, "player-settings")[-1]
    page.reload()
    begin(page)
    for name in ("Sound", "Vibration"):
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "false")
    tap(page, 10)
    pass_time(page, 60)

    assert ([], []) == (heard(page), page.evaluate("buzzes"))


def test_sound_can_be_switched_off_while_the_clock_runs(open_day: Callable) -> None:
    """Switched off in the middle of a rest, its end is not heard any more; switched on again, it is."""
    page = open_day(LONG_BRIDGE)
    for off in (True, False):
        press(page, "Set done")
        press(page, "Sound")
        pass_time(page, 70)

        assert off == (heard(page) == [])


def test_a_device_without_any_of_it_still_plays(page: Page, served: str, records: Records) -> None:
    """Where there is no sound, no vibration and no wake lock, the session works all the same and the console stays quiet."""
    page.add_init_script("delete window.AudioContext; Navigator.prototype.vibrate = undefined; Object.defineProperty(Navigator.prototype, 'wakeLock', { value: undefined });")
    page.set_viewport_size(PHONE)
    route(page, served, session_html(day_with(records, SIT), records))
    open_stand_in(page, served)
    tap(page, 10)
    pass_time(page, 60)

    assert "Set 2 of 2" == shown(page, "set")


def test_the_screen_stays_on(open_day: Callable) -> None:
    """The screen is kept on while the player is open, asked for again when the page comes back, and let go afterwards."""
    page = open_day(SIT)
    assert 1 == page.evaluate("awake")
    page.evaluate("() => lock.release()")  # as the system does with a page that is not looked at
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert 1 == page.evaluate("awake")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()

    assert 0 == page.evaluate("awake")


def test_a_screen_reader_hears_little_and_enough(open_day: Callable) -> None:
    """One polite region tells each count and each change, and is silent while the seconds run."""
    page = open_day(SIT)
    page.evaluate(
        """() => {
          window.said = [];
          const status = document.querySelector("dialog [role=status]");
          new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    tap(page, 2)
    press(page, "Set done")
    press(page, "Yes, I did it all")
    pass_time(page, 50)

    assert ["1", "2", "Rest", "Set 2 of 2. Tap after each repetition"] == page.evaluate("said")
    expect(page.locator("dialog [aria-live=polite]")).to_have_count(1)
    expect(page.get_by_role("timer")).not_to_have_attribute("aria-live", "polite")


# How it looks --------------------------------------------------------------------------------------------------------------

SCREENS = {"phone": (360, 740), "small phone": (320, 480), "phone on its side": (740, 360), "laptop": (1280, 800), "400 % zoom": (320, 256)}


def screens_of(page: Page, names: dict[str, str] | None = None) -> Iterator[str]:
    """Every kind of screen of the player, one after the other. `names`: what some buttons are called instead."""
    called = names or {}
    yield "warm-up"
    press(page, called.get("Skip warm-up", "Skip warm-up"))
    yield "exercise"
    tap(page, 2)
    yield "counting"
    press(page, called.get("Side done", "Side done"))
    yield "part"
    press(page, "Yes, I did it all")
    press(page, called.get("Side done", "Side done"))
    press(page, "Yes, I did it all")
    yield "rest"
    press(page, "Stop: it hurts")
    yield "stop"
    press(page, "Leave out this exercise")
    rate(page, HURT, 9)
    pass_time(page, 0.5)
    yield "questions"
    press(page, "Save the answers")
    tap(page)
    pass_time(page, 10)
    yield "hold"
    tap(page)
    yield "paused"
    press(page, called.get("Skip exercise", "Skip exercise"))
    yield "no answer yet"
    press(page, "Skip the questions")
    yield "end"


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
