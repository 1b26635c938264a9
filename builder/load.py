"""Read every record: YAML files into one plain value, and that into the planner's Records. All problems are told at once."""

import re
from pathlib import Path
from typing import Any

from builder.check import check_links
from builder.problems import BuildStopped, Problem
from builder.schema import schema_problems
from builder.strict_yaml import read_yaml
from planner.model import Records
from planner.records import read_records

# What is read where, and the schema beside it.
EXERCISES = "exercises"
PROTOCOL = "planner/protocol"
REFERENCES = "content/references.yaml"
MESSAGES = "content/messages.yaml"
CONTENT = "content"

# How a page cites, and how a record of the guide's own text does.
CITING = re.compile(r"(?:reference_links\(|references: |held_by: |reference: )\[?([^\])\n]*)")

CRITERION_OPTIONS = (("yes", "pass"), ("no", "fail"), ("not-tried", "not-tried"))


def load_records(root: Path) -> Records:
    """Everything the project publishes, checked. Raises BuildStopped with every problem."""
    return read_records(load_plain(root))


def load_plain(root: Path) -> dict[str, Any]:
    """The same as plain values: what becomes records.json."""
    problems: list[Problem] = []
    exercises = _read_folder(root, EXERCISES, "exercise.schema.yaml", problems)
    protocol_files = _read_folder(root, PROTOCOL, "protocol.schema.yaml", problems)
    references = _read_file(root, REFERENCES, "content/references.schema.yaml", problems)
    messages = _read_file(root, MESSAGES, "content/messages.schema.yaml", problems)
    if problems:
        raise BuildStopped(problems)
    protocol = merge_protocol(protocol_files)
    check_links(exercises, protocol_files, protocol, references, messages, cited_on_pages(root))
    return {
        "exercises": {record["id"]: record for record in exercises.values()},
        "protocol": complete_questions(protocol, exercises, messages["words"]),
        "references": references,
        "messages": messages["messages"],
        "words": messages["words"],
    }


def _read_folder(root: Path, folder: str, schema_name: str, problems: list[Problem]) -> dict[str, Any]:
    """Every record of a folder by its file name, each checked against the folder's schema."""
    schema = read_yaml(root / folder / schema_name, f"{folder}/{schema_name}")
    files = sorted(path.relative_to(root).as_posix() for path in (root / folder).glob("*.yaml") if path.name != schema_name)
    return {file: value for file in files if (value := _read_checked(root, file, schema, problems)) is not None}


def _read_file(root: Path, file: str, schema_file: str, problems: list[Problem]) -> Any:
    return _read_checked(root, file, read_yaml(root / schema_file, schema_file), problems)


def _read_checked(root: Path, file: str, schema: Any, problems: list[Problem]) -> Any:
    """One file's value, or None where it cannot be read or does not fit; what is wrong goes into problems."""
    try:
        value = read_yaml(root / file, file)
    except BuildStopped as stopped:
        problems.extend(stopped.problems)
        return None
    found = schema_problems(schema, value, file)
    problems.extend(found)
    return None if found else value


def cited_on_pages(root: Path) -> set[str]:
    """Reference ids that the guide's hand-written text and its own records cite."""
    pages = [*(root / CONTENT).glob("*.md"), *(root / CONTENT).glob("templates/*"), *(root / CONTENT).glob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in pages if path.name not in ("references.yaml", "messages.yaml")]
    lists = [found for text in texts for found in CITING.findall(text)]
    return {id for ids in lists for id in re.findall(r"[a-z0-9-]+", ids)}


def merge_protocol(files: dict[str, Any]) -> dict[str, Any]:
    """The protocol's files as one value: lists and mappings joined in the order of the file names."""
    merged: dict[str, Any] = {"numbers": {}, "rules": {}, "levels": [], "signs": [], "sections": [], "questions": [], "tracks": [], "criteria": [], "prognosis": [], "ladders": [], "equipment": []}
    problems = []
    for file, sections in files.items():
        for name, value in sections.items():
            if isinstance(value, list):
                merged[name] += value
            elif isinstance(value, dict):
                problems += [Problem(file, f"{name}.{key}", "is already in another file of the protocol") for key in value if key in merged[name]]
                merged[name] = {**merged[name], **value}
            else:
                merged[name] = value
    if problems:
        raise BuildStopped(problems)
    return merged


def complete_questions(protocol: dict[str, Any], exercises: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """The questions with the options that other records give: warning signs, criteria tests, and the equipment exercises need."""
    needed = {id for exercise in exercises.values() for id in exercise["equipment"]}
    equipment = [item for item in protocol["equipment"] if item["id"] in needed and not item["household"]]
    questions = [_with_options(question, protocol["signs"], equipment, words) for question in protocol["questions"]]
    questions += [_criterion_question(criterion, protocol, words) for criterion in protocol["criteria"] if _track_of(criterion, protocol)["fits"]["onset"]]
    order = [section["id"] for section in protocol["sections"]]
    return {**protocol, "questions": sorted(questions, key=lambda question: order.index(question["section"]))}


def _with_options(question: dict[str, Any], signs: list[dict], equipment: list[dict], words: dict[str, Any]) -> dict[str, Any]:
    signs = [{"id": sign["id"], "label": sign["label"]} for sign in signs if sign["question"] == question["id"]]
    if signs:
        alone = [{"id": id, "label": words["choice"][id], "alone": True} for id in ("none", "not-sure")]
        return {**question, "options": signs + alone}
    if question["id"] == "equipment":
        return {**question, "options": [{"id": item["id"], "label": item["name"]} for item in equipment]}
    return question


def _criterion_question(criterion: dict[str, Any], protocol: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": criterion["id"],
        "section": "tests",
        "kind": "choice",
        "text": criterion["text"],
        "help": criterion["how"],
        "options": [{"id": id, "label": words["choice"][word]} for id, word in CRITERION_OPTIONS],
        "show_if": _asked_after(criterion, protocol),
    }


def _asked_after(criterion: dict[str, Any], protocol: dict[str, Any]) -> dict[str, Any]:
    """The tests of a first stage are asked of everyone in its programme; those of a later one after the last test before it is passed.

    So nobody who limps is asked, and perhaps tempted, to try a sprint.
    """
    track = _track_of(criterion, protocol)
    stages = [f"{track['id']}/{stage['id']}" for stage in track["stages"]]
    before = [other["id"] for other in protocol["criteria"] if other["stage"] in stages[: stages.index(criterion["stage"])]]
    if not before:
        return {"question": "onset", "any_of": track["fits"]["onset"]}
    return {"question": before[-1], "any_of": ["yes"]}


def _track_of(criterion: dict[str, Any], protocol: dict[str, Any]) -> dict[str, Any]:
    return next(track for track in protocol["tracks"] if track["id"] == criterion["stage"].split("/")[0])
