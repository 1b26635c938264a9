"""The planner's space, walked: what is crossed with what, and what is asked of every point.

The answers that decide are too many to be crossed all with all (more than 10^15 combinations of their values), so the walk has two parts.

**Decided fully.** Who should see somebody, where somebody starts and what a day allows are crossed without a gap, in blocks. A block
holds all the answers that some rules read together. What a rule finds depends on nothing else (`test_walk.py` watches what each rule
reads), and the rules are joined by "the most careful decides", so answers of different blocks need not meet. Each point is asked of the
planner's own triage, placement or daily rules and of a second writing of them (`second_opinion.py`); they must agree. These are
*decisions*, and none of them counts as a plan.

  sudden pain   age, onset, site, what one could do, pain at the start, walking, pain now and worst, having been seen
  time          onset, what one could do, walking, pain now and worst, days since, pain at rest, trend, having been seen
  since         onset, check-in or not, walking, days since, the least pain of a week, bad mornings, a session broken off in pain, having been seen
  signs         every warning sign alone and with every other one, “not sure” of each list, having been seen
  doors         programme, tests passed up to each stage, days since, pain now and worst, walking, trend
  runs          each test before running, the run at 70 %
  days          stage, pain now and worst, walking, the morning, the body, the days before, the last session, the reader's limit

**Planned in part.** A *plan* is what went through `follow` and `situation_of` and came out as days with exercises. Its points are drawn
from the whole product of `AXES`, which is the answers above with those that shape a week (sport, days, games, minutes, things at hand,
limit, how the last days went). A point is made from its number alone, so every one can be made again. The walk counts how often each
value of an answer met each value of every other one, and `test_walk.py` wants no pair left out. Age, and pain, days and minutes stand at
each boundary and one beside it, read from the numbers of the protocol.
A plan is made for one week, and for all four at every eighth point; the three weeks after the first are filled by the same functions.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations, islice, product
from os import cpu_count
from random import Random
from typing import Any

from builder.cache import BETWEEN_BUILDS, Cache, code_of, fingerprint
from builder.simulation.promises import Plan, broken
from planner.course import Course, facts_today
from planner.criteria import NOT_TRIED, first_tried, judge
from planner.daily import judge_day
from planner.derive import situation_of
from planner.export.link import from_link, to_link
from planner.facts import Facts
from planner.follow import begin, follow, take
from planner.log import FORMAT, VERSION, check_log, log_text, read_log
from planner.model import Entry, Log, Situation, Stage, Track
from planner.placement import place
from planner.triage import triage
from tests.conftest import ROOT
from tests.lives import ALL_DAYS, NO_SIGNS, PASSING, PROTOCOL, RECORDS, TODAY
from tests.second_opinion import BEFORE_RUNNING, SUDDEN, first_stage_of, levels_of, run_of_the_second_stage, what_the_day_allows

OUTCOMES = ("plan", "no-programme", "stop")
# The week is planned by one module, which is patched for a plan of one week only.
PLANNING = sys.modules["planner.derive"]
ALL_WEEKS = PLANNING.WEEKS_AHEAD


# --- values at the boundaries --------------------------------------------------------------------------------------------


def number(id: str) -> int:
    return int(PROTOCOL.value(id))


def around(*ids: str) -> list[int]:
    """Each of these numbers, one below and one above, from 0 on."""
    return sorted({value for id in ids for value in (number(id) - 1, number(id), number(id) + 1) if value >= 0})


AGES = [1, *around("adult_age", "growth_plate_age", "avulsion_age"), 110]
DOOR_DAYS = sorted({stage.not_before_day for track in PROTOCOL.tracks.values() for stage in track.stages if stage.not_before_day})
REVIEW_DAYS = ("limp_review_days", "rest_pain_review_days", "no_gain_review_days", "old_strain_days")
PAINS = range(11)
# Pain now and the worst pain, which is never less: all there are.
PAIRS = [(now, worst) for now in PAINS for worst in PAINS if worst >= now]
EDGES = [pain for pain in PAINS if pain in {0, 10, *around("pain_rest_day", "severe_pain", "very_strong_pain")}]
PAIRS_AT_THE_EDGES = [(now, worst) for now, worst in PAIRS if now in EDGES and worst in EDGES]
ONSETS = [option.id for option in PROTOCOL.questions["onset"].options]


def choices(question: str) -> list[str]:
    return [option.id for option in PROTOCOL.questions[question].options]


def is_asked(question: str, told: Mapping[str, Any]) -> bool:
    """Whether the form asks this of somebody who gave these answers. Only choices open the questions of these blocks."""
    return all(told.get(condition.question) in condition.any_of for condition in PROTOCOL.questions[question].show_if)


# --- blocks: decisions, crossed fully ------------------------------------------------------------------------------------


def crossed(**values: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Every combination of these answers that a form can hold, each once. `pain` is the pair, `days` those since it started."""
    told: list[dict[str, Any]] = [{}]
    for name, options in values.items():
        told = [grown for each in told for grown in (({**each, name: value} for value in options) if name not in PROTOCOL.questions or is_asked(name, each) else (each,))]
    for each in told:
        now, worst = each.pop("pain", (None, None))
        days = each.pop("days", None)
        yield {
            **{name: value for name, value in each.items() if value is not None},
            **({} if now is None else {"pain_now": now, "pain_worst": worst}),
            **({} if days is None or not is_asked("started_on", each) else {"started_on": TODAY - timedelta(days=days)}),
        }


