"""Following a log from where it was followed before: the same as from its beginning, whatever has changed since."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.lives import log_of as log_so_far
from planner import bridge, derive
from planner.follow import Followed, courses, take
from planner.log import check_log
from planner.problems import BadInput
from tests import library
from tests.lives import RECORDS, TODAY, add, lives
from tests.people import log_of, people

ON = date(2026, 12, 20)
CALM = {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "none", "body": "well"}
DONE = {"items": [{"exercise": "glute-bridge", "sets": 1, "pain": 1}], "stopped": False}
TOLD = [("check-in", CALM), ("session", DONE), ("check-in", {**CALM, "morning": "same"}), ("session", DONE), ("check-in", {**CALM, "check_pain_worst": 4})]


def log(told: list[tuple[str, dict[str, Any]]] = TOLD) -> dict[str, Any]:
    """A plain log: an intake on the first of December, and one of these entries on each day after it."""
    whole = log_of(people()["settled-strain"], "2026-12-01")
    for day, (kind, answers) in enumerate(told, 2):
        add(whole["entries"], date(2026, 12, day), kind, answers)
    return whole


def steps(plain: dict[str, Any], on: date = ON, known: tuple[Followed, ...] = ()) -> tuple[Followed, ...]:
    return tuple(courses(check_log(plain), RECORDS, on, known))


def problems_or_steps(plain: dict[str, Any], on: date, known: tuple[Followed, ...] = ()) -> Any:
    try:
        return steps(plain, on, known)
    except BadInput as error:
        return error.problems


def test_only_what_is_new_is_followed() -> None:
    """One entry more leaves every course before it as it is: the same values, and not equal ones made again."""
    before = steps(log(TOLD[:-1]))
    after = steps(log(), known=before)

    assert len(before) + 1 == len(after)
    assert all(kept is course for (_, kept), (_, course) in zip(before, after, strict=False))


def test_a_course_has_the_fields_it_has() -> None:
    """A field that a course does not have is a mistake of ours, and is told by its name; the course it was asked of stays as it is."""
    [*_, (_, course)] = steps(log())

    with pytest.raises(TypeError, match="a course has no stages"):
        course.but(stages="acute-strain/build")
    assert "acute-strain/run" == course.but(stage="acute-strain/run").stage != course.stage


def changed(place: int, **answers: Any) -> dict[str, Any]:
    """The log with other answers in one of its entries."""
    whole = log()
    whole["entries"][place]["answers"] = {**whole["entries"][place]["answers"], **answers}
    return whole


def with_other(place: int, **fields: str) -> dict[str, Any]:
    """The log with another moment, kind or id of one of its entries."""
    whole = log()
    whole["entries"][place] = {**whole["entries"][place], **fields}
    return whole


def corrected(**correction: Any) -> dict[str, Any]:
    """The log with a correction of its third entry at the end."""
    whole = log()
    add(whole["entries"], date(2026, 12, 9), "correction", {"entry": whole["entries"][2]["id"], **correction})
    return whole


@pytest.mark.parametrize(
    "later",
    [
        changed(1, check_pain_now=2),
        changed(1, check_pain_now=True),
        changed(2, items=[{"exercise": "glute-bridge", "sets": True, "pain": 1}]),
        changed(2, items=[{"exercise": "glute-bridge", "sets": 1.0, "pain": 1}]),
        with_other(3, at="2026-12-03T23:00:00+01:00"),
        with_other(3, kind="test"),
        with_other(3, id="another"),
        corrected(removed=True),
        corrected(answers={**DONE, "stopped": True}),
        log(TOLD[1:]),
        log([]),
        {**log(), "entries": []},
        log_of(people()["fresh-strain"], "2026-12-01"),
    ],
    ids=["another answer", "true for 1", "true for 1 set", "1.0 for 1 set", "another day", "another kind", "another id", "taken out", "put right", "without the second", "the intake alone", "empty", "another reader"],
)
def test_what_has_changed_is_followed_anew(later: dict[str, Any]) -> None:
    """From the first entry that differs, be it by the kind of a number alone, everything is as if nothing had been known."""
    assert steps(later) == steps(later, known=steps(log()))


def test_an_earlier_day_knows_less() -> None:
    """What was followed for a later day is no news from the future for an earlier one."""
    assert steps(log(), date(2026, 12, 3)) == steps(log(), date(2026, 12, 3), steps(log()))


@settings(max_examples=30, deadline=None)
@given(lives(), lives(), st.data())
def test_what_was_known_changes_nothing(plain, other, data) -> None:
    """Whatever was followed before (this log, a part of it, another day of it, another's), a log gives the same courses, or the same problems."""
    entries = plain["entries"]
    earlier = data.draw(st.sampled_from([plain, {**plain, "entries": entries[: len(entries) // 2]}, other]))
    out = data.draw(st.sets(st.integers(0, len(entries) - 1), max_size=2))
    now = {**plain, "entries": [entry for place, entry in enumerate(entries) if place not in out]}
    days = st.integers(0, 40).map(lambda days: TODAY + timedelta(days=days))
    known = problems_or_steps(earlier, data.draw(days))
    on = data.draw(days)

    assert problems_or_steps(now, on) == problems_or_steps(now, on, known if isinstance(known, tuple) else ())


def test_the_door_follows_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry more is one entry followed, and after other records have come, every one of them."""
    library.open_bridge()
    followed = []
    monkeypatch.setattr("planner.follow.take", lambda course, entry, records: followed.append(entry.id) or take(course, entry, records))

    def asked(plain: dict[str, Any]) -> int:
        followed.clear()
        assert json.loads(bridge.handle(json.dumps({"do": "show", "log": plain, "today": ON.isoformat()})))["ok"]
        return len(followed)

    assert (len(TOLD), 1, 0) == (asked(log(TOLD[:-1])), asked(log()), asked(log()))
    library.open_bridge()
    assert 1 + len(TOLD) == asked(log())


def test_a_morning_that_travels_hides_no_bad_ones() -> None:
    """Who flies over the date line has a day after a later one. Three sessions felt clearly the next morning still ask for a check."""
    told = [
        ("2026-12-05T18:00:00+13:00", "session", DONE),
        ("2026-12-06T07:00:00+13:00", "check-in", {**CALM, "morning": "same"}),
        ("2026-12-07T07:00:00+13:00", "session", DONE),
        ("2026-12-08T06:00:00+13:00", "check-in", {**CALM, "morning": "more"}),
        ("2026-12-07T08:00:00-11:00", "check-in", {**CALM, "morning": "same"}),
        ("2026-12-09T18:00:00-11:00", "session", DONE),
        ("2026-12-10T07:00:00-11:00", "check-in", {**CALM, "morning": "more"}),
        ("2026-12-11T18:00:00-11:00", "session", DONE),
        ("2026-12-12T07:00:00-11:00", "check-in", {**CALM, "morning": "more"}),
    ]
    whole = log([])
    whole["entries"] += [{"id": f"told-{place}", "at": at, "kind": kind, "answers": answers} for place, (at, kind, answers) in enumerate(told)]

    assert "keeps-flaring" in [finding.code for finding in derive(check_log(whole), RECORDS, date(2026, 12, 12)).triage.findings]


def test_the_door_answers_as_if_asked_for_the_first_time(footballer) -> None:
    """One press after another, as a reader makes them, back and forth, and with another reader's file between: each is answered as by a planner that just started."""
    evenings, morning = footballer
    logs = [log_so_far(evening.entries) for evening in evenings]
    asked = [json.dumps({"do": "show", "log": each, "today": morning}) for each in (*logs[::4], logs[3], log(), logs[-1])]
    library.open_bridge()
    in_turn = [bridge.handle(text) for text in asked]

    assert len(set(in_turn)) == len(set(asked))
    for text, answer in zip(asked, in_turn, strict=True):
        library.open_bridge()
        assert bridge.handle(text) == answer
