"""The same in Firefox, where this machine has it: stock Pyodide and the first plan, taking turns, each pair in a profile of its own.

Firefox tells nothing of long tasks, and its WebDriver puts no script into a page before the page's own. So the clock runs from the moment in which the
answers are given, all in one go and a moment before the press, to the first time somebody sees the plan.
"""

import tempfile
from pathlib import Path

from tests.bench.host import Host
from tests.bench.visits import ANSWERS, MEMORY_IS_KEPT, STOCK, Visit
from tests.engines.driving import driven, missing
from tests.engines.faults import DATABASE, HELPERS

# A script of the page's own, because scripts of WebDriver may not import.
STOCK_BY_ITSELF = f"""
  const script = document.createElement("script");
  script.type = "module";
  script.textContent = `const measure = {STOCK.replace("`", chr(92) + "`").replace("${", chr(92) + "${")};
    document.documentElement.dataset.took = await measure(given);`.replace("given", JSON.stringify(given));
  document.body.append(script);
  while (!document.documentElement.dataset.took) await new Promise((resolve) => setTimeout(resolve, 4));
  return Number(document.documentElement.dataset.took);
"""
FIRST_PLAN = (
    HELPERS
    + """
  const form = document.querySelector(".intake");
  while (!planner().dataset.state && !form.checkVisibility()) await new Promise((resolve) => setTimeout(resolve, 4));
  const began = performance.now();
  answer(form, given);
  form.requestSubmit();
  const look = () => document.querySelector('[data-view="today"]:not([hidden]) .view-title')?.getClientRects().length;
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 4));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return { milliseconds: performance.now() - began, from: planner().dataset.startedFrom };
"""
)
MEMORY_KEPT = MEMORY_IS_KEPT + "while (!(await isMemoryKept())) await new Promise((resolve) => setTimeout(resolve, 100));"
FORGET_LOG = HELPERS + f"await forget('{DATABASE}');"


def lacks() -> str:
    """What this machine lacks to measure here, or nothing."""
    return missing("Firefox")


def visits(host: Host) -> dict[str, Visit]:
    """One round: stock Pyodide, the first plan, and the first plan of a second visit."""
    with tempfile.TemporaryDirectory() as folder, driven("Firefox", None, Path(folder)) as driver:
        driver.open(f"{host.url}stock/")
        host.count_anew()
        found = {"stock": Visit(driver.run(STOCK_BY_ITSELF, f"{host.url}stock/"), host.bytes, host.requests)}
        for name, then in {"first plan": MEMORY_KEPT, "first plan, second visit": ""}.items():
            driver.open(f"{host.url}planner/")
            host.count_anew()
            told = driver.run(FIRST_PLAN, ANSWERS)
            found[name] = Visit(told["milliseconds"], host.bytes, host.requests, None, told["from"])
            driver.run(then)
            driver.open(f"{host.url}404.html")  # the same origin without the planner's hold on its database
            driver.run(FORGET_LOG)
        return found


def version() -> str:
    """Which Firefox it is."""
    with tempfile.TemporaryDirectory() as folder, driven("Firefox", None, Path(folder)) as driver:
        return driver.version
