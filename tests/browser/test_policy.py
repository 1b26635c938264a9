"""The policy of every page, in a real browser: nothing of ours breaks it, and what it is there to stop is stopped.

The page fixture already fails a test on any word of the browser's about a policy; here the browser's own event is listened to as well.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PLANNER_PAGE, Complaints, note_error, note_foreign
from tests.browser.looking import PAGES
from tests.browser.reader import BOOT, check_in, make_plan, on_day, view
from tests.people import people

ELSEWHERE = "https://elsewhere.example/"
WATCH = """window.stopped = []; addEventListener("securitypolicyviolation", (event) => {
  stopped.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
}, true);"""


@pytest.fixture
def watched(page: Page) -> Page:
    """A page that tells what its policy stopped."""
    page.add_init_script(WATCH)
    return page


def stopped(page: Page) -> list[str]:
    return page.evaluate("stopped")


# --- nothing of ours is stopped ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paths", [pytest.param(list(PAGES.values()), id="each kind"), pytest.param(None, id="all", marks=pytest.mark.deep)])
def test_no_page_breaks_its_policy(watched: Page, served: str, built_site: Path, complaints: Complaints, paths: list[str] | None) -> None:
    """Every page opens, changes its colours and moves its figures without breaking its policy, Trusted Types included."""
    complaints.expect("no-such-page")
    for path in paths or [page.relative_to(built_site).as_posix().removesuffix("index.html") for page in sorted(built_site.rglob("*.html"))]:
        watched.goto(f"{served}{path}")
        watched.evaluate("document.querySelector('.colours').click()")
        for play in watched.locator("[data-play]:visible").all()[:1]:
            play.click()

        assert "trusted-types default" in watched.locator("meta[http-equiv]").get_attribute("content")
        assert ([], path) == (stopped(watched), path)


def test_the_search_finds_and_breaks_nothing(watched: Page, served: str) -> None:
    """The theme's search starts its worker and shows its results, marks and lists and missing words, under the policy."""
    watched.goto(f"{served}exercises/")
    find(watched, "nordic hamstring zebra")
    results = watched.locator(".md-search-result__list")

    expect(results.locator(".md-search-result__icon").first).to_be_attached()
    expect(results.locator("mark").first).to_be_attached()
    expect(results.locator("del").first).to_have_text("zebra")
    assert 0 == results.get_by_text("<").count()
    assert [] == stopped(watched)


def find(page: Page, words: str) -> None:
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially(words)  # the theme listens to keys
    expect(page.locator(".md-search-result__item").first).to_be_attached(timeout=BOOT)


def test_a_reader_s_day_breaks_nothing(browser: Browser, served: str, tmp_path: Path) -> None:
    """Questions, every view, the player, dialogs, files, a link, a picture, an example, offline and back: nothing of it has to be stopped."""
    complaints = Complaints()
    context = browser.new_context()  # with a service worker
    page = context.new_page()
    page.add_init_script(WATCH)
    page.on("console", lambda message: note_error(message, complaints))
    page.on("pageerror", lambda error: complaints.seen.append(f"exception: {error}"))
    context.on("request", lambda request: note_foreign(request, served, complaints))
    page.goto(f"{served}{PLANNER_PAGE}")
    on_day(page)
    make_plan(page, people()["strong-strain"])
    check_in(page)
    expect(page.locator('[data-slot="today"] .today h3')).to_be_visible(timeout=BOOT)
    page.locator('[data-do="play"]').first.click()
    page.locator("session-player dialog").get_by_role("button", name="Close").first.click()
    for name in ("today", "week", "progress", "diary", "data"):
        view(page, name).locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    take_along(page, tmp_path)
    view(page, "diary").get_by_role("button", name="Put it right").first.click()
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('.colours').click()")
    find(page, "bridge")
    page.keyboard.press("Escape")
    view(page, "data").get_by_role("button", name="Delete everything").click()
    page.locator('dialog[data-sheet="delete"] button[value="delete"]').click()
    page.locator('[data-do="example"]').first.click()
    expect(page.locator('[data-slot="today"] .view-title').first).to_be_visible(timeout=BOOT)
    offline(page, context)

    assert [] == stopped(page)
    assert [] == complaints.unexpected()
    context.close()


