"""Text from a record is text on the page, whatever it holds."""

import html
import re
from datetime import date

import pytest
from markdown import Markdown

from builder.figures import draw_album
from builder.pages import (
    as_written,
    build_environment,
    build_exercise_page,
    build_physiotherapists,
    build_road,
    build_roads,
    build_stage_page,
    build_tracks,
    front_matter,
    render_page,
    squeeze,
    typical_stage,
)
from planner.records import read_records
from tests import library
from tests.people import TODAY

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc"]
HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[a link](javascript:alert(1))",
    "**bold** and `code` and _more_",
    "text {: onclick=alert(1) }",
    "{{ 7 * 7 }} {age} {0.__class__}",
    "# a heading",
    "- a list",
    "1. a list",
    "> a quotation",
    "a | b | c",
    "&lt;b&gt; & &amp;",
    '"><b>out</b>',
    "@@CONTENT-SECURITY-POLICY@@",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_text_to_markdown_and_html(text: str) -> None:
    """What a record says is shown letter for letter, in HTML and in Markdown, and adds no element."""
    for page in (f"<p>{as_written(text)}</p>", f"Before {as_written(text)} after", f"{as_written(text)}"):
        made = Markdown(extensions=EXTENSIONS).convert(page)
        shown = html.unescape(re.sub(r"</?p>", "", made))

        assert " ".join(text.split()) in shown
        assert set() == set(re.findall(r"<(\w+)", made)) - {"p"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_exercise_makes_a_harmless_page(text: str) -> None:
    """An exercise whose every sentence is hostile shows it all and adds no element and no attribute."""
    plain = library.plain()
    usual = render(plain)
    record = plain["exercises"]["glute-bridge"]
    record.update(name=text, summary=text, feel=text, stop_when=text, aliases=[text], steps=[text] * len(record["steps"]))
    record["figure"]["alt"] = text
    hostile = render(plain)

    assert elements(usual) == elements(hostile)
    assert [] == [found for found in re.findall(r"<[^>]*\son\w+\s*=", hostile)]
    assert "javascript:" not in re.sub(r">[^<]*<", "><", hostile)


def render(plain: dict) -> str:
    """The page of the glute bridge as mkdocs would make it, without its front matter."""
    records = read_records(plain)
    figures = draw_album({"glute-bridge": plain["exercises"]["glute-bridge"]})
    page = build_exercise_page(records.exercises["glute-bridge"], records, build_roads(records), figures, date.fromisoformat(TODAY))
    text = render_page(page, build_environment(records))
    return Markdown(extensions=EXTENSIONS).convert(text.split("---\n", 2)[2])


def elements(page: str) -> list[str]:
    return re.findall(r"<(\w+)", page)


def test_the_squeeze_follows_the_hip(records) -> None:
    """Up to the bend of the first tendon stage the squeeze is low, up to that of the second it is medium, beyond it is high."""
    seen = {id: squeeze(records.exercises[id], records) for id in ("bridge-hold", "step-down", "romanian-deadlift")}

    assert {"bridge-hold": "low", "step-down": "medium", "romanian-deadlift": "high"} == seen


def test_a_road_has_ends(records) -> None:
    """The first exercise of a programme has none before it and the last none after; each other one has both."""
    roads = build_roads(records)
    for track in records.protocol.tracks.values():
        road = build_road(track, records)
        steps = [next(each for each in build_tracks(exercise, records, roads) if each.track == track) for exercise in road]

        assert [None, *road[:-1]] == [step.before for step in steps]
        assert [*road[1:], None] == [step.after for step in steps]


def test_a_stage_page_shows_how_to_come_and_how_to_leave(records) -> None:
    """A stage is entered by the tests of the one before, left by its own, and names no exercise twice."""
    stages = records.protocol.stages()
    values = build_stage_page(stages["acute-strain/build"], records, {}).values
    first, more = ([dose.exercise.id for dose in values[name]] for name in ("first", "more"))

    assert {"acute-strain/settle"} == {criterion.stage for criterion in values["to_enter"]}
    assert {"acute-strain/build"} == {criterion.stage for criterion in values["to_leave"]}
    assert list(stages["acute-strain/build"].start_with) == first
    assert set() == set(first) & set(more)
    assert {id for id, exercise in records.exercises.items() if "acute-strain/build" in exercise.doses} == {*first, *more}


def test_an_exercise_is_at_home_where_its_record_says(records) -> None:
    """The typical stage is the one that the record names, not the first with a dose."""
    exercise, track = records.exercises["nordic-hamstring"], records.protocol.tracks["acute-strain"]

    assert "acute-strain/return" in exercise.typical
    assert "acute-strain/return" == typical_stage(exercise, track).id


def test_assumed_doses_are_counted(records) -> None:
    """The page for physiotherapists tells how many doses are our own rules, of how many."""
    values = build_physiotherapists(records)
    doses = [dose for exercise in records.exercises.values() for dose in exercise.doses.values()]

    assert len(doses) == values["dose_count"]
    assert len([dose for dose in doses if dose.basis == "assumption"]) == values["assumed"]


@pytest.mark.parametrize(("today", "is_overdue"), [("2026-12-01", False), ("2030-01-01", True)])
def test_a_review_that_is_due_shows(records, today: str, is_overdue: bool) -> None:
    """After the day of its next review an exercise page says that a new look was due."""
    page = build_exercise_page(records.exercises["glute-bridge"], records, build_roads(records), {}, date.fromisoformat(today))

    assert is_overdue == ("A new look was due" in render_page(page, build_environment(records)))


def test_a_title_is_escaped_before_the_theme_prints_it() -> None:
    """What stands between the --- marks is JSON on one line, with HTML escaped."""
    assert '"&lt;b&gt; &quot;x&quot; &amp; y"'.replace("&quot;", '\\"') == str(front_matter('<b>  "x"\n& y'))
