"""The lives in tests/cases/lives: one made-up reader day by day, what they told, and what the planner says on each evening.

Each is a test, and the first weeks of one are the example on the planner's page. The words of the file stand in a comment at its top.
`python -m builder.lives` writes what the planner says now into the files, so that a changed rule shows there as a difference to review.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from builder.cases import CALM_CHECK_IN, SHORT_NAMES
from builder.load import load_records
from builder.strict_yaml import read_yaml
from planner.derive import derive
from planner.log import FORMAT, VERSION, check_log
from planner.model import Day, Finding, Item, Records, Situation

ROOT = Path(__file__).resolve().parent.parent
LIVES = ROOT / "tests" / "cases" / "lives"

# When each kind is told, in minutes of the day; what comes later on the same day is told some minutes after what came before.
MINUTES = {"intake": 540, "check-in": 485, "wish": 495, "choice": 500, "test": 1050, "session": 1090, "correction": 490}
MINUTES_BETWEEN = 5
# One offset the whole year: a life that moves its clocks would say nothing more, and the same life is the same bytes.
OFFSET = "+01:00"

Told = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class LifeDay:
    """One day: what happened in words, what was told in order, and what the planner must say by the evening."""

    on: date
    story: str
    told: tuple[Told, ...]
    expect: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Life:
    """One reader. The first `example_days` days are the example on the planner's page."""

    name: str
    file: str
    answers: Mapping[str, Any]
    example_days: int
    days: tuple[LifeDay, ...]


@dataclass(frozen=True, slots=True)
class Evening:
    """A day as it was lived: every entry so far, what the planner said before the first session was told, and what it says at the end."""

    day: LifeDay
    entries: tuple[Mapping[str, Any], ...]
    before: Situation
    situation: Situation


def read_lives(folder: Path = LIVES) -> list[Life]:
    """Every life of the folder."""
    return [_life(read_yaml(path, path.name), path) for path in sorted(folder.glob("*.yaml"))]


def _life(plain: Mapping[str, Any], path: Path) -> Life:
    return Life(plain["name"], path.name, plain["answers"], plain["example_days"], tuple(_day(each) for each in plain["days"]))


def _day(plain: Mapping[str, Any]) -> LifeDay:
    told = (next(iter(each.items())) if isinstance(each, Mapping) else (each, None) for each in plain.get("told", ()))
    return LifeDay(date.fromisoformat(plain["on"]), plain["story"], tuple(told), plain.get("expect", {}))


# --- from the words of the file to a log ---------------------------------------------------------------------------------


def lived(life: Life, records: Records) -> Iterator[Evening]:
    """The life day by day, with what the planner says on each evening."""
    for day, entries, before in told(life, records):
        situation = _situation(entries, day.on, records)
        yield Evening(day, entries, before or situation, situation)


def told(life: Life, records: Records) -> Iterator[tuple[LifeDay, tuple[Mapping[str, Any], ...], Situation | None]]:
    """Each day with every entry so far, and what the planner said before its first session. What says "the session of the plan", or accepts a
    proposal, is read off the plan of that moment; nothing else asks for one, because a plan takes long to make.
    """
    entries: list[Mapping[str, Any]] = []
    for day in life.days:
        before = None
        for word, value in day.told:
            now = cache(partial(_situation, entries, day.on, records))
            if word == "session" and before is None:
                before = now()
            kind, answers = _answers((word, value), day.on, now, entries, life)
            entries.append(_entry(kind, answers, day.on, entries))
        yield day, tuple(entries), before


def log_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The entries as a log of today's version."""
    return {"format": FORMAT, "version": VERSION, "entries": list(entries)}


def _situation(entries: Iterable[Mapping[str, Any]], on: date, records: Records) -> Situation:
    return derive(check_log(log_of(entries)), records, on)


def _today(situation: Situation) -> Day:
    return situation.weeks[0].days[0]


def _entry(kind: str, answers: Mapping[str, Any], on: date, before: list[Mapping[str, Any]]) -> dict[str, Any]:
    minutes = MINUTES[kind]
    if before and before[-1]["at"][:10] == on.isoformat():
        minutes = max(minutes, _minutes(before[-1]["at"]) + MINUTES_BETWEEN)
    return {"id": f"example-{len(before) + 1}", "at": f"{on}T{minutes // 60:02}:{minutes % 60:02}:00{OFFSET}", "kind": kind, "answers": dict(answers)}


def _minutes(at: str) -> int:
    return int(at[11:13]) * 60 + int(at[14:16])


def _answers(told: Told, on: date, now: Callable[[], Situation], entries: list[Mapping[str, Any]], life: Life) -> tuple[str, Mapping[str, Any]]:
    """The kind of the entry and its answers. `now` is asked for the plan where they are read off it."""
    word, value = told
    match word:
        case "intake":
            return word, {**life.answers, **(value or {})}
        case "check-in":
            return word, {**CALM_CHECK_IN, **{SHORT_NAMES.get(name, name): answer for name, answer in (value or {}).items()}}
        case "session":
            return word, _session(value or {}, now())
        case "accept" | "keep":
            return "choice", _choice(value, word, now())
        case "wish":
            return word, {"on": (on + timedelta(days=value.get("in_days", 0))).isoformat(), **{name: each for name, each in value.items() if name != "in_days"}}
        case "undo":
            return "correction", {"entry": _entry_meant(value, on, entries), "removed": True}
        case "put-right":
            return "correction", {"entry": _entry_meant(value, on, entries), "answers": _answers((value["kind"], value["as"]), on, now, entries, life)[1]}
    return word, value


