"""The reader's log: text from a file, a form or a store, into entries. Nothing in it is trusted.

A log is {"format": "hamstring-guide-log", "version": 1, "entries": [{"id", "at", "kind": "intake", "answers": {...}}]}.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from planner.model import Entry, Log
from planner.problems import BadInput, Problem

FORMAT = "hamstring-guide-log"
VERSION = 1
KINDS = ("intake",)
# A year of daily entries is well under this; a larger file is not one of ours.
MOST_BYTES = 1_000_000


def read_log(text: str) -> Log:
    """The log in a text. Raises BadInput with every problem and its address."""
    if len(text.encode("utf-8", errors="surrogatepass")) > MOST_BYTES:
        raise BadInput([Problem("", f"This file is larger than {MOST_BYTES // 1_000_000} MB, so it is not a log of this planner.")])
    return check_log(_strict_json(text))


def check_log(plain: Any) -> Log:
    """The log in a plain value."""
    if not isinstance(plain, Mapping) or plain.get("format") != FORMAT:
        raise BadInput([Problem("format", f'This is not a log of this planner: expected "format": "{FORMAT}".')])
    version = plain.get("version")
    if type(version) is int and version > VERSION:
        raise BadInput([Problem("version", f"This log is of version {_short(version)}, made by a newer planner. This one reads version {VERSION}. Reload the page for the newest planner.")])
    if version != VERSION or type(version) is not int:
        raise BadInput([Problem("version", f"expected a whole number, got {_short(version)}. Example: {VERSION}")])
    entries = plain.get("entries")
    if not isinstance(entries, list):
        raise BadInput([Problem("entries", f"expected a list, got {_short(entries)}. Example: []")])
    problems = [problem for index, entry in enumerate(entries) for problem in _entry_problems(entry, f"entries[{index}]")]
    problems += _doubled_ids(entries)
    if problems:
        raise BadInput(problems)
    return Log(version=version, entries=tuple(Entry(entry["id"], entry["at"], entry["kind"], dict(entry["answers"])) for entry in entries))


def _strict_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError as error:
        raise BadInput([Problem("", "This file is nested too deeply to be a log of this planner.")]) from error
    except ValueError as error:
        raise BadInput([Problem("", f"This is not a log of this planner, it cannot be read as JSON: {error}")]) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return plain


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number a log may hold")


def _entry_problems(entry: Any, place: str) -> list[Problem]:
    if not isinstance(entry, Mapping):
        return [Problem(place, f'expected an entry, got {_short(entry)}. Example: {{"id": "1", "at": "2026-12-01T08:00:00+01:00", "kind": "intake", "answers": {{}}}}')]
    problems = []
    if not isinstance(entry.get("id"), str) or not entry["id"]:
        problems.append(Problem(f"{place}.id", f'expected some text, got {_short(entry.get("id"))}. Example: "1"'))
    if not _is_moment(entry.get("at")):
        problems.append(Problem(f"{place}.at", f'expected a date and time, got {_short(entry.get("at"))}. Example: "2026-12-01T08:00:00+01:00"'))
    if entry.get("kind") not in KINDS:
        problems.append(Problem(f"{place}.kind", f'expected {" or ".join(KINDS)}, got {_short(entry.get("kind"))}. Example: "intake"'))
    if not isinstance(entry.get("answers"), Mapping):
        problems.append(Problem(f"{place}.answers", f'expected answers by question, got {_short(entry.get("answers"))}. Example: {{"age": 35}}'))
    return problems


def _doubled_ids(entries: list[Any]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for index, entry in enumerate(entries):
        id = entry.get("id") if isinstance(entry, Mapping) else None
        if isinstance(id, str) and id in seen:
            problems.append(Problem(f"entries[{index}].id", f"expected each id once, got {_short(id)} again"))
        if isinstance(id, str):
            seen.add(id)
    return problems


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _short(value: Any) -> str:
    """A value as a reader may see it, cut to a sane length."""
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
