"""From what a record asks for to a whole position: the angles nobody wrote are found so that every contact is kept.

Damped least squares. What a contact asks for weighs far more than staying near the wanted angles, so contacts are met to a
fraction of a millimetre where the joints allow it, and everything they do not ask about stays as it was wanted.
"""

from collections.abc import Mapping

from builder.figures.balance import off_balance
from builder.figures.contact import HEIGHTS, Contact, gaps, lowest
from builder.figures.joints import ANGLES, FAR, joint
from builder.figures.pose import ACROSS, Asked, Pose, place
from builder.figures.skeleton import build_skeleton

# In centimetres for one degree: so much a joint of stiffness 1 resists.
WILL = 0.003
FIRM = 6.0
BALANCE = 0.2
LIMIT = 0.5
STEP = 0.02
ROUNDS = 40
# What a contact may move. What turns out of the picture stays as it was written.
SIDE = ("lean", "spine", "neck", "hip", "knee", "ankle", "toes", "shoulder", "elbow", "wrist")
FRONT = ("tilt", "hip_out", "knee", "ankle", "shoulder_out", "elbow")
# What is fixed in no way is kept from wandering off.
HERE = 1e-4
FEET = tuple(Contact(side, spot, "floor") for side in ("", FAR) for spot in ("heel", "ball", "toe"))


def settle(asked: Asked, start: Pose | None, anchors: Mapping[str, float], rounds: int = ROUNDS) -> Pose:
    """The position that keeps the given angles and the contacts, near the wanted angles."""
    free = _free(asked)
    at = (start.at[0] if start else 0.0, _height(asked) if start is None or not asked.contacts else start.at[1])
    values = [*at, *(asked.wanted[name] for name in free)]
    wanted = [*at, *(asked.wanted[name] for name in free)]
    will = [HERE, HERE, *(WILL * joint(name).stiffness * (FIRM if name in asked.firm else 1) for name in free)]
    moving = None
    damping = 1e-2
    now = _misfit(values, free, asked, anchors)
    cost = _cost(now, values, wanted, will, free)
    for _ in range(rounds):
        moving = moving or [i for i in range(len(values))]
        columns = {i: _column(values, i, now, free, asked, anchors) for i in moving}
        moving = [i for i in moving if any(abs(slope) > 1e-9 for slope in columns[i])]
        step = _step([columns[i] for i in moving], now, values, wanted, will, free, moving, damping)
        tried = list(values)
        for i, change in zip(moving, step):
            tried[i] += change if i < 2 else max(-12.0, min(12.0, change))
        misfit = _misfit(tried, free, asked, anchors)
        cost_then = _cost(misfit, tried, wanted, will, free)
        if cost_then < cost:
            is_done = cost - cost_then < 1e-9 * cost + 1e-12
            values, now, cost, damping = tried, misfit, cost_then, damping / 4
            if is_done:
                break
        else:
            damping *= 6
            if damping > 1e6:
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
    movable = FRONT if asked.view == "front" else SIDE
    mirrored = {FAR + name for name in asked.mirrored}
    return [name for name in ANGLES if name not in asked.given and name.removeprefix(FAR) in movable and name not in mirrored]


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


def _cost(misfit: list[float], values: list[float], wanted: list[float], will: list[float], free: list[str]) -> float:
    kept = sum((stiff * (value - want)) ** 2 for stiff, value, want in zip(will, values, wanted))
    return sum(gap * gap for gap in misfit) + kept + sum((LIMIT * _past(name, value)) ** 2 for name, value in zip(free, values[2:]))


def _past(name: str, value: float) -> float:
    """How far an angle is beyond what its joint does."""
    range_ = joint(name)
    return min(value - range_.least, 0.0) + max(value - range_.most, 0.0)


def _step(columns: list[list[float]], now: list[float], values: list[float], wanted: list[float], will: list[float], free: list[str], moving: list[int], damping: float) -> list[float]:
    """One step of damped least squares: the normal equations and their answer."""
    size = len(columns)
    matrix = [[sum(a * b for a, b in zip(columns[r], columns[c])) for c in range(size)] for r in range(size)]
    right = [-sum(a * gap for a, gap in zip(column, now)) for column in columns]
    for r, i in enumerate(moving):
        matrix[r][r] += will[i] ** 2
        right[r] -= will[i] ** 2 * (values[i] - wanted[i])
        past = _past(free[i - 2], values[i]) if i >= 2 else 0.0
        if past:
            matrix[r][r] += LIMIT**2
            right[r] -= LIMIT**2 * past
        matrix[r][r] += damping * (1e-3 + matrix[r][r])
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
