"""Which pages are looked at, and what axe and a ruler find on one."""

from playwright.sync_api import Page

from tests.conftest import ROOT
from tests.effort import first_look, is_deep

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")

PAGES = {
    "home": "",
    "red flags": "is-it-serious/",
    "first days": "first-72-hours/",
    "when to run": "return-to-running/",
    "programmes": "programmes/",
    "stage": "programmes/acute-strain/lengthen/",
    "exercise": "exercises/nordic-hamstring/",
    "exercise index": "exercises/",
    "stage of a programme without an injury": "programmes/prevention/ramp/",
    "understand your injury": "understand-your-injury/",
    "safe or risky": "safe-or-risky/",
    "mistakes": "mistakes/",
    "questions": "questions/",
    "mind": "mindset/",
    "back to sport": "return-to-sport/",
    "keep it strong": "keep-it-strong/",
    "six-week plan": "six-week-plan/",
    "where experts disagree": "where-experts-disagree/",
    "from another programme": "from-another-programme/",
    "for physiotherapists": "for-physiotherapists/",
    "open data": "open-data/",
    "take it along": "take-it-along/",
    "glossary": "glossary/",
    "references": "references/",
    "numbers": "how-the-planner-decides/",
    "about": "about/",
    "safety": "safety/",
    "accessibility": "accessibility/",
    "other people's work": "third-party/",
    "planner": "planner/",
    "not found": "no-such-page/",
}
# One of each template and each way to be long; the others have their look in make test-deep.
FIRST_LOOK = {"home", "red flags", "stage", "exercise", "exercise index", "safe or risky", "take it along", "numbers", "accessibility", "planner", "not found"}

# The colour schemes of the system, by the names the theme has for them.
SCHEMES = {"light": "default", "dark": "slate"}
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}

# Each size and each scheme once; a deep run looks at every pair, as `make test-engines` does.
LOOKS = tuple((size, scheme) for size in SIZES for scheme in SCHEMES) if is_deep() else (("desktop", "light"), ("phone", "dark"))


def each_page(*left_out: str) -> list:
    """The pages as cases of a test, those that are no first look marked deep."""
    return first_look(FIRST_LOOK.difference(left_out), ((name, path) for name, path in PAGES.items() if name not in left_out))


def violations_everywhere(page: Page) -> dict[str, list[str]]:
    """What axe finds, by size and colour scheme; the page is loaded once and turned."""
    page.evaluate(AXE)
    found = {}
    for size, scheme in LOOKS:
        width, height = SIZES[size]
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": height})
        # The theme looks at the system's choice when a page is opened; this is what its switch does later.
        page.evaluate("theme => document.body.setAttribute('data-md-color-scheme', theme)", SCHEMES[scheme])
        if faults := violations(page):
            found[f"{size}, {scheme}"] = faults
    return found


def violations(page: Page, *left_out: str) -> list[str]:
    """What axe finds, as rule and place; rules that are left out are not asked, which `color-contrast` makes worth it."""
    rules = {rule: {"enabled": False} for rule in left_out}
    found = page.evaluate("rules => axe.run(document, {rules, resultTypes: ['violations']})", rules)["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary'][:160]}" for rule in found for node in rule["nodes"]]


def sideways(page: Page) -> int:
    """How many pixels the page can be scrolled sideways."""
    return page.evaluate("Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)")
