"""What must hold for every set of answers and every life, tried on thousands of them. Rules are written again here from their words."""

import json
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from builder.simulation.promises import Plan, apart, broken, is_fast_run, is_hard, is_heavy_lowering, is_run, most_in_seven
from planner import derive
from planner.follow import follow, take
from planner.log import check_log
from planner.model import INTENSITIES, Entry, Situation
from planner.problems import BadInput
from planner.trace import every_finding
from planner.verdict import verdict_on
from planner.view import render_html, render_json, render_text, render_trace
from tests.effort import examples
from tests.lives import ALL_DAYS, ANY_ANSWERS, CALM_ANSWERS, JSON, PROTOCOL, RECORDS, TODAY, lives, people_on_the_way, situation_of, strange_logs, with_worst_not_below
from tests.people import log_of, people

# How fast a busy machine makes them, and how many of them end in a stop, is chance: no fault of a test.
BY_CHANCE = [HealthCheck.too_slow, HealthCheck.filter_too_much]
MANY = settings(max_examples=examples(1000), deadline=None, suppress_health_check=BY_CHANCE)
VERY_MANY = settings(max_examples=examples(3000), deadline=None, suppress_health_check=BY_CHANCE)
LIVES = settings(max_examples=examples(120), deadline=None, suppress_health_check=BY_CHANCE)
STOPPING = [sign for sign in PROTOCOL.signs if sign.question != "alarms" and PROTOCOL.levels[sign.level].stops]
OUTCOMES = ("plan", "no-programme", "stop")


def plan_of(situation: Situation) -> Plan:
    """The four weeks ahead as one plan."""
    return Plan([day for week in situation.weeks for day in week.days], PROTOCOL.stages()[situation.stage], situation.answers, RECORDS)


def planned(situation: Situation) -> list[tuple[date, object]]:
    """Every exercise of the four weeks with its day."""
    return [(on, exercise) for on, _, exercise in plan_of(situation).items()]


def days_of(situation: Situation, chosen) -> list[date]:
    return plan_of(situation).days_of(chosen)


# --- warning signs -------------------------------------------------------------------------------------------------------


@MANY
@given(ANY_ANSWERS, st.sampled_from(STOPPING))
def test_a_red_flag_decides_alone(answers, sign):
    """A ticked warning sign stops the plan, whatever else was answered."""
    situation = situation_of(with_sign(answers, sign))

    assert "stop" == situation.outcome
    assert () == situation.weeks
    assert PROTOCOL.levels[situation.triage.level].rank <= PROTOCOL.levels[sign.level].rank


@MANY
@given(ANY_ANSWERS, st.sampled_from([sign for sign in STOPPING if not PROTOCOL.questions[sign.question].clearable]))
def test_only_what_happened_back_then_is_lifted_by_having_been_seen(answers, sign):
    """A sign of today stops somebody who was looked at before, too."""
    situation = situation_of({**with_sign(answers, sign), "seen": "yes"})

    assert ("stop", ()) == (situation.outcome, situation.weeks)


def with_sign(answers, sign):
    """These answers with the sign ticked too; nobody has looked at what it says happened."""
    ticked = [other for other in answers[sign.question] if other not in ("none", "not-sure")]
    return {**answers, "seen": "no", sign.question: sorted({*ticked, sign.id})}


@MANY
@given(st.dictionaries(st.sampled_from(list(PROTOCOL.asked_in("intake"))), JSON), st.sampled_from(STOPPING))
@example(answers={"age": 10**400}, sign=STOPPING[0])
def test_a_red_flag_decides_even_beside_nonsense(answers, sign):
    """A ticked warning sign stops the plan even when every other answer is missing or unreadable."""
    noise = answers.get(sign.question)
    situation = situation_of({**answers, sign.question: [sign.id, *(noise if isinstance(noise, list) else [])]})

    assert "stop" == situation.outcome


@LIVES
@given(lives(most_days=12), st.sampled_from([sign.id for sign in PROTOCOL.signs if sign.question == "alarms"]))
def test_an_alarm_stops_until_the_questions_are_answered_again(log, alarm):
    """After a warning sign at a check-in there is no plan on any later day, whatever the next check-ins say."""
    last = date.fromisoformat(log["entries"][-1]["at"][:10])
    calm = {"check_pain_now": 0, "check_pain_worst": 0, "morning": "same", "body": "well"}
    told = [{"id": f"z{day}", "at": f"{last + timedelta(days=1 + day)}T08:00:00+01:00", "kind": "check-in", "answers": {**calm, "alarms": [alarm] if day == 0 else ["none"]}} for day in range(3)]
    situation = derive(check_log({**log, "entries": [*log["entries"], *told]}), RECORDS, last + timedelta(days=3))

    assert "stop" == situation.outcome
    assert () == situation.weeks


