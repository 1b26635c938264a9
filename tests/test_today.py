"""What the views say day by day: one sentence first, wishes that keep the reader's number, new answers that say what they changed."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from planner import bridge
from planner.view.diary import answer_words
from tests import library
from tests.people import case_log, cases, log_of, people

MOVED_ON = "A proposal that is accepted opens the second stage, with no run before the tests for running."
CALM = {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 1, "morning": "none", "body": "well"}


@pytest.fixture(scope="module", autouse=True)
def opened() -> None:
    """The records, taken once as the page does it."""
    library.open_bridge()


def life(person: str, *told: tuple[str, str, dict[str, Any]], **answers: Any) -> dict[str, Any]:
    """A log that begins on the first of December; `told` is the moment, the kind and the answers of each later entry."""
    log = log_of({**people()[person], **answers}, "2026-12-01")
    later = [{"id": f"told-{number}", "at": f"{moment}:00+01:00", "kind": kind, "answers": told} for number, (moment, kind, told) in enumerate(told, 1)]
    return {**log, "entries": [*log["entries"], *later]}


def ask(**request: Any) -> dict[str, Any]:
    answer = json.loads(bridge.handle(json.dumps(request)))
    assert answer["ok"], answer
    return answer


def views(log: dict[str, Any], today: str) -> dict[str, str]:
    return ask(do="show", log=log, today=today)["views"]


def words(html: str) -> str:
    """What is read of it, on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def fills(log: dict[str, Any], today: str) -> list[dict[str, Any]]:
    """What each short way fills in."""
    return [json.loads(unescape(found)) for found in re.findall(r'data-fill="([^"]+)"', views(log, today)["short"])]


# --- the short way through the check-in ------------------------------------------------------------------------------------


def test_a_calm_day_is_one_press_that_says_every_answer() -> None:
    """All calm stands in words on the button, with "none of these" for the signs, and is a whole check-in that the planner takes."""
    log = life("settled-strain")
    [calm] = fills(log, "2026-12-02")

    assert {**CALM, "check_pain_worst": 0} == calm
    assert "None of these, and all calm Pain 0 now, 0 at worst, no new session, well." in words(views(log, "2026-12-02")["short"])
    assert "Nothing speaks against" in views(life("settled-strain", ("2026-12-02T08:00", "check-in", calm)), "2026-12-02")["today"]


def test_the_answers_of_yesterday_are_one_press() -> None:
    """Somebody whose leg is as it was says so by one press, which names each number; after a week it is asked afresh."""
    log = life("settled-strain", ("2026-12-02T08:00", "check-in", {**CALM, "check_pain_now": 2, "check_pain_worst": 3, "body": "slept-badly"}))

    assert {"alarms": ["none"], "check_pain_now": 2, "check_pain_worst": 3, "morning": "none", "body": "slept-badly"} == fills(log, "2026-12-03")[1]
    assert "None of these, the rest as yesterday Pain 2 now, 3 at worst, no new session, slept badly or worn out." in words(views(log, "2026-12-03")["short"])
    assert "the rest as on Wednesday 2 December" in words(views(log, "2026-12-05")["short"])
    assert 1 == len(fills(log, "2026-12-10"))


@pytest.mark.parametrize("told", [{"alarms": ["limp"], "check_pain_now": 2, "check_pain_worst": 2}, {"body": "ill", "check_pain_now": 2, "check_pain_worst": 2}], ids=["a limp", "ill"])
def test_a_limp_or_an_illness_is_never_offered_again(told: dict[str, Any]) -> None:
    """What was ticked yesterday, and being ill, are asked afresh; only all calm is left as a short way."""
    assert 1 == len(fills(life("settled-strain", ("2026-12-02T08:00", "check-in", {**CALM, **told})), "2026-12-03"))


def test_the_morning_after_a_session_is_said_once() -> None:
    """After a session the short way says how the morning was; once that is told, it says that there is no new session."""
    session = ("2026-12-02T18:00", "session", {"items": [{"exercise": "glute-bridge", "sets": 2}], "stopped": False})
    told = ("2026-12-03T08:00", "check-in", {**CALM, "morning": "same"})

    assert "same" == fills(life("settled-strain", session), "2026-12-03")[0]["morning"]
    assert "this morning as before the session" in views(life("settled-strain", session), "2026-12-03")["short"]
    assert "none" == fills(life("settled-strain", session, told), "2026-12-04")[0]["morning"]
    assert "none" == fills(life("settled-strain", session), "2026-12-02")[0]["morning"]  # today's has no morning yet