def _entry_meant(value: Mapping[str, Any], today: date, entries: list[Mapping[str, Any]]) -> str:
    """The last entry of this kind on that day; today where none is named."""
    on = value.get("on", today.isoformat())
    return next(entry["id"] for entry in reversed(entries) if entry["kind"] == value["kind"] and entry["at"].startswith(on))


def _session(value: Mapping[str, Any], situation: Situation) -> dict[str, Any]:
    """Every exercise of the plan with the pain and effort told, or those of `only`; `but` says what was otherwise with one of them."""
    only, but, planned = value.get("only"), value.get("but", {}), _today(situation).items
    if not planned:
        raise ValueError(f"{situation.today}: there is no session on this day")
    if strange := {*but, *(only or ())} - {item.exercise for item in planned}:
        raise ValueError(f"{situation.today}: {_listed(sorted(strange))} is not in the session, which holds {_listed(item.exercise for item in planned)}")
    items = [_done(item, value, but.get(item.exercise, {})) for item in planned if only is None or item.exercise in only]
    return {"items": items, "stopped": value.get("stopped", False), **({"note": value["note"]} if "note" in value else {})}


def _done(item: Item, value: Mapping[str, Any], but: Mapping[str, Any]) -> dict[str, Any]:
    step = {} if item.step is None else {"step": item.step}
    return {"exercise": item.exercise, "sets": item.sets[1], "pain": value.get("pain", 0), "effort": value.get("effort", 5), **step, **but}


def _choice(wanted: str, answer: str, situation: Situation) -> dict[str, Any]:
    """The proposal of this kind, and of this subject where one is named: "climb speed-steps"."""
    kind, *subject = wanted.split()
    if kind == "whole-session":
        return {"proposal": kind, "answer": answer}
    fitting = [each for each in situation.progress.proposals if each.kind == kind and subject in ([], [each.subject])]
    if not fitting:
        raise ValueError(f"{situation.today}: expected a proposal to {wanted}, got {[f'{each.kind} {each.subject}' for each in situation.progress.proposals]}")
    return {"proposal": kind, "subject": fitting[0].subject, "to": fitting[0].to, "answer": answer}


# --- what the planner says, in the words of the file ---------------------------------------------------------------------


def said(evening: Evening, records: Records) -> dict[str, str]:
    """What is to be expected of a day, as short words."""
    situation, daily = evening.situation, evening.before.daily
    if situation.outcome != "plan":
        return {"today": f"{situation.outcome} ({_codes(situation.triage.findings)})"}
    ladders, session = records.protocol.ladders, _today(evening.before)
    return {
        "today": f"{daily.outcome} ({_codes(daily.findings)})",
        "stage": f"{situation.stage.split('/')[1]} ({_codes(situation.progress.findings)})",
        "offers": _listed(_offer(each.kind, each.subject, each.to, each.kept_on) for each in situation.progress.proposals),
        "ladders": _listed(f"{rung.ladder} at {ladders[rung.ladder].steps[rung.step].label}, {rung.clean} of {rung.needed} clean" for rung in situation.rungs),
        "session": _session_words(session, records),
        **({} if situation.back.state == "on-the-way" else {"sport": f"{situation.back.state}, week {situation.back.week}"}),
    }


def _session_words(session: Day, records: Records) -> str:
    """The exercises, with their steps on a ladder, and the minutes."""
    steps = {item.exercise: records.protocol.ladders[item.ladder].steps[item.step].label for item in session.items if item.ladder}
    exercises = [f"{item.exercise} ({steps[item.exercise]})" if item.exercise in steps else item.exercise for item in session.items]
    return _listed([*exercises, f"{session.minutes} minutes"] if exercises else ())


def _codes(findings: Iterable[Finding]) -> str:
    return _listed(dict.fromkeys(finding.code for finding in findings))


def _offer(kind: str, subject: str, to: str, kept_on: date | None) -> str:
    return " ".join([kind, subject, *(["to", to] if to else []), *([f"(left on {kept_on})"] if kept_on else [])])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "none"


def with_what_is_said(text: str, said_by_day: Mapping[str, Mapping[str, str]]) -> str:
    """The text of a life file with the expectations of each day as the planner says them now; all else stays as it is."""
    lines, on, is_expecting = [], "", False
    for line in text.splitlines():
        if line.startswith("  - on: "):
            on = line.removeprefix("  - on: ")[:10]
        is_expecting = line == "    expect:" or (is_expecting and line.startswith("      "))
        if line == "    expect:":
            lines += [line, *(f'      {name}: "{words}"' for name, words in said_by_day[on].items())]
        elif not is_expecting:
            lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write what the planner says now into every life; 1 where that changed a file."""
    records, changed = load_records(ROOT), False
    for life in read_lives():
        path = LIVES / life.file
        before = path.read_text(encoding="utf-8")
        after = with_what_is_said(before, {evening.day.on.isoformat(): said(evening, records) for evening in lived(life, records)})
        path.write_text(after, encoding="utf-8")
        changed |= before != after
        print(f"{path.relative_to(ROOT)}: {'changed, please review the difference' if before != after else 'as it was'}")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
