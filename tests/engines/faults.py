"""What we break on purpose, one function for each: it breaks something, says what a reader saw, and raises if that is not what must hold.

The sentence of each function is what the page "What we break on purpose" says of it.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.browser.conftest import PLANNER_PAGE
from tests.browser.host import Host
from tests.browser.reader import ANSWER
from tests.engines.driving import Driver, Storage
from tests.people import people

WASM = "pyodide.asm.wasm"
WAIT_SECONDS = 90  # a busy machine may need longer than a phone
DATABASE = "hamstring-guide"
MORNING = {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 0, "morning": "none", "body": "well"}


Fault = Callable[[Driver, Host], str]


class Broken(AssertionError):
    """What must hold did not."""


# --- the runtime ---------------------------------------------------------------------------------------------------------------


def a_file_is_missing(driver: Driver, host: Host) -> str:
    """A file of the planner's Python is not there. The page names it, and the guide can still be read."""
    return failing(driver, host, "missing", "server answered 404")


def a_file_is_cut_short(driver: Driver, host: Host) -> str:
    """Only half of a file arrives. The page names it and starts nothing."""
    return failing(driver, host, "half", "not complete", "damaged", "no connection")


def one_byte_is_wrong(driver: Driver, host: Host) -> str:
    """One byte of a file is another. The page notices it and starts nothing."""
    return failing(driver, host, "flipped", "damaged")


def a_file_comes_as_another_type(driver: Driver, host: Host) -> str:
    """A host sends a file as a web page. The page says so and starts nothing."""
    return failing(driver, host, "mistyped", "wrong type")


def a_download_stalls(driver: Driver, host: Host) -> str:
    """A file begins to come and nothing more of it arrives. The page does not wait for ever."""
    return failing(driver, host, "stalled", "nothing came for 3 seconds")


def another_try_mends_it(driver: Driver, host: Host) -> str:
    """A file was missing and is there again. “Try again” is enough, without a reload."""
    failing(driver, host, "missing", "server answered 404")
    run(driver, "planner().dataset.timeoutSeconds = 90; press('.planner-retry');")
    return until(driver, "return planner().dataset.state === 'ready' && 'The planner started.'")


def failing(driver: Driver, host: Host, fault: str, *reasons: str) -> str:
    with broken(host, fault):
        open_planner(driver, host)
        run(driver, "planner().dataset.timeoutSeconds = given; planner().querySelector('.intake input').dispatchEvent(new Event('input', { bubbles: true }));", 3 if fault == "stalled" else 60)
        seen = until(driver, "return planner().dataset.state === 'failed' && planner().querySelector('.planner-failed-reason').textContent")
    if WASM not in seen or not any(reason in seen for reason in reasons):
        raise Broken(seen)
    if not run(driver, "return shown(document.querySelector('.planner-failed a'))"):
        raise Broken("No way to the ordinary pages is offered.")
    return seen


@contextmanager
def broken(host: Host, fault: str) -> Iterator[None]:
    host.faults[WASM] = fault
    try:
        yield
    finally:
        host.faults.clear()
        host.go_on()


# --- the page --------------------------------------------------------------------------------------------------------------------


def a_strange_script_is_put_in(driver: Driver, host: Host) -> str:
    """Somebody else's script is put into the page in three ways. The page's own policy does not let it run."""
    open_planner(driver, host)
    # Where the browser asks for Trusted Types each of the ways is a TypeError already; in others the script is in the page and must not run.
    ran = run(
        driver,
        """let refused = 0; document.addEventListener('securitypolicyviolation', () => (refused += 1));
        const attempt = (act) => { try { act(); } catch (cause) { if (cause.name !== 'TypeError') throw cause; } };
        const script = document.createElement('script');
        attempt(() => { script.textContent = 'window.ranStrangeScript = true'; document.body.append(script); });
        attempt(() => document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.ranStrangeScript = true">'));
        attempt(() => { const image = new Image(); image.src = 'data:,'; document.body.append(image); image.setAttribute('onerror', 'window.ranStrangeScript = true'); });
        await new Promise((resolve) => setTimeout(resolve, 1000)); return [window.ranStrangeScript === true, refused]""",
    )
    if ran[0] or ran[1] < 1:
        raise Broken(f"ran: {ran[0]}, refused: {ran[1]}")
    return f"It did not run. The browser refused {ran[1]} times."


