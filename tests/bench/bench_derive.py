"""How long derive takes on half a year, ten and a hundred of them: `pytest tests/bench/bench_derive.py`. Reported, never asserted."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from planner.derive import derive
from tests.bench.logs import TIMES, followed_but_the_last, log_of, records, with_one_more


@pytest.mark.parametrize("times", TIMES)
def test_whole(times: int, benchmark: BenchmarkFixture) -> None:
    """One derive in the Python that runs this, on so many half years."""
    log, today = log_of(times)

    situation = benchmark.pedantic(derive, (log, records(), today), rounds=max(3, 30 // times), warmup_rounds=1)

    assert "plan" == situation.outcome


@pytest.mark.parametrize("times", TIMES)
def test_one_more(times: int, benchmark: BenchmarkFixture) -> None:
    """The same where everything but the last entry was followed before, as at each press of a reader."""
    log, today = log_of(times)

    situation = benchmark.pedantic(with_one_more, (log, records(), today, followed_but_the_last(log, records(), today)), rounds=max(3, 30 // times), warmup_rounds=1)

    assert derive(log, records(), today) == situation
