"""What the plan of every day must keep, written again from the words of the protocol and not from the planner's own functions.

The tests try these promises on people that Hypothesis makes up, and `make simulate` on every day of every made-up patient.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from planner.model import DAYS, Day, Exercise, Item, Records, Stage


@dataclass(frozen=True, slots=True)
class Plan:
    """Days of a plan in order, with the stage they were made for. `answers` are the reader's latest."""

    days: Sequence[Day]
    stage: Stage
    answers: Mapping[str, object]
    records: Records

    def exercise(self, item: Item) -> Exercise:
        return self.records.exercises[item.exercise]

    def items(self) -> Iterable[tuple[date, Item, Exercise]]:
        return ((day.on, item, self.exercise(item)) for day in self.days for item in day.items)

    def days_of(self, chosen: Callable[[Exercise], bool]) -> list[date]:
        """The days on which such an exercise stands."""
        return [day.on for day in self.days if any(chosen(self.exercise(item)) for item in day.items)]


Promise = Callable[[Plan], bool]


# --- the words of the rest rules -----------------------------------------------------------------------------------------


def is_run(exercise: Exercise) -> bool:
    return exercise.pattern in ("running", "agility") and exercise.load.intensity != "light"


def is_fast_run(exercise: Exercise) -> bool:
    return is_run(exercise) and exercise.load.speed == "fast"


def is_heavy_lowering(exercise: Exercise) -> bool:
    return exercise.load.intensity == "heavy" and exercise.load.contraction in ("eccentric", "mixed") and not is_run(exercise)


def is_hard(exercise: Exercise, stage: Stage) -> bool:
    if is_run(exercise) or exercise.load.contraction == "isometric":
        return False
    dose = exercise.doses.get(stage.id)
    return exercise.load.intensity != "light" or (dose is not None and dose.rpe[1] >= 5)


def most_in_seven(days: Sequence[date]) -> int:
    return max((sum(0 <= (other - day).days < 7 for other in days) for day in days), default=0)


def apart(days: Sequence[date], least: float) -> bool:
    return all((later - earlier).days >= least for earlier, later in pairwise(days))


# --- the promises --------------------------------------------------------------------------------------------------------


def heavy_lowering_keeps_its_distance(plan: Plan) -> bool:
    """Heavy lowering work stands at least two days apart, three after the first time, and on three days a week at most."""
    days = plan.days_of(is_heavy_lowering)
    return apart(days, 2) and most_in_seven(days) <= 3


def harder_sessions_keep_their_distance(plan: Plan) -> bool:
    """Harder sessions stand at least two days apart and on three days a week at most."""
    days = plan.days_of(lambda exercise: is_hard(exercise, plan.stage))
    return apart(days, 2) and most_in_seven(days) <= 3


def runs_keep_their_distance(plan: Plan) -> bool:
    """Runs stand at least two days apart, three with a sore tendon, and on three days a week at most."""
    days = plan.days_of(is_run)
    return apart(days, 3 if plan.stage.track == "proximal-tendinopathy" else 2) and most_in_seven(days) <= 3


def no_fast_run_follows_heavy_lowering(plan: Plan) -> bool:
    """No fast run stands on the day after heavy lowering work."""
    heavy = set(plan.days_of(is_heavy_lowering))
    return not any((run - lift).days == 1 for run in plan.days_of(is_fast_run) for lift in heavy)


def only_free_days_hold_sessions(plan: Plan) -> bool:
    """Sessions stand only on the days the reader has."""
    return all(not day.items or DAYS[day.on.weekday()] in plan.answers["days"] for day in plan.days)


def sessions_keep_to_their_minutes(plan: Plan) -> bool:
    """No session is longer than the reader's minutes, 40 without a wish, and its minutes are those of its parts."""
    warm_ups = {warm_up.id: warm_up.minutes for warm_up in plan.records.protocol.warm_ups}
    return all(day.minutes <= plan.answers.get("minutes", 40) and day.minutes == sum(item.minutes for item in day.items) + warm_ups.get(day.warm_up, 0) for day in plan.days)


def holds_come_before_stretches(plan: Plan) -> bool:
    """Steady holds stand before stretches, and runs and jumps before strength work."""
    for day in plan.days:
        patterns = [plan.exercise(item).pattern for item in day.items]
        if "stretch" in patterns and patterns[-1] != "stretch":
            return False
        for early in {"running", "jump", "agility"} & set(patterns):
            if {"hinge", "curl", "bridge", "isometric"} & set(patterns[: patterns.index(early)]):
                return False
    return True


