"""When a file of the planner does not arrive as it should, the reader is told which and why, and can try again."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from builder.library import STAND_INS, build_library, packed, read_names, unpacked
from builder.runtime import AT_EVERY_START, LIBRARY, MEDIA_TYPES, describe, package_files, write_manifest
from builder.serve import running
from tests.browser.conftest import BASE_PATH, PLANNER_PAGE, Complaints, Lasting, clear, holding_python, watched
from tests.effort import first_look

FILES = ("manifest.json", *sorted(AT_EVERY_START))
ELEMENT = "hamstring-planner"
BOOT_MILLISECONDS = 60_000
WORKER = "**/planner/worker.js"

# A failed download is a console error of the browser's own; the tests below cause them on purpose.
LOADING_ERRORS = r"Failed to load resource|net::ERR"
# On a busy machine Pyodide complains of a missing library by itself before the page, which knows of it already, has ended it.
PYODIDES_OWN = r"^console: .*/runtime/\w+/pyodide(\.asm)?\.mjs\)$"


@pytest.fixture(scope="module")
def emptied(browser: Browser, served: str, built_site: Path) -> Iterator[Page]:
    """A page in a browser that is emptied before each test. Only the machine's code for Python outlives it, in the process: to make that anew was a third of this file's time."""
    context = browser.new_context(service_workers="block")
    yield holding_python(context, served, built_site)
    context.close()


@pytest.fixture
def page(emptied: Page, served: str, complaints: Complaints) -> Iterator[Page]:
    """Every test here is about a first start: a page in a browser that has no file and no memory of the site."""
    clear(emptied, served, "all")
    yield from watched(emptied.context, served, complaints)


@pytest.fixture
def planner(page: Page, planner_url: str) -> Page:
    """The planner's page, opened. Its browser is never idle, so no worker waits there yet, and a test can still put a fault into its scripts."""
    page.add_init_script("globalThis.requestIdleCallback = () => 0")
    page.goto(planner_url)
    return page


def missing(route: Route, _: Path) -> None:
    route.fulfill(status=404, content_type="text/html", body="<h1>Not found</h1>")


