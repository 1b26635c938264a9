"""What the tests of the figures share: every record, drawn once."""

from functools import cache
from typing import Any

from builder.figures import Figure, build_figure, render_figure
from builder.figures.figure import positions_of
from tests import library


@cache
def records_with_figures() -> dict[str, dict[str, Any]]:
    return library.plain()["exercises"]


@cache
def figure_of(id: str) -> Figure:
    return build_figure(records_with_figures()[id])


@cache
def svg_of(id: str) -> str:
    return render_figure(figure_of(id))


IDS = sorted(records_with_figures())
# Told by the record, so that to collect the tests takes no drawing: a movement has a start and somewhere to go from there.
MOVING = [id for id in IDS if "start" in (written := records_with_figures()[id]["figure"]) and len(positions_of(written)) > 1]


def record_with(id: str = "glute-bridge", **figure: Any) -> dict[str, Any]:
    """A record with a figure of the test's own."""
    return {**records_with_figures()[id], "figure": {"alt": "A figure for a test, described in enough words to pass the schema.", **figure}}
