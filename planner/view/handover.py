"""The hand-over: one HTML file for the physiotherapist, with what the reader chose to share and nothing else.

It opens anywhere: styles and pictures are inside it, there is no script, and its policy lets nothing be asked of any host.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from planner.model import Account, DayKept, DoneItem, History, Item, Log, Measured, Records, Situation
from planner.view.chart import SHAPES, progress_of
from planner.view.diary import answer_words, diary_of
from planner.view.marks import decision_of
from planner.view.render import template_of
from planner.view.wording import MONTHS, quantity

# In the order of the page.
PARTS = ("history", "pain", "criteria", "doses", "decisions", "answers", "notes")


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with the answer that holds now, both in words."""

    question: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form with its answers."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of a day: as planned and as done, None where it was not."""

    exercise: str
    planned: Item | None
    done: DoneItem | None


@dataclass(frozen=True, slots=True)
class DayLines:
    """A day with its exercises."""

    on: date
    lines: tuple[Line, ...]
    stopped: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A result of a home test in words, with its day."""

    on: date
    words: str


def render_handover(situation: Situation, history: History, account: Account, log: Log, records: Records, parts: tuple[str, ...]) -> str:
    """The whole file. Only the chosen parts are made at all, so nothing else can be in it."""
    shown = {
        "parts": parts,
        "known_parts": PARTS,
        "history": history,
        "full_date": full_date,
        "decision_of": lambda turn: decision_of(turn, records),
        "chart": progress_of(history, records) if "pain" in parts else None,
        "wide": len(SHAPES) - 1,
        "days": tuple(_day_lines(day) for day in account.days) if "doses" in parts else (),
        "decisions": account.decisions if "decisions" in parts else (),
        "sections": tuple(_sections(situation, records)) if "answers" in parts else (),
        "results": {test: tuple(_results(told, test, records)) for test, told in history.measured.items()} if "criteria" in parts else {},
        "notes": tuple(entry for entry in diary_of(log, records) if entry.note and not entry.removed) if "notes" in parts else (),
    }
    return template_of("handover.html", situation, records, **shown)


def full_date(on: date) -> str:
    """ "2 December 2026": whoever opens the file may do so in another year."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def _day_lines(day: DayKept) -> DayLines:
    """Planned and done side by side; what was done without being planned comes last."""
    done = {item.exercise: item for item in day.done}
    planned = [Line(item.exercise, item, done.pop(item.exercise, None)) for item in day.planned]
    return DayLines(day.on, (*planned, *(Line(item.exercise, None, item) for item in done.values())), day.stopped)


def _sections(situation: Situation, records: Records) -> Iterator[Section]:
    protocol = records.protocol
    told = [(question.section, Answer(question.text, answer_words(question, situation.answers[id]))) for id, question in protocol.questions.items() if id in situation.answers and id != "note"]
    titles = {section.id: section.title for section in protocol.sections}
    for section, answers in groupby(told, key=lambda each: each[0]):
        yield Section(titles[section], tuple(answer for _, answer in answers))


def _results(told: tuple[Measured, ...], test: str, records: Records) -> Iterator[Result]:
    words: Mapping[str, str] = records.words["handover"]
    known = records.protocol.tests[test]
    for each in told:
        if each.value is None:
            yield Result(each.on, words["sides"].format(sore=_value(each.sore), good=_value(each.good), unit=known.unit).strip())
        else:
            question = records.protocol.questions.get(test)
            yield Result(each.on, answer_words(question, each.value) if question else f"{_value(each.value)} {known.unit}".strip())


def _value(value: float | str | None) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else quantity(value)
