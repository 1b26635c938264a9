"""The mannequin keeps its measures, its joints and its contacts, in every position and in every frame between."""

from math import dist

import pytest

from builder.figures import build_checked, build_figure
from builder.figures.balance import falls, weight
from builder.figures.body import FOREARM, MASSES, NECK, SHANK, STATURE, THIGH, TRUNK, UPPER_ARM
from builder.figures.bounds import points_of
from builder.figures.contact import gaps
from builder.figures.item import film
from builder.figures.joints import ANGLES, beyond_range, joint
from builder.figures.mannequin import draw_mannequin
from builder.figures.movement import settle_positions
from builder.figures.outline import laid
from builder.figures.pins import read_pins
from builder.figures.pose import ACROSS
from builder.figures.room import bones, gap
from builder.figures.scene import hands_of
from builder.figures.skeleton import BODY, add_parts, build_skeleton, moved_by
from builder.figures.squares import Unknown, minimise
from tests.figures import IDS, MOVING, figure_of, record_with, records_with_figures

LIMBS = {"thigh": ("shank", THIGH), "shank": ("foot", SHANK), "upper_arm": ("forearm", UPPER_ARM), "forearm": ("hand", FOREARM)}


def straight(**angles: float) -> dict[str, float]:
    return {**dict.fromkeys(ANGLES, 0.0), **angles}


@pytest.mark.parametrize("id", IDS)
def test_limbs_keep_their_length_in_every_frame(id: str) -> None:
    """No thigh, shank, upper arm, forearm or neck is longer or shorter in any frame than the table of measures says."""
    for skeleton in figure_of(id).film.skeletons:
        lengths = {side + part: dist(skeleton[side + part].origin, skeleton[side + end].origin) for side in ("", "far_") for part, (end, _) in LIMBS.items()}

        assert pytest.approx({side + part: length for side in ("", "far_") for part, (_, length) in LIMBS.items()}) == lengths
        assert pytest.approx(NECK) == dist(skeleton["neck"].origin, skeleton["head"].origin)


@pytest.mark.parametrize("spine", [-30, 0, 25, 70])
def test_the_trunk_keeps_its_length_when_it_bends(spine: float) -> None:
    """However the spine bends, the bow from hips to shoulders is as long as the straight trunk."""
    points = [laid(TRUNK * step / 200, 0, spine) for step in range(201)]

    assert pytest.approx(TRUNK, rel=1e-3) == sum(dist(a, b) for a, b in zip(points, points[1:]))


def test_standing_straight_is_as_tall_as_the_stature() -> None:
    """Feet on the floor and every angle 0: the crown of the head is at 170 centimetres, give or take the hair."""
    [pose], _ = settle_positions([{"pin": "feet", "hip": 0, "knee": 0, "lean": 0, "ankle": 0}], "side")
    top = -min(y for item in draw_mannequin(film((pose,)), {}, {}) if item.style == "skin" for _, y in points_of(item))

    assert pytest.approx(STATURE, abs=1.0) == top


def test_the_masses_are_those_of_a_whole_body() -> None:
    """The parts' shares of weight, both sides counted, make one body."""
    double = {"upper_arm", "forearm", "thigh", "shank", "foot"}

    assert pytest.approx(1.0, abs=0.005) == sum(mass.share * (2 if name in double else 1) for name, mass in MASSES.items())


@pytest.mark.parametrize("id", IDS)
def test_every_joint_stays_in_its_range_in_every_frame(id: str) -> None:
    """No frame of any figure asks for more than a healthy adult's joint does."""
    assert [] == [found for pose in figure_of(id).film.poses for found in beyond_range(pose.angles)]


@pytest.mark.parametrize("id", IDS)
def test_contacts_are_kept_in_every_frame(id: str) -> None:
    """Whatever is pinned touches its place to half a centimetre, in the positions of the record and in every frame between."""
    figure = figure_of(id)
    for pose in [*figure.positions.values(), *figure.film.poses]:
        missed = {contact.name: gaps([contact], pose.skeleton(), figure.anchors, ACROSS[pose.view]) for contact in pose.contacts}

        assert {} == {name: found for name, found in missed.items() if max(map(abs, found)) > 0.5}