def take_along(page: Page, folder: Path) -> None:
    """Each file, the link, the picture, and the log opened once more."""
    view(page, "data")
    for button in ("Make the calendar file", "Make the page", "Make the table", "Make the FHIR file"):
        with page.expect_download(timeout=BOOT):
            page.get_by_role("button", name=button).click()
    with page.expect_download() as waiting:
        page.locator(".your-data").get_by_role("button", name="Save my log as a file", exact=True).click()
    waiting.value.save_as(folder / "log.json")
    page.locator('[data-take="picture"]').click()
    expect(page.locator(".take-picture-place svg")).to_be_visible(timeout=BOOT)
    page.locator(".planner-file").set_input_files(folder / "log.json")
    page.locator('dialog[data-sheet="file"]').get_by_role("button", name="Close").click(timeout=BOOT)


def offline(page: Page, context: BrowserContext) -> None:
    """Everything kept, and the page opened once more without a network."""
    assert [] == stopped(page)
    page.evaluate("document.querySelector('offline-offer')?.scrollIntoView()")
    expect(page.locator(".offline-words", has_text="work without a connection").first).to_be_attached(timeout=BOOT)
    context.set_offline(True)
    page.reload()
    page.locator("hamstring-planner .intake input").first.focus()
    expect(page.locator("hamstring-planner")).to_have_attribute("data-state", "ready", timeout=BOOT)


# --- what it is there to stop ----------------------------------------------------------------------------------------------------

# A script of another's in our page, as a hole in the site would let it in. Each line is a try; what it gets is its value or the error's name.
TRIES = {
    "eval": "eval('1 + 1')",
    "new Function": "new Function('return 1 + 1')()",
    "a timer with text": "await new Promise((go) => { window.go = go; setTimeout('go(2)'); setTimeout(go, 200, 'silence'); })",
    "HTML as text": "document.body.append(Object.assign(document.createElement('p'), { innerHTML: '<img src=x onerror=evil=1>' })), document.body.lastChild.childElementCount",
    "an inline handler": "document.body.setAttribute('onclick', 'evil = 1'), document.body.click(), window.evil ?? 'silence'",
    "an inline script": "document.head.append(Object.assign(document.createElement('script'), { text: 'evil = 1' })), window.evil ?? 'silence'",
    "a script of our own address": "document.head.append(Object.assign(document.createElement('script'), { src: 'guide.js' }))",
    "a script from elsewhere": f"document.head.append(Object.assign(document.createElement('script'), {{ src: '{ELSEWHERE}x.js' }}))",
    "a module from elsewhere": f"await import('{ELSEWHERE}x.js')",
    "a module of text": "await import('data:text/javascript,export default 1')",
    "a module of a blob": "await import(URL.createObjectURL(new Blob(['export default 1'], { type: 'text/javascript' })))",
    "a worker of another address": "new Worker('x.js')",
    "a worker of a blob": "new Worker(URL.createObjectURL(new Blob(['1'], { type: 'text/javascript' })))",
    "fetch from elsewhere": f"await fetch('{ELSEWHERE}')",
    "a beacon": f"navigator.sendBeacon('{ELSEWHERE}', 'x'), await new Promise((go) => setTimeout(go, 100, 'silence'))",
    "a socket": f"await new Promise((go, stop) => {{ const socket = new WebSocket('{ELSEWHERE.replace('https', 'wss')}'); socket.onerror = () => stop(new Error()); socket.onopen = go; }})",
    "a picture from elsewhere": f"await Object.assign(new Image(), {{ src: '{ELSEWHERE}x.png' }}).decode()",
    "a policy of another name": "trustedTypes.createPolicy('mine', { createHTML: (text) => text }).createHTML('x')",
    "the default policy once more": "trustedTypes.createPolicy('default', { createHTML: (text) => text })",
    "a frame": f"await new Promise((go) => {{ const frame = Object.assign(document.createElement('iframe'), {{ src: '{ELSEWHERE}', onload: () => go('silence') }}); document.body.append(frame); setTimeout(go, 500, 'silence'); }})",
    "a form": f"document.body.append(Object.assign(document.createElement('form'), {{ action: '{ELSEWHERE}', method: 'post' }})), document.body.lastChild.submit(), await new Promise((go) => setTimeout(go, 300, 'silence'))",
    "another ground for links": f"document.head.prepend(Object.assign(document.createElement('base'), {{ href: '{ELSEWHERE}' }})), document.links[0].href.includes('elsewhere') || 'silence'",
    "a style": "document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { opacity: 0.5 }' })), getComputedStyle(document.body).opacity === '0.5' || 'silence'",
}
REFUSED = ("EvalError", "TypeError", "SecurityError", "EncodingError", "Error", "silence", 0)