# --- more caution never gives a harder plan ------------------------------------------------------------------------------

# From free to careful, for the answers that have such an order.
CAREFUL = {
    "walking": ["normal", "limp", "not-sure"],
    "rest_pain": ["no", "yes"],
    "getting": ["better", "same", "worse"],
    "behaved": ["carried-on", "not-sure", "helped"],
    "earlier": ["never", "this-year"],
    "site": ["thigh", "not-sure"],
    "stairs": [0, 3],
    "walk_normally": ["yes", "no", "not-tried"],
    "jog_easily": ["yes", "no"],
    "press_the_spot": [0, 4],
    "leg_raise_by_eye": ["same", "clearly-less"],
}


def is_no_harder(careful: Situation, free: Situation) -> bool:
    """Nearer to a stop; or a plan in no later stage; and in the same stage a week that holds nothing more intense."""
    if OUTCOMES.index(careful.outcome) != OUTCOMES.index(free.outcome) or careful.outcome != "plan":
        return OUTCOMES.index(careful.outcome) >= OUTCOMES.index(free.outcome)
    if stage_order(careful) != stage_order(free):
        return stage_order(careful) < stage_order(free)
    return max(map(intensity, careful.weeks[0].days)) <= max(map(intensity, free.weeks[0].days))


def stage_order(situation: Situation) -> int:
    return PROTOCOL.stages()[situation.stage].order


def intensity(day) -> int:
    return max((INTENSITIES.index(RECORDS.exercises[item.exercise].load.intensity) for item in day.items), default=-1)


@MANY
@given(people_on_the_way(), st.sampled_from(sorted(CAREFUL)))
def test_more_caution_in_an_answer_never_gives_a_harder_plan(answers, question):
    """Of two people who differ in one answer, the one with the more careful answer never gets the harder plan."""
    assume(question in answers and answers[question] in CAREFUL[question])
    order = CAREFUL[question]
    for careful in order[order.index(answers[question]) + 1 :]:
        assert is_no_harder(situation_of({**answers, question: careful}), situation_of(answers)), careful


@MANY
@given(CALM_ANSWERS, st.sampled_from(["pain_now", "pain_worst"]), st.integers(0, 10), st.integers(0, 10))
def test_more_pain_never_gives_a_harder_plan(answers, question, one, other):
    """With more pain the plan is nearer to a stop or no harder on any day."""
    less, more = sorted((one, other))
    calm, sore = (situation_of(with_worst_not_below({**answers, question: pain})) for pain in (less, more))

    assert is_no_harder(sore, calm)


@MANY
@given(people_on_the_way(), st.integers(0, 5), st.integers(0, 5))
def test_more_pain_takes_away_and_adds_nothing(answers, one, other):
    """With more pain, in the same stage, each day holds no other exercises and no more sets."""
    less, more = sorted((one, other))
    calm, sore = (situation_of(with_worst_not_below({**answers, "pain_now": pain})) for pain in (less, more))
    assume(("plan", "plan", calm.stage) == (calm.outcome, sore.outcome, sore.stage))

    for after, before in zip(sore.weeks[0].days, calm.weeks[0].days):
        sets = {item.exercise: item.sets for item in before.items}
        assert all(item.exercise in sets and item.sets <= sets[item.exercise] for item in after.items)


@LIVES
@given(lives(most_days=15), st.integers(0, 10), st.integers(0, 10), st.sampled_from(["same", "little", "more"]), st.sampled_from(["well", "slept-badly", "ill"]))
def test_a_sorer_check_in_never_gives_a_harder_day(log, one, other, morning, body):
    """Of two check-ins on the same day, the sorer one leaves no more exercises, sets or intensity for today."""
    last = date.fromisoformat(log["entries"][-1]["at"][:10]) + timedelta(days=1)
    less, more = sorted((one, other))

    def day_after(pain: int, morning: str, body: str):
        told = {"alarms": ["none"], "check_pain_now": pain, "check_pain_worst": pain, "morning": morning, "body": body}
        entry = {"id": "zz", "at": f"{last}T08:00:00+01:00", "kind": "check-in", "answers": told}
        return derive(check_log({**log, "entries": [*log["entries"], entry]}), RECORDS, last)

    calm, sore = day_after(less, "same", "well"), day_after(more, morning, body)
    assert OUTCOMES.index(sore.outcome) >= OUTCOMES.index(calm.outcome)
    if calm.outcome == sore.outcome == "plan":
        before = {item.exercise: item.sets for item in calm.weeks[0].days[0].items}
        after = sore.weeks[0].days[0].items
        assert all(item.exercise in before and item.sets <= before[item.exercise] for item in after)


