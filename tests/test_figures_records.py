"""Figure and record say the same: muscle length, legs, equipment, words."""

import re

import pytest
import textstat

from builder.figures.check import figure_problems, things_shown
from builder.figures.joints import FAR, LEG
from builder.figures.mannequin import shapes_of
from builder.figures.scene import SHARES
from tests.figures import IDS, figure_of, records_with_figures

# A hamstring is long with the hip bent and the knee straight. So far, in degrees, a pose must go to be called long,
# and a short one must stay below. Half of the knee's bend counts, since the muscle's arm there is about half as long.
LONG_FROM = 45
SHORT_TO = 45
# Where one looks from, as the first words of the picture's description.
SEEN = {"side": "Seen from the side", "front": "Seen from the front", "above": "Seen from above"}
# A grade of an American school is a year of age less five. The guide is written for readers of about eleven.
HIGHEST_GRADE = 7


def stretch(angles: dict[str, float], side: str) -> float:
    """How long the hamstring of one leg is, as degrees of hip bend with a straight knee."""
    return angles[side + "hip"] - angles[side + "knee"] / 2


def longest(id: str) -> float:
    """The longest a working hamstring is in any position of the record: the near one's, or either where both legs work."""
    sides = ("",) if records_with_figures()[id]["load"]["legs"] == "one" else ("", FAR)
    return max(stretch(pose.angles, side) for pose in figure_of(id).positions.values() for side in sides)


@pytest.mark.parametrize("id", [id for id in IDS if records_with_figures()[id]["load"]["muscle_length"] == "long"])
def test_a_long_muscle_is_drawn_long(id: str) -> None:
    """Where the record says that the hamstring is long, some position bends the hip with a nearly straight knee."""
    assert LONG_FROM <= longest(id)


@pytest.mark.parametrize("id", [id for id in IDS if records_with_figures()[id]["load"]["muscle_length"] == "short"])
def test_a_short_muscle_is_not_drawn_long(id: str) -> None:
    """Where the record says that the hamstring is short, no position stretches it."""
    assert SHORT_TO > longest(id)


@pytest.mark.parametrize("id", IDS)
def test_one_leg_at_a_time_is_seen(id: str) -> None:
    """Where one leg works, near and far leg differ in some position; where both work in a lying, kneeling or standing exercise, they do the same or take turns."""
    record = records_with_figures()[id]
    poses = figure_of(id).positions.values()
    differ = any(abs(pose.angles[name] - pose.angles[FAR + name]) > 5 for pose in poses for name in LEG)
    leading = {pose.angles["knee"] > pose.angles["far_knee"] for pose in poses if abs(pose.angles["knee"] - pose.angles["far_knee"]) > 5}
    legs = record["load"]["legs"]

    if legs == "one":
        assert differ
    elif record["position"] not in ("moving", "lying on side"):
        assert not differ or leading == {True, False}


@pytest.mark.parametrize("id", IDS)
def test_what_is_drawn_is_the_equipment(id: str) -> None:
    """The things in the picture are those of the record, but for what the record says is left out and for room to run."""
    record = records_with_figures()[id]

    assert set(record["equipment"]) - {"space"} - set(record["figure"].get("left_out", [])) == things_shown(figure_of(id), record)


@pytest.mark.parametrize("id", IDS)
def test_nothing_is_wrong_with_a_published_figure(id: str) -> None:
    """Every check that a contributor's figure goes through is silent."""
    assert [] == figure_problems(figure_of(id), records_with_figures()[id], f"exercises/{id}.yaml")


@pytest.mark.parametrize("id", IDS)
def test_the_words_say_from_where_one_looks_and_what_is_done(id: str) -> None:
    """The description begins with the view, speaks to the reader, and is a few sentences of plain English."""
    figure = figure_of(id)
    sentences = re.findall(r"[^.]+\.", figure.alt)

    assert figure.alt.startswith(SEEN[figure.view])
    assert re.search(r"\b[Yy]ou\b", figure.alt)
    assert 3 <= len(sentences)
    assert HIGHEST_GRADE >= textstat.flesch_kincaid_grade(figure.alt)


@pytest.mark.parametrize("id", IDS)
def test_only_muscles_that_the_view_shows_are_named(id: str) -> None:
    """Every muscle of the record is drawn in some position, so that the key under the picture names nothing that is not in it."""
    named = {name for names in records_with_figures()[id]["figure"].get("muscles", {}).values() for name in names}
    shown = {name for pose in figure_of(id).positions.values() for name in [*shapes_of(pose.view).MUSCLES, *shapes_of(pose.view).TRUNK_MUSCLES]}

    assert set() == named - shown


@pytest.mark.parametrize("id", IDS)
def test_every_share_of_the_work_is_in_the_picture(id: str) -> None:
    """The picture has a mark for main, helping and stretched muscles exactly where the record names some."""
    named = {SHARES[share] for share in records_with_figures()[id]["figure"].get("muscles", {})}
    styles = {item.style for layer in figure_of(id).picture.layers for item in layer.items}

    assert named == styles & set(SHARES.values())
