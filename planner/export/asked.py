"""What the reader wants of a calendar or a hand-over, read from a request and checked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planner.log import MOST_CHARACTERS
from planner.problems import BadInput, Problem, read_day, short

# A reminder up to a day ahead.
MOST_REMINDER = 24 * 60
# More than four weeks have, several times over.
MOST_GIVEN = 400
# What a calendar program keeps a SEQUENCE in holds some more.
MOST_SEQUENCE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class CalendarWish:
    """When sessions begin, how many minutes before to remind (None: not at all), and whether titles name what is done.

    `given` are the days that earlier files of this device had a session on, `seed` what their UIDs were made of and `sequence` their
    highest SEQUENCE, None and 0 where there was no file: so a program that has one of them replaces it.
    """

    begins: timedelta
    reminder: int | None
    detail: bool
    given: frozenset[date]
    seed: str | None
    sequence: int


def read_calendar_wish(request: Mapping[str, Any]) -> CalendarWish:
    """The wish in a request. Raises BadInput with every problem."""
    problems: list[Problem] = []
    hour = request.get("at")
    if not isinstance(hour, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", hour):
        problems.append(Problem("at", f'expected an hour of the day, got {short(hour)}. Example: "18:00"'))
    reminder = request.get("reminder")
    if reminder is not None and not _is_whole(reminder, MOST_REMINDER):
        problems.append(Problem("reminder", f"expected whole minutes from 0 to {MOST_REMINDER}, or nothing, got {short(reminder)}. Example: 15"))
    detail = request.get("detail", False)
    if type(detail) is not bool:
        problems.append(Problem("detail", f"expected true or false, got {short(detail)}. Example: false"))
    seed = request.get("seed")
    if seed is not None and not (isinstance(seed, str) and 0 < len(seed) <= MOST_CHARACTERS):
        problems.append(Problem("seed", f'expected some text of at most {MOST_CHARACTERS} characters, or nothing, got {short(seed)}. Example: "1"'))
    sequence = request.get("sequence", 0)
    if not _is_whole(sequence, MOST_SEQUENCE):
        problems.append(Problem("sequence", f"expected a whole number from 0 to {MOST_SEQUENCE}, got {short(sequence)}. Example: 0"))
    given = _read_days(request.get("given", []), problems)
    if problems:
        raise BadInput(problems)
    hours, minutes = map(int, hour.split(":"))
    return CalendarWish(timedelta(hours=hours, minutes=minutes), reminder, detail, given, seed, sequence)


def _is_whole(value: Any, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _read_days(days: Any, problems: list[Problem]) -> frozenset[date]:
    if not isinstance(days, list) or len(days) > MOST_GIVEN:
        problems.append(Problem("given", f'expected a list of at most {MOST_GIVEN} days, got {short(days)}. Example: ["2026-12-03"]'))
        return frozenset()
    read = set()
    for place, day in enumerate(days):
        try:
            read.add(read_day(day))
        except ValueError as error:
            problems.append(Problem(f"given[{place}]", str(error)))
    return frozenset(read)


def read_parts(asked: Any, known: Iterable[str]) -> tuple[str, ...]:
    """The parts of the hand-over that the reader ticked, in the order of the page. Raises BadInput."""
    known = tuple(known)
    if not isinstance(asked, list) or not asked or not all(isinstance(part, str) and part in known for part in asked):
        raise BadInput([Problem("parts", f'expected some of {", ".join(known)}, got {short(asked)}. Example: ["{known[0]}"]')])
    return tuple(part for part in known if part in asked)
