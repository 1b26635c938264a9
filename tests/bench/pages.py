"""What a guide page weighs on a first visit, and what Lighthouse says of four pages."""

import json
import os
import subprocess
from statistics import median
from typing import Any
from xml.etree import ElementTree

from playwright.sync_api import Browser

from builder.library import NODE
from builder.site import ROOT
from tests.bench.host import Host
from tests.browser import chromium
from tests.browser.conftest import PLANNER_PAGE

LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
JUDGED = {"home": "", "a stage": "programmes/acute-strain/build/", "an exercise": "exercises/nordic-hamstring/", "planner": PLANNER_PAGE}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Lighthouse differs from run to run; of the pages' weights one in so many is enough for a median.
TIMES = 3
EVERY = 4


def weigh(browser: Browser, host: Host) -> dict[str, Any]:
    """The bytes of guide pages over the wire, each in a fresh browser."""
    weights = {}
    for path in guide_pages(host)[::EVERY]:
        context = browser.new_context()
        host.count_anew()
        context.new_page().goto(f"{host.url}{path}", wait_until="networkidle")
        weights[path] = host.bytes
        context.close()
    return {"median": round(median(weights.values())), "most": max(weights.values()), "heaviest": max(weights, key=weights.get), "pages": len(weights)}


def guide_pages(host: Host) -> list[str]:
    """Every page of the site map but the planner's, counted from the site's root."""
    sitemap = ElementTree.parse(host.site / "sitemap.xml")
    addresses = [element.text for element in sitemap.iter() if element.tag.endswith("loc")]
    root = min(addresses, key=len)
    return [address.removeprefix(root) for address in addresses if address != f"{root}{PLANNER_PAGE}"]


def judge(host: Host) -> dict[str, dict[str, int]]:
    """Lighthouse's marks out of 100 for a phone, the median of some runs, and how far a page's contents move while it loads."""
    return {name: _median_of([_lighthouse(f"{host.url}{path}") for _ in range(TIMES)]) for name, path in JUDGED.items()}


def _lighthouse(url: str) -> dict[str, float]:
    flags = " ".join(["--headless=new", *chromium.arguments()])
    command = [*NODE, LIGHTHOUSE, url, "--quiet", "--output=json", f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"]
    done = subprocess.run(command, env=os.environ | {"CHROME_PATH": chromium.find()}, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    marks = {name: report["categories"][name]["score"] * 100 for name in CATEGORIES}
    return marks | {"layout shift": report["audits"]["cumulative-layout-shift"]["numericValue"]}


def _median_of(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(median(run[name] for run in runs), 3) for name in runs[0]}