# --- one sentence first ----------------------------------------------------------------------------------------------------


def flare() -> dict[str, Any]:
    """Two calm days, a session, and a bad morning."""
    return life(
        "settled-strain",
        ("2026-12-02T08:00", "check-in", CALM),
        ("2026-12-03T08:00", "check-in", CALM),
        ("2026-12-03T18:00", "session", {"items": [{"exercise": "glute-bridge", "sets": 2}], "stopped": False}),
        ("2026-12-04T08:00", "check-in", {**CALM, "check_pain_now": 5, "check_pain_worst": 7, "morning": "more"}),
    )


def test_a_limit_that_is_passed_already_is_said_once() -> None:
    """Beside "it already hurts more than the limit" the limit itself is not said as one to keep to."""
    html = views(life("settled-strain", ("2026-12-02T08:00", "check-in", {**CALM, "check_pain_now": 3, "check_pain_worst": 3})), "2026-12-02")["today"]
    whys = [words(each) for each in re.findall(r'<details class="why"><summary>Why .*?</details>', html, re.DOTALL)]
    risen = [each for each in whys if "It already hurts 3 out of 10" in each]

    assert risen
    assert not any("at the most" in each or "is the most" in each for each in risen)
    assert any("is the most" in each for each in whys if each not in risen)


def test_after_a_flare_one_sentence_stands_first() -> None:
    """Of all the reasons of a bad day one is on show, and the others wait behind "More about today", none of them lost."""
    html = views(flare(), "2026-12-04")["today"]
    box = html[html.index('<div class="today') : html.index("<h3>", html.index("</details>\n</div>"))]
    shown, behind = box.split("More about today")

    assert 1 == shown.count("<li>")
    assert "It hurts 5 out of 10 before you start" in shown
    assert ": 3 more reasons" in behind
    assert 3 == behind.count("<li>")
    assert all(part in behind for part in ("At its worst it was 7", "clearly there the next morning", "A flare is no step back"))


def test_a_calm_day_hides_nothing() -> None:
    """Where nothing is to be feared there is nothing to unfold."""
    assert "More about today" not in views(life("settled-strain", ("2026-12-02T08:00", "check-in", CALM)), "2026-12-02")["today"]


# --- wishes that change nothing --------------------------------------------------------------------------------------------

SORE = {**CALM, "check_pain_now": 2, "check_pain_worst": 2}
TEN_MINUTES = ("2026-12-05T09:00", "wish", {"on": "2026-12-05", "minutes": 10})
CALM_DAYS = [(f"2026-12-0{day}T08:00", "check-in", CALM) for day in (2, 3, 4)]


def sore_morning(*more: tuple[str, str, dict[str, Any]], pain: int = 2) -> str:
    """Today's view on a morning that hurts more than the days before."""
    told = {**SORE, "check_pain_now": pain, "check_pain_worst": pain}
    return views(life("fresh-strain", *CALM_DAYS, ("2026-12-05T08:00", "check-in", told), *more, pain_now=0, pain_worst=0), "2026-12-05")["today"]


def test_the_whole_session_is_offered_where_there_is_more_to_it() -> None:
    """Where a careful day took something away the whole session is one press away, and chosen it is what the heading says."""
    whole = ("2026-12-05T09:00", "choice", {"proposal": "whole-session", "answer": "accept"})

    assert "<h3>Do less today</h3>" in sore_morning()
    assert "I want the whole session today" in sore_morning()
    assert "<h3>The whole session, as you chose</h3>" in sore_morning(whole)


def test_a_session_that_is_small_already_says_so() -> None:
    """Where a careful day finds nothing to take away, it says that, and offers no "whole" session that would be the same one."""
    html = sore_morning(TEN_MINUTES)

    assert "<h3>No more than this today</h3>" in html
    assert "nothing had to be taken out of it" in html
    assert "I want the whole session" not in html


def test_what_the_pain_takes_is_not_offered_back() -> None:
    """Where the pain alone takes sets away, no wish brings them back, so none is offered."""
    html = sore_morning(pain=4)

    assert "<h3>Do less today</h3>" in html
    assert "fewer sets" in html
    assert "I want the whole session" not in html


def test_what_did_not_fit_is_told_of_a_calm_day() -> None:
    """On a day made smaller, "no time left" would puzzle beside a session of nine minutes: it is said what it is about. Not where the reader took the whole one."""
    said = "What did not fit This is about the session as it would be on a calm day."
    whole = ("2026-12-05T09:00", "choice", {"proposal": "whole-session", "answer": "accept"})

    assert said in words(sore_morning())
    assert said in words(sore_morning(TEN_MINUTES))
    assert said not in words(sore_morning(whole))
    assert "What did not fit" in words(sore_morning(whole))


