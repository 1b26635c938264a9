"""How long derive takes on half a year, ten and a hundred of them: `pytest tests/bench/bench_derive.py`. Reported, never asserted."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from planner.derive import derive
from tests.bench.logs import TIMES, log_of, records


@pytest.mark.parametrize("times", TIMES)
def test_derive(times: int, benchmark: BenchmarkFixture) -> None:
    """One derive in the Python that runs this, on so many half years."""
    log, today = log_of(times)

    situation = benchmark.pedantic(derive, (log, records(), today), rounds=max(3, 30 // times), warmup_rounds=1)

    assert "plan" == situation.outcome
