"""Answers of the log, read as facts. An answer that cannot be read is a problem beside its question and stays out of the facts."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.model import Protocol, Question, ShowIf
from planner.problems import Problem, read_day

MOST_LISTED = 60
MOST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What the reader said, by question. A question not answered, or not readable, is absent."""

    answers: Mapping[str, Any]
    today: date

    def get(self, question: str) -> Any:
        return self.answers.get(question)

    def ticked(self, question: str) -> tuple[str, ...]:
        return self.answers.get(question, ())

    def days_since_start(self) -> int | None:
        started = self.answers.get("started_on")
        return None if started is None else (self.today - started).days

    def is_sudden(self) -> bool:
        return self.get("onset") in ("sprint", "stretch", "other-sudden")

    def on(self, today: date) -> "Facts":
        """The same answers, seen from another day."""
        return self if today == self.today else Facts(self.answers, today)

    def with_answers(self, answers: Mapping[str, Any]) -> "Facts":
        """These answers with newer ones over them."""
        return Facts({**self.answers, **answers}, self.today)

    def without(self, *questions: str) -> "Facts":
        """The answers without those that are too old to count."""
        answers = dict(self.answers)
        for question in questions:
            answers.pop(question, None)
        return Facts(answers, self.today)


def read_facts(answers: Mapping[str, Any], protocol: Protocol, today: date, kind: str = "intake") -> tuple[Facts, list[Problem]]:
    """The readable answers of one entry of this kind, and a problem for each that is missing or cannot be read.

    Both are handed back, and not raised here, because a warning sign decides alone: derive.py must see it even where other
    answers are missing.
    """
    read: dict[str, Any] = {}
    asked = protocol.asked_in(kind)
    problems = [Problem(f"answers.{id}", f"is not a question of this planner. Example: {next(iter(asked))}") for id in answers if id not in asked]
    for question in asked.values():
        # A test is tried on a later day by itself, away from the answers that its place in the form waits for.
        if kind == "intake" and not _is_asked(question, answers):
            continue
        raw = answers.get(question.id)
        if raw is None or raw == "" or raw == []:
            if question.required:
                problems.append(Problem(f"answers.{question.id}", "Please answer this question."))
            continue
        try:
            read[question.id] = READERS[question.kind](raw, question, today)
        except ValueError as error:
            problems.append(Problem(f"answers.{question.id}", str(error)))
        if question.kind == "checklist" and (problem := _checklist_problem(raw, question)):
            problems.append(Problem(f"answers.{question.id}", problem))
    problems += _too_low(read, asked)
    return Facts(read, today), problems


def _too_low(read: Mapping[str, Any], asked: Mapping[str, Question]) -> Iterable[Problem]:
    """The worst pain cannot be less than the pain of now."""
    for question in asked.values():
        other = asked.get(question.not_below) if question.not_below else None
        if other and question.id in read and other.id in read and read[question.id] < read[other.id]:
            yield Problem(f"answers.{question.id}", f"You wrote {read[other.id]} for “{other.text}” This cannot be less. Example: {read[other.id]}")


def _is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    return all(_holds(condition, answers.get(condition.question)) for condition in question.show_if)


def _holds(condition: ShowIf, answer: Any) -> bool:
    """Whether an answer, still raw, is one that this question waits for."""
    if condition.any_of:
        return answer in condition.any_of
    return type(answer) in (int, float) and (condition.least is None or answer >= condition.least) and (condition.most is None or answer <= condition.most)


def _checklist(raw: Any, question: Question, today: date) -> tuple[str, ...]:
    """What is ticked and known, in the order of the form. What is not known is a problem of its own: see _checklist_problem."""
    ticked = raw if isinstance(raw, list) else []
    return tuple([id for id in question.option_ids if id in ticked])


def _checklist_problem(raw: Any, question: Question) -> str | None:
    """What is wrong with the ticks, or None. A known tick counts all the same: it may be a warning sign."""
    if not isinstance(raw, list) or len(raw) > MOST_LISTED or any(item not in question.option_ids for item in raw):
        return f"Please tick what fits. {_expected_options(question)}"
    if len(set(raw)) > 1 and any(option.alone and option.id in raw for option in question.options):
        return "You ticked something and also “none” or “not sure”. Please untick one of them."
    return None


def _choice(raw: Any, question: Question, today: date) -> str:
    if raw not in question.option_ids:
        raise ValueError(f"Please choose one of the answers. {_expected_options(question)}")
    return raw


def _expected_options(question: Question) -> str:
    return f"Expected: {', '.join(question.option_ids)}."


def _number(raw: Any, question: Question, today: date) -> int | float:
    # A float is whole or wrong; a whole number may have any number of digits and must not be turned into a float.
    if type(raw) is float and math.isfinite(raw) and raw == int(raw):
        raw = int(raw)
    if type(raw) is not int:
        raise ValueError(f"Please write a whole number. Example: {question.example}")
    if not question.least <= raw <= question.most:
        raise ValueError(f"Please write a number from {question.least:g} to {question.most:g}. Example: {question.example}")
    return raw


def _date(raw: Any, question: Question, today: date) -> date:
    try:
        day = read_day(raw)
    except ValueError:
        raise ValueError(f"Please give a day as year-month-day. Example: {question.example}") from None
    if day > today:
        raise ValueError("This day has not come yet. Please give today or a day before.")
    return day


def _text(raw: Any, question: Question, today: date) -> str:
    if not isinstance(raw, str) or len(raw) > MOST_TEXT:
        raise ValueError(f"Please write at most {MOST_TEXT} characters.")
    return raw


READERS = {"checklist": _checklist, "choice": _choice, "scale": _number, "number": _number, "date": _date, "text": _text}
