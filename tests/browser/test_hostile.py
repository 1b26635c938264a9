"""Hundreds of texts that try to run as a script, through every way on which text of a reader, a file or a link reaches the screen.

Three locks lie one behind the other: Python's templates escape, the page's door sanitises, and the browser holds the policy. Each
is tried by itself here, so that no lock is only believed because of the next one. In the quick tests a share of the texts, spread over all of them.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from planner import bridge
from planner.view import PARTS
from tests import library
from tests.browser.conftest import PLANNER_PAGE, Complaints
from tests.browser.reader import BOOT, on_day, view
from tests.hostile import corpus, logs
from tests.people import TODAY, log_of, people

TEXTS = corpus.read()
SHARE = TEXTS[::24]
# So many texts make a log that the diary still shows whole.
IN_A_LOG = 60
# A plain frame runs so many of a hundred of the texts, measured at 33; the rest are broken on purpose or want a click.
LEAST_RUN = 0.2

some_or_all = pytest.mark.parametrize("texts", [pytest.param(SHARE, id="a share"), pytest.param(TEXTS, id="all", marks=pytest.mark.deep)])

# Notes everything that the browser's policy had to stop, wherever in the page it was.
WATCH = """window.stopped = []; addEventListener("securitypolicyviolation", (event) => stopped.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);"""
# What must not be in a place that is shown: what runs, loads, or leads into a script.
LEFT = """(place) => [...place.querySelectorAll("*")].flatMap((each) => [
  ...(each.matches("script, style, iframe, object, embed, base, meta, link, img, image, video, audio, source, animate, set, template") ? [each.localName] : []),
  ...[...each.attributes].filter(({ name, value }) => /^on|^src|^style$|action$/.test(name) || /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data):/i.test(value)).map(({ name, value }) => `${each.localName} ${name}=${value}`),
])"""
# Each text in a frame of its own, written as it is. Which of them ran.
IN_FRAMES = """async (texts) => {
  const frames = texts.map((text) => Object.assign(document.createElement("iframe"), { srcdoc: `<!doctype html><body>${text}` }));
  const ran = [];
  for (const frame of frames) {
    delete window.evil;
    const loaded = new Promise((go) => (frame.onload = go, setTimeout(go, 500)));
    document.body.replaceChildren(frame);
    await loaded;
    await new Promise((go) => setTimeout(go, 10));
    let isRun = "evil" in window;
    try { isRun ||= "evil" in frame.contentWindow; } catch { isRun = true; }
    ran.push(isRun);
  }
  return ran;
}"""


@pytest.fixture
def watched(page: Page, served: str) -> Page:
    """The planner's page, telling what its policy stopped."""
    page.add_init_script(WATCH)
    page.goto(f"{served}{PLANNER_PAGE}")
    on_day(page)
    return page


