"""How much a week and a day may hold. Load is minutes times effort; a week's load rises by no more than the protocol's step."""

from datetime import date

from planner.brief import Brief
from planner.ledger import Ledger

# A week that was missed should not make the next one start from nothing, so the better of two weeks counts.
WEEKS_LOOKED_AT = 2


def room_on(on: date, ledger: Ledger, brief: Brief) -> int:
    """The load that this day may still hold, before anything is on it."""
    budget = week_budget(on, ledger, brief)
    return max(0, min(budget - ledger.load(on, 0), int(budget * brief.protocol.value("day_load_share"))))


def week_budget(on: date, ledger: Ledger, brief: Brief) -> int:
    """The most load for the seven days that end on this one: what a first week of the stage holds, or a step above the weeks before."""
    before = max(ledger.load(on, week) for week in range(1, WEEKS_LOOKED_AT + 1))
    return max(int(brief.protocol.value(brief.stage.start_load)), int(before * (1 + brief.protocol.value("week_load_step"))))
