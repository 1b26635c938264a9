"""The planner's words as frozen values. GLOSSARY.md says what each means; nothing here decides anything.

Units are in the field names. Pain and effort are on 0-10 scales. A range is a pair (least, most).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Range = tuple[int, int]

# The days of the week, as answers and records name them; Monday is first, as in date.weekday().
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


# --- what the project publishes: records ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A clinical number with what it stands on. `value` is in `unit`."""

    id: str
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
class Level:
    """How urgent a finding is. Levels are kept in order, most urgent first."""

    id: str
    rank: int
    title: str
    action: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """One warning sign of a checklist question."""

    id: str
    question: str
    level: str
    label: str
    why: str
    basis: str
    certainty: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ShowIf:
    """A question is asked only while another has one of these answers."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the intake. `kind` is checklist, choice, scale, number or date."""

    id: str
    section: str
    kind: str
    text: str
    help: str
    required: bool
    options: tuple[Option, ...]
    least: float | None
    most: float | None
    unit: str
    example: str
    show_if: ShowIf | None
    unsure_level: str | None


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    intro: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A test to pass before leaving a stage."""

    id: str
    stage: str
    text: str
    how: str
    basis: str
    certainty: str
    references: tuple[str, ...]


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
    loading_from_day: str
    gentlest_patterns: tuple[str, ...]
    start_with: tuple[str, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Fits:
    """The answers that lead to a programme."""

    onset: tuple[str, ...]
    site: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A programme. The limits and the gap are names of numbers."""

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    fits: Fits
    pain_limit: str
    pain_limit_fast_running: str
    running_gap: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Prognosis:
    """How long it took a group of people, in days. Never a promise to one person."""

    id: str
    track: str
    mechanisms: tuple[str, ...]
    days: Range
    measure: str
    population: str
    certainty: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rung: its label ("week 3", "steps 1 to 3") and what is done on it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """A dose that rises step by step, as a source gives it. `kind` is running, sprint or nordic."""

    id: str
    name: str
    kind: str
    tracks: tuple[str, ...]
    steps: tuple[LadderStep, ...]
    rule: str
    population: str
    basis: str
    certainty: str
    references: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RuleBasis:
    """What a rule without a number of its own stands on. `id` is the code of its finding."""

    id: str
    basis: str
    certainty: str
    references: tuple[str, ...]


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
    """A stricter limit than the programme's, where an exercise asks for one."""

    value: int
    basis: str
    references: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Protocol:
    """When and how much: everything a rule may ask for."""

    version: str
    numbers: Mapping[str, Number]
    levels: Mapping[str, Level]
    signs: tuple[Sign, ...]
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    tracks: Mapping[str, Track]
    criteria: tuple[Criterion, ...]
    rules: Mapping[str, RuleBasis]
    prognosis: tuple[Prognosis, ...]
    ladders: tuple[Ladder, ...]
    equipment: Mapping[str, Equipment]

    def value(self, name: str) -> float:
        return self.numbers[name].value

    def stages(self) -> Mapping[str, Stage]:
        return {stage.id: stage for track in self.tracks.values() for stage in track.stages}


@dataclass(frozen=True, slots=True)
class Records:
    """All that the project publishes, checked at the build and trusted here."""

    exercises: Mapping[str, Exercise]
    protocol: Protocol
    references: Mapping[str, Reference]
    messages: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]


# --- what the reader tells us: the log -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the reader told us. `at` is local time with its offset, as text; answers are raw until facts.py reads them."""

    id: str
    at: str
    kind: str
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Log:
    version: int
    entries: tuple[Entry, ...]


# --- what the planner says: findings and the situation -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement: a code with a sentence in messages.yaml, the values it used, and what they stand on."""

    code: str
    outcome: str
    values: Mapping[str, str | int | float]
    numbers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Triage:
    """The most urgent level found (None: nothing found) and every finding behind it, most urgent first."""

    level: str | None
    stops: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What the reader said about one criterion: yes, no or not-tried."""

    criterion: str
    answer: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the reader starts: a stage, or None where no programme fits yet, with every reason."""

    track: str | None
    stage: str | None
    findings: tuple[Finding, ...]
    criteria: tuple[CriterionResult, ...]
    prognosis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise in a session, with the dose to do today and the reasons for it. `hurts_before`: pain is above its limit already."""

    exercise: str
    dose: Dose
    sets: Range
    pain_limit: int
    hurts_before: bool
    minutes: int
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week; no items means a rest day."""

    on: date
    items: tuple[Item, ...]
    minutes: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from the day asked about, what was left out of them and why."""

    days: tuple[Day, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything shown, derived from the log. `outcome` is empty, stop, no-programme or plan."""

    today: date
    protocol_version: str
    outcome: str
    triage: Triage
    placement: Placement | None
    week: Week | None
