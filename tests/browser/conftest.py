"""What every browser test has: one Chromium, the built site behind a real server, and a page that tells on itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, expect, sync_playwright

from builder.serve import Handler, running
from tests.browser import chromium
from tests.browser.reader import BOOT, leave_answers, open_on, title, view_is_kept
from tests.people import people

# A project page of GitHub Pages lives under its repository's name, so the tests' site does too.
BASE_PATH = "/hamstring-guide/"
PLANNER_PAGE = "planner/"
# A place of the site without any script.
BARE = "assets/logo.svg"


@dataclass
class Complaints:
    """What a page complained of, and which of it the test said to expect."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Say that complaints with this pattern in them belong to the test."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        """Everything else."""
        return [complaint for complaint in self.seen if not any(re.search(pattern, complaint) for pattern in self.expected)]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers; a process can hold only one."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests. All pages of one context share a process, so what one of them has compiled the next one need not."""
    browser = playwright.chromium.launch(executable_path=chromium.find(), args=[*chromium.arguments(), "--process-per-site"])
    yield browser
    browser.close()


class Lasting(Handler):
    """The site as a host serves it that lets browsers keep files for ten minutes, as GitHub Pages does."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super(Handler, self).end_headers()


@pytest.fixture(scope="session")
def served(built_site: Path) -> Iterator[str]:
    """The address of the site's first page."""
    with running(built_site, BASE_PATH, Lasting) as url:
        yield url


@pytest.fixture
def complaints() -> Complaints:
    """Where a test says which complaints of its page it expects."""
    return Complaints()


@pytest.fixture(scope="session")
def regular(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has been here before: it has the site's files, and Python's memory of an earlier start. It halves the tests' time."""
    # Without a service worker, which would answer in the place of what a test puts between page and host. test_offline.py has it.
    context = browser.new_context(service_workers="block")
    yield context
    context.close()


@pytest.fixture(scope="session")
def janitor(regular: BrowserContext, served: str, built_site: Path) -> Page:
    """A page that stays in the regular browser and clears up there: to open one for each test would take longer than many a test.

    It also holds Python as its process has compiled it, which takes a third off what a plan costs (6.3 to 4.1 seconds of a processor).
    """
    return holding_python(regular, served, built_site)


def holding_python(context: BrowserContext, served: str, built_site: Path) -> Page:
    """A page of this browser that does nothing but keep Python as it was compiled, for all others of its process."""
    page = context.new_page()
    page.goto(f"{served}{BARE}")
    [engine] = (path.relative_to(built_site).as_posix() for path in built_site.glob("runtime/*/pyodide.asm.wasm"))
    page.evaluate("async (url) => { globalThis.held = await WebAssembly.compileStreaming(fetch(url)); }", f"{served}{engine}")
    return page


@pytest.fixture
def page(regular: BrowserContext, janitor: Page, served: str, complaints: Complaints) -> Iterator[Page]:
    """A page on which nothing was ever told; an unexpected console error, exception or foreign request fails the test."""
    try:
        yield from watched(regular, served, complaints)
    finally:
        forget(janitor, served)
    assert not janitor.evaluate("'__pwClock' in globalThis"), "page.clock stops the clock of all pages in this browser, and for all later tests. Ask for `newcomer`."


@pytest.fixture
def newcomer(browser: Browser, served: str, complaints: Complaints) -> Iterator[Page]:
    """The same in a browser of its own that has never been here: for tests of what a first visit downloads and starts, or of a clock."""
    context = browser.new_context(service_workers="block")
    yield from watched(context, served, complaints)
    context.close()


def watched(context: BrowserContext, served: str, complaints: Complaints) -> Iterator[Page]:
    """A page whose complaints are noted, and a look at them in the end. No page of the test's stays open."""
    others = context.pages
    page = context.new_page()
    page.on("console", lambda message: note_error(message, complaints))
    page.on("pageerror", lambda error: complaints.seen.append(f"exception: {error}"))

    def note(request: Request) -> None:
        note_foreign(request, served, complaints)

    context.on("request", note)
    yield page
    context.remove_listener("request", note)
    for each in context.pages:
        if each not in others:
            each.close()

    assert [] == complaints.unexpected()


def forget(janitor: Page, served: str) -> None:
    """What a reader told and chose is gone; the site's own files stay."""
    clear(janitor, served, "cookies,indexeddb,local_storage")
    janitor.evaluate("caches.keys().then((names) => Promise.all(names.filter((name) => name.endsWith(' spare')).map((name) => caches.delete(name))))")
    janitor.context.clear_permissions()


def clear(janitor: Page, served: str, kinds: str) -> None:
    """What the site has in this browser, of these kinds of storage, is gone."""
    session = janitor.context.new_cdp_session(janitor)
    session.send("Storage.clearDataForOrigin", {"origin": served.removesuffix(BASE_PATH), "storageTypes": kinds})
    if kinds == "all":
        session.send("Network.clearBrowserCache")
    session.detach()


def note_error(message: ConsoleMessage, complaints: Complaints) -> None:
    if message.type == "error":
        complaints.seen.append(f"console: {message.text} ({message.location.get('url', '')})")


def note_foreign(request: Request, served: str, complaints: Complaints) -> None:
    origin = served.removesuffix(BASE_PATH)
    if not request.url.startswith((f"{origin}/", f"blob:{origin}/", "data:")):
        complaints.seen.append(f"foreign request: {request.url}")


@pytest.fixture
def settled(page: Page, served: str) -> Page:
    """The planner's page on the second of December, with the answers of the first on the device: they were not given here, so no form is filled in."""
    page.goto(f"{served}{BARE}")
    leave_answers(page, people()["settled-strain"], "2026-12-01")
    open_on(page, f"{served}{PLANNER_PAGE}", "2026-12-02")
    expect(title(page)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
    view_is_kept(page, "2026-12-02")
    return page


@pytest.fixture
def planner(page: Page, served: str) -> Page:
    """The planner's page, opened; nothing is touched yet."""
    page.goto(f"{served}{PLANNER_PAGE}")
    return page
