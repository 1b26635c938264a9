"""The reader's log: text from a file, a form or a store, into entries. Nothing in it is trusted.

A log is {"format": "hamstring-guide-log", "version": 2, "entries": [{"id", "at", "kind", "answers": {...}}]}. What the answers of each
kind may hold, facts.py, sessions.py, wishes.py and corrections.py say. Older versions become this one in migrate.py.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from planner.migrate import VERSION, migrate
from planner.model import Entry, Log
from planner.problems import LAST_YEAR, BadInput, Problem, read_day, short

FORMAT = "hamstring-guide-log"
KINDS = ("intake", "check-in", "session", "test", "choice", "wish", "correction")
# A year of daily entries is well under this; a larger file is not one of ours.
MOST_BYTES = 4_000_000
FIRST_YEAR = 2000
EXAMPLE = '{"id": "1", "at": "2026-12-01T08:00:00+01:00", "kind": "check-in", "answers": {}}'


def read_log(text: str) -> Log:
    """The log in a text. Raises BadInput with every problem and its address."""
    if len(text.encode("utf-8", errors="surrogatepass")) > MOST_BYTES:
        raise BadInput([Problem("", f"This file is larger than {MOST_BYTES // 1_000_000} MB, so it is not a log of this planner.")])
    return check_log(_strict_json(text))


def check_log(plain: Any) -> Log:
    """The log in a plain value, with its entries in the order they happened."""
    if not isinstance(plain, Mapping) or plain.get("format") != FORMAT:
        raise BadInput([Problem("format", f'This is not a log of this planner: expected "format": "{FORMAT}".')])
    version = plain.get("version")
    if type(version) is not int or version < 1:
        raise BadInput([Problem("version", f"expected a whole number, got {short(version)}. Example: {VERSION}")])
    if version > VERSION:
        raise BadInput([Problem("version", f"This log is of version {short(version)}, made by a newer planner. This one reads version {VERSION}. Reload the page for the newest planner.")])
    entries = plain.get("entries")
    if not isinstance(entries, list):
        raise BadInput([Problem("entries", f"expected a list, got {short(entries)}. Example: []")])
    problems = [problem for index, entry in enumerate(entries) for problem in _entry_problems(entry, f"entries[{index}]")]
    problems += _doubled_ids(entries)
    if problems:
        raise BadInput(problems)
    return Log(version=VERSION, entries=in_order(_entry(entry) for entry in migrate(entries, version)))


def in_order(entries: Any) -> tuple[Entry, ...]:
    """By the moment they happened, whatever clock the reader had; two of one moment by their ids. So two tabs merge alike."""
    return tuple(sorted(entries, key=lambda entry: (datetime.fromisoformat(entry.at).astimezone(UTC), entry.id)))


def _entry(plain: Mapping[str, Any]) -> Entry:
    return Entry(plain["id"], plain["at"], plain["kind"], dict(plain["answers"]), date.fromisoformat(plain["at"][:10]))


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
        return [Problem(place, f"expected an entry, got {short(entry)}. Example: {EXAMPLE}")]
    problems = []
    if not isinstance(entry.get("id"), str) or not entry["id"]:
        problems.append(Problem(f"{place}.id", f'expected some text, got {short(entry.get("id"))}. Example: "1"'))
    if not _is_moment(entry.get("at")):
        problems.append(Problem(f"{place}.at", f'expected a moment with its offset, got {short(entry.get("at"))}. Example: "2026-12-01T08:00:00+01:00"'))
    if entry.get("kind") not in KINDS:
        problems.append(Problem(f"{place}.kind", f'expected {" or ".join(KINDS)}, got {short(entry.get("kind"))}. Example: "intake"'))
    if not isinstance(entry.get("answers"), Mapping):
        problems.append(Problem(f"{place}.answers", f'expected answers by question, got {short(entry.get("answers"))}. Example: {{"age": 35}}'))
    return problems


def _doubled_ids(entries: list[Any]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for index, entry in enumerate(entries):
        id = entry.get("id") if isinstance(entry, Mapping) else None
        if isinstance(id, str) and id in seen:
            problems.append(Problem(f"entries[{index}].id", f"expected each id once, got {short(id)} again"))
        if isinstance(id, str):
            seen.add(id)
    return problems


def _is_moment(value: Any) -> bool:
    """A moment as the form writes it: year-month-dayThours…, with the offset of the reader's clock."""
    if not isinstance(value, str) or len(value) < 17 or value[10] not in "T ":
        return False
    try:
        moment = datetime.fromisoformat(value)
        read_day(value[:10])
    except ValueError:
        return False
    return moment.utcoffset() is not None and FIRST_YEAR <= moment.year <= LAST_YEAR
