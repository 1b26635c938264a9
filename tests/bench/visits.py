"""What is measured: each visit opens pages in a profile of its own and says how long the reader waited, and what moved meanwhile."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench.host import Host
from tests.people import people

WAIT = 180_000
ANSWERS = people()["settled-strain"]

# Stock Pyodide as its documentation starts it, up to the first sum.
STOCK_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Stock Pyodide</title><link rel="icon" href="data:,">"""
STOCK = """async folder => {
  const began = performance.now();
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  const python = await loadPyodide();
  if (python.runPython("1+1") !== 2) throw new Error("Python cannot add");
  return performance.now() - began;
}"""

# Notes from the very beginning when something is on show, and how long the main thread was busy in one go.
WATCH = """
  window.bench = { longest: 0 };
  new PerformanceObserver(list => list.getEntries().forEach(({ duration }) => { bench.longest = Math.max(bench.longest, duration); })).observe({ type: "longtask", buffered: true });
  bench.shown = new Promise(resolve => {
    const look = () => {
      const view = document.querySelector('[data-view="today"]:not([hidden]) .view-title');
      if (view?.getClientRects().length) return requestAnimationFrame(() => resolve(performance.now()));
      setTimeout(look, 4);
    };
    document.addEventListener("readystatechange", look, { once: true });
  });
"""
# The answers are filled in without a touch, so that Python begins at the press and not a second before it.
FIRST_PLAN = """async ([answers, hasThought]) => {
  const planner = document.querySelector("hamstring-planner");
  const { fillAnswers } = await import(new URL("form.js", new URL(planner.dataset.worker, document.baseURI)));
  const form = planner.querySelector(".intake");
  fillAnswers(form, answers);
  if (!hasThought && planner.dataset.state && planner.dataset.state !== "idle") throw new Error("Python began too early");
  const began = performance.now();
  form.requestSubmit();
  const shown = await bench.shown;
  return { milliseconds: shown - began, from: planner.dataset.startedFrom, longest: bench.longest };
}"""
# The same for a reader who has read and answered first: Python begins at the first touch.
THINK = """async seconds => {
  document.querySelector("hamstring-planner .intake input").focus();
  await new Promise(resolve => setTimeout(resolve, seconds * 1000));
}"""
SECONDS_TO_ANSWER = 20
# Nobody presses in the moment in which the page has come; by then the worker has its own scripts, and nothing of Python.
MILLISECONDS_TO_SEE = 1000
# What a reader who stays for some seconds has by then: Python's memory and the offline copy.
MEMORY_IS_KEPT = """
  const isMemoryKept = async () => {
    for (const name of await caches.keys()) if (name.includes(" memory/") && (await (await caches.open(name)).keys()).length) return true;
    return false;
  };
"""
ALL_KEPT = f"""async () => {{{MEMORY_IS_KEPT}
  const offer = document.querySelector("offline-offer");
  while (offer.dataset.state !== "kept" || !(await isMemoryKept())) await new Promise(resolve => setTimeout(resolve, 100));
}}"""
RETURN = """async () => {
  const shown = await bench.shown;
  return shown - performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
}"""
READY = "() => document.querySelector('hamstring-planner').dataset.state === 'ready'"
# The log and its spare.
FORGET_LOG = """async () => {
  await caches.delete("hamstring-guide spare");
  await new Promise((resolve, reject) => Object.assign(indexedDB.deleteDatabase("hamstring-guide"), { onsuccess: resolve, onerror: reject, onblocked: reject }));
}"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One measurement; `longest` is the longest time the main thread was busy, `source` what Python started from."""

    milliseconds: float
    bytes: int
    requests: int
    longest: float | None = None
    source: str | None = None


def stock(browser: Browser, host: Host) -> dict[str, Visit]:
    """(a) Stock Pyodide up to 1+1, for the first time and again."""
    context = browser.new_context()
    try:
        return {"stock": _stock(context, host), "stock, second visit": _stock(context, host)}
    finally:
        context.close()


def _stock(context: BrowserContext, host: Host) -> Visit:
    page = context.new_page()
    page.goto(f"{host.url}stock/")
    host.count_anew()
    milliseconds = page.evaluate(STOCK, f"{host.url}stock/")
    visit = Visit(milliseconds, host.bytes, host.requests)
    page.close()
    return visit


def ours(browser: Browser, host: Host) -> dict[str, Visit]:
    """(b) From the click to the first plan, (c) again on a second visit, (f) the last view on return, (d) again without a network."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    try:
        visits = {"first plan": _first_plan(context, host, then=ALL_KEPT)}
        visits["first plan, second visit"] = _first_plan(context, host)
        _make_plan_and_leave(context, host)
        visits["last view on return"] = _return(context, host)
        host.is_down = True
        visits["first plan, without a network"] = _first_plan(context, host)
        host.is_down = False
        visits[f"first plan, after {SECONDS_TO_ANSWER} seconds at the questions"] = _thoughtful(browser, host)
        return visits
    finally:
        context.close()


def _thoughtful(browser: Browser, host: Host) -> Visit:
    """A first visit of somebody who reads the questions before the press."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    try:
        return _first_plan(context, host, has_thought=True)
    finally:
        context.close()


def _open(context: BrowserContext, host: Host) -> Page:
    page = context.new_page()
    page.goto(f"{host.url}planner/")
    return page


def _first_plan(context: BrowserContext, host: Host, then: str | None = None, has_thought: bool = False) -> Visit:
    page = _open(context, host)
    host.count_anew()
    page.wait_for_timeout(MILLISECONDS_TO_SEE)
    if has_thought:
        page.evaluate(THINK, SECONDS_TO_ANSWER)
    answer: dict[str, Any] = page.evaluate(FIRST_PLAN, [ANSWERS, has_thought])
    visit = Visit(answer["milliseconds"], host.bytes, host.requests, answer["longest"], answer["from"])
    if then:
        page.evaluate(then)
    page.goto("about:blank")
    page.goto(f"{host.url}404.html")  # the same origin without the planner's hold on its database
    page.evaluate(FORGET_LOG)
    page.close()
    return visit


def _make_plan_and_leave(context: BrowserContext, host: Host) -> None:
    page = _open(context, host)
    page.evaluate(FIRST_PLAN, [ANSWERS, False])
    page.locator(".planner-saved-words").wait_for(timeout=WAIT)
    page.wait_for_timeout(500)
    page.close()


def _return(context: BrowserContext, host: Host) -> Visit:
    host.count_anew()
    page = _open(context, host)
    milliseconds = page.evaluate(RETURN)
    visit = Visit(milliseconds, host.bytes, host.requests, page.evaluate("bench.longest"))
    page.wait_for_function(READY, timeout=WAIT)
    page.goto(f"{host.url}404.html")
    page.evaluate(FORGET_LOG)
    page.close()
    return visit
