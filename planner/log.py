"""The reader's log: text from a file, a form or a store, into entries. Nothing in it is trusted.

A log is {"format": "hamstring-guide-log", "version": 2, "entries": [{"id", "at", "kind", "answers": {...}}]}. What the answers of each
kind may hold, facts.py, sessions.py, wishes.py and corrections.py say. Older versions become this one in migrate.py.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from math import isfinite
from typing import Any

from planner.migrate import VERSION, migrate
from planner.model import Entry, Log
from planner.problems import LAST_YEAR, MOST_PROBLEMS, BadInput, Problem, short

FORMAT = "hamstring-guide-log"
KINDS = ("intake", "check-in", "session", "test", "choice", "wish", "correction")
# Ten years of daily use are well under these; a larger file is not one of ours.
MOST_BYTES = 4_000_000
MOST_ENTRIES = 30_000
MOST_ANSWERS = 300
MOST_CHARACTERS = 200
# A log has five brackets one in another. Deeper text is refused before a parser sees it: in the browser it ends the whole Python.
MOST_DEPTH = 20
FIRST_YEAR = 2000
# As the planner writes it. Anything else of ISO 8601 means different days to different Pythons.
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?[+-](0[0-9]|1[0-4]):[0-5][0-9]"
# Taken as far as they go and never gone back over, so that neither a long text nor one with a quote left open takes long or much room.
STRINGS = r'"(?:[^"\\]|\\.)*+"?'
EXAMPLE = '{"id": "1", "at": "2026-12-01T08:00:00+01:00", "kind": "check-in", "answers": {}}'


def read_log(text: str) -> Log:
    """The log in a text. Raises BadInput with every problem and its address."""
    return check_log(read_json(text))


def read_json(text: str) -> Any:
    """The plain value in the text of a file or a link, which nobody vouches for. Raises BadInput."""
    if len(text.encode("utf-8", errors="surrogatepass")) > MOST_BYTES:
        raise BadInput([Problem("", f"This file is larger than {MOST_BYTES // 1_000_000} MB, so it is not a log of this planner.")])
    return read_request(text)


def read_request(text: str) -> Any:
    """The plain value in what the page hands over: of any length, since a file in it is longer than it was. Raises BadInput."""
    if _depth(text) > MOST_DEPTH:
        raise BadInput([Problem("", "This file is nested too deeply to be a log of this planner.")])
    return _strict_json(text)


def _depth(text: str) -> int:
    """How many brackets stand open at once, those in strings left out."""
    open_now = deepest = 0
    for character in re.sub(STRINGS, "", text):
        if character in "[{":
            open_now += 1
            deepest = max(deepest, open_now)
        elif character in "]}":
            open_now -= 1
    return deepest


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
    if len(entries) > MOST_ENTRIES:
        raise BadInput([Problem("entries", f"expected at most {MOST_ENTRIES} entries, got {len(entries)}. Example: []")])
    found = chain((problem for index, entry in enumerate(entries) for problem in _entry_problems(entry, f"entries[{index}]")), _doubled_ids(entries))
    if problems := list(islice(found, MOST_PROBLEMS)):
        raise BadInput([*problems, *([Problem("entries", "and more")] if next(found, None) else [])])
    return Log(version=VERSION, entries=in_order(_entry(entry) for entry in migrate(entries, version)))


def plain_log(log: Log) -> dict[str, Any]:
    """The log as JSON may hold it, in today's version."""
    entries = [{"id": entry.id, "at": entry.at, "kind": entry.kind, "answers": dict(entry.answers)} for entry in log.entries]
    return {"format": FORMAT, "version": VERSION, "entries": entries}


def log_text(log: Log) -> str:
    """The log as a file, for the reader to keep. The same entries are the same bytes, here and on the page."""
    plain = plain_log(log)
    plain["entries"] = [{**entry, "answers": _sorted(entry["answers"])} for entry in plain["entries"]]
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _sorted(value: Any) -> Any:
    """The same value with the keys of every object in order."""
    if isinstance(value, Mapping):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list | tuple) else value


def day_to_plan(log: Log, today: date) -> date:
    """Today, or tomorrow where something is told of it already: who travels west must not lose what they told on the plane.

    What stands further ahead comes from a clock that was wrong, or from a strange file. It waits for its day.
    """
    tomorrow = today + timedelta(days=1)
    return tomorrow if any(entry.day == tomorrow for entry in log.entries) else today


def in_order(entries: Any) -> tuple[Entry, ...]:
    """By the moment they happened, whatever clock the reader had; two of one moment by their ids. So two tabs merge alike."""
    return tuple(sorted(entries, key=lambda entry: (datetime.fromisoformat(entry.at).astimezone(UTC), entry.id)))


def _entry(plain: Mapping[str, Any]) -> Entry:
    return Entry(plain["id"], plain["at"], plain["kind"], dict(plain["answers"]), date.fromisoformat(plain["at"][:10]))


def _strict_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)
    except ValueError as error:
        raise BadInput([Problem("", f"This is not a log of this planner, it cannot be read as JSON: {error}")]) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return plain


def _finite(text: str) -> float:
    """1e999 is a number to JSON and none to anything else."""
    number = float(text)
    return number if isfinite(number) else _no_constant(text)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number a log may hold")


def _entry_problems(entry: Any, place: str) -> list[Problem]:
    if not isinstance(entry, Mapping):
        return [Problem(place, f"expected an entry, got {short(entry)}. Example: {EXAMPLE}")]
    problems = []
    if not isinstance(entry.get("id"), str) or not 0 < len(entry["id"]) <= MOST_CHARACTERS:
        problems.append(Problem(f"{place}.id", f'expected some text of at most {MOST_CHARACTERS} characters, got {short(entry.get("id"))}. Example: "1"'))
    if not _is_moment(entry.get("at")):
        problems.append(Problem(f"{place}.at", f'expected a moment with its offset, got {short(entry.get("at"))}. Example: "2026-12-01T08:00:00+01:00"'))
    if entry.get("kind") not in KINDS:
        problems.append(Problem(f"{place}.kind", f'expected {" or ".join(KINDS)}, got {short(entry.get("kind"))}. Example: "intake"'))
    if not _are_answers(entry.get("answers")):
        problems.append(Problem(f"{place}.answers", f'expected answers by question, got {short(entry.get("answers"))}. Example: {{"age": 35}}'))
    return problems


def _are_answers(value: Any) -> bool:
    return isinstance(value, Mapping) and len(value) <= MOST_ANSWERS and all(isinstance(name, str) and len(name) <= MOST_CHARACTERS for name in value)


def _doubled_ids(entries: list[Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        id = entry.get("id") if isinstance(entry, Mapping) else None
        if isinstance(id, str) and id in seen:
            yield Problem(f"entries[{index}].id", f"expected each id once, got {short(id)} again")
        if isinstance(id, str):
            seen.add(id)


def _is_moment(value: Any) -> bool:
    """A moment as the planner writes it: year-month-dayThours…, with the offset of the reader's clock."""
    if not isinstance(value, str) or not re.fullmatch(MOMENT, value):
        return False
    try:
        return FIRST_YEAR <= datetime.fromisoformat(value).year <= LAST_YEAR
    except ValueError:
        return False
