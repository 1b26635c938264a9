"""What is wrong with something the reader gave us. Collected, then raised together, each with its place."""

import re
from dataclasses import dataclass
from datetime import date

# A week is planned from the day asked about, so the calendar must go on after it.
LAST_YEAR = 2200
MOST_SHOWN = 60
# More than anybody mends at once.
MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is an address in the log or "answers.<question id>"; `message` is a plain sentence."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class BadInput(Exception):
    """Raised with every problem found in a log or in its answers."""

    def __init__(self, problems: list[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def read_day(text: object) -> date:
    """A day written year-month-day, and in no other of ISO 8601's ways. Raises ValueError."""
    wrong = ValueError(f"expected a day of the calendar as year-month-day, not after {LAST_YEAR}, got {short(text)}. Example: 2026-12-01")
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise wrong
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise wrong from None
    if day.year > LAST_YEAR:
        raise wrong
    return day


def short(value: object) -> str:
    """A value as a reader may see it, cut to a sane length."""
    if value is None:
        return "nothing"
    if isinstance(value, str | list | tuple | dict) and len(value) > MOST_SHOWN:
        return f"something of {len(value)} parts" if not isinstance(value, str) else f"{value[:MOST_SHOWN]!r}…"
    try:
        text = repr(value)
    except ValueError:
        return "a number with thousands of digits"
    return text if len(text) <= 60 else text[:57] + "…"
