"""The log as the reader reads it: entry by entry, the newest first, as it holds now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.corrections import read_correction
from planner.model import Entry, Log, Question, Records
from planner.view import wording

MOST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One entry: `lines` tell what it says in words, `note` is the reader's own. `changed`: it was put right later."""

    id: str
    on: date
    time: str
    kind: str
    lines: tuple[str, ...]
    note: str
    answers: Mapping[str, Any]
    changed: bool
    removed: bool


def diary_of(log: Log, records: Records) -> tuple[DiaryEntry, ...]:
    """The newest entries. What was taken back stays, marked as such, so that it can be brought back."""
    corrections = {correction.entry: correction for entry in log.entries if entry.kind == "correction" for correction in [read_correction(entry.answers)[0]] if correction}
    told = [entry for entry in log.entries if entry.kind != "correction"]
    return tuple(_shown(entry, corrections.get(entry.id), records) for entry in reversed(told[-MOST_SHOWN:]))


def _shown(entry: Entry, correction: Any, records: Records) -> DiaryEntry:
    answers = entry.answers if correction is None or correction.answers is None else correction.answers
    note = answers.get("note")
    return DiaryEntry(
        id=entry.id,
        on=entry.day,
        time=entry.at[11:16],
        kind=entry.kind,
        lines=tuple(_lines(entry.kind, answers, records)),
        note=note if isinstance(note, str) else "",
        answers=answers,
        changed=correction is not None and correction.answers is not None,
        removed=correction is not None and correction.removed,
    )


def _lines(kind: str, answers: Mapping[str, Any], records: Records) -> Iterable[str]:
    """What an entry says. It may come from an old or a strange file, so whatever cannot be put into words is left out."""
    match kind:
        case "session":
            yield from _session_lines(answers, records)
        case "choice":
            yield _choice_line(answers, records)
        case "wish":
            yield from _wish_lines(answers, records)
        case _:
            asked = records.protocol.questions
            yield from (f"{asked[id].text} {_answer_words(asked[id], answer)}" for id, answer in answers.items() if id in asked and id != "note")


def _answer_words(question: Question, answer: Any) -> str:
    labels = {option.id: option.label for option in question.options}
    values = answer if isinstance(answer, list | tuple) else [answer]
    words = "; ".join(labels.get(value, str(value)) if isinstance(value, str) else str(value) for value in values)
    return f"{words} {question.unit}".strip()


def _session_lines(answers: Mapping[str, Any], records: Records) -> Iterable[str]:
    items = answers.get("items")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, Mapping) and item.get("exercise") in records.exercises:
            told = [f"{item[name]} {word}" if name == "sets" else f"{word} {item[name]}" for name, word in (("sets", "set" if item.get("sets") == 1 else "sets"), ("pain", "pain"), ("effort", "effort")) if item.get(name) is not None]
            yield f"{records.exercises[item['exercise']].name}: {', '.join(told)}"
    if answers.get("stopped") is True:
        yield records.words["told"]["stopped"][:1].upper() + records.words["told"]["stopped"][1:]


def _choice_line(answers: Mapping[str, Any], records: Records) -> str:
    said = records.words["told"]["accept" if answers.get("answer") == "accept" else "keep"]
    what = records.words["proposal"].get(answers.get("proposal"), "") if isinstance(answers.get("proposal"), str) else ""
    return f"{said}: {what or records.words['diary']['whole-session']}"


def _wish_lines(answers: Mapping[str, Any], records: Records) -> Iterable[str]:
    say = records.words["diary"]
    on = answers.get("on")
    when = wording.day_words(date.fromisoformat(on), records.words) if isinstance(on, str) and len(on) == 10 else ""
    if answers.get("free") is False:
        yield say["not-on"].format(day=when)
    if answers.get("free") is True:
        yield say["also-on"].format(day=when)
    if answers.get("minutes") is not None:
        yield say["minutes-on"].format(day=when, minutes=answers["minutes"])
    if answers.get("equipment") is not None:
        yield say["things-on"].format(day=when)
    swap = answers.get("swap")
    if isinstance(swap, Mapping) and {swap.get("exercise"), swap.get("instead")} <= set(records.exercises):
        yield say["swap-on"].format(day=when, exercise=records.exercises[swap["exercise"]].name, instead=records.exercises[swap["instead"]].name)
