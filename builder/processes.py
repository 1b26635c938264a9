"""Work that can be shared out: one step for many things that know nothing of each other, on every core."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from os import cpu_count

from builder.problems import BuildStopped, Problem

# A process has to start and to import what it works with, which takes as long as some pictures do; so few are made where we are.
WORTH_A_PROCESS = 20


def for_each[Thing](step: Callable[[Thing], bytes], things: Sequence[Thing]) -> list[bytes]:
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
    return [made for made, _ in results]


def _tried[Thing](step: Callable[[Thing], bytes], thing: Thing) -> tuple[bytes, list[Problem]]:
    """Between processes problems travel as values."""
    try:
        return step(thing), []
    except BuildStopped as stopped:
        return b"", stopped.problems
