"""From settled positions to a picture: what is drawn, in which order, and how much paper it needs."""

from collections.abc import Mapping
from typing import Any

from builder.figures.arrow import path_arrow, push_arrow
from builder.figures.bounds import frame_about
from builder.figures.held import draw_held
from builder.figures.item import Film, Item
from builder.figures.joints import FAR
from builder.figures.mannequin import draw_ghost, draw_mannequin
from builder.figures.pose import Pose
from builder.figures.surfaces import MAT, draw_beside, draw_floor, draw_mat, draw_surfaces, lies_down
from builder.figures.svg import Frame, Layer, Picture, stilled

# How a record names a muscle's share, and the style that shows it.
SHARES = {"main": "muscle", "helping": "muscle-helps", "stretched": "muscle-long"}
# A hand closes about the back of a chair and lies flat on a seat.
GRIPPED = ("chair back", "table")


def draw_scene(moving: Film, written: Mapping[str, Any], anchors: Mapping[str, float], has_mat: bool) -> tuple[Picture, Picture]:
    """The picture of a movement or of a hold, and a small one of its end alone."""
    held = draw_held(moving, written.get("with", {}))
    hands = hands_of(moving.poses[-1], written.get("with", {}))
    mannequin = draw_mannequin(moving, hands, muscles_of(written), held["between"], held["between legs"])
    ghost = draw_ghost(moving, hands_of(moving.poses[0], written.get("with", {})), [*held["behind"], *held["between"]])
    surfaces = [*draw_beside(moving, written.get("with", {})), *draw_surfaces(moving, anchors)]
    arrow = arrow_of(moving, written)
    body = Layer("body", [*held["behind"], *mannequin, *held["over"]])
    frame = frame_about([*body.items, *ghost, *surfaces, *arrow])
    whole = [Layer("scenery", [*scenery(moving, frame, has_mat), *surfaces]), Layer("start", ghost), body, Layer("way", arrow)]
    close = frame_about(map(stilled, [*body.items, *surfaces]))
    small = [Layer("scenery", [*scenery(moving, close, has_mat), *surfaces]), body]
    return Picture(frame, whole), Picture(close, small)


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
    held = {side for thing, where in things.items() for side in ("", FAR) if thing == "stick" or _holds(side, where)}
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