def hard_work_is_warmed_up_for(plan: Plan) -> bool:
    """A session with a run, a jump or harder strength work has a warm-up, and one with fast running its own."""
    for day in plan.days:
        exercises = [plan.exercise(item) for item in day.items]
        if any(is_fast_run(exercise) for exercise in exercises):
            if day.warm_up != "before-fast-running":
                return False
        elif any(is_run(exercise) or exercise.pattern == "jump" or is_hard(exercise, plan.stage) for exercise in exercises) and not day.warm_up:
            return False
    return True


def one_exercise_of_a_kind(plan: Plan) -> bool:
    """A session holds no two exercises of the same kind of movement, and only kinds that the stage asks for."""
    return all(len(patterns) == len(set(patterns)) and set(patterns) <= set(plan.stage.patterns) for patterns in ([plan.exercise(item).pattern for item in day.items] for day in plan.days))


def everything_belongs_to_the_stage(plan: Plan) -> bool:
    """Every exercise has a dose in the stage, needs nothing the reader lacks, and is not left out for their place or sport."""
    equipment, sports = plan.records.protocol.equipment, plan.records.protocol.sports
    left_out = sports[plan.answers["sport"]].leave_out
    owned = plan.answers.get("equipment", ())
    return all(
        plan.stage.id in exercise.doses and all(equipment[id].household or id in owned for id in exercise.equipment) and plan.answers.get("site") not in exercise.not_for_sites and exercise.id not in left_out
        for _, _, exercise in plan.items()
    )


def the_hip_stays_within_its_limit(plan: Plan) -> bool:
    """In the first two tendon stages the hip bends no further than 30 and 60 degrees under load; early near the sit bone 60."""
    limits = {"proximal-tendinopathy/settle": 30, "proximal-tendinopathy/build": 60}
    near = plan.stage.id in ("acute-strain/settle", "acute-strain/build") and plan.answers.get("site") in ("sit-bone", "not-sure")
    limit = limits.get(plan.stage.id, 60 if near else 180)
    return all(exercise.load.hip_flexion_degrees <= limit for _, _, exercise in plan.items())


def doses_come_from_records(plan: Plan) -> bool:
    """Every dose is the record's own for that stage or a step of a ladder, with no more sets than it gives, for both legs where one works."""
    for _, item, exercise in plan.items():
        dose = exercise.doses.get(plan.stage.id)
        if dose is None:
            return False
        if item.ladder:
            step = plan.records.protocol.ladders[item.ladder].steps[item.step].dose
            names = ("sets", "reps", "seconds", "metres", "work_seconds", "easy_seconds")
            if any(getattr(item.dose, name) != getattr(step if getattr(step, name) is not None else dose, name) for name in names):
                return False
        elif replace(item.dose, times_per_day=dose.times_per_day) != dose or item.dose.times_per_day not in (1, dose.times_per_day):
            return False
        if not 1 <= item.sets[0] <= item.sets[1] <= item.dose.sets[1]:
            return False
        if exercise.load.legs == "one" and not item.dose.per_side and exercise.pattern not in ("running", "agility"):
            return False
    return True


# What a single day shows, and what only several days together show.
OF_A_DAY: tuple[Promise, ...] = (
    only_free_days_hold_sessions,
    sessions_keep_to_their_minutes,
    holds_come_before_stretches,
    hard_work_is_warmed_up_for,
    one_exercise_of_a_kind,
    everything_belongs_to_the_stage,
    the_hip_stays_within_its_limit,
    doses_come_from_records,
)
OF_DAYS: tuple[Promise, ...] = (
    heavy_lowering_keeps_its_distance,
    harder_sessions_keep_their_distance,
    runs_keep_their_distance,
    no_fast_run_follows_heavy_lowering,
)


def broken(plan: Plan) -> list[str]:
    """The names of the promises that this plan breaks."""
    return [promise.__name__ for promise in (*OF_DAYS, *OF_A_DAY) if not promise(plan)]


# --- day by day ----------------------------------------------------------------------------------------------------------