def test_the_days_to_come_say_what_they_count_with() -> None:
    """With pain today the week says that the coming days count with it, and a later day with fewer sets that what did not fit is about a calm day."""
    sore = ("2026-12-05T08:00", "check-in", {**SORE, "check_pain_now": 4, "check_pain_worst": 4})
    later = words(views(life("fresh-strain", *CALM_DAYS, sore, pain_now=0, pain_worst=0), "2026-12-05")["week"]).split("Sunday 6 December")[1]

    assert "count with the pain you told last" in words(views(life("fresh-strain"), "2026-12-01")["week"])
    assert "What did not fit This is about the session as it would be on a calm day." in later


def test_a_thing_is_asked_for_only_where_one_is_needed() -> None:
    """"I have nothing at hand" is offered on a day that needs a thing, and not on one that needs none."""
    needs = [person for person in ("fresh-strain", "strong-strain") if "I have nothing at hand" in views(life(person), "2026-12-01")["today"]]
    html = views(life("strong-strain", ("2026-12-01T09:00", "wish", {"on": "2026-12-01", "equipment": []})), "2026-12-01")["today"]

    assert ["strong-strain"] == needs
    assert "I have nothing at hand" not in html
    assert "You have nothing at hand today" in html


def box(html: str) -> str:
    return re.search(r'id="wish-minutes"[^>]* value="(\d+)"', html)[1]


@pytest.mark.parametrize(("minutes", "said"), [(15, "The session fits into that."), (90, "no more fits, or no more is due.")])
def test_the_readers_minutes_stay_in_the_box(minutes: int, said: str) -> None:
    """What the reader wrote is not overwritten by what fits; beside it stands what came of it."""
    html = views(life("settled-strain", ("2026-12-01T09:00", "wish", {"on": "2026-12-01", "minutes": minutes})), "2026-12-01")["today"]

    assert str(minutes) == box(html)
    assert f"You have {minutes} minutes today." in html
    assert said in html


def test_too_few_minutes_leave_the_box_there() -> None:
    """Where no session fits into the minutes, it says so, and they can be written anew."""
    html = views(life("strong-strain", ("2026-12-01T09:00", "wish", {"on": "2026-12-01", "minutes": 5})), "2026-12-01")["today"]

    assert "You have 5 minutes today, and no session fits into them." in html
    assert "5" == box(html)


def test_a_session_is_offered_only_where_one_can_be() -> None:
    """A day left out can be brought back by a press; a day of rest by rule does not offer what it would not give."""
    left_out = ("2026-12-01T09:00", "wish", {"on": "2026-12-01", "free": False})
    ill = ("2026-12-01T09:00", "check-in", {**CALM, "body": "ill"})

    assert "I want to do something today" in views(life("strong-strain", left_out), "2026-12-01")["today"]
    assert "I want to do something today" not in views(life("strong-strain", ill), "2026-12-01")["today"]


# --- answering again -------------------------------------------------------------------------------------------------------


def again(**changed: Any) -> dict[str, str]:
    """Four days on, the questions are answered again, with these answers otherwise."""
    return views(life("strong-strain", ("2026-12-05T08:00", "intake", {**people()["strong-strain"], **changed})), "2026-12-05")


def test_new_answers_say_what_they_changed() -> None:
    """A stage that new answers moved is said on Today with the reason and the way back, and a stage that stayed is said too."""
    moved, stayed = again(single_leg_bridge_sore=4)["today"], again()["today"]

    assert "Your new answers changed the stage from 3, “Strong when long” to 2, “Build strength”" in words(moved)
    assert "because these tests to leave it are not passed yet" in moved
    assert "Take your answers back in" in moved
    assert "Your new answers leave the stage as it was" in stayed
    assert "class=\"note note--feel moved\"" not in views(life("strong-strain"), "2026-12-01")["today"]


def test_the_first_start_is_kept() -> None:
    """Why it began here is told of the new answers, and why it first began stays below it."""
    text = words(again(single_leg_bridge_sore=4)["progress"])

    assert "Why you started here, on Saturday 5 December" in text
    assert "Why you first started, on Tuesday 1 December, in stage 3" in text


# --- tests that wait, and the diary ----------------------------------------------------------------------------------------


