"""When the plan stopped: by which entry, for which sign, how soon somebody should look at it, and when the plan opened again.

A stop is told at the entry that made it. While the plan stands still, an entry that adds something to it is a stop of its own, so that a second
sign is not hidden by the first. What was taken back in the diary never stopped anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.course import Course, facts_today
from planner.model import Entry, Finding, Protocol, Stop, Triage
from planner.triage import triage

# The entries that tell how the leg is. Everything else is a stop only where it has just made one.
TELLS_OF_THE_LEG = ("intake", "check-in")


def stops_in(steps: Iterable[tuple[Entry, Course]], protocol: Protocol) -> tuple[Stop, ...]:
    """Every stop in order."""
    stops: list[Stop] = []
    open_since, before = 0, None
    for entry, course in steps:
        if course.stopped is not None:
            findings = _new_findings(_found(entry, before, course, protocol), stops[open_since:], protocol)
            if findings:
                stops.append(Stop(entry.day, entry.id, entry.kind, findings[0].outcome, findings, None))
        elif course.stage is not None:
            stops[open_since:] = [replace(stop, opened_on=entry.day) for stop in stops[open_since:]]
            open_since = len(stops)
        before = course
    return tuple(stops)


def _found(entry: Entry, before: Course | None, course: Course, protocol: Protocol) -> Triage | None:
    """What was found at an entry that leaves the plan stopped."""
    if before is None or before.stopped is not course.stopped:
        return course.stopped
    return triage(facts_today(course, entry.day, protocol), protocol) if entry.kind in TELLS_OF_THE_LEG else None


def _new_findings(found: Triage | None, stops: Sequence[Stop], protocol: Protocol) -> tuple[Finding, ...]:
    """What stops a plan and was not told of this standstill before, the most urgent first."""
    known = [_key(finding) for stop in stops for finding in stop.findings]
    return tuple(finding for finding in (found.findings if found else ()) if protocol.levels[finding.outcome].stops and _key(finding) not in known)


def _key(finding: Finding) -> tuple[str, object]:
    """What makes two findings the same: the rule, and for a sign that was ticked which one."""
    return finding.code, finding.values.get("sign")
