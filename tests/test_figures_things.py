"""What is about a body and in front of it: mats and walls of a row, a step's edge, a towel under the toes, hands on a bar, arms before a chest."""

from builder.figures import build_figure
from builder.figures.bounds import points_of
from builder.figures.check import things_shown
from builder.figures.item import Item, film
from builder.figures.mannequin import draw_mannequin
from builder.figures.movement import settle_positions
from builder.figures.scene import hands_of
from tests.figures import figure_of, record_with, records_with_figures


def styles_of(figure: object) -> set[str]:
    return {item.style for layer in figure.picture.layers for item in layer.items}


def test_a_row_lies_on_a_mat_where_somebody_lies() -> None:
    """The same mat in the equipment is drawn under a row of bridges, and not under a row of people who stand."""
    lying, standing = ([{"pin": pin}, {"pin": pin}] for pin in (["forearms", "toes"], "feet"))

    assert "mat" in styles_of(build_figure(record_with("glute-bridge", positions=lying)))
    assert "mat" not in styles_of(build_figure(record_with("glute-bridge", positions=standing)))


def test_a_row_has_its_wall_behind_it() -> None:
    """A wall to hold in case of need goes from before the first position to beyond the last, and is higher than all heads."""
    layers = build_figure(record_with("single-leg-balance", positions=[{"pin": "feet"}, {"air": 9}], **{"with": {"wall": "beside"}})).picture.layers
    wall, body = ([point for layer in layers for item in layer.items if item.style in styles for point in points_of(item)] for styles in (("wall-behind",), ("skin", "hair")))

    for i in (0, 1):
        assert min(point[i] for point in wall) < min(point[i] for point in body)
    assert max(x for x, _ in wall) > max(x for x, _ in body)


def test_who_steps_down_in_front_stands_at_the_edge() -> None:
    """The heel of the slow step-down comes down in front of the step and not in it."""
    figure = figure_of("step-down")
    heel = figure.positions["end"].skeleton()["far_foot"].at(-6, 4)
    edges = [x for layer in figure.picture.layers for item in layer.items if item.style == "prop" for x, _ in points_of(item)]

    assert max(edges) <= heel[0] + 4


def test_a_rolled_towel_is_a_towel() -> None:
    """What lies rolled under the toes counts as the towel of the equipment, and is drawn."""
    record = records_with_figures()["toe-touch"]

    assert {"towel"} == things_shown(figure_of("toe-touch"), record)
    assert "prop" in styles_of(figure_of("toe-touch"))


def test_who_rides_a_bike_holds_its_bar() -> None:
    """Both hands of somebody on a saddle are closed."""
    pose = figure_of("stationary-bike").positions["start"]

    assert {"": "FIST", "far_": "FIST"} == hands_of(pose, {})


def test_a_chest_that_is_turned_to_the_reader_has_both_arms_in_front() -> None:
    """The far sleeve is drawn before the shirt of somebody who looks ahead, and after the shirt of somebody who has turned."""
    order = []
    for twist in (0, 80):
        [pose], _ = settle_positions([{"pin": "feet", "twist": twist}], "side")
        styles = [item.style for item in draw_mannequin(film((pose,)), {}, {})]
        order.append(styles.index("far-shirt") < styles.index("shirt"))

    assert [True, False] == order


def test_a_chair_held_beside_somebody_has_its_seat_beyond_its_back() -> None:
    """Seen from the front, the seat is on the other side of the back from the person, and nothing of the chair is behind the legs."""
    figure = figure_of("hip-circles")
    chair = [x for layer in figure.picture.layers for item in layer.items if item.style == "prop" for x, _ in points_of(item)]

    assert max(chair) < figure.positions["start"].skeleton()["far_foot"].origin[2] - 5


def test_a_roller_rolls_the_way_the_leg_goes() -> None:
    """The roller under a thigh rolls back with a body that pushes itself back, and no further than the hips."""
    figure = figure_of("foam-rolling")
    [ring] = [item for layer in figure.picture.layers for item in layer.items if item.style == "prop"]
    first, last = (min(x for x, _ in points_of(Item("prop", ring.outlines, (place,)))) for place in (ring.places[0], ring.places[-1]))
    hips = [figure.positions[name].at[0] for name in ("start", "end")]

    assert hips[1] - hips[0] < last - first < 0


def test_a_pillow_between_the_legs_is_over_the_lower_one_and_under_the_upper_one() -> None:
    """The pillow of somebody who lies on the side is drawn after the far shoe and before the near one, and counts as part of the mat."""
    figure = figure_of("gentle-knee-bends")
    styles = [item.style for layer in figure.picture.layers if layer.name == "body" for item in layer.items]

    assert styles.index("far-shoe") < styles.index("prop") < styles.index("shoe")
    assert {"mat"} == things_shown(figure, records_with_figures()["gentle-knee-bends"])


def test_what_does_not_return_plays_only_its_way_out() -> None:
    """Nobody jumps down from a box as they jumped up: there are no seconds for the way back."""
    assert 0.0 == figure_of("box-jump").beats[2]
    assert 0.0 < build_figure(record_with("box-jump", **{**records_with_figures()["box-jump"]["figure"], "returns": True})).beats[2]
