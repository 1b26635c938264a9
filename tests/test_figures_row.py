"""Drills as rows: the way through the positions, those that look back, cones at a foot, and the small picture of one of them."""

import pytest

from builder.figures import Figure, build_figure
from builder.figures.bounds import points_of
from builder.figures.row import TELLING
from tests.figures import figure_of, record_with, records_with_figures

RUN = {"pin": "toe", "lean": 10, "hip": -10, "knee": 15, "far_hip": 60, "far_knee": 80}
ROWS = sorted(id for id, record in records_with_figures().items() if "positions" in record["figure"])


def row_of(*positions: dict, **figure: object) -> Figure:
    return build_figure(record_with("shuttle-runs", positions=list(positions), **figure))


def points(figure: Figure, layer: str, *styles: str) -> list[tuple[float, float]]:
    return [point for each in figure.picture.layers if each.name == layer for item in each.items if item.style in styles for point in points_of(item)]


def head_of(figure: Figure) -> tuple[float, float]:
    """The tip of the arrow."""
    return points(figure, "way", "arrow-head")[0]


def test_who_looks_back_is_the_mirror_image() -> None:
    """A position that looks to the left is the same outline turned over, as wide and as high."""
    there, back = (row_of(RUN, {**RUN, **more}) for more in ({}, {"looks": "left"}))
    first, second = ([x for x, _ in points(figure, "body", "shoe")] for figure in (there, back))
    toes = [max(first) - x for x in first[len(first) // 2 :]]

    assert pytest.approx(there.picture.frame.width, abs=0.2) == back.picture.frame.width
    assert first[: len(first) // 2] == second[: len(second) // 2]
    assert first[len(first) // 2 :] != second[len(second) // 2 :]
    assert pytest.approx(max(toes) - min(toes), abs=0.2) == max(second[len(second) // 2 :]) - min(second[len(second) // 2 :])


def test_there_and_back_ends_where_it_began() -> None:
    """The arrow of a way there and back runs below itself and points to the left, under the first position; the number of who looks back is on the lower lane."""
    figure = row_of(RUN, {**RUN, "looks": "left"}, arrow="there and back")
    shaft = points(figure, "way", "arrow")
    discs = [[y for _, y in points_of(item)] for layer in figure.picture.layers for item in layer.items if item.style == "disc"]

    assert head_of(figure)[0] == pytest.approx(shaft[0][0], abs=1)
    assert head_of(figure)[1] > shaft[0][1] + 5
    assert max(discs[0]) < max(discs[1])


def test_a_zigzag_turns_at_the_second_position() -> None:
    """The way goes down to the second position and up again, with a cone where it turns."""
    figure = figure_of("cone-drills")
    shaft, cone = points(figure, "way", "arrow"), points(figure, "way", "cone")
    corner = max(shaft, key=lambda point: point[1])

    assert shaft[0][0] < corner[0] < shaft[-1][0]
    assert min(x for x, _ in cone) < corner[0] < max(x for x, _ in cone)
    assert min(y for _, y in cone) > corner[1]


def test_a_cone_stands_beside_the_foot_that_turns() -> None:
    """A cone is on the floor, further out than every foot of its position, and only there."""
    figure = row_of(RUN, {**RUN, "cone": "beside"})
    cones, shoes = points(figure, "body", "cone"), points(figure, "body", "shoe", "far-shoe")

    assert max(x for x, _ in shoes) < min(x for x, _ in cones)
    assert pytest.approx(0, abs=0.1) == max(y for _, y in cones)
    assert [] == points(row_of(RUN, RUN), "body", "cone")


def test_a_roll_leads_over_to_the_next_position() -> None:
    """The arrow of a roll begins above the first hips, goes over and ends above the second."""
    figure = figure_of("rotating-bridge")
    shaft = points(figure, "way", "arrow")

    assert shaft[0][0] < head_of(figure)[0]
    assert min(y for _, y in shaft) < min(shaft[0][1], head_of(figure)[1])


def test_a_jump_has_an_arrow_up() -> None:
    """Beside a position in the air an arrow points up from the floor; a row without one has none, and a row that travels has only its way."""
    jump, stand, run = (points(row_of(RUN, second, **more), "way", "arrow") for second, more in (({"air": 20}, {}), (RUN, {}), ({"air": 20}, {"arrow": "travel"})))

    assert max(y for _, y in jump) < 0 and jump[0][1] > jump[-1][1] and jump[0][0] == jump[-1][0]
    assert [] == stand
    assert min(y for _, y in run) > 0


@pytest.mark.parametrize("id", ROWS)
def test_numbers_are_as_large_on_a_wide_row(id: str) -> None:
    """A number's disc is at least a fortieth of the picture's width across its radius, so that it can be read on a phone."""
    figure = figure_of(id)
    [first, *_] = [item for layer in figure.picture.layers for item in layer.items if item.style == "disc"]
    across = [x for x, _ in points_of(first)]

    assert (max(across) - min(across)) / 2 * 40 >= figure.picture.frame.width


@pytest.mark.parametrize("id", ROWS)
def test_the_small_picture_of_a_row_is_one_position(id: str) -> None:
    """In a list a drill is shown by one of its positions, with one head and without numbers or arrows."""
    items = [item for layer in figure_of(id).small.layers for item in layer.items]

    assert 1 == sum(item.style == "hair" for item in items)
    assert set() == {item.style for item in items} & {"arrow", "disc", "digit"}
    assert TELLING < len(records_with_figures()[id]["figure"]["positions"])


def test_a_ring_goes_about_the_knee() -> None:
    """A circle that is drawn from the front is a flat ring, wider than high, about the part that circles."""
    figure = figure_of("hip-circles")
    shaft = points(figure, "way", "arrow")
    knee = figure.film.skeletons[-1]["shank"].origin
    wide, high = (max(values) - min(values) for values in zip(*shaft))

    assert high < wide * 0.7
    assert min(x for x, _ in shaft) < knee[2] < max(x for x, _ in shaft)
    assert abs(sum(y for _, y in shaft) / len(shaft) + knee[1]) < 25


def test_the_start_holds_what_the_end_holds() -> None:
    """The pale start of a kettlebell swing has a kettlebell in its hand."""
    start, body = ({item.outlines[0] for layer in figure_of("kettlebell-swing").picture.layers if layer.name == name for item in layer.items if item.style == style} for name, style in (("start", "ghost"), ("body", "iron")))

    assert body and body <= start
