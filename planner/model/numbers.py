"""The numbers and rules of the protocol."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A clinical number with what it stands on. `value` is in `unit`."""

    id: str
    name: str
    description: str
    value: float
    unit: str
    basis: str
    certainty: str
    references: tuple[str, ...]
    applies_to: str
    reviewed: str
    next_review: str
    checked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the planner. `id` is the code of its finding, `reads` the questions and tests it looks at, `numbers` what it decides by.

    A rule without a number stands on its own basis and references. `firm`: the reader cannot have the whole session in spite of it.
    `clearable`: it no longer stops somebody who was looked at since and told that exercises are fine.
    """

    id: str
    step: str
    says: str
    reads: tuple[str, ...]
    numbers: tuple[str, ...]
    basis: str
    certainty: str
    references: tuple[str, ...]
    firm: bool
    clearable: bool
