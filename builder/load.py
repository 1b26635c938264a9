"""Read every record: YAML files into one plain value, and that into the planner's Records. All problems are told at once."""

import re
from pathlib import Path
from typing import Any

from builder.cache import NOTHING_KEPT, Cache
from builder.check import check_links
from builder.home_tests import test_questions
from builder.problems import BuildStopped, Problem
from builder.reading import reader
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


def load_records(root: Path) -> Records:
    """Everything the project publishes, checked. Raises BuildStopped with every problem."""
    return read_records(load_plain(root))


def load_plain(root: Path, cache: Cache = NOTHING_KEPT) -> dict[str, Any]:
    """The same as plain values: what becomes records.json."""
    problems: list[Problem] = []
    exercises = _read_folder(root, EXERCISES, "exercise.schema.yaml", cache, problems)
    protocol_files = _read_folder(root, PROTOCOL, "protocol.schema.yaml", cache, problems)
    references = reader(root, "content/references.schema.yaml", cache, problems)(REFERENCES)
    messages = reader(root, "content/messages.schema.yaml", cache, problems)(MESSAGES)
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


def _read_folder(root: Path, folder: str, schema_name: str, cache: Cache, problems: list[Problem]) -> dict[str, Any]:
    """Every record of a folder by its file name, each checked against the folder's schema."""
    read = reader(root, f"{folder}/{schema_name}", cache, problems)
    files = sorted(path.relative_to(root).as_posix() for path in (root / folder).glob("*.yaml") if path.name != schema_name)
    return {file: value for file in files if (value := read(file)) is not None}


def cited_on_pages(root: Path) -> set[str]:
    """Reference ids that the guide's hand-written text and its own records cite."""
    pages = [*(root / CONTENT).glob("*.md"), *(root / CONTENT).glob("templates/*"), *(root / CONTENT).glob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in pages if path.name not in ("references.yaml", "messages.yaml")]
    lists = [found for text in texts for found in CITING.findall(text)]
    return {id for ids in lists for id in re.findall(r"[a-z0-9-]+", ids)}


def merge_protocol(files: dict[str, Any]) -> dict[str, Any]:
    """The protocol's files as one value: lists and mappings joined in the order of the file names."""
    merged: dict[str, Any] = {"numbers": {}, "rules": {}, "levels": [], "signs": [], "sections": [], "questions": [], "tracks": [], "tests": [], "criteria": [], "sports": [], "prognosis": [], "ladders": [], "checklist": [], "warm_ups": [], "first_steps": [], "session_order": [], "equipment": []}
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
    """The questions with the options that other records give: warning signs, tests, sports, and the equipment exercises need."""
    needed = {id for exercise in exercises.values() for id in exercise["equipment"]}
    equipment = [{"id": item["id"], "label": item["name"]} for item in protocol["equipment"] if item["id"] in needed and not item["household"]]
    sports = [{"id": sport["id"], "label": sport["label"]} for sport in protocol["sports"]]
    given = {"equipment": equipment, "sport": sports}
    questions = [_with_options(question, protocol["signs"], given, words) for question in protocol["questions"]]
    questions += test_questions(protocol, words)
    order = [section["id"] for section in protocol["sections"]]
    return {**protocol, "questions": sorted(questions, key=lambda question: order.index(question["section"]))}


def _with_options(question: dict[str, Any], signs: list[dict], given: dict[str, list[dict]], words: dict[str, Any]) -> dict[str, Any]:
    signs = [{"id": sign["id"], "label": sign["label"]} for sign in signs if sign["question"] == question["id"]]
    if signs:
        alone = [{"id": id, "label": words["choice"][id], "alone": True} for id in ("none", "not-sure")]
        return {**question, "options": [*signs, *question.get("options", []), *alone]}
    return {**question, "options": given[question["id"]]} if question["id"] in given else question
