"""Corrections: an entry is never changed or taken out; a later one says what holds instead of it.

A correction whose answers cannot be read does not count, and what held before it holds on: so a slip can empty no entry, in whatever
part of the log it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from planner.facts import Facts, read_facts
from planner.model import Entry, Protocol
from planner.problems import BadInput, Problem, short
from planner.sessions import read_choice, read_session
from planner.wishes import read_wish


@dataclass(frozen=True, slots=True)
class Correction:
    """What holds instead of an entry: other answers, or nothing. Without answers of its own it leaves those that held before.

    `unread`: answers were given later that could not be read, so what held before them holds on.
    """

    entry: str
    removed: bool
    answers: Mapping[str, Any] | None
    unread: bool = False


def in_effect(entries: Iterable[Entry], protocol: Protocol | None = None) -> tuple[Entry, ...]:
    """The entries as they hold now, in their order and without the corrections.

    A correction of what is not there, or of another correction, corrects nothing. Raises BadInput for one whose form cannot be read.
    Without the protocol nobody can say whether answers to questions can be read: enough for who looks at sessions alone.
    """
    told = tuple(entries)
    corrections = folded((_read(entry) for entry in told if entry.kind == "correction"), told, protocol)
    return tuple(_corrected(entry, corrections.get(entry.id)) for entry in told if entry.kind != "correction" and not (entry.id in corrections and corrections[entry.id].removed))


def folded(corrections: Iterable[Correction], told: Iterable[Entry], protocol: Protocol | None) -> dict[str, Correction]:
    """All corrections of an entry as one: the last word on whether it counts, and the last answers that can be read. Bringing back brings back what held."""
    originals = {entry.id: entry for entry in told}
    held: dict[str, Correction] = {}
    for correction in corrections:
        before = held.get(correction.entry, Correction(correction.entry, False, None))
        if not _can_be_read(correction, originals.get(correction.entry), protocol):
            held[correction.entry] = replace(before, unread=True)
        else:
            held[correction.entry] = replace(correction, answers=before.answers, unread=before.unread) if correction.answers is None else correction
    return held


def _can_be_read(correction: Correction, original: Entry | None, protocol: Protocol | None) -> bool:
    return original is None or correction.answers is None or counts(replace(original, answers=correction.answers), protocol)


def counts(entry: Entry, protocol: Protocol | None) -> bool:
    """Whether these answers may stand in the place of earlier ones: readable in full, or with a warning sign among them, which decides alone."""
    if protocol is None and entry.kind in QUESTIONED:
        return True
    return not problems_in(entry, protocol) or stops_by_a_sign(entry, protocol)


def problems_in(entry: Entry, protocol: Protocol | None) -> list[Problem]:
    """Everything in an entry that cannot be read, whether or not the plan of today looks at it."""
    return READERS[entry.kind](entry, protocol)


def stops_by_a_sign(entry: Entry, protocol: Protocol) -> bool:
    """Whether a warning sign is ticked in an entry that stops a plan by itself. Not being sure of one counts alike."""
    if entry.kind not in QUESTIONED:
        return False
    facts, _ = read_facts(entry.answers, protocol, entry.day, entry.kind)
    return any(protocol.levels[level].stops for level in _levels_ticked(facts, protocol))


def _levels_ticked(facts: Facts, protocol: Protocol) -> Iterable[str]:
    yield from (sign.level for sign in protocol.signs if sign.id in facts.ticked(sign.question))
    yield from (question.unsure_level for question in protocol.questions_of_signs() if "not-sure" in facts.ticked(question.id))


def _answers(entry: Entry, protocol: Protocol) -> list[Problem]:
    return read_facts(entry.answers, protocol, entry.day, entry.kind)[1]


# The kinds whose answers are to questions of the protocol.
QUESTIONED = ("intake", "check-in", "test")
READERS = {
    **dict.fromkeys(QUESTIONED, _answers),
    "session": lambda entry, _: read_session(entry.answers, entry.day)[1],
    "choice": lambda entry, _: read_choice(entry.answers, entry.day)[1],
    "wish": lambda entry, _: read_wish(entry.answers, entry.day)[1],
    "correction": lambda entry, _: read_correction(entry.answers)[1],
}


def _corrected(entry: Entry, correction: Correction | None) -> Entry:
    return entry if correction is None or correction.answers is None else replace(entry, answers=correction.answers)


def _read(entry: Entry) -> Correction:
    """A correction entry: {"entry": "the id", "removed": true} or {"entry": "the id", "answers": {...}}."""
    correction, problems = read_correction(entry.answers)
    if problems:
        raise BadInput(placed(problems, entry))
    return correction


def placed(problems: Iterable[Problem], entry: Entry) -> list[Problem]:
    """What is wrong with an entry, the entry's moment before the place."""
    return [Problem(f"{entry.kind} of {entry.at}: {problem.place}", problem.message) for problem in problems]


def read_correction(answers: Mapping[str, Any]) -> tuple[Correction | None, list[Problem]]:
    """The correction in raw answers, or what is wrong with them."""
    problems = [Problem(f"answers.{name}", "is not part of this entry. Known: entry, removed, answers") for name in answers if name not in ("entry", "removed", "answers")]
    if not isinstance(answers.get("entry"), str) or not answers["entry"]:
        problems.append(Problem("answers.entry", f'expected the id of an entry, got {short(answers.get("entry"))}. Example: "1"'))
    if type(answers.get("removed", False)) is not bool:
        problems.append(Problem("answers.removed", f"expected true or false, got {short(answers['removed'])}. Example: true"))
    if not isinstance(answers.get("answers", {}), Mapping):
        problems.append(Problem("answers.answers", f"expected answers by question, got {short(answers['answers'])}. Example: {{}}"))
    if problems:
        return None, problems
    return Correction(answers["entry"], answers.get("removed", False), answers.get("answers")), []
