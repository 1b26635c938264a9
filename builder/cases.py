"""The worked examples in tests/cases: a person, what they told on which days, and what the planner must say.

Each is a test, a row on the page of worked examples, and something a clinician can look at. `given` names a person of people.yaml,
`answers` changes their intake, `then` is what they told later, and `expect` what must come of it on the day `today`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from builder.strict_yaml import read_yaml
from planner.derive import derive
from planner.log import FORMAT, VERSION, check_log
from planner.model import Records, Situation

# Every case begins on this day unless it says otherwise. It is a Tuesday.
TODAY = "2026-12-01"
# A check-in in which nothing is wrong; a case names only what differs.
CALM_CHECK_IN = {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "same", "body": "well"}
SHORT_NAMES = {"pain": "check_pain_now", "worst": "check_pain_worst"}


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example: a sentence, the answers of the intake, what was told later, and what must come of it."""

    name: str
    file: str
    given: str
    answers: Mapping[str, Any]
    changed: Mapping[str, Any]
    begins: date
    then: tuple[Mapping[str, Any], ...]
    today: date
    expect: Mapping[str, Any]


def read_people(folder: Path) -> dict[str, dict[str, Any]]:
    """The people the cases start from."""
    return {"nobody": {}, **read_yaml(folder / "people.yaml", "people.yaml")}


def read_cases(folder: Path) -> list[Case]:
    """Every case of every file, in order."""
    people = read_people(folder)
    return [_case(plain, path, people) for path in sorted(folder.glob("*/*.yaml")) for plain in read_yaml(path, path.name)]


def _case(plain: Mapping[str, Any], path: Path, people: Mapping[str, Mapping[str, Any]]) -> Case:
    begins, then = date.fromisoformat(plain.get("begins", TODAY)), tuple(plain.get("then", ()))
    last = max([begins, *(date.fromisoformat(str(told["on"])) for told in then)])
    changed = plain.get("answers", {})
    answers = {question: answer for question, answer in {**people[plain["given"]], **changed}.items() if answer is not None}
    today = date.fromisoformat(plain["today"]) if "today" in plain else last
    return Case(plain["name"], f"{path.parent.name}/{path.name}", plain["given"], answers, changed, begins, then, today, plain["expect"])


def log_of(answers: Mapping[str, Any], on: date | str = TODAY) -> dict[str, Any]:
    """A log with one intake."""
    return {"format": FORMAT, "version": VERSION, "entries": [_entry(0, on, "intake", dict(answers))]}


def case_log(case: Case, records: Records) -> dict[str, Any]:
    """The whole log of a case. What says "as planned", or accepts a proposal, is read off the plan of that day."""
    log = log_of(case.answers, case.begins)
    for told in case.then:
        on = date.fromisoformat(str(told["on"]))
        for kind, value in told.items():
            if kind != "on":
                log["entries"] += [_entry(len(log["entries"]), on, *each) for each in _told(kind, value, log, on, records)]
    return log


def _entry(number: int, on: date | str, kind: str, answers: dict[str, Any]) -> dict[str, Any]:
    minutes = number % 1440
    return {"id": f"{number:04}", "at": f"{on}T{minutes // 60:02}:{minutes % 60:02}:00+01:00", "kind": kind, "answers": answers}


def _told(kind: str, value: Any, log: Mapping[str, Any], on: date, records: Records) -> list[tuple[str, dict[str, Any]]]:
    match kind:
        case "check-in":
            return [(kind, {**CALM_CHECK_IN, **{SHORT_NAMES.get(name, name): answer for name, answer in (value or {}).items()}})]
        case "session":
            return [(kind, _session(value, log, on, records))]
        case "accept" | "keep":
            return [("choice", _choice(value, kind, _situation(log, on, records)))]
    return [(kind, dict(value))]


def _session(value: Any, log: Mapping[str, Any], on: date, records: Records) -> dict[str, Any]:
    """"as planned" is the plan of that day with pain of 1 where its limit allows it; a mapping may change single exercises."""
    if isinstance(value, Mapping) and "items" in value:
        return dict(value)
    changes = value if isinstance(value, Mapping) else {}
    items = []
    for item in _situation(log, on, records).weeks[0].days[0].items:
        done = {"exercise": item.exercise, "sets": item.sets[1], "pain": min(1, item.pain_limit)}
        if item.step is not None:
            done["step"] = item.step
        items.append({**done, **changes.get(item.exercise, {})})
    return {"items": items, "stopped": bool(changes.get("stopped", False))}


def _choice(proposal: str, answer: str, situation: Situation) -> dict[str, Any]:
    if proposal == "whole-session":
        return {"proposal": proposal, "answer": answer}
    [wanted] = [each for each in situation.progress.proposals if each.kind == proposal][:1] or [None]
    if wanted is None:
        raise ValueError(f"{situation.today}: expected a proposal to {proposal}, got {[each.kind for each in situation.progress.proposals]}")
    return {"proposal": proposal, "subject": wanted.subject, "to": wanted.to, "answer": answer}


def _situation(log: Mapping[str, Any], on: date, records: Records) -> Situation:
    return derive(check_log(log), records, on)
