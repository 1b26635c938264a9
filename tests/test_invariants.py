"""What must hold for every set of answers, tried on thousands of them."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder.load import load_records
from planner import derive
from planner.choose import INTENSITIES
from planner.log import check_log
from planner.model import Records, Situation
from planner.problems import BadInput
from planner.rest import is_fast_running, is_heavy_eccentric
from planner.view import render_html, render_json, render_text
from tests.conftest import ROOT
from tests.people import log_of

RECORDS: Records = load_records(ROOT)
TODAY = date(2026, 12, 1)
MANY = settings(max_examples=1000, deadline=None)
STOPPING = [sign for sign in RECORDS.protocol.signs if RECORDS.protocol.levels[sign.level].stops]


def answers_to(question) -> st.SearchStrategy:
    """Every answer that this question's form can give."""
    ids = [option.id for option in question.options]
    match question.kind:
        case "checklist":
            alone = [option.id for option in question.options if option.alone]
            some = st.lists(st.sampled_from([id for id in ids if id not in alone]), unique=True, min_size=1)
            return st.one_of(some, st.sampled_from([[id] for id in alone])) if alone else some
        case "choice":
            return st.sampled_from(ids)
        case "date":
            return st.integers(0, 400).map(lambda days: (TODAY - timedelta(days=days)).isoformat())
    return st.integers(int(question.least), int(question.most))


ANY_ANSWERS = st.fixed_dictionaries({id: answers_to(question) for id, question in RECORDS.protocol.questions.items()})
CALM = {"emergency_signs": ["none"], "same_day_signs": ["none"], "urgent_signs": ["none"], "health_conditions": ["none"]}
CALM_ANSWERS = st.builds(lambda answers, age: {**answers, **CALM, "age": age}, ANY_ANSWERS, st.integers(26, 90))
# People who have passed tests some time after the start: nearly every one of them gets a plan, most in a later stage.
PASSED = {criterion.id: st.sampled_from(["yes", "yes", "yes", "no"]) for criterion in RECORDS.protocol.criteria if criterion.id in RECORDS.protocol.questions}
ALL_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
LATER = {"site": "thigh", "walking": "normal", "getting": "better", "started_on": "2026-10-01", "pain_worst": 3, "equipment": ["band", "weight", "anchor", "space", "bike", "ball", "roller"]}
LATER_ANSWERS = st.builds(
    lambda answers, passed, tendon, pain, days: {**answers, **LATER, **passed, "pain_now": pain, "days": days, "onset": "gradual" if tendon else "sprint", "site": "sit-bone" if tendon else "thigh"},
    CALM_ANSWERS,
    st.fixed_dictionaries(PASSED),
    st.booleans(),
    st.integers(0, 3),
    st.lists(st.sampled_from(ALL_DAYS), unique=True, min_size=4),
)
# Anything at all, from a file or another program.
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4), max_leaves=8)


def situation_of(answers: dict) -> Situation:
    return derive(check_log(log_of(answers)), RECORDS, TODAY)


def days_with(situation: Situation, chosen) -> list[date]:
    return [day.on for day in situation.week.days if any(chosen(RECORDS.exercises[item.exercise]) for item in day.items)]


@MANY
@given(ANY_ANSWERS, st.sampled_from(STOPPING))
def test_a_red_flag_decides_alone(answers, sign):
    """A ticked warning sign stops the plan, whatever else was answered."""
    ticked = [other for other in answers[sign.question] if other not in ("none", "not-sure")]
    situation = situation_of({**answers, sign.question: sorted({*ticked, sign.id})})

    assert "stop" == situation.outcome
    assert situation.week is None
    assert RECORDS.protocol.levels[situation.triage.level].rank <= RECORDS.protocol.levels[sign.level].rank


@MANY
@given(st.dictionaries(st.sampled_from(list(RECORDS.protocol.questions)), JSON), st.sampled_from(STOPPING))
@example(answers={"age": 10**400}, sign=STOPPING[0])
def test_a_red_flag_decides_even_beside_nonsense(answers, sign):
    """A ticked warning sign stops the plan even when every other answer is missing or unreadable."""
    noise = answers.get(sign.question)
    situation = situation_of({**answers, sign.question: [sign.id, *(noise if isinstance(noise, list) else [])]})

    assert "stop" == situation.outcome