# --- the week ------------------------------------------------------------------------------------------------------------


def test_the_people_on_the_way_have_what_the_rest_rules_are_about():
    """Among the people of the next tests many have heavy lowering work, runs and fast runs in their weeks; else they would say nothing."""
    seen = defaultdict(int)

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(people_on_the_way())
    def look(answers):
        situation = situation_of(answers)
        seen[PROTOCOL.stages()[situation.stage].track if situation.stage else ""] += 1
        heavy, runs = days_of(situation, is_heavy_lowering), days_of(situation, is_run)
        seen["heavy twice"] += len(heavy) > 1
        seen["two runs"] += len(runs) > 1
        seen["fast and heavy"] += bool(heavy and days_of(situation, is_fast_run))
        seen["harder twice"] += len(days_of(situation, lambda each: is_hard(each, PROTOCOL.stages()[situation.stage]))) > 1

    look()

    wanted = ("heavy twice", "two runs", "fast and heavy", "harder twice", *PROTOCOL.tracks)
    assert {} == {what: seen[what] for what in wanted if seen[what] < 15}


@VERY_MANY
@given(people_on_the_way())
def test_every_promise_holds_over_four_weeks(answers):
    """Rest, number, order, warm-up, minutes, equipment, hip bend and doses of four weeks are as the protocol says."""
    situation = situation_of(answers)
    heavy = days_of(situation, is_heavy_lowering)

    assert [] == broken(plan_of(situation))
    assert answers["pain_now"] or apart(heavy[:2], 3)  # what pain takes away today was the first time all the same


@MANY
@given(people_on_the_way())
def test_a_week_keeps_its_room(answers):
    """With every session the load of seven days is at most what a first week may hold, or three tenths more than the better of the two weeks before."""
    situation = situation_of({**answers, "pain_now": 0})  # pain takes away afterwards, and a week cannot be held to what was taken
    loads = {day.on: sum(item.load for item in day.items) for week in situation.weeks for day in week.days}
    start = PROTOCOL.value(PROTOCOL.stages()[situation.stage].start_load)

    for on in (day for day, load in loads.items() if load):  # on a day of rest the weeks move on, and nothing is added
        seven, *before = (sum(load for day, load in loads.items() if 7 * week <= (on - day).days < 7 * week + 7) for week in range(3))
        assert seven <= max(start, 1.3 * max(before)) + 1e-9
        assert loads[on] <= 0.4 * max(start, 1.3 * max(before)) + 1e-9


@MANY
@given(people_on_the_way(), st.integers(0, 5))
def test_the_first_days_are_gentle(answers, days):
    """Before the second day after a strain no session holds anything but walking and gentle movement, and before the fifth nothing long."""
    started = TODAY - timedelta(days=days)
    assume("behaved" in answers)
    situation = situation_of({**answers, "started_on": started.isoformat()})
    assume(situation.stage and situation.stage.startswith("acute-strain"))

    for on, exercise in planned(situation):
        assert (on - started).days >= 2 or exercise.pattern in ("cardio", "mobility")
        assert (on - started).days >= 5 or exercise.load.muscle_length != "long"


@MANY
@given(people_on_the_way(), st.integers(0, 5))
def test_pain_above_the_limit_leaves_nothing_hard_or_fast(answers, pain):
    """What already hurts more than its limit is marked and never fast or heavy; above a strain's limit all that is left is light and slow."""
    situation = situation_of(with_worst_not_below({**answers, "pain_now": pain}))
    assume(situation.outcome == "plan")
    track = PROTOCOL.track_of(situation.stage)

    for day in situation.weeks[0].days:
        for item in day.items:
            load = RECORDS.exercises[item.exercise].load
            assert item.hurts_before == (pain > item.pain_limit)
            if pain > PROTOCOL.value(track.pain_limit):
                assert load.speed == "slow" and (track.above_limit == "hold" or load.intensity == "light")
            elif item.hurts_before:
                assert load.intensity != "heavy" and load.speed != "fast"


