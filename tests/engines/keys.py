"""A reader's way through the planner by keys alone, in every engine there is: from the questions to the end of everything told.

    python -m tests.engines.keys SITE [--engine Firefox] [--keep]

The keys are sent to the browser as WebDriver sends them, and nothing is clicked. A control counts as reached when Tab has brought the focus
to it. Two windows belong to the browser and cannot be driven: for a file and for printing. There the page is heard asking for it, the file is
laid into the field as a chooser would, and no paper is made. A step begins where the one before it ended, so what follows a step that did not hold is
not tried. With --keep the results take their places in content/three-engines.json, and the page "Accessibility" shows them.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from builder.three_engines import keep
from tests.browser.host import hosting
from tests.engines.driving import ENGINES, Driver, driven, here, wishes
from tests.engines.faults import DATABASE, MORNING, Broken, open_planner, run, until
from tests.people import people

MOST_PRESSES = 250
MOST_ARROWS = 12
NEXT = ".steps-next:not([hidden]), .intake [type=submit]:not([hidden])"
# Below the last control of a page a browser goes to its own bars, where WebDriver's keys do not follow. So nobody goes round.
IS_ABOVE = """const [target] = [...document.querySelectorAll(given)].filter(shown);
const here = document.activeElement;
return Boolean(target && here !== document.body && target.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);"""
LOG_FILE = "hamstring-guide-log.json"


class Reader:
    """Somebody with a keyboard, and how many keys were pressed."""

    def __init__(self, driver: Driver):
        self.driver = driver
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.driver.press(key)
            self.pressed += 1

    def tab_to(self, selector: str) -> None:
        """Press Tab until what the selector fits has the focus; for what stands above, with Shift."""
        key = "Shift+Tab" if self.asks(IS_ABOVE, selector) else "Tab"
        for _ in range(MOST_PRESSES):
            if self.asks("return document.activeElement?.matches(given) ?? false", selector):
                return
            self.press(key)
        raise Broken(f"{MOST_PRESSES} presses of {key} never reached {selector}")

    def use(self, selector: str) -> None:
        """Go to a button or link and press Enter."""
        self.tab_to(selector)
        self.press("Enter")

    def asks(self, body: str, given: Any = None) -> Any:
        return run(self.driver, body, given)

    def waits(self, body: str) -> Any:
        return until(self.driver, body)

    def answers(self, name: str, kind: str, given: Any) -> None:
        """Answer one question with Tab, Space, arrows and figures."""
        field = f'input[name="{name}"]'
        if kind == "checklist":
            for value in given:
                self.tab_to(f'{field}[value="{value}"]')
                self.press("Space")
        elif kind in ("choice", "scale"):
            self.tab_to(field)
            self.press("Space")
            for _ in range(MOST_ARROWS):
                if self.asks("return document.querySelector(given).checked", f'{field}[value="{given}"]'):
                    break
                self.press("ArrowDown")
        elif kind == "date":
            self.tab_to(field)
            self.press(*date.fromisoformat(given).strftime("%m-%d-%Y"))  # the dash ends a part, where two figures alone do not
        else:
            self.tab_to(field)
            self.press(*str(given))
        seen = self.asks(
            "const fields = [...document.querySelectorAll(given)]; return ['radio', 'checkbox'].includes(fields[0].type) ? fields.filter((each) => each.checked).map((each) => each.value) : [fields[0].value]",
            field,
        )
        if sorted(seen) != sorted(map(str, given if isinstance(given, list) else [given])):
            raise Broken(f"{name}: {given} was keyed in, and {seen} is answered")


# --- the steps -------------------------------------------------------------------------------------------------------------------


def the_page_is_gone_into(reader: Reader) -> str:
    """From the top of the page Tab goes through the head of the page and its search. The search closes, and the first question is reached."""
    reader.waits("return shown(planner().querySelector('.steps-next'))")
    reader.tab_to("[data-md-component=search-query]")
    reader.waits("return document.getElementById('__search').checked")
    reader.tab_to(".intake input")
    if reader.asks("return document.getElementById('__search').checked"):
        raise Broken("The search is still open.")
    return f"After {reader.pressed} presses of Tab the first question is reached."


def the_questions_are_answered(reader: Reader) -> str:
    """All the questions are answered, part by part. The plan of the day comes, and its heading has the focus."""
    answers = people()["fresh-strain"]
    parts = 0
    while not reader.asks("return document.querySelector('[data-view=questions]').hidden"):
        for name, kind in reader.asks("return [...document.querySelectorAll('.intake-section:not([hidden]) [data-question]')].map((each) => [each.dataset.question, each.dataset.kind])"):
            if answers.get(name) is not None and answers[name] != [] and reader.asks("return shown(document.querySelector(given))", f'.intake [data-question="{name}"]'):
                reader.answers(name, kind, answers[name])
        title = reader.asks("return document.querySelector('.intake-section:not([hidden]) h2').textContent")
        reader.use(NEXT)
        parts += 1
        reader.waits(f"return document.querySelector('[data-view=questions]').hidden || document.querySelector('.intake-section:not([hidden]) h2').textContent !== {json.dumps(title)}")
    reader.waits("return document.activeElement.matches('[data-slot=today] .view-title') && planner().dataset.state === 'ready'")
    return f"{parts} parts were answered. The heading “{reader.asks('return document.activeElement.textContent')}” has the focus."


def how_it_is_today_is_told(reader: Reader) -> str:
    """The next morning is told. What may be done today stands there, and the entry is kept."""
    reader.asks("planner().dataset.today = '2026-12-02'; document.dispatchEvent(new Event('visibilitychange'));")
    reader.waits("return shown(document.querySelector('.check-in form')) && document.querySelector('[data-slot=today] .view-title')?.textContent.includes('2 December')")
    for name, given in MORNING.items():
        reader.answers(name, reader.asks("return document.querySelector(given).dataset.kind", f'.check-in [data-question="{name}"]'), given)
    reader.use(".check-in-send button")
    reader.waits(f"return (await entries('{DATABASE}')).length === 2 && !planner().querySelector('.check-in').open")
    return "The check-in is kept, and the plan answers it."


def the_week_is_printed(reader: Reader) -> str:
    """The view of the week is opened, and “Print this week” pressed. The page asks the browser to print."""
    reader.use('.views a[href="#week"]')
    reader.waits("return shown(document.querySelector('[data-view=week] [data-take=print]'))")
    reader.asks("window.print = () => document.documentElement.toggleAttribute('data-asked-to-print', true);")
    reader.use('[data-view="week"] [data-take="print"]')
    reader.waits("return document.documentElement.hasAttribute('data-asked-to-print')")
    return "The page asked for it. The browser’s own window was not opened."


def the_log_is_saved(reader: Reader) -> str:
    """“Save my log as a file” is pressed in “My data”. A file with all entries is on the disk."""
    reader.use('.views a[href="#data"]')
    reader.waits("return shown(document.querySelector('.your-data [data-do=download]'))")
    reader.use(".your-data [data-do=download]")
    return f"{saved_log(reader).name} has {len(json.loads(saved_log(reader).read_text(encoding='utf-8'))['entries'])} entries."


def saved_log(reader: Reader) -> Path:
    """The saved file, once it is there."""
    until_when = time.monotonic() + 20
    while time.monotonic() < until_when:
        if found := reader.driver.saved():
            return found[0]
        reader.asks("await new Promise((resolve) => setTimeout(resolve, 200))")  # a browser downloads while its page lives
    raise Broken("No file was saved within 20 seconds.")


def everything_is_deleted(reader: Reader) -> str:
    """“Delete everything” is pressed. The question has the focus on “Keep it”; after the other button nothing is left."""
    reader.use(".your-data [data-do=delete]")
    reader.waits("return planner().querySelector('[data-sheet=delete]').open")
    focused = reader.asks("return document.activeElement.textContent")
    if focused != "Keep it":
        raise Broken(f"The focus is on {focused!r}.")
    reader.use("[data-sheet=delete] button[value=delete]")
    reader.waits(f"return shown(document.querySelector('[data-view=questions]')) && (await entries('{DATABASE}')).length === 0")
    return "Nothing is left, and the questions are there again."


def the_saved_log_is_opened(reader: Reader) -> str:
    """“Open a log I saved” is pressed. The page asks for a file, shows what is in it, and adds it."""
    reader.waits("return shown(document.querySelector('[data-view=questions] [data-do=open]'))")
    reader.asks(
        """document.querySelector('.planner-file').addEventListener('click', (event) => {
          event.preventDefault(); // else the browser's own window would stand in the way
          event.target.toggleAttribute('data-asked-for', true);
        }, { once: true })"""
    )
    reader.use("[data-view=questions] [data-do=open]")
    reader.waits("return document.querySelector('.planner-file').hasAttribute('data-asked-for')")
    reader.asks(
        """const files = new DataTransfer();
        files.items.add(new File([given.text], given.name, { type: 'application/json' }));
        const field = document.querySelector('.planner-file');
        field.files = files.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));""",
        {"text": saved_log(reader).read_text(encoding="utf-8"), "name": LOG_FILE},
    )
    reader.waits("return planner().querySelector('[data-sheet=file]').open")
    reader.use("[data-sheet=file] button[value=add]")
    reader.waits(f"return (await entries('{DATABASE}')).length === 2 && shown(document.querySelector('[data-slot=today] .view-title'))")
    return "Both entries are back, and so is the plan."


STEPS: tuple[Callable[[Reader], str], ...] = (
    the_page_is_gone_into,
    the_questions_are_answered,
    how_it_is_today_is_told,
    the_week_is_printed,
    the_log_is_saved,
    everything_is_deleted,
    the_saved_log_is_opened,
)

SAYS = {step.__name__: " ".join(step.__doc__.split()) for step in STEPS}


def walk(engine: str, playwright: Playwright, site: Path) -> list[dict[str, Any]]:
    """All the steps in one browser, as they stand in the report; after one that does not hold the others are left."""
    results: list[dict[str, Any]] = []
    folder = Path(tempfile.mkdtemp())
    try:
        with driven(engine, playwright, folder) as driver, hosting(site) as host:
            driver.resize(1280, 900)
            open_planner(driver, host)
            for step in STEPS:
                reader, start = Reader(driver), time.monotonic()
                try:
                    seen, held = step(reader), True
                except Exception as cause:  # whatever a browser does is a result
                    seen, held = f"{type(cause).__name__}: {cause}"[:600], False
                print(f"{'held  ' if held else 'BROKEN'} {engine:<10} {step.__name__} ({reader.pressed} keys, {time.monotonic() - start:.0f} s): {seen}", flush=True)
                results.append({"step": step.__name__, "engine": engine, "held": held, "seen": seen, "keys": reader.pressed, "version": driver.version, "on": date.today().isoformat()})
                if not held:
                    break
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return results


def main() -> int:
    """Walk in every engine, tell each step, and count what did not hold."""
    wanted = wishes(__doc__).parse_args()
    results = []
    with sync_playwright() as playwright:
        for engine in here(wanted.engine):
            walked = walk(engine, playwright, wanted.site)
            results += walked
            if wanted.keep:
                keep("keys", engine, walked, list(ENGINES), SAYS)
    return sum(not result["held"] for result in results) or (0 if results else 1)


if __name__ == "__main__":
    sys.exit(main())
