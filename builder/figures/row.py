"""A drill as a row: its key positions side by side, each with its number, and the way through them below the floor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from builder.figures.arrow import numbered, roll_arrow, travel_arrow
from builder.figures.bounds import TALLEST, frame_about, points_of
from builder.figures.curve import Point
from builder.figures.held import draw_held
from builder.figures.item import Film, Item, film
from builder.figures.mannequin import draw_mannequin
from builder.figures.movement import put_down
from builder.figures.pose import ACROSS, Pose
from builder.figures.scene import draw_ground, hands_of, muscles_of
from builder.figures.surfaces import cone, draw_ladder, draw_surfaces, lies_down, wall_behind
from builder.figures.svg import Layer, Picture

# In centimetres: between two positions, before the first cone and after the last, beside the foot at a cone.
BETWEEN = 9.0
BEFORE, AFTER = 14.0, 4.0
TO_CONE = 8.0
# How far below the floor the way runs, with the numbers on it; how far apart the ways there and back are, and how deep a zigzag goes.
BELOW, LANE, DEPTH = 13.0, 13.0, 17.0
LADDER = 9.0
# Between which heights the arrow of a jump is drawn.
UP_FROM, UP_TO = 8.0, 46.0
# The way and its numbers grow with a wide row, which is shown smaller. A picture of this width is shown as large as other figures.
USUAL_WIDTH, LARGEST = 210.0, 2.2
# The small picture shows the second position: the first is often just standing.
TELLING = 1


@dataclass(frozen=True, slots=True)
class Stand:
    """One position of a row: what is drawn of it, where its middle and its hips are, whether it looks to the left and whether it is in the air."""

    items: tuple[Item, ...]
    middle: float
    hips: Point
    is_back: bool
    is_in_air: bool

    def left(self) -> float:
        return min(x for item in self.items for x, _ in points_of(item))

    def right(self) -> float:
        return max(x for item in self.items for x, _ in points_of(item))


def draw_row(poses: Sequence[Pose], written: Mapping[str, Any], has_mat: bool) -> tuple[Picture, Picture]:
    """Key positions side by side in their order, and a small picture of one of them."""
    alone = [_stand(pose, line, written) for pose, line in zip(poses, written["positions"])]
    row = _side_by_side(alone)
    has_floor_mat = has_mat and any(lies_down(film((pose,))) for pose in poses)
    return _picture(row, written, has_floor_mat), _small(alone[TELLING], has_floor_mat)


def _stand(pose: Pose, line: Mapping[str, Any], written: Mapping[str, Any]) -> Stand:
    still = film((pose,))
    things = written.get("with", {})
    held = draw_held(still, things)
    body = draw_mannequin(still, hands_of(pose, things), muscles_of(written), held["between"])
    items = [*draw_surfaces(still, put_down(pose)), *held["behind"], *body, *held["over"]]
    is_back = line.get("looks") == "left"
    if is_back:
        items = [_placed(item, "scale(-1 1)") for item in items]
    if line.get("cone"):
        items.append(_cone_beside(items))
    middle, height = _hips(still)
    middle = -middle if is_back else middle
    return Stand(tuple(items), middle, (middle, height), is_back, "air" in line)


def _hips(still: Film) -> Point:
    origin = still.skeletons[0]["trunk"].origin
    return origin[ACROSS[still.view]], -origin[1]


def _cone_beside(items: Iterable[Item]) -> Item:
    """A cone just beyond the foot that is furthest out."""
    low = [x for item in items for x, y in points_of(item) if y > -8]
    return cone(max(low) + TO_CONE)


def _placed(item: Item, place: str) -> Item:
    return Item(item.style, item.outlines, tuple(f"{place}{before}" for before in item.places))


def _side_by_side(stands: Iterable[Stand]) -> list[Stand]:
    """The positions from left to right, each clear of the one before."""
    row, edge = [], 0.0
    for stand in stands:
        shift = edge - stand.left()
        items = tuple(_placed(item, f"translate({shift:.1f} 0)") for item in stand.items)
        row.append(Stand(items, stand.middle + shift, (stand.hips[0] + shift, stand.hips[1]), stand.is_back, stand.is_in_air))
        edge = row[-1].right() + BETWEEN
    return row


def _picture(row: Sequence[Stand], written: Mapping[str, Any], has_mat: bool) -> Picture:
    things = written.get("with", {})
    items = [item for stand in row for item in stand.items]
    width = row[-1].right()
    ends = (-BEFORE, width + BETWEEN + AFTER) if "cones" in things else (0.0, width)
    marks = [cone(x) for x in ends] if things.get("cones") == "ends" else draw_ladder(*ends) if "lines" in things else []
    highest = min(y for item in items for _, y in points_of(item))
    wall = wall_behind(-6, width + 12, 8 - highest) if things.get("wall") == "beside" else []
    paper = max(ends[1] - ends[0], (BELOW - highest) * TALLEST)
    way = _way(row, written, ends, BELOW + (LADDER if "lines" in things else 0), min(LARGEST, max(1.0, paper / USUAL_WIDTH)))
    frame = frame_about([*items, *marks, *wall, *way])
    return Picture(frame, [Layer("scenery", [*draw_ground(frame, has_mat), *wall, *marks]), Layer("body", items), Layer("way", way)])


def _small(stand: Stand, has_mat: bool) -> Picture:
    frame = frame_about(stand.items)
    return Picture(frame, [Layer("scenery", draw_ground(frame, has_mat)), Layer("body", stand.items)])


def _way(row: Sequence[Stand], written: Mapping[str, Any], ends: Point, down: float, scale: float) -> list[Item]:
    """The way through the positions, seen from above, with their numbers on it."""
    middles = [stand.middle / scale for stand in row]
    first, last = (end / scale for end in ends)
    # The way is drawn in its own measure and made larger as a whole, lines and numbers alike.
    down = BELOW + (down - BELOW) / scale
    drawn: list[Item] = []
    heights = [down] * len(row)
    match written.get("arrow"):
        case "travel":
            drawn = travel_arrow([(first, down), (last, down)])
        case "there and back":
            drawn = travel_arrow(_there_and_back(first, last, down))
            heights = [down + LANE * stand.is_back for stand in row]
        case "zigzag":
            turns = [(first, down), (middles[1], down + DEPTH), (last, down)]
            drawn = [*travel_arrow(turns), *(_placed(cone(0), f"translate({x:.1f} {y + 17:.1f})scale(.6 .6)") for x, y in turns[1:2])]
            heights = [_height_at(turns, x) for x in middles]
        case "roll":
            hips = [(stand.hips[0] / scale, stand.hips[1] / scale) for stand in row]
            drawn = [item for before, after in zip(hips, hips[1:]) for item in roll_arrow(before, after)]
        case None:
            drawn = [item for stand in row if stand.is_in_air for item in _up(stand, scale)]
    labels = [item for i, (x, y) in enumerate(zip(middles, heights), 1) for item in numbered(i, x, y)]
    return [_placed(item, f"scale({scale:.2f} {scale:.2f})") for item in [*drawn, *labels]]


def _up(stand: Stand, scale: float) -> list[Item]:
    """The arrow of a jump, in front of the lower legs."""
    x = (max(x for item in stand.items for x, y in points_of(item) if y > -UP_TO) + TO_CONE) / scale
    return travel_arrow([(x, -UP_FROM / scale), (x, -UP_TO / scale)])


def _there_and_back(first: float, last: float, down: float) -> list[Point]:
    """Along one lane, round at its end, and along the other lane back."""
    bend = LANE / 2
    turn = [(last - bend + bend * sin(pi * i / 12), down + bend - bend * cos(pi * i / 12)) for i in range(13)]
    return [(first, down), *turn, (first, down + LANE)]


def _height_at(turns: Sequence[Point], x: float) -> float:
    for (x0, y0), (x1, y1) in zip(turns, turns[1:]):
        if x <= x1:
            return y0 + (y1 - y0) * max(0.0, (x - x0) / (x1 - x0))
    return turns[-1][1]
