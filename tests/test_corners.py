"""Corners of the planner that no reader comes to on an ordinary day; `make coverage` wants every branch taken."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from planner import __main__ as command_line
from planner import bridge
from planner.account import account_of
from planner.corrections import read_correction
from planner.criteria import first_tried
from planner.derive import derive
from planner.dose import dose_minutes
from planner.export.asked import CalendarWish
from planner.export.calendar import calendar_text
from planner.export.fhir import fhir_text
from planner.export.table import table_text
from planner.facts import Facts, _holds, read_facts
from planner.history import history_of
from planner.log import MOST_ENTRIES, check_log
from planner.model import Account, Dose, Level, Log, Measured, Option, ShowIf, Worked
from planner.placement import place
from planner.problems import BadInput, read_day
from planner.records import make
from planner.trace import _inputs
from planner.view.chart import MOST_WEEKS, progress_of
from planner.view.chart_words import _of_stage
from planner.view.diary import diary_of
from planner.view.handover import _results, weeks_of
from planner.view.render import plain
from planner.view.wording import conditions_json, days_words, dose_words
from tests import library
from tests.lives import PROTOCOL, RECORDS
from tests.lives import TODAY as ON
from tests.people import TODAY, log_of, people
from tests.test_charts import made

GOOD = json.dumps(log_of(people()["settled-strain"]))


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.json"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def records_at_hand(monkeypatch) -> None:
    """The records are read once and not by each of these tests."""
    monkeypatch.setattr("builder.load.load_records", lambda root: RECORDS)


# --- the command line, in this process so that its branches are seen --------------------------------------------------------


@pytest.mark.parametrize(("asked", "beginning"), [([], "Hamstring strain, stage 2"), (["--format", "json"], "{\n"), (["--format", "html"], "<"), (["--why"], "")])
def test_each_way_to_write_a_plan(log, asked, beginning, capsys) -> None:
    """The command line writes text, JSON, HTML or every reason."""
    assert 0 == command_line.main([str(log), "--on", TODAY, *asked])
    written = capsys.readouterr().out
    assert written.lstrip().startswith(beginning)
    assert 500 < len(written)


def test_records_of_a_built_site_make_the_same_plan(log, tmp_path, monkeypatch, capsys) -> None:
    """With the records of a site, and a log from standard input, the plan is the same."""
    records = tmp_path / "records.json"
    records.write_text(json.dumps(library.plain()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD))
    assert 0 == command_line.main(["-", "--on", TODAY, "--records", str(records)])
    from_site = capsys.readouterr().out
    command_line.main([str(log), "--on", TODAY])

    assert capsys.readouterr().out == from_site


def test_what_cannot_be_read_is_said(log, tmp_path, capsys) -> None:
    """A missing file, bytes that are no text, a log that is none and records that are none each end with 2 and a sentence."""
    bytes_, empty = tmp_path / "bytes", tmp_path / "empty"
    bytes_.write_bytes(b"\xff\xfe")
    empty.write_text("{}", encoding="utf-8")
    for arguments, part in (([str(tmp_path / "none")], "cannot be read"), ([str(bytes_)], "as text in UTF-8"), ([str(empty)], "not a log of this planner"), ([str(log), "--records", str(empty)], "is not the records.json")):
        assert 2 == command_line.main([*arguments, "--on", TODAY])
        assert part in capsys.readouterr().err


def test_records_that_do_not_build_are_said(log, monkeypatch, capsys) -> None:
    """A mistake in this checkout's records ends with 2 and the build's own sentence."""
    from builder import load
    from builder.problems import BuildStopped, Problem

    def stop(_):
        raise BuildStopped([Problem("exercises/x.yaml", "", "expected more")])

    monkeypatch.setattr(load, "load_records", stop)
    assert 2 == command_line.main([str(log), "--on", TODAY])
    assert "exercises/x.yaml" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused(log, capsys) -> None:
    """The day is refused with an example."""
    with pytest.raises(SystemExit):
        command_line.main([str(log), "--on", "tomorrow"])
    assert "Example: 2026-12-01" in capsys.readouterr().err


# --- rules on values that the records and the form do not give -------------------------------------------------------------


def test_a_dose_of_an_unknown_kind_has_no_length() -> None:
    """A kind of dose that nobody taught the planner is refused and not guessed."""
    dose = next(iter(RECORDS.exercises["glute-bridge"].doses.values()))
    with pytest.raises(ValueError, match="no length for a dose of kind 'dance'"):
        dose_minutes(replace(dose, kind="dance"), (1, 1), PROTOCOL)


def test_without_a_sport_no_end_of_the_road_is_named() -> None:
    """Somebody whose sport is not known is placed, and nothing is said about where the road ends."""
    facts = Facts({"onset": "healthy", "pain_now": 0, "pain_worst": 0, "walking": "normal"}, ON)
    placed = place(facts, first_tried({}, ON, PROTOCOL), PROTOCOL)

    assert "prevention" == placed.track
    assert "end-of-the-road" not in {finding.code for finding in placed.findings}


def test_a_question_that_waits_for_a_number_is_asked_from_there_on() -> None:
    """A condition with a least or a most number holds for a number within and for nothing else."""
    condition = ShowIf("age", (), 18, 65)

    assert [False, True, True, False, False, False] == [_holds(condition, answer) for answer in (17, 18, 65, 66, "18", None)]


@pytest.mark.parametrize(("answers", "problem"), [({"started_on": "last week"}, "Please give a day as year-month-day."), ({"started_on": "2026-12-02"}, "This day has not come yet.")])
def test_a_start_that_is_no_day_or_in_the_future_is_refused(answers, problem) -> None:
    """A start is a day that has come."""
    _, problems = read_facts({**people()["settled-strain"], **answers}, PROTOCOL, ON)

    assert [True] == [each.message.startswith(problem) for each in problems]


@pytest.mark.parametrize(
    ("kind", "answers", "place"),
    [
        ("correction", {"entry": "1", "removed": "yes"}, "answers.removed"),
        ("correction", {"entry": "1", "answers": []}, "answers.answers"),
        ("choice", {"proposal": "advance", "subject": 5, "answer": "keep"}, "answers.subject"),
        ("session", {"items": [], "note": 5}, "answers.note"),
    ],
)
def test_an_entry_with_a_part_of_the_wrong_sort_is_refused(kind, answers, place) -> None:
    """Each part of an entry that is of the wrong sort is named."""
    log = log_of(people()["settled-strain"])
    log["entries"].append({"id": "9", "at": f"{TODAY}T09:00:00+01:00", "kind": kind, "answers": answers})
    with pytest.raises(BadInput) as refusal:
        derive(check_log(log), RECORDS, ON)

    assert [True] == [problem.place.endswith(place) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda log: log.update(entries=[{}] * (MOST_ENTRIES + 1)), "expected at most"),
        (lambda log: log.update(entries=["an entry"]), "expected an entry, got 'an entry'"),
        (lambda log: log["entries"][0].update(at="2026-02-30T08:00:00+01:00"), "expected a moment with its offset"),
        (lambda log: log["entries"][0].update(id=list(range(61))), "got something of 61 parts"),
        (lambda log: log["entries"][0].update(id=10**5000), "got a number with thousands of digits"),
    ],
    ids=["too many", "no entry", "no such day", "a long list", "a long number"],
)
def test_a_log_that_is_none_is_refused_in_short_words(change, message) -> None:
    """Too many entries, no entry, a day that the calendar does not have and what is too long to show are refused."""
    log = log_of({})
    change(log)
    with pytest.raises(BadInput, match=message):
        check_log(log)


def test_a_day_after_the_last_year_is_refused() -> None:
    """The calendar ends where the weeks of a plan could no longer be counted."""
    with pytest.raises(ValueError, match="not after 2200"):
        read_day("2201-01-01")


def test_a_record_of_another_shape_is_refused() -> None:
    """A record's value of the wrong sort, and one that is missing, are faults of the build and are raised as such."""
    with pytest.raises(TypeError, match="expected str, got 5"):
        make(Option, {"id": "a", "label": 5})
    with pytest.raises(TypeError, match="Level needs rank"):
        make(Level, {"id": "a"})


