"""Without a network: what is kept and when, what still works, and how every way it can go wrong mends itself.

The site is the real one, behind a host that can be cut off; a network is cut by a host that answers nothing.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser import chromium, icons
from tests.browser.conftest import PLANNER_PAGE
from tests.browser.host import Host, another_build, hosting, switched_off
from tests.browser.reader import BOOT, check_in, entries, fill, make_plan, on_day, open_on, part, title, view
from tests.people import people

# Keeping all of it takes two or three seconds here; a busy machine may need longer.
KEPT = 60_000
SOON = 10_000  # what a reader may have to wait for a word
MID_INSTALL = 60  # requests: about a third of them


@pytest.fixture
def host(built_site: Path) -> Iterator[Host]:
    """The site at an address of its own."""
    with hosting(built_site) as host:
        yield host


@pytest.fixture
def visitor(browser: Browser, host: Host) -> Iterator[Page]:
    """A page in a fresh profile that may have a service worker."""
    context = browser.new_context()
    yield context.new_page()
    host.go_on()
    context.close()


@pytest.fixture
def second(built_site: Path, tmp_path: Path) -> Path:
    """A later build of the site."""
    return another_build(built_site, tmp_path / "second")


def offer(page: Page):
    """The first offer on the planner's page that is on show."""
    return page.locator("offline-offer:visible").first


def press(page: Page, button: str) -> None:
    offer(page).get_by_role("button", name=button).click()


def expect_words(page: Page, words: str) -> None:
    expect(offer(page).locator(".offline-words")).to_contain_text(words, timeout=KEPT)


def keep(page: Page, host: Host) -> None:
    """Open the planner and have everything kept."""
    page.goto(f"{host.url}{PLANNER_PAGE}")
    press(page, "Make available offline")
    expect_words(page, "They work without a connection")


def kept_by(page: Page) -> list[str]:
    """The names of the caches, without what they have in common."""
    return page.evaluate("caches.keys().then((names) => names.map((name) => name.split(' ').slice(2).join(' ')).sort())")


def registrations(page: Page) -> int:
    return page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")


def folders_of(site: Path) -> list[str]:
    """The versioned folders of a build."""
    return [f"{name}/{folder.name}/" for name in ("runtime", "scripts") for folder in (site / name).iterdir()]


def start_python(page: Page) -> None:
    page.locator("hamstring-planner .intake input").first.focus()
    expect(page.locator("hamstring-planner")).to_have_attribute("data-state", "ready", timeout=BOOT)


def update(page: Page) -> None:
    """What the browser does at every visit, and the planner's page from time to time: ask whether there is a new version."""
    page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => {}, () => {})")


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until it holds; the browser does this in its own time and tells no page."""
    for _ in range(KEPT // 200):
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"still not so: {kept_by(page)}")


def mark(page: Page) -> None:
    """So that a reload would be noticed."""
    page.evaluate("window.isTheSamePage = true")


def is_same_page(page: Page) -> bool:
    return page.evaluate("window.isTheSamePage === true")


def open_profile(playwright: Playwright, folder: Path) -> BrowserContext:
    """A browser of its own, with all that it kept when it was closed the last time."""
    return playwright.chromium.launch_persistent_context(folder, executable_path=chromium.find(), args=chromium.arguments())


# --- before --------------------------------------------------------------------------------------------------------------------


def test_reading_the_guide_keeps_nothing(visitor: Page, host: Host) -> None:
    """Who reads guide pages, and even looks at the planner's page, downloads no runtime byte and gets no service worker."""
    for page in ("", "is-it-serious/", "exercises/", PLANNER_PAGE):
        visitor.goto(f"{host.url}{page}")
    expect(offer(visitor).get_by_role("button")).to_have_text(re.compile(r"Make available offline \(\d\d MB\)"))

    assert [] == [path for path in host.asked if path.startswith(("runtime/", "sw.js", "offline/"))]
    assert (0, []) == (registrations(visitor), kept_by(visitor))


def test_over_a_mobile_line_nothing_large_comes_unasked(visitor: Page, host: Host) -> None:
    """Where the browser tells of a mobile line, the offline copy waits for its button, which says how large it is."""
    visitor.add_init_script("Object.defineProperty(navigator, 'connection', { value: { type: 'cellular' } })")
    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    start_python(visitor)
    visitor.wait_for_timeout(6000)  # it would begin five seconds after Python

    expect(offer(visitor).get_by_role("button")).to_have_text(re.compile(r"Make available offline \(\d\d MB\)"))
    assert [] == [path for path in host.asked if path.startswith(("sw.js", "offline/"))]