# --- the log ---------------------------------------------------------------------------------------------------------------------


def the_page_is_closed_and_opened_again(driver: Driver, host: Host) -> str:
    """A plan is made, a morning is told, and the page is loaded anew. Plan and morning are there."""
    begin_a_life(driver, host)
    tell_the_morning(driver)
    until(driver, f"return (await entries('{DATABASE}')).length === 2")
    open_planner(driver, host)
    until(driver, "return planner().dataset.state === 'ready' && shown(document.querySelector('.today h3'))")
    kinds = run(driver, f"return (await entries('{DATABASE}')).map(({{ kind }}) => kind).sort()")
    if kinds != ["check-in", "intake"]:
        raise Broken(str(kinds))
    return "Both entries are there, and the plan of the day stands on the page."


def a_stored_entry_is_damaged(driver: Driver, host: Host) -> str:
    """An entry on the device is damaged. The page says so, offers all of it as a file first, and changes nothing."""
    begin_a_life(driver, host)
    run(driver, f"await change('{DATABASE}', undefined, (store) => store.put({{ id: 'odd' }}))")
    open_planner(driver, host)
    seen = until(driver, "return shown(document.querySelector('.planner-rescue')) && document.querySelector('.planner-trouble-words').textContent")
    count = run(driver, f"return (await entries('{DATABASE}')).length")
    if "cannot be read" not in seen or count != 2:
        raise Broken(f"{count} entries: {seen}")
    return f"“{seen[:160].strip()} …”"


def the_log_is_of_a_newer_page(driver: Driver, host: Host) -> str:
    """A newer page has kept the log in a way this page does not know. It is shown, offered as a file, and not touched."""
    begin_a_life(driver, host)
    run(driver, f"await change('{DATABASE}', 7, () => {{}})")
    open_planner(driver, host)
    seen = until(driver, "return shown(document.querySelector('.planner-rescue')) && document.querySelector('.planner-trouble-words').textContent")
    if "newer version" not in seen:
        raise Broken(seen)
    return f"“{seen.strip()}”"


def the_browser_loses_the_log(driver: Driver, host: Host) -> str:
    """The browser throws its database away, as after a crash. The log comes back from the spare in another kind of store."""
    seen = said_without(driver, host, f"await erase('{DATABASE}')")
    count = run(driver, f"return (await entries('{DATABASE}')).length")
    if "It is back, from a spare" not in seen or count != 1:
        raise Broken(f"{count} entries: {seen}")
    return f"“{seen.strip()}”"


def the_browser_clears_the_log(driver: Driver, host: Host) -> str:
    """The browser throws the log and its spare away while nobody looks. The page does not pretend to be new: it says what happened."""
    seen = said_without(driver, host, f"await erase('{DATABASE}'); for (const name of await caches.keys()) await caches.delete(name)")
    if "has cleared what you told" not in seen:
        raise Broken(seen)
    return f"“{seen.strip()}”"


def said_without(driver: Driver, host: Host, lose: str) -> str:
    """What the page says to somebody who told something, lost it by this script, and comes back."""
    begin_a_life(driver, host)
    run(driver, lose)
    open_planner(driver, host)
    return until(driver, "return document.querySelector('.planner-trouble-words').textContent")


def the_device_is_full(driver: Driver, host: Host) -> str:
    """The device has no room for what is told next. The page says that it is not saved and why, offers the log as a file, keeps what was there, and saves the rest once there is room."""
    begin_a_life(driver, host)
    run(driver, FILL, DATABASE)
    tell_the_morning(driver)
    seen = until(driver, "return document.querySelector('.planner-trouble-words').textContent")
    kept = run(driver, f"return (await entries('{DATABASE}')).map(({{ kind }}) => kind)")
    if "no room left" not in seen or kept != ["intake"]:
        raise Broken(f"{kept}: {seen}")
    look_at_file(driver, ["intake", "check-in"])
    run(driver, MAKE_ROOM)
    until(driver, f"press('[data-do=save-again]'); return (await entries('{DATABASE}')).length === 2 && !shown(document.querySelector('.planner-trouble'))")
    return f"“{seen.strip()}” With room again, it was saved."


