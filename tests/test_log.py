"""A log from a file is data: read whole or refused with a reason."""

import json

import pytest

from planner import derive, read_log
from planner.migrate import VERSION
from planner.problems import BadInput
from tests.conftest import ROOT
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

    assert 2 == log.version
    assert {"age": 35} == log.entries[0].answers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", 'format: This is not a log of this planner: expected "format": "hamstring-guide-log".'),
        ("[]", 'format: This is not a log of this planner: expected "format": "hamstring-guide-log".'),
        (changed(version=3), "version: This log is of version 3, made by a newer planner. This one reads version 2. Reload the page for the newest planner."),
        (changed(version="1"), "version: expected a whole number, got '1'. Example: 2"),
        (changed(version=True), "version: expected a whole number, got True. Example: 2"),
        (changed(entries={}), "entries: expected a list, got {}. Example: []"),
        (with_entry(id=""), "entries[0].id: expected some text of at most 200 characters, got ''. Example: \"1\""),
        (with_entry(at="yesterday"), "entries[0].at: expected a moment with its offset, got 'yesterday'. Example: \"2026-12-01T08:00:00+01:00\""),
        (with_entry(kind="gossip"), "entries[0].kind: expected intake or check-in or session or test or choice or wish or correction, got 'gossip'. Example: \"intake\""),
        (with_entry(answers=[]), 'entries[0].answers: expected answers by question, got []. Example: {"age": 35}'),
        (changed(entries=GOOD["entries"] * 2), "entries[1].id: expected each id once, got '0000' again"),
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
        ('"' + "x" * 4_000_001 + '"', "larger than 4 MB"),
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


def test_a_moment_without_an_offset_is_refused() -> None:
    """Two entries can be put in order only when each says how far the clock was from Greenwich."""
    assert "expected a moment with its offset" in refused(with_entry(at="2026-12-01T08:00:00"))[0]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00", "2026-W49-2T08:00:00+01:00", "20261201T080000+0100", "2026-12-01", 5, None])
def test_an_odd_moment_is_refused(at) -> None:
    """A moment of a year out of reach, of a week or without a time is refused with an example."""
    assert 'Example: "2026-12-01T08:00:00+01:00"' in refused(with_entry(at=at))[0]


def test_entries_stand_in_the_order_they_happened() -> None:
    """Entries come by the moment, not by the place in the file or the numbers on the clock; the day is the reader's own."""
    entry = GOOD["entries"][0]
    late, early = {**entry, "id": "b", "at": "2026-12-02T00:30:00+09:00"}, {**entry, "id": "a", "at": "2026-12-01T18:00:00-05:00"}
    log = read_log(changed(entries=[early, late]))

    assert ["b", "a"] == [each.id for each in log.entries]
    assert ["2026-12-02", "2026-12-01"] == [each.day.isoformat() for each in log.entries]


def test_a_log_of_version_1_still_opens() -> None:
    """A log of the first version is read; tests that are measured now are asked again, and all else is kept."""
    old = {"format": "hamstring-guide-log", "version": 1, "entries": [{**GOOD["entries"][0], "answers": {"age": 35, "walk_normally": "yes", "bridge_equal": "yes", "stairs_or_bike": "yes"}}]}
    log = read_log(json.dumps(old))

    assert {"age": 35, "walk_normally": "yes"} == log.entries[0].answers


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_a_log_of_every_version_opens(version: int, records) -> None:
    """A file of each version there ever was is kept in tests/logs for good; it is read whole, and a plan follows from it."""
    text = (ROOT / "tests" / "logs" / f"version-{version}.json").read_text(encoding="utf-8")
    log = read_log(text)

    assert version == json.loads(text)["version"]
    assert [entry["id"] for entry in json.loads(text)["entries"]] == [entry.id for entry in log.entries]
    assert derive(log, records, log.entries[-1].day).outcome != "stop"
