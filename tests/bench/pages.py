"""What a guide page weighs on a first visit."""

from statistics import median
from typing import Any
from xml.etree import ElementTree

from playwright.sync_api import Browser

from tests.bench.host import Host
from tests.browser.conftest import PLANNER_PAGE

# One in so many is enough for a median.
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