@MANY
@given(CALM_ANSWERS, st.integers(0, 10), st.integers(0, 10))
def test_more_pain_never_gives_a_harder_day(answers, one, other):
    """With more pain the stage is no later, and in the same stage each day holds no other exercises, no more intense ones and no more sets."""
    less, more = sorted((one, other))
    calm, sore = situation_of({**answers, "pain_now": less}), situation_of({**answers, "pain_now": more})

    if "plan" not in (calm.outcome, sore.outcome) or sore.outcome == "stop":
        assert sore.outcome in (calm.outcome, "stop")
        return
    assert ("plan", "plan") == (calm.outcome, sore.outcome)
    assert stage_order(sore) <= stage_order(calm)
    if stage_order(sore) == stage_order(calm):
        assert all(intensity(after) <= intensity(before) for before, after in zip(calm.week.days, sore.week.days))
        assert all(is_no_more(after, before) for before, after in zip(calm.week.days, sore.week.days))


def stage_order(situation: Situation) -> int:
    return RECORDS.protocol.stages()[situation.placement.stage].order


def intensity(day) -> int:
    return max((INTENSITIES.index(RECORDS.exercises[item.exercise].load.intensity) for item in day.items), default=-1)


def is_no_more(after, before) -> bool:
    """Each exercise of the sorer day also stands in the other, with at least as many sets."""
    sets = {item.exercise: item.sets for item in before.items}
    return all(item.exercise in sets and item.sets <= sets[item.exercise] for item in after.items)


@MANY
@given(CALM_ANSWERS)
def test_every_dose_is_in_a_record(answers):
    """Every dose in a plan is the record's own for that stage, with no more sets than it gives."""
    situation = situation_of(answers)

    for day in situation.week.days if situation.week else ():
        for item in day.items:
            dose = RECORDS.exercises[item.exercise].doses[situation.placement.stage]
            assert dose == item.dose
            assert item.sets[0] >= 1 and item.sets[1] <= dose.sets[1]


def test_later_weeks_have_what_the_rest_rules_are_about():
    """Among the people of the next test many have heavy lowering work, runs and fast runs in their week; else it would say nothing."""
    seen = {"heavy twice": 0, "two runs": 0, "fast and heavy": 0, "harder twice": 0}

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(LATER_ANSWERS)
    def look(answers):
        situation = situation_of(answers)
        heavy, runs = days_with(situation, is_heavy_eccentric), days_with(situation, runs_on)
        seen["heavy twice"] += len(heavy) > 1
        seen["two runs"] += len(runs) > 1
        seen["fast and heavy"] += bool(heavy and days_with(situation, is_fast_running))
        seen["harder twice"] += len(days_with(situation, lambda each: asks_for_rest(each, situation))) > 1

    look()

    assert {} == {what: count for what, count in seen.items() if count < 20}


def runs_on(exercise) -> bool:
    """Runs, and turning drills that are more than light: written again from the words of the rule."""
    return exercise.pattern in ("running", "agility") and exercise.load.intensity != "light"


def asks_for_rest(exercise, situation: Situation) -> bool:
    """Strength work with movement, moderate or more, or with an effort that may reach 5: written again from the protocol's words."""
    if runs_on(exercise) or exercise.load.contraction == "isometric":
        return False
    return exercise.load.intensity != "light" or exercise.doses[situation.placement.stage].rpe[1] >= 5


@MANY
@given(LATER_ANSWERS)
def test_rest_rules_hold(answers):
    """Heavy lowering work, harder sessions, running and fast running keep their distance, and no session stands on a day that is not free."""
    situation = situation_of(answers)
    harder = days_with(situation, lambda each: asks_for_rest(each, situation))
    assert all((later - earlier).days >= 2 for earlier, later in pairwise(harder))
    heavy, runs, fast = days_with(situation, is_heavy_eccentric), days_with(situation, runs_on), days_with(situation, is_fast_running)

    assert all((later - earlier).days >= 2 for earlier, later in pairwise(heavy))
    assert all((later - earlier).days >= 3 for earlier, later in pairwise(heavy[:2]))
    assert all((later - earlier).days >= 2 for earlier, later in pairwise(runs))
    assert all((run - lift).days >= 2 for run in fast for lift in heavy if run > lift)
    assert len(heavy) <= 3
    assert all(not day.items or ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.on.weekday()] in answers["days"] for day in situation.week.days)


