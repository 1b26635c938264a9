"""What a later entry puts in the place of an earlier one."""

from datetime import date

import pytest

from planner.corrections import in_effect
from planner.log import check_log, day_to_plan
from tests.people import log_of, people


def told(*corrections: dict) -> list[dict]:
    """The answers that hold of one check-in after these corrections; nothing where it is taken back."""
    entries = [{"id": "a", "at": "2026-12-02T08:00:00+01:00", "kind": "check-in", "answers": {"check_pain_now": 0}}]
    entries += [{"id": f"c{place}", "at": f"2026-12-02T09:0{place}:00+01:00", "kind": "correction", "answers": {"entry": "a", **answers}} for place, answers in enumerate(corrections)]
    return [entry.answers for entry in in_effect(check_log({"format": "hamstring-guide-log", "version": 2, "entries": entries}).entries)]


PUT_RIGHT = {"answers": {"check_pain_now": 6}}
TAKEN_BACK = {"removed": True}
BROUGHT_BACK = {"removed": False}


@pytest.mark.parametrize(
    ("corrections", "expected"),
    [
        ((), [{"check_pain_now": 0}]),
        ((PUT_RIGHT,), [{"check_pain_now": 6}]),
        ((TAKEN_BACK,), []),
        ((TAKEN_BACK, BROUGHT_BACK), [{"check_pain_now": 0}]),
        ((PUT_RIGHT, TAKEN_BACK), []),
        ((PUT_RIGHT, TAKEN_BACK, BROUGHT_BACK), [{"check_pain_now": 6}]),
        ((TAKEN_BACK, PUT_RIGHT), [{"check_pain_now": 6}]),
        ((PUT_RIGHT, {"answers": {"check_pain_now": 2}}), [{"check_pain_now": 2}]),
    ],
    ids=["as told", "put right", "taken back", "brought back", "put right, then taken back", "what was put right comes back", "taken back, then put right", "put right twice"],
)
def test_the_last_word_holds(corrections, expected) -> None:
    """The last word on whether an entry counts holds, and the last answers given for it."""
    assert expected == told(*corrections)


@pytest.mark.parametrize(
    ("last", "planned"),
    [("2026-12-01", "2026-12-01"), ("2026-12-02", "2026-12-02"), ("2026-12-03", "2026-12-01"), ("2199-06-01", "2026-12-01")],
    ids=["told today", "told tomorrow, before a flight west", "told the day after", "a clock that was wrong for decades"],
)
def test_what_is_told_far_ahead_waits_for_its_day(last, planned) -> None:
    """The plan goes by tomorrow where something is told of it already, and by no day further ahead."""
    log = log_of(people()["settled-strain"], "2026-12-01")
    log["entries"].append({"id": "later", "at": f"{last}T12:00:00+01:00", "kind": "wish", "answers": {"on": last, "free": False}})

    assert date.fromisoformat(planned) == day_to_plan(check_log(log), date(2026, 12, 1))
