"""The one door between Python and JavaScript: JSON text in, JSON text out, nothing else crosses."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from planner.derive import derive
from planner.log import check_log, read_json
from planner.model import Records
from planner.problems import BadInput, Problem, read_day
from planner.records import read_records
from planner.view import render_html
from planner.view.render import plain

_records: Records | None = None


def open_records(text: str) -> None:
    """Take the records once, before the first request."""
    global _records
    _records = read_records(json.loads(text))


def handle(text: str) -> str:
    """Answer one request: {"do": "derive", "log": {...}, "today": "YYYY-MM-DD"}.

    The answer is {"ok": true, "situation", "html"} or {"ok": false, "problems": [{"place", "message"}]}.
    """
    try:
        answer = {"ok": True, **_derive(read_json(text))}
    except BadInput as error:
        answer = {"ok": False, "problems": [{"place": problem.place, "message": problem.message} for problem in error.problems]}
    return json.dumps(answer, ensure_ascii=False, sort_keys=True)


def _derive(request: Any) -> dict[str, Any]:
    if not isinstance(request, Mapping) or request.get("do") != "derive":
        raise BadInput([Problem("do", 'expected "derive"')])
    if _records is None:
        raise RuntimeError("open_records comes before the first request")
    situation = derive(check_log(request.get("log")), _records, _today(request.get("today")))
    return {"situation": plain(situation), "html": render_html(situation, _records)}


def _today(text: Any) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise BadInput([Problem("today", str(error))]) from error
