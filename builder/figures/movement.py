"""From key positions to a movement: every frame between two positions keeps the contacts that both have.

Angles go evenly from one position to the next, so every joint moves along a true arc; what the shared contacts ask for is then
settled anew in each frame, so that a foot that stays stays, and no limb changes its length on the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from builder.figures.contact import WALL, at_wall, place_along
from builder.figures.pose import ACROSS, Asked, Pose, ask
from builder.figures.solve import settle

Anchors = Mapping[str, float]

# So many frames between two positions that straight lines between them pass for arcs.
FRAMES = 7
ROUNDS = 6


def settle_positions(written: Sequence[Mapping[str, object]], view: str) -> tuple[tuple[Pose, ...], Anchors]:
    """The key positions in their order, and where everything that stays was first put down."""
    poses: list[Pose] = []
    anchors: dict[str, float] = {}
    for line in written:
        before = poses[-1] if poses else None
        pose = settle(ask(line, view, before), before, anchors)
        anchors = {**put_down(pose), **anchors}
        poses.append(pose)
    return tuple(poses), anchors


def put_down(pose: Pose) -> dict[str, float]:
    """Where each contact of a position is along the thing it touches, and where the wall is."""
    skeleton, across = pose.skeleton(), ACROSS[pose.view]
    touching = [contact for contact in pose.contacts if not contact.hold]
    walls = {WALL: at_wall(contact, skeleton, across) for contact in reversed(touching) if contact.thing == WALL}
    return walls | {contact.name: place_along(contact, skeleton, across) for contact in touching}


def frames_of(poses: Sequence[Pose], anchors: Anchors, is_round: bool = False) -> tuple[Pose, ...]:
    """Every frame from the first position to the last; of a round movement, back to the first one too."""
    around = [*poses, poses[0]] if is_round else list(poses)
    frames = [around[0]]
    for i, (before, after) in enumerate(zip(around, around[1:])):
        earlier = around[i - 1] if i else (around[-2] if is_round else before)
        later = around[i + 2] if i + 2 < len(around) else (around[1] if is_round else after)
        for step in range(1, FRAMES + 1):
            frames.append(_between((earlier, before, after, later), step / (FRAMES + 1), frames[-1], anchors))
        frames.append(after)
    return tuple(frames)


def _between(around: tuple[Pose, Pose, Pose, Pose], share: float, last: Pose, anchors: Anchors) -> Pose:
    """A frame so far along from the second position to the third; the first and the fourth tell where the way comes from and goes."""
    _, before, after, _ = around
    angles = {name: _along(tuple(pose.angles[name] for pose in around), share) for name in before.angles}
    at = tuple(_along(tuple(pose.at[i] for pose in around), share) for i in (0, 1))
    shared = tuple(contact for contact in before.contacts if contact in after.contacts)
    if not shared:
        return Pose(before.view, at, angles)
    asked = Asked(before.view, {}, angles, shared, before.mirrored & after.mirrored, firm=before.given & after.given)
    return settle(asked, replace(last, at=at), anchors, ROUNDS)


def _along(values: tuple[float, float, float, float], share: float) -> float:
    """Evenly from one value to the next where there are two; through a middle one without a jerk."""
    earlier, before, after, later = values
    if earlier == before and later == after:
        return before + (after - before) * share
    leaving = (after - earlier) / 2 if earlier != before else after - before
    arriving = (later - before) / 2 if later != after else after - before
    s2, s3 = share * share, share**3
    return (2 * s3 - 3 * s2 + 1) * before + (s3 - 2 * s2 + share) * leaving + (3 * s2 - 2 * s3) * after + (s3 - s2) * arriving
