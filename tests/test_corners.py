"""Corners of the planner that no reader comes to on an ordinary day; `make coverage` wants every branch taken."""

import io
import json
from dataclasses import replace

import pytest

from builder.load import load_plain
from planner import __main__ as command_line
from planner.criteria import first_tried
from planner.dose import dose_minutes
from planner.facts import Facts
from planner.placement import place
from tests.conftest import ROOT
from tests.lives import PROTOCOL, RECORDS
from tests.lives import TODAY as ON
from tests.people import TODAY, log_of, people

GOOD = json.dumps(log_of(people()["settled-strain"]))


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.json"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def records_at_hand(monkeypatch) -> None:
    """The records are read once and not by each of these tests."""
    monkeypatch.setattr("builder.load.load_records", lambda root: RECORDS)


# --- the command line, in this process so that its branches are seen --------------------------------------------------------


@pytest.mark.parametrize(("asked", "beginning"), [([], "Hamstring strain, stage 2"), (["--format", "json"], "{\n"), (["--format", "html"], "<"), (["--why"], "")])
def test_each_way_to_write_a_plan(log, asked, beginning, capsys) -> None:
    """The command line writes text, JSON, HTML or every reason."""
    assert 0 == command_line.main([str(log), "--on", TODAY, *asked])
    written = capsys.readouterr().out
    assert written.lstrip().startswith(beginning)
    assert 500 < len(written)


def test_records_of_a_built_site_make_the_same_plan(log, tmp_path, monkeypatch, capsys) -> None:
    """With the records of a site, and a log from standard input, the plan is the same."""
    records = tmp_path / "records.json"
    records.write_text(json.dumps(load_plain(ROOT)), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD))
    assert 0 == command_line.main(["-", "--on", TODAY, "--records", str(records)])
    from_site = capsys.readouterr().out
    command_line.main([str(log), "--on", TODAY])

    assert capsys.readouterr().out == from_site


def test_what_cannot_be_read_is_said(log, tmp_path, capsys) -> None:
    """A missing file, bytes that are no text, a log that is none and records that are none each end with 2 and a sentence."""
    bytes_, empty = tmp_path / "bytes", tmp_path / "empty"
    bytes_.write_bytes(b"\xff\xfe")
    empty.write_text("{}", encoding="utf-8")
    for arguments, part in (([str(tmp_path / "none")], "cannot be read"), ([str(bytes_)], "as text in UTF-8"), ([str(empty)], "not a log of this planner"), ([str(log), "--records", str(empty)], "is not the records.json")):
        assert 2 == command_line.main([*arguments, "--on", TODAY])
        assert part in capsys.readouterr().err


def test_records_that_do_not_build_are_said(log, monkeypatch, capsys) -> None:
    """A mistake in this checkout's records ends with 2 and the build's own sentence."""
    from builder import load
    from builder.problems import BuildStopped, Problem

    def stop(_):
        raise BuildStopped([Problem("exercises/x.yaml", "", "expected more")])

    monkeypatch.setattr(load, "load_records", stop)
    assert 2 == command_line.main([str(log), "--on", TODAY])
    assert "exercises/x.yaml" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused(log, capsys) -> None:
    """The day is refused with an example."""
    with pytest.raises(SystemExit):
        command_line.main([str(log), "--on", "tomorrow"])
    assert "Example: 2026-12-01" in capsys.readouterr().err


# --- rules on values that the records and the form do not give -------------------------------------------------------------


def test_a_dose_of_an_unknown_kind_has_no_length() -> None:
    """A kind of dose that nobody taught the planner is refused and not guessed."""
    dose = next(iter(RECORDS.exercises["glute-bridge"].doses.values()))
    with pytest.raises(ValueError, match="no length for a dose of kind 'dance'"):
        dose_minutes(replace(dose, kind="dance"), (1, 1), PROTOCOL)


def test_without_a_sport_no_end_of_the_road_is_named() -> None:
    """Somebody whose sport is not known is placed, and nothing is said about where the road ends."""
    facts = Facts({"onset": "healthy", "pain_now": 0, "pain_worst": 0, "walking": "normal"}, ON)
    placed = place(facts, first_tried({}, ON, PROTOCOL), PROTOCOL)

    assert "prevention" == placed.track
    assert "end-of-the-road" not in {finding.code for finding in placed.findings}
