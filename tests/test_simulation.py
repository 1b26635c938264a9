"""Made-up patients: the same every time, and a broken promise is seen."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from builder.simulation.life import BEGIN, WEEKS, live
from builder.simulation.patients import ASKED_BY_TEST, make_patient
from builder.simulation.promises import EVERY_PROMISE, OF_A_DAY, Past, Plan, broken, broken_today
from builder.simulation.run import REPORT, Total
from planner import derive
from planner.derive import brief_of, relief_today
from planner.follow import follow
from planner.log import check_log
from planner.model import Day
from planner.verdict import verdict_on
from planner.week import plan_day
from tests.people import log_of, people


@pytest.fixture(scope="module")
def some_lives(records) -> list:
    return [live(number, 7, records) for number in range(24)]


def test_a_patient_is_made_by_their_number(records) -> None:
    """The same number and seed make the same patient and the same life, and another number another one."""
    first, again, other = live(3, 7, records), live(3, 7, records), live(4, 7, records)

    assert first == again
    assert first.patient != other.patient


def test_every_programme_sport_and_beginning_is_among_the_patients(records) -> None:
    """A few hundred patients have every programme, every sport and every way to begin."""
    patients = [make_patient(number, 7, records) for number in range(300)]

    assert set(records.protocol.sports) == {patient.sport for patient in patients}
    assert {onset for track in records.protocol.tracks.values() for onset in track.fits.onset} == {patient.onset for patient in patients}


def test_lives_go_somewhere_and_break_no_promise(some_lives) -> None:
    """Patients live every day, advance, climb, are held back and go back to sport; and every promise is kept on each day."""
    said = sum((life.said for life in some_lives), Counter())

    assert [WEEKS * 7] * len(some_lives) == [life.days for life in some_lives]
    assert [] == [name for life in some_lives for name in life.broken]
    assert {"day: go", "day: hold", "day: reduce", "day: rest", "proposed: advance", "proposed: climb", "proposed: back-to-sport", "proposed: step-back"} <= set(said)
    assert 12 < sum("back to sport" in life.milestones or "stage 3" in life.milestones for life in some_lives)


def test_the_patients_live_the_days_that_readers_see(records) -> None:
    """The day that a made-up patient lives is the first day of the plan that a reader gets of the same log."""
    for name in ("fresh-strain", "strong-strain", "healthy-player"):
        log = check_log(log_of(people()[name]))
        course = follow(log, records, BEGIN)
        verdict = verdict_on(course, records, BEGIN)
        lived = plan_day(brief_of(course, verdict, records), course.ledger, relief_today(course, verdict))
        [shown, *_] = derive(log, records, BEGIN).weeks[0].days
        assert [(item.exercise, item.sets, item.pain_limit) for item in shown.items] == [(item.exercise, item.sets, item.pain_limit) for item in lived.items]


def test_every_test_has_a_place_on_the_road_of_the_patients(records) -> None:
    """What a made-up leg must be able to do is said for every yes-or-no and pain test."""
    asked = {test.id for test in records.protocol.tests.values() if test.kind in ("yes-no", "pain")}

    assert set() == asked - set(ASKED_BY_TEST)


def plan_of_a_day(records) -> tuple[Day, object, dict]:
    """A session with a run and heavy lowering work, its stage and the answers behind it."""
    answers = people()["strong-strain"]
    situation = derive(check_log(log_of(answers)), records, BEGIN)
    day = situation.weeks[0].days[0]
    assert {"run-throughs", "hamstring-slider"} <= {item.exercise for item in day.items}
    return day, records.protocol.stages()[situation.stage], situation.answers


BREAKS = {
    "only_free_days_hold_sessions": lambda day, answers: (day, {**answers, "days": ("wed",)}),
    "sessions_keep_to_their_minutes": lambda day, answers: (day, {**answers, "minutes": 10}),
    "holds_come_before_stretches": lambda day, answers: (replace(day, items=tuple(reversed(day.items))), answers),
    "hard_work_is_warmed_up_for": lambda day, answers: (replace(day, warm_up=""), answers),
    "one_exercise_of_a_kind": lambda day, answers: (replace(day, items=day.items * 2), answers),
    "everything_belongs_to_the_stage": lambda day, answers: (day, {**answers, "equipment": ()}),
    "doses_come_from_records": lambda day, answers: (replace(day, items=tuple(replace(item, sets=(9, 99)) for item in day.items)), answers),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_of_a_day_is_seen(name: str, records) -> None:
    """Each promise about a single day speaks when a plan that breaks it is shown to it, and is silent on the plan as it was."""
    day, stage, answers = plan_of_a_day(records)
    changed, others = BREAKS[name](day, answers)

    assert [] == broken(Plan((day,), stage, answers, records))
    assert name in broken(Plan((changed,), stage, others, records))


def test_a_hip_that_bends_too_far_is_seen(records) -> None:
    """An exercise with a deep hip bend in the first tendon stage breaks the promise about the hip."""
    day, _, answers = plan_of_a_day(records)
    stage = records.protocol.stages()["proximal-tendinopathy/settle"]

    assert "the_hip_stays_within_its_limit" in broken(Plan((day,), stage, answers, records))


@pytest.mark.parametrize(
    ("days_ago", "name"),
    [
        (1, "heavy_lowering_keeps_its_distance"),
        (2, "heavy_lowering_keeps_its_distance"),
        (1, "harder_sessions_keep_their_distance"),
        (1, "runs_keep_their_distance"),
        (1, "no_fast_run_follows_heavy_lowering"),
        (1, "a_week_keeps_its_room"),
    ],
    ids=["heavy work the day before", "a first heavy day two days before", "a harder session the day before", "a run the day before", "heavy work before a fast run", "a week with too much in it"],
)
def test_a_broken_promise_of_days_is_seen(days_ago: int, name: str, records) -> None:
    """The same hard session too soon after another breaks the promises about the days between."""
    day, stage, answers = plan_of_a_day(records)
    past = Past(records)
    heavy = replace(day, items=tuple(replace(item, load=900) for item in day.items)) if name == "a_week_keeps_its_room" else day
    past.add(replace(heavy, on=day.on - timedelta(days=days_ago)), stage)

    assert [] == broken_today(day, stage, answers, Past(records))
    assert name in broken_today(day, stage, answers, past)


def test_every_promise_is_one_of_the_list() -> None:
    """The report has a line for every promise that can be broken."""
    assert len(EVERY_PROMISE) == len(set(EVERY_PROMISE))
    assert {promise.__name__ for promise in OF_A_DAY} <= set(EVERY_PROMISE)


def test_the_report_adds_up(some_lives, records) -> None:
    """Days, people and ranges of the report are those of the lives it was made from."""
    total = Total()
    total.add(some_lives)
    report = total.report(records)

    assert sum(life.days for life in some_lives) == report["days"]
    assert len([life for life in some_lives if life.track]) == sum(group["people"] for name, group in report["groups"].items() if "/" not in name)
    for group in report["groups"].values():
        for found in group["milestones"].values():
            assert found["low"] <= found["middle"] <= found["high"]
            assert found["reached"] <= group["people"]


def test_the_kept_report_is_of_ten_thousand_patients_and_names_every_promise() -> None:
    """The report that the page shows was made by the whole simulation, and by these promises."""
    report = json.loads(REPORT.read_text(encoding="utf-8"))

    assert (10_000, list(EVERY_PROMISE)) == (report["patients"], list(report["promises"]))
    assert 10_000 * WEEKS * 7 == report["days"]


def test_days_begin_on_a_day_of_the_cases() -> None:
    """The simulation begins on the day of the worked examples."""
    assert date(2026, 12, 1) == BEGIN
