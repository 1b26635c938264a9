"""When the plan stopped: by which entry, for which sign, how soon somebody should look at it, and when the plan opened again.

A stop is told at the entry that made it. While the plan stands still, an entry that adds something to it is a stop of its own, so that a second
sign is not hidden by the first. What was taken back in the diary never stopped anything.
"""

from collections.abc import Iterable
from dataclasses import replace

from planner.course import Course
from planner.model import Entry, Protocol, Stop
from planner.triage import new_stops


def stops_in(steps: Iterable[tuple[Entry, Course]], protocol: Protocol) -> tuple[Stop, ...]:
    """Every stop in order."""
    stops: list[Stop] = []
    open_since = 0
    for entry, course in steps:
        if course.stopped is not None:
            findings = new_stops([finding for stop in stops[open_since:] for finding in stop.findings], course.stopped, protocol)
            if findings:
                stops.append(Stop(entry.day, entry.id, entry.kind, findings[0].outcome, findings, None))
        elif course.stage is not None:
            stops[open_since:] = [replace(stop, opened_on=entry.day) for stop in stops[open_since:]]
            open_since = len(stops)
    return tuple(stops)
