"""Programmes, their stages and ladders, the sports they lead back to, and how long it took others."""

from dataclasses import dataclass

from planner.model.values import Range


@dataclass(frozen=True, slots=True)
class Fits:
    """The answers that lead to a programme."""

    onset: tuple[str, ...]
    site: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a programme. `id` is programme/stage; `order` counts from 1; limits are names of numbers, or empty."""

    id: str
    track: str
    order: int
    name: str
    aim: str
    avoid: tuple[str, ...]
    patterns: tuple[str, ...]
    not_before_day: str
    pain_now_most: str
    pain_worst_most: str
    hip_flexion_limit: str
    high_hip_flexion_limit: str
    start_load: str
    loading_from_day: str
    limp_expected: bool
    builds: bool
    gentlest_patterns: tuple[str, ...]
    start_with: tuple[str, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Track:
    """A programme. The limits and the gap are names of numbers."""

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    fits: Fits
    above_limit: str
    pain_limit: str
    pain_limit_trial: str
    pain_limit_fast_running: str
    running_gap: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class FirstStep:
    """An exercise that waits until an easier one was done on some days: in these stages, and for these sports or from this age on."""

    exercise: str
    after: tuple[str, ...]
    stages: tuple[str, ...]
    sports: tuple[str, ...]
    from_age: str


@dataclass(frozen=True, slots=True)
class Later:
    """An exercise that a sport waits with until this step of a ladder is reached."""

    exercise: str
    ladder: str
    step: str


@dataclass(frozen=True, slots=True)
class Top:
    """The highest step of a ladder for a sport."""

    ladder: str
    step: str


@dataclass(frozen=True, slots=True)
class Sport:
    """What somebody wants to get back to: what it leaves out, what it adds to what a stage starts with, and how far ladders go."""

    id: str
    label: str
    name: str
    end: str
    leave_out: tuple[str, ...]
    also: tuple[str, ...]
    later: tuple[Later, ...]
    tops: tuple[Top, ...]


@dataclass(frozen=True, slots=True)
class StepDose:
    """What a step changes in the record's own dose. A field that is None leaves the record's."""

    kind: str | None
    sets: Range | None
    reps: Range | None
    seconds: Range | None
    metres: int | None
    work_seconds: Range | None
    easy_seconds: Range | None
    rest_seconds: Range | None
    days_per_week: int | None
    rpe: Range | None


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rung: its label ("week 3"), what is done on it, its share of full speed, and the test after which somebody starts here."""

    label: str
    text: str
    dose: StepDose | None
    percent: int | None
    after: str


@dataclass(frozen=True, slots=True)
class Climbs:
    """How the planner climbs a ladder: with which exercise, in which stages, and the numbers of clean sessions and of days for a step."""

    exercise: str
    stages: tuple[str, ...]
    clean: str
    days: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """A dose that rises step by step, as a source gives it. `kind` is running, sprint or nordic."""

    id: str
    name: str
    kind: str
    tracks: tuple[str, ...]
    steps: tuple[LadderStep, ...]
    climbs: Climbs | None
    rule: str
    population: str
    basis: str
    certainty: str
    references: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class WarmUp:
    """What comes before a session. `before` is what the session holds: fast-running, running, harder or anything."""

    id: str
    before: str
    minutes: int
    text: str
    basis: str
    certainty: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prognosis:
    """How long it took a group of people, in days. Never a promise to one person."""

    id: str
    track: str
    mechanisms: tuple[str, ...]
    sports: tuple[str, ...]
    days: Range
    measure: str
    population: str
    certainty: str
    references: tuple[str, ...]
