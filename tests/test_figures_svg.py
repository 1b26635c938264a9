"""The pictures as text: well-formed, titled, small, the same every time, and nothing in them that the pages' policy forbids."""

import gzip
import os
import re
import subprocess
import sys
from statistics import median
from xml.etree import ElementTree

import pytest

from builder.figures import build_checked, render_figure
from builder.figures.bounds import outline_points
from builder.figures.curve import closed, number, numbers, opened
from builder.figures.item import NUMBER, Item, few
from builder.figures.svg import Tracks
from builder.policy import scan_page
from tests.conftest import ROOT
from tests.figures import IDS, MOVING, figure_of, record_with, records_with_figures, svg_of

# Of the issue: half of the animated figures are no larger than this when sent. How long all take `build.py bench` tells.
MEDIAN_BYTES = 4096


@pytest.mark.parametrize("id", IDS)
def test_a_figure_is_well_formed_and_titled(id: str) -> None:
    """The SVG parses as XML, is an image, and is named by a title and the record's own description."""
    picture = ElementTree.fromstring(svg_of(id))
    named = [picture.find(f"*[@id='{name}']").text for name in picture.attrib["aria-labelledby"].split()]
    record = records_with_figures()[id]

    assert ("svg", "img") == (picture.tag, picture.attrib["role"])
    assert [record["name"], record["figure"]["alt"]] == named


def test_no_id_stands_twice_on_a_page_with_every_figure() -> None:
    """All figures together, and one of them a second time under another name, share no id."""
    page = "".join([*map(svg_of, IDS), render_figure(figure_of(IDS[0]), "again")])
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert 2 * len(IDS) + 2 == len(ids)


@pytest.mark.parametrize("id", IDS)
def test_a_figure_holds_nothing_that_the_policy_forbids(id: str) -> None:
    """No style attribute, no script, no link and no element beyond shapes and words."""
    elements = set(re.findall(r"<([a-z]+)", svg_of(id)))

    assert [] == scan_page(svg_of(id)).faults
    assert {"svg", "title", "desc", "g", "path"} == elements
    assert "href" not in svg_of(id)


@pytest.mark.parametrize("id", IDS)
def test_every_style_of_a_figure_is_in_the_style_sheet(id: str) -> None:
    """Each class of a shape has a rule, so that nothing is black by accident."""
    rules = (ROOT / "content/assets/figures.css").read_text(encoding="utf-8")
    styles = {style for style in re.findall(r'<(?:path|g)[^>]* class="([^"]+)"', svg_of(id))} - {"scenery", "start", "body", "way"}

    assert set() == {style for style in styles if not re.search(rf"\.{style}\b(?!-)", rules)}


