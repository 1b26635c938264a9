"""What every step of planning needs to know, handed from one to the next as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.facts import Facts
from planner.ladders import Rung
from planner.model import Protocol, Records, Stage
from planner.wishes import Wish, no_wish


@dataclass(frozen=True, slots=True)
class Brief:
    """The reader's facts, the stage they are in, what their log told, and the records.

    `hurt` are exercises that went over their limit last time: the day, the pain and the limit. `may_run` tells whether the tests before
    running are passed, `may_run_fast` whether fast runs are no news, `may_sprint` whether the steps below full speed are, `is_guarded` whether the weeks after a return are running.
    """

    facts: Facts
    stage: Stage
    records: Records
    rungs: Mapping[str, Rung]
    hurt: Mapping[str, tuple[date, int, int]]
    may_run: bool
    may_run_fast: bool
    may_sprint: bool
    is_guarded: bool
    wishes: Mapping[date, Wish]

    def wish(self, on: date) -> Wish:
        """What the reader wants of this day."""
        return self.wishes.get(on) or no_wish(on)

    @property
    def protocol(self) -> Protocol:
        return self.records.protocol
