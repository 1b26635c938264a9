"""The one door between Python and JavaScript: JSON text in, JSON text out, nothing else crosses."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.account import account_from
from planner.derive import derive, situation_of
from planner.export import calendar_text, fhir_text, from_link, pictures_of, read_calendar_wish, read_parts, seed_of, sequence_of, table_text, to_link
from planner.follow import Followed, courses
from planner.history import history_from
from planner.log import check_log, day_to_plan, plain_log, read_log, read_request
from planner.model import History, Log, Records, Situation
from planner.problems import BadInput, Problem, read_day, short
from planner.records import read_records
from planner.told import check_told
from planner.view import PARTS, plain, render_handover, render_session_again, render_views

_records: Records | None = None
# How the log of the last request was followed: each request tells the whole log again, and mostly only its end is new.
_followed: tuple[Followed, ...] = ()


def open_records(text: str) -> None:
    """Take the records once, before the first request."""
    global _records, _followed
    _records, _followed = read_records(json.loads(text)), ()


def handle(text: str) -> str:
    """Answer one request, JSON text in and out.

    {"do": "show", "log": {...}, "today": "YYYY-MM-DD"} gives {"ok": true, "outcome", "asked", "answers", "today", "views": {name: HTML}}.
    With "told": [ids] these entries are new, and each must be readable in full; what was told before need not be, if no plan looks at it.
    {"do": "session-again", "log", "today", "entry": "the id"} gives {"ok": true, "html"}: the fields that put this session right.
    {"do": "read", "text": "..."} gives {"ok": true, "log": {...}, "first", "last"}: a file's text as a log of this version.
    {"do": "open-link", "link": "1.…"} gives the same of the end of a link.
    {"do": "link", "log"} gives {"ok": true, "link": "1.…", "pictures": ["1.…", …]}: the log as the end of a link, and in parts for pictures.
    The rest take "log" and "today" and give {"ok": true, "text", "name"}, a file's text and its name:
    {"do": "calendar", "at": "18:00", "reminder": 15 or null, "detail": false, "given": ["YYYY-MM-DD"], "seed": "…" or null,
    "sequence": 0} also gives "days", "seed" and "sequence", which the next request hands back, the days as "given";
    {"do": "table"}: what was done, as CSV; {"do": "fhir"}: a FHIR R4 bundle; {"do": "handover", "parts": ["history", …], "example": false}: an HTML file.
    What cannot be used gives {"ok": false, "problems": [{"place", "message"}]}; a fault of ours raises.
    """
    try:
        request = read_request(text)
        if not isinstance(request, Mapping) or request.get("do") not in list(ANSWERS):
            raise BadInput([Problem("do", f"expected {' or '.join(ANSWERS)}")])
        answer = {"ok": True, **ANSWERS[request["do"]](request)}
    except BadInput as error:
        answer = {"ok": False, "problems": [{"place": problem.place, "message": problem.message} for problem in error.problems]}
    return json.dumps(answer, ensure_ascii=False, sort_keys=True)


def _show(request: Mapping[str, Any]) -> dict[str, Any]:
    log, today, situation, history = _derived(request)
    check_told(_told(request), log, situation, _opened())
    return {"outcome": situation.outcome, "asked": situation.daily is None or situation.daily.asked, "answers": plain(dict(situation.answers)), "today": today.isoformat(), "views": render_views(situation, history, log, _opened())}


def _told(request: Mapping[str, Any]) -> list[str]:
    told = request.get("told", [])
    if not isinstance(told, list) or any(not isinstance(id, str) for id in told):
        raise BadInput([Problem("told", f'expected ids of entries, got {short(told)}. Example: ["1"]')])
    return told


def _session_again(request: Mapping[str, Any]) -> dict[str, Any]:
    log, _, situation, _ = _derived(request)
    return {"html": render_session_again(log, str(request.get("entry")), situation, _opened())}


def _derived(request: Mapping[str, Any]) -> tuple[Log, date, Situation, History | None]:
    """The log of a request, and what follows from it on its day."""
    global _followed
    records = _opened()
    log = check_log(request.get("log"))
    today = day_to_plan(log, _today(request.get("today")))
    _followed = tuple(courses(log, records, today, _followed))
    return log, today, situation_of(_followed[-1][1] if _followed else None, records, today), history_from(_followed, records, today)


def _opened() -> Records:
    if _records is None:
        raise RuntimeError("open_records comes before the first request")
    return _records


def _read(request: Mapping[str, Any]) -> dict[str, Any]:
    text = request.get("text")
    if not isinstance(text, str):
        raise BadInput([Problem("text", f"expected the text of a file, got {short(text)}")])
    return _arrived(read_log(text))


def _arrived(log: Log) -> dict[str, Any]:
    """A log from elsewhere, once it is known to be usable."""
    if _records is not None and log.entries:
        derive(log, _records, log.entries[-1].day)
    return {"log": plain_log(log), "first": log.entries[0].at if log.entries else None, "last": log.entries[-1].at if log.entries else None}


# --- taken along -----------------------------------------------------------------------------------------------------------


def _calendar(request: Mapping[str, Any]) -> dict[str, Any]:
    wish = read_calendar_wish(request)
    log, today, situation, _ = _derived(request)
    text = calendar_text(situation, log, _opened(), wish)
    return {"text": text, "name": f"exercises-{today}.ics", "days": [day.on.isoformat() for day in situation.to_come()], "seed": seed_of(log, wish), "sequence": sequence_of(log, today, wish)}


def _table(request: Mapping[str, Any]) -> dict[str, Any]:
    log, today, _, history = _derived(request)
    return {"text": table_text(log, history, _opened()), "name": f"sessions-{today}.csv"}


def _fhir(request: Mapping[str, Any]) -> dict[str, Any]:
    log, today, situation, history = _derived(request)
    return {"text": fhir_text(situation, history, log, _opened()), "name": f"exercises-{today}.fhir.json"}


def _handover(request: Mapping[str, Any]) -> dict[str, Any]:
    parts = read_parts(request.get("parts"), PARTS)
    log, today, situation, history = _derived(request)
    if history is None:
        raise BadInput([Problem("log", _opened().words["export"]["nothing-told"])])
    return {"text": render_handover(situation, history, account_from(_followed, _opened(), today), log, _opened(), parts, is_example=request.get("example") is True), "name": f"hand-over-{today}.html"}


def _link(request: Mapping[str, Any]) -> dict[str, Any]:
    log = check_log(request.get("log"))
    return {"link": to_link(log), "pictures": list(pictures_of(log))}


def _open_link(request: Mapping[str, Any]) -> dict[str, Any]:
    return _arrived(from_link(request.get("link")))


def _today(text: Any) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise BadInput([Problem("today", str(error))]) from error


ANSWERS = {"show": _show, "session-again": _session_again, "read": _read, "open-link": _open_link, "link": _link, "calendar": _calendar, "table": _table, "fhir": _fhir, "handover": _handover}
