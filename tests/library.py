"""The project's own records, read and checked once for all tests of a process."""

from copy import deepcopy
from functools import cache
from typing import Any

from builder.load import load_plain
from builder.site import ROOT
from planner.model import Records
from planner.records import read_records


@cache
def _read() -> dict[str, Any]:
    return load_plain(ROOT)


def plain() -> dict[str, Any]:
    """The records as plain values, a copy that a test may spoil."""
    return deepcopy(_read())


@cache
def records() -> Records:
    return read_records(_read())
