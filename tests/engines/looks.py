"""axe looks at every page of a site and at every state of the planner, in every engine there is, at three widths, light and dark.

    python -m tests.engines.looks SITE [--engine Firefox] [--path planner/] [--keep]

A page is opened once and then turned: its window is made narrower, and its colours are switched as the theme's own switch does it. Beside
axe's rules one thing is measured: whether anything scrolls sideways. With --keep the result takes its place in content/three-engines.json, and
the page "Accessibility" shows it; only a look at everything can be kept.
"""

import argparse
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
from tests.browser.conftest import PLANNER_PAGE
from tests.browser.host import Host, hosting
from tests.conftest import ROOT
from tests.engines.driving import ENGINES, Driver, driven, here, wishes
from tests.engines.faults import DATABASE, begin_a_life, open_planner, press, run, tell_the_morning, until

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WIDTHS = (1280, 375, 320)
HEIGHT = 900
# The colour schemes by the names the theme has for them.
SCHEMES = {"light": "default", "dark": "slate"}
NOT_FOUND = "no-such-page/"


# --- the states of the planner -------------------------------------------------------------------------------------------------


def the_questions(driver: Driver, host: Host) -> None:
    """The first part of the questions."""
    open_planner(driver, host)
    until(driver, "return shown(planner().querySelector('.steps-next'))")


def a_part_left_too_early(driver: Driver, host: Host) -> None:
    """A part of the questions that was left with nothing answered."""
    press(driver, ".steps-next")
    until(driver, "return [...planner().querySelectorAll('.problem')].some(shown)")


def a_stop(driver: Driver, host: Host) -> None:
    """A warning sign was ticked, and the page says what to do now."""
    run(driver, "answer(planner().querySelector('.intake-section:not([hidden])'), { emergency_signs: ['chest'] }); press('.steps-next');")
    until(driver, "return shown(document.querySelector('[data-slot=today] h2'))")


def today(driver: Driver, host: Host) -> None:
    """Today, with a plan, before anything was told of the day."""
    begin_a_life(driver, host)


def today_after_a_check_in(driver: Driver, host: Host) -> None:
    """Today, with what was told of the morning."""
    tell_the_morning(driver)
    until(driver, f"return (await entries('{DATABASE}')).length === 2 && !planner().querySelector('.check-in').open")


def week(driver: Driver, host: Host) -> None:
    """The week of the plan."""
    view(driver, "week")


def progress(driver: Driver, host: Host) -> None:
    """The progress."""
    view(driver, "progress")


def diary(driver: Driver, host: Host) -> None:
    """The diary, with a morning in it."""
    view(driver, "diary")


def my_data(driver: Driver, host: Host) -> None:
    """My data, with all that can be taken along."""
    view(driver, "data")


def delete_everything(driver: Driver, host: Host) -> None:
    """The question before everything is deleted."""
    press(driver, ".your-data [data-do=delete]")
    until(driver, "return planner().querySelector('[data-sheet=delete]').open")


def the_example(driver: Driver, host: Host) -> None:
    """The progress of the example, six weeks long."""
    open_planner(driver, host)
    run(driver, "press('[data-do=example]')")
    until(driver, "return shown(document.querySelector('.planner-example')) && planner().dataset.state === 'ready' && shown(document.querySelector('.views'))")
    view(driver, "progress")


# Each row has an address of its own, so that none finds what another left.
ROWS: tuple[tuple[Callable[[Driver, Host], None], ...], ...] = (
    (the_questions, a_part_left_too_early, a_stop),
    (today, today_after_a_check_in, week, progress, diary, my_data, delete_everything),
    (the_example,),
)


def view(driver: Driver, name: str) -> None:
    """Go to a view by its link, and wait until what is in it has come."""
    press(driver, f'.views a[href="#{name}"]')
    until(driver, f"return shown(document.querySelector('[data-view={name}] :is(h2, .view-title)'))")


# --- a look ----------------------------------------------------------------------------------------------------------------------

SETTLED = """
document.body.setAttribute('data-md-color-scheme', given.theme);
await document.fonts.ready;
await new Promise((resolve) => setTimeout(resolve, 60));
const moving = Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})));
await Promise.race([moving, new Promise((resolve) => setTimeout(resolve, 1000))]);
"""
LOOK = """
const { violations } = await axe.run(document, { resultTypes: ['violations'] });
const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => ({ rule: id, place: `${node.target} ${node.failureSummary.slice(0, 160)}` })));
const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
if (over > 0) found.push({ rule: 'sideways', place: `${over} pixels` });
return { found, width: innerWidth };
"""
OPENED = "for (const each of document.querySelectorAll('main details')) if (!each.closest('dialog:not([open])')) each.open = true;"