def sudden_pain() -> Iterator[dict[str, Any]]:
    for onset in ONSETS:  # one after the other, to hold few at once
        yield from crossed(onset=[onset], site=choices("site"), age=AGES, behaved=choices("behaved"), worst_at_start=around("severe_pain"), walking=choices("walking"), seen=[None, "no", "yes"], pain=PAIRS_AT_THE_EDGES)


def time_since() -> Iterator[dict[str, Any]]:
    for onset, walking in product(ONSETS, choices("walking")):
        yield from crossed(onset=[onset], walking=[walking], behaved=choices("behaved"), rest_pain=choices("rest_pain"), getting=choices("getting"), days=around(*REVIEW_DAYS), seen=[None, "yes"], pain=PAIRS_AT_THE_EDGES)


def since_then() -> Iterator[dict[str, Any]]:
    yield from crossed(
        onset=ONSETS,
        walking=choices("walking"),
        days=around("old_strain_days"),
        seen=[None, "no", "yes"],
        alarms=[None, ("none",), ("limp",)],
        least_worst_of_week=[None, *around("pain_limit_no_injury")],
        bad_mornings=[None, *around("bad_mornings_review")],
        broke_off_pain=[None, *around("pain_rest_day")],
    )


def signs() -> Iterator[dict[str, Any]]:
    """Each warning sign alone, each pair, “not sure” of each list, and none: from intake and check-in alike."""
    ticks = [*((sign.question, sign.id) for sign in PROTOCOL.signs), *((question.id, "not-sure") for question in PROTOCOL.questions.values() if question.unsure_level)]
    for some in ((), *((each,) for each in ticks), *combinations(ticks, 2)):
        ticked: dict[str, tuple[str, ...]] = {}
        for question, id in some:
            ticked[question] = (*ticked.get(question, ()), id)
        for seen, onset in product((None, "no", "yes"), ("sprint", "healthy")):
            yield {"onset": onset, **({"seen": seen} if seen else {}), **ticked}


TRIAGE_BLOCKS: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {"sudden pain": sudden_pain, "time": time_since, "since": since_then, "signs": signs}


def wrong_levels(block: str, every: int = 1) -> tuple[int, list[str]]:
    """How many people of this block were judged, and where triage is not what the words say."""
    problems = [wrong_level(told) for told in islice(TRIAGE_BLOCKS[block](), 0, None, every)]
    return len(problems), [problem for problem in problems if problem]


def wrong_level(told: Mapping[str, Any]) -> str | None:
    """Where the triage of these answers is not what the words say, or None."""
    said = triage(Facts(told, TODAY), PROTOCOL)
    expected = {**levels_of(told, TODAY, PROTOCOL)}
    found = {finding.code: finding.outcome for finding in said.findings if not finding.code.startswith("sign-")}
    ranks = [PROTOCOL.levels[level].rank for level in (*expected.values(), *_levels_of_signs(told))]
    level = next((level for level in PROTOCOL.levels.values() if ranks and level.rank == min(ranks)), None)
    if found == expected and said.level == (level.id if level else None) and said.stops == (level is not None and level.stops):
        return None
    return f"{told}: expected {expected} and {level and level.id}, got {found} and {said.level}"


def _levels_of_signs(told: Mapping[str, Any]) -> Iterable[str]:
    """The levels of what is ticked. Urgent signs of back then are lifted for somebody who was looked at since."""
    for question in ("emergency_signs", "same_day_signs", "urgent_signs", "health_conditions", "alarms"):
        for id in told.get(question, ()):
            level = PROTOCOL.questions[question].unsure_level if id == "not-sure" else next((sign.level for sign in PROTOCOL.signs if (sign.question, sign.id) == (question, id)), None)
            if level:
                yield "seen" if question == "urgent_signs" and told.get("seen") == "yes" and level == "urgent" else level


