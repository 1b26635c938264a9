"""Work shared out to several processes."""

import os

import pytest

from builder.problems import BuildStopped, Problem
from builder.processes import WORTH_A_PROCESS, for_each

# Enough for two processes, and one over.
MANY = range(2 * WORTH_A_PROCESS + 1)


@pytest.fixture(autouse=True)
def two_cores(monkeypatch) -> None:
    """Work is shared out on a machine with one core, too."""
    monkeypatch.setattr("builder.processes.cpu_count", lambda: 2)


def place_of(number: int) -> bytes:
    """The number, and the process it was seen in."""
    return f"{number} {os.getpid()}".encode()


def odd_ones(number: int) -> bytes:
    """Nothing but even numbers is right."""
    if number % 2:
        raise BuildStopped([Problem(f"{number}.yaml", "id", "is odd")])
    return b"even"


def nothing_else(number: int) -> bytes:
    """A mistake of the program, which is no problem of a record."""
    raise ZeroDivisionError(number)


def test_many_things_are_shared_out() -> None:
    """What is made of each thing comes in the order of the things, and another process made it."""
    made = [tuple(map(int, each.split())) for each in for_each(place_of, MANY)]

    assert list(MANY) == [number for number, _ in made]
    assert os.getpid() not in {process for _, process in made}


def test_few_things_stay_here() -> None:
    """What is made sooner than a process starts is made in this one."""
    assert {os.getpid()} == {int(each.split()[1]) for each in for_each(place_of, MANY[: WORTH_A_PROCESS + 1])}


@pytest.mark.parametrize("things", [pytest.param(MANY, id="in several processes"), pytest.param(MANY[:5], id="in this one")])
def test_all_problems_are_told(things: range) -> None:
    """The build stops with what is wrong with any of the things, wherever it was found."""
    with pytest.raises(BuildStopped) as stopped:
        for_each(odd_ones, things)

    assert {f"{number}.yaml" for number in things if number % 2} == {problem.file for problem in stopped.value.problems}


def test_a_mistake_in_another_process_is_one_here() -> None:
    """An exception that is no problem of a record ends the build, wherever it comes from."""
    with pytest.raises(ZeroDivisionError):
        for_each(nothing_else, MANY)
