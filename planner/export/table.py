"""What was done as a table (CSV) for a spreadsheet: one row for each exercise done, or left in its first set. No cell of it can act as a formula."""

import csv
import io
import re
from collections.abc import Iterator

from planner.corrections import in_effect
from planner.model import DoneItem, History, Log, Records
from planner.sessions import sessions_in

# A spreadsheet knows by this mark that the text is UTF-8.
MARK = "\ufeff"
COLUMNS = ("day", "time", "stage", "exercise-id", "exercise", "sets", "pain", "effort", "step", "broken-off", "note")
# The row of a session that was broken off before anything was told of an exercise.
NOTHING = DoneItem("", 0, None, None, None)
# What a spreadsheet may take for the beginning of a formula: at the start of a cell, or of what another one takes for a cell.
FORMULA = r"(^|[;,|])([\s\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"


def table_text(log: Log, history: History | None, records: Records) -> str:
    """The whole file, its lines ended as RFC 4180 asks."""
    words = records.words["table"]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([words[column] for column in COLUMNS])
    writer.writerows(_rows(log, history, records))
    return MARK + file.getvalue()


def _rows(log: Log, history: History | None, records: Records) -> Iterator[tuple[str | int, ...]]:
    for entry, session in sessions_in(in_effect(log.entries)):
        stage = _stage_on(session.on, history, records)
        note, broken_off = str(entry.answers.get("note", "")), records.words["table"]["yes"] if session.stopped else ""
        for item in session.told or ((NOTHING,) if session.stopped else ()):
            exercise = records.exercises[item.exercise].name if item.exercise in records.exercises else ""
            told = ("" if value is None else value for value in (item.sets, item.pain, item.effort, None if item.step is None else item.step + 1))
            yield tuple(cell(value) for value in (session.on.isoformat(), entry.at[11:16], stage, item.exercise, exercise, *told, broken_off, note))


def _stage_on(on: object, history: History | None, records: Records) -> str:
    stays = [stay for stay in history.stays if stay.since <= on] if history else []
    known = records.protocol.stages().get(stays[-1].stage) if stays else None
    return known.name if known else ""


def cell(value: str | int) -> str | int:
    """A value that a spreadsheet shows as it is. A number stays one; in a text, an apostrophe goes before what could be a formula."""
    if isinstance(value, int):
        return value
    return re.sub(FORMULA, r"\1\2'", " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", value).split()))
