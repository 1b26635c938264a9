"""What every step of planning needs to know, handed from one to the next as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.dose import dose_load, dose_minutes
from planner.facts import Facts
from planner.ladders import Rung
from planner.model import Dose, Exercise, Ladder, Protocol, Range, Records, Stage
from planner.traits import is_fast_running, is_harder, is_heavy_eccentric, is_running


@dataclass(frozen=True, slots=True)
class Done:
    """An exercise that already stands on a day, done or planned, with what the rest rules ask about it.

    `load` is minutes times effort.
    """

    on: date
    exercise: str
    pattern: str
    is_heavy: bool
    is_running: bool
    is_fast: bool
    is_harder: bool
    load: int

    @staticmethod
    def of(on: date, exercise: Exercise, sets: int, stage: Stage, protocol: Protocol) -> "Done":
        """As the log has it: so many sets on that day. An exercise without a dose in the stage has the load of its nearest one."""
        dose = exercise.doses.get(stage.id) or next(iter(exercise.doses.values()))
        minutes = dose_minutes(dose, (sets, sets), protocol)
        return Done(on, exercise.id, exercise.pattern, is_heavy_eccentric(exercise), is_running(exercise), is_fast_running(exercise), is_harder(exercise, dose, protocol), dose_load(minutes, dose))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An exercise that may be used in this stage, with the dose it has there today. `ladder` and `step` say which ladder gives it."""

    exercise: Exercise
    dose: Dose
    sets: Range
    ladder: Ladder | None
    step: int | None
    is_heavy: bool
    is_running: bool
    is_fast: bool
    is_harder: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """The reader's facts, the stage they are in, what their log told, and the records.

    `hurt` are exercises that went over their limit last time: the day, the pain and the limit. `sprints` are clean sessions near full
    speed, `may_run` tells whether the tests before running are passed, `is_guarded` whether the weeks after a return are running.
    """

    facts: Facts
    stage: Stage
    records: Records
    rungs: Mapping[str, Rung]
    hurt: Mapping[str, tuple[date, int, int]]
    sprints: int
    may_run: bool
    is_guarded: bool

    @property
    def protocol(self) -> Protocol:
        return self.records.protocol
