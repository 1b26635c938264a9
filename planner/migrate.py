"""Older logs become today's: one pure function for each version, from plain entries to plain entries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

VERSION = 2

Entries = Sequence[Mapping[str, Any]]


def migrate(entries: Entries, version: int) -> Entries:
    """The entries as today's version writes them. What an old answer can no longer say is left out, so that it is asked again."""
    for step in range(version, VERSION):
        entries = STEPS[step](entries)
    return entries


def _from_1(entries: Entries) -> Entries:
    """Version 1 had intakes alone, and these tests as yes or no; now they are measured."""
    return [{**entry, "answers": {question: answer for question, answer in entry["answers"].items() if question not in MEASURED_NOW}} for entry in entries]


# Tests that version 1 asked as yes or no under the criterion's name.
MEASURED_NOW = frozenset(
    {
        "stairs_or_bike",
        "bridge_three_quarters",
        "raise_leg_three_quarters",
        "bridge_equal",
        "press_the_spot",
        "sprint_without_fear",
        "move_equally",
        "train_fully",
        "trust_the_leg",
        "three_bridges",
        "sit_half_hour",
        "heavy_bridge",
        "lunge_freely",
        "curl_equal",
        "sport_week_settles",
    }
)

STEPS: dict[int, Callable[[Entries], Entries]] = {1: _from_1}
