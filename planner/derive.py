"""derive(log, records, today): everything shown, from the log alone. Triage first; a gate that stops ends it there."""

from datetime import date

from planner.facts import read_facts
from planner.model import Log, Records, Situation, Triage
from planner.placement import place
from planner.problems import BadInput
from planner.triage import triage
from planner.week import plan_week

NOTHING_FOUND = Triage(level=None, stops=False, findings=())


def derive(log: Log, records: Records, today: date) -> Situation:
    """The situation on this day. Raises BadInput where the latest answers cannot be used and no warning sign decides."""
    protocol = records.protocol
    intakes = [entry for entry in log.entries if entry.kind == "intake"]
    if not intakes:
        return Situation(today, protocol.version, "empty", NOTHING_FOUND, None, None)
    facts, problems = read_facts(intakes[-1].answers, protocol, today)
    triaged = triage(facts, protocol)
    if triaged.stops:
        return Situation(today, protocol.version, "stop", triaged, None, None)
    if problems:
        raise BadInput(problems)
    placement = place(facts, protocol)
    if placement.stage is None:
        return Situation(today, protocol.version, "no-programme", triaged, placement, None)
    week = plan_week(facts, protocol.stages()[placement.stage], records)
    return Situation(today, protocol.version, "plan", triaged, placement, week)
