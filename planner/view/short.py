"""What one press may fill in at a check-in where nothing is new: every answer said in words, for the reader to look over and send."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planner.corrections import in_effect
from planner.facts import Facts, read_facts
from planner.model import Entry, History, Log, Records
from planner.view import wording

DAYS_REMEMBERED = 7
NO_SIGNS = ["none"]


@dataclass(frozen=True, slots=True)
class Short:
    """A whole check-in in one press: its title and `words` say every answer that it holds."""

    title: str
    words: str
    answers: Mapping[str, Any]


def short_check_ins(history: History | None, log: Log, records: Records) -> tuple[Short, ...]:
    """All calm, and the same as last time. The warning signs are in both: the title says "none of these", and they stand above it."""
    if history is None:
        return ()
    told = list(_check_ins(log, records, history.today))
    morning = _morning(told, history, records)
    calm = {"check_pain_now": 0, "check_pain_worst": 0, "body": "well"}
    last = told[-1] if told else None
    found = [_short("calm", "", calm, morning, records)]
    if last and _may_be_repeated(last, history.today) and (again := {name: last.get(name) for name in calm}) != calm:
        found.append(_short("again", _day(last.today, history.today, records), again, morning, records))
    return tuple(found)


def _check_ins(log: Log, records: Records, today: date) -> Iterable[Facts]:
    """Every whole check-in that holds up to this day."""
    for entry in in_effect((entry for entry in log.entries if entry.day <= today), records.protocol):
        if entry.kind == "check-in" and (told := _read(entry, records)):
            yield told


def _read(entry: Entry, records: Records) -> Facts | None:
    told, problems = read_facts(entry.answers, records.protocol, entry.day, "check-in")
    return None if problems else told


def _morning(told: Iterable[Facts], history: History, records: Records) -> tuple[str, str]:
    """What is filled in for the morning after the last session, and that in words: which morning it was, where it is not today's."""
    on, say = _waits_for_a_morning(told, history), records.words["short"]
    if on is None:
        return "none", say["morning-none"]
    is_todays = history.today - on == timedelta(days=1)
    return "same", say["morning-same"] if is_todays else say["morning-same-then"].format(day=wording.day_words(on, records.words))


def _waits_for_a_morning(told: Iterable[Facts], history: History) -> date | None:
    """The day of the last session before today, where no check-in came after it yet. "No new session" is an answer, too."""
    days = [each.on for each in history.worked if each.on < history.today]
    return days[-1] if days and not any(each.today > days[-1] for each in told) else None


def _may_be_repeated(last: Facts, today: date) -> bool:
    """Last time is some days ago at most, with no sign, no limp and no illness in it: those are asked afresh."""
    return 0 < (today - last.today).days <= DAYS_REMEMBERED and list(last.ticked("alarms")) == NO_SIGNS and last.get("body") != "ill"


def _short(kind: str, day: str, answers: Mapping[str, Any], morning: tuple[str, str], records: Records) -> Short:
    say = records.words["short"]
    [body] = [option.label for option in records.protocol.questions["body"].options if option.id == answers["body"]]
    words = say["words"].format(now=answers["check_pain_now"], worst=answers["check_pain_worst"], morning=morning[1], body=f"{body[:1].lower()}{body[1:]}")
    return Short(say[kind].format(day=day), words, {"alarms": NO_SIGNS, **answers, "morning": morning[0]})


def _day(on: date, today: date, records: Records) -> str:
    return records.words["short"]["yesterday"] if today - on == timedelta(days=1) else f"on {wording.day_words(on, records.words)}"
