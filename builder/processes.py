"""Work that can be shared out: one step for many things that know nothing of each other, on every core."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from os import cpu_count

from builder.problems import BuildStopped, Problem

# A process takes most of a second to start. That is as long as so many pictures or pages take, so fewer are made where we are.
WORTH_A_PROCESS = 40


def for_each[Thing, Made](step: Callable[[Thing], Made], things: Sequence[Thing]) -> list[Made]:
    """What the step makes of each thing, in their order. Raises BuildStopped with everything that is wrong with any of them.

    `step` is a function of a module, or a partial of one: the other processes find it by its name.
    """
    cores = min(cpu_count() or 1, len(things) // WORTH_A_PROCESS)
    tried = partial(_tried, step)
    if cores < 2:
        results = list(map(tried, things))
    else:
        # Started afresh, as on every system: a copy of a process with threads may hang.
        with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
            results = list(pool.map(tried, things, chunksize=len(things) // (cores * 4) or 1))
    if problems := [problem for _, found in results for problem in found]:
        raise BuildStopped(problems)
    return [made for made, _ in results if made is not None]


def _tried[Thing, Made](step: Callable[[Thing], Made], thing: Thing) -> tuple[Made | None, list[Problem]]:
    """Between processes problems travel as values."""
    try:
        return step(thing), []
    except BuildStopped as stopped:
        return None, stopped.problems