def passing_up_to(track: Track, passed: int) -> dict[str, Any]:
    """The results of somebody who passes every test to leave so many stages, and the tests before running among them."""
    stages = {stage.id for stage in track.stages[:passed]}
    tests = {check.test for criterion in PROTOCOL.criteria if criterion.stage in stages for check in criterion.checks}
    return {id: value for id, value in PASSING.items() if any(id in (test, f"{test}_sore", f"{test}_good") for test in tests)}


BEGINNINGS = [(onset, site) for track in PROTOCOL.tracks.values() for onset in track.fits.onset for site in (track.fits.site or ("thigh",) if is_asked("site", {"onset": onset}) else (None,))]
PAINS_AT_DOORS = sorted({0, 10, *around("pain_rest_day", "pain_limit_no_injury", *(id for track in PROTOCOL.tracks.values() for stage in track.stages for id in (stage.pain_now_most, stage.pain_worst_most) if id))})


def track_of(onset: str, site: str | None) -> Track:
    return next(track for track in PROTOCOL.tracks.values() if onset in track.fits.onset and (not track.fits.site or site in track.fits.site))


def wrong_doors(onset: str, site: str | None, every: int = 1) -> tuple[int, list[str]]:
    """How many people of this beginning stood at the doors of their programme, and where placement is not what the words say."""
    track, count, wrong = track_of(onset, site), 0, []
    pairs = [(now, worst) for now in PAINS_AT_DOORS for worst in PAINS_AT_DOORS if worst >= now]
    for passed in range(len(track.stages)):
        tried = first_tried(passing_up_to(track, passed), TODAY, PROTOCOL)
        people = crossed(onset=[onset], site=[site] if site else [], walking=["normal", "limp", "not-sure"], getting=choices("getting"), days=around(*DOOR_DAYS), pain=pairs)
        for told in islice(people, 0, None, every):
            count += 1
            placement = place(Facts({**told, "sport": "field"}, TODAY), tried, PROTOCOL)
            expected = first_stage_of(told, TODAY, passed, track, PROTOCOL)
            order = PROTOCOL.stages()[placement.stage].order if placement.stage else None
            if order != expected:
                wrong.append(f"{told}, passed {passed}: expected stage {expected}, got {order}")
    return count, wrong


def wrong_runs() -> tuple[int, list[str]]:
    """How many results of the tests before running met the run at 70 %, and where it does not count as the words say, or opens a stage too early."""
    track, wrong = PROTOCOL.tracks["acute-strain"], []
    others = {id: value for id, value in passing_up_to(track, 2).items() if id not in (*BEFORE_RUNNING, "jog_easily")}
    yes_no, told = ("yes", "no", NOT_TRIED, None), {**CALM_INTAKE, **_story("sprint", "thigh", 90), "started_on": TODAY - timedelta(days=90), "sport": "field"}
    people = list(product(yes_no, (0, 1, None), yes_no, (9, 10, None), yes_no))
    for values in people:
        results = {test: value for test, value in zip((*BEFORE_RUNNING, "jog_easily"), values) if value is not None}
        facts, tried = Facts(told, TODAY), first_tried({**others, **results}, TODAY, PROTOCOL)
        found = judge(next(each for each in PROTOCOL.criteria if each.id == "jog_easily"), tried, facts, PROTOCOL).state
        opened = PROTOCOL.stages()[place(facts, tried, PROTOCOL).stage].order > 2
        if found != run_of_the_second_stage(results) or (opened and found != "passed"):
            wrong.append(f"{results}: expected {run_of_the_second_stage(results)}, got {found}, opened {opened}")
    return len(people), wrong


STAGES = [stage for track in PROTOCOL.tracks.values() for stage in track.stages]
# What may have been done on a day before: sets, pain, and whether it was broken off. "at once": in the first set, with no whole one.
SESSIONS = {
    "calm": (1, 1, False),
    "sore": (1, number("pain_rest_day") + 1, False),
    "stopped": (1, 0, True),
    "calm at once": (0, 1, False),
    "sore at once": (0, number("pain_rest_day") + 1, False),
    "stopped at once": (0, 0, True),
}