@pytest.fixture
def unlocked(browser: Browser) -> Iterator[Page]:
    """An empty page without any policy, whose foreign requests end in the test."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    asked: list[str] = []
    page.route("https://elsewhere.example/**", lambda route: (asked.append(route.request.url), route.abort()))
    page.asked = asked
    yield page
    context.close()


@pytest.fixture(scope="module")
def opened() -> None:
    """The records, taken once as the page does it."""
    library.open_bridge()


def ask(**request: Any) -> dict[str, Any]:
    return json.loads(bridge.handle(json.dumps(request)))


def harmless(texts: Sequence[str]) -> list[str]:
    """As many texts that are only words."""
    return [f"words {number}" for number in range(len(texts))]


def ran(page: Page) -> bool:
    return page.evaluate("'evil' in window")


# --- can these tests fail? ---------------------------------------------------------------------------------------------------


def test_the_texts_are_what_is_kept() -> None:
    """There are more than 500 of them, each once, and the file holds what corpus.py makes."""
    assert corpus.text() == corpus.FILE.read_text(encoding="utf-8")
    assert 500 < len(TEXTS) == len(set(TEXTS))
    assert 25 == len(SHARE)


@some_or_all
def test_the_texts_do_run_where_nothing_holds_them(unlocked: Page, texts: list[str]) -> None:
    """In a plain frame a good part of the texts runs by itself or asks elsewhere, so a lock that were open would be seen."""
    unlocked.goto("about:blank")
    run = unlocked.evaluate(IN_FRAMES, texts)

    assert LEAST_RUN * len(texts) < sum(run)
    assert unlocked.asked


# --- each lock by itself -----------------------------------------------------------------------------------------------------


@some_or_all
def test_python_escapes_every_text(unlocked: Page, opened: None, texts: list[str]) -> None:
    """What Python writes, put into a page without sanitiser and policy, runs nothing, asks nothing, and is the same elements as with plain words."""
    for some in batched(texts, IN_A_LOG):
        shapes = []
        for told in (some, harmless(some)):
            log = logs.log_with(told)
            views = ask(do="show", log=log, today=TODAY)["views"]
            again = ask(do="session-again", log=log, today=TODAY, entry=f"session {told[0]}"[:200])["html"]
            paper = ask(do="handover", log=log, today=TODAY, parts=list(PARTS))["text"].replace("Content-Security-Policy", "x-nothing")
            for html in ("\n".join([*views.values(), again]), paper):
                unlocked.set_content(html)
                shapes.append(unlocked.evaluate("[...document.querySelectorAll('*')].map((each) => `${each.localName} ${[...each.attributes].map(({ name }) => name)}`)"))

                assert not ran(unlocked)
        assert shapes[:2] == shapes[2:]
    assert [] == unlocked.asked


@pytest.fixture(params=["the browser's own sanitiser", "DOMPurify"])
def sanitised(request: pytest.FixtureRequest, page: Page, served: str) -> Page:
    """The planner's page in a browser that has a sanitiser, and as one that has none sees it."""
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url.split("/")[-1]))
    if request.param == "DOMPurify":
        page.add_init_script("delete globalThis.Sanitizer")
    page.add_init_script(WATCH)
    page.goto(f"{served}{PLANNER_PAGE}")
    page.wait_for_function("() => customElements.get('hamstring-planner')")
    if ("purify.es.mjs" in asked) != (request.param == "DOMPurify"):
        raise AssertionError(f"expected {request.param}, and the page asked for {asked}")
    return page


@some_or_all
def test_the_sanitiser_holds_what_was_not_escaped(sanitised: Page, complaints: Complaints, texts: list[str]) -> None:
    """Each text as HTML through the page's one door leaves nothing that runs, loads or leads into a script, and asks nobody."""
    # While it reads a text the browser's parser names what the policy would stop, though nothing of it is in the page.
    complaints.expect("Content Security Policy")
    left = sanitised.evaluate(
        f"""async (texts) => {{
          const planner = document.querySelector("hamstring-planner");
          const {{ showHtml }} = await import(new URL("plan-html.js", new URL(planner.dataset.worker, document.baseURI)));
          const place = planner.querySelector('[data-slot="today"]');
          const left = texts.map((text) => (showHtml(place, text), ({LEFT})(place)));
          showHtml(place, "<section><h3>kept</h3></section>"); // which the page's policy alone would make into letters
          const kept = place.querySelector("section > h3")?.textContent;
          await new Promise((go) => setTimeout(go, 200));
          return [left.flat(), kept];
        }}""",
        texts,
    )

    assert [[], "kept"] == left
    assert not ran(sanitised)


def through_the_door(page: Page, texts: list[str]) -> list[str]:
    """What the page's door makes of each text."""
    return page.evaluate(
        """async (texts) => {
          const planner = document.querySelector("hamstring-planner");
          const { showHtml } = await import(new URL("plan-html.js", new URL(planner.dataset.worker, document.baseURI)));
          const place = document.createElement("div");
          return texts.map((text) => (showHtml(place, text), place.innerHTML));
        }""",
        texts,
    )


# What may be left of each. DOMPurify takes a whole form away that hides its own attributes.
MAY_BE_LEFT = {
    '<form name="querySelector" id="cookie"></form>': {"<form></form>"},
    '<p><input name="removeAttribute"><input id="method" name="pain"></p>': {'<p><input><input name="pain"></p>'},
    '<form href="x"><input name="removeAttribute"></form><a href="data:text/html,x">d</a>': {"<form><input></form><a>d</a>", "<a>d</a>"},
    '<a href="blob:x">b</a><a href="mailto:x">m</a><a href="ftp://x">f</a>': {"<a>b</a><a>m</a><a>f</a>"},
    '<a href="../exercises/">e</a><a href="https://x.example/">x</a>': {'<a href="../exercises/">e</a><a href="https://x.example/">x</a>'},
    "<p>k<?target data?><!-- c --></p>": {"<p>k</p>"},
    '<p popovertarget="p">p</p><x-y>y</x-y>': {"<p>p</p>"},
    '<button formaction="x" form="f" command="show-modal" commandfor="c">b</button>': {"<button>b</button>"},
}


