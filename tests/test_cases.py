"""Every case in tests/cases: what the planner says to this person."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from planner import derive
from planner.log import check_log
from planner.model import DAYS, Finding, Records, Situation
from planner.trace import every_finding
from planner.traits import is_fast_running, is_heavy_eccentric
from tests.people import Case, case_log, cases

ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_case(case: Case, records: Records) -> None:
    """The planner says what the case expects."""
    situation = derive(check_log(case_log(case, records)), records, case.today)

    for expectation, expected in case.expect.items():
        assert expected == SEEN[expectation](situation, records, expected), expectation


def test_there_are_enough_cases() -> None:
    """At least 150 cases, and at least twelve for each level of urgency and twenty for each programme."""
    levels = Counter(case.expect.get("level") for case in ALL)
    tracks = Counter(_track(case) for case in ALL)

    assert 150 <= len(ALL)
    assert {} == {level: levels[level] for level in ("emergency", "same-day", "urgent", "not-self-guided", "review") if levels[level] < 12}
    assert {} == {track: tracks[track] for track in ("acute-strain", "proximal-tendinopathy", "tightness", "prevention") if tracks[track] < 20}


def _track(case: Case) -> str:
    """The programme of somebody who gets a plan."""
    if case.expect.get("outcome", "plan") != "plan":
        return ""
    onset = case.answers.get("onset")
    return {"gradual": "proximal-tendinopathy", "tight": "tightness", "healthy": "prevention"}.get(onset, "acute-strain")


def test_every_rule_speaks_in_a_case_and_is_silent_in_another(records: Records) -> None:
    """For each rule there is a case that expects its finding, and one that expects it to be absent."""
    speaking = {code for case in ALL for code in case.expect.get("findings", ())}
    silent = {code for case in ALL for code in case.expect.get("silent", ())}

    assert [] == sorted(set(records.protocol.rules) - speaking), "no case in which it speaks"
    assert [] == sorted(set(records.protocol.rules) - silent), "no case in which it is silent"


def test_names_are_sentences() -> None:
    """A case is named by a sentence of its own."""
    names = [case.name for case in ALL]

    assert len(names) == len(set(names))
    assert [] == [name for name in names if not name.endswith(".") or len(name.split()) < 5]


def all_findings(situation: Situation) -> list[Finding]:
    return [finding for _, finding in every_finding(situation)]


def items(situation: Situation) -> list[Any]:
    return [item for day in first_week(situation) for item in day.items]


def first_week(situation: Situation) -> tuple[Any, ...]:
    return situation.weeks[0].days if situation.weeks else ()


def exercises_by_day(situation: Situation, records: Records) -> list[tuple[date, Any]]:
    return [(day.on, records.exercises[item.exercise]) for day in first_week(situation) for item in day.items]


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
    dose = exercise.doses[situation.stage]
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
    "stage": lambda situation, records, expected: situation.stage,
    "today": lambda situation, records, expected: situation.daily.outcome,
    "progress": lambda situation, records, expected: situation.progress.outcome,
    "proposals": lambda situation, records, expected: [f"{proposal.kind} to {proposal.to}".removesuffix(" to ") for proposal in situation.progress.proposals],
    "criteria": lambda situation, records, expected: {result.criterion: result.state for result in (*situation.progress.criteria, *situation.progress.to_run) if result.criterion in expected},
    "asked": lambda situation, records, expected: [result.criterion for result in situation.progress.criteria],
    "asked_to_run": lambda situation, records, expected: [result.criterion for result in situation.progress.to_run],
    "try_from": lambda situation, records, expected: {result.criterion: result.try_from and result.try_from.isoformat() for result in (*situation.progress.criteria, *situation.progress.to_run) if result.criterion in expected},
    "values": lambda situation, records, expected: {result.criterion: result.value for result in situation.progress.criteria if result.criterion in expected},
    "rungs": lambda situation, records, expected: {rung.ladder: records.protocol.ladders[rung.ladder].steps[rung.step].label for rung in situation.rungs},
    "clean": lambda situation, records, expected: {rung.ladder: rung.clean for rung in situation.rungs if rung.ladder in expected},
    "back": lambda situation, records, expected: situation.back.state,
    "checklist": lambda situation, records, expected: {line.item: line.met for line in situation.back.checklist if line.item in expected},
    "exercises_today": lambda situation, records, expected: [item.exercise for item in situation.weeks[0].days[0].items],
    "today_includes": lambda situation, records, expected: [id for id in expected if id in {item.exercise for item in situation.weeks[0].days[0].items}],
    "today_excludes": lambda situation, records, expected: [id for id in expected if id not in {item.exercise for item in situation.weeks[0].days[0].items}],
    "sets_today": lambda situation, records, expected: {item.exercise: list(item.sets) for item in situation.weeks[0].days[0].items if item.exercise in expected},
    "warm_up_today": lambda situation, records, expected: situation.weeks[0].days[0].warm_up,
    "warm_ups": lambda situation, records, expected: sorted({day.warm_up for day in first_week(situation) if day.warm_up}),
    "steps_of": lambda situation, records, expected: {item.exercise: records.protocol.ladders[item.ladder].steps[item.step].label for item in items(situation) if item.exercise in expected},
    "steps_in_four_weeks": lambda situation, records, expected: {item.exercise: records.protocol.ladders[item.ladder].steps[item.step].label for week in situation.weeks for day in week.days for item in day.items if item.exercise in expected and item.ladder},
    "weeks_with": lambda situation, records, expected: {id: [number for number, week in enumerate(situation.weeks, start=1) if any(item.exercise == id for day in week.days for item in day.items)] for id in expected},
    "speed_most": lambda situation, records, expected: max([expected, *(records.protocol.ladders[item.ladder].steps[item.step].percent or 0 for item in items(situation) if item.ladder)]),
    "heavy_days": lambda situation, records, expected: len({on for on, exercise in exercises_by_day(situation, records) if is_heavy_eccentric(exercise)}),
    "order_today": lambda situation, records, expected: [records.exercises[item.exercise].pattern for item in situation.weeks[0].days[0].items],
    "weeks": lambda situation, records, expected: len(situation.weeks),
    "prognosis": lambda situation, records, expected: list(situation.placement.prognosis),
    "includes": _used,
    "excludes": _unused,
    "session_days": lambda situation, records, expected: sorted((DAYS[day.on.weekday()] for day in first_week(situation) if day.items), key=DAYS.index),
    "left_out": lambda situation, records, expected: sorted({finding.code for finding in situation.weeks[0].left_out}),
    "heavy_gaps_days": lambda situation, records, expected: _gaps(is_heavy_eccentric, situation, records),
    "heavy_exercises": lambda situation, records, expected: sum(is_heavy_eccentric(exercise) for _, exercise in exercises_by_day(situation, records)),
    "running_gap_days_least": _gap_at_least(_is_running),
    "harder_gap_days_least": _gap_at_least(_is_harder),
    "exercises": lambda situation, records, expected: len(items(situation)),
    "only_patterns": lambda situation, records, expected: sorted({exercise.pattern for _, exercise in exercises_by_day(situation, records)}),
    "fast_running_gap_days_least": _fast_after_heavy,
    "most_minutes": lambda situation, records, expected: max(expected, *(day.minutes for day in first_week(situation))),
    "sets_of": lambda situation, records, expected: {item.exercise: list(item.sets) for item in items(situation) if item.exercise in expected},
    "pain_limit_of": lambda situation, records, expected: {item.exercise: item.pain_limit for item in items(situation) if item.exercise in expected},
    "only_intensity": lambda situation, records, expected: " ".join({records.exercises[item.exercise].load.intensity for item in items(situation)}),
    "hip_flexion_most": lambda situation, records, expected: max(expected, *(records.exercises[item.exercise].load.hip_flexion_degrees for item in items(situation))),
    "both_legs": lambda situation, records, expected: all(item.dose.per_side for item in items(situation) if records.exercises[item.exercise].load.legs == "one" and records.exercises[item.exercise].pattern != "running"),
    "patterns_on": lambda situation, records, expected: {day: sorted({exercise.pattern for on, exercise in exercises_by_day(situation, records) if on.isoformat() == day}) for day in expected},
    "days_with_pattern": lambda situation, records, expected: {pattern: len({on for on, exercise in exercises_by_day(situation, records) if exercise.pattern == pattern}) for pattern in expected},
    "first_day": lambda situation, records, expected: situation.weeks[0].days[0].on.isoformat(),
    "last_day": lambda situation, records, expected: situation.weeks[0].days[-1].on.isoformat(),
}
