"""What Lighthouse says of four pages: Google's measure for speed on a phone, accessibility, good manners and being found.

It opens each page in a browser of its own, works out how a middling phone on a slow line would have fared, and gives points. The points for speed
depend on the machine a little, so each page is opened several times and the median counts. A page at 127.0.0.1 counts as secure, and that the
site was built for another address costs nothing: the canonical address may be another host's.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from builder.library import NODE
from builder.site import ROOT
from tests.bench.host import hosting
from tests.browser import chromium
from tests.browser.conftest import PLANNER_PAGE

LIGHTHOUSE = ROOT / "node_modules" / "lighthouse"
# The stage is the one with the heaviest page.
PAGES = {"home": "", "a stage": "programmes/acute-strain/lengthen/", "an exercise": "exercises/nordic-hamstring/", "the planner": PLANNER_PAGE}
# Each kind of points, and how many we want at least.
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
METRICS = ("first-contentful-paint", "largest-contentful-paint", "speed-index", "total-blocking-time", "cumulative-layout-shift")
# Lighthouse's makers advise five; more would move the median little.
MOST_TIMES = 5

Report = Mapping[str, Any]  # what Lighthouse writes


def measure(site: Path, times: int) -> dict[str, Any]:
    """The points of each page, and what costs some. Raises RuntimeError when a page could not be judged."""
    times = min(times, MOST_TIMES)
    reports = defaultdict(list)
    with hosting(site) as host:
        for number in range(times):
            for name, path in PAGES.items():
                print(f"Lighthouse, {name}: {number + 1} of {times}", file=sys.stderr, flush=True)
                reports[name].append(judged(f"{host.url}{path}"))
    first = reports["home"][0]
    return {
        "version": first["lighthouseVersion"],
        "times": times,
        # How fast it found this machine; the simulated phone is four times slower than that.
        "benchmark_index": round(median(report["environment"]["benchmarkIndex"] for each in reports.values() for report in each)),
        "pages": {name: {"path": PAGES[name], **told(each)} for name, each in reports.items()},
    }


def judged(url: str) -> Report:
    """Lighthouse's report on one page."""
    program = LIGHTHOUSE / "cli" / "index.js"
    if not program.is_file():
        raise RuntimeError("Lighthouse is not installed. Run: make bench")
    with TemporaryDirectory() as folder:
        file = Path(folder, "report.json")
        # Without the flag for errors it asks whether it may report its own to a service, and remembers the answer.
        asked = ["--output=json", f"--output-path={file}", f"--only-categories={','.join(WANTED)}", "--no-enable-error-reporting", "--quiet"]
        flags = " ".join(["--headless=new", *chromium.arguments()])
        done = subprocess.run([*NODE, program, url, *asked, f"--chrome-flags={flags}"], env=os.environ | {"CHROME_PATH": chromium.find()}, capture_output=True, text=True, check=False)
        if done.returncode or not file.is_file():
            raise RuntimeError(f"Lighthouse gave up on {url}: {done.stderr.strip()[-600:]}")
        report = json.loads(file.read_text(encoding="utf-8"))
    if unjudged := [name for name, category in report["categories"].items() if category["score"] is None]:
        wrong = [f"{id}: {audit['errorMessage']}" for id, audit in report["audits"].items() if audit.get("errorMessage")]
        raise RuntimeError(f"Lighthouse could not judge {', '.join(unjudged)} of {url}: {'; '.join(wrong)}")
    return report


def told(reports: list[Report]) -> dict[str, Any]:
    """Of several reports on one page: the points with their spread, the measures, and what cost points. Medians, each by itself."""
    points = {name: [round(report["categories"][name]["score"] * 100) for report in reports] for name in WANTED}
    lost = [costs(report) for report in reports]
    each_cost = {id: round(median(each.get(id, 0.0) for each in lost), 1) for id in sorted({id for each in lost for id in each})}
    return {
        "points": {name: {"median": median(each), "least": min(each), "most": max(each)} for name, each in points.items()},
        "measures": {id: round(median(report["audits"][id]["numericValue"] for report in reports), 3) for id in METRICS},
        "costs": dict(sorted(((id, cost) for id, cost in each_cost.items() if cost), key=lambda pair: -pair[1])),
    }


def costs(report: Report) -> dict[str, float]:
    """The points that each audit takes from the hundred of its category: "performance/first-contentful-paint", 0.4."""
    found = {}
    for name, category in report["categories"].items():
        counted = [(each["id"], each["weight"], report["audits"][each["id"]]["score"]) for each in category["auditRefs"]]
        counted = [(id, weight, score) for id, weight, score in counted if weight and score is not None]
        whole = sum(weight for _, weight, _ in counted)
        found |= {f"{name}/{id}": 100 * weight * (1 - score) / whole for id, weight, score in counted if score < 1}
    return found


def table(seen: Mapping[str, Any]) -> list[str]:
    """The same as lines of Markdown."""
    lines = [f"**Lighthouse {seen['version']}** (points of 100 on a simulated phone, median of {seen['times']} with the least and the most; this machine's benchmark index is {seen['benchmark_index']})", ""]
    lines += ["| | " + " | ".join(WANTED) + " | first paint | largest paint | blocked | moved | what costs points |", "|---|" + "---|" * (len(WANTED) + 5)]
    for name, page in seen["pages"].items():
        points = [_points(page["points"][each], wanted) for each, wanted in WANTED.items()]
        measures = page["measures"]
        paints = [f"{measures[id] / 1000:.1f} s" for id in ("first-contentful-paint", "largest-contentful-paint")]
        moved = [f"{measures['total-blocking-time']:.0f} ms", f"{measures['cumulative-layout-shift']:.3f}"]
        lost = ", ".join(f"{id.split('/')[1]} {cost:g}" for id, cost in page["costs"].items()) or "–"
        lines.append(f"| {name} | " + " | ".join([*points, *paints, *moved, lost]) + " |")
    return [*lines, "", _verdict(seen)]


def _points(seen: Mapping[str, float], wanted: int) -> str:
    spread = f" ({seen['least']}–{seen['most']})" if seen["least"] != seen["most"] else ""
    return f"{seen['median']:g}{spread}" if seen["median"] >= wanted else f"**{seen['median']:g}**{spread}"


def _verdict(seen: Mapping[str, Any]) -> str:
    """Whether all is as we want it, or what is not."""
    goal = ", ".join(f"{name} {wanted}" for name, wanted in WANTED.items())
    below = [f"{name}: {each} {page['points'][each]['median']:g}" for name, page in seen["pages"].items() for each, wanted in WANTED.items() if page["points"][each]["median"] < wanted]
    return f"BELOW what we want ({goal}): {'; '.join(below)}." if below else f"All are at or above what we want ({goal})."
