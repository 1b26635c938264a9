"""The lives in tests/cases/lives, day by day, and the example on the planner's page that is made from one."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from builder.cache import Cache
from builder.example import example, write_example
from builder.lives import Evening, Life, lived, read_lives, said, with_what_is_said
from planner import derive
from planner.history import history_of
from planner.log import check_log
from planner.model import Records
from planner.view import render_views
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "cases" / "lives"
LIVES = read_lives(FOLDER)
TWELVE_WEEKS = 84


@pytest.fixture(scope="module", params=LIVES, ids=[life.file for life in LIVES])
def life(request) -> Life:
    return request.param


@pytest.fixture(scope="module")
def evenings(life: Life, records: Records) -> list[Evening]:
    return list(lived(life, records))


def test_every_day_is_as_expected(evenings: list[Evening], records: Records) -> None:
    """On every evening the planner says what the life expects; every difference is told with its day."""
    differences = [
        f"{evening.day.on} {name}: expected {evening.day.expect.get(name)!r}, got {words.get(name)!r}"
        for evening in evenings
        for words in [said(evening, records)]
        for name in {**evening.day.expect, **words}
        if evening.day.expect.get(name) != words.get(name)
    ]

    assert not differences, "\n".join(["`python -m builder.lives` writes what the planner says now.", *differences])


def test_a_life_is_twelve_weeks_without_a_gap(life: Life) -> None:
    """A life has an entry in the file for each of its 84 days, told on or not."""
    first = life.days[0].on

    assert [first + timedelta(days=offset) for offset in range(TWELVE_WEEKS)] == [day.on for day in life.days]


def test_a_life_holds_what_happens_to_people(evenings: list[Evening], records: Records) -> None:
    """The life has a flare, a sore morning, an illness, a week away, wishes, corrections, a proposal left and taken later, stages, steps and the return."""
    entries, told = evenings[-1].entries, [said(evening, records) for evening in evenings]
    rules = Counter(rule for words in told for rule in words["today"].partition("(")[2].rstrip(")").split(", "))
    choices = Counter((entry["answers"]["proposal"], entry["answers"]["answer"]) for entry in entries if entry["kind"] == "choice")
    wishes = {name for entry in entries if entry["kind"] == "wish" for name in entry["answers"]} - {"on"}
    corrections = {name for entry in entries if entry["kind"] == "correction" for name in entry["answers"]} - {"entry"}
    quiet = "".join("-" if not evening.day.told else "x" for evening in evenings)

    assert {"flare", "worse-next-morning", "ill-today", "slept-badly", "long-break", "no-check-in"} <= set(rules)
    assert {"advance": 3, "climb": 4, "back-to-sport": 1} == {proposal: count for (proposal, answer), count in choices.items() if answer == "accept"}
    assert 1 == choices["advance", "keep"]
    assert {"free", "minutes", "equipment", "swap"} == wishes
    assert {"removed", "answers"} == corrections
    assert "x-------x" in quiet and "x-x" in quiet
    assert ["settle", "build", "lengthen", "return"] == list(dict.fromkeys(words["stage"].split()[0] for words in told))
    assert "guarded, week 1" == told[-1]["sport"]


def test_a_wrong_expectation_is_found_and_put_right(life: Life, evenings: list[Evening], records: Records) -> None:
    """A file whose expectations were changed comes out of the rewriting as it was, stories and comments untouched."""
    text = (FOLDER / life.file).read_text(encoding="utf-8")
    wrong = text.replace('today: "go (calm-day)"', 'today: "rest (ill-today)"')
    words = {evening.day.on.isoformat(): said(evening, records) for evening in evenings}

    assert wrong != text == with_what_is_said(wrong, words)


# --- the example ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(records: Records) -> dict:
    return example(records)


def test_the_example_is_a_morning_checked_in_with_a_session_ahead(shown: dict, records: Records) -> None:
    """On the day of the example the check-in is told and nothing else, and there is a session to do: what the plan is for is seen at once."""
    log, today = check_log(shown["log"]), date.fromisoformat(shown["today"])
    situation = derive(log, records, today)

    assert "plan" == situation.outcome
    assert situation.weeks[0].days[0].items
    assert situation.daily.asked
    assert not situation.is_over
    assert ["check-in"] == [entry.kind for entry in log.entries if entry.day == today]


def test_the_example_is_full_of_life(shown: dict, records: Records) -> None:
    """Six weeks with at least 25 check-ins and 15 sessions, three stages, results of tests, and ids of its own."""
    log, today = check_log(shown["log"]), date.fromisoformat(shown["today"])
    kinds, history = Counter(entry.kind for entry in log.entries), history_of(log, records, today)

    assert 25 <= kinds["check-in"]
    assert 15 <= kinds["session"]
    assert timedelta(days=41) == today - log.entries[0].day
    assert 3 == len(history.stays)
    assert 10 <= len(history.measured)
    assert [f"example-{number}" for number in range(1, len(log.entries) + 1)] == [entry.id for entry in log.entries]


def test_the_example_can_be_shown(shown: dict, records: Records) -> None:
    """Every view of the page is made from the example."""
    log, today = check_log(shown["log"]), date.fromisoformat(shown["today"])
    views = render_views(derive(log, records, today), history_of(log, records, today), log, records)

    assert {"today", "short", "week", "progress", "diary", "player"} == set(views)


def test_the_example_is_the_same_bytes_each_time(plain_records: dict, shown: dict, built_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written once more, lived anew or kept, has the bytes that the site has, and they hold the example; with other records it is lived anew."""
    lives, cache = [], Cache(tmp_path / "cache")
    monkeypatch.setattr("builder.example.example", lambda records: lives.append(records) or example(records))
    for name in ("lived.json", "kept.json"):
        write_example(plain_records, tmp_path / name, cache)
    write_example({**plain_records, "messages": {**plain_records["messages"], "another": "word"}}, tmp_path / "other.json", cache)

    assert 2 == len(lives)
    assert (tmp_path / "lived.json").read_bytes() == (tmp_path / "kept.json").read_bytes()
    assert (built_site / "assets/planner/example.json").read_bytes() == (tmp_path / "lived.json").read_bytes()
    assert shown == json.loads((tmp_path / "lived.json").read_text(encoding="utf-8"))
