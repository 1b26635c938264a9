"""Damped least squares in plain Python: values within their ranges that make every misfit small and stray little from what is wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Misfit = Callable[[Sequence[float]], list[float]]

# How far a value is moved to see its slope, and how far it may go in one step, since a slope is only true nearby.
NUDGE = 0.02
FURTHEST = 12.0
# A value whose slope is next to nothing is damped as if it had this one. Without it such a value would be thrown about.
WEAKEST = 0.05
LEAST_DAMPING, MOST_DAMPING = 1e-2, 1e6


@dataclass(frozen=True, slots=True)
class Unknown:
    """One value to be found: where it is best left, how much it minds being moved, and how far it goes."""

    wanted: float
    will: float
    least: float = -1e9
    most: float = 1e9


def minimise(misfit: Misfit, unknowns: Sequence[Unknown], values: list[float], rounds: int) -> list[float]:
    """The values that fit best, after at most so many rounds from where they begin."""
    damping = LEAST_DAMPING
    now = misfit(values)
    cost = _cost(now, unknowns, values)
    for _ in range(rounds):
        columns = [_slopes(misfit, values, i, now) for i in range(len(values))]
        tried = _moved(unknowns, values, _step_within(columns, now, unknowns, values, damping))
        misfit_then = misfit(tried)
        cost_then = _cost(misfit_then, unknowns, tried)
        if cost_then >= cost:
            damping *= 6
            if damping > MOST_DAMPING:
                break
            continue
        is_done = cost - cost_then < 1e-9 * cost + 1e-12
        values, now, cost, damping = tried, misfit_then, cost_then, damping / 4
        if is_done:
            break
    return values


def _cost(misfit: Sequence[float], unknowns: Sequence[Unknown], values: Sequence[float]) -> float:
    strayed = sum((unknown.will * (value - unknown.wanted)) ** 2 for unknown, value in zip(unknowns, values))
    return sum(miss * miss for miss in misfit) + strayed


def _slopes(misfit: Misfit, values: list[float], i: int, now: list[float]) -> list[float]:
    nudged = list(values)
    nudged[i] += NUDGE
    return [(then - before) / NUDGE for then, before in zip(misfit(nudged), now)]


def _moved(unknowns: Sequence[Unknown], values: list[float], step: list[float]) -> list[float]:
    near = [value + max(-FURTHEST, min(FURTHEST, change)) for value, change in zip(values, step)]
    return [min(max(value, unknown.least), unknown.most) for unknown, value in zip(unknowns, near)]


def _step_within(columns: list[list[float]], now: list[float], unknowns: Sequence[Unknown], values: list[float], damping: float) -> list[float]:
    """The step that leaves out whatever is at its end and would have to go further: the others then do its work."""
    moving = list(range(len(values)))
    while True:
        step = dict(zip(moving, _step([columns[i] for i in moving], now, [unknowns[i] for i in moving], [values[i] for i in moving], damping)))
        stuck = {i for i, change in step.items() if _is_at_end(unknowns[i], values[i], change)}
        if not stuck:
            return [step.get(i, 0.0) for i in range(len(values))]
        moving = [i for i in moving if i not in stuck]


def _is_at_end(unknown: Unknown, value: float, change: float) -> bool:
    return (value >= unknown.most and change > 0) or (value <= unknown.least and change < 0)


def _step(columns: list[list[float]], now: list[float], unknowns: Sequence[Unknown], values: list[float], damping: float) -> list[float]:
    """The normal equations of one step, and their answer."""
    size = len(columns)
    matrix = [[sum(a * b for a, b in zip(columns[r], columns[c])) for c in range(size)] for r in range(size)]
    right = [-sum(a * miss for a, miss in zip(column, now)) for column in columns]
    for r, (unknown, value) in enumerate(zip(unknowns, values)):
        right[r] -= unknown.will**2 * (value - unknown.wanted)
        matrix[r][r] += unknown.will**2
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
