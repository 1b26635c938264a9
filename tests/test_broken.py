"""The page on what is broken on purpose shows the report of a run, and nothing else."""

import json

from builder.broken import REPORT, build_broken
from tests.engines.driving import CANNOT, ENGINES
from tests.engines.faults import FAULTS, NEEDS


def test_the_report_is_of_the_faults_there_are() -> None:
    """Each fault of the report is one that is still broken on purpose, told in its own words."""
    report = json.loads(REPORT.read_text(encoding="utf-8"))

    assert {fault.__name__: " ".join(fault.__doc__.split()) for fault in FAULTS} == report["faults"]
    assert list(ENGINES) == report["engines"]


def test_every_cell_that_ran_says_what_was_seen() -> None:
    """A result has its browser's version, its day and what was seen; Chromium is never left out, and everything must hold in it."""
    cells = [cell for row in build_broken()["rows"] for cell in row.cells if cell.on]

    assert all(cell.version and cell.seen for cell in cells)
    assert len(FAULTS) == sum(cell.version.startswith("Chromium") and cell.held for cell in cells)


def test_a_cell_that_never_ran_says_so() -> None:
    """The page counts what did not run, instead of leaving it out, and says why where an engine cannot be driven so."""
    page = build_broken()
    cells = {(row.name, cell.engine): cell for row in page["rows"] for cell in row.cells if not cell.on}

    for fault, storage in NEEDS.items():
        assert {engine: why for (engine, each), why in CANNOT.items() if each == storage} == {engine: cell.seen for (name, engine), cell in cells.items() if name == fault.__name__}
    assert page["of"] == len(FAULTS) * len(ENGINES)
    assert page["ran"] == sum(bool(cell.on) for row in page["rows"] for cell in row.cells)
