"""The weeks ahead as a calendar file (RFC 5545), for the program that a reader uses anyway.

A session of a day has the same UID in every file, and SEQUENCE rises with time and with each file. So a program that reads a newer file
puts it in the place of the older one. A day that an earlier file had and the plan no longer has is cancelled.
Times float: 18:00 is 18:00 wherever the reader is.

The page hands back what it gave out last, so that nothing that is done to the log on this device can lower a SEQUENCE or change a UID. Another
device begins with the first entry and the time, which are the same or later there. Two things this does not cover: a device that got
an older log in addition, before its first file, has other UIDs than the one before; and after a clock that ran ahead, another
device's SEQUENCE is lower until the time has caught up.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from planner.export.asked import CalendarWish
from planner.export.names import shared_name
from planner.log import FIRST_YEAR
from planner.model import Day, Log, Records, Situation
from planner.problems import BadInput, Problem
from planner.view.wording import dose_words, effort_words, limit_words

MOST_OCTETS = 75
PRODUCT = "-//Hamstring Guide//Planner//EN"
# A SEQUENCE counts minutes from here on, and no log is older. Those up to the last year it may hold are a twentieth of what a program can count.
FIRST_MINUTE = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)


def calendar_text(situation: Situation, log: Log, records: Records, wish: CalendarWish) -> str:
    """The whole file. Raises BadInput where there is neither a session nor one to cancel."""
    sessions = situation.to_come()
    planned = {day.on for day in sessions}
    # What is over today, or was before today, stays in the reader's calendar as it is.
    cancelled = sorted(on for on in wish.given - planned if on > situation.today or (on == situation.today and not situation.is_over))
    if not log.entries or not (sessions or cancelled):
        raise BadInput([Problem("log", records.words["export"]["no-sessions"])])
    seed, sequence = seed_of(log, wish), sequence_of(log, situation.today, wish)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for day in sessions:
        lines += _event(day.on, day.minutes, "CONFIRMED", _title(day, records, wish), log, wish, seed, sequence, [*_details(day, records, wish), *_alarm(records, wish)])
    for on in cancelled:
        lines += _event(on, 0, "CANCELLED", records.words["export"]["cancelled"], log, wish, seed, sequence, [])
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def seed_of(log: Log, wish: CalendarWish) -> str:
    """What UIDs are made of: what they were made of before, or the id of the first entry. An older log that was added later has another first one."""
    return log.entries[0].id if wish.seed is None else wish.seed


def sequence_of(log: Log, today: date, wish: CalendarWish) -> int:
    """Higher than in any file before: the minutes up to the last entry, or to the beginning of today, or one more than was given out."""
    last = max(_last_moment(log), datetime(today.year, today.month, today.day, tzinfo=UTC))
    return max((last - FIRST_MINUTE) // timedelta(minutes=1), wish.sequence + 1)


def _event(on: date, minutes: int, status: str, title: str, log: Log, wish: CalendarWish, seed: str, sequence: int, more: list[str]) -> list[str]:
    begin = datetime(on.year, on.month, on.day) + wish.begins
    return [
        "BEGIN:VEVENT",
        f"UID:{shared_name(seed, 'session', on.isoformat())}",
        f"DTSTAMP:{_last_moment(log):%Y%m%dT%H%M%S}Z",
        f"SEQUENCE:{sequence}",
        f"STATUS:{status}",
        f"DTSTART:{_floating(begin)}",
        *([f"DTEND:{_floating(begin + timedelta(minutes=minutes))}"] if minutes else []),  # RFC 5545 wants an end later than the beginning, or none
        f"SUMMARY:{escaped(title)}",
        "CLASS:PRIVATE",
        *more,
        "END:VEVENT",
    ]


def _last_moment(log: Log) -> datetime:
    """The clock is an input here too: the file is as old as the last thing told."""
    return datetime.fromisoformat(log.entries[-1].at).astimezone(UTC)


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