@MANY
@given(people_on_the_way())
def test_twice_a_week_lowering_work_while_building(answers):
    """Whoever has every day and an hour and no game, in a stage that starts with heavy lowering work, gets it on two days in every week.

    Only the first may hold one, where the trials' own ramp begins with a single session.
    """
    answers = {**answers, "days": ALL_DAYS, "minutes": 60, "equipment": ["band", "weight", "anchor", "space", "bike", "ball", "roller"], "game_days": []}
    situation = situation_of(answers)
    stage = PROTOCOL.stages()[situation.stage]
    assume(sum(is_heavy_lowering(RECORDS.exercises[id]) and RECORDS.exercises[id].doses[stage.id].days_per_week > 1 for id in stage.start_with))
    event(stage.id)

    for number, week in enumerate(situation.weeks):
        assert (2 if number else 1) <= len({day.on for day in week.days for item in day.items if is_heavy_lowering(RECORDS.exercises[item.exercise])})


# --- lives ---------------------------------------------------------------------------------------------------------------


def done_days(log, chosen) -> list[date]:
    """The days since the last intake on which such an exercise was done."""
    since = max(number for number, entry in enumerate(log["entries"]) if entry["kind"] == "intake")
    taken_back = {entry["answers"]["entry"] for entry in log["entries"] if entry["kind"] == "correction"}
    sessions = [entry for entry in log["entries"][since:] if entry["kind"] == "session" and entry["id"] not in taken_back]
    return sorted({date.fromisoformat(entry["at"][:10]) for entry in sessions for item in entry["answers"]["items"] if item["sets"] and chosen(RECORDS.exercises[item["exercise"]])})


@LIVES
@given(lives())
def test_the_rest_rules_hold_over_a_life(log):
    """Whoever does what the plan says on each day, more or less, keeps the rest rules on every day of their life."""
    last = date.fromisoformat(log["entries"][-1]["at"][:10])
    situation = derive(check_log(log), RECORDS, last + timedelta(days=1))
    heavy, runs, fast = (done_days(log, chosen) for chosen in (is_heavy_lowering, is_run, is_fast_run))
    event(f"heavy days: {min(len(heavy), 4)}")
    if situation.outcome == "plan":
        heavy, runs, fast = heavy + days_of(situation, is_heavy_lowering), runs + days_of(situation, is_run), fast + days_of(situation, is_fast_run)

    assert all((later - earlier).days >= 2 for earlier, later in pairwise(heavy))
    assert all((later - earlier).days >= 2 for earlier, later in pairwise(runs))
    assert all((run - lift).days >= 2 for run in fast for lift in heavy if run > lift)
    assert most_in_seven(heavy) <= 3


@LIVES
@given(lives(most_days=20), st.integers(0, 30))
def test_new_answers_without_tests_lead_to_no_later_stage(log, days):
    """Whoever answers the questions again and leaves the tests out is in the stage they were in, or an earlier one, whatever was passed before."""
    last = max(log["entries"], key=lambda entry: (entry["kind"] == "intake", entry["at"]))
    on = date.fromisoformat(log["entries"][-1]["at"][:10]) + timedelta(days=days)
    before = derive(check_log(log), RECORDS, on)
    again = {question: answer for question, answer in last["answers"].items() if question not in PROTOCOL.asked_in("test")}
    after = derive(check_log({**log, "entries": [*log["entries"], {"id": "z", "at": f"{on}T23:59:59+01:00", "kind": "intake", "answers": again}]}), RECORDS, on)
    assume(before.outcome == after.outcome == "plan" and PROTOCOL.track_of(before.stage) == PROTOCOL.track_of(after.stage))
    event(f"stage kept: {before.stage == after.stage}")

    assert stage_order(after) <= stage_order(before)


