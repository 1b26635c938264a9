"""From what a record asks for to a whole position: the angles nobody wrote are found so that every contact is kept.

Damped least squares. What a contact asks for weighs far more than staying near the wanted angles, so contacts are met to a
fraction of a millimetre where the joints allow it, and everything they do not ask about stays as it was wanted.
"""

from collections.abc import Mapping

from builder.figures.balance import off_balance
from builder.figures.contact import HEIGHTS, Contact, gaps, lowest
from builder.figures.joints import ANGLES, ARM, FAR, LEG, TRUNK, joint
from builder.figures.pose import ACROSS, Asked, Pose, place
from builder.figures.skeleton import build_skeleton
from builder.figures.spots import ARM_SPOTS, LEG_SPOTS

# In centimetres for one degree: so much a joint of stiffness 1 resists.
WILL = 0.003
FIRM = 6.0
BALANCE = 0.2
WEAKEST = 0.05
HINGES = {"knee": 10.0, "elbow": 10.0}
STEP = 0.02
# No step turns a joint, or moves the hips, further than a slope can be trusted.
FURTHEST = 12.0
ROUNDS = 60
# What a contact may move. What turns out of the picture stays as it was written.
SIDE = ("lean", "spine", "neck", "hip", "knee", "ankle", "toes", "shoulder", "elbow", "wrist")
FRONT = ("tilt", "hip_out", "knee", "ankle", "shoulder_out", "elbow")
# What is fixed in no way is kept from wandering off.
HERE = 1e-4
FEET = tuple(Contact(side, spot, "floor") for side in ("", FAR) for spot in ("heel", "ball", "toe"))


def settle(asked: Asked, start: Pose | None, anchors: Mapping[str, float], rounds: int = ROUNDS) -> Pose:
    """The position that keeps the given angles and the contacts, near the wanted angles."""
    free = _free(asked)
    at = ((start.at[0] if start else 0.0) + asked.ahead, _height(asked) if start is None or not asked.contacts else start.at[1])
    wanted = [*at, *(asked.wanted[name] for name in free)]
    # A straight hinge does not tell which way it bends, so it begins a little bent.
    values = [*at, *(max(asked.wanted[name], HINGES.get(name.removeprefix(FAR), -180.0)) for name in free)]
    will = [HERE, HERE, *(WILL * joint(name).stiffness * (FIRM if name in asked.firm else 1) for name in free)]
    damping = 1e-2
    now = _misfit(values, free, asked, anchors)
    cost = _cost(now, values, wanted, will)
    for _ in range(rounds):
        columns = [_column(values, i, now, free, asked, anchors) for i in range(len(values))]
        step = _step_within(columns, now, values, wanted, will, damping, free)
        tried = _within([value + max(-FURTHEST, min(FURTHEST, change)) for value, change in zip(values, step)], free)
        misfit = _misfit(tried, free, asked, anchors)
        cost_then = _cost(misfit, tried, wanted, will)
        if cost_then >= cost:
            damping *= 6
            if damping > 1e6:
                break
            continue
        is_done = cost - cost_then < 1e-9 * cost + 1e-12
        values, now, cost, damping = tried, misfit, cost_then, damping / 4
        if is_done:
            break
    return _pose(values, free, asked)


def _height(asked: Asked) -> float:
    """How high the hips are when the body is let down until what carries it touches; in the air, until its feet are as high as asked."""
    skeleton = build_skeleton(asked.wanted, place((0.0, 0.0), asked.view))
    carried = [contact for contact in asked.contacts if contact.thing in HEIGHTS and not contact.slides]
    if not asked.contacts:
        return asked.air - min(lowest(contact, skeleton) for contact in FEET)
    return max((HEIGHTS[contact.thing] - lowest(contact, skeleton) for contact in carried), default=0.0)


def _free(asked: Asked) -> list[str]:
    """The angles that a contact may move: those between what touches and what else touches, and nobody has written."""
    movable = FRONT if asked.view == "front" else SIDE
    limbs = {(contact.side, limb) for contact in asked.contacts for limb, spots in ((LEG, LEG_SPOTS), (ARM, ARM_SPOTS)) if contact.spot in spots}
    limbs |= {(FAR if contact.hold.rsplit("/")[-1].startswith(FAR) else "", LEG) for contact in asked.contacts if contact.hold and not _on_trunk(contact)}
    names = [side + name for side in ("", FAR) for limb in (LEG, ARM) if (side, limb) in limbs for name in limb]
    names += [name for name in TRUNK if name != "neck" or any(contact.spot == "head" for contact in asked.contacts)]
    mirrored = {FAR + name for name in asked.mirrored}
    return [name for name in ANGLES if name in names and name.removeprefix(FAR) in movable and name not in asked.given and name not in mirrored]