def storage_is_blocked(driver: Driver, host: Host) -> str:
    """The reader has forbidden sites to keep anything. The page says so, the planner works as long as the page is open, and the log can be saved as a file."""
    open_planner(driver, host)
    seen = until(driver, "return document.querySelector('.planner-trouble-words').textContent")
    if "This browser keeps nothing for this page" not in seen:
        raise Broken(seen)
    make_plan(driver)
    until(driver, "return document.querySelector('.planner-saved-words').textContent === 'Noted on this page only.' && shown(document.querySelector('.check-in'))")
    tell_the_morning(driver)
    until(driver, "return !document.querySelector('.check-in form').hasAttribute('aria-busy') && shown(document.querySelector('.today h3'))")
    look_at_file(driver, ["intake", "check-in"])
    return f"“{seen.strip()}”"


def look_at_file(driver: Driver, kinds: list[str]) -> None:
    """Save the log as a file by the button beside the trouble, and see that these entries are in it."""
    before = driver.saved()
    press(driver, ".planner-trouble [data-do=download]")
    end = time.monotonic() + WAIT_SECONDS
    while not (come := [path for path in driver.saved() if path not in before]):
        if time.monotonic() > end:
            raise Broken("The log did not come as a file.")
        run(driver, "await new Promise((resolve) => setTimeout(resolve, 200))")  # a browser downloads while its page lives
    found = [entry["kind"] for entry in json.loads(come[0].read_text(encoding="utf-8"))["entries"]]
    if found != kinds:
        raise Broken(f"in the file: {found}")


# --- no network ------------------------------------------------------------------------------------------------------------------


def the_network_goes_away(driver: Driver, host: Host) -> str:
    """All was kept with one press, then the host is gone. The planner opens and starts all the same."""
    open_planner(driver, host)
    run(driver, "[...document.querySelectorAll('offline-offer button')].find((button) => shown(button) && button.textContent.includes('Make available offline')).click()")
    until(driver, "return [...document.querySelectorAll('.offline-words')].some((words) => words.textContent.includes('They work without a connection'))")
    host.is_down = True
    try:
        open_planner(driver, host)
        run(driver, "planner().querySelector('.intake input').dispatchEvent(new Event('input', { bubbles: true }));")
        return until(driver, "return planner().dataset.state === 'ready' && 'The planner started without a network.'")
    finally:
        host.is_down = False


FAULTS: tuple[Fault, ...] = (
    a_file_is_missing,
    a_file_is_cut_short,
    one_byte_is_wrong,
    a_file_comes_as_another_type,
    a_download_stalls,
    another_try_mends_it,
    a_strange_script_is_put_in,
    the_page_is_closed_and_opened_again,
    a_stored_entry_is_damaged,
    the_log_is_of_a_newer_page,
    the_browser_loses_the_log,
    the_browser_clears_the_log,
    the_device_is_full,
    storage_is_blocked,
    the_network_goes_away,
)

# What a browser must be able to keep for a fault, where that is not as usual.
NEEDS: dict[Fault, Storage] = {the_device_is_full: "small", storage_is_blocked: "blocked"}


# --- what a script in the page may use -----------------------------------------------------------------------------------------------

HELPERS = ANSWER + """
const planner = () => document.querySelector('hamstring-planner');
const press = (selector) => planner().querySelector(selector).click();
const opened = (name, version) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name, version);
  opening.onsuccess = () => resolve(opening.result);
  opening.onerror = () => reject(opening.error);
});
const asked = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
const entries = async (name) => { const db = await opened(name); const all = await asked(db.transaction('entries').objectStore('entries').getAll()); db.close(); return all; };
const change = async (name, version, act, store = 'entries') => {
  const db = await opened(name, version);
  const writing = db.transaction(store, 'readwrite');
  act(writing.objectStore(store));
  await new Promise((resolve, reject) => { writing.oncomplete = resolve; writing.onabort = reject; }).finally(() => db.close());
};
const erase = (name) => asked(indexedDB.deleteDatabase(name));
const forget = async (name) => { await caches.delete(`${name} spare`); await erase(name); };
"""


