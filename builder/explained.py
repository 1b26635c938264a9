"""What the pages on the planner itself show: its rules by step, what each number changes, all assumptions, the worked examples."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from builder.cases import SHORT_NAMES, Case
from planner.model import DAYS, Question, Records, Rule


@dataclass(frozen=True, slots=True)
class Changed:
    """A place that a number changes: a page below the root, or none, and its name."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a person of a worked example told on a later day."""

    on: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example in words."""

    name: str
    given: str
    changed: str
    told: tuple[Told, ...]
    today: str
    expect: str


@dataclass(frozen=True, slots=True)
class Part:
    """The worked examples of one step."""

    id: str
    cases: tuple[Example, ...]

    @property
    def count(self) -> int:
        return len(self.cases)


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    answers: str


def rules_by_step(records: Records) -> dict[str, tuple[Rule, ...]]:
    """The rules in the order the steps run."""
    rules = records.protocol.rules.values()
    return {step: tuple(rule for rule in rules if rule.step == step) for step in records.words["step"]}


def looks_at(rule: Rule, records: Records) -> tuple[str, ...]:
    """What a rule reads, in words: questions, tests and parts of the log."""
    questions, tests, parts = records.protocol.questions, records.protocol.tests, records.words["log_part"]
    return tuple(parts.get(name) or (questions[name].text if name in questions else tests[name].ask).rstrip("?.") for name in rule.reads)


# --- numbers -------------------------------------------------------------------------------------------------------------


def changes_of(records: Records) -> dict[str, tuple[Changed, ...]]:
    """For each number, every rule, test, stage, programme and ladder that decides by it."""
    places: dict[str, dict[str, Changed]] = {id: {} for id in records.protocol.numbers}
    for number, place in _uses(records):
        places[number].setdefault(place.name, place)
    return {id: tuple(found.values()) or (Changed("", "how long a session is guessed to take"),) for id, found in places.items()}


def _uses(records: Records) -> Iterable[tuple[str, Changed]]:
    protocol, numbers = records.protocol, records.protocol.numbers
    for rule in protocol.rules.values():
        yield from ((id, Changed(f"how-the-planner-decides/#rule-{rule.id}", rule.says.rstrip("."))) for id in rule.numbers)
    for criterion in protocol.criteria:
        place = Changed(f"programmes/{criterion.stage}/#{criterion.id}", f"the test “{criterion.text}”")
        yield from ((check.number, place) for check in criterion.checks if check.number)
        if criterion.passes in ("passes_to_run", "passes_counted"):
            yield criterion.passes, place
    for test in protocol.tests.values():
        yield from ((number, Changed("", f"the test “{test.ask.rstrip('?')}”")) for number in (test.counted_from, test.counted_below) if number)
    yield "passes_to_move_on", Changed("", "every other test for leaving a stage")
    yield "retest_days", Changed("", "when a test that was not passed is tried again")
    for track in protocol.tracks.values():
        for name, what in TRACK_NUMBERS.items():
            if value := getattr(track, name):
                yield value, Changed(f"programmes/#{track.id}", f"{what} in “{track.name}”")
        for stage in track.stages:
            named = {value for field in fields(stage) if isinstance(value := getattr(stage, field.name), str) and value in numbers}
            yield from ((value, Changed(f"programmes/{stage.id}/", f"the stage “{stage.name}” of “{track.name}”")) for value in named)
    for ladder in protocol.ladders.values():
        if ladder.climbs:
            place = Changed("", f"the ladder “{ladder.name}”")
            yield from ((value, place) for value in (ladder.climbs.clean, ladder.climbs.days))
    easier = Changed("how-the-planner-decides/#rule-easier-first", protocol.rules["easier-first"].says.rstrip("."))
    yield from ((step.from_age, easier) for step in protocol.first_steps if step.from_age)
    yield from ((id, Changed("", what)) for id, what in WIDE_NUMBERS.items())


TRACK_NUMBERS = {
    "pain_limit": "the pain limit",
    "pain_limit_trial": "the pain limit by choice",
    "pain_limit_fast_running": "the pain limit in fast running",
    "running_gap": "the days between runs",
}
# Numbers that count in every stage, where a list of stages would say less.
WIDE_NUMBERS = {
    "harder_session_gap_hours": "the days between harder sessions",
    "harder_effort": "what counts as a harder session",
    "fast_running_gap_hours": "the days between heavy lowering work and fast running",
    "first_heavy_eccentric_rest_hours": "the days after the first heavy lowering work",
    "heavy_eccentric_rest_hours": "the days between heavy lowering work",
    "reduced_sets_share": "the sets of a reduced day",
    "trend_days": "what is compared when a gain is looked for",
    "day_load_share": "how full a day may be",
    "least_share_of_sets": "whether an exercise with few of its sets stands on a day",
}


# --- assumptions ---------------------------------------------------------------------------------------------------------


def assumptions(records: Records) -> dict[str, Any]:
    """Everything whose basis is our own word."""
    protocol = records.protocol
    doses = {exercise.id: [id for id, dose in exercise.doses.items() if dose.basis == "assumption"] for exercise in records.exercises.values()}
    stages = protocol.stages()
    return {
        "numbers": sorted(_ours(protocol.numbers.values()), key=lambda number: number.id),
        "rules": [rule for rule in protocol.rules.values() if rule.basis == "assumption"],
        "criteria": _ours(protocol.criteria),
        "signs": _ours(protocol.signs),
        "ladders": _ours(protocol.ladders.values()),
        "warm_ups": _ours(protocol.warm_ups),
        "doses": sum(map(len, doses.values())),
        "dose_count": sum(len(exercise.doses) for exercise in records.exercises.values()),
        "by_exercise": [(records.exercises[id], _stage_words(ids, stages, protocol.tracks)) for id, ids in sorted(doses.items()) if ids],
    }


def _ours(items: Iterable[Any]) -> list[Any]:
    return [item for item in items if item.basis == "assumption"]


def _stage_words(ids: list[str], stages: Mapping[str, Any], tracks: Mapping[str, Any]) -> str:
    return "; ".join(f"{tracks[stages[id].track].name}, {stages[id].name}" for id in ids)


# --- worked examples -----------------------------------------------------------------------------------------------------


def example_parts(cases: Iterable[Case], records: Records) -> tuple[Part, ...]:
    """The cases of each folder in the order the steps run."""
    folders: dict[str, list[Example]] = {step: [] for step in records.words["step"]}
    for case in cases:
        folders.setdefault(case.file.split("/")[0], []).append(_example(case, records))
    return tuple(Part(folder, tuple(examples)) for folder, examples in folders.items() if examples)


def people_in_words(people: Mapping[str, Mapping[str, Any]], records: Records) -> tuple[Person, ...]:
    return tuple(Person(id, answers_in_words(answers, records) or "Nothing is answered.") for id, answers in people.items())


def _example(case: Case, records: Records) -> Example:
    told = tuple(Told(str(line["on"]), _told_words(line, records)) for line in case.then)
    return Example(case.name, case.given, answers_in_words(case.changed, records), told, case.today.isoformat(), _expect_words(case.expect, records))


def answers_in_words(answers: Mapping[str, Any], records: Records) -> str:
    """Answers as "question answer" pairs."""
    return " · ".join(f"{records.protocol.questions[id].text.rstrip('?.:')}: {_answer_words(value, records.protocol.questions[id])}" for id, value in answers.items())


def _answer_words(value: Any, question: Question) -> str:
    labels = {option.id: option.label for option in question.options}
    if value is None:
        return "not answered"
    if question.id == "days" and len(value) == len(DAYS):
        return "every day"
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(each), str(each)) for each in values) or "none"


def with_gaps(sentence: str) -> str:
    """A sentence of the planner with "…" where its values go."""
    return re.sub(r"\{\w+\}", "…", sentence)


def _told_words(line: Mapping[str, Any], records: Records) -> str:
    return "; ".join(_one_told(kind, value, records) for kind, value in line.items() if kind != "on")


def _one_told(kind: str, value: Any, records: Records) -> str:
    words = records.words["told"]
    if kind in ("accept", "keep"):
        return f"{words[kind]}: {records.words['proposal'].get(value, value)}"
    if kind == "session":
        return f"{words[kind]}: {_session_words(value, records)}" if isinstance(value, Mapping) and value else words["as-planned"]
    if kind in ("wish", "correction", "choice"):
        return f"{words[kind]}: {_plain(value)}"
    answers = {SHORT_NAMES.get(name, name): each for name, each in (value or {}).items()}
    return f"{words[kind]}: {answers_in_words(answers, records)}" if answers else f"{words[kind]}: {words['calm']}"


def _session_words(session: Mapping[str, Any], records: Records) -> str:
    items = session["items"] if "items" in session else [{"exercise": name, **change} for name, change in session.items() if isinstance(change, Mapping)]
    done = ", ".join(_done_words(item, records) for item in items) or records.words["told"]["nothing" if "items" in session else "as-planned"]
    return f"{done}, {records.words['told']['stopped']}" if session.get("stopped") else done


def _done_words(item: Mapping[str, Any], records: Records) -> str:
    name = records.exercises[item["exercise"]].name if item["exercise"] in records.exercises else item["exercise"]
    numbers = [f"{item[each]} {each}" if each == "sets" else f"{each} {item[each]}" for each in ("sets", "pain", "effort") if each in item]
    return f"{name} ({', '.join(numbers)})" if numbers else name


def _expect_words(expect: Mapping[str, Any], records: Records) -> str:
    return "; ".join(f"{records.words['expect'].get(name, name.replace('_', ' '))}: {_expected_words(name, value, records)}" for name, value in expect.items())


def _expected_words(name: str, value: Any, records: Records) -> str:
    """Findings as what they say, levels, stages and exercises by their names."""
    if name in ("findings", "left_out"):
        return " ".join(f"“{with_gaps(records.messages[code])}”" for code in value)
    if name == "silent":
        return ", ".join(code.replace("-", " ") for code in value)
    names = {**{id: level.title for id, level in records.protocol.levels.items()}, **{id: stage.name for id, stage in records.protocol.stages().items()}, **{id: exercise.name for id, exercise in records.exercises.items()}, **records.words["pattern"]}
    return _plain(value, names)


def _plain(value: Any, names: Mapping[str, str] = MappingProxyType({})) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{names.get(str(name), name)}: {_plain(each, names)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(each, names) for each in value) or "nothing"
    return "none" if value is None else names.get(str(value), str(value))
