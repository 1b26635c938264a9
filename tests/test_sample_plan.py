"""The six weeks on paper: what the planner would say, and safe to do twice."""

from itertools import pairwise

from builder.sample_plan import TRACK, PlanWeeks, build_sample_plan
from planner.model import DAYS, Exercise, Records
from planner.traits import is_heavy_eccentric, is_running


def test_six_weeks_in_three_pairs(records) -> None:
    """Weeks 1 to 6, two for each of the first three stages, each with exercises that have a dose there."""
    parts = build_sample_plan(records)

    assert [(1, 2), (3, 4), (5, 6)] == [(part.first, part.last) for part in parts]
    assert [f"{TRACK}/{stage}" for stage in ("settle", "build", "lengthen")] == [part.stage.id for part in parts]
    assert [] == [row.item.exercise for part in parts for row in part.rows if part.stage.id not in records.exercises[row.item.exercise].doses]
    assert all(6 <= len(part.rows) <= 14 for part in parts)


def days_twice(part: PlanWeeks, records: Records, chosen) -> list[int]:
    """The days, counted through two such weeks, on which an exercise of this kind stands."""
    week = {DAYS.index(day) for row in part.rows if chosen(records.exercises[row.item.exercise]) for day in row.days}
    return sorted(week | {day + len(DAYS) for day in week})


def test_a_week_done_again_keeps_its_rest_days(records) -> None:
    """From the last day of a week to the first day of its repeat, hard sessions, runs and heavy lowering work keep two days apart."""
    for part in build_sample_plan(records):

        def is_hard(exercise: Exercise, stage: str = part.stage.id) -> bool:
            is_still = exercise.load.contraction == "isometric" or is_running(exercise)
            return not is_still and (exercise.load.intensity != "light" or exercise.doses[stage].rpe[1] >= records.protocol.value("harder_effort"))

        for chosen in (is_hard, is_running, is_heavy_eccentric):
            days = days_twice(part, records, chosen)

            assert all(later - earlier >= 2 for earlier, later in pairwise(days)), (part.stage.id, days)
    assert days_twice(part, records, is_heavy_eccentric), "the last part has no heavy lowering work, so the test says little"


def test_sundays_are_free_where_the_work_is_hard(records) -> None:
    """The first part is for every day; the later ones leave Sunday free, and no other day."""
    days = [{day for row in part.rows for day in row.days} for part in build_sample_plan(records)]

    assert [set(DAYS), set(DAYS) - {"sun"}, set(DAYS) - {"sun"}] == days


def test_nothing_to_buy(records) -> None:
    """The plan takes a household and a place to run for granted, and nothing else."""
    needed = {id for part in build_sample_plan(records) for row in part.rows for id in records.exercises[row.item.exercise].equipment}

    assert {"space"} >= {id for id in needed if not records.protocol.equipment[id].household}