@LIVES
@given(people_on_the_way(), st.integers(1, 10))
def test_doing_what_the_plan_says_changes_nothing_that_it_said(answers, days):
    """After some days on which everything was done as planned and all was calm, the next days are as they were planned."""
    log = log_of({**answers, "pain_now": 0})
    first = derive(check_log(log), RECORDS, TODAY)
    for offset in range(days):
        on = TODAY + timedelta(days=offset)
        situation = derive(check_log(log), RECORDS, on)
        items = [{"exercise": item.exercise, "sets": item.sets[1], **({} if item.step is None else {"step": item.step})} for item in situation.weeks[0].days[0].items]
        if items:
            log["entries"].append({"id": f"{offset:04}s", "at": f"{on}T09:00:00+01:00", "kind": "session", "answers": {"items": items}})
        told = {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 1, "morning": "same", "body": "well"}
        log["entries"].append({"id": f"{offset:04}z", "at": f"{on + timedelta(days=1)}T07:00:00+01:00", "kind": "check-in", "answers": told})
    now = derive(check_log(log), RECORDS, TODAY + timedelta(days=days))

    expected = {day.on: [(item.exercise, item.sets) for item in day.items] for day in first.weeks[0].days if day.on >= now.today}
    actual = {day.on: [(item.exercise, item.sets) for item in day.items] for day in now.weeks[0].days if day.on in expected}
    assert expected == actual


@LIVES
@given(lives(most_days=15), st.lists(st.tuples(st.sampled_from(sorted(RECORDS.exercises)), st.sampled_from([None, 0, 2, 5, 6, 9])), max_size=3), st.booleans())
def test_a_set_that_was_not_whole_makes_no_day_freer(log, items, stopped):
    """Whatever a session was and however it hurt: told with no whole set, it leaves the day and the next one as careful as with whole sets, or more."""
    last = date.fromisoformat(log["entries"][-1]["at"][:10])
    before, days = follow(check_log(log), RECORDS, last), (last, last + timedelta(days=1))
    left, whole = ([_outcome(take(before, _session_on(last, items, sets, stopped), RECORDS), on) for on in days] for sets in (0, 1))
    event(f"{left[0]} after {whole[0]}")

    assert all(HOW_CAREFUL.index(one) >= HOW_CAREFUL.index(other) for one, other in zip(left, whole, strict=True))


HOW_CAREFUL = ("go", "hold", "reduce", "rest", "no-programme", "stop")


def _session_on(on, items, sets, stopped) -> Entry:
    return Entry("told last", f"{on}T23:00:00+01:00", "session", {"items": [{"exercise": exercise, "sets": sets, "pain": pain} for exercise, pain in items], "stopped": stopped}, on)


def _outcome(course, on) -> str:
    verdict = verdict_on(course, RECORDS, on)
    return "stop" if verdict.triage.stops else verdict.daily.outcome if verdict.daily else "no-programme"


@LIVES
@given(lives(most_days=25))
def test_nothing_changes_by_itself(log):
    """Without a choice the stage stays as it was and no ladder rises, whatever the check-ins and sessions say; a break may lower one."""
    again = (number for number, entry in enumerate(log["entries"]) if number and entry["kind"] == "intake")
    entries = log["entries"][: next(again, None)]  # until the questions are answered anew, which may change the stage
    quiet = {**log, "entries": [entry for entry in entries if entry["kind"] != "choice"]}
    last = date.fromisoformat(entries[-1]["at"][:10])
    first, now = derive(check_log({**log, "entries": entries[:1]}), RECORDS, TODAY), derive(check_log(quiet), RECORDS, last)
    assume(now.outcome == "plan")

    assert first.stage == now.stage
    steps = {rung.ladder: rung.step for rung in first.rungs}
    assert all(rung.step <= steps[rung.ladder] for rung in now.rungs if rung.ladder in steps)


# --- the same everywhere, and never a traceback --------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(ANY_ANSWERS)
def test_same_input_same_bytes(answers):
    """The same answers give the same text, and the order they were given in does not matter."""
    turned = dict(reversed(answers.items()))
    first, again = situation_of(answers), situation_of(turned)

    for render in (render_html, render_text, render_trace):
        assert render(first, RECORDS) == render(again, RECORDS)
    assert render_json(first) == render_json(again)


@LIVES
@given(lives(most_days=20), st.randoms(use_true_random=False), st.integers(-12, 14))
def test_the_order_in_the_file_and_the_time_zone_do_not_matter(log, random, hours):
    """A log gives the same situation in any order of its entries, and with every clock moved by whole hours that keep the day."""
    last = date.fromisoformat(log["entries"][-1]["at"][:10])
    entries = list(log["entries"])
    random.shuffle(entries)
    moved = [{**entry, "at": entry["at"][:-6] + f"{'-' if hours < 0 else '+'}{abs(hours):02}:00"} for entry in entries]

    expected = render_json(derive(check_log(log), RECORDS, last))
    assert expected == render_json(derive(check_log({**log, "entries": entries}), RECORDS, last))
    assert expected == render_json(derive(check_log({**log, "entries": moved}), RECORDS, last))


