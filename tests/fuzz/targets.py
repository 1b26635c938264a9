"""What is fuzzed, as functions of bytes: each returns, or raises what is a fault. No Atheris is needed to call them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from builder.problems import BuildStopped
from builder.strict_yaml import parse_yaml
from planner.derive import derive
from planner.log import log_text, read_log
from planner.problems import BadInput
from tests import library

HERE = Path(__file__).resolve().parent
FOUND = HERE / "found"
RECORDS = library.records()
TODAY = date(2026, 12, 1)
# A plan takes a thousand times as long as reading, so only short logs are planned.
FEW = 4


def read_a_log(content: bytes) -> None:
    """A file is a log that comes back from its own file as it was, and gives a situation; or it is refused with a sentence."""
    text = content.decode("utf-8", errors="surrogateescape")  # half a letter is possible in what a page hands over
    try:
        log = read_log(text)
    except BadInput as refusal:
        assert all(problem.message for problem in refusal.problems)
        return
    assert log == read_log(log_text(log))
    if len(log.entries) > FEW:
        return
    try:
        derive(log, RECORDS, TODAY)
    except BadInput as refusal:
        assert all(problem.place and problem.message for problem in refusal.problems)


def read_some_yaml(content: bytes) -> None:
    """A file is text, whole or decimal numbers, true, false, nothing, lists and mappings by words; or it is refused with its place."""
    try:
        plain = parse_yaml(content, "typed.yaml")
    except BuildStopped as stop:
        assert all(problem.message for problem in stop.problems)
        return
    _must_be_plain(plain, set())


def _must_be_plain(value: Any, within: set[int]) -> None:
    assert id(value) not in within, "it holds itself"
    if isinstance(value, dict):
        assert all(isinstance(name, str) for name in value), f"a key is no word: {value!r}"
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            _must_be_plain(each, within | {id(value)})
        return
    assert value is None or type(value) in (str, bool, int, float), f"{type(value)}: {value!r}"


TARGETS: dict[str, Callable[[bytes], None]] = {"log": read_a_log, "yaml": read_some_yaml}
