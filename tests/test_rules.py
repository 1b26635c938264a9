"""What mutants of triage and the day showed that no case had asked: single rules, on facts made by hand. `mutate.py` runs these too."""

from datetime import timedelta

from planner import daily, triage
from planner.course import Course, facts_today
from planner.daily import judge_day
from planner.facts import Facts
from planner.follow import take
from planner.model import Daily, Finding, Triage
from tests.lives import PROTOCOL, RECORDS, TODAY
from tests.walk import CALM, STAGES, course_begun, entry_of, number

STAGE = STAGES[1]


def day_of(course: Course) -> Daily:
    return judge_day(course, facts_today(course, TODAY, PROTOCOL), STAGE, PROTOCOL)


def told(course: Course, days_ago: int = 0, **answers) -> Course:
    """The course after a check-in in which nothing else is wrong."""
    return take(course, entry_of(days_ago, "check-in", {**CALM, **answers}), RECORDS)


def hurt(course: Course, days_ago: int) -> Course:
    """The course after a session with strong pain."""
    done = {"items": [{"exercise": STAGE.start_with[0], "sets": 1, "pain": number("pain_rest_day") + 1}], "stopped": False}
    return take(course, entry_of(days_ago, "session", done), RECORDS)


# --- triage --------------------------------------------------------------------------------------------------------------


def test_not_sure_names_the_signs_of_its_list() -> None:
    """Who is not sure reads which signs they were not sure about, and neither “none” nor “not sure” among them."""
    [finding] = triage.triage(Facts({"same_day_signs": ("not-sure",)}, TODAY), PROTOCOL).findings

    assert "; ".join(sign.label for sign in PROTOCOL.signs if sign.question == "same_day_signs") == finding.values["signs"]


def test_only_what_is_urgent_is_lifted() -> None:
    """Having been seen lifts what is to be looked at within days, and nothing more urgent."""
    seen = Facts({"seen": "yes"}, TODAY)

    assert ["seen", "emergency", "same-day"] == [triage._cleared(Finding("any", level, {}), seen).outcome for level in ("urgent", "emergency", "same-day")]


def test_strong_pain_now_counts_at_the_sit_bone_where_the_worst_is_not_told() -> None:
    """Strong pain of now is enough, also where the worst could not be read."""
    high = {"onset": "sprint", "site": "sit-bone"}
    pain = number("severe_pain")

    assert triage.avulsion_pain(Facts({**high, "pain_now": pain}, TODAY), PROTOCOL)
    assert triage.avulsion_pain(Facts({**high, "pain_now": pain - 1}, TODAY), PROTOCOL) is None


def test_needing_help_is_about_a_sudden_start() -> None:
    """What somebody could do straight after says nothing where it came bit by bit."""
    for walking in ("normal", "limp"):
        slow = Facts({"onset": "gradual", "behaved": "helped", "walking": walking}, TODAY)
        assert triage.needed_help(slow, PROTOCOL) is None
        assert triage.needed_help_and_limps(slow, PROTOCOL) is None


def test_a_stop_is_joined_by_what_else_stops() -> None:
    """With a stop stands whatever stops by another rule, sign or list of signs, or sooner, each once; what stops nothing is left out."""
    stop, more_urgent, other_rule = Finding("one", "same-day", {"sign": "a"}), Finding("one", "emergency", {"sign": "a"}), Finding("two", "same-day", {"sign": "a"})
    other_sign, again, seen = Finding("one", "same-day", {"sign": "b"}), Finding("one", "same-day", {"sign": "a", "days": 2}), Finding("three", "seen", {})
    unsure, other_list = (Finding("four", "same-day", {"signs": signs}) for signs in ("a; b", "c; d"))
    later = Triage("emergency", True, (more_urgent, other_rule, other_sign, again, seen, unsure, other_list))

    joined = triage.joined(Triage("same-day", True, (stop, unsure)), later, PROTOCOL)

    assert Triage("emergency", True, (more_urgent, stop, unsure, other_rule, other_sign, other_list)) == joined


# --- the day -------------------------------------------------------------------------------------------------------------


def test_a_day_is_asked_about_by_a_check_in_or_new_answers() -> None:
    """The reader was asked today where a check-in or an intake is of today, and not otherwise."""
    long_ago, today = course_begun(STAGE.id, 1), course_begun(STAGE.id, 0)

    assert [False, True, True, True] == [day_of(course).asked for course in (long_ago, told(long_ago), today, told(today))]
    assert not day_of(told(course_begun(STAGE.id, 2), 1)).asked


def test_a_calm_day_says_go() -> None:
    """Where no rule speaks, one finding says that the day is free."""
    assert [("calm-day", "go")] == [(finding.code, finding.outcome) for finding in day_of(told(course_begun(STAGE.id, 1))).findings]


def test_which_days_may_be_whole() -> None:
    """A day of holding or of less may be made whole, unless a firm rule says so; a free day needs it not, and a day of rest may not."""
    course = course_begun(STAGE.id, 1)
    days = [day_of(told(course, **answers)) for answers in ({}, {"body": "slept-badly"}, {"check_pain_now": 4, "check_pain_worst": 4}, {"morning": "more"}, {"body": "ill"})]

    assert [("go", False), ("hold", True), ("reduce", True), ("reduce", False), ("rest", False)] == [(day.outcome, day.may_be_whole) for day in days]


def test_a_check_in_before_a_sore_session_says_nothing_of_it() -> None:
    """After a session that hurt a lot, the check-in of its own morning does not count as a word on how the leg took it."""
    course = hurt(told(course_begun(STAGE.id, 3), 1), 1)

    assert "rest" == day_of(course).outcome
    assert "reduce" == day_of(told(course)).outcome


def test_a_sore_session_of_a_day_to_come_is_no_reason_yet() -> None:
    """A session that stands on tomorrow, as after a flight, takes nothing from today."""
    course = course_begun(STAGE.id, 1)
    tomorrow = course.but(sore_session=(TODAY + timedelta(days=1), 10, True))

    assert daily.hurt_in_session(daily.Morning(facts_today(tomorrow, TODAY, PROTOCOL), tomorrow, STAGE, PROTOCOL)) is None


# --- sessions without a whole set ------------------------------------------------------------------------------------------


def begun(course: Course, days_ago: int, stopped: bool = False, **told) -> Course:
    """The course after a session that was left in its first set."""
    return take(course, entry_of(days_ago, "session", {"items": [{"exercise": STAGE.start_with[0], "sets": 0, **told}], "stopped": stopped}), RECORDS)


def test_a_session_left_in_its_first_set_is_no_work_done() -> None:
    """Nothing of it stands in the ledger but its day, with no load; it ends no break and counts as no exercise done."""
    before = course_begun(STAGE.id, 3)
    course = begun(before, 1, pain=2)
    yesterday = TODAY - timedelta(days=1)

    assert before.ledger.with_session(yesterday, ()) == course.ledger
    assert ({yesterday: 0}, None, yesterday) == (course.ledger.loads, course.last_session, course.last_told)


def test_the_morning_after_speaks_of_a_session_left_in_its_first_set() -> None:
    """A check-in tells how the leg took the last session, and that is one with no whole set too."""
    course = told(begun(hurt(course_begun(STAGE.id, 5), 3), 1, pain=2), morning="more")

    assert TODAY - timedelta(days=1) == course.check_ins[-1].session