@pytest.mark.parametrize("id", IDS)
def test_nothing_is_under_the_floor_in_any_frame(id: str) -> None:
    """No outline of the body goes more than a centimetre below the floor, which is less than a mat gives way. From above there is none below."""
    for pose in figure_of(id).film.poses if figure_of(id).view != "above" else ():
        items = draw_mannequin(film((pose,)), hands_of(pose, {}), {})

        assert 1.0 >= max(y for item in items if item.style != "halo" for _, y in points_of(item))


@pytest.mark.parametrize("id", IDS)
def test_who_stands_has_the_weight_over_the_feet(id: str) -> None:
    """In every position that rests on feet alone, the centre of mass is over them."""
    assert [] == [name for name, pose in figure_of(id).positions.items() if pose.balanced and abs(falls(pose.contacts, pose.skeleton(), ACROSS[pose.view])) > 0.01]


def test_somebody_who_stands_is_balanced_without_being_told() -> None:
    """A hinge forward moves the hips back, since only so does the weight stay over the feet."""
    [start, end], _ = settle_positions([{"pin": "feet", "hip": 0, "knee": 0}, {"hip": 80, "knee": 20}], "side")

    assert end.balanced
    assert end.at[0] < start.at[0] - 10
    assert pytest.approx(start.skeleton()["foot"].origin[0], abs=0.01) == end.skeleton()["foot"].origin[0]


def test_what_is_not_written_stays_as_it_was() -> None:
    """The second position of the Extender writes the knee, and nothing else moves."""
    start, end = figure_of("extender").positions.values()

    assert {} == {name: end.angles[name] - start.angles[name] for name in ("lean", "hip", "far_hip", "far_knee") if abs(end.angles[name] - start.angles[name]) > 0.5}
    assert (92, 25) == (start.angles["knee"], end.angles["knee"])


def test_joints_go_evenly_from_start_to_end() -> None:
    """The knee of the Extender turns by the same amount from frame to frame, so that the heel runs along a true arc."""
    knees = [pose.angles["knee"] for pose in figure_of("extender").film.poses]
    turns = [after - before for before, after in zip(knees, knees[1:])]

    assert pytest.approx([turns[0]] * len(turns), abs=0.5) == turns


@pytest.mark.parametrize("id", MOVING)
def test_a_movement_begins_and_ends_in_the_positions_of_the_record(id: str) -> None:
    """The first and the last frame are the start and the end; what goes round ends where it began."""
    figure = figure_of(id)
    last = "start" if records_with_figures()[id]["figure"].get("round") else "end"

    assert (figure.positions["start"], figure.positions[last]) == (figure.film.poses[0], figure.film.poses[-1])


def test_the_far_limb_does_what_the_near_one_does_until_it_is_written() -> None:
    """With both feet down and one angle written, both legs bend; with a far angle written, each does its own."""
    [both], _ = settle_positions([{"pin": "feet", "knee": 40, "hip": 50}], "side")
    [each], _ = settle_positions([{"pin": "foot", "knee": 10, "far_knee": 90}], "side")

    assert (40, 40) == (both.angles["knee"], both.angles["far_knee"])
    assert (10, 90) == (each.angles["knee"], each.angles["far_knee"])


@pytest.mark.parametrize(
    ("pin", "names"),
    [
        ("feet", ["heel on floor", "ball on floor", "far_heel on floor", "far_ball on floor"]),
        ("far heel on chair", ["far_heel on chair"]),
        ("hand on far knee", ["palm on knee/far_shank"]),
        ("hands on thighs", ["palm on thigh/thigh", "fingers on thigh/thigh", "far_palm on thigh/far_thigh", "far_fingers on thigh/far_thigh"]),
        (["seat on chair", "foot"], ["seat on chair", "heel on floor", "ball on floor"]),
    ],
)
def test_pins_are_read_as_they_are_said(pin: object, names: list[str]) -> None:
    """A pin is a part of the body and what it is on; plurals are both sides, and the floor need not be named."""
    assert names == [contact.name for contact in read_pins(pin)]


