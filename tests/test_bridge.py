"""The one door between Python and JavaScript: what goes in as text comes out as text, whole or refused with a reason."""

import json
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import bridge
from planner.log import MOST_BYTES, check_log, log_text
from tests import library
from tests.lives import JSON, TODAY, add, strange_logs
from tests.people import log_of, people

ON = TODAY.isoformat()
MOST_SECONDS = 10  # a busy machine needs one
PLAN = log_of(people()["settled-strain"])
STOP = log_of({**people()["settled-strain"], "same_day_signs": ["swollen-leg"]})


@pytest.fixture(scope="module", autouse=True)
def opened() -> None:
    """The records, taken once as the page does it."""
    library.open_bridge()


def ask(**request: Any) -> dict[str, Any]:
    return json.loads(bridge.handle(json.dumps(request)))


def show(log: Any, today: str = ON) -> dict[str, Any]:
    return ask(do="show", log=log, today=today)


def read(text: Any) -> dict[str, Any]:
    return ask(do="read", text=text)


def with_entry(log: dict[str, Any], kind: str, answers: dict[str, Any], **fields: str) -> dict[str, Any]:
    return {**log, "entries": [*log["entries"], {"id": "later", "at": f"{ON}T20:00:00+01:00", "kind": kind, "answers": answers, **fields}]}


# --- show ----------------------------------------------------------------------------------------------------------------


def test_a_plan_has_every_view() -> None:
    """With a plan each view of the page is there, and each is HTML with something in it."""
    answer = show(PLAN)

    assert (True, "plan", ON) == (answer["ok"], answer["outcome"], answer["today"])
    assert ["diary", "player", "progress", "short", "today", "week"] == sorted(answer["views"])
    assert all("<" in html for html in answer["views"].values())


def test_a_stop_has_today_and_the_diary_alone() -> None:
    """Where a warning sign stops the plan there is nothing to do and nothing to play, but what was told can be read and put right."""
    answer = show(STOP)

    assert "stop" == answer["outcome"]
    assert ["diary", "today"] == sorted(answer["views"])


def test_an_empty_log_can_be_shown() -> None:
    """Before the first answer there is no plan, and nothing breaks."""
    answer = show({**PLAN, "entries": []})

    assert (True, "empty", {}) == (answer["ok"], answer["outcome"], answer["answers"])


def test_the_answers_come_along() -> None:
    """The latest answers come back as the form holds them, the newer ones of a check-in among them, so that it can be filled in again."""
    told = {"alarms": ["limp"], "check_pain_now": 2, "check_pain_worst": 3, "morning": "none", "body": "well"}
    before, after = show(PLAN)["answers"], show(with_entry(PLAN, "check-in", told))["answers"]

    assert {**people()["settled-strain"]} == {question: before[question] for question in people()["settled-strain"]}
    assert ("normal", "limp") == (before["walking"], after["walking"])
    assert (2, 3) == (after["pain_now"], after["pain_worst"])


def test_it_says_whether_today_was_asked() -> None:
    """On the day of the intake the reader said how the leg is; on the next day they are still to be asked."""
    tomorrow = (TODAY + timedelta(days=1)).isoformat()

    assert (True, False) == (show(PLAN)["asked"], show(PLAN, tomorrow)["asked"])


def test_today_is_never_before_the_last_entry() -> None:
    """Who travels west sees the day of what they told last."""
    assert ON == show(PLAN, "2026-11-30")["today"]


def test_answers_that_cannot_be_used_are_told_with_their_place() -> None:
    """A wrong answer comes back as a problem beside its question, and without views."""
    answer = show(log_of({**people()["settled-strain"], "age": "old"}))

    assert {"ok": False, "problems": [{"place": "answers.age", "message": "Please write a whole number. Example: 35"}]} == answer


@pytest.mark.parametrize("today", [None, "tomorrow", "2026-13-01", 5])
def test_a_strange_day_is_refused(today: Any) -> None:
    """A day that is none is a problem of its own place."""
    assert ["today"] == [problem["place"] for problem in ask(do="show", log=PLAN, today=today)["problems"]]


@pytest.mark.parametrize("request_", [{}, [], None, {"do": "sing"}, {"do": None}, {"do": ["show"]}, {"do": {}}])
def test_an_unknown_request_is_refused(request_: Any) -> None:
    """What is no request of ours says which there are."""
    assert {"ok": False, "problems": [{"place": "do", "message": f"expected {' or '.join(bridge.ANSWERS)}"}]} == json.loads(bridge.handle(json.dumps(request_)))


