"""python -m planner: the same planner in a terminal."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.people import TODAY, log_of, people

GOOD = json.dumps(log_of(people()["settled-strain"]))


def planner(*arguments: str, text: str = GOOD) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "planner", *arguments], input=text, capture_output=True, text=True, cwd=ROOT, check=False)


def test_text_from_standard_input() -> None:
    """- reads standard input and the plan is written as text."""
    done = planner("-", "--on", TODAY)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("Hamstring strain, stage 2 of 4: Build strength\n")
    assert "Tuesday 1 December" in done.stdout


def test_json_from_a_file(tmp_path) -> None:
    """--format json gives the situation, with the day it was asked for."""
    log = tmp_path / "log.json"
    log.write_text(GOOD, encoding="utf-8")
    done = planner(str(log), "--on", TODAY, "--format", "json")

    situation = json.loads(done.stdout)
    assert ("plan", TODAY, "acute-strain/build") == (situation["outcome"], situation["today"], situation["placement"]["stage"])


def test_html_is_the_fragment_of_the_page() -> None:
    """--format html gives the fragment the page shows."""
    done = planner("-", "--on", TODAY, "--format", "html")

    assert '<h2 class="view-title" tabindex="-1">Your week: Build strength</h2>' in done.stdout


@pytest.mark.parametrize(
    ("arguments", "text", "message"),
    [
        (("-", "--on", TODAY), "{}", 'format: This is not a log of this planner: expected "format": "hamstring-guide-log".'),
        (("-", "--on", TODAY), json.dumps(log_of({**people()["settled-strain"], "age": 35.5})), "answers.age: Please write a whole number. Example: 35"),
        (("nowhere.json", "--on", TODAY), GOOD, "nowhere.json: cannot be read: No such file or directory"),
        (("-", "--on", "tomorrow"), GOOD, "expected a day of the calendar as year-month-day, not after 2200, got 'tomorrow'. Example: 2026-12-01"),
        (("-", "--on", "2026-W49-2"), GOOD, "expected a day of the calendar as year-month-day, not after 2200, got '2026-W49-2'. Example: 2026-12-01"),
        (("-", "--on", "9999-12-30"), GOOD, "expected a day of the calendar as year-month-day, not after 2200, got '9999-12-30'. Example: 2026-12-01"),
        (("-", "--on", TODAY, "--records", "mkdocs.yml"), GOOD, "mkdocs.yml: is not the records.json of a built site."),
        (("-", "--on", TODAY, "--records", "nowhere.json"), GOOD, "nowhere.json: cannot be read: No such file or directory"),
        (("-", "--on", TODAY, "--format", "pdf"), GOOD, "invalid choice: 'pdf'"),
    ],
)
def test_bad_input_exits_2_with_a_message(arguments, text, message) -> None:
    """Bad input gives exit 2 and a message, never a traceback."""
    done = planner(*arguments, text=text)

    assert 2 == done.returncode
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "" == done.stdout


def test_bytes_that_are_no_text_exit_2(tmp_path) -> None:
    """A file that is not text is refused with its name."""
    log = tmp_path / "log.json"
    log.write_bytes(b"\xff\xfe\x00")
    done = planner(str(log), "--on", TODAY)

    assert 2 == done.returncode
    assert f"{log}: cannot be read as text in UTF-8" in done.stderr


def test_an_empty_log_is_a_result() -> None:
    """A log without answers is not an error."""
    done = planner("-", "--on", TODAY, text='{"format": "hamstring-guide-log", "version": 1, "entries": []}')

    assert 0 == done.returncode
    assert done.stdout.startswith("Nothing here yet: the log has no answers.")
