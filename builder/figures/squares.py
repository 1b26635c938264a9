"""Damped least squares in plain Python: values within their ranges that make every misfit small and stray little from what is wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Protocol

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


class Tried(Protocol):
    """Values that are tried: what misses with them, and what would if one of them were another."""

    def misfit(self) -> list[float]: ...

    def misfit_with(self, i: int, value: float) -> list[float]: ...


@dataclass(frozen=True, slots=True)
class Equations:
    """The normal equations of a step, not damped yet."""

    matrix: list[list[float]]
    right: list[float]


def minimise(try_: Callable[[Sequence[float]], Tried], unknowns: Sequence[Unknown], values: list[float], rounds: int) -> list[float]:
    """The values that fit best, after at most so many rounds from where they begin."""
    damping = LEAST_DAMPING
    tried = try_(values)
    now = tried.misfit()
    cost = _cost(now, unknowns, values)
    equations = None
    for _ in range(rounds):
        # They are those of the last round where its step was too bold.
        equations = equations or _equations([_slopes(tried, i, value, now) for i, value in enumerate(values)], now, unknowns, values)
        values_then = _moved(unknowns, values, _step_within(equations, unknowns, values, damping))
        tried_then = try_(values_then)
        now_then = tried_then.misfit()
        cost_then = _cost(now_then, unknowns, values_then)
        if cost_then >= cost:
            damping *= 6
            if damping > MOST_DAMPING:
                break
            continue
        is_done = cost - cost_then < 1e-9 * cost + 1e-12
        values, tried, now, cost, damping, equations = values_then, tried_then, now_then, cost_then, damping / 4, None
        if is_done:
            break
    return values


def _cost(misfit: Sequence[float], unknowns: Sequence[Unknown], values: Sequence[float]) -> float:
    strayed = sum((unknown.will * (value - unknown.wanted)) ** 2 for unknown, value in zip(unknowns, values))
    return sum(miss * miss for miss in misfit) + strayed


def _slopes(tried: Tried, i: int, value: float, now: list[float]) -> list[float]:
    return [(then - before) / NUDGE for then, before in zip(tried.misfit_with(i, value + NUDGE), now)]


def _equations(columns: list[list[float]], now: list[float], unknowns: Sequence[Unknown], values: Sequence[float]) -> Equations:
    """What the slopes of every value say together. The matrix is its own mirror image, so one half of it is worked out."""
    lower = [[sum(map(mul, column, other)) for other in columns[: r + 1]] for r, column in enumerate(columns)]
    for row, unknown in zip(lower, unknowns):
        row[-1] += unknown.will**2
    matrix = [[*row, *[below[r] for below in lower[r + 1 :]]] for r, row in enumerate(lower)]
    right = [-sum(map(mul, column, now)) - unknown.will**2 * (value - unknown.wanted) for column, unknown, value in zip(columns, unknowns, values)]
    return Equations(matrix, right)


def _moved(unknowns: Sequence[Unknown], values: list[float], step: list[float]) -> list[float]:
    near = [value + max(-FURTHEST, min(FURTHEST, change)) for value, change in zip(values, step)]
    return [min(max(value, unknown.least), unknown.most) for unknown, value in zip(unknowns, near)]


def _step_within(equations: Equations, unknowns: Sequence[Unknown], values: Sequence[float], damping: float) -> list[float]:
    """The step that leaves out whatever is at its end and would have to go further: the others then do its work."""
    moving = list(range(len(values)))
    while True:
        step = dict(zip(moving, _step(equations, moving, damping)))
        stuck = {i for i, change in step.items() if _is_at_end(unknowns[i], values[i], change)}
        if not stuck:
            return [step.get(i, 0.0) for i in range(len(values))]
        moving = [i for i in moving if i not in stuck]


def _is_at_end(unknown: Unknown, value: float, change: float) -> bool:
    return (value >= unknown.most and change > 0) or (value <= unknown.least and change < 0)


def _step(equations: Equations, moving: Sequence[int], damping: float) -> list[float]:
    """The damped step of these values, the others left where they are."""
    rows = [[*[equations.matrix[r][c] for c in moving], equations.right[r]] for r in moving]
    for i, row in enumerate(rows):
        row[i] += damping * (WEAKEST + row[i])
    return _answer(rows)


def _answer(rows: list[list[float]]) -> list[float]:
    """Gauss's elimination with the largest pivot. Each row ends with what its equation comes to; what is eliminated is left out."""
    steps = []
    while rows:
        sizes = [abs(row[0]) for row in rows]
        pivot = sizes.index(max(sizes))
        rows[0], rows[pivot] = rows[pivot], rows[0]
        (lead, *first), *below = rows
        steps.append((lead, first))
        rows = [[a - share * b for a, b in zip(row[1:], first)] if (share := row[0] / lead) else row[1:] for row in below]
    answer: list[float] = []
    for lead, first in reversed(steps):
        answer.insert(0, (first[-1] - sum(map(mul, first, answer))) / lead)
    return answer