def days_of(stage: Stage) -> Iterator[dict[str, Any]]:
    """Every kind of day in a stage. With a check-in today: what it says. Without one: how long nobody said anything."""
    settings = (None, "as-in-trial") if PROTOCOL.tracks[stage.track].pain_limit_trial else (None,)
    asked = product(PAIRS, ("normal", "limp"), ("same", "little", "more", "none", "not-sure"), ("well", "slept-badly", "ill"), (None, 0, 1, 3), (None, *SESSIONS), settings)
    for (now, worst), walking, morning, body, before, session, setting in asked:
        yield {"asked": True, "now": now, "worst": worst, "walking": walking, "morning": morning, "body": body, "before": before, "session": session, "ago": 1, "gap": 3, "setting": setting}
    gaps = sorted({0, *around("check_in_days", "break_days", "hurt_exercise_days")})
    for now, gap, session, setting in product(range(3), gaps, (None, *SESSIONS), settings):
        for ago in sorted({0, 1, *around("hurt_exercise_days", "break_days")}) if session else (0,):
            if ago <= gap:
                yield {"asked": False, "now": now, "worst": now, "walking": "normal", "morning": None, "body": None, "before": None, "session": session, "ago": ago, "gap": gap, "setting": setting}


def wrong_days(stage: Stage, every: int = 1) -> tuple[int, list[str]]:
    """How many days of this stage were judged, and where the day allows something else than the words say."""
    count, wrong = 0, []
    for day in islice(days_of(stage), 0, None, every):
        count += 1
        course = _course_on(stage, day)
        said = judge_day(course, facts_today(course, TODAY, PROTOCOL), stage, PROTOCOL).outcome
        expected = what_the_day_allows(day, stage, PROTOCOL)
        if said != expected:
            wrong.append(f"{stage.id}, {day}: expected {expected}, got {said}")
    return count, wrong


def _course_on(stage: Stage, day: Mapping[str, Any]) -> Course:
    """The course of somebody in this stage, up to this day."""
    course = course_begun(stage.id, day["gap"], day["setting"])
    if day["before"] is not None:
        course = take(course, entry_of(2, "check-in", {**CALM, "check_pain_now": day["before"], "check_pain_worst": day["before"]}), RECORDS)
    if day["session"]:
        sets, pain, stopped = SESSIONS[day["session"]]
        done = {"items": [{"exercise": stage.start_with[0], "sets": sets, "pain": pain}], "stopped": stopped}
        course = take(course, entry_of(day["ago"], "session", done), RECORDS)
    if not day["asked"]:
        return course.but(facts=course.facts.with_answers({"pain_now": day["now"], "pain_worst": day["worst"]}))
    told = {"alarms": ["limp" if day["walking"] == "limp" else "none"], "check_pain_now": day["now"], "check_pain_worst": day["worst"], "morning": day["morning"], "body": day["body"]}
    return take(course, entry_of(0, "check-in", told), RECORDS)


@cache
def course_begun(stage_id: str, days_ago: int, setting: str | None = None) -> Course:
    """The course of a calm person in this stage, who answered the questions so many days ago."""
    stage = PROTOCOL.stages()[stage_id]
    track = PROTOCOL.tracks[stage.track]
    onset, site = next((onset, site) for onset, site in BEGINNINGS if track_of(onset, site) is track)
    passed = passing_up_to(track, stage.order - 1)
    answers = {**CALM_INTAKE, **_story(onset, site, 200 if site else None), **passed, "sport": "field", "days": ALL_DAYS, **({"pain_setting": setting} if setting else {})}
    course = begin(entry_of(days_ago, "intake", answers), RECORDS)
    if course.stage != stage_id:
        raise AssertionError(f"expected somebody in {stage_id}, got {course.stage}: {course.problems}")
    return course


CALM_INTAKE = {**NO_SIGNS, "age": 30, "pain_now": 0, "pain_worst": 0, "walking": "normal", "rest_pain": "no"}
CALM = {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 0, "morning": "same", "body": "well"}


def _story(onset: str, site: str | None, days: int | None) -> dict[str, Any]:
    """How it began, in the answers that the form then asks for."""
    return {
        "onset": onset,
        **({"site": site, "started_on": (TODAY - timedelta(days=days)).isoformat()} if site else {}),
        **({"behaved": "carried-on", "earlier": "never"} if onset in SUDDEN else {}),
        **({"worst_at_start": 2} if onset in SUDDEN and site in ("sit-bone", "not-sure") else {}),
        **({} if onset == "healthy" else {"getting": "better"}),
    }