def test_a_contact_along_a_thing_may_slide_and_one_on_it_stays() -> None:
    """Heels `along` the floor go away, heels `on` it stay where they are."""
    start = {"pin": ["shoulders", "heels along floor"], "hip": 0, "knee": 95}
    slid, _ = settle_positions([start, {"hip": 5, "knee": 20}], "side")
    stayed, _ = settle_positions([{**start, "pin": ["shoulders", "heels"]}, {"hip": 30}], "side")

    assert slid[1].skeleton()["foot"].origin[0] > slid[0].skeleton()["foot"].origin[0] + 20
    assert pytest.approx(stayed[0].skeleton()["foot"].origin[0], abs=2) == stayed[1].skeleton()["foot"].origin[0]


WRONG = {
    "An angle that no joint reaches says how far it goes and what it would mean.": (
        {"start": {"pin": "feet", "hip": 90, "knee": 170, "ankle": 10, "balance": False}},
        "x.yaml: figure.start.knee: expected 0 to 150 degrees, got 170: the knee bends further than a joint goes. Example: 90",
    ),
    "A pin that cannot be kept says what is too far away and what may be left out.": (
        {"start": {"pin": ["seat on chair", "feet"], "lean": 0, "hip": 20, "knee": 20}},
        "x.yaml: figure.start.pin: expected the seat on the chair, got 22.3 cm between them. Leave out one of lean, hip, knee or the pin",
    ),
    "A part that the body does not have lists those it has.": (
        {"start": {"pin": "paw"}},
        "x.yaml: figure.start.pin: expected a part of the body (back, shoulders, front, ",
    ),
    "A thing that nobody can draw lists those there are.": (
        {"start": {"pin": "heel on piano"}},
        "x.yaml: figure.start.pin: expected a thing to touch (floor, chair, chair back, ",
    ),
    "A leg that hangs into the floor is told.": (
        {"start": {"pin": "foot", "hip": 60, "knee": 70, "far_knee": 0, "far_hip": 10}},
        "x.yaml: figure.start: expected nothing under the floor, got a part 17 cm below it. Pin what should lie on the floor. Example: pin: [back, hands]",
    ),
    "Somebody who would fall over is told which way.": (
        {"start": {"pin": "feet", "hip": 0, "knee": 0, "lean": 20}},
        "x.yaml: figure.start: expected the weight over the feet, got it 17 cm too far forward. Leave an angle out, so that balance can be worked out. Example: {pin: foot, hip: 80, knee: 20}",
    ),
    "A thing in the picture that is not under equipment is told.": (
        {"start": {"pin": "feet"}, "with": {"weight": "hands"}},
        "x.yaml: figure.with: expected only what is under equipment, got 'weight'. Example: equipment: [weight]",
    ),
    "Equipment that the picture does not show is told.": (
        {"start": {"pin": "feet"}},
        "x.yaml: figure.with: expected everything that is under equipment, got no 'mat'. Draw it, or write left_out: [mat]",
    ),
}


