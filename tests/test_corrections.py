"""What a later entry puts in the place of an earlier one."""

import json
from datetime import date
from typing import Any

import pytest

from planner import bridge
from planner.corrections import in_effect
from planner.derive import derive
from planner.log import check_log, day_to_plan
from tests import library
from tests.people import log_of, people


def told(*corrections: dict) -> list[dict]:
    """The answers that hold of one check-in after these corrections; nothing where it is taken back."""
    entries = [{"id": "a", "at": "2026-12-02T08:00:00+01:00", "kind": "check-in", "answers": {"check_pain_now": 0}}]
    entries += [{"id": f"c{place}", "at": f"2026-12-02T09:0{place}:00+01:00", "kind": "correction", "answers": {"entry": "a", **answers}} for place, answers in enumerate(corrections)]
    return [entry.answers for entry in in_effect(check_log({"format": "hamstring-guide-log", "version": 2, "entries": entries}).entries)]


PUT_RIGHT = {"answers": {"check_pain_now": 6}}
TAKEN_BACK = {"removed": True}
BROUGHT_BACK = {"removed": False}


@pytest.mark.parametrize(
    ("corrections", "expected"),
    [
        ((), [{"check_pain_now": 0}]),
        ((PUT_RIGHT,), [{"check_pain_now": 6}]),
        ((TAKEN_BACK,), []),
        ((TAKEN_BACK, BROUGHT_BACK), [{"check_pain_now": 0}]),
        ((PUT_RIGHT, TAKEN_BACK), []),
        ((PUT_RIGHT, TAKEN_BACK, BROUGHT_BACK), [{"check_pain_now": 6}]),
        ((TAKEN_BACK, PUT_RIGHT), [{"check_pain_now": 6}]),
        ((PUT_RIGHT, {"answers": {"check_pain_now": 2}}), [{"check_pain_now": 2}]),
    ],
    ids=["as told", "put right", "taken back", "brought back", "put right, then taken back", "what was put right comes back", "taken back, then put right", "put right twice"],
)
def test_the_last_word_holds(corrections, expected) -> None:
    """The last word on whether an entry counts holds, and the last answers given for it."""
    assert expected == told(*corrections)


@pytest.mark.parametrize(
    ("last", "planned"),
    [("2026-12-01", "2026-12-01"), ("2026-12-02", "2026-12-02"), ("2026-12-03", "2026-12-01"), ("2199-06-01", "2026-12-01")],
    ids=["told today", "told tomorrow, before a flight west", "told the day after", "a clock that was wrong for decades"],
)
def test_what_is_told_far_ahead_waits_for_its_day(last, planned) -> None:
    """The plan goes by tomorrow where something is told of it already, and by no day further ahead."""
    log = log_of(people()["settled-strain"], "2026-12-01")
    log["entries"].append({"id": "later", "at": f"{last}T12:00:00+01:00", "kind": "wish", "answers": {"on": last, "free": False}})

    assert date.fromisoformat(planned) == day_to_plan(check_log(log), date(2026, 12, 1))


# --- a correction that cannot be read ----------------------------------------------------------------------------------------

RECORDS = library.records()
CALM = {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "same", "body": "well"}
BRIDGES = {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 1}], "stopped": False}
# Of each kind: what was told, a correction that slipped, and where the slip stands.
SLIPS = {
    "session": (BRIDGES, {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 55}], "stopped": False}, "answers.items[0].pain"),
    "check-in": (CALM, {**CALM, "check_pain_now": 6}, "answers.check_pain_worst"),
    "test": ({"stairs": 1}, {"stairs": 11}, "answers.stairs"),
    "choice": ({"proposal": "advance", "subject": "", "to": "", "answer": "keep"}, {"proposal": "advance", "answer": "maybe"}, "answers.answer"),
    "wish": ({"on": "2026-12-02", "free": False}, {"on": "2026-12-02", "minutes": 1}, "answers.minutes"),
}


@pytest.fixture(scope="module", autouse=True)
def opened() -> None:
    """The records, taken once as the page does it."""
    library.open_bridge()


def ask(**request: Any) -> dict[str, Any]:
    return json.loads(bridge.handle(json.dumps(request)))


def log_with(*told: tuple[str, str, dict[str, Any]], given: str = "settled-strain") -> dict[str, Any]:
    """The log of a person, with entries told later: each with its moment, kind and answers; its id is its place."""
    log = log_of(people()[given], "2026-12-01")
    log["entries"] += [{"id": f"{place}", "at": f"{moment}:00+01:00", "kind": kind, "answers": answers} for place, (moment, kind, answers) in enumerate(told)]
    return log


def slipped(kind: str, answered_again: bool) -> dict[str, Any]:
    """A log whose last entry corrects the first one with a slip, on the same day, or after the questions were answered again."""
    right, wrong, _ = SLIPS[kind]
    again = [("2026-12-06T08:00", "intake", people()["settled-strain"])] if answered_again else [("2026-12-06T08:00", "check-in", CALM)]
    return log_with(("2026-12-02T18:00", kind, right), *again, ("2026-12-06T09:00", "correction", {"entry": "0", "answers": wrong}))


@pytest.mark.parametrize("answered_again", [False, True], ids=["in use today", "from before the last answers"])
@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_in_a_correction_is_told_before_it_is_taken(kind, answered_again) -> None:
    """What is put right is checked in full, also where today's plan no longer looks at it, and the problem names its entry and place."""
    answer = ask(do="show", log=slipped(kind, answered_again), today="2026-12-06", told=["2"])

    assert (False, f"{kind} of 2026-12-02T18:00:00+01:00: {SLIPS[kind][2]}") == (answer["ok"], answer.get("problems", [{"place": ""}])[0]["place"])