def damaged(route: Route, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    fulfil(route, path, bytes(content))


def cut_short(route: Route, path: Path) -> None:
    content = path.read_bytes()
    fulfil(route, path, content[: len(content) // 2])


def mistyped(route: Route, path: Path) -> None:
    fulfil(route, path, path.read_bytes(), "text/html")


def unreachable(route: Route, _: Path) -> None:
    route.abort("connectionreset")


def stalled(_route: Route, _path: Path) -> None:
    """Never answers."""


def fulfil(route: Route, path: Path, content: bytes, media_type: str | None = None) -> None:
    route.fulfill(status=200, content_type=media_type or MEDIA_TYPES[path.suffix], body=content)


# What each fault's message must say, beside the name of the file.
FAULTS: dict[Callable[[Route, Path], None], str] = {
    missing: r"server answered 404",
    damaged: r"damaged.*SHA-256",
    cut_short: r"not complete.*\d+ of \d+ bytes|damaged.*SHA-256",
    mistyped: r"wrong type.*text/html instead of",
    unreachable: r"no connection",
    stalled: r"nothing came for 3 seconds",
}


@pytest.mark.parametrize("fault", first_look(["missing", "damaged"], ((fault.__name__, fault) for fault in FAULTS)))
def test_a_faulty_file_is_named_and_another_try_goes_on(fault: Callable, planner: Page, built_site: Path, complaints: Complaints) -> None:
    """Whatever happens to whichever file, the reader sees its name and the cause, and "try again" works once it is mended."""
    complaints.expect(f"{LOADING_ERRORS}|{PYODIDES_OWN}")
    # One page for all files: each try meets the next faulty file, so each try also shows that the one before was mended.
    for number, file in enumerate(FILES):
        path = find(built_site, file)
        planner.route(f"**/runtime/*/{path.name}", lambda route, _, path=path: fault(route, path))
        set_timeout(planner, seconds=3 if fault is stalled else 60)
        touch_form(planner) if number == 0 else retry(planner)

        expect_failure(planner, FAULTS[fault], path.name)

        planner.unroute(f"**/runtime/*/{path.name}")

    set_timeout(planner, seconds=60)
    retry(planner)

    expect_state(planner, "ready")


def test_a_damaged_copy_in_the_browser_s_cache_is_not_used_again(
    page: Page, built_site: Path, tmp_path: Path, complaints: Complaints
) -> None:
    """A host lets browsers keep files (GitHub Pages: ten minutes); the second try asks it again for the file that was at fault."""
    complaints.expect(r"foreign request: (blob:)?http://127\.0\.0\.1:")  # the copy is served at a port of its own
    copy = shutil.copytree(built_site, tmp_path / "site")
    records = find(copy, "records.json")
    right = records.read_bytes()
    records.write_bytes(right.replace(b"e", b"E", 1))

    with running(copy, BASE_PATH, Lasting) as url:
        page.goto(f"{url}{PLANNER_PAGE}")
        touch_form(page)
        expect_failure(page, "damaged", "records.json")

        records.write_bytes(right)
        retry(page)

        expect_state(page, "ready")


def without_statistics(library: Path) -> None:
    """The library lacks what the planner imports while it starts."""
    files = unpacked(library.read_bytes())
    del files["statistics.pyc"]
    library.write_bytes(packed(files, read_names(STAND_INS)))


def importing_late(library: Path) -> None:
    """The library lacks what the planner imports when it is asked something."""
    build_library(asking_first(b"import colorsys"), library)


def using_a_stand_in(library: Path) -> None:
    """The planner uses what the library only has a stand-in for."""
    build_library(asking_first(b"import random; random.randrange(6)"), library)


def asking_first(statement: bytes) -> dict[str, bytes]:
    """The planner's files, with this before it reads what it is asked."""
    packages = package_files()
    asked = b"        request = read_request(text)\n"
    assert asked in packages["planner/bridge.py"]
    return packages | {"planner/bridge.py": packages["planner/bridge.py"].replace(asked, b"        " + statement + b"\n" + asked)}


@pytest.mark.parametrize("spoil", first_look(["using_a_stand_in"], ((spoil.__name__, spoil) for spoil in (without_statistics, importing_late, using_a_stand_in))))
def test_a_module_that_the_lean_library_lacks_comes_from_the_whole_one(spoil: Callable[[Path], None], page: Page, built_site: Path, tmp_path: Path, complaints: Complaints) -> None:
    """A module that was wrongly left out costs time and no plan: Python starts again by itself, from the whole library."""
    complaints.expect(r"foreign request: (blob:)?http://127\.0\.0\.1:")  # the copy is served at a port of its own
    copy = shutil.copytree(built_site, tmp_path / "site")
    library = find(copy, LIBRARY)
    spoil(library)
    vouch_again(library.parent)
    asked = requests_of(page)

    with running(copy, BASE_PATH) as url:
        page.goto(f"{url}{PLANNER_PAGE}")
        touch_form(page)
        expect_state(page, "ready")
        submit(page)

        expect_answer(page)
        expect_state(page, "ready")
        expect(page.locator(ELEMENT)).to_have_attribute("data-started-from", "whole")
        assert any(url.endswith("python_stdlib.zip") for url in asked)


def test_an_old_browser_starts_from_the_whole_library(planner: Page) -> None:
    """A browser that cannot unpack the lean library gets Python all the same, more slowly."""
    planner.route(WORKER, lambda route: route.fulfill(body=f"delete globalThis.DecompressionStream;\n{route.fetch().text()}", content_type="text/javascript"))

    touch_form(planner)

    expect_state(planner, "ready")
    expect(planner.locator(ELEMENT)).to_have_attribute("data-started-from", "whole")


@pytest.mark.parametrize("file", ["worker.js", "runtime-files.js", "failure.js"])
def test_a_missing_worker_script_is_a_failure_with_a_name(file: str, planner: Page, complaints: Complaints) -> None:
    """A worker that cannot even be loaded is reported, and starts on the second try."""
    complaints.expect(LOADING_ERRORS)
    planner.route(f"**/planner/{file}", lambda route: missing(route, Path(file)))

    touch_form(planner)

    expect_failure(planner, "could not be loaded", "worker.js")

    planner.unroute(f"**/planner/{file}")
    retry(planner)

    expect_state(planner, "ready")


@pytest.mark.parametrize(
    ("name", "take_away", "reason"),
    [
        ("pyodide.asm.wasm", "delete globalThis.WebAssembly", "no WebAssembly"),
        ("worker.js", "delete globalThis.Worker", "no module workers"),
        ("worker.js", "globalThis.Worker = function () { throw new TypeError('module workers are not supported'); }", "no module workers"),
    ],
)
def test_a_browser_that_lacks_something_is_told_so(name: str, take_away: str, reason: str, page: Page, planner_url: str) -> None:
    """Without WebAssembly or module workers the reader learns what is missing, and the form stays usable."""
    page.add_init_script(take_away)
    page.goto(planner_url)

    touch_form(page)

    expect_failure(page, reason, name)
    expect(page.locator(f"{ELEMENT} .intake .steps-next")).to_be_enabled()


def test_wasm_that_cannot_be_instantiated_is_reported_at_once(planner: Page, built_site: Path) -> None:
    """Pyodide says nothing when its .wasm is refused, as on a phone without memory; the worker says it long before the time-out."""
    script = (built_site / "assets/planner/worker.js").read_text()
    planner.route(WORKER, lambda route: route.fulfill(content_type="text/javascript", body=f"WebAssembly.compileStreaming = async () => {{ throw new RangeError('Out of memory'); }};\n{script}"))

    touch_form(planner)

    expect_failure(planner, "Out of memory", "pyodide.asm.wasm")


def test_a_browser_that_compiles_only_what_is_here_gets_python(planner: Page, built_site: Path) -> None:
    """Where WebAssembly cannot be compiled while it comes, it is compiled then."""
    script = (built_site / "assets/planner/worker.js").read_text()
    planner.route(WORKER, lambda route: route.fulfill(content_type="text/javascript", body=f"delete WebAssembly.compileStreaming;\n{script}"))

    touch_form(planner)

    expect_state(planner, "ready")


def test_a_host_that_adds_to_the_type_of_wasm_is_fine(planner: Page, built_site: Path) -> None:
    """A parameter behind the type of WebAssembly, which browsers do not take, costs some time and nothing else."""
    [wasm] = built_site.glob("runtime/*/pyodide.asm.wasm")
    planner.route("**/pyodide.asm.wasm", lambda route: fulfil(route, wasm, wasm.read_bytes(), "application/wasm; charset=utf-8"))

    touch_form(planner)

    expect_state(planner, "ready")


def test_python_that_never_starts_is_a_failure(planner: Page, built_site: Path) -> None:
    """When Pyodide neither starts nor fails, the watchdog ends the waiting and names the file that is at work."""
    script = (built_site / "assets/planner/worker.js").read_text()
    hanging = f"{script}\nWebAssembly.compileStreaming = () => new Promise(() => {{}});\n"
    planner.route(WORKER, lambda route: route.fulfill(content_type="text/javascript", body=hanging))
    set_timeout(planner, seconds=2)

    touch_form(planner)

    expect_failure(planner, "did not answer for 2 seconds", "pyodide.asm.wasm")


def test_bytes_that_arrive_restart_the_watchdog(planner: Page) -> None:
    """A slow download is not a failure: whatever comes gives the rest its full time again."""
    planner.route("**/runtime/*/manifest.json", later(planner, 6000))
    planner.route("**/runtime/*/records.json", later(planner, 6000))
    set_timeout(planner, seconds=10)  # less than both together, and enough for a slow machine to do the rest

    touch_form(planner)

    expect_state(planner, "ready")


def test_a_page_without_a_secure_connection_is_told_so(planner: Page) -> None:
    """Without crypto.subtle nothing can be checked, and what cannot be checked is not run."""
    planner.route("**/planner/runtime-files.js", lambda route: with_prelude(route, "delete Crypto.prototype.subtle;"))

    touch_form(planner)

    expect_failure(planner, "secure connection", "manifest.json")


def test_inside_another_page_the_planner_refuses_to_run(page: Page, planner_url: str, served: str) -> None:
    """A framed planner says so and downloads nothing, since the page around it could say anything in its name."""
    asked = requests_of(page)
    page.route(f"{served}frame.html", lambda route: route.fulfill(content_type="text/html", body=f'<iframe src="{planner_url}"></iframe>'))
    page.goto(f"{served}frame.html")
    frame = page.frame_locator("iframe")

    expect(frame.locator(f"{ELEMENT}[data-state=failed]")).to_be_visible()
    expect(frame.locator(".planner-failed-reason")).to_contain_text("inside another site")
    expect(frame.locator(".planner-retry")).to_have_count(0)

    frame.locator(f"{ELEMENT} .intake input").first.dispatch_event("input")
    frame.locator(f"{ELEMENT} .intake").evaluate("form => form.requestSubmit()")
    frame.locator(ELEMENT).evaluate("() => new Promise((resolve) => requestIdleCallback(resolve))")

    assert [] == runtime_requests(asked) + worker_requests(asked)


def test_nothing_of_the_runtime_is_asked_for_before_the_reader_wants_it(page: Page, planner_url: str) -> None:
    """Who only reads the page downloads nothing of Python. The first touch of the form does, with the worker that waited and no second one."""
    asked = requests_of(page)
    with page.expect_request(WORKER):
        page.goto(planner_url)
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(500)

    assert [] == runtime_requests(asked)
    expect_state(page, "idle")

    touch_form(page)

    expect_state(page, "ready")
    assert runtime_requests(asked)
    assert 1 == len(worker_requests(asked))


def test_a_waiting_worker_whose_scripts_never_come_is_told_by_the_start(page: Page, planner_url: str) -> None:
    """Where the worker's script hangs while the reader only reads, the start says so when its time is over."""
    page.route(WORKER, lambda route: None)
    with page.expect_request(WORKER):
        page.goto(planner_url)
    set_timeout(page, seconds=3)

    touch_form(page)

    expect_failure(page, "nothing came for 3 seconds", "worker.js")


def test_a_planner_that_was_moved_starts(page: Page, planner_url: str) -> None:
    """Moved within the page, the planner forgets the worker that waited, and starts with another."""
    with page.expect_request(WORKER):
        page.goto(planner_url)
    page.locator(ELEMENT).evaluate("(planner) => planner.parentElement.append(planner)")

    touch_form(page)

    expect_state(page, "ready")


def test_a_worker_that_could_not_wait_is_told_by_the_start(page: Page, planner_url: str, complaints: Complaints) -> None:
    """Where the worker's script fails while the reader only reads, nothing is said. The start names it, and another try goes on."""
    complaints.expect(LOADING_ERRORS)
    page.route(WORKER, lambda route: missing(route, Path("worker.js")))
    with page.expect_response(WORKER):
        page.goto(planner_url)
    page.wait_for_timeout(500)

    expect_state(page, "idle")
    expect(page.locator(".planner-failed")).to_be_hidden()

    touch_form(page)

    expect_failure(page, "could not be loaded", "worker.js")

    page.unroute(WORKER)
    retry(page)

    expect_state(page, "ready")


def test_a_pointer_over_the_button_is_intent_enough(planner: Page) -> None:
    """The download starts when the reader is about to press the button."""
    planner.locator(f"{ELEMENT} .intake .steps-next").hover()

    expect_state(planner, "ready")


def test_the_first_cause_stays(planner: Page, complaints: Complaints) -> None:
    """Of two faults the reader is told the first; the second, a consequence perhaps, does not replace it."""
    complaints.expect(LOADING_ERRORS)
    held: list[Route] = []
    planner.route("**/runtime/*/records.json", lambda route: missing(route, Path()))
    planner.route("**/runtime/*/pyodide.asm.wasm", lambda route: held.append(route))
    touch_form(planner)
    expect_failure(planner, "404", "records.json")

    held[0].abort()
    planner.wait_for_timeout(500)

    expect_failure(planner, "404", "records.json")


def test_a_submit_while_python_loads_is_answered_later(planner: Page) -> None:
    """Pressing the button at once shows the progress in words, and then the answer, without a second press."""
    held: list[Route] = []
    planner.route("**/runtime/*/pyodide.asm.wasm", lambda route: held.append(route))
    touch_form(planner)
    submit(planner)

    expect(planner.locator(".planner-loading")).to_be_visible()
    expect(planner.locator(".planner-loading [role=status]")).to_have_text(re.compile(r"\d+\.\d of \d+\.\d MB"))
    planner.wait_for_function("() => { const bar = document.querySelector('.planner-loading progress'); return 0 < bar.value && bar.value < bar.max; }")

    held[0].continue_()

    expect_answer(planner)
    expect(planner.locator(".planner-loading")).to_be_hidden()


def test_a_submit_survives_a_failure(planner: Page, complaints: Complaints) -> None:
    """What the reader asked for before the failure is answered after "try again", without a second press."""
    complaints.expect(LOADING_ERRORS)
    planner.route("**/runtime/*/records.json", lambda route: missing(route, Path()))
    touch_form(planner)
    submit(planner)
    expect_failure(planner, "404", "records.json")

    planner.unroute("**/runtime/*/records.json")
    retry(planner)

    expect_answer(planner)


@pytest.fixture
def planner_url(served: str) -> str:
    """The address of the planner's page, for a test that opens it itself."""
    return f"{served}{PLANNER_PAGE}"


def vouch_again(folder: Path) -> None:
    """A new manifest for a changed runtime; the folder and the planner's page get its name."""
    manifest = folder / "manifest.json"
    manifest.unlink()
    version = write_manifest(tuple(describe(path) for path in sorted(folder.iterdir())), folder)
    page = folder.parent.parent / PLANNER_PAGE / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace(folder.name, version), encoding="utf-8")
    folder.rename(folder.with_name(version))


def find(site: Path, pattern: str) -> Path:
    """The one file of the runtime with this name."""
    (path,) = site.glob(f"runtime/*/{pattern}")
    return path


def later(page: Page, milliseconds: int) -> Callable[[Route], None]:
    """A handler that lets a request wait before it goes on."""

    def handle(route: Route) -> None:
        page.wait_for_timeout(milliseconds)
        route.continue_()

    return handle


def with_prelude(route: Route, line: str) -> None:
    """The script that was asked for, with one line before it."""
    response = route.fetch()
    route.fulfill(response=response, body=f"{line}\n{response.text()}")


def requests_of(page: Page) -> list[str]:
    """The addresses the page asks for from now on."""
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    return asked


def runtime_requests(asked: list[str]) -> list[str]:
    return [url for url in asked if "/runtime/" in url]


def worker_requests(asked: list[str]) -> list[str]:
    return [url for url in asked if url.endswith("/planner/worker.js")]


def set_timeout(page: Page, seconds: float) -> None:
    page.locator(ELEMENT).evaluate("(element, seconds) => { element.dataset.timeoutSeconds = seconds; }", seconds)


def touch_form(page: Page) -> None:
    page.locator(f"{ELEMENT} .intake input").first.focus()


def submit(page: Page) -> None:
    page.locator(f"{ELEMENT} .intake").evaluate("form => form.requestSubmit()")


def retry(page: Page) -> None:
    page.locator(".planner-retry").click()


def expect_state(page: Page, state: str) -> None:
    expect(page.locator(ELEMENT)).to_have_attribute("data-state", state, timeout=BOOT_MILLISECONDS)


def expect_failure(page: Page, reason: str, file: str) -> None:
    """The failure is on show, in words, with its file and a way on."""
    expect_state(page, "failed")
    expect(page.locator(".planner-failed-reason")).to_have_text(re.compile(reason))
    expect(page.locator(".planner-failed-reason")).to_contain_text(file)
    expect(page.locator(".planner-retry")).to_be_visible()
    expect(page.locator(".planner-loading")).to_be_hidden()


def expect_answer(page: Page) -> None:
    """A plan, or what is wrong with the answers: either comes from Python."""
    answer = page.locator(f"{ELEMENT} [data-slot] > *, {ELEMENT} .intake .problem:not([hidden])").first
    expect(answer).to_be_visible(timeout=BOOT_MILLISECONDS)
