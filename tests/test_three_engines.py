"""The accessibility page shows what runs in three engines have seen, and nothing else."""

from pathlib import Path

from builder.three_engines import build_three_engines, read_report
from tests.engines.driving import ENGINES
from tests.engines.keys import SAYS
from tests.engines.looks import ROWS, SCHEMES, WIDTHS

FEWEST_PAGES = 100


def test_the_looks_are_whole() -> None:
    """Each engine that looked did so at every page and state there is, in every width and scheme, and says its version and day."""
    for each in read_report()["looks"]:
        assert [" ".join(state.__doc__.split()) for row in ROWS for state in row] == each["states"]
        assert (list(WIDTHS), list(SCHEMES)) == (each["widths"], each["schemes"])
        assert each["pages"] > FEWEST_PAGES
        assert (each["pages"] + len(each["states"])) * len(WIDTHS) * len(SCHEMES) == each["looks"]
        assert each["version"] and each["on"] and each["axe"]


def test_the_steps_are_whole() -> None:
    """The steps of the report are those there are, in their own words, and an engine tells all of them or ends with one that did not hold."""
    report = read_report()
    assert SAYS == report["steps"]
    for engine in report["engines"]:
        steps = [each for each in report["keys"] if each["engine"] == engine]
        assert list(SAYS)[: len(steps)] == [each["step"] for each in steps]
        assert all(each["held"] for each in steps[:-1])
        assert not steps or len(steps) == len(SAYS) or not steps[-1]["held"]
        assert all(each["version"] and each["on"] and each["seen"] and each["keys"] for each in steps)


def test_chromium_finds_no_fault() -> None:
    """Chromium is never left out, and in it axe finds nothing and every step holds."""
    [chromium] = [row for row in build_three_engines()["rows"] if row.name == "Chromium"]

    assert chromium.looks
    assert () == chromium.found
    assert len(SAYS) == chromium.held


def test_the_page_shows_every_engine(built_site: Path) -> None:
    """Each engine has a row with its version and numbers; one that never ran says so."""
    page = (built_site / "accessibility/index.html").read_text(encoding="utf-8")
    rows = build_three_engines()["rows"]

    assert list(ENGINES) == [row.name for row in rows]
    for row in rows:
        assert (row.looked_version or row.walked_version or row.name) in page
        assert f"in {row.looks} looks at {row.pages} pages" in page if row.looks else "Not run." in page