def test_a_closed_test_says_when_and_why() -> None:
    """A test that was not passed names the day it opens again, the rule and the way out; before any try the wait is told."""
    log = life("fresh-strain", ("2026-12-02T09:00", "test", {"walk_normally": "no"}))
    text = words(views(log, "2026-12-03")["progress"])

    assert "Try again from Wednesday 9 December. It was not passed on Wednesday 2 December, and between two tries lie 7 days, rule of this project." in text
    assert "Put it right in your diary" in text
    assert "A test you leave out stays open." in words(views(life("fresh-strain"), "2026-12-01")["progress"])


def test_a_run_is_not_offered_before_the_tests_for_running() -> None:
    """What comes before a run stands above it; the run itself says that it waits, how to do it is not told, and no result can be entered."""
    waiting, ready = (views(log_of(people()["settled-strain"] | {"small_hops": hops}, "2026-12-01"), "2026-12-01")["progress"] for hops in (1, 0))
    text = words(waiting)

    assert text.index("Before you run") < text.index("What lets you move on")
    assert "waits for the tests before you run It comes once every test under “Before you run” is passed." in text
    assert "run 40 metres three times" not in text and "run 40 metres three times" in words(ready)
    assert ('data-questions="jog_easily"' in waiting, 'data-questions="jog_easily"' in ready) == (False, True)
    assert "Before you run" not in words(ready)


def test_the_diary_shows_the_pain_of_a_check_in() -> None:
    """A folded check-in has its pain on the outside."""
    log = life("settled-strain", ("2026-12-02T08:00", "check-in", {**CALM, "check_pain_now": 2, "check_pain_worst": 3}))

    assert "<summary>Pain 2 now, 3 at worst</summary>" in views(log, "2026-12-02")["diary"]


def test_a_day_that_was_told_is_in_words() -> None:
    """The diary says the day on which it started as people say it, with its year; what is no day stands as it was told."""
    assert "2 August 2026" in words(views(life("settled-strain", started_on="2026-08-02"), "2026-12-02")["diary"])
    question = library.records().protocol.questions["started_on"]
    assert ("2 August 2026", "soon") == (answer_words(question, "2026-08-02"), answer_words(question, "soon"))


def test_a_session_can_be_put_right() -> None:
    """The diary offers it, the fields hold what was told last, and something else than a session has none."""
    session = ("2026-12-02T18:00", "session", {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 1}], "stopped": False, "note": "warm"})
    right = ("2026-12-02T19:00", "correction", {"entry": "told-1", "answers": {"items": [{"exercise": "glute-bridge", "sets": 3, "pain": 4}], "stopped": True, "note": "<b>"}})
    first, log = life("settled-strain", session), life("settled-strain", session, right)
    form = ask(do="session-again", log=log, today="2026-12-02", entry="told-1")["html"]

    assert 'data-do="edit" data-entry="told-1"' in views(first, "2026-12-02")["diary"]
    assert 'name="sets" inputmode="numeric" min="0" max="30" value="2"' in ask(do="session-again", log=first, today="2026-12-02", entry="told-1")["html"]
    assert all(part in form for part in ('data-item="glute-bridge"', 'max="30" value="3"', 'name="stopped" checked', "&lt;b&gt;"))
    assert all("" == ask(do="session-again", log=log, today="2026-12-02", entry=id)["html"] for id in ("told-2", "nobody"))


# --- a session with no whole set ---------------------------------------------------------------------------------------------


def left(*items: dict[str, Any], stopped: bool = True, at: str = "2026-12-02T18:00") -> tuple[str, str, dict[str, Any]]:
    """A session that was told on the second of December."""
    return (at, "session", {"items": list(items), "stopped": stopped})


FIRST_SET = {"exercise": "side-bridge", "sets": 0, "pain": 4}


@pytest.mark.parametrize("session", [left(FIRST_SET), left(), left({**FIRST_SET, "pain": 6}, stopped=False)], ids=["broken off", "nothing told", "strong pain"])
def test_a_session_left_in_its_first_set_is_not_played_again(session) -> None:
    """Whoever broke off in the first set, or it hurt a lot there, is not led through today's session once more, and comes to a day of rest."""
    log = life("settled-strain", ("2026-12-02T08:00", "check-in", CALM), session)
    shown = views(log, "2026-12-02")

    assert "Start the session" in words(views(life("settled-strain", ("2026-12-02T08:00", "check-in", CALM)), "2026-12-02")["today"])
    assert "session is over. Rest now" in words(shown["today"])
    assert "" == shown["player"].strip()
    assert 'data-do="play"' not in shown["today"]
    assert "Done today" not in shown["today"]
    assert "Wednesday 2 December over No whole set." in words(shown["week"])


