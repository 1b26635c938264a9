"""Whether the list of exercises and the search stay usable with many more records: `python -m tests.bench.many 1000`.

The library is multiplied as `build.py bench` does it, into out/many, where figures and pictures are kept for the next time.
"""

import argparse
import gzip
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from builder.cache import Cache
from builder.load import load_plain
from builder.scale import multiplied
from builder.site import ROOT, build_site
from tests.bench.host import hosting
from tests.browser import chromium

OUT = ROOT / "out" / "many"
ROUNDS = 5
# What a reader chooses above the list, one after the other.
CHOICES = [("name", "b"), ("name", "br"), ("name", "bridge"), ("name", ""), ("track", "acute-strain"), ("stage", "acute-strain/build"), ("equipment", "household"), ("position", "standing"), ("position", ""), ("equipment", ""), ("stage", ""), ("track", "")]
# From the event to the frame that shows what is left.
FILTER = """async (choices) => {
  const form = document.querySelector("#exercise-filter");
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); }));
  const times = [];
  for (const [name, value] of choices) {
    await drawn();
    form.elements[name].value = value;
    const began = performance.now();
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
    await drawn();
    times.push(performance.now() - began);
  }
  return { times, left: document.querySelectorAll("#exercise-list li:not([hidden])").length };
}"""
# From the key to the results that come of it; a letter that changes nothing in them tells nothing.
SEARCH = """async (words) => {
  const query = document.querySelector('[data-md-component="search-query"]');
  const list = document.querySelector(".md-search-result__list");
  const times = [];
  for (let length = 2; length <= words.length; length += 1) {
    const changed = new Promise((resolve) => new MutationObserver((_, observer) => { observer.disconnect(); resolve(performance.now()); }).observe(list, { childList: true }));
    query.value = words.slice(0, length);
    const began = performance.now();
    query.dispatchEvent(new Event("input", { bubbles: true }));
    query.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true, key: words[length - 1] }));
    times.push((await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, 2000, NaN))])) - began);
  }
  return times.filter(Number.isFinite);
}"""
WORDS = "nordic"


def site_of(count: int) -> Path:
    """The site with so many records."""
    plain = load_plain(ROOT)
    return build_site(OUT, plain={**plain, "exercises": multiplied(plain["exercises"], count)}, cache=Cache(OUT / "cache"))


def measure(site: Path, count: int) -> dict[str, Any]:
    """Milliseconds of each choice above the list and of each letter in the search, and how much the two weigh."""
    with sync_playwright() as playwright, hosting(site) as host:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        page = browser.new_page()
        page.goto(f"{host.url}exercises/")
        filtered = [page.evaluate(FILTER, CHOICES) for _ in range(ROUNDS)]
        if {count} != {each["left"] for each in filtered}:
            raise RuntimeError(f"expected all {count} exercises with nothing chosen, got {filtered}")
        first, letters = searched(page)
        browser.close()
    times = [time for each in filtered for time in each["times"]]
    index = (site / "search" / "search_index.json").read_bytes()
    return {"filter": (median(times), max(times)), "first": first, "letters": (median(letters), max(letters)), "index": len(gzip.compress(index, 6)), "list": len(gzip.compress((site / "exercises" / "index.html").read_bytes(), 6))}


def searched(page: Page) -> tuple[float, list[float]]:
    """Milliseconds from the click into the search to its first results, and of each letter after that."""
    search = page.get_by_role("textbox", name="Search")
    began = page.evaluate("performance.now()")
    search.click()
    search.type(WORDS[:2])
    page.locator(".md-search-result__link").first.wait_for(state="attached", timeout=60_000)
    return page.evaluate("performance.now()") - began, page.evaluate(SEARCH, WORDS)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.many", description=__doc__)
    parser.add_argument("records", type=int, nargs="?", default=1000, help="how many records (default: 1000)")
    count = parser.parse_args().records
    seen = measure(site_of(count), count)
    print(f"{count:,} records: a choice above the list shows after {seen['filter'][0]:.0f} ms (most {seen['filter'][1]:.0f}); the search has its first results {seen['first']:.0f} ms after the click")
    print(f"and answers a letter after {seen['letters'][0]:.0f} ms (most {seen['letters'][1]:.0f}). Compressed, the list is {seen['list']:,} bytes and the index of the search {seen['index']:,}.")


if __name__ == "__main__":
    main()