def entry_of(days_ago: int, kind: str, answers: Mapping[str, Any]) -> Entry:
    on = TODAY - timedelta(days=days_ago)
    return Entry(f"{on}-{kind}", f"{on}T08:00:00+01:00", kind, answers, on)


# --- plans: points of the whole product ----------------------------------------------------------------------------------

# What is often so stands several times, so that later stages are met often too.
# What decides, what shapes a week, and how the last days went. `since` is the days from the intake to today, `ago` those from a session.
AXES: dict[str, Sequence[Any]] = {
    "beginning": [*BEGINNINGS, ("sprint", "not-sure")],
    "age": [age for age in AGES if age >= number("adult_age")],
    "behaved": ["carried-on", "stopped", "carried-on", "stopped", "helped"],
    "seen": [None, "yes"],
    "earlier": choices("earlier"),
    "passed": [0, 1, 2, 3, 3],
    "may_run": [False, True],
    "started": [*around(*DOOR_DAYS, *REVIEW_DAYS), *[number("old_strain_days") - 1] * 12],
    "pain": [*[pair for pair in PAIRS if pair[1] <= number("pain_limit_strain")] * 6, (0, 0), (0, 0), *PAIRS],
    "walking": [*["normal"] * 8, "limp", "not-sure"],
    "rest_pain": choices("rest_pain"),
    "getting": [*["better"] * 8, *choices("getting")],
    "sport": list(PROTOCOL.sports),
    "equipment": [[], ["space"], ["band", "weight"], choices("equipment")],
    "days": [ALL_DAYS, ["mon", "wed", "fri"], ["tue", "sat", "sun"], ["tue"], ["wed", "thu"]],
    "game_days": [[], ["sat"], ["wed", "sun"]],
    "minutes": [None, 10, 15, 25, 60, 120],
    "setting": [None, "usual", "as-in-trial"],
    "since": sorted({0, *around("check_in_days", "break_days"), number("long_break_days")}),
    "session": [None, "calm", "sore", "stopped", "whole"],
    "ago": [1, 2, 7],
    "morning": [None, None, "same", "little", "more", "none", "not-sure"],
    "body": choices("body"),
    "limps": [False, False, False, True],
    "flare": [None, 0, 2],
}
NAMES = tuple(AXES)
Point = dict[str, Any]


def point(at: int) -> Point:
    """The point of this number: the same number is always the same point."""
    random = Random(at)
    return {name: values[int(random.random() * len(values))] for name, values in AXES.items()}


def log_at(spot: Point, **changes: Any) -> dict[str, Any]:
    """The log of a point: an intake, perhaps a session and a check-in before today, perhaps one today. Answers are in `changes`."""
    spot = {**spot, **changes}
    (onset, site), since = spot["beginning"], spot["since"]
    tells = spot["morning"] is not None and since > 0
    entries = [(since, "intake", _intake(spot, (0, 1) if tells and site else spot["pain"]))]
    if spot["flare"] is not None and since > 4:
        entries.append((4, "check-in", {**CALM, "check_pain_now": spot["flare"], "check_pain_worst": spot["flare"]}))
    if spot["session"] and since >= spot["ago"]:
        entries.append((spot["ago"], "session", _session(spot)))
    if tells:
        now, worst = spot["pain"]
        told = {"alarms": ["limp"] if spot["limps"] else ["none"], "check_pain_now": now, "check_pain_worst": worst, "morning": spot["morning"], "body": spot["body"]}
        entries.append((0, "check-in", told))
    listed = ((TODAY - timedelta(days=days), kind, answers) for days, kind, answers in entries)
    return {"format": FORMAT, "version": VERSION, "entries": [{"id": f"{number:02}", "at": f"{on}T{8 + number:02}:00:00+01:00", "kind": kind, "answers": answers} for number, (on, kind, answers) in enumerate(listed)]}


