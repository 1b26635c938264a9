"""Corrections: an entry is never changed or taken out; a later one says what holds instead of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from planner.model import Entry
from planner.problems import BadInput, Problem, short


@dataclass(frozen=True, slots=True)
class Correction:
    """What holds instead of an entry: other answers, or nothing. Without answers of its own it leaves those that held before."""

    entry: str
    removed: bool
    answers: Mapping[str, Any] | None


def in_effect(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries as they hold now, in their order and without the corrections.

    A correction of what is not there, or of another correction, corrects nothing. Raises BadInput for one that cannot be read.
    """
    told = tuple(entries)
    corrections = folded(_read(entry) for entry in told if entry.kind == "correction")
    return tuple(_corrected(entry, corrections.get(entry.id)) for entry in told if entry.kind != "correction" and not (entry.id in corrections and corrections[entry.id].removed))


def folded(corrections: Iterable[Correction]) -> dict[str, Correction]:
    """All corrections of an entry as one: the last word on whether it counts, and the last answers. Bringing back brings back what held."""
    held: dict[str, Correction] = {}
    for correction in corrections:
        before = held.get(correction.entry)
        held[correction.entry] = replace(correction, answers=before.answers) if before and correction.answers is None else correction
    return held


def _corrected(entry: Entry, correction: Correction | None) -> Entry:
    return entry if correction is None or correction.answers is None else replace(entry, answers=correction.answers)


def _read(entry: Entry) -> Correction:
    """A correction entry: {"entry": "the id", "removed": true} or {"entry": "the id", "answers": {...}}."""
    correction, problems = read_correction(entry.answers)
    if problems:
        raise BadInput([Problem(f"correction of {entry.at}: {problem.place}", problem.message) for problem in problems])
    return correction


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
