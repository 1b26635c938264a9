"""The log as a past: the most that was told of a day, and every stop of the plan with its sign, its day and the day it opened again."""

import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from planner import bridge
from planner.history import history_of
from planner.log import check_log
from planner.model import History
from tests import library
from tests.lives import RECORDS
from tests.people import log_of, people

CALM = {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "none", "body": "well"}
SORE = {**CALM, "check_pain_now": 3, "check_pain_worst": 5}
SWOLLEN = {"alarms": ["new-same-day"]}
HURT = {"items": [{"exercise": "glute-bridge", "sets": 1, "pain": 9}], "stopped": True}


@pytest.fixture(scope="module", autouse=True)
def opened() -> None:
    """The records, taken once as the page does it."""
    library.open_bridge()


def life(*told: tuple[str, str, dict[str, Any]], **answers: Any) -> dict[str, Any]:
    """A log that begins on the first of December; `told` is the moment, the kind and the answers of each later entry."""
    log = log_of({**people()["settled-strain"], **answers}, "2026-12-01")
    later = [{"id": f"told-{number}", "at": f"{moment}:00+01:00", "kind": kind, "answers": answers} for number, (moment, kind, answers) in enumerate(told, 1)]
    return {**log, "entries": [*log["entries"], *later]}


def past(log: dict[str, Any], today: str = "2026-12-20") -> History:
    return history_of(check_log(log), RECORDS, date.fromisoformat(today))


def words(log: dict[str, Any], today: str = "2026-12-20", view: str = "diary", **request: Any) -> str:
    """What is read on the hand-over, or in one of the views, on one line."""
    answer = json.loads(bridge.handle(json.dumps({"log": log, "today": today, **(request or {"do": "handover", "parts": ["history", "decisions"]})})))
    assert answer["ok"], answer
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.get("text") or answer["views"][view])))


# --- what was told of a day ------------------------------------------------------------------------------------------------


def test_the_most_of_a_day_is_kept() -> None:
    """A calm evening does not wipe out a sore morning, nor the other way round: of each value the most of the day is shown."""
    for first, second in ((SORE, CALM), (CALM, SORE)):
        told = past(life(("2026-12-05T08:00", "check-in", first), ("2026-12-05T19:00", "check-in", second))).told

        assert [(3, 5)] == [(each.pain_now, each.pain_worst) for each in told if each.on == date(2026, 12, 5)]


def test_the_picture_says_that_it_is_the_most_of_a_day() -> None:
    """The key under the picture says which of several values it shows."""
    assert "Pain now, the most of each day" in words(life(("2026-12-05T08:00", "check-in", CALM)), do="handover", parts=["pain"])


def test_a_sign_alone_tells_no_pain() -> None:
    """Who ticks a warning sign and says nothing of pain has no pain on that day, and not the pain of the day before."""
    log = life(("2026-12-11T08:00", "check-in", CALM), ("2026-12-12T08:00", "check-in", SWOLLEN))

    assert [date(2026, 12, 1), date(2026, 12, 11)] == [told.on for told in past(log).told]


# --- where the plan stopped ------------------------------------------------------------------------------------------------


def test_a_sign_of_a_check_in_is_handed_over() -> None:
    """The page has the day, the sign in the words that were ticked, how soon to be seen, and when the plan opened again."""
    log = life(("2026-12-12T08:00", "check-in", SWOLLEN), ("2026-12-14T08:00", "intake", people()["settled-strain"]))
    text = words(log)

    assert "12 December 2026: The plan stopped: Speak to a doctor today You ticked: A leg that is swollen, warm or red" in text
    assert "Told in a check-in. The plan opened again on 14 December 2026" in text
    assert "12 December 2026: The plan stopped: Speak to a doctor today" in words(log, do="handover", parts=["history"])


