"""How the bench reads Lighthouse's reports; what Lighthouse says of the site is measured by `make bench` and asserted nowhere."""

from typing import Any

import pytest

from tests.bench.lighthouse import METRICS, WANTED, costs, table, told


def report(speed: float = 1.0, links: float | None = 1.0) -> dict[str, Any]:
    """A report in which two audits count: three quarters of the speed's points, and the only one of being found."""
    audits = {id: {"score": 1.0, "numericValue": 0.004} for id in METRICS}
    audits |= {"speed-index": {"score": speed, "numericValue": 1500.0}, "link-text": {"score": links}, "a-hint": {"score": 0}}
    categories = {name: {"score": 1.0, "auditRefs": []} for name in WANTED}
    categories["performance"] = {"score": 0.25 + 0.75 * speed, "auditRefs": [{"id": "speed-index", "weight": 3}, {"id": METRICS[0], "weight": 1}, {"id": "a-hint", "weight": 0}]}
    categories["seo"] = {"score": links, "auditRefs": [{"id": "link-text", "weight": 1}]}
    return {"audits": audits, "categories": categories}


def test_what_costs_points_adds_up_to_what_is_missing() -> None:
    """An audit costs its share of the category's hundred; one without weight, or that does not apply, costs nothing."""
    assert {"performance/speed-index": pytest.approx(15)} == costs(report(speed=0.8))
    assert {} == costs(report(links=None))


def test_the_median_of_several_counts() -> None:
    """Points and measures are medians with the least and the most beside them, and what cost points only once costs none in the median."""
    seen = told([report(), report(speed=0.9), report(speed=0.8, links=0.0)])

    assert {"median": 92, "least": 85, "most": 100} == seen["points"]["performance"]
    assert {"median": 100, "least": 0, "most": 100} == seen["points"]["seo"]
    assert {"performance/speed-index": 7.5} == seen["costs"]


def test_what_is_below_what_we_want_is_said() -> None:
    """The table marks the points that are too few and names them once more below; where all are enough it says that."""
    seen = {"version": "1.2.3", "times": 3, "benchmark_index": 2000, "pages": {"home": told([report()]), "a stage": told([report(speed=0.8)])}}
    [*rows, verdict] = table(seen)

    assert "| a stage | **85** | 100 |" in "\n".join(rows)
    assert "BELOW" in verdict and "a stage: performance 85" in verdict and "home" not in verdict
    assert "All are at or above" in table({**seen, "pages": {"home": told([report()])}})[-1]
