"""What WCAG asks for and axe does not look at by itself: letters as shortcuts, targets, text set apart, the focus, both ways to hold a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import AXE, SIZES, each_page, sideways
from tests.browser.reader import make_plan, on_day, view
from tests.people import people

# Rules that axe leaves off until somebody asks for them: 2.5.8, 2.5.3 and 1.3.4.
LEFT_OFF = ["target-size", "label-content-name-mismatch", "css-orientation-lock"]
# One of each template that readers meet most.
KINDS = ["", "is-it-serious/", "programmes/acute-strain/lengthen/", "exercises/nordic-hamstring/", "exercises/", "planner/", "safety/", "accessibility/"]
# The least that 1.4.12 asks a page to bear.
SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"

CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((place) => {
  const style = getComputedStyle(place);
  const isHidden = !place.getClientRects().length || place.closest(".visually-hidden, svg") || style.clipPath !== "none";
  const isCut = ["hidden", "clip"].includes(style.overflowX) && place.scrollWidth > place.clientWidth + 1
    || ["hidden", "clip"].includes(style.overflowY) && place.scrollHeight > place.clientHeight + 1;
  return !isHidden && isCut && place.innerText?.trim();
}).map((place) => `${place.tagName}.${place.className}: ${place.innerText.slice(0, 60)}`)"""

# A box that the page draws itself shows the focus on its label; a card shows it around the card, by ::after.
FOCUSED = """() => {
  const place = document.activeElement;
  if (place === document.body) return null;
  const frames = [place, place.labels?.[0], place.nextElementSibling, place.parentElement, place.closest(".option, .scale-step, .chart-step")].filter(Boolean);
  const looks = frames.flatMap((each) => [getComputedStyle(each), getComputedStyle(each, "::after")]);
  const box = [place, place.nextElementSibling].find((each) => each?.getBoundingClientRect().width > 1).getBoundingClientRect();
  const top = document.elementFromPoint(Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2), Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 2));
  return {
    name: `${place.tagName}.${place.className} ${(place.innerText || place.id || "").slice(0, 40)}`,
    place: [...document.querySelectorAll("*")].indexOf(place),
    isShown: looks.some((look) => look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2),
    isFree: Boolean(top) && frames.some((each) => each.contains(top) || top.contains(place)),
  };
}"""
# Links in a list of hundreds are all alike; so many stops have each kind.
STOPS = 40


def left_off(page: Page) -> list[str]:
    """What the rules that are off by themselves find."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']})", LEFT_OFF)["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("path", each_page("not found"))
def test_targets_names_and_ways_to_hold_it(page: Page, served: str, path: str) -> None:
    """On a phone no target is too small or too near another, names hold the words on show, and no page insists on one way to hold it."""
    page.set_viewport_size({"width": SIZES["phone"][0], "height": SIZES["phone"][1]})
    page.goto(f"{served}{path}")

    assert [] == left_off(page)


def test_targets_of_a_plan(page: Page, served: str) -> None:
    """The same in every view of a plan, with everything opened, and lying down nothing scrolls sideways."""
    page.set_viewport_size({"width": SIZES["phone"][0], "height": SIZES["phone"][1]})
    page.goto(f"{served}planner/")
    on_day(page)
    make_plan(page, people()["strong-strain"])
    for name in ("today", "week", "progress", "diary", "data"):
        page.evaluate("scrollTo(0, 0)")
        view(page, name)
        page.locator("main details").evaluate_all("all => all.forEach(each => each.open = true)")
        assert [] == left_off(page), name
        page.set_viewport_size({"width": 740, "height": 360})
        assert 0 == sideways(page), name
        page.set_viewport_size({"width": SIZES["phone"][0], "height": SIZES["phone"][1]})


def test_the_rules_that_are_off_can_find_something(page: Page, served: str) -> None:
    """Two small buttons side by side are found, so the tests above can fail."""
    page.goto(served)
    page.evaluate("""() => {
      const small = new CSSStyleSheet();
      small.replaceSync(".small { width: 9px; height: 9px; padding: 0; border: 0; font-size: 8px; }");
      document.adoptedStyleSheets = [small];
      for (const text of ["a", "b"]) document.querySelector("main").prepend(Object.assign(document.createElement("button"), {className: "small", textContent: text}));
    }""")

    assert any(found.startswith("target-size") for found in left_off(page))


@pytest.mark.parametrize("path", KINDS)
def test_text_may_be_set_apart(page: Page, served: str, path: str) -> None:
    """With lines, letters, words and paragraphs as far apart as WCAG asks for, nothing is cut off and nothing scrolls sideways."""
    page.set_viewport_size({"width": SIZES["phone"][0], "height": SIZES["phone"][1]})
    page.goto(f"{served}{path}")
    page.evaluate("rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets = [sheet]; }", SPACED)

    assert [] == page.evaluate(CUT_OFF)
    assert 0 == sideways(page)


def test_the_search_is_left_by_tab(page: Page, served: str) -> None:
    """Tab in the search closes it and goes on; the theme's script, which takes the focus away there, does not hear of it."""
    page.goto(served)
    field = page.locator('[data-md-component="search-query"]')
    field.focus()
    expect(page.locator("#__search")).to_be_checked()
    page.evaluate("""() => document.querySelector('[data-md-component="search-query"]').addEventListener("blur", (event) => { window.wentTo = event.relatedTarget; })""")
    page.keyboard.press("Tab")

    expect(page.locator("#__search")).not_to_be_checked()
    assert page.evaluate("window.wentTo !== null && window.wentTo === document.activeElement")


