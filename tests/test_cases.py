"""Every case in tests/cases: what the planner says to this person."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from planner import derive
from planner.log import check_log
from planner.model import DAYS, Finding, Records, Situation
from planner.rest import is_fast_running, is_heavy_eccentric
from tests.people import Case, cases, log_of

ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_case(case: Case, records: Records) -> None:
    """The planner says what the case expects."""
    situation = derive(check_log(log_of(case.answers)), records, case.today)

    for expectation, expected in case.expect.items():
        assert expected == SEEN[expectation](situation, records, expected), expectation


def test_there_are_enough_cases() -> None:
    """At least thirty cases stand over triage, placement and week."""
    folders = {case.file.split("/")[0] for case in ALL}

    assert {"triage", "placement", "week"} == folders
    assert 30 <= len(ALL)


def test_names_are_sentences() -> None:
    """A case is named by a sentence of its own."""
    names = [case.name for case in ALL]

    assert len(names) == len(set(names))
    assert [] == [name for name in names if not name.endswith(".") or len(name.split()) < 5]


def all_findings(situation: Situation) -> list[Finding]:
    found = [*situation.triage.findings]
    if situation.placement:
        found += situation.placement.findings
    if situation.week:
        found += [*situation.week.findings, *situation.week.left_out]
        found += [finding for day in situation.week.days for finding in day.findings]
        found += [finding for item in items(situation) for finding in item.reasons]
    return found


def items(situation: Situation) -> list[Any]:
    return [item for day in situation.week.days for item in day.items] if situation.week else []


def exercises_by_day(situation: Situation, records: Records) -> list[tuple[date, Any]]:
    return [(day.on, records.exercises[item.exercise]) for day in situation.week.days for item in day.items]


def _present(situation: Situation, records: Records, expected: list[str]) -> list[str]:
    codes = {finding.code for finding in all_findings(situation)}
    return [code for code in expected if code in codes]


def _absent(situation: Situation, records: Records, expected: list[str]) -> list[str]:
    codes = {finding.code for finding in all_findings(situation)}
    return [code for code in expected if code not in codes]


def _used(situation: Situation, records: Records, expected: list[str]) -> list[str]:
    used = {item.exercise for item in items(situation)}
    return [id for id in expected if id in used]


def _unused(situation: Situation, records: Records, expected: list[str]) -> list[str]:
    used = {item.exercise for item in items(situation)}
    return [id for id in expected if id not in used]


def _gaps(chosen: Callable[[Any], bool], situation: Situation, records: Records) -> list[int]:
    """The days from each day with such an exercise to the next one."""
    days = sorted({on for on, exercise in exercises_by_day(situation, records) if chosen(exercise)})
    return [(later - earlier).days for earlier, later in pairwise(days)]


def _gap_at_least(chosen: Callable[[Any, Situation, Records], bool]) -> Callable[[Situation, Records, int], int]:
    """The expected least gap, where no smaller one occurs; else the smallest."""

    def seen(situation: Situation, records: Records, expected: int) -> int:
        gaps = _gaps(lambda exercise: chosen(exercise, situation, records), situation, records)
        assert gaps, "the case has no two such days, so it says nothing"
        return min([expected, *gaps])

    return seen


def _is_running(exercise: Any, situation: Situation, records: Records) -> bool:
    """Written again here, on purpose: runs and turning drills, and not what is done at a walk."""
    return exercise.pattern in ("running", "agility") and exercise.load.intensity != "light"


def _is_harder(exercise: Any, situation: Situation, records: Records) -> bool:
    """Written again here, on purpose, from the sentence in the protocol."""
    dose = exercise.doses[situation.placement.stage]
    return not _is_running(exercise, situation, records) and exercise.load.contraction != "isometric" and (dose.rpe[1] >= 5 or exercise.load.intensity != "light")


def _fast_after_heavy(situation: Situation, records: Records, expected: int) -> int:
    days = exercises_by_day(situation, records)
    fast = {on for on, exercise in days if is_fast_running(exercise)}
    heavy = {on for on, exercise in days if is_heavy_eccentric(exercise)}
    assert fast and heavy, "the case has no fast running or no heavy work, so it says nothing"
    return min([expected, *((run - lift).days for run in fast for lift in heavy if run > lift)])


SEEN: dict[str, Callable[[Situation, Records, Any], Any]] = {
    "outcome": lambda situation, records, expected: situation.outcome,
    "level": lambda situation, records, expected: situation.triage.level,
    "signs": lambda situation, records, expected: [finding.values["sign"] for finding in situation.triage.findings if finding.code == "sign-ticked"],
    "findings": _present,
    "silent": _absent,
    "track": lambda situation, records, expected: situation.placement.track,
    "stage": lambda situation, records, expected: situation.placement.stage,
    "prognosis": lambda situation, records, expected: list(situation.placement.prognosis),
    "includes": _used,
    "excludes": _unused,
    "session_days": lambda situation, records, expected: sorted((DAYS[day.on.weekday()] for day in situation.week.days if day.items), key=DAYS.index),
    "left_out": lambda situation, records, expected: sorted({finding.code for finding in situation.week.left_out}),
    "heavy_gaps_days": lambda situation, records, expected: _gaps(is_heavy_eccentric, situation, records),
    "heavy_exercises": lambda situation, records, expected: sum(is_heavy_eccentric(exercise) for _, exercise in exercises_by_day(situation, records)),
    "running_gap_days_least": _gap_at_least(_is_running),
    "harder_gap_days_least": _gap_at_least(_is_harder),
    "exercises": lambda situation, records, expected: len(items(situation)),
    "only_patterns": lambda situation, records, expected: sorted({exercise.pattern for _, exercise in exercises_by_day(situation, records)}),
    "fast_running_gap_days_least": _fast_after_heavy,
    "most_minutes": lambda situation, records, expected: max(expected, *(day.minutes for day in situation.week.days)),
    "sets_of": lambda situation, records, expected: {item.exercise: list(item.sets) for item in items(situation) if item.exercise in expected},
    "pain_limit_of": lambda situation, records, expected: {item.exercise: item.pain_limit for item in items(situation) if item.exercise in expected},
    "only_intensity": lambda situation, records, expected: " ".join({records.exercises[item.exercise].load.intensity for item in items(situation)}),
    "hip_flexion_most": lambda situation, records, expected: max(expected, *(records.exercises[item.exercise].load.hip_flexion_degrees for item in items(situation))),
    "both_legs": lambda situation, records, expected: all(item.dose.per_side for item in items(situation) if records.exercises[item.exercise].load.legs == "one" and records.exercises[item.exercise].pattern != "running"),
    "patterns_on": lambda situation, records, expected: {day: sorted({exercise.pattern for on, exercise in exercises_by_day(situation, records) if on.isoformat() == day}) for day in expected},
    "days_with_pattern": lambda situation, records, expected: {pattern: len({on for on, exercise in exercises_by_day(situation, records) if exercise.pattern == pattern}) for pattern in expected},
    "first_day": lambda situation, records, expected: situation.week.days[0].on.isoformat(),
    "last_day": lambda situation, records, expected: situation.week.days[-1].on.isoformat(),
}
