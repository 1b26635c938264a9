"""Wishes: what the reader wants of one day: no session on it or one, less time, nothing at hand, another exercise.

A wish makes room or takes it. It opens nothing that a rule holds shut.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from planner.problems import Problem, read_day, short

# Wishes are for the days on show, and a session has at least some minutes and at most two hours.
DAYS_AHEAD = 28
LEAST_MINUTES = 5
MOST_MINUTES = 120
MOST_THINGS = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """All wishes for one day. None: no wish about it. `swaps` is by the exercise that stands there, with the one wanted instead."""

    on: date
    free: bool | None
    minutes: int | None
    equipment: tuple[str, ...] | None
    swaps: Mapping[str, str]


def no_wish(on: date) -> Wish:
    return Wish(on, None, None, None, {})


def with_wish(wishes: Mapping[date, Wish], wish: Wish) -> dict[date, Wish]:
    """The wishes with a newer one; what it does not speak of stays."""
    before = wishes.get(wish.on, no_wish(wish.on))
    merged = replace(
        before,
        free=before.free if wish.free is None else wish.free,
        minutes=before.minutes if wish.minutes is None else wish.minutes,
        equipment=before.equipment if wish.equipment is None else wish.equipment,
        swaps={**before.swaps, **wish.swaps},
    )
    return {**wishes, wish.on: merged}


def read_wish(answers: Mapping[str, Any], told_on: date) -> tuple[Wish | None, list[Problem]]:
    """A wish entry: {"on": "2026-12-03", "free": false, "minutes": 20, "equipment": [], "swap": {"exercise": …, "instead": …}}."""
    known = ("on", "free", "minutes", "equipment", "swap")
    problems = [Problem(f"answers.{name}", f"is not part of this entry. Known: {', '.join(known)}") for name in answers if name not in known]
    on = _day(answers.get("on"), told_on, problems)
    if "free" in answers and type(answers["free"]) is not bool:
        problems.append(Problem("answers.free", f"expected true or false, got {short(answers['free'])}. Example: false"))
    minutes = answers.get("minutes")
    if minutes is not None and not (type(minutes) is int and LEAST_MINUTES <= minutes <= MOST_MINUTES):
        problems.append(Problem("answers.minutes", f"Please write a number from {LEAST_MINUTES} to {MOST_MINUTES}. Example: 20"))
    equipment = answers.get("equipment")
    if equipment is not None and not (isinstance(equipment, list) and len(equipment) <= MOST_THINGS and all(isinstance(thing, str) for thing in equipment)):
        problems.append(Problem("answers.equipment", f"expected a list of things, got {short(equipment)}. Example: []"))
    swap = answers.get("swap", {"exercise": "", "instead": ""})
    if not (isinstance(swap, Mapping) and set(swap) == {"exercise", "instead"} and all(isinstance(value, str) for value in swap.values())):
        problems.append(Problem("answers.swap", f'expected two exercises, got {short(swap)}. Example: {{"exercise": "glute-bridge", "instead": "static-bridge"}}'))
    if problems or on is None:
        return None, problems
    swaps = {swap["exercise"]: swap["instead"]} if "swap" in answers else {}
    return Wish(on, answers.get("free"), minutes, None if equipment is None else tuple(equipment), swaps), []


def _day(raw: Any, told_on: date, problems: list[Problem]) -> date | None:
    """Today or one of the days on show."""
    try:
        on = read_day(raw)
    except ValueError:
        on = None
    if on is None or not told_on <= on <= told_on + timedelta(days=DAYS_AHEAD):
        problems.append(Problem("answers.on", f"expected a day from {told_on} on and within {DAYS_AHEAD} days, got {short(raw)}. Example: {told_on}"))
        return None
    return on
