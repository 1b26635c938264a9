"""Sessions and choices in the log: raw answers, read and checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.model import DoneItem, Entry
from planner.problems import Problem, short

# More exercises than any session has, and more sets than any dose.
MOST_ITEMS = 40
MOST_SETS = 30
MOST_TEXT = 2_000
# What is told of an exercise in numbers from 0 on, and the most of each. The sets must be told.
MOST_OF = {"sets": MOST_SETS, "pain": 10, "effort": 10, "step": MOST_SETS}
KNOWN_OF_ITEM = ("exercise", *MOST_OF)

# What the reader can accept ("accept") or leave as it is ("keep").
PROPOSALS = ("advance", "step-back", "climb", "descend", "back-to-sport", "maintain", "whole-session")


@dataclass(frozen=True, slots=True)
class Session:
    """What was done on a day. `stopped`: it was broken off because of the leg."""

    on: date
    items: tuple[DoneItem, ...]
    stopped: bool

    @property
    def is_told(self) -> bool:
        """Whether it says anything: a whole set, pain from the first repetition on, or that it was broken off."""
        return self.stopped or any(item.sets > 0 or item.pain for item in self.items)

    @property
    def told(self) -> tuple[DoneItem, ...]:
        """The exercises it says anything of, those left in their first set too."""
        return tuple(item for item in self.items if item.is_told) if self.is_told else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader said to a proposal."""

    on: date
    proposal: str
    subject: str
    to: str
    accepted: bool


def sessions_in(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Session]]:
    """The sessions among these entries, each with its entry. What cannot be read is passed over."""
    for entry in entries:
        session = read_session(entry.answers, entry.day)[0] if entry.kind == "session" else None
        if session is not None:
            yield entry, session


def read_session(answers: Mapping[str, Any], on: date) -> tuple[Session | None, list[Problem]]:
    """A session entry: {"items": [{"exercise", "sets", "pain", "effort", "step"}], "stopped": false, "note": ""}."""
    problems = [*_unknown(answers, ("items", "stopped", "note"), "answers")]
    items = answers.get("items")
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        return None, [*problems, Problem("answers.items", f'expected a list of at most {MOST_ITEMS} exercises, got {short(items)}. Example: [{{"exercise": "glute-bridge", "sets": 2}}]')]
    if type(answers.get("stopped", False)) is not bool:
        problems.append(Problem("answers.stopped", f"expected true or false, got {short(answers['stopped'])}. Example: false"))
    problems += _note_problems(answers)
    read = [_read_item(item, f"answers.items[{place}]", problems) for place, item in enumerate(items)]
    if problems:
        return None, problems
    return Session(on, tuple(item for item in read if item), answers.get("stopped", False)), []


def _read_item(item: Any, place: str, problems: list[Problem]) -> DoneItem | None:
    if not isinstance(item, Mapping) or not isinstance(item.get("exercise"), str):
        problems.append(Problem(place, f'expected an exercise, got {short(item)}. Example: {{"exercise": "glute-bridge", "sets": 2}}'))
        return None
    problems += _unknown(item, KNOWN_OF_ITEM, place)
    for name, most in MOST_OF.items():
        value = item.get(name)
        if (value is None and name != "sets") or (type(value) is int and 0 <= value <= most):
            continue
        problems.append(Problem(f"{place}.{name}", f"Please write a whole number from 0 to {most} for {name}, not {short(value)}. Example: 2"))
    return DoneItem(item["exercise"], item.get("sets", 0), item.get("pain"), item.get("effort"), item.get("step"))


def read_choice(answers: Mapping[str, Any], on: date) -> tuple[Choice | None, list[Problem]]:
    """A choice entry: {"proposal": "advance", "subject": "acute-strain/settle", "to": "acute-strain/build", "answer": "accept"}."""
    problems = [*_unknown(answers, ("proposal", "subject", "to", "answer"), "answers")]
    if answers.get("proposal") not in PROPOSALS:
        problems.append(Problem("answers.proposal", f"expected {' or '.join(PROPOSALS)}, got {short(answers.get('proposal'))}. Example: \"advance\""))
    if answers.get("answer") not in ("accept", "keep"):
        problems.append(Problem("answers.answer", f"expected accept or keep, got {short(answers.get('answer'))}. Example: \"keep\""))
    for name in ("subject", "to"):
        if not isinstance(answers.get(name, ""), str) or len(answers.get(name, "")) > MOST_TEXT:
            problems.append(Problem(f"answers.{name}", f'expected a name, got {short(answers[name])}. Example: "acute-strain/build"'))
    if problems:
        return None, problems
    return Choice(on, answers["proposal"], answers.get("subject", ""), answers.get("to", ""), answers["answer"] == "accept"), []


def _unknown(answers: Mapping[str, Any], known: tuple[str, ...], place: str) -> list[Problem]:
    return [Problem(f"{place}.{name}" if isinstance(name, str) else place, f"is not part of this entry. Known: {', '.join(known)}") for name in answers if name not in known]


def _note_problems(answers: Mapping[str, Any]) -> list[Problem]:
    note = answers.get("note", "")
    if isinstance(note, str) and len(note) <= MOST_TEXT:
        return []
    return [Problem("answers.note", f"expected a text of at most {MOST_TEXT} characters, got {short(note)}")]
