"""The stage of these tests: a page that stands in for the Today view, doses that stay as they are, and what a reader's hand does.

The session in it is a real one, rendered by Python and let in through the sanitiser, and the style sheets and the policy are the site's.
Time stands still until a test lets it pass.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Page

from builder.policy import page_policy
from planner.derive import derive
from planner.log import check_log
from planner.model import Day, Item, Records, Tempo
from planner.sessions import read_session
from planner.view.render import _context, _environment
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