def test_what_is_done_with_no_sets_is_in_no_file() -> None:
    """An exercise with no set done has no row in the table and none in the bundle, and the file says nothing of it."""
    log = log_of(people()["settled-strain"])
    log["entries"].append({"id": "9", "at": f"{TODAY}T09:00:00+01:00", "kind": "session", "answers": {"items": [{"exercise": "glute-bridge", "sets": 0}, {"exercise": "nobody-knows", "sets": 1}]}})
    read = check_log(log)
    history = history_of(read, RECORDS, ON)

    assert "glute-bridge" not in table_text(read, history, RECORDS)
    assert "completed" not in fhir_text(derive(read, RECORDS, ON), history, read, RECORDS)


def test_a_first_set_that_was_felt_is_in_every_file() -> None:
    """A session that was broken off in its first set is told of in table, bundle, hand-over and history, with its pain and with no set done."""
    read = log_with(("session", {"items": [{"exercise": "side-bridge", "sets": 0, "pain": 4}], "stopped": True}))
    history, situation = history_of(read, RECORDS, ON), derive(read, RECORDS, ON)
    [row] = list(csv.DictReader(io.StringIO(table_text(read, history, RECORDS).removeprefix("\ufeff"))))
    [told] = [activity["detail"] for activity in json.loads(fhir_text(situation, history, read, RECORDS))["entry"][0]["resource"]["activity"] if activity["detail"]["status"] == "stopped"]
    [week] = weeks_of(account_of(read, RECORDS, ON), ON)
    [line] = [line for line in week.lines if line.exercise == "side-bridge"]

    assert ("Side bridge", "0", "4", "yes") == (row["exercise"], row["sets done"], row["pain 0-10"], row["broken off because of the leg"])
    assert ("Side bridge", "Sets done: 0, pain 4 out of 10") == (told["code"]["text"], told["description"])
    assert ((ON,), 0, 0, 4) == (week.stopped, line.days_done, line.sets_done, line.pain)
    assert (Worked(ON, 0, (), 4, True),) == history.worked