def test_the_same_request_gives_the_same_text() -> None:
    """An answer is the same bytes each time."""
    request = json.dumps({"do": "show", "log": PLAN, "today": ON})

    assert bridge.handle(request) == bridge.handle(request)


# --- what cannot be read must not hide a warning sign, nor the diary -----------------------------------------------------

UNREADABLE = [
    ("session", {"items": None}),
    ("session", {"items": [{"exercise": []}]}),
    ("session", {"items": [{"exercise": "glute-bridge", "sets": "two", "pain": {}}]}),
    ("choice", {"proposal": "advance", "answer": 7}),
    ("choice", {"proposal": {}, "answer": "accept"}),
    ("wish", {"on": "2026-12-0X", "free": False}),
    ("wish", {"on": ON, "swap": {"exercise": [], "instead": {}}}),
    ("test", {"stairs": ["many"]}),
    ("check-in", {"check_pain_now": {}}),
]


@pytest.mark.parametrize(("kind", "answers"), UNREADABLE)
def test_a_sign_stops_beside_an_entry_that_cannot_be_read(kind: str, answers: dict[str, Any]) -> None:
    """Where a warning sign decides, today and the diary are shown although another entry cannot be read."""
    answer = show(with_entry(STOP, kind, answers))

    assert ("stop", ["diary", "today"]) == (answer["outcome"], sorted(answer["views"]))


@pytest.mark.parametrize(("kind", "answers"), UNREADABLE)
def test_an_entry_that_cannot_be_read_can_be_taken_back(kind: str, answers: dict[str, Any]) -> None:
    """Such an entry is a problem of the log; taken back, it stands in the diary without hindering the plan."""
    wrong = with_entry(PLAN, kind, answers)
    answer = show(with_entry(wrong, "correction", {"entry": "later", "removed": True}, id="last", at=f"{ON}T21:00:00+01:00"))

    assert not show(wrong)["ok"]
    assert "plan" == answer["outcome"]
    assert "diary-entry--removed" in answer["views"]["diary"]


def test_a_session_without_pain_and_effort_can_be_shown() -> None:
    """Pain and effort may be left out of a session: it counts as done, and the diary says no more than was told."""
    answer = show(with_entry(PLAN, "session", {"items": [{"exercise": "glute-bridge", "sets": 2}, {"exercise": "heel-slide", "sets": 0}]}))

    assert "plan" == answer["outcome"]
    assert "2 sets" in answer["views"]["diary"]
    assert "pain None" not in "".join(answer["views"].values())


STRANGE_WISH = st.dictionaries(st.sampled_from(["on", "free", "minutes", "equipment", "swap"]), JSON | st.sampled_from([ON, "2026-12-0X", {"exercise": [], "instead": {}}]))
STRANGE_CORRECTION = st.sampled_from([{"removed": True}, {"removed": False}, {"answers": {}}, {}]) | st.fixed_dictionaries({"answers": JSON})


@settings(max_examples=150, deadline=None)
@given(strange_logs(), st.booleans(), st.lists(STRANGE_WISH, max_size=2), st.lists(st.tuples(st.integers(0, 9), STRANGE_CORRECTION), max_size=3))
def test_any_log_is_shown_or_refused_with_a_reason(log, has_sign, wishes, corrections) -> None:
    """Entries of every kind with anything in them, corrected or not, beside a warning sign or not, give views or problems in words."""
    entries = log["entries"]
    if has_sign:
        entries[0]["answers"] = {**entries[0]["answers"], "emergency_signs": ["chest"]}
    for wish in wishes:
        add(entries, TODAY + timedelta(days=4), "wish", wish)
    for place, correction in corrections:
        add(entries, TODAY + timedelta(days=4), "correction", {"entry": entries[place % len(entries)]["id"], **correction})
    answer = show(log, "2026-12-06")

    assert answer["views"]["today"] if answer["ok"] else all(problem["message"] for problem in answer["problems"])


# --- read ----------------------------------------------------------------------------------------------------------------


def test_a_good_file_is_read() -> None:
    """A saved log comes back as it was, with its first and last moment."""
    moment = f"{ON}T00:00:00+01:00"

    assert {"ok": True, "log": PLAN, "first": moment, "last": moment} == read(json.dumps(PLAN))


def test_a_file_of_an_older_version_becomes_todays() -> None:
    """A log of the first version comes back in this version."""
    answer = read(json.dumps({**PLAN, "version": 1}))

    assert (True, 2) == (answer["ok"], answer["log"]["version"])