@MANY
@given(CALM_ANSWERS, st.integers(0, 3))
def test_the_first_days_are_gentle(answers, days):
    """Before the second day after a strain no session holds anything but walking and gentle movement."""
    started = TODAY - timedelta(days=days)
    situation = situation_of({**answers, "started_on": started.isoformat()})
    if situation.placement is None or situation.placement.track != "acute-strain":
        return

    for day in situation.week.days:
        if (day.on - started).days < 2:
            assert {RECORDS.exercises[item.exercise].pattern for item in day.items} <= {"cardio", "mobility"}


@MANY
@given(CALM_ANSWERS)
def test_pain_above_the_limit_leaves_nothing_hard_or_fast(answers):
    """What already hurts more than its limit is never heavy or fast and is marked; above 3 out of 10 all that is left is light and slow."""
    situation = situation_of(answers)

    for day in situation.week.days if situation.week else ():
        for item in day.items:
            load = RECORDS.exercises[item.exercise].load
            assert item.hurts_before == (answers["pain_now"] > item.pain_limit)
            assert not item.hurts_before or (load.intensity != "heavy" and load.speed != "fast")
            assert answers["pain_now"] <= 3 or (load.intensity, load.speed) == ("light", "slow")


@MANY
@given(LATER_ANSWERS, st.integers(0, 5))
def test_a_limit_is_shown_with_its_own_source(answers, pain):
    """The limit that a sentence names is the value of the number shown beside it, never of another one."""
    situation = situation_of({**answers, "pain_now": pain})

    for finding in [*situation.week.left_out, *(reason for day in situation.week.days for item in day.items for reason in item.reasons)]:
        if finding.code in ("too-much-for-this-pain", "programme-pain-limit", "own-pain-limit"):
            assert [finding.values["limit"]] * len(finding.numbers) == [RECORDS.protocol.value(number) for number in finding.numbers]
            assert finding.numbers or finding.references


@MANY
@given(CALM_ANSWERS, st.integers(0, 6))
def test_no_long_muscle_work_in_the_first_days(answers, days):
    """Before day 5 of a strain no exercise loads the muscle while it is long."""
    started = TODAY - timedelta(days=days)
    situation = situation_of({**answers, "started_on": started.isoformat()})
    if situation.placement is None or situation.placement.track != "acute-strain":
        return

    for day in situation.week.days:
        if (day.on - started).days < 5:
            assert "long" not in {RECORDS.exercises[item.exercise].load.muscle_length for item in day.items}


@MANY
@given(CALM_ANSWERS)
def test_no_equipment_that_is_not_there(answers):
    """No exercise needs a thing that the reader does not have."""
    situation = situation_of(answers)

    for day in situation.week.days if situation.week else ():
        for item in day.items:
            needed = [id for id in RECORDS.exercises[item.exercise].equipment if not RECORDS.protocol.equipment[id].household]
            assert set(needed) <= set(answers["equipment"])


@settings(max_examples=300, deadline=None)
@given(ANY_ANSWERS)
def test_same_input_same_bytes(answers):
    """The same answers give the same text, and the order they were given in does not matter."""
    turned = dict(reversed(answers.items()))
    first, again = situation_of(answers), situation_of(turned)

    assert render_json(first) == render_json(again)
    assert render_html(first, RECORDS) == render_html(again, RECORDS)
    assert render_text(first, RECORDS) == render_text(again, RECORDS)


@MANY
@given(JSON)
def test_any_log_gives_a_result_or_a_clear_error(plain):
    """A log of any shape is either read or refused with a message; nothing else is ever raised."""
    try:
        derive(check_log(plain), RECORDS, TODAY)
    except BadInput as error:
        assert all(problem.message for problem in error.problems)


@MANY
@given(st.dictionaries(st.sampled_from([*RECORDS.protocol.questions, "nonsense"]), JSON))
@example(answers={"age": 10**400, "pain_now": -(10**400)})
def test_any_answers_give_a_result_or_a_clear_error(answers):
    """Answers of any shape are either used or refused beside their question."""
    try:
        situation_of(answers)
    except BadInput as error:
        assert all(problem.place.startswith("answers.") and problem.message for problem in error.problems)
