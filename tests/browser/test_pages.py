"""Every kind of page: no axe violation, no sideways scroll, nothing that moves as it loads, readable without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from tests.browser import chromium
from tests.browser.conftest import Complaints
from tests.browser.looking import LOOKS, PAGES, SCHEMES, SIZES, each_page, sideways, violations, violations_everywhere
from tests.browser.reader import BOOT, fill, go_on, make_plan, on_day, view
from tests.conftest import ROOT
from tests.effort import is_deep
from tests.people import people

# The theme's script makes code that scrolls focusable, when it gets to it; where there is none, nobody does.
BOXES_SIDEWAYS = """() => [...document.querySelectorAll("main *")].filter((place) =>
  ["auto", "scroll"].includes(getComputedStyle(place).overflowX) && place.scrollWidth > place.clientWidth && (place.tagName === "CODE" || place.tabIndex < 0)
).map((place) => `${place.tagName}.${place.className}: ${place.innerText.slice(0, 60)}`)"""

SCREENS = ROOT / "out" / "screens"
VIEWS = ("today", "week", "progress", "diary", "data")


@pytest.mark.parametrize("path", each_page())
def test_axe_finds_nothing(page: Page, served: str, complaints: Complaints, path: str) -> None:
    """axe finds no violation, on a phone and a desktop, in light and in dark."""
    complaints.expect("no-such-page")
    page.goto(f"{served}{path}")

    assert {} == violations_everywhere(page)


def test_axe_finds_nothing_in_any_view(page: Page, served: str) -> None:
    """axe finds no violation in any view of a plan with everything opened, and nothing scrolls sideways at 320 pixels in forced colours."""
    page.goto(f"{served}planner/")
    on_day(page)
    make_plan(page, people()["strong-strain"])
    for name in VIEWS:
        view(page, name)
        keep_screens(page, name)

    for name in VIEWS:
        page.emulate_media(forced_colors="none")
        page.evaluate("name => location.hash = name", name)  # the menu is open by then, and covers the links
        expect(page.locator(f'[data-view="{name}"]')).to_be_visible()
        check_everywhere(page)


def test_axe_finds_nothing_in_a_stop(page: Page, served: str) -> None:
    """axe finds no violation in a red flag's advice."""
    page.goto(f"{served}planner/")
    fill(page, {"emergency_signs": ["chest"]})
    go_on(page)
    expect(page.locator('[data-slot="today"] h2').first).to_be_visible(timeout=BOOT)

    check_everywhere(page)


def test_axe_finds_nothing_in_a_form_with_problems(page: Page, served: str) -> None:
    """axe finds no violation in a part of the questions that was left too early."""
    page.goto(f"{served}planner/")
    fill(page, {"emergency_signs": ["none"]})
    go_on(page)
    expect(page.locator(".problem:not([hidden])").first).to_be_visible()

    check_everywhere(page)


