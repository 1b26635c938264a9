"""Home tests, and what result of them opens which door."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HomeTest:
    """A home test. `kind` is yes-no, pain, count, degrees, scale or by-eye; `sides` is one or both.

    `counted_from` is set where the log itself counts: the number for the share of full speed from which a clean session does, and
    `counted_below` the one from which it counts for another test.
    """

    id: str
    ask: str
    how: str
    kind: str
    sides: str
    least: float | None
    most: float | None
    unit: str
    example: str
    counted_from: str
    counted_below: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a test's result must be. `must_be` is yes, at-most, at-least or any-of; `measure` says what of a two-sided test counts."""

    test: str
    must_be: str
    measure: str
    number: str
    any_of: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What to pass before leaving a stage, or, where `opens` is running, before the first run. Empty `sports` means everybody's.

    `is_run`: the test is itself a run, so it waits for those before the first run.
    """

    id: str
    stage: str
    opens: str
    is_run: bool
    sports: tuple[str, ...]
    text: str
    checks: tuple[Check, ...]
    passes: str
    failing: str
    basis: str
    certainty: str
    references: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """How many of a panel agreed with an item, in percent."""

    percent: int
    panel: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """One line of the checklist before sport, with the criteria that ask for it here and how far experts agree on it."""

    id: str
    text: str
    criteria: tuple[str, ...]
    agreed: tuple[Agreed, ...]
    note: str
    references: tuple[str, ...]