@LIVES
@given(lives(most_days=20))
def test_a_log_survives_its_own_file(log):
    """A log written as JSON and read again gives the same situation, and every sentence and reason of it can be said."""
    last = date.fromisoformat(log["entries"][-1]["at"][:10])
    situation = derive(check_log(log), RECORDS, last)

    assert render_json(situation) == render_json(derive(check_log(json.loads(json.dumps(log))), RECORDS, last))
    assert "{" not in render_trace(situation, RECORDS).replace("{}", "")
    assert {finding.code for _, finding in every_finding(situation)} <= set(RECORDS.messages)


@MANY
@given(JSON)
def test_any_log_gives_a_result_or_a_clear_error(plain):
    """A log of any shape is either read or refused with a message; nothing else is ever raised."""
    try:
        derive(check_log(plain), RECORDS, TODAY)
    except BadInput as error:
        assert all(problem.message for problem in error.problems)


@MANY
@given(strange_logs())
def test_any_entry_gives_a_result_or_a_clear_error(log):
    """Entries of every kind with anything in them are used or refused with a message."""
    try:
        derive(check_log(log), RECORDS, TODAY + timedelta(days=5))
    except BadInput as error:
        assert all(problem.place and problem.message for problem in error.problems)


@MANY
@given(st.dictionaries(st.sampled_from([*PROTOCOL.questions, "nonsense"]), JSON))
@example(answers={"age": 10**400, "pain_now": -(10**400)})
def test_any_answers_give_a_result_or_a_clear_error(answers):
    """Answers of any shape are either used or refused beside their question."""
    try:
        situation_of(answers)
    except BadInput as error:
        assert all(problem.place.startswith("answers.") and problem.message for problem in error.problems)


@MANY
@given(people_on_the_way(), st.integers(0, 5))
def test_a_limit_is_shown_with_its_own_source(answers, pain):
    """The limit that a sentence names is the value of the number shown beside it, never of another one."""
    situation = situation_of(with_worst_not_below({**answers, "pain_now": pain}))

    for _, finding in every_finding(situation):
        if finding.code in ("too-much-for-this-pain", "programme-pain-limit", "own-pain-limit"):
            assert [finding.values["limit"]] * len(finding.numbers) == [PROTOCOL.value(number) for number in finding.numbers]
            assert finding.numbers or finding.references


def test_every_rule_names_what_it_reads_and_decides_by():
    """Over many lives, no finding of a rule uses a number that the protocol neither names for it nor for its stage or programme."""
    tracks, stages = PROTOCOL.tracks.values(), PROTOCOL.stages().values()
    given_by_records = {value for record in (*tracks, *stages) for value in (getattr(record, name) for name in record.__slots__) if isinstance(value, str) and value in PROTOCOL.numbers}
    given_by_records |= {number for ladder in PROTOCOL.ladders.values() if ladder.climbs for number in (ladder.climbs.clean, ladder.climbs.days)}
    given_by_records |= {"harder_session_gap_hours", "first_heavy_eccentric_rest_hours", "heavy_eccentric_rest_hours", "fast_running_gap_hours", "reduced_sets_share", "pain_rest_day"}
    strangers = set()

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(lives())
    def look(log):
        situation = derive(check_log(log), RECORDS, date.fromisoformat(log["entries"][-1]["at"][:10]))
        for _, finding in every_finding(situation):
            declared = PROTOCOL.rules[finding.code].numbers
            strangers.update((finding.code, number) for number in finding.numbers if number not in declared and (declared or number not in given_by_records))

    look()

    assert set() == strangers


@pytest.mark.parametrize("on", [date(2027, 3, 28), date(2028, 2, 29), date(2026, 12, 31), date(2199, 12, 25)])
def test_odd_days_of_the_calendar_are_days(on):
    """A change of the clock, a leap day, the end of a year and a far year are days like others."""
    situation = derive(check_log(log_of({**people()["strong-strain"], "started_on": str(on - timedelta(days=30))}, on)), RECORDS, on)

    assert [on + timedelta(days=offset) for offset in range(28)] == [day.on for week in situation.weeks for day in week.days]
