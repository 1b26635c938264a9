"""The weeks ahead as a calendar file (RFC 5545), for the program that a reader uses anyway.

A session of a day has the same UID in every file from the same log, and SEQUENCE rises with each entry and each file. So a program
that reads a newer file puts it in the place of the older one. A day that an earlier file had and the plan no longer has is cancelled.
Times float: 18:00 is 18:00 wherever the reader is.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from planner.export.asked import CalendarWish
from planner.export.names import name_of
from planner.model import Day, Log, Records, Situation
from planner.problems import BadInput, Problem
from planner.view.wording import dose_words, effort_words, limit_words

MOST_OCTETS = 75
PRODUCT = "-//Hamstring Guide//Planner//EN"


def calendar_days(situation: Situation) -> tuple[Day, ...]:
    """The days with a session, from today on; today only while nothing was done on it."""
    days = (day for week in situation.weeks for day in week.days if day.items)
    return tuple(day for day in days if day.on != situation.today or not situation.done)


def calendar_text(situation: Situation, log: Log, records: Records, wish: CalendarWish) -> str:
    """The whole file. Raises BadInput where there is neither a session nor one to cancel."""
    sessions = calendar_days(situation)
    planned = {day.on for day in sessions}
    # What was done today, or before today, stays in the reader's calendar as it is.
    cancelled = sorted(on for on in wish.given - planned if on > situation.today or (on == situation.today and not situation.done))
    if not sessions and not cancelled:
        raise BadInput([Problem("log", records.words["export"]["no-sessions"])])
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for day in sessions:
        lines += _event(day.on, day.minutes, "CONFIRMED", _title(day, records, wish), log, wish, [*_details(day, records, wish), *_alarm(records, wish)])
    for on in cancelled:
        lines += _event(on, 0, "CANCELLED", records.words["export"]["cancelled"], log, wish, [])
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(on: date, minutes: int, status: str, title: str, log: Log, wish: CalendarWish, more: list[str]) -> list[str]:
    begin = datetime(on.year, on.month, on.day) + wish.begins
    return [
        "BEGIN:VEVENT",
        f"UID:{name_of(log, 'session', on.isoformat())}",
        f"DTSTAMP:{_last_moment(log)}",
        f"SEQUENCE:{len(log.entries) + wish.revision}",
        f"STATUS:{status}",
        f"DTSTART:{_floating(begin)}",
        *([f"DTEND:{_floating(begin + timedelta(minutes=minutes))}"] if minutes else []),  # RFC 5545 wants an end later than the beginning, or none
        f"SUMMARY:{escaped(title)}",
        "CLASS:PRIVATE",
        *more,
        "END:VEVENT",
    ]


def _last_moment(log: Log) -> str:
    """The clock is an input here too: the file is as old as the last thing told."""
    return f"{datetime.fromisoformat(log.entries[-1].at).astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _floating(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"


def _title(day: Day, records: Records, wish: CalendarWish) -> str:
    """It reveals nothing to who looks over a shoulder, unless the reader asked for more."""
    words = records.words["export"]
    if not wish.detail:
        return words["title"].format(minutes=day.minutes)
    return words["title-detail"].format(minutes=day.minutes, exercises=", ".join(records.exercises[item.exercise].name for item in day.items))


def _details(day: Day, records: Records, wish: CalendarWish) -> Iterator[str]:
    if not wish.detail:
        return
    words = records.words["export"]
    lines = []
    for item in day.items:
        lines.append(words["dose-line"].format(exercise=records.exercises[item.exercise].name, dose=dose_words(item.dose, item.sets), effort=effort_words(item.dose.rpe), limit=limit_words(item, records.words)))
    yield "DESCRIPTION:" + escaped("\n".join([*lines, records.words["plan"]["stop-rule"]]))


def _alarm(records: Records, wish: CalendarWish) -> Iterator[str]:
    if wish.reminder is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(records.words['export']['reminder'])}", f"TRIGGER:-PT{wish.reminder}M", "END:VALARM")


def escaped(text: str) -> str:
    """A text as RFC 5545 writes it: nothing in it can end the line or begin a property."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, each after the first begun with a space; no character is cut in two."""
    pieces, octets = [""], 0
    for character in line:
        size = len(character.encode("utf-8"))
        if octets + size > MOST_OCTETS:
            pieces.append(" ")
            octets = 1
        pieces[-1] += character
        octets += size
    return "\r\n".join(pieces)
