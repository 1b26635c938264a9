"""From key positions to a movement: every frame between two positions keeps the contacts that both have.

Angles go evenly from one position to the next, so every joint moves along a true arc; what the shared contacts ask for is then
settled anew in each frame, so that a foot that stays stays, and no limb changes its length on the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from builder.figures.contact import WALL, furthest, middle_of
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
    """Where each contact of a position is along the thing it touches."""
    skeleton, across = pose.skeleton(), ACROSS[pose.view]
    places = {}
    for contact in pose.contacts:
        if contact.hold:
            continue
        at = middle_of(contact, skeleton)
        if contact.thing == WALL:
            places.setdefault(WALL, furthest(contact, skeleton, across, 1 if at[across] > pose.at[0] else -1))
        places[contact.name] = at[1] if contact.thing == WALL else at[across]
    return places


def frames_of(poses: Sequence[Pose], anchors: Anchors, is_round: bool = False) -> tuple[Pose, ...]:
    """Every frame from the first position to the last; of a round movement, back to the first one too."""
    around = [*poses, poses[0]] if is_round else list(poses)
    frames = [around[0]]
    for before, after in zip(around, around[1:]):
        frames += [_between(before, after, step / (FRAMES + 1), frames[-1], anchors) for step in range(1, FRAMES + 1)]
        frames.append(after)
    return tuple(frames)


def _between(before: Pose, after: Pose, share: float, last: Pose, anchors: Anchors) -> Pose:
    angles = {name: value + (after.angles[name] - value) * share for name, value in before.angles.items()}
    at = tuple(a + (b - a) * share for a, b in zip(before.at, after.at))
    shared = tuple(contact for contact in before.contacts if contact in after.contacts)
    asked = Asked(before.view, {}, angles, shared, before.mirrored & after.mirrored, before.balanced and after.balanced, before.given & after.given)
    return settle(asked, replace(last, at=at), anchors, ROUNDS)