@pytest.mark.parametrize("every", [pytest.param(6, id="a share"), pytest.param(1, id="all", marks=pytest.mark.deep)])
def test_the_same_records_give_the_same_bytes(every: int) -> None:
    """Two processes with different hash seeds draw the figures to the same text."""
    program = f"import hashlib, tests.figures as f; print(hashlib.sha256(''.join(map(f.svg_of, f.IDS[::{every}])).encode()).hexdigest())"
    digests = {
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(digests)


def test_half_of_the_animated_figures_are_small() -> None:
    """The median of the figures that play, packed as a server sends them, is at most four kilobytes."""
    assert MEDIAN_BYTES >= median(len(gzip.compress(svg_of(id).encode(), 9)) for id in MOVING)


@pytest.mark.parametrize("id", MOVING)
def test_the_tracks_lead_from_start_to_the_still_picture(id: str) -> None:
    """Every part that moves has a track, and the track's last frame is what the still picture shows."""
    picture = ElementTree.fromstring(svg_of(id))
    tracks = [track.split(",") for track in picture.attrib["data-tracks"].split("|")]
    for element in picture.iter():
        if "data-m" in element.attrib:
            fine, *rows = tracks[int(element.attrib["data-m"])]
            steps = [list(map(int, row.split())) for row in rows]
            last = [sum(column) / int(fine) for column in zip(*steps)]
            still = element.attrib.get("transform") or element.attrib["d"]

            assert pytest.approx([float(found) for found in NUMBER.findall(still)], abs=0.051) == last


@pytest.mark.parametrize("id", MOVING)
def test_a_movement_takes_as_long_as_its_dose_says(id: str) -> None:
    """The seconds of lifting, holding and lowering are those of the dose in the stage where the exercise is most at home."""
    record = records_with_figures()[id]
    tempo = record["doses"][record["typical"][0]].get("tempo", {})
    out, held, back, _ = figure_of(id).beats
    named = {tempo[name] for name in ("lift_seconds", "lower_seconds") if name in tempo}

    assert named <= {out, back} or record["figure"].get("returns") is False and out in named or record["figure"].get("round")
    assert tempo.get("pause_seconds", held) == held


def test_a_slow_lower_takes_its_seconds_on_the_way_down() -> None:
    """The Nordic lowers for four seconds from start to end; the bridge lifts for two, holds for three and lowers for two."""
    assert (4.0, 0.8, 2.0) == figure_of("nordic-hamstring").beats[:3]
    assert (2.0, 3.0, 2.0) == figure_of("glute-bridge").beats[:3]


def test_a_round_movement_does_not_go_back() -> None:
    """A circle has one way, which ends where it began."""
    figure, problems = build_checked(record_with("marching-drill", start={"pin": "far foot", "hip": 30, "knee": 40}, through=[{"hip": 60, "knee": 60}, {"hip": 60, "knee": 20}], end={"hip": 20, "knee": 10}, round=True), "x.yaml")

    assert [] == problems
    assert (0.0, 0.0, 0.0) == figure.beats[1:]
    assert figure.film.poses[0] == figure.film.poses[-1]


def test_a_words_of_a_record_cannot_become_markup() -> None:
    """A name and a description full of markup are shown letter for letter."""
    record = record_with(start={"pin": "back"}, left_out=["mat"]) | {"name": '<b onclick="x">&amp;'}
    record["figure"]["alt"] = "</desc><script>alert(1)</script>\n\n*x*"
    picture = ElementTree.fromstring(render_figure(build_checked(record, "x.yaml")[0]))

    assert ['<b onclick="x">&amp;', "</desc><script>alert(1)</script> *x*"] == [picture[0].text, picture[1].text]


@pytest.mark.parametrize(("value", "text"), [(0.5, ".5"), (-0.5, "-.5"), (10, "10"), (-0.04, "0"), (100.06, "100.1"), (20.0, "20")])
def test_numbers_are_as_short_as_they_can_be(value: float, text: str) -> None:
    """No needless nought, point or sign."""
    assert text == number(value)


def test_numbers_in_a_row_can_be_told_apart() -> None:
    """What is written without a space between is read as the same numbers."""
    values = [1.5, 0.3, -2, 4, 0.7, -0.1, 10, 0, 0.2]

    assert values == [float(found) for found in NUMBER.findall(numbers(values))]


def test_a_curve_goes_through_its_points() -> None:
    """The points of an outline are on the path that is written for it, to half a millimetre."""
    points = ((0.0, 0.0), (10.0, 3.3), (14.2, 9.0), (3.0, 12.0))

    for path, wanted in ((closed(points), [*points, points[0]]), (opened(points), list(points))):
        assert pytest.approx([value for point in wanted for value in point], abs=0.051) == [value for point in outline_points(path) for value in point]


def test_what_hardly_moves_is_written_once() -> None:
    """A part that stays within three millimetres has one place, and a part that goes further has one for every frame."""
    assert ("translate(0 .2)",) == few(("translate(0 0)", "translate(0 .1)", "translate(0 .2)"))
    assert 2 == len(few(("translate(0 0)", "translate(0 5)")))


def test_a_track_is_written_once_for_all_that_go_the_same_way() -> None:
    """Halo and fill of one part share one track."""
    tracks = Tracks()
    item = Item("skin", ("M0 0",), ("translate(0 0)", "translate(1 2)"))

    assert (0, 0) == (tracks.number_of(item.places), tracks.number_of(item.places))
    assert "10,0 0,10 20" == tracks.text()