def _on_trunk(contact: Contact) -> bool:
    return contact.hold.endswith(("pelvis", "chest", "head"))


def _angles(values: list[float], free: list[str], asked: Asked) -> dict[str, float]:
    angles = {**asked.wanted, **dict(zip(free, values[2:]))}
    return angles | {FAR + name: angles[name] for name in asked.mirrored}


def _pose(values: list[float], free: list[str], asked: Asked) -> Pose:
    return Pose(asked.view, (values[0], values[1]), _angles(values, free, asked), asked.contacts, asked.mirrored, asked.balanced, frozenset(asked.given))


def _misfit(values: list[float], free: list[str], asked: Asked, anchors: Mapping[str, float]) -> list[float]:
    """Every gap of the position, and how far it is from balance."""
    skeleton = build_skeleton(_angles(values, free, asked), place((values[0], values[1]), asked.view))
    across = ACROSS[asked.view]
    found = gaps(asked.contacts, skeleton, anchors, across)
    if asked.balanced:
        found.append(BALANCE * off_balance(asked.contacts, skeleton, across))
    return found


def _column(values: list[float], i: int, now: list[float], free: list[str], asked: Asked, anchors: Mapping[str, float]) -> list[float]:
    moved = list(values)
    moved[i] += STEP
    return [(then - before) / STEP for then, before in zip(_misfit(moved, free, asked, anchors), now)]


def _cost(misfit: list[float], values: list[float], wanted: list[float], will: list[float]) -> float:
    kept = sum((stiff * (value - want)) ** 2 for stiff, value, want in zip(will, values, wanted))
    return sum(gap * gap for gap in misfit) + kept


def _within(values: list[float], free: list[str]) -> list[float]:
    """The values, each joint no further than it goes."""
    ranges = [(joint(name).least, joint(name).most) for name in free]
    return values[:2] + [min(max(value, least), most) for value, (least, most) in zip(values[2:], ranges)]


def _step_within(columns: list[list[float]], now: list[float], values: list[float], wanted: list[float], will: list[float], damping: float, free: list[str]) -> list[float]:
    """The step that leaves out every joint which is at its end and would have to go further: the others then do its work."""
    moving = list(range(len(values)))
    while True:
        pick = [[each[i] for i in moving] for each in (columns, values, wanted, will)]
        step = dict(zip(moving, _step(pick[0], now, *pick[1:], damping)))
        stuck = {i for i, change in step.items() if i >= 2 and _is_at_end(values[i], change, free[i - 2])}
        if not stuck:
            return [step.get(i, 0.0) for i in range(len(values))]
        moving = [i for i in moving if i not in stuck]


def _is_at_end(value: float, change: float, name: str) -> bool:
    range_ = joint(name)
    return (value >= range_.most and change > 0) or (value <= range_.least and change < 0)


def _step(columns: list[list[float]], now: list[float], values: list[float], wanted: list[float], will: list[float], damping: float) -> list[float]:
    """One step of damped least squares: the normal equations and their answer."""
    size = len(columns)
    matrix = [[sum(a * b for a, b in zip(columns[r], columns[c])) for c in range(size)] for r in range(size)]
    right = [-sum(a * gap for a, gap in zip(column, now)) for column in columns]
    for r in range(size):
        matrix[r][r] += will[r] ** 2
        right[r] -= will[r] ** 2 * (values[r] - wanted[r])
        matrix[r][r] += damping * (WEAKEST + matrix[r][r])
    return _answer(matrix, right)


def _answer(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss's elimination with the largest pivot."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, size):
            share = rows[r][i] / rows[i][i]
            if share:
                rows[r] = [a - share * b for a, b in zip(rows[r], rows[i])]
    answer = [0.0] * size
    for i in reversed(range(size)):
        answer[i] = (rows[i][size] - sum(rows[i][c] * answer[c] for c in range(i + 1, size))) / rows[i][i]
    return answer