def test_a_session_broken_off_at_once_is_in_the_files_too() -> None:
    """Where nothing was told of an exercise, the table and the hand-over still say that a session was broken off."""
    read = log_with(("session", {"items": [], "stopped": True}))
    history = history_of(read, RECORDS, ON)
    [row] = list(csv.DictReader(io.StringIO(table_text(read, history, RECORDS).removeprefix("\ufeff"))))
    [week] = weeks_of(account_of(read, RECORDS, ON), ON)

    assert ("", "0", "yes") == (row["exercise id"], row["sets done"], row["broken off because of the leg"])
    assert (ON,) == week.stopped
    assert (Worked(ON, 0, (), None, True),) == history.worked


def test_an_exercise_left_in_a_session_that_went_on_was_stopped() -> None:
    """In the bundle an exercise that was left in its first set is stopped, and those done in the same session are completed."""
    read = log_with(("session", {"items": [{"exercise": "side-bridge", "sets": 0, "pain": 4}, {"exercise": "glute-bridge", "sets": 2, "pain": 1}]}))
    plan = json.loads(fhir_text(derive(read, RECORDS, ON), history_of(read, RECORDS, ON), read, RECORDS))["entry"][0]["resource"]

    assert [("Side bridge", "stopped"), ("Glute bridge", "completed")] == [(each["detail"]["code"]["text"], each["detail"]["status"]) for each in plan["activity"][:2]]