class Past:
    """The days behind somebody, as far back as a promise looks: what was done on them, in which stage, and how much."""

    def __init__(self, records: Records):
        self.records = records
        self.heavy: list[date] = []
        self.hard: list[date] = []
        self.runs: list[date] = []
        self.loads: dict[date, int] = {}
        self.hurt: dict[str, date] = {}

    def add(self, day: Day, stage: Stage) -> None:
        """One more day, as it was done."""
        kinds = _kinds(day, stage, self.records)
        for name in ("heavy", "hard", "runs"):
            if name in kinds:
                setattr(self, name, [*getattr(self, name)[-LOOK_BACK:], day.on])
        self.loads[day.on] = sum(item.load for item in day.items)

    def felt(self, exercise: str, on: date, hurt: bool) -> None:
        """How an exercise was on a day: whether it went over its limit."""
        self.hurt.pop(exercise, None)
        if hurt:
            self.hurt[exercise] = on


LOOK_BACK = 8
PROMISES_OF_THE_PAST = ("heavy_lowering_keeps_its_distance", "harder_sessions_keep_their_distance", "runs_keep_their_distance", "no_fast_run_follows_heavy_lowering", "a_week_keeps_its_room", "nothing_harder_follows_what_hurt")
EVERY_PROMISE = (*(promise.__name__ for promise in OF_A_DAY), *PROMISES_OF_THE_PAST)


def _kinds(day: Day, stage: Stage, records: Records) -> set[str]:
    exercises = [records.exercises[item.exercise] for item in day.items]
    tests = {"heavy": is_heavy_lowering, "hard": lambda exercise: is_hard(exercise, stage), "runs": is_run, "fast": is_fast_run}
    return {name for name, test in tests.items() if any(test(exercise) for exercise in exercises)}


def broken_today(day: Day, stage: Stage, answers: Mapping[str, object], past: Past) -> list[str]:
    """The names of the promises that today's plan breaks, after what was done on the days before."""
    if not day.items:
        return []
    plan = Plan((day,), stage, answers, past.records)
    return [*(promise.__name__ for promise in OF_A_DAY if not promise(plan)), *_broken_with_the_past(day, stage, past)]


def _broken_with_the_past(day: Day, stage: Stage, past: Past) -> Iterable[str]:
    kinds = _kinds(day, stage, past.records)
    gap = 3 if stage.track == "proximal-tendinopathy" else 2
    if "heavy" in kinds and not _keeps(past.heavy, day.on, 3 if len(past.heavy) == 1 else 2):
        yield "heavy_lowering_keeps_its_distance"
    if "hard" in kinds and not _keeps(past.hard, day.on, 2):
        yield "harder_sessions_keep_their_distance"
    if "runs" in kinds and not _keeps(past.runs, day.on, gap):
        yield "runs_keep_their_distance"
    if "fast" in kinds and any((day.on - lift).days == 1 for lift in past.heavy):
        yield "no_fast_run_follows_heavy_lowering"
    if not keeps_its_room(day, stage, past):
        yield "a_week_keeps_its_room"
    if not is_no_harder_than_what_hurt(day, past):
        yield "nothing_harder_follows_what_hurt"


def is_no_harder_than_what_hurt(day: Day, past: Past) -> bool:
    """For a week after an exercise went over its limit neither it nor its next step up is there; after a run, no fast run either."""
    sore = [past.records.exercises[id] for id, on in past.hurt.items() if (day.on - on).days <= 7]
    exercises = [past.records.exercises[item.exercise] for item in day.items]
    too_much = {id for exercise in sore for id in (exercise.id, *(link.id for link in exercise.harder))}
    return not any(exercise.id in too_much or (is_fast_run(exercise) and any(is_run(each) for each in sore)) for exercise in exercises)


def _keeps(before: Sequence[date], on: date, least: int) -> bool:
    """At least so many days since the last, and this one at most the third in seven days."""
    return (not before or (on - before[-1]).days >= least) and sum((on - day).days < 7 for day in before) < 3


def keeps_its_room(day: Day, stage: Stage, past: Past) -> bool:
    """Seven days hold what a first week of the stage may hold, or three tenths more than the better of the two weeks before."""
    loads = {**past.loads, day.on: sum(item.load for item in day.items)}
    seven, *before = (sum(load for on, load in loads.items() if 7 * week <= (day.on - on).days < 7 * week + 7) for week in range(3))
    return seven <= max(past.records.protocol.value(stage.start_load), 1.3 * max(before)) + 1e-9
