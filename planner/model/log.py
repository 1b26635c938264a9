"""What the reader tells us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the reader told us. `at` is local time with its offset, as text, and `day` the reader's own calendar day.

    `answers` are raw until facts.py or sessions.py reads them.
    """

    id: str
    at: str
    kind: str
    answers: Mapping[str, object]
    day: date


@dataclass(frozen=True, slots=True)
class Log:
    """Every entry in the order it happened."""

    version: int
    entries: tuple[Entry, ...]