def test_a_session_that_says_nothing_is_no_day_with_one() -> None:
    """No set, no pain and nothing broken off: the pictures count no session for it."""
    assert () == history_of(log_with(("session", {"items": [{"exercise": "side-bridge", "sets": 0, "pain": 0}]})), RECORDS, ON).worked


def test_a_calendar_has_reminders_only_where_they_are_wanted() -> None:
    """Where the reader wants no reminder, no session of the calendar has one."""
    read = check_log(log_of(people()["settled-strain"]))
    texts = [calendar_text(derive(read, RECORDS, ON), read, RECORDS, CalendarWish(timedelta(hours=18), minutes, False, frozenset(), None, 0)) for minutes in (None, 15)]

    assert [False, True] == ["BEGIN:VALARM" in text for text in texts]


@pytest.mark.parametrize("kind", ["hold", "reps", "time", "distance"])
def test_a_dose_of_one_set_is_said_without_sets(kind) -> None:
    """One set of one hold is "hold for …", several are counted."""
    dose = replace(next(iter(RECORDS.exercises["glute-bridge"].doses.values())), kind=kind, reps=(1, 1), hold_seconds=(10, 10), seconds=(60, 60), metres=50)
    one, more = dose_words(dose, (1, 1)), dose_words(dose, (3, 3))

    assert one != more
    assert "set" not in one


def test_the_worst_pain_is_not_less_than_the_pain_of_now() -> None:
    """A worst below now is refused, with what was written for now."""
    _, problems = read_facts({**people()["settled-strain"], "pain_now": 4, "pain_worst": 3}, PROTOCOL, ON)

    assert [("answers.pain_worst", True)] == [(problem.place, problem.message.startswith("You wrote 4")) for problem in problems]


def test_a_correction_names_an_entry() -> None:
    """A correction of nothing is refused."""
    _, problems = read_correction({"entry": ""})

    assert ["answers.entry"] == [problem.place for problem in problems]


def test_what_a_record_leaves_out_has_one_meaning() -> None:
    """A dose without sets has one; without times of the day, one too."""
    dose = make(Dose, {"days_per_week": 3, "rpe": [3, 5]})

    assert ((1, 1), 1) == (dose.sets, dose.times_per_day)


def test_a_record_without_what_it_needs_is_refused() -> None:
    """A dose that does not say how often a week and how hard is a fault of the build, and both are named."""
    with pytest.raises(TypeError, match="^Dose needs days_per_week, rpe$"):
        make(Dose, {})


def test_a_text_in_the_place_of_a_record_is_refused() -> None:
    """Where a record is expected and a text stands, both are named."""
    with pytest.raises(TypeError, match="^expected Dose, got 'three sets'$"):
        make(Dose, "three sets")


def test_a_stage_knows_its_programme() -> None:
    """The programme of a stage is the first half of its name."""
    assert all(PROTOCOL.track_of(stage.id).id == stage.track for stage in PROTOCOL.stages().values())


def test_a_rule_that_reads_a_test_of_both_legs_shows_both() -> None:
    """Where a rule looks at a test of both legs, what was told of each leg is an input."""
    both = [*_inputs("single_leg_bridge", {"single_leg_bridge_sore": 12, "single_leg_bridge_good": 20}, RECORDS)]

    assert ["12 repetitions", "20 repetitions"] == [text[-14:] for text in both]


def test_a_whole_float_is_written_as_a_whole_number() -> None:
    """JSON says 2 and not 2.0, on every machine alike; a half stays one."""
    assert [2, 2.5] == plain([2.0, 2.5])
    assert int is type(plain(2.0))


def test_days_a_week_are_said_in_words() -> None:
    """Every day, one day and several days."""
    dose = next(iter(RECORDS.exercises["glute-bridge"].doses.values()))

    assert ["every day", "1 day a week", "3 days a week"] == [days_words(replace(dose, days_per_week=days)) for days in (7, 1, 3)]


