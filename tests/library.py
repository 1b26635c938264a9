"""The project's own records, read and checked once for all tests of a process."""

from copy import deepcopy
from functools import cache
from typing import Any

from builder.load import load_plain
from builder.site import ROOT, records_json
from planner import bridge
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


def open_bridge() -> None:
    """Give the bridge the records, once for all requests, as the page does it."""
    bridge.open_records(records_json(_read()))
