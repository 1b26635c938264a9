"""Exercises with their doses, and the sources behind everything."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.model.values import Range


@dataclass(frozen=True, slots=True)
class Equipment:
    id: str
    name: str
    household: bool


@dataclass(frozen=True, slots=True)
class Tempo:
    lift_seconds: int | None
    pause_seconds: int | None
    lower_seconds: int | None


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise in one stage. Which fields are set depends on `kind`."""

    stage: str
    kind: str
    sets: Range
    reps: Range | None
    hold_seconds: Range | None
    seconds: Range | None
    metres: int | None
    work_seconds: Range | None
    easy_seconds: Range | None
    per_side: bool
    tempo: Tempo | None
    rest_seconds: Range | None
    times_per_day: int
    days_per_week: int
    rpe: Range
    rep_max: int | None
    basis: str
    certainty: str
    references: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Load:
    contraction: str
    joint: str
    muscle_length: str
    hip_flexion_degrees: int
    intensity: str
    speed: str
    legs: str


@dataclass(frozen=True, slots=True)
class Link:
    id: str
    when: str


@dataclass(frozen=True, slots=True)
class PainLimit:
    """A stricter limit than the programme's, where an exercise asks for one. In the programmes of `except_in` theirs holds."""

    value: int
    basis: str
    references: tuple[str, ...]
    except_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    claim: str
    kind: str
    population: str
    directness: str
    certainty: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    reviewed: str
    next_review: str
    checked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    pattern: str
    position: str
    equipment: tuple[str, ...]
    substitute: str
    load: Load
    steps: tuple[str, ...]
    cues: tuple[str, ...]
    mistakes: tuple[str, ...]
    feel: str
    stop_when: str
    cautions: tuple[str, ...]
    not_for_sites: tuple[str, ...]
    pain_limit: PainLimit | None
    typical: tuple[str, ...]
    doses: Mapping[str, Dose]
    easier: tuple[Link, ...]
    harder: tuple[Link, ...]
    evidence: Evidence
    sources: tuple[str, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Reference:
    """A source. Fields that are not known are empty; nothing is guessed."""

    id: str
    short: str
    authors: str
    year: int | None
    title: str
    source: str
    volume: str
    pages: str
    doi: str
    doi_checked: bool
    url: str
    kind: str
    population: str
    finding: str
    certainty: str