def test_what_no_template_writes_is_left_out_by_both(sanitised: Page) -> None:
    """Names that would stand in the way of the document's or a form's own, links that are no pages, and attributes that no template uses are left out by both."""
    left = through_the_door(sanitised, list(MAY_BE_LEFT))

    assert [] == [(text, rest) for (text, allowed), rest in zip(MAY_BE_LEFT.items(), left, strict=True) if rest not in allowed]


def test_the_sanitiser_takes_nothing_from_what_python_writes(sanitised: Page, unlocked: Page, opened: None) -> None:
    """Every view of everybody, on a day with a check-in and a session, is on the page as the templates wrote it; so is the form to put a session right."""
    written = []
    some = {name: person for name, person in people().items() if name != "nobody"}  # who answered nothing
    for person in (*some.values(), {**some["settled-strain"], "urgent_signs": ["pop"]}, {**some["settled-strain"], "onset": "not-sure"}):
        log = log_of(person, TODAY)
        check_in = {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "none", "body": "well"}
        session = {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 1, "effort": 4}], "stopped": False, "note": "a note"}
        later = [("check-in", check_in), ("session", session)]
        log["entries"] += [{"id": f"later {kind}", "at": f"{TODAY}T2{number}:00:00+01:00", "kind": kind, "answers": told} for number, (kind, told) in enumerate(later)]
        written += ask(do="show", log=log, today=TODAY)["views"].values()
        written.append(ask(do="session-again", log=log, today=TODAY, entry="later session")["html"])
    read = "(html) => { const place = document.createElement('div'); place.innerHTML = html; return place.innerHTML.replace(/<!--.*?-->/gs, ''); }"
    shown = through_the_door(sanitised, written)

    assert [unlocked.evaluate(read, html) for html in written] == shown


# --- all of them, as a reader meets them -----------------------------------------------------------------------------------------


@some_or_all
def test_no_text_runs_in_the_planner(watched: Page, texts: list[str]) -> None:
    """Notes, ids, exercises, things, refused files, entries, links, addresses and a file's name show as text; nothing runs, asks, or has to be stopped."""
    for some in batched(texts, IN_A_LOG):
        hostile, plain = (shown(watched, logs.log_with(told), told[0]) for told in (some, harmless(some)))

        assert hostile["elements"] == plain["elements"]
        assert hostile["left"] == []
        # The newest stands first; of each text a check-in and a session that was put right.
        expected = [note for text in reversed(some) for note in (f"again {text}", text)]
        assert [bare(note) for note in expected] == [bare(note) for note in hostile["notes"]]
        assert bare(f"again {some[0]}") == bare(hostile["again"])
    for number, text in enumerate(texts):
        refused(watched, number, text)
    opened_from_a_file(watched, [text for text in texts if "\0" not in text][:IN_A_LOG])  # an id with it is not found again; see below

    assert not ran(watched)
    assert [] == watched.evaluate("stopped")
    assert [] == watched.locator("hamstring-planner").evaluate(LEFT)


def test_an_id_that_html_cannot_hold_is_told(watched: Page) -> None:
    """An entry whose id has a letter that no page can hold is shown, and to put it right is refused in words."""
    file = {"name": "log.json", "mimeType": "application/json", "buffer": json.dumps(logs.log_with(["a\0b"])).encode()}
    watched.locator(".planner-file").set_input_files(file)
    watched.get_by_role("button", name="Add them").click(timeout=BOOT)
    expect(watched.locator(".planner-saved-words")).to_contain_text("Saved", timeout=BOOT)
    view(watched, "diary").get_by_role("button", name="Put it right").first.click()

    expect(watched.locator(".planner-trouble-words")).to_contain_text("cannot be put right here")


def bare(text: str) -> str:
    """A text without what HTML itself leaves out or reads alike."""
    return " ".join(text.replace("\0", "").split())


