"""The hand-over: one HTML file for the physiotherapist, with what the reader chose to share and nothing else.

It opens anywhere: styles and pictures are inside it, there is no script, and its policy lets nothing be asked of any host.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from planner.account import DAYS_BACK
from planner.model import Account, DayKept, History, Item, Log, Measured, Records, Situation
from planner.view.chart import SHAPES, progress_of
from planner.view.diary import answer_words, diary_of
from planner.view.marks import decision_of
from planner.view.render import template_of
from planner.view.wording import quantity

DAYS_A_WEEK = 7
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
    """One exercise in a week: the dose last planned (None: it was not planned), days and sets done and planned, most pain and effort told."""

    exercise: str
    planned: Item | None
    days_done: int
    days_planned: int
    sets_done: int
    sets_planned: int
    pain: int | None
    effort: int | None


@dataclass(frozen=True, slots=True)
class WeekKept:
    """Seven days with their exercises, and the days on which a session was broken off."""

    first: date
    last: date
    lines: tuple[Line, ...]
    stopped: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A result of a home test in words, with its day."""

    on: date
    words: str


def render_handover(situation: Situation, history: History, account: Account, log: Log, records: Records, parts: tuple[str, ...], *, is_example: bool = False) -> str:
    """The whole file. Only the chosen parts are made at all, so nothing else can be in it. An example says that it is one."""
    shown = {
        "parts": parts,
        "is_example": is_example,
        "known_parts": PARTS,
        "history": history,
        "decision_of": lambda turn: decision_of(turn, records),
        "chart": progress_of(history, records) if "pain" in parts else None,
        "wide": len(SHAPES) - 1,
        "weeks": tuple(weeks_of(account, situation.today)) if "doses" in parts else (),
        "decisions": account.decisions if "decisions" in parts else (),
        "careful": account.careful if "decisions" in parts else (),
        "sections": tuple(_sections(situation, records)) if "answers" in parts else (),
        "results": {test: tuple(_results(told, test, records)) for test, told in history.measured.items()} if "criteria" in parts else {},
        "notes": tuple(entry for entry in diary_of(log, records) if entry.note and not entry.removed) if "notes" in parts else (),
    }
    return template_of("handover.html", situation, records, **shown)


def weeks_of(account: Account, today: date) -> Iterator[WeekKept]:
    """The last weeks, the newest first, each ending on the day of the week that yesterday was. Today counts to the newest."""
    for back in range(0, DAYS_BACK, DAYS_A_WEEK):
        last = today - timedelta(days=back + 1)
        first = last - timedelta(days=DAYS_A_WEEK - 1)
        days = [day for day in account.days if first <= day.on <= (today if back == 0 else last)]
        if days:
            yield WeekKept(first, max(last, days[-1].on), tuple(_line(exercise, days) for exercise in _named(days)), tuple(day.on for day in days if day.stopped))


def _named(days: Sequence[DayKept]) -> Iterator[str]:
    """The exercises of these days, in the order in which they came up."""
    yield from dict.fromkeys(item.exercise for day in days for item in (*day.planned, *day.done))


def _line(exercise: str, days: Sequence[DayKept]) -> Line:
    planned = [item for day in days for item in day.planned if item.exercise == exercise]
    done = [item for day in days for item in day.done if item.exercise == exercise]
    return Line(
        exercise=exercise,
        planned=planned[-1] if planned else None,
        days_done=sum(any(item.exercise == exercise and item.sets > 0 for item in day.done) for day in days),
        days_planned=len(planned),
        sets_done=sum(item.sets for item in done),
        sets_planned=sum(item.sets[1] for item in planned),
        pain=max((item.pain for item in done if item.pain is not None), default=None),
        effort=max((item.effort for item in done if item.effort is not None), default=None),
    )


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
