"""Names inside the protocol: each points at something that is there, and every number is used by something."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from builder.home_tests import CHOICES
from builder.problems import Problem, expected, listed

Plain = Mapping[str, Any]
# A place in a file, the kind of thing that the name there must be, and the name.
Named = Iterable[tuple[str, str, str]]

PLANNER = Path(__file__).resolve().parent.parent / "planner"
# What a rule may look at beside questions and tests.
LOG_PARTS = ("check-ins", "sessions", "choices", "wishes", "tests", "stage", "week", "exercise")


def unknown_names(files: Plain, protocol: Plain, exercises: Plain) -> Iterable[Problem]:
    """A problem for each name that points at nothing."""
    known = _known(protocol, exercises)
    for file, sections in files.items():
        for place, kind, name in _names(sections):
            # A question that is not there is told in its own place.
            if name not in known.get(kind, {name}):
                yield Problem(file, place, expected(listed(sorted(known[kind])), name, min(known[kind], default="")))


def idle_numbers(files: Plain) -> Iterable[Problem]:
    """A number that no rule and no record asks for would look as if it decided something."""
    code = " ".join(path.read_text(encoding="utf-8") for path in PLANNER.rglob("*.py"))
    asked = set(re.findall(r'"([a-z][a-z0-9_]+)"', code))
    asked |= {name for sections in files.values() for _, kind, name in _names(sections) if kind in ("numbers", "passes")}
    for file, sections in files.items():
        for id in sections.get("numbers", {}):
            if id not in asked:
                yield Problem(file, f"numbers.{id}", "nothing asks for this number. Name it in a rule or remove it")


def _known(protocol: Plain, exercises: Plain) -> dict[str, set[str]]:
    questions = {question["id"]: question for question in protocol["questions"]}
    tests = {test["id"] for test in protocol["tests"]}
    return {
        "levels": {level["id"] for level in protocol["levels"]},
        "sections": {section["id"] for section in protocol["sections"]},
        "stages": {f"{track['id']}/{stage['id']}" for track in protocol["tracks"] for stage in track["stages"]},
        "tracks": {track["id"] for track in protocol["tracks"]},
        "numbers": set(protocol["numbers"]),
        "passes": {name for name in protocol["numbers"] if name.startswith("passes_")},
        **{f"answers of {id}": options for id, options in _answers(protocol).items()},
        "doses": {f"{record['id']} in {stage}" for record in exercises.values() for stage in record["doses"]},
        "questions": set(questions),
        "tests": tests,
        "reads": {*questions, *tests, *LOG_PARTS},
        "criteria": {criterion["id"] for criterion in protocol["criteria"]},
        "sports": {sport["id"] for sport in protocol["sports"]},
        "ladders": {ladder["id"] for ladder in protocol["ladders"]},
        "steps": {f"{ladder['id']}: {step['label']}" for ladder in protocol["ladders"] for step in ladder["steps"]},
        "exercises": {record["id"] for record in exercises.values()},
        "patterns": {record["pattern"] for record in exercises.values()},
        "onset": {option["id"] for option in questions.get("onset", {}).get("options", [])},
        "site": {option["id"] for option in questions.get("site", {}).get("options", [])},
    }


def _names(sections: Plain) -> Named:
    """Every name that stands in a file of the protocol."""
    for section, read in READERS.items():
        for index, item in enumerate(sections.get(section, [])):
            for place, kind, name in read(item):
                yield f"{section}[{index}].{place}", kind, name
    for id, rule in sections.get("rules", {}).items():
        yield from ((f"rules.{id}.numbers", "numbers", name) for name in rule.get("numbers", []))
        yield from ((f"rules.{id}.reads", "reads", name) for name in rule["reads"])
    yield from ((f"session_order[{index}]", "patterns", name) for index, name in enumerate(sections.get("session_order", [])))


def _answers(protocol: Plain) -> dict[str, set[str]]:
    """What can be answered to each question and test: its own options, and those that come from signs, sports and kinds of test."""
    answers = {question["id"]: {option["id"] for option in question.get("options", [])} for question in protocol["questions"]}
    for sign in protocol["signs"]:
        answers.setdefault(sign["question"], set()).update({sign["id"], "none", "not-sure"})
    answers.setdefault("sport", set()).update(sport["id"] for sport in protocol["sports"])
    for test in protocol["tests"]:
        answers[test["id"]] = {id for id, _ in CHOICES.get(test["kind"], ())}
    return answers


def _sign(sign: Plain) -> Named:
    yield "level", "levels", sign["level"]
    yield "question", "questions", sign["question"]


def _question(question: Plain) -> Named:
    yield "section", "sections", question["section"]
    if "unsure_level" in question:
        yield "unsure_level", "levels", question["unsure_level"]
    if "not_below" in question:
        yield "not_below", "questions", question["not_below"]
    for index, condition in enumerate(question.get("show_if", [])):
        yield f"show_if[{index}].question", "questions", condition["question"]
        yield from ((f"show_if[{index}].any_of", f"answers of {condition['question']}", answer) for answer in condition.get("any_of", []))


def _test(test: Plain) -> Named:
    yield from ((field, "numbers", test[field]) for field in ("counted_from", "counted_below") if field in test)


def _criterion(criterion: Plain) -> Named:
    yield "stage", "stages", criterion["stage"]
    yield "passes", "passes", criterion["passes"]
    yield from (("sports", "sports", sport) for sport in criterion.get("sports", []))
    for index, check in enumerate(criterion["checks"]):
        yield f"checks[{index}].test", "tests", check["test"]
        yield from ((f"checks[{index}].any_of", f"answers of {check['test']}", answer) for answer in check.get("any_of", []))
        if "number" in check:
            yield f"checks[{index}].number", "numbers", check["number"]


def _sport(sport: Plain) -> Named:
    for field in ("leave_out", "also"):
        yield from ((field, "exercises", id) for id in sport.get(field, []))
    for index, top in enumerate(sport["tops"]):
        yield f"tops[{index}]", "steps", f"{top['ladder']}: {top['step']}"
    for index, later in enumerate(sport.get("later", [])):
        yield f"later[{index}].exercise", "exercises", later["exercise"]
        yield f"later[{index}]", "steps", f"{later['ladder']}: {later['step']}"


def _first_step(step: Plain) -> Named:
    yield "exercise", "exercises", step["exercise"]
    yield from (("after", "exercises", id) for id in step["after"])
    yield from (("stages", "stages", id) for id in step.get("stages", []))
    yield from (("sports", "sports", id) for id in step.get("sports", []))
    if "from_age" in step:
        yield "from_age", "numbers", step["from_age"]


def _ladder(ladder: Plain) -> Named:
    yield from (("tracks", "tracks", track) for track in ladder["tracks"])
    for index, step in enumerate(ladder["steps"]):
        if "after" in step:
            yield f"steps[{index}].after", "criteria", step["after"]
    if climbs := ladder.get("climbs"):
        yield "climbs.exercise", "exercises", climbs["exercise"]
        yield from (("climbs.stages", "doses", f"{climbs['exercise']} in {stage}") for stage in climbs["stages"])
        yield from ((f"climbs.{field}", "numbers", climbs[field]) for field in ("clean", "days"))


def _line(line: Plain) -> Named:
    yield from (("criteria", "criteria", id) for id in line["criteria"])


def _prognosis(entry: Plain) -> Named:
    yield "track", "tracks", entry["track"]
    yield from (("mechanisms", "onset", name) for name in entry["mechanisms"])
    yield from (("sports", "sports", name) for name in entry["sports"])


def _track(track: Plain) -> Named:
    for field in ("pain_limit", "pain_limit_trial", "pain_limit_fast_running", "running_gap"):
        if field in track:
            yield field, "numbers", track[field]
    for question in ("onset", "site"):
        yield from ((f"fits.{question}", question, name) for name in track["fits"][question])
    for index, stage in enumerate(track["stages"]):
        for field in ("not_before_day", "pain_now_most", "pain_worst_most", "hip_flexion_limit", "high_hip_flexion_limit", "start_load", "loading_from_day"):
            if field in stage:
                yield f"stages[{index}].{field}", "numbers", stage[field]
        yield from ((f"stages[{index}].gentlest_patterns", "patterns", name) for name in stage.get("gentlest_patterns", []))


READERS = {
    "signs": _sign,
    "questions": _question,
    "tests": _test,
    "criteria": _criterion,
    "sports": _sport,
    "ladders": _ladder,
    "checklist": _line,
    "first_steps": _first_step,
    "prognosis": _prognosis,
    "tracks": _track,
}
