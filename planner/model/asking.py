"""What the reader is asked, and how urgent an answer can be."""

from dataclasses import dataclass, field


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
    """A question is asked only while another has one of these answers, or a number within these bounds."""

    question: str
    any_of: tuple[str, ...]
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form. `kind` is checklist, choice, scale, number, date or text. `not_below` names a question whose answer is no higher.

    `clearable`: its urgent signs no longer stop somebody who was looked at since.
    """

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
    show_if: tuple[ShowIf, ...]
    unsure_level: str | None
    not_below: str
    clearable: bool
    # Made from the options once, since every entry of a log asks for them.
    _ids: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ids", tuple(option.id for option in self.options))

    @property
    def option_ids(self) -> tuple[str, ...]:
        return self._ids


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form. `entries` are the kinds of log entry its answers stand in."""

    id: str
    entries: tuple[str, ...]
    title: str
    intro: str
