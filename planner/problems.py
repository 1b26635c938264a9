"""What is wrong with something the reader gave us. Collected, then raised together, each with its place."""

import re
from dataclasses import dataclass
from datetime import date

# A week is planned from the day asked about, so the calendar must go on after it.
LAST_YEAR = 2200


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
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(f"expected a day as year-month-day, got {text!r:.60}. Example: 2026-12-01")
    day = date.fromisoformat(text)
    if day.year > LAST_YEAR:
        raise ValueError(f"expected a day before {LAST_YEAR}, got {text}. Example: 2026-12-01")
    return day


def short(value: object) -> str:
    """A value as a reader may see it, cut to a sane length."""
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