def check_everywhere(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")

    assert {} == violations_everywhere(page)
    page.emulate_media(forced_colors="active")
    if is_deep():
        # The colours are the system's then. axe does not see that and reads the page's own, so it cannot judge their contrast.
        assert [] == violations(page, "color-contrast")
    page.set_viewport_size({"width": 320, "height": 640})
    assert 0 == sideways(page)


def keep_screens(page: Page, name: str) -> None:
    """A picture of this view in each look, to be looked at after the run."""
    for size, scheme in LOOKS:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("theme => document.body.setAttribute('data-md-color-scheme', theme)", SCHEMES[scheme])
        page.screenshot(path=SCREENS / f"{name}-{size}-{scheme}.png", full_page=True)


@pytest.mark.parametrize("path", each_page())
def test_no_sideways_scroll_at_320_pixels(page: Page, served: str, complaints: Complaints, path: str) -> None:
    """At 320 pixels, which is 400 % zoom of a laptop, nothing scrolls sideways: not the page, and no box that the keyboard cannot reach without a script."""
    complaints.expect("no-such-page")
    open_page(page, f"{served}{path}", "light", (320, 640))

    assert 0 == sideways(page)
    assert [] == page.evaluate(BOXES_SIDEWAYS)


@pytest.mark.parametrize("path", ["", "planner/", "programmes/acute-strain/settle/", "exercises/nordic-hamstring/"])
def test_no_sideways_scroll_with_text_twice_as_large(playwright: Playwright, served: str, tmp_path, path: str) -> None:
    """With the browser's text set to twice its size on a phone, nothing scrolls sideways."""
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default/Preferences").write_text('{"webkit": {"webprefs": {"default_font_size": 32}}}', encoding="utf-8")
    context = playwright.chromium.launch_persistent_context(tmp_path, executable_path=chromium.find(), args=chromium.arguments(), viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{served}{path}")
    text, scroll = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"), sideways(page)
    context.close()

    assert 32 <= text
    assert 0 == scroll


def test_the_header_fits_every_phone(page: Page, served: str) -> None:
    """On a phone of any width nothing in the header is pushed out of the screen or made too small for a thumb."""
    page.goto(served)
    for width in range(320, 601, 7):
        page.set_viewport_size({"width": width, "height": 740})
        buttons = page.locator(".top > :is(.serious, .search-open, .menu), .top .md-header__button:visible").evaluate_all("all => all.map(each => each.getBoundingClientRect().toJSON())")

        assert 0 == sideways(page), width
        assert [] == [box for box in buttons if min(box["width"], box["height"]) < 43.9 or box["right"] > width], width


# Notes from the very beginning how far anything on the screen is moved, as browsers count it (CLS).
MOVED = """
  globalThis.moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(({ value }) => { moved += value; })).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize(("path", "script", "come"), [("planner/", "**/planner.js", "hamstring-planner .steps-progress"), ("exercises/", "**/exercise-filter.js", "#exercise-filter:not([hidden])")])
def test_nothing_moves_when_a_script_comes_late(newcomer: Page, served: str, path: str, script: str, come: str) -> None:
    """What somebody reads on a phone while the page's script is still on its way stays where it is when it comes."""
    held: list[Route] = []
    newcomer.set_viewport_size({"width": 412, "height": 823})
    newcomer.add_init_script(MOVED)
    newcomer.route(script, lambda route: held.append(route))
    newcomer.goto(f"{served}{path}", wait_until="commit")
    newcomer.locator("h1").wait_for()
    while not held:
        newcomer.wait_for_timeout(100)
    newcomer.wait_for_timeout(300)
    assert 0 == newcomer.locator(come).count()
    held.pop().continue_()
    expect(newcomer.locator(come)).to_be_visible()
    newcomer.wait_for_timeout(300)

    assert newcomer.evaluate("moved") < 0.02


def test_a_picture_has_its_room_before_it_is_seen(page: Page, served: str) -> None:
    """The pictures of a stage that nobody has come to yet are not drawn, and each has the room that it needs when it is."""
    open_page(page, f"{served}programmes/acute-strain/lengthen/", "light", (412, 823))
    figures = page.locator(".item-figure")
    drawn = """(figure) => figure.firstElementChild.checkVisibility({ contentVisibilityAuto: true })"""
    size = """(figure) => { const { width, height } = figure.getBoundingClientRect(); return [width, height].map(Math.round); }"""
    assert figures.count() > 20
    unseen = figures.last.evaluate(size)
    assert not figures.last.evaluate(drawn)
    figures.last.scroll_into_view_if_needed()
    page.wait_for_function(drawn, arg=figures.last.element_handle())

    assert unseen == figures.last.evaluate(size) == figures.last.locator("svg").evaluate(size)


def test_home_answers_on_one_phone_screen(page: Page, served: str) -> None:
    """Is it dangerous, what today, when can I run: all three are on the first screen of a phone."""
    open_page(page, served, "light", SIZES["phone"])
    for path in ("is-it-serious", "first-72-hours", "return-to-running"):
        box = page.locator(f'main a[href*="{path}"]').first.bounding_box()

        assert box["y"] + box["height"] <= SIZES["phone"][1], path


@pytest.mark.parametrize("path", each_page("not found"))
def test_one_step_to_the_red_flags(page: Page, served: str, path: str) -> None:
    """From every page one visible link leads to the red flags, on a phone too."""
    open_page(page, f"{served}{path}", "light", SIZES["phone"])

    expect(page.locator('a[href*="is-it-serious"]:visible, a[aria-current="page"]:visible').first).to_be_visible()


def test_the_guide_reads_without_javascript(browser: Browser, served: str) -> None:
    """With JavaScript off the pages, the red flags and the planner's questions are there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path, words in {"": "Is it dangerous?", "is-it-serious/": "coughing up blood", "exercises/nordic-hamstring/": "Kneel on something soft", "planner/": "coughing up blood"}.items():
        page.goto(f"{served}{path}")
        expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("noscript, .planner-without-javascript").first).to_be_attached()
    context.close()


def test_a_planner_whose_script_never_came_says_so(page: Page, served: str, complaints: Complaints) -> None:
    """Where the planner's script cannot be loaded, a note says so and leads to the ordinary pages."""
    complaints.expect("planner.js")
    page.route("**/planner.js", lambda route: route.abort())
    page.goto(f"{served}planner/")
    note = page.locator(".planner-absent")
    expect(note).to_be_hidden()

    expect(note).to_be_visible(timeout=12_000)


def test_guide_pages_load_no_runtime(page: Page, served: str) -> None:
    """No guide page asks for a byte of Pyodide or of the planner."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name, path in PAGES.items():
        if name not in ("planner", "not found"):
            page.goto(f"{served}{path}")
    page.wait_for_load_state("networkidle")

    assert [] == [url for url in asked if "runtime/" in url or "planner.js" in url]


def test_the_search_index_comes_when_somebody_searches(page: Page, served: str) -> None:
    """The index of every page is heavier than a page, so it is fetched for whoever turns to the search, and finds things then."""
    asked: list[str] = []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(served, wait_until="networkidle")
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(500)
    assert [] == asked

    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("nordic")

    expect(page.locator('.md-search-result__link[href*="exercises/nordic-hamstring/"]').first).to_be_attached(timeout=10_000)
    assert {"search_index.json"} == {url.rpartition("/")[2] for url in asked if url.endswith(".json")}
    assert 1 == len({url for url in asked if "/bundle." in url})


@pytest.mark.parametrize("address", ["exercises/nordic-hamstring/#steps", "planner/#today"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_search_stays_open_where_the_address_leads_to_a_part(page: Page, served: str, address: str, width: int) -> None:
    """The theme's script closes the search a moment after it began, if the address has a part of the page in it: whoever has begun to type sees the results all the same."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served}{address}", wait_until="networkidle")
    if width < 900:
        page.locator(".search-open").click()
    else:
        page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("nordic")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=10_000)
    page.wait_for_timeout(400)

    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


@pytest.mark.parametrize("missing", ["bundle.", "search_index.json"])
def test_a_search_that_does_not_come_says_so_and_may_be_tried_again(page: Page, served: str, complaints: Complaints, missing: str) -> None:
    """Where the search does not come, whoever is in its field is told what to do, and a mouse that passes by opens nothing; turned to once more it is there."""
    complaints.expect(missing)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(served)
    page.route(f"**/{missing}*", lambda route: route.abort())
    field = page.get_by_role("textbox", name="Search")
    with page.expect_event("requestfailed"):
        field.hover()
    page.wait_for_timeout(300)
    expect(page.locator("#__search")).not_to_be_checked()
    field.click()
    expect(page.get_by_text("The search could not be fetched.")).to_be_visible()
    page.keyboard.type("calf")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    page.unroute(f"**/{missing}*")
    page.locator(".brand").focus()
    field.fill("")
    field.click()
    page.keyboard.type("nordic")

    expect(page.locator('.md-search-result__link[href*="exercises/nordic-hamstring/"]').first).to_be_visible(timeout=10_000)


def test_a_tap_on_the_glass_brings_up_the_keys(page: Page, served: str) -> None:
    """On a phone one tap opens the search with the focus in its field, before its script is here: only then are there keys to type with."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.route("**/bundle.*", lambda route: None)
    page.goto(served)
    page.locator(".search-open").click()

    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    expect(page.locator("#__search")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_letters_lead_nowhere_from_a_choice(page: Page, served: str) -> None:
    """Once the search is here, a letter pressed on one of several choices turns no page and opens no search."""
    page.goto(f"{served}planner/")
    page.get_by_role("textbox", name="Search").hover()
    page.wait_for_function("() => window.component$")
    page.evaluate("""() => {
      const choice = Object.assign(document.createElement("input"), { type: "radio", ariaLabel: "one of several" });
      document.querySelector("article").prepend(choice);
      choice.focus();
    }""")
    for letter in "nps/":
        page.keyboard.press(letter)
    page.wait_for_timeout(200)

    assert page.url.endswith("/planner/")
    expect(page.locator("#__search")).not_to_be_checked()


def open_page(page: Page, url: str, scheme: str, size: tuple[int, int]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(url)
    page.evaluate("document.fonts.ready")


def test_colours_follow_the_device_until_somebody_chooses(browser: Browser, served: str) -> None:
    """A page is dark where the device is, also when that changes; who chooses by the button keeps their choice."""
    context = browser.new_context(color_scheme="dark", service_workers="block")
    page = context.new_page()
    page.goto(served)
    for wanted in ("dark", "light", "dark"):
        page.emulate_media(color_scheme=wanted)
        page.wait_for_function(f"() => document.body.dataset.mdColorScheme === '{SCHEMES[wanted]}'")
    page.reload()
    assert SCHEMES["dark"] == colours_of(page)
    for _ in range(2):
        page.locator(".colours").click()
    page.emulate_media(color_scheme="light")
    page.reload()

    assert SCHEMES["dark"] == colours_of(page)
    page.locator(".colours").click()
    assert SCHEMES["light"] == colours_of(page)
    context.close()


def colours_of(page: Page) -> str:
    return page.evaluate("document.body.dataset.mdColorScheme")


def test_a_tap_beside_the_open_menu_closes_it(page: Page, served: str) -> None:
    """Whoever taps beside the open menu on a phone closes it and opens nothing that lies there; the way to the warning signs stays."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(served)
    menu = page.locator(".menu nav")
    x, y = 30, page.locator("main a").first.bounding_box()["y"] + 10
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).matches('main a')", [x, y])  # the whole card leads on
    page.locator(".menu summary").click()
    expect(menu).to_be_visible()
    page.mouse.click(x, y)

    expect(menu).to_be_hidden()
    assert page.url == served
    page.locator(".menu summary").click()
    page.locator(".serious").click()
    expect(page.locator("h1")).to_have_text("Is it serious?")


