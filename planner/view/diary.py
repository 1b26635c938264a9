"""The log as the reader reads it: entry by entry, the newest first, as it holds now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.corrections import Correction, folded, in_effect, read_correction
from planner.model import DoneItem, Entry, Log, Question, Records
from planner.sessions import Choice, Session, read_choice, read_session
from planner.view import wording
from planner.wishes import Wish, read_wish

MOST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One entry: `lines` tell what it says in words, `brief` the most of it, and `note` is the reader's own. `changed`: it was put right later.

    `unread` is "change" where a later change of it could not be read, "entry" where nothing of it can, and else empty.
    """

    id: str
    on: date
    time: str
    kind: str
    lines: tuple[str, ...]
    brief: str
    note: str
    answers: Mapping[str, Any]
    changed: bool
    removed: bool
    unread: str


def diary_of(log: Log, records: Records) -> tuple[DiaryEntry, ...]:
    """The newest entries. What was taken back stays, marked as such, so that it can be brought back."""
    readable = (read_correction(entry.answers)[0] for entry in log.entries if entry.kind == "correction")
    corrections = folded((correction for correction in readable if correction), log.entries, records.protocol)
    told = [entry for entry in log.entries if entry.kind != "correction"]
    return tuple(_shown(entry, corrections.get(entry.id), records) for entry in reversed(told[-MOST_SHOWN:]))


def _shown(entry: Entry, correction: Correction | None, records: Records) -> DiaryEntry:
    answers = entry.answers if correction is None or correction.answers is None else correction.answers
    note = answers.get("note")
    lines = tuple(_lines(entry, answers, records))
    return DiaryEntry(
        id=entry.id,
        on=entry.day,
        time=entry.at[11:16],
        kind=entry.kind,
        lines=lines,
        brief=_brief(entry, answers, lines, records),
        note=note if isinstance(note, str) else "",
        answers=answers,
        changed=correction is not None and correction.answers is not None,
        removed=correction is not None and correction.removed,
        unread="change" if correction is not None and correction.unread else "" if lines or note else _unread(entry, answers),
    )


def _unread(entry: Entry, answers: Mapping[str, Any]) -> str:
    """A session in which nothing is left to show: without a line it would look as if it had been emptied."""
    return "entry" if entry.kind == "session" and read_session(answers, entry.day)[0] is None else ""


def _brief(entry: Entry, answers: Mapping[str, Any], lines: tuple[str, ...], records: Records) -> str:
    """What stands over folded lines: the pain of a check-in, else how many there are."""
    say, now, worst = records.words["diary"], answers.get("check_pain_now"), answers.get("check_pain_worst")
    if entry.kind == "check-in" and type(now) is int and type(worst) is int:
        return say["pain"].format(now=now, worst=worst)
    return say["answers"].format(count=len(lines))


def session_to_correct(log: Log, id: str) -> Session | None:
    """A session as it holds now, for the form that puts it right; None where there is none that can be read."""
    entry = next((each for each in in_effect(log.entries) if each.id == id and each.kind == "session"), None)
    return read_session(entry.answers, entry.day)[0] if entry else None


def _lines(entry: Entry, answers: Mapping[str, Any], records: Records) -> Iterable[str]:
    """What an entry says. It may come from an old or a strange file, so whatever cannot be read is left out."""
    match entry.kind:
        case "session":
            session, _ = read_session(answers, entry.day)
            yield from _session_lines(session, records) if session else ()
        case "choice":
            choice, _ = read_choice(answers, entry.day)
            yield from [_choice_line(choice, records)] if choice else ()
        case "wish":
            wish, _ = read_wish(answers, entry.day)
            yield from _wish_lines(wish, records) if wish else ()
        case _:
            asked = records.protocol.questions
            yield from (f"{asked[id].text} {answer_words(asked[id], answer)}" for id, answer in answers.items() if id in asked and id != "note")


def answer_words(question: Question, answer: Any) -> str:
    """An answer as the form words it."""
    if question.kind == "date" and (on := _date(answer)):
        return wording.full_date(on)
    labels = {option.id: option.label for option in question.options}
    values = answer if isinstance(answer, list | tuple) else [answer]
    words = "; ".join(labels.get(value, str(value)) if isinstance(value, str) else str(value) for value in values)
    return f"{words} {question.unit}".strip()


def _date(answer: Any) -> date | None:
    """A day, as it is in the log or as it was read; None for what is none."""
    try:
        return answer if isinstance(answer, date) else date.fromisoformat(answer)
    except (TypeError, ValueError):
        return None


def _session_lines(session: Session, records: Records) -> Iterable[str]:
    for item in session.items:
        if item.exercise in records.exercises:
            yield f"{records.exercises[item.exercise].name}: {', '.join(_item_words(item))}"
    if session.stopped:
        yield records.words["told"]["stopped"][:1].upper() + records.words["told"]["stopped"][1:]


def _item_words(item: DoneItem) -> Iterable[str]:
    yield f"{item.sets} {'set' if item.sets == 1 else 'sets'}"
    if item.pain is not None:
        yield f"pain {item.pain}"
    if item.effort is not None:
        yield f"effort {item.effort}"


def _choice_line(choice: Choice, records: Records) -> str:
    said = records.words["told"]["accept" if choice.accepted else "keep"]
    return f"{said}: {records.words['proposal'].get(choice.proposal) or records.words['diary']['whole-session']}"


def _wish_lines(wish: Wish, records: Records) -> Iterable[str]:
    say, when = records.words["diary"], wording.day_words(wish.on, records.words)
    if wish.free is not None:
        yield say["also-on" if wish.free else "not-on"].format(day=when)
    if wish.minutes is not None:
        yield say["minutes-on"].format(day=when, minutes=wish.minutes)
    if wish.equipment is not None:
        yield say["things-on"].format(day=when)
    for exercise, instead in wish.swaps.items():
        if {exercise, instead} <= set(records.exercises):
            yield say["swap-on"].format(day=when, exercise=records.exercises[exercise].name, instead=records.exercises[instead].name)