@pytest.mark.parametrize("answered_again", [False, True], ids=["in use today", "from before the last answers"])
@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_that_was_taken_once_empties_nothing(kind, answered_again) -> None:
    """A log with such a correction opens, what held before holds on, the diary says so, and the file has every entry still."""
    log = slipped(kind, answered_again)
    right, shown = check_log({**log, "entries": log["entries"][:-1]}), ask(do="show", log=log, today="2026-12-06")
    arrived = ask(do="read", text=json.dumps(log))

    assert derive(right, RECORDS, date(2026, 12, 6)) == derive(check_log(log), RECORDS, date(2026, 12, 6))
    assert "A later change to this could not be read, so it does not count." in shown["views"]["diary"]
    assert "put right</span>" not in shown["views"]["diary"]
    assert [entry["id"] for entry in log["entries"]] == [entry["id"] for entry in arrived["log"]["entries"]]


def test_a_slip_brings_nothing_back() -> None:
    """What was taken back stays so after a correction that cannot be read, as if that had never been told."""
    told = ("2026-12-02T18:00", "session", BRIDGES), ("2026-12-02T19:00", "correction", {"entry": "0", "removed": True}), ("2026-12-02T20:00", "correction", {"entry": "0", "answers": SLIPS["session"][1]})

    assert ["intake"] == [entry.kind for entry in in_effect(check_log(log_with(*told)).entries, RECORDS.protocol)]


def test_a_session_with_a_slip_in_its_correction_can_be_put_right() -> None:
    """Its fields hold the last answers that can be read, its lines stand in the diary, and a better correction takes the note away."""
    log = slipped("session", True)
    better = {**log, "entries": [*log["entries"], {**log["entries"][-1], "id": "better", "at": "2026-12-06T10:00:00+01:00", "answers": {"entry": "0", "answers": {**BRIDGES, "stopped": True}}}]}
    diary = ask(do="show", log=better, today="2026-12-06", told=["better"])["views"]["diary"]

    assert 'value="1"' in ask(do="session-again", log=log, today="2026-12-06", entry="0")["html"]
    assert "Glute bridge: 2 sets, pain 1" in ask(do="show", log=log, today="2026-12-06")["views"]["diary"]
    assert ("put right</span>" in diary, "could not be read" in diary) == (True, False)


def test_a_sign_in_a_correction_with_gaps_counts() -> None:
    """A warning sign that is put in later stops the plan though nothing else is answered, and is taken; without a sign the gaps are told."""
    told = ("2026-12-02T18:00", "check-in", CALM)
    with_sign, without = (log_with(told, ("2026-12-02T19:00", "correction", {"entry": "0", "answers": {"alarms": alarms}})) for alarms in (["new-urgent"], ["none"]))

    assert "stop" == ask(do="show", log=with_sign, today="2026-12-02", told=["1"])["outcome"]
    assert not ask(do="show", log=without, today="2026-12-02", told=["1"])["ok"]


def test_gaps_beside_an_older_stop_are_told() -> None:
    """A check-in with gaps is taken where it is what stops the plan; beside a stop of another day it is told what is missing."""
    stop, pain = ("2026-12-02T18:00", "check-in", {"alarms": ["new-urgent"]}), ("2026-12-03T18:00", "check-in", {"alarms": ["none"], "check_pain_now": 10})

    assert ask(do="show", log=log_with(stop), today="2026-12-03", told=["0"])["ok"]
    assert ask(do="show", log=log_with(("2026-12-02T18:00", "check-in", CALM), pain), today="2026-12-03", told=["1"])["ok"]
    assert not ask(do="show", log=log_with(stop, pain), today="2026-12-03", told=["1"])["ok"]


@pytest.mark.parametrize(
    "answers",
    [{"walking": "cannot"}, {"age": 15, "site": "sit-bone", "behaved": "helped", "started_on": "2026-12-02"}],
    ids=["no weight on the leg", "an adolescent's sit bone"],
)
def test_new_answers_that_stop_by_themselves_may_have_gaps(answers) -> None:
    """Also where the plan stands still already: whoever answers again and must be seen hears it at once, and not after the whole form."""
    later = ("pain_worst", "rest_pain", "getting", "days")
    partly = {name: answer for name, answer in {**people()["settled-strain"], **answers}.items() if name not in later}
    stop = ("2026-12-02T18:00", "check-in", {"alarms": ["new-urgent"]})
    answer = ask(do="show", log=log_with(stop, ("2026-12-04T08:00", "intake", partly)), today="2026-12-04", told=["1"])

    assert ("stop", None) == (answer.get("outcome"), answer.get("problems"))


def test_a_session_that_cannot_be_read_says_so() -> None:
    """From a strange file: it stands in the diary with a sentence, and is not shown as if nothing had been done."""
    log = log_with(("2026-12-02T18:00", "session", {"items": None}), ("2026-12-06T08:00", "intake", people()["settled-strain"]))

    assert "This session could not be read, so it does not count." in ask(do="show", log=log, today="2026-12-06")["views"]["diary"]


@pytest.mark.parametrize("told", ["0", [0], {"id": "0"}, None])
def test_strange_ids_of_what_is_told_are_refused(told) -> None:
    """What is told now is named by a list of ids."""
    assert ["told"] == [problem["place"] for problem in ask(do="show", log=log_with(), today="2026-12-01", told=told)["problems"]]