def test_what_was_felt_in_a_first_set_is_told() -> None:
    """Today and the week behind say which exercise hurt how much and that the session was broken off, and of no set that it was done."""
    log = life("settled-strain", left(FIRST_SET))

    assert "Side bridge : no whole set, pain 4" in words(views(log, "2026-12-02")["today"])
    assert "Nothing was told of an exercise." in words(views(life("settled-strain", left()), "2026-12-02")["today"])
    assert "Wednesday 2 December No whole set. Broken off because of the leg. Pain 4 at most." in words(views(log, "2026-12-03")["week"])
    assert "Wednesday 2 December: over." in words(views(log, "2026-12-02")["week"])


def test_a_first_set_has_a_morning_after() -> None:
    """After a session that was broken off in its first set the short way says how the morning was."""
    assert "same" == fills(life("settled-strain", left(FIRST_SET)), "2026-12-03")[0]["morning"]
    assert "none" == fills(life("settled-strain", left({"exercise": "side-bridge", "sets": 0}, stopped=False)), "2026-12-03")[0]["morning"]


def test_new_answers_bring_back_no_session_of_today() -> None:
    """Whoever broke off today's session and answers the questions again on the same day is not offered it a second time."""
    again = ("2026-12-02T19:00", "intake", people()["settled-strain"])
    shown = views(life("settled-strain", left({**FIRST_SET, "pain": 9}), again), "2026-12-02")

    assert "Side bridge : no whole set, pain 9" in words(shown["today"])
    assert "" == shown["player"].strip()


def test_an_exercise_of_old_is_named_as_it_was() -> None:
    """A session with an exercise that is not in the guide any more stands in the week behind under the name it had."""
    assert "Done: hop &lt;b&gt;." in views(life("settled-strain", left({"exercise": "hop <b>", "sets": 1}, stopped=False)), "2026-12-03")["week"]


# --- what must not be missed ------------------------------------------------------------------------------------------------


SWOLLEN = ("2026-12-05T08:00", "check-in", {"alarms": ["new-same-day"]})


@pytest.mark.parametrize(
    ("sign", "seen", "expected"),
    [(SWOLLEN, "no", True), (SWOLLEN, None, True), (SWOLLEN, "yes", False), (("2026-12-05T08:00", "check-in", {"alarms": ["pull"]}), "no", False)],
    ids=["not seen yet, so it is asked for", "not answered counts as not seen", "seen, so it is done", "a pull asks for new answers and not for a doctor"],
)
def test_a_sign_nobody_looked_at_is_not_forgotten(sign: tuple[str, str, dict[str, Any]], seen: str | None, expected: bool) -> None:
    """Who answers again without the sign, and was not seen, reads above the new plan what they told, when, and what to do about it first."""
    again = ("2026-12-07T08:00", "intake", {**people()["settled-strain"], **({"seen": seen} if seen else {})})
    today = words(views(life("settled-strain", sign, again), "2026-12-08")["today"])

    assert expected == ("has it been done?" in today)
    assert expected == ("From your check-in of 5 December 2026. You ticked: A leg that is swollen, warm or red" in today)
    assert expected == ("do no exercises and let somebody look at it, even if it feels better now. Ring a doctor" in today)


def test_each_sign_nobody_looked_at_is_named() -> None:
    """Of two signs of one check-in both stand above the new plan, and what to do is that of the more urgent."""
    told = ("2026-12-05T08:00", "check-in", {"alarms": ["new-same-day", "new-urgent"]})
    today = words(views(life("settled-strain", told, ("2026-12-07T08:00", "intake", people()["settled-strain"])), "2026-12-08")["today"])

    assert 1 == today.count("has it been done?")
    assert today.index("has it been done?") < today.index("You ticked: A leg that is swollen") < today.index("You ticked: A pop") < today.index("Ring a doctor")


def test_a_stop_says_how_to_go_on() -> None:
    """After a pull new answers need no doctor first; after a sign it is asked whether somebody looked at it."""
    pull, sign = (words(views(life("settled-strain", ("2026-12-05T08:00", "check-in", {"alarms": [alarm]})), "2026-12-05")["today"]) for alarm in ("pull", "new-same-day"))

    assert "When you have rested and walked a little, answer the questions again" in pull
    assert "Has it been looked at, or has it changed? Then answer the questions again" in sign