class Looks:
    """What one browser's looks have found."""

    def __init__(self, engine: str, driver: Driver):
        self.engine = engine
        self.driver = driver
        self.count = 0
        self.found: list[dict[str, Any]] = []
        self.rules = ""

    def prove(self) -> None:
        """A button without a name and a box wider than the window are put in and found, so that finding nothing says something."""
        self.driver.run("const button = document.createElement('button'); button.className = 'planted'; const box = document.createElement('div'); box.style.width = '3000px'; box.textContent = 'wide'; document.querySelector('main').prepend(button, box);")
        self.driver.resize(WIDTHS[-1], HEIGHT)
        found = {each["rule"] for each in self.look(SCHEMES["light"])["found"]}
        if not {"button-name", "sideways"} <= found:
            raise AssertionError(f"{self.engine} found only {found} of two faults that were put in")

    def look(self, theme: str) -> dict[str, Any]:
        self.rules = self.driver.run(f"if (!window.axe) {{ {AXE} }}\nreturn axe.version;")
        return self.driver.run(SETTLED + LOOK, {"theme": theme})

    def at(self, where: str) -> None:
        """Look at what is on the screen, in each width and scheme. A width that the window does not take is an error, and no look."""
        for width in WIDTHS:
            self.driver.resize(width, HEIGHT)
            for scheme, theme in SCHEMES.items():
                seen = self.look(theme)
                if seen["width"] != width:
                    raise AssertionError(f"{self.engine} shows {seen['width']} pixels where {width} were asked for")
                self.count += 1
                for each in seen["found"]:
                    self.found.append({"where": where, "width": width, "scheme": scheme, **each})
                    print(f"FOUND  {self.engine:<10} {where} at {width}, {scheme}: {each['rule']}: {each['place']}", flush=True)
        self.driver.resize(WIDTHS[0], HEIGHT)


def pages_of(site: Path) -> list[str]:
    """Every page of a site by its address, and one that is not there."""
    return [*sorted(f"{path.parent.relative_to(site).as_posix()}/".removeprefix("./") for path in site.rglob("index.html")), NOT_FOUND]


def look(engine: str, playwright: Playwright, site: Path, only: list[str] | None) -> dict[str, Any]:
    """Every page and every state in one browser, as it stands in the report."""
    folder = Path(tempfile.mkdtemp())
    start = time.monotonic()
    pages = [page for page in pages_of(site) if not only or page in only]
    rows = [row for row in ROWS if not only or any(state.__name__ in only for state in row)]
    states = [state for row in rows for state in row]
    try:
        with driven(engine, playwright, folder) as driver:
            looks = Looks(engine, driver)
            with hosting(site) as host:
                driver.open(host.url)
                looks.prove()
                for page in pages:
                    driver.open(f"{host.url}{page}")
                    looks.at(page or "the first page")
            for row in rows:
                with hosting(site) as host:
                    for state in row:
                        state(driver, host)
                        run(driver, OPENED)
                        looks.at(f"{PLANNER_PAGE}: {state.__name__}")
            print(f"{driver.version}: axe {looks.rules} looked {looks.count} times at {len(pages)} pages and {len(states)} states in {time.monotonic() - start:.0f} s and found {len(looks.found)}", flush=True)
            return {
                "engine": engine,
                "version": driver.version,
                "axe": looks.rules,
                "on": date.today().isoformat(),
                "pages": len(pages),
                "states": [" ".join(state.__doc__.split()) for state in states],
                "widths": list(WIDTHS),
                "schemes": list(SCHEMES),
                "looks": looks.count,
                "found": looks.found,
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Look in every engine, tell what was found, and count it."""
    wanted = read_wishes()
    total = ran = 0
    with sync_playwright() as playwright:
        for engine in here(wanted.engine):
            seen = look(engine, playwright, wanted.site, wanted.path)
            ran += 1
            total += len(seen["found"])
            if wanted.keep:
                keep("looks", engine, [seen], list(ENGINES))
    return min(total, 100) or (0 if ran else 1)


def read_wishes() -> argparse.Namespace:
    parser = wishes(__doc__)
    parser.add_argument("--path", action="append", help="only this page, as exercises/, or the row of this state, as my_data")
    wanted = parser.parse_args()
    if wanted.keep and wanted.path:
        parser.error("A look at a part cannot be kept, because the page says that everything was looked at.")
    return wanted


if __name__ == "__main__":
    sys.exit(main())
