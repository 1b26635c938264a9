"""A log from a file is data: read whole or refused with a reason."""

import json

import pytest

from planner import read_log
from planner.problems import BadInput
from tests.people import log_of

GOOD = log_of({"age": 35})


def refused(text: str) -> list[str]:
    with pytest.raises(BadInput) as refusal:
        read_log(text)
    return [str(problem) for problem in refusal.value.problems]


def changed(**fields) -> str:
    return json.dumps({**GOOD, **fields})


def with_entry(**fields) -> str:
    return changed(entries=[{**GOOD["entries"][0], **fields}])


def test_a_good_log_is_read() -> None:
    """A log comes back with its entries."""
    log = read_log(json.dumps(GOOD))

    assert 1 == log.version
    assert {"age": 35} == log.entries[0].answers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", 'format: This is not a log of this planner: expected "format": "hamstring-guide-log".'),
        ("[]", 'format: This is not a log of this planner: expected "format": "hamstring-guide-log".'),
        (changed(version=2), "version: This log is of version 2, made by a newer planner. This one reads version 1. Reload the page for the newest planner."),
        (changed(version="1"), "version: expected a whole number, got '1'. Example: 1"),
        (changed(version=True), "version: expected a whole number, got True. Example: 1"),
        (changed(entries={}), "entries: expected a list, got {}. Example: []"),
        (with_entry(id=""), "entries[0].id: expected some text, got ''. Example: \"1\""),
        (with_entry(at="yesterday"), "entries[0].at: expected a date and time, got 'yesterday'. Example: \"2026-12-01T08:00:00+01:00\""),
        (with_entry(kind="gossip"), "entries[0].kind: expected intake, got 'gossip'. Example: \"intake\""),
        (with_entry(answers=[]), 'entries[0].answers: expected answers by question, got []. Example: {"age": 35}'),
        (changed(entries=GOOD["entries"] * 2), "entries[1].id: expected each id once, got '1' again"),
    ],
)
def test_a_wrong_log_is_refused_with_its_place(text: str, message: str) -> None:
    """The message names the place, what was expected, what was found and a right example."""
    assert [message] == refused(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{"version": NaN}', "NaN is not a number a log may hold"),
        ('{"version": 1, "version": 1}', "a key stands twice in one object"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "cannot be read as JSON"),
        ("not json", "cannot be read as JSON"),
        ("", "cannot be read as JSON"),
        ('"' + "x" * 1_000_001 + '"', "larger than 1 MB"),
    ],
    ids=["NaN", "doubled key", "deep nesting", "huge number", "no JSON", "nothing", "too large"],
)
def test_hostile_json_is_refused(text: str, part: str) -> None:
    """JSON that Python would swallow, or choke on, is refused with a sentence."""
    [message] = refused(text)

    assert part in message


def test_every_problem_is_told() -> None:
    """Two mistakes in one entry are both told."""
    assert 2 == len(refused(with_entry(id=7, kind="gossip")))