def test_what_was_cleared_says_so() -> None:
    """A finding that somebody looked at already does not stand there as one that must be looked at first."""
    today = words(views(life("settled-strain", site="sit-bone", onset="stretch", worst_at_start=6, seen="yes"), "2026-12-01")["today"])

    assert "You told us that somebody has looked at it, and that exercises are fine." in today


def test_advice_to_see_somebody_outlasts_a_better_day() -> None:
    """Who was told to book a check is asked about it on calmer days, for a week, and with the reason; a stop says more and stays alone."""
    flare = ("2026-12-02T08:00", "check-in", {**CALM, "check_pain_now": 6, "check_pain_worst": 6})
    log = life("settled-strain", flare, ("2026-12-03T08:00", "check-in", CALM))
    asked = words(views(log, "2026-12-03")["today"])

    assert "Book a check Please book" in words(views(life("settled-strain", flare), "2026-12-02")["today"])
    assert "Book a check: has it been done? That was the advice on Wednesday 2 December:" in asked
    assert "even if it feels better now" in words(views(log, "2026-12-09")["today"])
    assert "even if it feels better now" not in words(views(log, "2026-12-10")["today"])
    assert "has it been done" not in words(views(life("settled-strain", ("2026-12-02T08:00", "check-in", CALM)), "2026-12-03")["today"])


def test_a_session_starts_after_the_check_in() -> None:
    """On a new day the session is shown, and its button comes with the word on how the leg is."""
    before, after = views(life("settled-strain"), "2026-12-02"), views(life("settled-strain", ("2026-12-02T08:00", "check-in", CALM)), "2026-12-02")

    assert "First say how it is, at the top of this page. Then the session can start." in words(before["today"])
    assert 'data-do="play"' not in before["today"]
    assert 'data-do="play"' in after["today"]


def test_a_second_round_is_told_by_hand_and_the_page_says_so() -> None:
    """What is due twice a day is named beside the session, and after the first round with the way to tell the second, until that is told too."""
    walk, slide = {"exercise": "gentle-walking", "sets": 1}, {"exercise": "heel-slide", "sets": 2}
    first = ("2026-12-01T09:00", "session", {"items": [walk, slide]})
    second = ("2026-12-01T18:00", "session", {"items": [walk]})
    last = ("2026-12-01T19:00", "session", {"items": [slide]})
    before, after, later, over = (views(life("fresh-strain", *told), "2026-12-01")["today"] for told in ([], [first], [first, second], [first, second, last]))

    assert "More than once a day: Gentle walking, Heel slide. The session here is one round." in words(before)
    assert "More than once a day: Gentle walking, Heel slide. When you have done another round, write it down under “I did more”." in words(after)
    assert "<summary>I did more</summary>" in after
    assert "More than once a day: Heel slide. When" in words(later)
    assert "More than once a day" not in words(over) + words(views(life("settled-strain"), "2026-12-01")["today"])


def test_a_session_broken_off_asks_for_no_second_round() -> None:
    """Where the page says to rest now, it does not speak of another round."""
    broken_off = ("2026-12-01T09:00", "session", {"items": [{"exercise": "heel-slide", "sets": 1, "pain": 4}], "stopped": True})
    today = words(views(life("fresh-strain", broken_off), "2026-12-01")["today"])

    assert "Rest now" in today
    assert "another round" not in today


def test_new_answers_forget_no_test_that_was_passed() -> None:
    """Somebody who answers again, for another weight at home, keeps the stage although the tests are left empty; after a pull they are passed anew."""
    answers = people()["settled-strain"]
    tests = library.records().protocol.asked_in("test")
    again = {name: answer for name, answer in answers.items() if name not in tests}
    first = words(views(life("settled-strain"), "2026-12-01")["today"])
    later = words(views(life("settled-strain", ("2026-12-02T08:00", "intake", again)), "2026-12-02")["today"])
    pulled = words(views(life("settled-strain", ("2026-12-02T08:00", "check-in", {**CALM, "alarms": ["pull"]}), ("2026-12-08T08:00", "intake", again)), "2026-12-08")["today"])

    assert answers != again
    assert re.search(r"stage \d of \d", first)[0] == re.search(r"stage \d of \d", later)[0] == "stage 2 of 4"
    assert "stage 1 of 4" in pulled