@pytest.mark.parametrize("name", TRIES)
def test_a_script_that_got_in_gets_nothing(watched: Page, served: str, complaints: Complaints, name: str) -> None:
    """Whatever a foreign script in a page of ours tries is refused, and the browser says by which rule."""
    # A request that the policy stops is told of as well; whether one went out, the route below knows.
    complaints.expect("Content Security [Pp]olicy|TrustedHTML|TrustedScript|Failed to|ERR_BLOCKED|foreign request: https://elsewhere")
    script = f"export default async () => {{ try {{ return {TRIES[name]}; }} catch (error) {{ return error.name; }} }}"
    watched.route(f"{served}probe.js", lambda route: route.fulfill(content_type="text/javascript", body=script))
    reached: list[str] = []
    watched.route(f"{ELSEWHERE}**", lambda route: (reached.append(route.request.url), route.abort()))
    watched.goto(f"{served}about/")
    got = watched.evaluate("async (probe) => (await import(probe)).default()", f"{served}probe.js")

    assert got in REFUSED
    assert [] == reached
    assert not watched.evaluate("'evil' in window")
    # Written as HTML, it is shown as letters; all else is reported.
    assert (name == "HTML as text") == (stopped(watched) == [])


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        ("eval('1 + 1')", "EvalError"),
        ("new Function('return 1 + 1')()", "EvalError"),
        (f"await fetch('{ELSEWHERE}')", "TypeError"),
        (f"await import('{ELSEWHERE}x.js')", "TypeError"),
        ("await import('data:text/javascript,export default 1')", "TypeError"),
        (f"importScripts('{ELSEWHERE}x.js')", "TypeError"),
    ],
)
def test_a_script_in_the_worker_gets_nothing(page: Page, served: str, complaints: Complaints, attempt: str, error: str) -> None:
    """What would stand in the place of the planner's Python can evaluate nothing, import nothing and ask nobody."""
    complaints.expect("Content Security [Pp]olicy|Failed to|ERR_BLOCKED|foreign request: https://elsewhere")
    reached: list[str] = []
    page.route(f"{ELSEWHERE}**", lambda route: (reached.append(route.request.url), route.abort()))
    worker = f"""self.onmessage = async ({{ data }}) => {{
      if (data.do === "start") return postMessage({{ type: "ready" }});
      let got;
      try {{ got = {attempt}; }} catch (error) {{ got = error.name; }}
      postMessage({{ type: "answer", id: data.id, text: JSON.stringify({{ got: String(got) }}) }});
    }};"""
    page.route("**/planner/worker.js", lambda route: route.fulfill(content_type="text/javascript", body=worker))
    page.goto(f"{served}{PLANNER_PAGE}")

    assert error == page.locator("hamstring-planner").evaluate("(planner) => planner.ask({}).then(({ got }) => got)")
    assert [] == reached


