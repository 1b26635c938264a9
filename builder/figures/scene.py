"""From settled positions to a picture: what is drawn, in which order, and how much paper it needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from builder.figures.arrow import numbered, path_arrow, push_arrow, travel_arrow
from builder.figures.bounds import frame_about, points_of
from builder.figures.held import draw_held
from builder.figures.item import Film, Item, film
from builder.figures.joints import FAR
from builder.figures.mannequin import draw_ghost, draw_mannequin
from builder.figures.movement import put_down
from builder.figures.pose import ACROSS, Pose
from builder.figures.surfaces import MAT, cone, draw_beside, draw_floor, draw_lines, draw_mat, draw_surfaces, lies_down, wall_behind
from builder.figures.svg import Frame, Layer

# How a record names a muscle's share, and the style that shows it.
SHARES = {"main": "muscle", "helping": "muscle-helps", "stretched": "muscle-long"}
BETWEEN_POSITIONS = 9.0
# How far below the floor the arrow of a row runs, with the numbers on it.
BELOW = 13.0
# A hand closes about the back of a chair and lies flat on a seat.
GRIPPED = ("chair back", "table")


def draw_scene(moving: Film, written: Mapping[str, Any], anchors: Mapping[str, float], has_mat: bool) -> tuple[Frame, list[Layer]]:
    """The picture of a movement or of a hold."""
    held = draw_held(moving, written.get("with", {}))
    hands = hands_of(moving.poses[-1], written.get("with", {}))
    mannequin = draw_mannequin(moving, hands, muscles_of(written), held["between"], held["between legs"])
    ghost = draw_ghost(moving, hands_of(moving.poses[0], written.get("with", {})))
    surfaces = [*draw_beside(moving, written.get("with", {})), *draw_surfaces(moving, anchors)]
    arrow = arrow_of(moving, written)
    frame = frame_about([*mannequin, *ghost, *surfaces, *held["between"], *held["over"], *arrow])
    return frame, [
        Layer("scenery", [*scenery(moving, frame, has_mat), *surfaces]),
        Layer("start", ghost),
        Layer("body", [*held["behind"], *mannequin, *held["over"]]),
        Layer("way", arrow),
    ]


def draw_row(poses: Sequence[Pose], written: Mapping[str, Any], has_mat: bool) -> tuple[Frame, list[Layer]]:
    """Key positions side by side in their order, each with its number."""
    items: list[Item] = []
    middles: list[float] = []
    edge = highest = 0.0
    things = written.get("with", {})
    for pose in poses:
        still = film((pose,))
        held = draw_held(still, things)
        body = draw_mannequin(still, hands_of(pose, things), muscles_of(written), held["between"])
        drawn = [*draw_surfaces(still, put_down(pose)), *held["behind"], *body, *held["over"]]
        points = [point[0] for item in drawn for point in points_of(item)]
        highest = min(highest, *(point[1] for item in drawn for point in points_of(item)))
        shift = edge - min(points)
        items += [moved(item, shift) for item in drawn]
        middles.append(shift + still.skeletons[0]["trunk"].origin[ACROSS[pose.view]])
        edge += max(points) - min(points) + BETWEEN_POSITIONS
    ends = (-14.0, edge + 4) if "cones" in things else (0.0, edge - BETWEEN_POSITIONS)
    marks = [cone(x) for x in ends] if "cones" in things else draw_lines(*ends) if "lines" in things else []
    arrow = travel_arrow((ends[0], BELOW), (ends[1], BELOW)) if written.get("arrow") == "travel" else []
    labels = [item for i, x in enumerate(middles, 1) for item in numbered(i, x, BELOW)]
    wall = wall_behind(-6, edge - BETWEEN_POSITIONS + 12, 8 - highest) if things.get("wall") == "beside" else []
    frame = frame_about([*items, *marks, *wall, *arrow, *labels])
    floor = draw_ground(frame, has_mat and any(lies_down(film((pose,))) for pose in poses))
    return frame, [Layer("scenery", [*floor, *wall, *marks]), Layer("body", items), Layer("way", [*arrow, *labels])]


def moved(item: Item, across: float) -> Item:
    return Item(item.style, item.outlines, tuple(f"translate({across:.1f} 0){place}" for place in item.places))


def scenery(moving: Film, frame: Frame, has_mat: bool) -> list[Item]:
    """The floor, and the mat where somebody lies on one."""
    if moving.view == "above":
        return [Item("mat", (f"M{frame.left + 4:.0f} {frame.top + 4:.0f}h{frame.width - 8:.0f}v{frame.height - 8:.0f}h-{frame.width - 8:.0f}z",))]
    return draw_ground(frame, has_mat and lies_down(moving))


def draw_ground(frame: Frame, has_mat: bool) -> list[Item]:
    left, right = frame.left + 4, frame.left + frame.width - 4
    if not has_mat:
        return draw_floor(left, right, 0)
    return [*draw_floor(left, right, MAT), *draw_mat(left + 6, right - 6)]


def muscles_of(written: Mapping[str, Any]) -> dict[str, str]:
    return {name: style for share, style in SHARES.items() for name in written.get("muscles", {}).get(share, [])}


def hands_of(pose: Pose, things: Mapping[str, Any]) -> dict[str, str]:
    """How each hand is drawn: a fist about what it holds, flat on what it rests on, open else."""
    held = {side for thing, where in things.items() for side in ("", FAR) if _holds(side, where)}
    hands = {}
    for side in ("", FAR):
        touching = [contact for contact in pose.contacts if contact.side == side and contact.spot in ("palm", "fingers", "wrist")]
        is_round = side in held or _rides(pose) or any(contact.hold.startswith("back of") or contact.thing in GRIPPED for contact in touching)
        hands[side] = "FIST" if is_round else "HAND_FLAT" if touching else "HAND_OPEN"
    return hands


def _rides(pose: Pose) -> bool:
    """Someone on a bike has the hands about its bar."""
    return any(contact.thing == "saddle" for contact in pose.contacts)


def _holds(side: str, where: object) -> bool:
    words = where if isinstance(where, list) else [where]
    return "hands" in words or ("far hand" if side else "hand") in words


def arrow_of(moving: Film, written: Mapping[str, Any]) -> list[Item]:
    if "press" in written:
        return push_arrow(moving, written["press"])
    return path_arrow(moving, written["arrow"], written.get("round", False)) if "arrow" in written and is_moved(moving) else []


def is_moved(moving: Film) -> bool:
    return len(moving.poses) > 1