def test_the_form_is_told_when_a_question_waits() -> None:
    """The conditions of a question are JSON with the question each looks at."""
    assert [{"question": "onset", "anyOf": ["sprint", "stretch", "other-sudden"], "least": None, "most": None}] == json.loads(conditions_json(PROTOCOL.questions["earlier"]))


def log_with(*told) -> Log:
    """The log of somebody on the way, with more entries of one day."""
    log = log_of(people()["settled-strain"])
    log["entries"] += [{"id": f"{number}", "at": f"{TODAY}T0{number}:00:00+01:00", "kind": kind, "answers": answers} for number, (kind, answers) in enumerate(told, start=1)]
    return check_log(log)


def test_the_account_has_the_whole_session_and_passes_over_what_cannot_be_read() -> None:
    """Asking for the whole session stands on the findings of the day; a choice that cannot be read is no decision."""
    log = log_with(("choice", {"proposal": "whole-session", "answer": "accept"}), ("choice", {"proposal": "dance"}))
    kinds = [decided.turn.kind for decided in account_of(log, RECORDS, ON).decisions]

    assert ["intake", "whole-session"] == kinds


def test_the_diary_passes_over_exercises_nobody_knows() -> None:
    """A session and a swap with an exercise that is no record say nothing of it, and the rest is told."""
    log = log_with(("session", {"items": [{"exercise": "nobody-knows", "sets": 1}, {"exercise": "glute-bridge", "sets": 1}]}), ("wish", {"on": TODAY, "swap": {"exercise": "nobody-knows", "instead": "glute-bridge"}}))
    wish, session, _ = diary_of(log, RECORDS)

    assert ((), 1) == (wish.lines, len(session.lines))


def test_nothing_is_read_before_the_records_are_there(monkeypatch) -> None:
    """A request before the records is a fault of the page and raised as such."""
    monkeypatch.setattr(bridge, "_records", None)
    with pytest.raises(RuntimeError, match="open_records comes before"):
        bridge._opened()


def test_the_hand_over_says_what_was_not_measured() -> None:
    """A test of which one leg was told has a dash for the other, and weeks without a day are left out."""
    told = Measured(ON, "single_leg_bridge", None, 12, None)
    [result] = _results((told,), "single_leg_bridge", RECORDS)

    assert "–" in result.words
    assert [] == list(weeks_of(Account((), (), ()), ON))


def test_a_long_road_is_drawn_where_there_is_room() -> None:
    """A stage of one day has no room for its letter, one before the picture's weeks is not named, and a limit as high as strong pain leaves no band between."""
    days = MOST_WEEKS * 7 * 2
    history = made(told=[(days - 20, (2, 3, PROTOCOL.value("pain_rest_day"))), (days - 1, (1, 2, PROTOCOL.value("pain_rest_day")))], days=days, stages=("acute-strain/settle", "acute-strain/build"))
    first, last = history.stays
    early = last.since - timedelta(days=60)
    stays = (replace(first, until=early), replace(first, stage="acute-strain/lengthen", since=early, until=early + timedelta(days=1)), replace(last, since=early + timedelta(days=1), until=history.today - timedelta(days=30)), replace(last, stage="acute-strain/lengthen", since=history.today - timedelta(days=30), until=history.today - timedelta(days=29)), replace(last, since=history.today - timedelta(days=29)))
    chart = progress_of(replace(history, stays=stays), RECORDS)

    assert "Settle" not in " ".join(line.name for line in chart.stages)
    assert 2 == max(sum(text.kind == "band" for text in picture.texts) for picture in chart.pictures)


def test_without_a_stage_no_stage_is_named() -> None:
    """Of a history without any stage nothing is said about one."""
    assert [] == list(_of_stage(replace(made(), stays=()), RECORDS))
