"""Logs and requests in which every text that a reader, a file or a link may bring is a hostile one."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.people import TODAY, log_of, people

CALM = {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "none", "body": "well"}


def log_with(texts: Sequence[str]) -> dict[str, Any]:
    """A log that the planner takes, with each of these texts in every field that holds free text: ids, notes, exercises, things, names."""
    plan = log_of(people()["settled-strain"])
    entries = [entry for number, text in enumerate(texts) for entry in _entries(number, text)]
    return {**plan, "entries": [*plan["entries"], *entries]}


def _entries(number: int, text: str) -> list[dict[str, Any]]:
    done = {"exercise": text, "sets": 2, "pain": 1}
    told = [
        ("check-in", {**CALM, "note": text}),
        ("session", {"items": [done, {"exercise": "glute-bridge", "sets": 1}], "stopped": False, "note": text}),
        ("choice", {"proposal": "climb", "subject": text, "to": text, "answer": "keep"}),
        ("wish", {"on": TODAY.isoformat() if hasattr(TODAY, "isoformat") else TODAY, "equipment": [text], "swap": {"exercise": text, "instead": text}}),
        ("correction", {"entry": f"session {text}"[:200], "answers": {"items": [done], "stopped": True, "note": f"again {text}"}}),
        ("correction", {"entry": text, "removed": True}),
    ]
    return [{"id": f"{kind} {text}"[:200] if kind != "correction" else f"{number} {place} {text}"[:200], "at": _moment(number, place), "kind": kind, "answers": answers} for place, (kind, answers) in enumerate(told)]


def _moment(number: int, place: int) -> str:
    return f"{TODAY}T{8 + number // 60:02}:{number % 60:02}:{place:02}+01:00"


def refused_with(text: str) -> Mapping[str, Any]:
    """A log with this text in every place where something else belongs. One of its entries has all to itself, so that none hides another."""
    entry = {"id": "1", "at": f"{TODAY}T09:00:00+01:00", "kind": "check-in", "answers": CALM}
    return {
        "format": "hamstring-guide-log",
        "version": 2,
        "entries": [
            {**entry, "id": ""},
            {**entry, "id": "2", "at": text},
            {**entry, "id": "3", "kind": text},
            {**entry, "id": "4", "answers": text},
            {**entry, "id": text},
            {**entry, "id": text},
            text,
        ],
    }


def answered_with(text: str) -> list[dict[str, Any]]:
    """Entries that can be read and not used: this text as a question, an answer, a number, a day, an exercise."""
    intake = people()["settled-strain"]
    return [
        _one("intake", {**intake, text: text, "age": text, "onset": text, "started_on": text, "urgent_signs": [text]}),
        _one("check-in", {**CALM, text: 1, "check_pain_now": text, "alarms": [text], "morning": text}),
        _one("session", {"items": [{"exercise": "glute-bridge", "sets": text, text: text}, text], "stopped": text, "note": [text], text: 1}),
        _one("test", {text: text, "bridges": text}),
        _one("choice", {"proposal": text, "subject": [text], "to": 1, "answer": text, text: text}),
        _one("wish", {"on": text, "free": text, "minutes": text, "equipment": text, "swap": text, text: text}),
        _one("correction", {"entry": [text], "removed": text, "answers": text, text: text}),
    ]


def _one(kind: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": kind, "at": f"{TODAY}T09:00:00+01:00", "kind": kind, "answers": answers}