def test_who_is_asked_for_the_tests_anew_is_told_where() -> None:
    """After a stop the lower stage comes with its reason, with the part of the questions to fill in by its number and name, and with the button to them."""
    protocol = library.records().protocol
    again = {name: answer for name, answer in people()["settled-strain"].items() if name not in protocol.asked_in("test")}
    today = views(life("settled-strain", ("2026-12-02T08:00", "check-in", {"alarms": ["new-same-day"]}), ("2026-12-08T08:00", "intake", again)), "2026-12-08")["today"]
    asked = [section for section in protocol.sections if "intake" in section.entries]

    assert "changed the stage from 2, “Build strength” to 1, “Calm and move” You are at “Calm and move”, because after a stop, a long break or another injury" in words(today)
    assert f"fill in part {[section.id for section in asked].index('tests') + 1}, “{next(section.title for section in asked if section.id == 'tests')}”." in words(today)
    assert today.index('data-do="answer-again"') < today.index("Given by mistake?")


def test_a_new_stage_is_named_on_its_first_day() -> None:
    """Who said "yes, go on" reads where they are now, and what this stage is for."""
    [case] = [case for case in cases() if case.name == MOVED_ON]
    today = case.today.isoformat()
    log = case_log(case, library.records())

    assert re.search(r"You are now in stage \d, “", words(views(log, today)["today"]))
    assert "You are now in stage" not in words(views(log, (case.today + timedelta(days=1)).isoformat())["today"])


# --- sentences that are true at the time they are read -----------------------------------------------------------------------


DONE = {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 1}], "stopped": False}


def today_of(log: dict[str, Any], today: str) -> str:
    return words(views(log, today)["today"])


def test_a_wish_for_time_is_not_told_the_time_without_one() -> None:
    """Who asked for 15 minutes is not told of the length of a session without a wish; who asked for nothing is."""
    short_of_time = life("strong-strain", ("2026-12-01T08:00", "check-in", CALM), ("2026-12-01T08:01", "wish", {"on": "2026-12-01", "minutes": 15}))
    without = life("strong-strain", ("2026-12-01T08:00", "check-in", CALM))

    assert "no time left for it on this day" in today_of(short_of_time, "2026-12-01")
    assert "Length of a session without a wish" not in today_of(short_of_time, "2026-12-01")
    assert "no time left for it on this day. Length of a session without a wish" in today_of(without, "2026-12-01")


def test_a_day_without_a_wish_for_a_session_has_one_reason() -> None:
    """After "Not today" nothing is said of minutes, though a wish for some came before; of too few minutes it is."""
    minutes = ("2026-12-01T08:01", "wish", {"on": "2026-12-01", "minutes": 15})
    not_today = ("2026-12-01T08:02", "wish", {"on": "2026-12-01", "free": False})
    few = ("2026-12-01T08:01", "wish", {"on": "2026-12-01", "minutes": 5})

    assert "You asked for no session on this day." in today_of(life("strong-strain", minutes, not_today), "2026-12-01")
    assert "minutes today" not in today_of(life("strong-strain", minutes, not_today), "2026-12-01")
    assert "You have 5 minutes today, and no session fits into them." in today_of(life("strong-strain", few), "2026-12-01")


def test_nobody_is_asked_for_a_check_in_that_was_just_made() -> None:
    """After the check-in of the next day a session that was broken off asks for less, and no longer for rest until a check-in."""
    broken = ("2026-12-02T18:00", "session", {"items": [{"exercise": "glute-bridge", "sets": 1, "pain": 2}], "stopped": True})
    before, after = life("settled-strain", broken), life("settled-strain", broken, ("2026-12-03T08:00", "check-in", {**CALM, "morning": "same"}))

    assert "So rest until you check in on a day after it." in today_of(before, "2026-12-03")
    assert "check in on a day after it" not in today_of(after, "2026-12-03")
    assert "So the next one is smaller" in today_of(after, "2026-12-03")


def test_no_new_session_is_an_answer() -> None:
    """Once a check-in said that there was no new session, the short way says so too; before that it names the session it speaks of."""
    session = ("2026-12-02T18:00", "session", {"items": [{"exercise": "glute-bridge", "sets": 2}], "stopped": False})
    told = life("settled-strain", session, ("2026-12-06T08:00", "check-in", CALM))

    assert "the morning after your session on Wednesday 2 December as before it" in words(views(life("settled-strain", session), "2026-12-06")["short"])
    assert "none" == fills(told, "2026-12-07")[0]["morning"]
    assert "no new session" in words(views(told, "2026-12-07")["short"])