def test_installed_it_opens_without_a_network(playwright: Playwright, host: Host, tmp_path: Path) -> None:
    """The browser has nothing against installing it; installed, it opens after a restart without a network, at today's plan."""
    with open_profile(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        keep(page, host)
        browser = context.new_cdp_session(page)
        assert [] == browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
        app = {"manifestId": browser.send("Page.getAppId")["appId"]}
        browser.send("PWA.install", {**app, "installUrlOrBundleUrl": page.url})
    host.is_down = True
    with open_profile(playwright, tmp_path / "profile") as context:
        with context.expect_page(lambda page: page.url == host.url + PLANNER_PAGE) as opening:
            context.new_cdp_session(context.pages[0]).send("PWA.launch", app)

        expect(opening.value.locator("hamstring-planner .intake input").first).to_be_attached(timeout=BOOT)
        expect(opening.value.locator("h1")).to_be_visible()


# --- the whole of it without a network --------------------------------------------------------------------------------------


def test_after_one_press_everything_works_without_a_network(playwright: Playwright, host: Host, tmp_path: Path) -> None:
    """One press, the browser is closed, the network is gone: the guide opens, a plan is made, a check-in and a session are saved, and they outlive the next restart."""
    with open_profile(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        keep(page, host)
        expect(offer(page).get_by_role("button", name="Take the offline copy away")).to_be_visible()
    host.is_down = True
    with open_profile(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        page.goto(host.url + PLANNER_PAGE.rstrip("/"))
        on_day(page, "2026-12-01")
        make_plan(page, people()["settled-strain"])
        on_day(page, "2026-12-02")
        expect(title(page)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
        check_in(page)
        expect(page.locator('[data-slot="today"] .today h3')).to_have_text("Go", timeout=BOOT)
        page.locator("summary", has_text="I have done it already").click()
        page.locator('.session-form input[name="sets"]').first.fill("1")
        page.get_by_role("button", name="Save the session").click()
        expect(page.get_by_role("heading", name="Done today")).to_be_visible(timeout=BOOT)
        for path in ("exercises/", "is-it-serious/#emergency", ""):
            assert 200 == page.goto(host.url + path).status
        expect(page.locator(".md-header .brand img")).to_have_js_property("complete", True)
        assert 0 < page.evaluate("document.querySelector('.brand img').naturalWidth")
        assert 404 == page.goto(f"{host.url}nowhere/").status
        expect(page.locator("h1")).to_have_text("This page is not here")
    with open_profile(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        page.goto(f"{host.url}{PLANNER_PAGE}")
        expect(title(page)).to_be_visible(timeout=BOOT)
        assert ["intake", "check-in", "session"] == [entry["kind"] for entry in entries(page)]


# --- the very first download of Python -------------------------------------------------------------------------------------


def cut_at_runtime_file(host: Host, number: int) -> None:
    """The network goes when this many files of the runtime have been asked for."""

    def cut(_: int) -> None:
        host.is_down = host.is_down or number < sum(path.startswith("runtime/") for path in host.asked)

    host.count_anew()
    host.on_request = cut


def mend(host: Host) -> None:
    host.on_request = lambda number: None
    host.is_down, host.half = False, ""


def expect_told(page: Page) -> None:
    """Within ten seconds the reader learns what happened and what to do, and the page with its warning signs stays readable."""
    expect(page.locator(".planner-failed-reason")).to_contain_text(re.compile("no connection|is not complete|could not be loaded"), timeout=SOON)
    expect(page.locator(".planner-failed-reason")).to_contain_text("Check your connection, then try again.")
    expect(page.locator(".planner-failed").get_by_role("link", name="exercises")).to_be_visible()
    expect(page.locator(".serious")).to_be_visible()


CUTS: dict[str, Callable[[Host], None]] = {
    "before the first file": lambda host: cut_at_runtime_file(host, 0),
    "between two files": lambda host: cut_at_runtime_file(host, 2),
    "in the middle of a file": lambda host: setattr(host, "half", "pyodide.asm.wasm"),
}
QUICK = (("in the middle of a file", False), ("between two files", True))


@pytest.mark.parametrize(
    ("cut", "is_kept"),
    [
        pytest.param(cut, is_kept, id=f"{cut}, {'while all is being kept' if is_kept else 'the page alone'}", marks=() if (cut, is_kept) in QUICK else pytest.mark.deep)
        for cut in CUTS
        for is_kept in (False, True)
    ],
)
def test_the_network_goes_while_python_comes_for_the_first_time(visitor: Page, host: Host, cut: str, is_kept: bool) -> None:
    """The reader is told soon what to do, with a service worker at work or without; what they wrote stays, and with the network back another try ends in a plan."""
    answers = people()["settled-strain"]
    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    on_day(visitor, "2026-12-01")
    CUTS[cut](host)
    if is_kept:
        press(visitor, "Make available offline")
    visitor.locator("hamstring-planner .intake input").first.focus()
    expect_told(visitor)
    first = part(visitor).locator("[data-question]").first
    name = first.get_attribute("data-question")
    fill(part(visitor), {name: answers[name]})
    visitor.locator(".planner-retry").click()
    expect_told(visitor)  # it is still away

    mend(host)
    visitor.locator(".planner-retry").click()
    expect(visitor.locator("hamstring-planner")).to_have_attribute("data-state", "ready", timeout=BOOT)
    expect(visitor.locator(".planner-failed")).to_be_hidden()
    assert answers[name] == first.locator("input:checked").evaluate_all("all => all.map(each => each.value)")
    make_plan(visitor, answers)
    assert ["intake"] == [entry["kind"] for entry in entries(visitor)]


@pytest.mark.deep
def test_a_saved_log_outlives_a_broken_download(visitor: Page, host: Host) -> None:
    """With a log on the device and nothing of Python there any more, the plan as it stood is read while the network is away, and reloading with one brings it up to date."""
    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    on_day(visitor, "2026-12-01")
    make_plan(visitor, people()["settled-strain"])
    expect_words(visitor, "They work without a connection")
    view(visitor, "data")
    press(visitor, "Take the offline copy away")
    expect_words(visitor, "can work without a connection")
    before = entries(visitor)

    visitor.context.new_cdp_session(visitor).send("Network.clearBrowserCache")
    cut_at_runtime_file(host, 2)
    open_on(visitor, f"{host.url}{PLANNER_PAGE}", "2026-12-02")
    expect_told(visitor)
    expect(visitor.locator(".planner-old")).to_be_visible()
    expect(visitor.locator('[data-slot="today"] .item-name').first).to_be_visible()
    assert before == entries(visitor)

    mend(host)
    visitor.reload()
    expect(title(visitor)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
    expect(visitor.locator(".planner-old")).to_be_hidden()
    assert before == entries(visitor)


def test_a_download_that_only_waits_is_spoken_of(visitor: Page, host: Host) -> None:
    """When nothing comes and nothing breaks, the reader is told soon to look at the connection; once more comes, the planner goes on by itself."""
    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    host.count_anew()
    host.on_request = lambda number: host.stall() if host.asked[-1].endswith("pyodide.asm.wasm") else None
    visitor.locator("hamstring-planner .intake input").first.focus()
    eventually(visitor, lambda: not host.patience.is_set())
    expect(visitor.locator(".planner-loading")).to_contain_text("Check your connection.", timeout=SOON)

    host.go_on()
    expect(visitor.locator("hamstring-planner")).to_have_attribute("data-state", "ready", timeout=BOOT)
    expect(visitor.locator(".planner-loading")).to_be_hidden()


# --- a new version ---------------------------------------------------------------------------------------------------------------


def test_a_new_version_is_offered_and_breaks_no_open_page(visitor: Page, host: Host, second: Path) -> None:
    """Started Python keeps all by itself; a deploy is offered in words, open pages go on with their own version, Reload brings the new one, and the old goes last."""
    old, new = folders_of(host.site), folders_of(second)
    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    start_python(visitor)
    expect_words(visitor, "They work without a connection")
    other = visitor.context.new_page()
    other.goto(f"{host.url}{PLANNER_PAGE}")
    expect_words(other, "They work without a connection")
    for page in (visitor, other):
        mark(page)

    host.site = second
    update(visitor)
    for page in (visitor, other):
        expect(page.locator(".planner-newer")).to_contain_text("A new version is here", timeout=KEPT)
        assert is_same_page(page)
    start_python(other)  # its folders are gone from the host

    visitor.locator(".planner-newer").get_by_role("button", name="Reload").click()
    expect(visitor.locator("hamstring-planner")).to_have_attribute("data-worker", f"../{new[1]}planner/worker.js", timeout=KEPT)
    expect_words(visitor, "They work without a connection")
    assert 0 == visitor.locator(".planner-newer").count()
    assert is_same_page(other)
    assert 200 == other.evaluate("path => fetch(path).then(({ status }) => status)", f"../{old[0]}manifest.json")
    assert {*old, *new} <= set(kept_by(visitor))

    other.close()
    visitor.reload()
    eventually(visitor, lambda: not {*old} & set(kept_by(visitor)))
    host.is_down = True
    visitor.goto(f"{host.url}about/")
    expect(visitor.locator("h1")).to_contain_text("once more")


@pytest.mark.deep
def test_a_new_version_of_the_guide_alone_does_not_ask(visitor: Page, host: Host, tmp_path: Path) -> None:
    """A deploy that changes no byte of the planner takes over quietly: the open page stays, and the new words are there offline."""
    second = another_build(host.site, tmp_path / "second", of_the_planner=False)
    keep(visitor, host)
    mark(visitor)
    before = kept_by(visitor)

    host.site = second
    update(visitor)
    eventually(visitor, lambda: 3 == len(kept_by(visitor)) and before[-1] not in kept_by(visitor))

    assert is_same_page(visitor) and 0 == visitor.locator(".planner-newer").count()
    host.is_down = True
    visitor.goto(f"{host.url}about/")
    expect(visitor.locator("h1")).to_contain_text("once more")


def newer(page: Page):
    """The word that a new version is here."""
    return page.locator(".planner-newer")


def take(page: Page, site: Path) -> None:
    """Take the new version at the word on the page, and wait until the page is of it."""
    newer(page).get_by_role("button", name="Reload").click()
    [_, scripts] = folders_of(site)
    expect(page.locator("hamstring-planner")).to_have_attribute("data-worker", f"../{scripts}planner/worker.js", timeout=KEPT)


def expect_all_without_network(page: Page, host: Host) -> None:
    """The page says that all is kept, and with the host gone it opens and its Python starts."""
    expect_words(page, "They work without a connection")
    host.is_down = True
    page.reload()
    start_python(page)


def stall_at(path: str, page: Page, host: Host) -> None:
    """Have the newest version fetched, and keep everybody waiting as soon as something under this path is asked for."""
    host.count_anew()
    host.on_request = lambda number: host.stall() if host.asked[-1].startswith(path) else None
    update(page)
    eventually(page, lambda: not host.patience.is_set())
    host.on_request = lambda number: None


@pytest.mark.deep
def test_a_version_that_takes_a_change_back_finds_its_folders(visitor: Page, host: Host, second: Path, tmp_path: Path) -> None:
    """A third version stands on the first one's folders, and the last page that held them is closed while it is fetched: they stay, and it is whole."""
    between = another_build(host.site, tmp_path / "between", of_the_planner=False)
    third = another_build(between, tmp_path / "third", of_the_planner=False)  # with an about page that the second has not
    keep(visitor, host)
    old = visitor.context.new_page()
    old.goto(f"{host.url}{PLANNER_PAGE}")
    expect_words(old, "They work without a connection")
    host.site = second
    update(visitor)
    take(visitor, second)
    assert {*folders_of(third)} <= set(kept_by(visitor))

    host.site = third
    stall_at("about/", visitor, host)
    old.close()
    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    expect(offer(visitor)).to_have_attribute("data-state", "kept")
    host.go_on()
    expect(newer(visitor)).to_be_visible(timeout=KEPT)
    take(visitor, third)
    expect_all_without_network(visitor, host)


@pytest.mark.deep
def test_a_version_that_takes_over_leaves_what_a_newer_one_has_begun(visitor: Page, host: Host, second: Path, tmp_path: Path) -> None:
    """The reader takes the second version while the third is being fetched: nothing of the third is lost, and what is old goes all the same."""
    third = another_build(second, tmp_path / "third")
    keep(visitor, host)
    host.site = second
    update(visitor)
    expect(newer(visitor)).to_be_visible(timeout=KEPT)

    host.site = third
    [runtime, scripts] = folders_of(third)
    stall_at(scripts, visitor, host)
    take(visitor, second)
    assert runtime in kept_by(visitor)
    host.go_on()
    expect(newer(visitor)).to_be_visible(timeout=KEPT)
    take(visitor, third)
    expect_all_without_network(visitor, host)
    eventually(visitor, lambda: folders_of(third) == [name for name in kept_by(visitor) if not name.startswith(("site", "memory"))])


# --- what can go wrong --------------------------------------------------------------------------------------------------------------


def test_an_install_that_broke_off_goes_on_where_it_was(visitor: Page, host: Host) -> None:
    """The network goes before the first file and then in the middle: the page says so, and another try asks for nothing that has arrived."""

    def cut(number: int) -> None:
        host.is_down = host.is_down or number > MID_INSTALL

    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    host.is_down = True
    press(visitor, "Make available offline")
    expect_words(visitor, "It did not work: the connection broke off")
    host.is_down = False
    host.count_anew()
    host.on_request = cut
    press(visitor, "Try again")
    eventually(visitor, lambda: host.is_down)
    expect_words(visitor, "It did not work: the connection broke off")
    arrived = visitor.evaluate("caches.keys().then(async (names) => (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat())")
    assert 10 < len(arrived) < 150

    host.on_request = lambda number: None
    host.is_down = False
    host.count_anew()
    press(visitor, "Try again")
    expect_words(visitor, "They work without a connection")

    assert set() == {urlsplit(url).path.removeprefix(urlsplit(host.url).path) for url in arrived} & set(host.asked)
    host.is_down = True
    visitor.reload()
    expect(visitor.locator("hamstring-planner:defined")).to_be_visible()


@pytest.mark.deep
def test_an_update_that_broke_off_leaves_the_old_version_whole(visitor: Page, host: Host, second: Path) -> None:
    """The network goes while a new version is fetched: the old one still opens without a network, and with one the update goes on."""
    keep(visitor, host)
    host.site = second
    host.count_anew()
    host.on_request = lambda number: setattr(host, "is_down", number > 6)
    update(visitor)
    eventually(visitor, lambda: host.is_down)
    visitor.goto(f"{host.url}about/")
    expect(visitor.locator("h1")).to_have_text("About this guide")

    host.on_request = lambda number: None
    host.is_down = False
    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    eventually(visitor, lambda: {*folders_of(second)} <= set(kept_by(visitor)))
    expect_words(visitor, "They work without a connection")


@pytest.mark.deep
def test_a_deploy_in_the_middle_of_an_install_mixes_nothing(visitor: Page, host: Host, second: Path) -> None:
    """When the site is renewed between two requests, no half of one version is used: another try keeps the new one, and the old half goes."""

    def deploy(number: int) -> None:
        host.site = second if number > MID_INSTALL else host.site

    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    host.count_anew()
    host.on_request = deploy
    press(visitor, "Make available offline")
    expect_words(visitor, "the site was renewed just now")

    press(visitor, "Try again")
    expect_words(visitor, "They work without a connection")
    version = json.loads(re.match(r"const BUILD = (.*);", (second / "sw.js").read_text())[1])["version"]

    visitor.reload()
    eventually(visitor, lambda: sorted([*folders_of(second), f"site {version}"]) == kept_by(visitor))


def test_without_room_nothing_half_is_left(visitor: Page, host: Host) -> None:
    """A full device is told so and keeps its room for the log; the next try ends at once, and with room it works."""
    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    browser = visitor.context.new_cdp_session(visitor)
    origin = host.url.split("/hamstring")[0]
    host.count_anew()
    host.on_request = lambda number: host.stall() if number == MID_INSTALL else None
    press(visitor, "Make available offline")
    eventually(visitor, lambda: not host.patience.is_set())
    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1_000_000})
    host.go_on()
    expect_words(visitor, "There is no room for it on this device")
    assert [] == kept_by(visitor)

    host.on_request = lambda number: None
    host.count_anew()
    press(visitor, "Try again")
    expect_words(visitor, "There is no room for it on this device")
    assert len(host.asked) < MID_INSTALL and [] == kept_by(visitor)

    browser.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    press(visitor, "Try again")
    expect_words(visitor, "They work without a connection")


def test_a_host_that_is_too_slow_is_not_waited_for(visitor: Page, host: Host) -> None:
    """On a connection that only pretends to be one, a kept page opens after some seconds instead of never."""
    keep(visitor, host)
    host.stall()
    visitor.goto(f"{host.url}about/", timeout=20_000)

    expect(visitor.locator("h1")).to_be_visible()


def test_a_copy_that_lacks_a_folder_is_not_called_whole(visitor: Page, host: Host) -> None:
    """Where a kept folder is gone the page offers to keep it again, and that asks only for what is missing."""
    keep(visitor, host)
    [_, scripts] = folders_of(host.site)
    visitor.evaluate("async (folder) => { for (const name of await caches.keys()) if (name.endsWith(folder)) await caches.delete(name); }", scripts)
    visitor.reload()
    expect_words(visitor, "can work without a connection")

    host.count_anew()
    press(visitor, "Make available offline")
    expect_all_without_network(visitor, host)
    assert set() == {path for path in host.asked if path.startswith("runtime/")}


@pytest.mark.deep
def test_a_damaged_copy_is_replaced(visitor: Page, host: Host) -> None:
    """A kept file whose bytes went bad is noticed by its SHA-256; "Try again" fetches it anew, and the good one is kept from then on."""
    keep(visitor, host)
    [runtime, _] = folders_of(host.site)
    damage = "async (path) => { const [name] = (await caches.keys()).filter((each) => path.startsWith(each.split(' ')[2])); await (await caches.open(name)).put(new URL('../' + path, location), new Response('{}', { headers: { 'Content-Type': 'application/json' } })); }"
    visitor.evaluate(damage, f"{runtime}records.json")
    visitor.locator("hamstring-planner .intake input").first.focus()
    expect(visitor.locator(".planner-failed-reason")).to_contain_text("records.json", timeout=BOOT)
    visitor.locator(".planner-retry").click()
    expect(visitor.locator("hamstring-planner")).to_have_attribute("data-state", re.compile("starting|ready"), timeout=BOOT)

    host.is_down = True
    assert (host.site / runtime / "records.json").stat().st_size == visitor.evaluate("async (path) => (await (await fetch(path)).blob()).size", f"../{runtime}records.json")


# --- the ways out -------------------------------------------------------------------------------------------------------------------


def test_one_deploy_switches_it_off_for_everyone(visitor: Page, host: Host, built_site: Path, tmp_path: Path) -> None:
    """After a deploy with the switch off, one visit leaves no worker and no cache; the reader's log and the open page are untouched."""
    keep(visitor, host)
    visitor.evaluate(
        """() => new Promise((resolve) => { const opening = indexedDB.open("hamstring-guide"); opening.onsuccess = () => {
             const writing = opening.result.transaction("entries", "readwrite"); writing.objectStore("entries").add({ id: "one", at: "2026-12-01T08:00:00+01:00", kind: "check-in", answers: {} });
             writing.oncomplete = () => { opening.result.close(); resolve(); }; }; })"""
    )
    host.site = switched_off(built_site, tmp_path / "off")
    visitor.goto(f"{host.url}about/")
    mark(visitor)
    eventually(visitor, lambda: (0, []) == (registrations(visitor), kept_by(visitor)))
    assert is_same_page(visitor)

    visitor.goto(f"{host.url}{PLANNER_PAGE}")
    expect(visitor.locator("hamstring-planner:defined")).to_be_visible()
    assert 0 == visitor.locator("offline-offer:visible").count()
    assert ["one"] == [entry["id"] for entry in entries(visitor)]
    assert 0 == registrations(visitor)


@pytest.mark.deep
def test_a_reader_can_take_the_copy_away(visitor: Page, host: Host) -> None:
    """What was kept goes with one press, does not come back by itself, and can be kept again."""
    keep(visitor, host)
    press(visitor, "Take the offline copy away")
    expect_words(visitor, "can work without a connection")
    assert (0, []) == (registrations(visitor), kept_by(visitor))

    press(visitor, "Make available offline")
    expect_words(visitor, "They work without a connection")


# --- the app ------------------------------------------------------------------------------------------------------------------------


def test_the_browser_finds_nothing_wrong_with_the_manifest(visitor: Page, host: Host) -> None:
    """Chromium reads the manifest without an error, and every page may fetch it by its own policy."""
    visitor.goto(host.url)
    found = visitor.context.new_cdp_session(visitor).send("Page.getAppManifest")

    assert found["url"] == f"{host.url}app/manifest.webmanifest" and [] == found["errors"]


@pytest.mark.parametrize("path", icons.icons(), ids=lambda path: path.name)
def test_an_icon_is_the_logo(path: Path, page: Page) -> None:
    """Each icon that is kept in the repository is what the logo draws today."""
    size, scale = icons.icons()[path]

    assert icons.difference(page, path, size, scale) < 1
