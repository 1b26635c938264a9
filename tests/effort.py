"""How hard the tests look: `make test` looks at a share of what `make test-deep` looks at."""

import os
from collections.abc import Iterable
from typing import Any

import pytest

SHARE = 10


def is_deep() -> bool:
    """Whether this is a run of `make test-deep`, which sets DEEP."""
    return bool(os.environ.get("DEEP"))


def examples(number: int) -> int:
    """So many examples in a deep run, and a share of them in a quick one."""
    return number if is_deep() else number // SHARE


def first_look(at: Iterable[str], cases: Iterable[tuple[str, Any]]) -> list[Any]:
    """Cases by name for `pytest.mark.parametrize`: those named run each time, the others are a second look at the same."""
    named, cases = set(at), dict(cases)
    if unknown := named - set(cases):
        raise ValueError(f"first_look: no case is called {', '.join(sorted(unknown))}. Cases: {', '.join(cases)}")
    return [pytest.param(*(case if isinstance(case, tuple) else (case,)), id=name, marks=[] if name in named else [pytest.mark.deep]) for name, case in cases.items()]