def shown(page: Page, log: dict[str, Any], first: str) -> dict[str, Any]:
    """A log shown by the page's own code: which elements there are then, which of them are wrong, the notes in the diary, and in the form once more."""
    return page.evaluate(
        f"""async ([log, today, first]) => {{
          const planner = document.querySelector("hamstring-planner");
          const room = new URL("./", new URL(planner.dataset.worker, document.baseURI));
          const [{{ Slots }}, {{ openFields }}] = await Promise.all(["slots.js", "sheet.js"].map((name) => import(new URL(name, room))));
          const response = await planner.ask({{ do: "show", log, today }});
          if (!response.ok) throw new Error(JSON.stringify(response.problems));
          const filling = new Slots(planner, () => new URL(planner.dataset.figures, document.baseURI).href, () => {{}});
          filling.fill(response.views);
          filling.settle();
          const slots = [...planner.querySelectorAll("[data-slot]")];
          // The places for figures are filled in their own time.
          const elements = slots.flatMap((slot) => [...slot.querySelectorAll("*:not(.figure-slot *)")].map((each) => `${{each.localName}}.${{each.className}}`));
          const sheet = planner.querySelector('dialog[data-sheet="form"]');
          const again = await planner.ask({{ do: "session-again", log, today, entry: `session ${{first}}`.slice(0, 200) }});
          openFields(sheet, {{ title: first, kind: "session", html: again.html, entry: first }});
          const note = sheet.querySelector("textarea").value;
          sheet.close();
          return {{
            elements,
            left: [...slots, sheet].flatMap({LEFT}),
            notes: [...planner.querySelectorAll('[data-slot="diary"] .diary-note')].map((each) => each.textContent),
            again: note,
          }};
        }}""",
        [log, TODAY, first],
    )


def refused(page: Page, number: int, text: str) -> None:
    """A text as a file, in a file, as an answer, as the end of a link and as an address, each refused in words on the page."""
    entries = logs.answered_with(text)
    entry = entries[number % len(entries)]
    words = page.evaluate(
        """async ([text, refused, log, entry, today]) => {
          const planner = document.querySelector("hamstring-planner");
          const room = new URL("./", new URL(planner.dataset.worker, document.baseURI));
          const { LogFile } = await import(new URL("log-file.js", room));
          const { Notices } = await import(new URL("notices.js", room));
          const { showToldProblems } = await import(new URL("tell.js", room));
          const notices = (window.notices ??= new Notices(planner));
          const place = planner.querySelector(".planner-trouble-words");
          const said = [];
          const say = (words) => { notices.trouble("file", words); said.push(place.textContent); };
          const turns = { take: (act) => act(), wanting: (_key, _again, act) => act() };
          const files = new LogFile(planner, { turns, keeping: { entries: [] }, notices: { trouble: (_subject, words) => say(words) } });
          for (const content of [text, refused]) await files.read({ files: [new File([content], text)] });
          const answer = await planner.ask({ do: "show", log: { ...log, entries: [...log.entries, entry] }, today });
          showToldProblems(planner.querySelector(".check-in form"), answer.problems);
          say(answer.problems.map(({ place, message }) => `${place}: ${message}`).join(" "));
          for (const request of [{ do: text }, { do: "show", log, today: text }, { do: "calendar", log, today, at: text, reminder: text, given: [text] }]) {
            const { ok, problems } = await planner.ask(request);
            if (ok) throw new Error(`${text} was taken`);
            say(problems.map(({ place, message }) => `${place}: ${message}`).join(" "));
          }
          location.hash = text; // no view has such a name
          await new Promise((go) => setTimeout(go));
          location.hash = `log=${text}`;
          await new Promise((go) => setTimeout(go));
          await planner.ask({ do: "link", log: { format: "hamstring-guide-log", version: 2, entries: [] } }); // the answer to the link came before this one
          await new Promise((go) => setTimeout(go));
          said.push(place.textContent);
          return said;
        }""",
        [text, json.dumps(logs.refused_with(text)), logs.log_with([]), entry, TODAY],
    )

    assert 7 == len(words)
    assert "The link was not opened" in words[-1]


def opened_from_a_file(page: Page, texts: Sequence[str]) -> None:
    """A log full of them, opened, added and looked at as a reader does it: every view with all that folds open, and a form."""
    file = {"name": "'\"><img src=x onerror=evil=1>.json", "mimeType": "application/json", "buffer": json.dumps(logs.log_with(texts)).encode()}
    page.locator(".planner-file").set_input_files(file)
    page.get_by_role("button", name="Add them").click(timeout=BOOT)
    expect(page.locator(".planner-saved-words")).to_contain_text("Saved", timeout=BOOT)
    expect(page.locator('[data-slot="diary"] .diary-note').first).not_to_contain_text("words", timeout=BOOT)  # those that were shown before
    for name in ("today", "week", "progress", "diary", "data"):
        view(page, name).locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    view(page, "diary").get_by_role("button", name="Put it right").first.click()
    sheet = page.locator('dialog[data-sheet="form"]')
    expect(sheet.locator("textarea").first).to_be_visible(timeout=BOOT)
    sheet.get_by_role("button", name="Save").click()
    expect(page.locator(".planner-saved-words")).to_be_visible(timeout=BOOT)
