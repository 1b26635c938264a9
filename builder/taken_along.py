"""The examples on the page about files and links: each is made by the planner itself, so it cannot drift from what a reader gets."""

import json
from datetime import timedelta
from html import escape
from itertools import islice
from typing import Any

from markupsafe import Markup

from builder.lives import lived, log_of, read_lives
from planner.derive import derive
from planner.export import CalendarWish, calendar_text, fhir_text, table_text, to_link
from planner.history import history_of
from planner.log import check_log, log_text
from planner.model import Log, Records

# So few days that an example is short, and so many that there is a session in it.
DAYS = 2
WISH = CalendarWish(begins=timedelta(hours=18), reminder=15, detail=False, given=frozenset(), seed=None, sequence=0)
LINES_OF_THE_TABLE = 3


def build_taken_along(records: Records) -> dict[str, Any]:
    """One example of each format, as text that shows in a page as it is."""
    [life] = read_lives()
    log = check_log(log_of(list(islice(lived(life, records), DAYS))[-1].entries))
    today = log.entries[-1].day
    situation, history = derive(log, records, today), history_of(log, records, today)
    texts = {
        "log": log_text(Log(log.version, log.entries[1:2])),
        "calendar": first_event(calendar_text(situation, log, records, WISH)),
        "table": "".join(table_text(log, history, records).removeprefix("\ufeff").splitlines(keepends=True)[:LINES_OF_THE_TABLE]),
        "fhir": first_observation(fhir_text(situation, history, log, records)),
        "link": to_link(Log(log.version, log.entries[1:2])),
    }
    return {name: Markup(escape(text.replace("\r\n", "\n"), quote=False)) for name, text in texts.items()}


def first_event(text: str) -> str:
    """The calendar with its first session alone."""
    head, first, *_ = text.split("BEGIN:VEVENT\r\n")
    return f"{head}BEGIN:VEVENT\r\n{first}END:VCALENDAR\r\n"


def first_observation(text: str) -> str:
    """The first observation of the bundle."""
    resources = [entry["resource"] for entry in json.loads(text)["entry"]]
    return json.dumps(next(each for each in resources if each["resourceType"] == "Observation"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
