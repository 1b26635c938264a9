"""The figure that a contributor sees while editing a record."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.figures.preview import preview, write_sheets
from tests.conftest import ROOT
from tests.figures import IDS, records_with_figures

RECORD = ROOT / "exercises/glute-bridge.yaml"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A copy of a record that a test may change."""
    return Path(shutil.copyfile(RECORD, tmp_path / "glute-bridge.yaml"))


def change(record: Path, old: str, new: str) -> None:
    text = record.read_text(encoding="utf-8")
    assert old in text
    record.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_one_command_draws_one_figure(tmp_path: Path) -> None:
    """`build.py figure … --once` writes the page, says where it is, and that nothing is wrong."""
    done = subprocess.run([sys.executable, "build.py", "figure", str(RECORD), "--once", "--out", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert f"Nothing is wrong with it.\nThe figure is in {tmp_path / 'figure.html'}. Reload the page to see it.\n" == done.stdout


@pytest.mark.parametrize(("arguments", "message"), [(["figure"], "figure needs a record"), (["check", "exercises/glute-bridge.yaml"], "and only figure does")])
def test_a_command_without_its_record_says_what_it_needs(arguments: list[str], message: str) -> None:
    """A record goes with `figure` and with nothing else."""
    done = subprocess.run([sys.executable, "build.py", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)

    assert 2 == done.returncode
    assert message in done.stderr


def test_the_page_shows_both_themes_and_no_id_twice(record: Path, tmp_path: Path) -> None:
    """The figure stands on the page once for each theme, each with ids of its own."""
    page, problems = preview(record, tmp_path)
    text = page.read_text(encoding="utf-8")
    ids = [part.split('"')[0] for part in text.split(' id="')[1:]]

    assert [] == problems
    assert 2 == text.count('<svg class="figure"')
    assert len(ids) == len(set(ids)) == 4


def test_what_is_wrong_is_told_and_the_figure_is_drawn_all_the_same(record: Path, tmp_path: Path) -> None:
    """A knee that bends too far is told with its place, on the page as well, and can be seen."""
    change(record, "knee: 112", "knee: 158")
    page, problems = preview(record, tmp_path)
    text = page.read_text(encoding="utf-8")

    assert f"{record.as_posix()}: figure.start.knee: expected 0 to 150 degrees, got 158: the knee bends further than a joint goes. Example: 90" in map(str, problems)
    assert "got 158: the knee bends further" in text
    assert 2 == text.count('<svg class="figure"')


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("arrow: hips", "arrow: left hip", "figure.arrow: expected a part of the body, such as hips or far heel, got 'left hip'. Example: hips"),
        ("knee: 112", "knee: bent", "figure.start.knee: expected degrees, got 'bent'. Example: 90"),
        ("pin: [back, feet]", "pin: [back, hooves]", "figure.start.pin: expected a part of the body (back, shoulders, "),
        ("figure:\n", "figure: {\n", "line "),
    ],
)
def test_a_figure_that_cannot_be_read_is_told(record: Path, tmp_path: Path, old: str, new: str, message: str) -> None:
    """A word that does not belong there gives a sentence, not a picture and not a traceback."""
    change(record, old, new)
    page, problems = preview(record, tmp_path)

    assert any(message in str(problem) for problem in problems)
    assert '<svg class="figure"' not in page.read_text(encoding="utf-8")


def test_a_saved_record_is_drawn_again(record: Path, tmp_path: Path) -> None:
    """While the command runs, a change of the record changes the page."""
    out = tmp_path / "out"
    running = subprocess.Popen([sys.executable, "build.py", "figure", str(record), "--out", str(out)], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: (out / "figure.html").is_file())
        time.sleep(1)
        change(record, "knee: 112", "knee: 100")
        before = (out / "figure.html").read_text(encoding="utf-8")
        wait_for(lambda: (out / "figure.html").read_text(encoding="utf-8") not in (before, ""))
    finally:
        running.terminate()
        running.wait()


def wait_for(condition) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "waited for 20 seconds"
        time.sleep(0.1)


def test_a_sheet_for_each_theme_holds_every_figure(tmp_path: Path) -> None:
    """Both sheets have all figures, under their names."""
    from builder.figures import draw_album

    records = records_with_figures()
    pages = write_sheets(draw_album(records), {id: record["name"] for id, record in records.items()}, tmp_path)

    assert ["figures-light.html", "figures-dark.html"] == [page.name for page in pages]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert len(IDS) == text.count('<svg class="figure"')
        assert [] == [record["name"] for record in records.values() if f"<h2>{record['name']}</h2>" not in text]
