"""All of the records together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.model.asking import Level, Question, Section, Sign
from planner.model.exercises import Equipment, Exercise, Reference
from planner.model.numbers import Number, Rule
from planner.model.road import FirstStep, Ladder, Prognosis, Sport, Stage, Track, WarmUp
from planner.model.tests import Criterion, HomeTest, ReturnItem


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
    tests: Mapping[str, HomeTest]
    criteria: tuple[Criterion, ...]
    sports: Mapping[str, Sport]
    rules: Mapping[str, Rule]
    prognosis: tuple[Prognosis, ...]
    ladders: Mapping[str, Ladder]
    checklist: tuple[ReturnItem, ...]
    warm_ups: tuple[WarmUp, ...]
    first_steps: tuple[FirstStep, ...]
    session_order: tuple[str, ...]
    equipment: Mapping[str, Equipment]
    # Made from the fields above once, since every entry of a log asks for them.
    _stages: Mapping[str, Stage] = field(init=False, repr=False, compare=False)
    _asked: Mapping[str, Mapping[str, Question]] = field(init=False, repr=False, compare=False)
    _signs: Mapping[str, Mapping[str, Sign]] = field(init=False, repr=False, compare=False)
    _unsure: tuple[Question, ...] = field(init=False, repr=False, compare=False)
    _criteria: Mapping[str, tuple[Criterion, ...]] = field(init=False, repr=False, compare=False)
    _climbed: Mapping[tuple[str, str], Ladder] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        stages = {stage.id: stage for track in self.tracks.values() for stage in track.stages}
        sections: dict[str, set[str]] = {}
        for section in self.sections:
            for kind in section.entries:
                sections.setdefault(kind, set()).add(section.id)
        climbed: dict[tuple[str, str], Ladder] = {}
        for ladder in self.ladders.values():
            for stage in ladder.climbs.stages if ladder.climbs else ():
                climbed.setdefault((ladder.climbs.exercise, stage), ladder)
        made = {
            "_stages": stages,
            "_asked": {kind: {id: question for id, question in self.questions.items() if question.section in of_kind} for kind, of_kind in sections.items()},
            "_signs": {question: {sign.id: sign for sign in self.signs if sign.question == question} for question in dict.fromkeys(sign.question for sign in self.signs)},
            "_unsure": tuple(question for question in self.questions.values() if question.unsure_level),
            "_criteria": {id: tuple(criterion for criterion in self.criteria if criterion.stage == id) for id in stages},
            "_climbed": climbed,
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    def value(self, name: str) -> float:
        return self.numbers[name].value

    def asked_in(self, kind: str) -> Mapping[str, Question]:
        """The questions whose answers may stand in an entry of this kind, in the order of the form."""
        return self._asked[kind]

    def signs_by_question(self) -> Mapping[str, Mapping[str, Sign]]:
        """The warning signs of each list by their ids."""
        return self._signs

    def questions_of_signs(self) -> tuple[Question, ...]:
        """The lists of warning signs, in which not being sure of one counts too."""
        return self._unsure

    def stages(self) -> Mapping[str, Stage]:
        return self._stages

    def criteria_of(self, stage: str) -> tuple[Criterion, ...]:
        """The tests of this stage, of every sport."""
        return self._criteria[stage]

    def ladder_of(self, exercise: str, stage: str) -> Ladder | None:
        """The ladder that doses this exercise in this stage."""
        return self._climbed.get((exercise, stage))

    def track_of(self, stage: str) -> Track:
        return self.tracks[stage.split("/")[0]]


@dataclass(frozen=True, slots=True)
class Records:
    """All that the project publishes, checked at the build and trusted here.

    `members` are the exercises of each stage in the order they are tried: what the stage starts with, then what is most at home in
    it, and among others the gentler one first.
    """

    exercises: Mapping[str, Exercise]
    members: Mapping[str, tuple[Exercise, ...]]
    protocol: Protocol
    references: Mapping[str, Reference]
    messages: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