def _intake(spot: Point, pain: tuple[int, int]) -> dict[str, Any]:
    (onset, site) = spot["beginning"]
    track = next((track for track in PROTOCOL.tracks.values() if onset in track.fits.onset), None)
    running = {check.test for criterion in PROTOCOL.criteria if criterion.opens for check in criterion.checks} if spot["may_run"] else set()
    story = _story(onset, site, spot["started"] + spot["since"] if site else None)
    chosen = {name: spot[name] for name in ("behaved", "earlier", "getting") if name in story}
    return {
        **CALM_INTAKE,
        **story,
        **chosen,
        **passing_up_to(track, spot["passed"]),
        **{id: value for id, value in PASSING.items() if id in running},
        **({"seen": spot["seen"]} if site and spot["seen"] else {}),
        **({"pain_setting": spot["setting"]} if onset in SUDDEN and spot["setting"] else {}),
        **({"game_days": spot["game_days"]} if spot["game_days"] and is_asked("game_days", spot) else {}),
        **({"minutes": spot["minutes"]} if spot["minutes"] else {}),
        "age": spot["age"],
        "walking": spot["walking"],
        "rest_pain": spot["rest_pain"],
        "pain_now": pain[0],
        "pain_worst": pain[1],
        "sport": spot["sport"],
        "equipment": spot["equipment"],
        "days": spot["days"],
    }


def _session(spot: Point) -> dict[str, Any]:
    """What was done: the first exercise of the stage, or with "whole" all that it starts with."""
    onset, site = spot["beginning"]
    track = next(track for track in PROTOCOL.tracks.values() if onset in track.fits.onset)
    stage = track.stages[min(spot["passed"], len(track.stages) - 1)]
    exercises = stage.start_with if spot["session"] == "whole" else stage.start_with[:1]
    pain = number("pain_rest_day") + 1 if spot["session"] == "sore" else 1
    return {"items": [{"exercise": id, "sets": 2, "pain": pain} for id in exercises], "stopped": spot["session"] == "stopped"}


def planned(plain: Mapping[str, Any], weeks: int = 1, today: date = TODAY) -> Situation:
    """The situation of a log, with so many weeks ahead."""
    return _planned(check_log(plain), weeks, today)


def _planned(log: Log, weeks: int, today: date) -> Situation:
    PLANNING.WEEKS_AHEAD = weeks
    try:
        return situation_of(follow(log, RECORDS, today), RECORDS, today)
    finally:
        PLANNING.WEEKS_AHEAD = ALL_WEEKS


# --- what is asked of a point ---------------------------------------------------------------------------------------------

FLAGS = [sign for sign in PROTOCOL.signs if PROTOCOL.levels[sign.level].stops]


def with_flag(plain: Mapping[str, Any], sign: Any) -> dict[str, Any]:
    """The log with this warning sign ticked too: in the intake, or at a check-in of today. Nobody has looked at it since."""
    entries = [dict(entry) for entry in plain["entries"]]
    if sign.question == "alarms":
        told = {**CALM, **(entries.pop()["answers"] if entries[-1]["kind"] == "check-in" and entries[-1]["at"].startswith(str(TODAY)) else {})}
        ticked = [*(id for id in told["alarms"] if id != "none"), sign.id]
        entries.append({"id": "99", "at": f"{TODAY}T22:00:00+01:00", "kind": "check-in", "answers": {**told, "alarms": ticked}})
    else:
        answers = entries[0]["answers"]
        entries[0] = {**entries[0], "answers": {**{name: answer for name, answer in answers.items() if name != "seen"}, sign.question: [sign.id]}}
    return {**plain, "entries": entries}


def rank_of(situation: Situation) -> int:
    """How urgent: 0 is the most urgent, and larger than any level is nothing found."""
    return PROTOCOL.levels[situation.triage.level].rank if situation.triage.level else len(PROTOCOL.levels)


def flag_problem(plain: Mapping[str, Any], situation: Situation, sign: Any) -> str | None:
    """A warning sign always means no plan, and is never less urgent than without it, nor than the sign itself."""
    flagged = planned(with_flag(plain, sign))
    if flagged.outcome != "stop" or flagged.weeks:
        return f"{sign.id}: expected no plan, got {flagged.outcome}"
    if rank_of(flagged) > min(PROTOCOL.levels[sign.level].rank, rank_of(situation)):
        return f"{sign.id}: got less urgent, {situation.triage.level} and then {flagged.triage.level}"
    return None


def sorer(plain: Mapping[str, Any]) -> dict[str, Any] | None:
    """The log with one step more pain in what was told last, or None where that is not possible or a session came after it.

    What was told before a session is left alone: there the planner asks whether pain rose in the session, so that more pain before it makes
    the same pain in it a smaller matter. That is a rule (`work._hurt_after`), and no pain of today.
    """
    *before, last = plain["entries"]
    names = ("pain_now", "pain_worst") if last["kind"] == "intake" else ("check_pain_now", "check_pain_worst")
    if last["kind"] == "session" or last["answers"][names[1]] == 10:
        return None
    more = {name: last["answers"][name] + 1 for name in names}
    return {**plain, "entries": [*before, {**last, "answers": {**last["answers"], **more}}]}