# Fills the device to the last drop with what cannot be compressed: a database of its own, and what room there is left in the one of the log. The page's copies
# would make room for the log, so they go first; and nothing large is kept beside it by itself, as for a reader who took the offline copy away.
FILL = """
localStorage.setItem('hamstring-guide-offline', 'no');
await change(given, undefined, (things) => things.delete(IDBKeyRange.bound('cop', 'cop~')), 'things');
await new Promise((resolve) => {
  const opening = indexedDB.open('filler');
  opening.onupgradeneeded = () => opening.result.createObjectStore('things');
  opening.onsuccess = () => { opening.result.close(); resolve(); };
});
const drops = (size) => { const drop = new Uint8Array(size); for (let at = 0; at < size; at += 65536) crypto.getRandomValues(drop.subarray(at, at + 65536)); return drop; };
const fits = (name, size, number) => change(name, undefined, (things) => things.put(drops(size), `filler ${size} ${number}`), 'things').then(() => true, () => false);
const fill = async (name, sizes) => { for (const size of sizes) for (let number = 0; await fits(name, size, number); number += 1); };
await fill('filler', [1048576, 131072, 16384]);
await fill(given, [2048, 256]);
"""
MAKE_ROOM = "await erase('filler');"


def open_planner(driver: Driver, host: Host, day: str = "2026-12-01") -> None:
    driver.open("about:blank")  # so that a page is loaded anew, whatever stands behind the # of its address
    driver.open(f"{host.url}{PLANNER_PAGE}")
    until(driver, "return planner()?.matches(':defined')")  # it and its scripts may come after the page is said to be loaded
    run(driver, "planner().dataset.today = given; document.dispatchEvent(new Event('visibilitychange'));", day)


def run(driver: Driver, body: str, given: Any = None) -> Any:
    return driver.run(HELPERS + body, given)


def until(driver: Driver, body: str) -> Any:
    """What the script returns, once it is something."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if seen := run(driver, body):
            return seen
        time.sleep(0.2)
    raise Broken(f"After {WAIT_SECONDS} seconds still not so: {body}. The page says: {json.dumps(run(driver, 'return planner().innerText.slice(0, 300)'))}")


def tell_the_morning(driver: Driver) -> None:
    """The check-in of a calm morning, sent."""
    run(driver, "answer(document.querySelector('.check-in form'), given); press('.check-in-send button');", MORNING)


def begin_a_life(driver: Driver, host: Host) -> None:
    """A plan, made from the questions, on a device that knows nothing yet."""
    driver.open(f"{host.url}about/")
    run(driver, f"await forget('{DATABASE}'); localStorage.clear();")
    open_planner(driver, host)
    make_plan(driver)
    # "Saved" comes last: only then the spare is written, and the page remembers that somebody was here.
    until(driver, "return document.querySelector('.planner-saved-words').textContent === 'Saved on this device.' && planner().dataset.state === 'ready' && shown(document.querySelector('.check-in'))")


def make_plan(driver: Driver) -> None:
    """Answer the questions, part by part, and send them."""
    answers = people()["settled-strain"]
    until(driver, "return shown(planner().querySelector('.steps-next'))")
    while not run(driver, "return shown(planner().querySelector('.intake-send [type=submit]'))"):
        run(driver, "answerPart(given)", answers)
        before = run(driver, "return document.querySelector('.intake-section:not([hidden]) h2').textContent")
        press(driver, ".steps-next")
        until(driver, f"return document.querySelector('.intake-section:not([hidden]) h2').textContent !== {json.dumps(before)}")
    run(driver, "answerPart(given)", answers)
    press(driver, ".intake-send [type=submit]")


def press(driver: Driver, selector: str) -> None:
    run(driver, "press(given)", selector)