GAP = {**people()["settled-strain"], "urgent_signs": ["gap"]}
EARLIER = [
    (
        "a sign of a check-in is named with its day, and one of a session with its own",
        [("2026-12-03T18:00", "session", HURT), ("2026-12-12T08:00", "check-in", SWOLLEN)],
        "2026-12-14",
        ["From your check-in of 12 December 2026.", "From your session of 3 December 2026."],
    ),
    (
        "a sign of new answers has their day, and a sign they do without is not named",
        [("2026-12-12T08:00", "check-in", SWOLLEN), ("2026-12-14T08:00", "intake", GAP)],
        "2026-12-16",
        ["From your answers of 14 December 2026."],
    ),
    (
        "where one sign is of today and one is older, both are named",
        [("2026-12-12T08:00", "check-in", {"alarms": ["new-urgent"]}), ("2026-12-14T08:00", "check-in", {"alarms": ["new-emergency"]})],
        "2026-12-14",
        ["From your check-in of 14 December 2026.", "From your check-in of 12 December 2026."],
    ),
    ("two check-ins of one day with one sign are one line", [("2026-12-12T08:00", "check-in", SWOLLEN), ("2026-12-12T19:00", "check-in", SWOLLEN)], "2026-12-14", ["From your check-in of 12 December 2026."]),
    ("what was told today needs no day", [("2026-12-12T08:00", "check-in", SWOLLEN)], "2026-12-12", []),
]


@pytest.mark.parametrize(("told", "today", "expected"), [case[1:] for case in EARLIER], ids=[case[0] for case in EARLIER])
def test_the_page_of_a_stop_says_from_when_a_sign_is(told: list, today: str, expected: list[str]) -> None:
    """Who comes back later reads at each sign in which of their entries it stands."""
    assert expected == re.findall(r"From your [^.]+\.", words(life(*told), today, do="show", view="today"))


def test_a_stop_that_lasts_says_so() -> None:
    """Until the questions are answered again, the page says that the plan has not opened again."""
    assert "Told in a check-in. The plan has not opened again." in words(life(("2026-12-12T08:00", "check-in", SWOLLEN)))


def test_a_session_that_was_broken_off_in_pain_is_a_stop() -> None:
    """Strong pain in a session that was broken off stands there with its day and number."""
    text = words(life(("2026-12-03T18:00", "session", HURT)))

    assert "3 December 2026: The plan stopped: Stop for now and answer again You broke off a session with pain of 9 out of 10." in text
    assert "Told with a session that was broken off." in text


def test_answers_that_stop_say_why() -> None:
    """New answers with a warning sign are a stop, and the answers themselves have it as their reason."""
    text = words(life(("2026-12-03T08:00", "intake", {**people()["settled-strain"], "same_day_signs": ["swollen-leg"]})))

    assert "3 December 2026: The plan stopped: Speak to a doctor today You ticked: One leg or calf" in text
    assert "Told in the answers to the questions." in text
    assert "3 December 2026: Answered the questions You ticked: One leg or calf" in text


def test_a_second_sign_is_not_hidden_by_the_first() -> None:
    """While the plan stands still, another sign is a stop of its own, so is a session broken off in pain, and the same sign again is none; all open on the same day."""
    told = [("2026-12-12T08:00", "check-in", SWOLLEN), ("2026-12-12T09:00", "check-in", SWOLLEN), ("2026-12-13T08:00", "check-in", {"alarms": ["new-urgent"]})]
    log = life(*told, ("2026-12-13T09:00", "session", HURT), ("2026-12-14T08:00", "intake", people()["settled-strain"]))

    assert [("told-1", "same-day"), ("told-3", "urgent"), ("told-4", "answer-again")] == [(stop.entry, stop.level) for stop in past(log).stops]
    assert {date(2026, 12, 14)} == {stop.opened_on for stop in past(log).stops}


def test_what_was_taken_back_never_stopped_anything() -> None:
    """A sign ticked by mistake and taken back is no stop."""
    assert () == past(life(("2026-12-12T08:00", "check-in", SWOLLEN), ("2026-12-12T08:05", "correction", {"entry": "told-1", "removed": True}))).stops


def test_the_diary_says_where_the_plan_stopped() -> None:
    """The entry that stopped the plan says so, with how soon to be seen; no other entry does."""
    text = words(life(("2026-12-11T08:00", "check-in", CALM), ("2026-12-12T08:00", "check-in", SWOLLEN)), do="show")

    assert 1 == text.count("The plan stopped here")
    assert "The plan stopped here: Speak to a doctor today. It has not opened again." in text