def stops_of(page: Page, most: int) -> list[dict]:
    """What gets the focus, one press of Tab after the other, up to the end of the page."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", KINDS)
def test_the_focus_is_seen(page: Page, served: str, path: str, size: str) -> None:
    """Whatever gets the focus by Tab has a frame of two pixels or more and is covered by nothing."""
    # Where the page scrolls softly, what has the focus is on its way for a moment.
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    page.goto(f"{served}{path}")
    stops = stops_of(page, STOPS)

    assert 5 < len(stops)
    assert [] == [stop["name"] for stop in stops if not stop["isShown"]]
    assert [] == [stop["name"] for stop in stops if not stop["isFree"]]


# One of each kind, by what it is and where it stands: whatever opens, wherever on the page.
UNFRAMED = """(isFramed) => {
  const one = new Map([...document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex='0']")].map((each) => [`${each.localName} .${each.className} in .${each.closest("[class]:not(:scope)")?.className}`, each]));
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  return [...one].filter(([, each]) => {
    each.focus({ focusVisible: true });
    return document.activeElement === each && !isFramed().isShown;
  }).map(([kind]) => kind);
}"""


@pytest.mark.parametrize("path", KINDS)
def test_each_kind_of_thing_has_a_frame(page: Page, served: str, path: str) -> None:
    """One of each kind of link, button, field and folded part has a frame once it has the focus, wherever on the page it stands."""
    page.goto(f"{served}{path}")

    assert [] == page.evaluate(f"() => ({UNFRAMED})({FOCUSED})")


@pytest.mark.parametrize("path", ["", "is-it-serious/", "planner/"])
def test_tab_leads_through_and_out(page: Page, served: str, path: str) -> None:
    """From the first stop to the last, in the order of the page, Tab goes on and at the end leaves the page; nothing changes on the way."""
    page.goto(f"{served}{path}")
    before = page.url
    stops = stops_of(page, 400)
    places = [stop["place"] for stop in stops]

    assert 10 < len(stops) < 400
    assert sorted(set(places)) == places
    assert before == page.url


def test_the_first_stop_leads_past_the_header(page: Page, served: str) -> None:
    """The first press of Tab offers the way to the content, and Enter goes there."""
    page.goto(f"{served}is-it-serious/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_class(re.compile("md-skip"))
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_single_letters_do_nothing(page: Page, served: str) -> None:
    """The letters that the theme acts on neither open the search nor leave the page; typed into a field they are letters."""
    page.goto(f"{served}first-72-hours/")
    for letter in ("f", "s", "/", "p", ",", "n", "."):
        page.keyboard.press(letter)
    page.wait_for_timeout(300)

    assert page.url.endswith("/first-72-hours/")
    assert page.evaluate("document.activeElement === document.body")
    search = page.get_by_role("textbox", name="Search")
    search.click()
    search.press_sequentially("fsn")
    expect(search).to_have_value("fsn")


def test_the_search_closes_with_escape(page: Page, served: str) -> None:
    """What the search shows stays while it is used, and Escape takes it away without leaving the page."""
    page.goto(f"{served}first-72-hours/")
    search = page.get_by_role("textbox", name="Search")
    search.focus()
    search.fill("calf")
    search.press("End")
    result = page.locator(".md-search-result__link").first
    expect(result).to_be_visible(timeout=15_000)
    search.press("Escape")

    expect(result).not_to_be_visible()
    assert page.url.endswith("/first-72-hours/")
