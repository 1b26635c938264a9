"""Measures in one run, taking turns, and writes out/bench.json and out/bench.md.

A part that is measured alone takes the place of the same part in these files; the others stay, each with its own day.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from builder.runtime import PYODIDE, PYODIDE_FILES
from builder.site import ROOT, build_site
from tests.bench import derive, firefox, lighthouse, pages
from tests.bench.host import Host, Line, hosting
from tests.bench.logs import TIMES
from tests.bench.slow import slowed
from tests.bench.visits import STOCK_PAGE, Visit, ours, stock
from tests.browser import chromium

OUT = ROOT / "out"
# Each way of measuring: how many times slower the processor, and the line.
WAYS = {
    "as it is": (1, Line()),
    "slow": (4, Line(megabits_per_second=10, latency_seconds=0.04)),
    "in Firefox": (1, Line()),
}
IN_FIREFOX = "in Firefox"
# What can be measured alone.
PARTS = ("starts", "derive", "weights", "lighthouse")


def main() -> None:
    asked = _parser().parse_args()
    site = with_stock(build_site(OUT))
    runtime = next(path for path in (site / "runtime").iterdir())
    report = earlier()
    report["machine"] = machine()
    if "starts" in asked.only:
        report |= {"times": asked.times, "ways": {way: summary(measure(site, way, asked.times)) for way in possible(asked.ways)}}
    if "derive" in asked.only:
        report["derive"] = derive.measure(runtime)
    if "weights" in asked.only:
        report["weights"] = weigh_guide(site)
    if "lighthouse" in asked.only:
        report["lighthouse"] = lighthouse.measure(site, asked.times)
    report["days"] = report.get("days", {}) | dict.fromkeys(asked.only, date.today().isoformat())
    (OUT / "bench.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    # Read back, so that a number that is a name in JSON is one here too.
    (OUT / "bench.md").write_text(table(earlier()), encoding="utf-8")
    print((OUT / "bench.md").read_text(encoding="utf-8"))


def earlier() -> dict[str, Any]:
    """What out/bench.json has, if anything."""
    file = OUT / "bench.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def with_stock(site: Path) -> Path:
    """A copy of the site with stock Pyodide beside it, in a page of its own."""
    copy = OUT / "bench"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site, copy)
    (copy / "stock").mkdir()
    (copy / "stock" / "index.html").write_text(STOCK_PAGE, encoding="utf-8")
    for name in (*PYODIDE_FILES, "pyodide-lock.json"):
        shutil.copyfile(PYODIDE / name, copy / "stock" / name)
    return copy


def possible(ways: Iterable[str]) -> Iterator[str]:
    """Those of these ways that this machine can measure; what it cannot is said."""
    for way in ways:
        if way == IN_FIREFOX and (lacks := firefox.lacks()):
            print(f"Firefox is not here and is left out. On Debian: apt-get install --no-install-recommends {lacks}", file=sys.stderr)
        else:
            yield way


def measure(site: Path, way: str, times: int) -> dict[str, list[Visit]]:
    """Every visit this many times, ours and stock in turn."""
    slower, line = WAYS[way]
    visits = defaultdict(list)
    with sync_playwright() as playwright, hosting(site) as host:
        host.line = line
        for number in range(times):
            print(f"{way}: {number + 1} of {times}", file=sys.stderr, flush=True)
            for name, visit in (firefox.visits(host) if way == IN_FIREFOX else in_chromium(playwright, host, slower)).items():
                visits[name].append(visit)
    return visits


def in_chromium(playwright: Playwright, host: Host, slower: int) -> dict[str, Visit]:
    """One round in a browser of its own: what it compiled and learnt in the last one is gone."""
    browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
    with slowed(slower):
        seen = {**stock(browser, host), **ours(browser, host)}
    browser.close()
    return seen


def weigh_guide(site: Path) -> dict[str, Any]:
    """What guide pages weigh."""
    with hosting(site) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        weights = pages.weigh(browser, host)
        browser.close()
        return weights


def summary(visits: Mapping[str, list[Visit]]) -> dict[str, Any]:
    """Per visit the median and the spread, and what part of stock's median of the same run that is."""
    stock = visits["stock"]
    return {name: _told(each, stock) for name, each in visits.items()}


