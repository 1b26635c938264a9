"""What is told now must be readable in full before it is taken, also where today's plan does not look at it."""

from collections.abc import Collection
from dataclasses import replace

from planner.corrections import placed, problems_in, stops_by_a_sign
from planner.course import after_a_break
from planner.follow import follow
from planner.model import Entry, Log, Records, Situation
from planner.problems import MOST_PROBLEMS, BadInput
from planner.verdict import verdict_on


def check_told(told: Collection[str], log: Log, situation: Situation, records: Records) -> None:
    """Raises BadInput for an entry told just now that cannot be read in full, whatever part of the log the plan looks at today.

    Only what stops the plan may have gaps, since a warning sign decides alone.
    """
    for entry in log.entries:
        if entry.id in told:
            subject = _subject(entry, log)
            problems = problems_in(subject, records.protocol)
            if problems and not (situation.outcome == "stop" and _is_why(subject, entry, log, situation, records)):
                raise BadInput(placed(problems[:MOST_PROBLEMS], subject))


def _subject(entry: Entry, log: Log) -> Entry:
    """The entry itself; for a correction what it corrects, with the answers that are to hold."""
    original = next((each for each in log.entries if each.id == entry.answers.get("entry")), None) if entry.kind == "correction" else None
    return entry if original is None or entry.answers.get("answers") is None else replace(original, answers=entry.answers["answers"])


def _is_why(subject: Entry, entry: Entry, log: Log, situation: Situation, records: Records) -> bool:
    """Whether this stops the plan: by a sign in it, by itself if it answers the questions anew, or because nothing did without it.

    A correction with gaps counts by its signs alone.
    """
    if stops_by_a_sign(subject, records.protocol) or subject is not entry:
        return stops_by_a_sign(subject, records.protocol)
    if entry.kind == "intake":
        return _stops(replace(log, entries=(entry,)), situation, records)
    return not _stops(replace(log, entries=tuple(each for each in log.entries if each is not entry)), situation, records)


def _stops(log: Log, situation: Situation, records: Records) -> bool:
    course = follow(log, records, situation.today)
    return course is not None and verdict_on(after_a_break(course, situation.today, records.protocol), records, situation.today).triage.stops