def pain_problem(plain: Mapping[str, Any], situation: Situation) -> str | None:
    """One step more pain is nearer to a stop, or in no later stage, or no more on any day of the week."""
    more = sorer(plain)
    if more is None:
        return None
    sore = planned(more)
    if sore.outcome != situation.outcome or sore.outcome != "plan":
        return None if OUTCOMES.index(sore.outcome) >= OUTCOMES.index(situation.outcome) else f"more pain: {situation.outcome}, then {sore.outcome}"
    if sore.stage != situation.stage:
        return None if PROTOCOL.stages()[sore.stage].order < PROTOCOL.stages()[situation.stage].order else f"more pain: {situation.stage}, then {sore.stage}"
    for before, after in zip(situation.weeks[0].days, sore.weeks[0].days, strict=True):
        sets = {item.exercise: item.sets for item in before.items}
        more = [item.exercise for item in after.items if item.exercise not in sets or item.sets > sets[item.exercise] or sum(each.load for each in after.items) > sum(each.load for each in before.items)]
        if more:
            return f"more pain: more on {before.on}: {more}"
    return None


def moved(value: Any, days: int) -> Any:
    """A value with every day in it moved, whatever it is made of."""
    if isinstance(value, date):
        return value + timedelta(days=days)
    if is_dataclass(value):
        return type(value)(**{each.name: moved(getattr(value, each.name), days) for each in fields(value)})
    if isinstance(value, Mapping):
        return {name: moved(each, days) for name, each in value.items()}
    return type(value)(moved(each, days) for each in value) if isinstance(value, tuple | list) else value


def shift_problem(plain: Mapping[str, Any], situation: Situation) -> str | None:
    """A year of weeks later everything is the same, with later days: week days are part of an answer, so whole weeks are moved."""
    days = 7 * 53
    entries = [{**entry, "at": f"{date.fromisoformat(entry['at'][:10]) + timedelta(days=days)}{entry['at'][10:]}", "answers": {name: (date.fromisoformat(answer) + timedelta(days=days)).isoformat() if name == "started_on" else answer for name, answer in entry["answers"].items()}} for entry in plain["entries"]]
    later = planned({**plain, "entries": entries}, today=TODAY + timedelta(days=days))
    return None if later == moved(situation, days) else "a shifted start changed more than days"


def order_problem(plain: Mapping[str, Any], situation: Situation) -> str | None:
    """The order of answers and entries does not matter."""
    entries = [{**entry, "answers": dict(reversed(entry["answers"].items()))} for entry in reversed(plain["entries"])]
    return None if planned({**plain, "entries": entries}) == situation else "the order changed the plan"


def file_problem(plain: Mapping[str, Any], situation: Situation) -> str | None:
    """What is saved as a file or a link and read again gives the same plan."""
    log = check_log(plain)
    for name, again in (("file", read_log(log_text(log))), ("link", from_link(to_link(log)))):
        if _planned(again, 1, TODAY) != situation:
            return f"the log came back from a {name} with another plan"
    return None