def _told(visits: list[Visit], stock: list[Visit]) -> dict[str, Any]:
    milliseconds = [visit.milliseconds for visit in visits]
    longest = [visit.longest for visit in visits if visit.longest is not None]
    return {
        "milliseconds": {"median": round(statistics.median(milliseconds)), "least": round(min(milliseconds)), "most": round(max(milliseconds))},
        "ratio": round(_median(visits, "milliseconds") / _median(stock, "milliseconds"), 3),
        "bytes": round(_median(visits, "bytes")),
        "bytes_ratio": round(_median(visits, "bytes") / _median(stock, "bytes"), 3),
        "requests": round(_median(visits, "requests")),
        "longest_task": round(max(longest)) if longest else None,
        "source": sorted({visit.source for visit in visits if visit.source}),
        "all": [asdict(visit) for visit in visits],
    }


def _median(visits: list[Visit], field: str) -> float:
    return statistics.median(getattr(visit, field) for visit in visits)


def machine() -> dict[str, Any]:
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.processor())
    return {"processor": model, "cores": os.cpu_count(), "system": platform.system(), "browser": browser_version(), "pyodide": json.loads((PYODIDE / "package.json").read_text())["version"]}


def browser_version() -> str:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        version = browser.version
        browser.close()
        return f"Chromium {version}" + ("" if firefox.lacks() else f", {firefox.version()}")


def table(report: Mapping[str, Any]) -> str:
    """The same as Markdown."""
    facts = report["machine"]
    days = ", ".join(f"{part} on {day}" for part, day in report["days"].items())
    lines = [f"{facts['browser']}, {facts['cores']} cores of {facts['processor']}, {facts['system']}, Pyodide {facts['pyodide']}. Measured: {days}."]
    if "ways" in report:
        lines += ["", f"Starts: median of {report['times']}, with the least and the most."]
    for way, visits in report.get("ways", {}).items():
        slower, line = WAYS[way]
        speed = f"{slower}× slower processor, {line.megabits_per_second:g} Mbit/s, {line.latency_seconds * 1000:g} ms" if line.megabits_per_second else "processor and line of this machine"
        lines += ["", f"**{way[0].upper() + way[1:]}** ({speed})", "", "| | milliseconds | of stock | bytes | of stock | requests | longest task |", "|---|---|---|---|---|---|---|"]
        for name, seen in visits.items():
            ms = seen["milliseconds"]
            longest = "–" if seen["longest_task"] is None else f"{seen['longest_task']} ms"
            lines.append(f"| {name} | {ms['median']} ({ms['least']}–{ms['most']}) | {seen['ratio']:.2f} | {seen['bytes']:,} | {seen['bytes_ratio']:.2f} | {seen['requests']} | {longest} |")
    if pythons := report.get("derive"):
        lines += ["", "**derive** (milliseconds, median)", "", "| log | " + " | ".join(pythons) + " |", "|---|" + "---|" * len(pythons)]
        for times in TIMES:
            lines.append(f"| {times} × 26 weeks | " + " | ".join(f"{python[str(times)]:.1f}" for python in pythons.values()) + " |")
    if weights := report.get("weights"):
        lines += ["", f"**Guide pages**: the median of {weights['pages']} pages on a first visit is {weights['median']:,} bytes over the wire; the heaviest, `{weights['heaviest']}`, {weights['most']:,}."]
    if "lighthouse" in report:
        lines += ["", *lighthouse.table(report["lighthouse"])]
    return "\n".join(lines) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--times", type=int, default=7, help=f"how often each visit is measured (default: 7); with Lighthouse {lighthouse.MOST_TIMES} at most")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="measure only these parts and keep what the files have of the others (default: all)")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS), help="which ways to measure (default: all)")
    return parser


if __name__ == "__main__":
    main()