def test_an_empty_log_is_read() -> None:
    """A log without an entry has no first and no last moment."""
    answer = read(json.dumps({**PLAN, "entries": []}))

    assert (True, None, None) == (answer["ok"], answer["first"], answer["last"])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (json.dumps(PLAN)[:-40], "it cannot be read as JSON"),
        ("", "it cannot be read as JSON"),
        ('{"name": "my holiday"}', 'expected "format": "hamstring-guide-log"'),
        ("[1, 2]", 'expected "format": "hamstring-guide-log"'),
        (json.dumps({**PLAN, "version": 9}), "made by a newer planner"),
        (json.dumps({**PLAN, "entries": PLAN["entries"] * 2}), "expected each id once"),
        (json.dumps(log_of({"age": "old"})), "Please write a whole number"),
        ("[" * 100, "nested too deeply"),
        ("x" * (MOST_BYTES + 1), "larger than 4 MB"),
        (None, "expected the text of a file"),
        (5, "expected the text of a file"),
    ],
    ids=["damaged", "nothing", "foreign", "a list", "newer version", "doubled id", "unusable answers", "nested", "oversized", "no text", "a number"],
)
def test_a_file_that_is_none_of_ours_is_refused(text: Any, part: str) -> None:
    """A damaged, foreign, newer or oversized file is refused with a sentence that says why, and gives no log."""
    answer = read(text)

    assert {"ok", "problems"} == set(answer)
    assert part in " ".join(problem["message"] for problem in answer["problems"])


def noted(number: int, note: str) -> dict[str, Any]:
    """A session of which only a note was told."""
    moment = f"2026-12-01T{number // 60 % 24:02}:{number % 60:02}:{number // 1440:02}+01:00"
    return {"id": f"s{number:05}", "at": moment, "kind": "session", "answers": {"items": [], "note": note}}


def large_log() -> dict[str, Any]:
    """A log whose saved file is a little smaller than the largest that is opened: many long notes, full of quotation marks."""
    return {**PLAN, "entries": [*PLAN["entries"], *(noted(number, 'He said "go on". ' * 117) for number in range(MOST_BYTES // 2450))]}


def grown(log: dict[str, Any], size: int) -> dict[str, Any]:
    """The same log with more notes, so that its JSON has this many bytes."""
    room, first, each = size - len(json.dumps(log)), len(log["entries"]), len(json.dumps(noted(0, ""))) + len(", ")
    count = -(-room // (each + 1900))
    share, rest = divmod(room - count * each, count)
    return {**log, "entries": [*log["entries"], *(noted(first + number, "x" * (share + (number < rest))) for number in range(count))]}


@pytest.mark.parametrize(("more", "is_read"), [(-1, True), (0, True), (1, False)], ids=["one byte less", "as large as may be", "one byte more"])
def test_the_limit_is_that_of_the_file(more: int, is_read: bool) -> None:
    """A saved log of up to 4 MB is opened, though the request that holds it is longer; one byte more is refused as too large."""
    saved = log_text(check_log(large_log()))
    text = saved + "\n" * (MOST_BYTES + more - len(saved.encode()))
    answer = read(text)

    assert (MOST_BYTES + more, is_read) == (len(text.encode()), answer["ok"])
    assert is_read or "larger than 4 MB" in answer["problems"][0]["message"]


def test_a_large_log_is_shown_and_taken_along() -> None:
    """What could be opened can be used: a request with a log as large as a file may be is answered, though it is larger than a file may be."""
    log = grown(large_log(), MOST_BYTES)

    assert MOST_BYTES == len(json.dumps(log))
    assert show(log)["ok"] and ask(do="table", log=log, today=ON)["ok"]


def test_a_text_of_quotes_is_refused_at_once() -> None:
    """A file of escaped quotation marks that nobody closes takes neither long nor much room: it was read over and over once."""
    started = monotonic()

    assert "cannot be read as JSON" in read('\\"' * (MOST_BYTES // 2))["problems"][0]["message"]
    assert monotonic() - started < MOST_SECONDS


@pytest.mark.parametrize(("day", "is_open"), [("2026-12-01", False), ("2026-12-02", True), ("2026-12-09", True)], ids=["on the day of the first pass", "the next day", "a week later"])
def test_a_result_can_be_entered_from_the_day_it_may_be_tried_again(day, is_open, opened) -> None:
    """A test passed once is closed for that day, and open again from the day its card names."""
    log = log_of(people()["fresh-strain"], "2026-11-30")
    log["entries"].append({"id": "t", "at": "2026-12-01T09:00:00+01:00", "kind": "test", "answers": {"walk_normally": "yes"}})
    answer = json.loads(bridge.handle(json.dumps({"do": "show", "log": log, "today": day})))

    assert is_open == ('data-questions="walk_normally"' in answer["views"]["progress"])