@pytest.mark.parametrize(("device", "other"), [("light", "dark"), ("dark", "light")])
def test_a_press_leads_to_the_other_colours_first(page: Page, served: str, device: str, other: str) -> None:
    """The first press changes what is seen, whatever the device has; the next leads back, the third lets the device decide, and the button names each before it is pressed."""
    page.emulate_media(color_scheme=device)
    page.goto(served)
    button = page.locator(".colours")
    for name, colours in ((f"Switch to {other} colours", other), (f"Switch to {device} colours", device), ("Switch to the colours of your device", device)):
        expect(button).to_have_accessible_name(name)
        button.click()
        assert SCHEMES[colours] == colours_of(page)
    expect(button).to_have_accessible_name(f"Switch to {other} colours")


@pytest.mark.parametrize("kept", ["{", "null", "7", '{"index": 3}', '{"index": "length"}', '{"index": -1}'], ids=["no JSON", "nothing", "a number", "no choice", "a name", "less than none"])
def test_odd_colours_in_the_storage_are_those_of_the_device(page: Page, served: str, kept: str) -> None:
    """All sites of one account share a storage: whatever lies where the choice is kept, the page follows the device and its button works."""
    page.emulate_media(color_scheme="dark")
    page.add_init_script(f"localStorage.setItem(new URL({served!r}).pathname + '.__palette', {kept!r})")
    page.goto(f"{served}about/")

    assert "slate" == page.evaluate("document.body.dataset.mdColorScheme")
    page.locator(".colours").click()
    assert "default" == page.evaluate("document.body.dataset.mdColorScheme")


def test_what_is_folded_away_opens_for_a_link_and_for_paper(page: Page, served: str) -> None:
    """A link into something folded away opens it and nothing else; on paper all of it is open, and afterwards as it was."""
    page.goto(f"{served}{PAGES['exercise']}")
    folded = page.locator("article details")
    assert folded.count() > 1
    last = folded.last
    # In what is hidden Chromium finds the way by itself; other browsers need our script as the head of it does here.
    last.evaluate("(each) => { each.open = false; each.querySelector('summary *, summary').id = 'in-there'; }")
    before = folded.evaluate_all("all => all.map((each) => each.open)")
    page.evaluate("location.hash = 'in-there'")
    page.wait_for_function("() => [...document.querySelectorAll('article details')].at(-1).open")
    assert [*before[:-1], True] == folded.evaluate_all("all => all.map((each) => each.open)")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert {True} == set(folded.evaluate_all("all => all.map((each) => each.open)"))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert [*before[:-1], True] == folded.evaluate_all("all => all.map((each) => each.open)")