def test_no_other_service_worker_can_be_put_in(browser: Browser, served: str) -> None:
    """A foreign script cannot register a worker of its own, which would outlive it: only the planner's page can, and only by its own policy."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}about/")
    got = page.evaluate("address => navigator.serviceWorker.register(address).then(() => 'registered', (error) => error.name)", f"{served}sw.js")
    context.close()

    assert "TypeError" == got


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<mark>a</mark><p>b</p><ul><li>c</li></ul>", "<mark>a</mark><p>b</p><ul><li>c</li></ul>"),
        ('<div class="md-search-result__icon md-icon"></div>', '<div class="md-search-result__icon md-icon"></div>'),
        ("<img src=x onerror=evil=1>", "&lt;img src=x onerror=evil=1&gt;"),
        ("<p onclick=evil=1>a</p>", "&lt;p onclick=evil=1&gt;a<p></p>"),
        ('<mark class="x">a</mark>', '&lt;mark class="x"&gt;a'),
        ('<div class="md-search-result__icon md-icon" onclick=evil=1>', '&lt;div class="md-search-result__icon md-icon" onclick=evil=1&gt;'),
        ("<MARK>a", "&lt;MARK&gt;a"),
        ("<<p>script>", "&lt;<p>script&gt;</p>"),
        ("<!-- a -->", "&lt;!-- a --&gt;"),
        ("a < b &lt;c", "a &lt; b &lt;c"),
    ],
)
def test_the_theme_gets_the_tags_of_its_results(watched: Page, served: str, text: str, shown: str) -> None:
    """Written as HTML, the few tags of a search result without attributes are elements, and every other one is letters."""
    watched.goto(f"{served}about/")
    written = watched.evaluate("(text) => { const place = document.createElement('section'); place.innerHTML = text; return place.innerHTML; }", text)

    assert shown == written
    assert [] == stopped(watched)


@pytest.mark.parametrize(
    "drawing",
    ["<svg><script>evil=1</script></svg>", "<svg onload='evil=1'/>", "<svg><a href='javascript:evil=1'/></svg>", "<svg><foreignObject/></svg>", "<!DOCTYPE x [<!ENTITY a 'b'>]><svg/>", "<svg><use xlink:href='x.svg#a'/></svg>"],
)
def test_a_figure_is_shapes_and_words(page: Page, served: str, drawing: str) -> None:
    """A file in the place of a figure that holds anything else leaves its place hidden and empty."""
    page.route("**/assets/figures/squat.svg", lambda route: route.fulfill(content_type="image/svg+xml", body=drawing))
    page.goto(f"{served}about/")
    state = page.evaluate(
        """async (base) => {
          const { fillFigureSlots } = await import(`${base}figure-slots.js`);
          const slot = Object.assign(document.createElement("div"), { className: "figure-slot" });
          slot.dataset.figure = "squat";
          document.querySelector("article").append(slot);
          await fillFigureSlots(document.body, `${base}figures/`);
          return [slot.hidden, slot.childNodes.length, "evil" in window];
        }""",
        f"{served}assets/",
    )

    assert [True, 0, False] == state


def test_a_browser_without_trusted_types_goes_on(page: Page, served: str) -> None:
    """Where a browser knows nothing of Trusted Types, the search finds, figures come, and Python starts."""
    page.add_init_script("delete window.trustedTypes;")
    # The engine here knows them all the same, so the rule is taken out of the page as such a browser reads it.
    page.route(
        f"{served}**/",
        lambda route: (answer := route.fetch(), route.fulfill(response=answer, body=re.sub("; require-trusted-types-for [^\"]*", "", answer.text()))),
    )
    page.goto(f"{served}{PLANNER_PAGE}")
    assert page.evaluate("typeof trustedTypes") == "undefined"
    on_day(page)
    make_plan(page, people()["strong-strain"])

    expect(page.locator(".figure-slot svg").first).to_be_attached(timeout=BOOT)
    find(page, "bridge")