def test_a_test_passed_once_is_not_called_failed() -> None:
    """What was passed on one day of two is not passed on enough days yet, and nothing says that it was not passed."""
    log = life("fresh-strain", ("2026-12-02T08:00", "test", {"squat_on_one_leg": "yes"}))
    progress = words(views(log, "2026-12-02")["progress"])

    assert "passed, and one more day is missing" in progress
    assert "These tests are not passed on enough days yet: " in progress
    assert "are not passed yet" not in progress[: progress.index("Why you started")]


def test_after_the_session_the_day_is_done() -> None:
    """Once the session is saved, the card says that it is done and what comes next, and nothing speaks for the session any more."""
    text = today_of(life("settled-strain", ("2026-12-02T08:00", "check-in", CALM), ("2026-12-02T18:00", "session", DONE)), "2026-12-02")

    assert "Today’s session is done Next session: " in text
    assert 1 == text.count("Next session: ")
    assert "Nothing speaks against" not in text
    assert "More pain than the limit" not in text


def test_after_a_sore_session_it_is_said_what_follows() -> None:
    """An exercise that went over its limit is named with pain and limit, and with what follows; a session broken off asks for rest."""
    sore = {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 5}, {"exercise": "side-bridge", "sets": 1, "pain": 1}], "stopped": False}
    text = today_of(life("settled-strain", ("2026-12-02T08:00", "check-in", CALM), ("2026-12-02T18:00", "session", sore)), "2026-12-02")
    broken = today_of(life("settled-strain", ("2026-12-02T08:00", "check-in", CALM), ("2026-12-02T18:00", "session", {**sore, "stopped": True})), "2026-12-02")

    assert "Today’s session is done More pain than the limit in this session: Glute bridge 5 (limit 3). For 7 days the plan leaves this out" in text
    assert "Side bridge" not in text[: text.index("Done today")]
    assert "Today’s session is over. Rest now" in broken
    assert "if your check-in on that day allows it." in broken


def test_an_ill_day_has_its_own_reason() -> None:
    """Who is ill is told that nothing is gentle enough, not that muscles get stronger, and that the next session waits for a check-in."""
    log = life("healthy-player", ("2026-12-01T08:00", "check-in", {**CALM, "body": "ill"}))
    text = today_of(log, "2026-12-01")

    assert "Nothing that was planned is gentle enough" in text
    assert "The muscle gets stronger between sessions" not in text
    assert "The next session comes when you say at a check-in that you are well." in text


# --- results of tests ------------------------------------------------------------------------------------------------------


def test_a_result_has_its_unit() -> None:
    """The last result of a test is told with what it counts, and an answer by eye in the words of the form."""
    tests = life("fresh-strain", ("2026-12-02T08:00", "test", {"stairs": 1}))
    by_eye = life("settled-strain", ("2026-12-02T08:00", "test", {"leg_raise_by_eye": "a-little-less"}))

    assert "Last time: 1 out of 10." in words(views(tests, "2026-12-02")["progress"])
    assert "Last time: A little less, a hand’s length at the heel at most." in words(views(by_eye, "2026-12-02")["progress"])


def test_one_side_alone_says_which_is_missing() -> None:
    """A test of both legs with one side told says that the other is missing, until it is told too or the day is over."""
    sore, good = (f"2026-12-02T08:0{number}" for number in (0, 1))
    one = life("settled-strain", (sore, "test", {"single_leg_bridge_sore": 12}))
    both = life("settled-strain", (sore, "test", {"single_leg_bridge_sore": 12}), (good, "test", {"single_leg_bridge_good": 14}))
    other = life("settled-strain", (good, "test", {"single_leg_bridge_good": 14}))

    assert 1 == words(views(one, "2026-12-02")["progress"]).count("The other side is missing. Enter it today too")
    assert "side is missing" not in words(views(both, "2026-12-02")["progress"])
    assert "side is missing" not in words(views(one, "2026-12-03")["progress"])
    assert "The sore side is missing." in words(views(other, "2026-12-02")["progress"])


def test_the_good_side_is_asked_first() -> None:
    """As the test says, the good side comes first, in the form and where a result is entered; how it is done stands there once."""
    questions = library.records().protocol.questions
    bridges = [id for id in questions if id.startswith("single_leg_bridge_")]
    progress = views(life("settled-strain"), "2026-12-02")["progress"]

    assert ["single_leg_bridge_good", "single_leg_bridge_sore"] == bridges
    assert 'data-questions="single_leg_bridge_good single_leg_bridge_sore"' in progress
    assert ["Count clean" in questions[id].help for id in bridges] == [True, False]
