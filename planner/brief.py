"""What every step of planning a week needs to know, handed from one to the next as one value."""

from dataclasses import dataclass
from datetime import date

from planner.facts import Facts
from planner.model import Dose, Exercise, Protocol, Records, Stage


@dataclass(frozen=True, slots=True)
class Brief:
    """The reader's facts, the stage they start in, and the records."""

    facts: Facts
    stage: Stage
    records: Records

    @property
    def protocol(self) -> Protocol:
        return self.records.protocol

    def dose(self, exercise: Exercise) -> Dose:
        return exercise.doses[self.stage.id]


@dataclass(frozen=True, slots=True)
class Done:
    """An exercise that already stands in the week."""

    on: date
    exercise: Exercise