@pytest.mark.parametrize(("figure", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_in_words(figure: dict, message: str) -> None:
    """A figure that cannot be is told with its place, what was expected and what was found."""
    _, problems = build_checked(record_with(**figure), "x.yaml")

    assert [message] == [str(problem)[: len(message)] for problem in problems if str(problem).startswith(message)]


def test_angles_bend_the_way_their_words_say() -> None:
    """A bent hip brings the knee forward, a bent knee the heel back, a raised arm the hand up, a pulled ankle the toes up."""
    still = build_skeleton(straight(), (0, 90, 0))
    moved = build_skeleton(straight(hip=90, far_knee=90, shoulder=180, ankle=20, neck=30, lean=0), (0, 90, 0))

    assert moved["shank"].origin[0] > still["shank"].origin[0] + 40
    assert moved["far_foot"].origin[0] < still["far_foot"].origin[0] - 40
    assert moved["hand"].origin[1] > still["head"].origin[1]
    assert build_skeleton(straight(ankle=20), (0, 90, 0))["toes"].origin[1] > still["toes"].origin[1] + 3
    assert moved["head"].at(0, -14)[0] > still["head"].at(0, -14)[0] + 3


def test_the_weight_of_somebody_straight_is_just_above_the_hips() -> None:
    """The centre of mass of a standing body is between 55 and 59 per cent of its height, as textbooks have it."""
    assert pytest.approx(0.57, abs=0.02) == weight(build_skeleton(straight(), (0, 0.53 * STATURE, 0)))[1] / STATURE


class Ten(list):
    """Two values that should make ten."""

    def misfit(self) -> list[float]:
        return [sum(self) - 10]

    def misfit_with(self, i: int, value: float) -> list[float]:
        return [sum(self) - self[i] + value - 10]


def test_minimise_stays_within_the_ranges() -> None:
    """A value whose best place is beyond its range ends at the end of it, and the other does the rest."""
    values = minimise(Ten, [Unknown(0, 1e-3, 0, 2), Unknown(0, 1e-3, -50, 50)], [0.0, 0.0], 50)

    assert pytest.approx([2, 8], abs=0.01) == values


@pytest.mark.parametrize("turned", ANGLES)
def test_a_turned_joint_moves_only_what_hangs_on_it(turned: str) -> None:
    """The parts that a change of an angle leaves alone are where they were, and building the others anew gives the whole body as it is built at once."""
    angles = straight(lean=20, tilt=5, spine=10, twist=15, hip=40, far_knee=30, shoulder_out=25, elbow=50)
    then = {**angles, turned: angles[turned] + 7}
    parts, moved = build_skeleton(angles, (0, 90, 0)), moved_by((turned,))
    whole = build_skeleton(then, (0, 90, 0))

    assert moved == {name for name, part in whole.items() if part != parts[name]}
    add_parts(parts, [name for name in BODY if name in moved], then, (0, 90, 0))
    assert whole == parts


def test_every_joint_has_words_for_both_ways() -> None:
    """Each angle says what more of it means and what less, and its example is within its range."""
    for name in ANGLES:
        each = joint(name)
        assert each.positive and each.negative, name
        assert each.least <= each.example <= each.most, name


def test_a_jump_leaves_the_floor_by_as_much_as_is_written() -> None:
    """`air` lifts the lower foot to that height, and `ahead` moves the hips that far on."""
    figure = build_figure(record_with("marching-drill", start={"pin": "feet", "hip": 60, "knee": 70}, end={"air": 20, "ahead": 30, "hip": 0, "knee": 10}))
    start, end = figure.positions.values()
    lowest = max(y for item in draw_mannequin(film((end,)), {}, {}) if item.style == "shoe" for _, y in points_of(item))

    assert pytest.approx(-20, abs=1) == lowest
    assert pytest.approx(30) == end.at[0] - start.at[0]


def is_ring(id: str) -> bool:
    """A round from the front goes about the part that moves, as a ring on the body."""
    written = records_with_figures()[id]["figure"]
    return written.get("view") == "front" and written.get("round", False)


@pytest.mark.parametrize("id", [id for id in IDS if "positions" not in records_with_figures()[id]["figure"] and not is_ring(id)])
def test_the_arrow_is_beside_the_body(id: str) -> None:
    """No point of an arrow's shaft lies on the solid figure, and none in the floor, which nobody sees from above."""
    figure = figure_of(id)
    body = bones(figure.film.skeletons[-1], figure.view)
    shaft = [point for layer in figure.picture.layers for item in layer.items if item.style == "arrow" for point in points_of(item)]

    assert [] == [point for point in shaft if gap(point, body) < 0 or (point[1] > 0 and figure.view != "above")]
