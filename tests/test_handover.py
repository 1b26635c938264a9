"""The hand-over for the physiotherapist: one file, with what the reader chose to share and nothing else."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from builder.lives import log_of
from planner import bridge
from planner.account import account_of
from planner.log import check_log
from planner.view import PARTS
from planner.view.handover import weeks_of
from tests import library

NOTE = "Sat on a bench <b>all day</b>; =1+1"


@pytest.fixture(scope="module")
def life(footballer) -> tuple[dict[str, Any], str]:
    """The log of the made-up footballer on a morning with a note of the evening before, and the day."""
    library.open_bridge()
    evenings, morning = footballer
    log, yesterday = log_of(evenings[-1].entries), evenings[-1].day.on.isoformat()
    note = {"id": "noted", "at": f"{yesterday}T22:00:00+01:00", "kind": "session", "answers": {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 1}], "note": NOTE}}
    return {**log, "entries": [*log["entries"], note]}, morning


def handover(life, *parts: str) -> str:
    log, today = life
    answer = json.loads(bridge.handle(json.dumps({"do": "handover", "log": log, "today": today, "parts": list(parts or PARTS)})))
    assert answer["ok"], answer
    return answer["text"]


class Elements(HTMLParser):
    """Every element with its attributes, and whether they are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_it_is_one_whole_page(life) -> None:
    """Every element is closed in order, every id is there once, and it says which rules made it."""
    text = handover(life)
    page = Elements(text)
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]

    assert ([], []) == (page.faults, page.open)
    assert len(ids) == len(set(ids))
    assert f"Rules: version {bridge._opened().protocol.version}." in text


def test_it_asks_nothing_of_anybody(life) -> None:
    """There is no script, no link and no address to fetch in it, and its own policy forbids all of them."""
    text = handover(life)
    page = Elements(text)
    attributes = {name for _, each in page.found for name in each}

    assert not {"script", "link", "img", "iframe", "object", "a", "form", "base", "image", "use"} & {tag for tag, _ in page.found}
    assert not {"src", "href", "xlink:href", "style", "srcset", "action"} & attributes
    assert not [name for name in attributes if name.startswith("on")]
    assert not re.search(r"url\(|@import|https?:", text)
    assert "default-src 'none'; style-src 'unsafe-inline'" in text


@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_is_the_only_one(life, part: str) -> None:
    """What was not ticked has no section, and the page says what is left out."""
    text = handover(life, part)
    sections = [attributes["id"] for tag, attributes in Elements(text).found if tag == "section" and "id" in attributes]

    assert [part] == sections
    assert text.index("What I chose to share") < text.index("Not in this file") < text.index(f'id="{part}"')


def test_what_is_not_chosen_is_nowhere(life) -> None:
    """Without the answers no question of the form is in the file, without the notes no note, without the picture no drawing."""
    text = handover(life, "history", "criteria")
    age = bridge._opened().protocol.questions["age"].text

    assert age not in text
    assert "bench" not in text
    assert "<svg" not in text
    assert age in handover(life, "answers")
    assert "bench" in handover(life, "notes")
    assert "<svg" in handover(life, "pain")


def test_a_note_is_text(life) -> None:
    """A note with markup in it is shown letter for letter."""
    text = handover(life, "notes")

    assert "Sat on a bench &lt;b&gt;all day&lt;/b&gt;; =1+1" in text
    assert "<b>" not in text


def test_the_parts_stand_in_one_order(life) -> None:
    """The order of ticking does not show: the same parts are the same bytes."""
    assert handover(life, "notes", "history") == handover(life, "history", "notes")


@pytest.mark.parametrize("parts", [None, [], ["everything"], "history", [7], [["history"]]])
def test_parts_that_are_none_are_refused(life, parts: Any) -> None:
    """A hand-over of nothing, or of something unknown, is refused with the parts there are."""
    answer = json.loads(bridge.handle(json.dumps({"do": "handover", "log": life[0], "today": life[1], "parts": parts})))

    assert ["parts"] == [problem["place"] for problem in answer["problems"]]
    assert "history, pain, criteria" in answer["problems"][0]["message"]


def test_doses_stand_side_by_side(life, records) -> None:
    """Each day of the last four weeks has what was planned before its session and what was done; an extra exercise is told as one."""
    log, today = check_log(life[0]), date.fromisoformat(life[1])
    account = account_of(log, records, today)
    as_planned = [day for day in account.days if {item.exercise for item in day.planned} == {item.exercise for item in day.done} != set()]
    extra = account.days[-1]

    text = handover(life, "doses")
    weeks = list(weeks_of(account, today))

    assert 4 < len(as_planned)
    assert ("glute-bridge", 2) in {(item.exercise, item.sets) for item in extra.done}
    assert "not planned" in text
    assert sum(item.sets for day in account.days for item in day.done) == sum(line.sets_done for week in weeks for line in week.lines)
    assert sum(len(day.planned) for day in account.days) == sum(line.days_planned for week in weeks for line in week.lines)
    assert f"{weeks[0].lines[0].sets_done} of {weeks[0].lines[0].sets_planned}" in text


def test_a_day_missed_is_told(footballer, records) -> None:
    """A day on which something was planned and nothing done stands there without a session; today does not, it is not over."""
    log = check_log(log_of(footballer[0][2].entries))
    later = date.fromordinal(log.entries[-1].day.toordinal() + 9)
    missed = [day for day in account_of(log, records, later).days if not day.done]

    assert missed
    assert later not in {day.on for day in missed}


def test_a_decision_has_its_reasons(life, records) -> None:
    """Each answer to a proposal has the findings that the proposal was made for."""
    decisions = account_of(check_log(life[0]), records, date.fromisoformat(life[1])).decisions
    proposed = [decided for decided in decisions if decided.turn.kind in ("advance", "climb")]

    assert 2 < len(proposed)
    assert [] == [decided.turn for decided in proposed if not decided.findings]


def test_a_stop_is_handed_over_too(life) -> None:
    """Where a warning sign stops the plan, the page has the sign and what was told, and no test of a stage."""
    log, today = life
    protocol = bridge._opened().protocol
    alarm = next(sign.id for sign in protocol.signs if sign.question == "alarms" and protocol.levels[sign.level].stops)
    told = {"id": "stop", "at": f"{today}T08:00:00+01:00", "kind": "check-in", "answers": {"alarms": [alarm], "check_pain_now": 6, "check_pain_worst": 7, "morning": "more", "body": "well"}}
    text = handover(({**log, "entries": [*log["entries"], told]}, today))

    assert "No stage now." in text
    assert protocol.levels[next(sign.level for sign in protocol.signs if sign.id == alarm)].title in text


def test_the_days_on_which_the_plan_asked_for_less_are_told(life) -> None:
    """Among the decisions stands each day with less or with rest, with its reasons; a calm day does not."""
    log, _ = life
    calm = {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 0, "morning": "none", "body": "well"}
    told = [("2026-10-26", calm), ("2026-10-27", {**calm, "body": "ill"})]
    entries = [{"id": f"told-{day}", "at": f"{day}T20:00:00+01:00", "kind": "check-in", "answers": answers} for day, answers in told]

    text = handover(({**log, "entries": [*log["entries"][:1], *entries]}, "2026-10-28"), "decisions")

    assert "27 October 2026: Rest today." in text
    assert "26 October 2026:" not in text