@dataclass
class Walked:
    """What a part of the walk met."""

    points: int = 0
    plans: int = 0
    twins: int = 0
    flagged: int = 0
    outcomes: Counter = field(default_factory=Counter)
    stages: Counter = field(default_factory=Counter)
    allowed: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def plus(self, other: "Walked") -> "Walked":
        return Walked(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def __str__(self) -> str:
        return f"{self.plans} plans of {self.points} points, {self.flagged} with a warning sign, {self.twins} twins, {len(self.wrong)} wrong"


# One of these at each fourth point, in turn, since each of them plans once or twice more.
TWINS = (pain_problem, shift_problem, order_problem, file_problem)
EVERY_FEW = 4
ALL_WEEKS_EVERY = 8


def walk(first: int, plans: int) -> Walked:
    """Walk from this point on until so many plans were made."""
    walked, at = Walked(), first
    while walked.plans < plans:
        try:
            _visit(at, walked)
        except Exception as error:  # any way to fail is one: the point is what can be looked at again
            walked.wrong.append(f"point {at}: {error!r}")
            walked.plans += 1
        at += 1
    return walked


def _visit(at: int, walked: Walked) -> None:
    spot = point(at)
    plain = log_at(spot)
    situation = planned(plain)
    walked.points += 1
    walked.outcomes[situation.outcome] += 1
    problems = [flag_problem(plain, situation, FLAGS[at % len(FLAGS)])]
    walked.flagged += 1
    if situation.outcome == "plan":
        walked.plans += 1
        walked.stages[situation.stage] += 1
        walked.allowed[situation.daily.outcome] += 1
        whole = planned(plain, ALL_WEEKS) if at % ALL_WEEKS_EVERY == 0 else situation
        days = [day for week in whole.weeks for day in week.days]
        problems += broken(Plan(days, PROTOCOL.stages()[situation.stage], situation.answers, RECORDS))
    elif situation.weeks:
        problems.append(f"{situation.outcome} with a plan")
    if at % EVERY_FEW == 0:
        walked.twins += 1
        problems.append(TWINS[at // EVERY_FEW % len(TWINS)](plain, situation))
    walked.wrong += [f"point {at}: {problem}" for problem in problems if problem]


def pairs_met(numbers: Iterable[int]) -> tuple[set[tuple[int, int, int, int]], int]:
    """Which pairs of values of two answers meet at these points, by their places, and how many there are."""
    met = set()
    for at in numbers:
        random = Random(at)
        values = [AXES[name][int(random.random() * len(AXES[name]))] for name in NAMES]
        places = [AXES[name].index(value) for name, value in zip(NAMES, values, strict=True)]
        met |= {(one, other, places[one], places[other]) for one, other in combinations(range(len(NAMES)), 2)}
    many = {name: len({repr(value) for value in values}) for name, values in AXES.items()}
    return met, sum(many[one] * many[other] for one, other in combinations(NAMES, 2))


# --- by itself -----------------------------------------------------------------------------------------------------------

PLANS = 1_000_000
AT_ONCE = 1_000
# Far enough apart that two parts never meet, since about half the points end in a plan.
ROOM = 20


def parts(plans: int, size: int) -> list[int]:
    """The first point of each part of a walk of so many plans."""
    return [number * size * ROOM for number in range(plans // size)]


def what_decides() -> str:
    """A name for everything that a part of the walk follows from: planner, numbers, exercises, what is asked of a plan, and this."""
    planner = [path for path in (ROOT / "planner").rglob("*") if path.suffix in (".py", ".yaml") and path.parent.name != "view"]
    return code_of([*planner, *(ROOT / "exercises").glob("*.yaml"), *(ROOT / name for name in ("builder/simulation/promises.py", "builder/load.py", "tests/lives.py", "tests/walk.py"))])


def walked_once(first: int, plans: int, state: str, cache: Cache = BETWEEN_BUILDS) -> tuple[Walked, bool]:
    """A part of the walk, and whether it was walked before, in this state: a walk takes hours, and one broken off goes on where it was."""
    fresh: list[Walked] = []

    def make() -> bytes:
        fresh.append(walk(first, plans))
        return json.dumps({each.name: getattr(fresh[0], each.name) for each in fields(Walked)}).encode()

    kept = json.loads(cache.get("walk", fingerprint(state, str(first), str(plans)), make))
    return Walked(**{name: Counter(value) if isinstance(value, dict) else value for name, value in kept.items()}), not fresh


def plans_asked(arguments: Sequence[str]) -> int:
    """How many plans to walk. Raises SystemExit for what is not one number of whole parts: the rest would be left out without a word."""
    asked = " ".join(arguments) if arguments else str(PLANS)
    if not asked.isascii() or not asked.isdigit() or int(asked) == 0 or int(asked) % AT_ONCE:
        raise SystemExit(f"plans: expected a whole number of times {AT_ONCE}, got {asked!r}. Example: {5 * AT_ONCE}")
    return int(asked)


def main(arguments: list[str]) -> int:
    """Walk so many plans, on every core, and show how far it is; 1 where something was wrong."""
    plans, began, total, known = plans_asked(arguments), time.perf_counter(), Walked(), 0
    firsts, state = parts(plans, AT_ONCE), what_decides()
    with ProcessPoolExecutor(cpu_count()) as pool:
        for each, was_known in pool.map(walked_once, firsts, [AT_ONCE] * len(firsts), [state] * len(firsts)):
            total, known = total.plus(each), known + was_known * each.plans
            print(*(f"\n{wrong}" for wrong in each.wrong), sep="", end="", flush=True)
            speed = (total.plans - known) / (time.perf_counter() - began)
            print(f"\r{total}; {known} plans of an earlier walk, {speed:.0f} a second in this one", end="", file=sys.stderr, flush=True)
    print(f"\n{total}\n{dict(total.outcomes)}\n{dict(total.stages)}\n{dict(total.allowed)}")
    return 1 if total.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
