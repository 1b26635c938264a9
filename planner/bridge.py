"""The one door between Python and JavaScript: JSON text in, JSON text out, nothing else crosses."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.derive import derive
from planner.history import history_of
from planner.log import check_log, day_to_plan, plain_log, read_json, read_log
from planner.model import Records
from planner.problems import BadInput, Problem, read_day, short
from planner.records import read_records
from planner.view import plain, render_views

_records: Records | None = None


def open_records(text: str) -> None:
    """Take the records once, before the first request."""
    global _records
    _records = read_records(json.loads(text))


def handle(text: str) -> str:
    """Answer one request, JSON text in and out.

    {"do": "show", "log": {...}, "today": "YYYY-MM-DD"} gives {"ok": true, "outcome", "asked", "answers", "today", "views": {name: HTML}}.
    {"do": "read", "text": "..."} gives {"ok": true, "log": {...}, "first", "last"}: a file's text as a log of this version.
    What cannot be used gives {"ok": false, "problems": [{"place", "message"}]}; a fault of ours raises.
    """
    try:
        request = read_json(text)
        if not isinstance(request, Mapping) or request.get("do") not in list(ANSWERS):
            raise BadInput([Problem("do", f"expected {' or '.join(ANSWERS)}")])
        answer = {"ok": True, **ANSWERS[request["do"]](request)}
    except BadInput as error:
        answer = {"ok": False, "problems": [{"place": problem.place, "message": problem.message} for problem in error.problems]}
    return json.dumps(answer, ensure_ascii=False, sort_keys=True)


def _show(request: Mapping[str, Any]) -> dict[str, Any]:
    if _records is None:
        raise RuntimeError("open_records comes before the first request")
    log = check_log(request.get("log"))
    today = day_to_plan(log, _today(request.get("today")))
    situation, history = derive(log, _records, today), history_of(log, _records, today)
    return {"outcome": situation.outcome, "asked": situation.daily is None or situation.daily.asked, "answers": plain(dict(situation.answers)), "today": today.isoformat(), "views": render_views(situation, history, log, _records)}


def _read(request: Mapping[str, Any]) -> dict[str, Any]:
    text = request.get("text")
    if not isinstance(text, str):
        raise BadInput([Problem("text", f"expected the text of a file, got {short(text)}")])
    log = read_log(text)
    if _records is not None and log.entries:
        derive(log, _records, log.entries[-1].day)
    return {"log": plain_log(log), "first": log.entries[0].at if log.entries else None, "last": log.entries[-1].at if log.entries else None}


def _today(text: Any) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise BadInput([Problem("today", str(error))]) from error


ANSWERS = {"show": _show, "read": _read}
