"""The guide's own records: text that is data and that no planner needs. Read, held against the other records, made into values.

A text may hold the id of a number in braces, such as {pain_limit_strain}. Its value is put there, so that no number is written twice.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.cache import NOTHING_KEPT, Cache
from builder.citations import Citation
from builder.problems import BuildStopped, Problem, expected, listed
from builder.reading import reader
from planner.model import Number, Records
from planner.records import make

# Each kind of record: the file, and the schema beside it.
FILES = {
    "disagreements": ("content/disagreements.yaml", "content/disagreements.schema.yaml"),
    "movements": ("content/movements.yaml", "content/movements.schema.yaml"),
    "article_programmes": ("content/article-programmes.yaml", "content/article-programmes.schema.yaml"),
    "mistakes": ("content/mistakes.yaml", "content/mistakes.schema.yaml"),
}

# In the order a reader wants them: first what may be done.
VERDICTS = ("fine", "with-care", "leave-out")


# --- the values ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the guide something shows: a page below the site's root, with a #fragment or without, and the link's words."""

    page: str
    name: str


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to a question, and the references that hold it."""

    says: str
    held_by: tuple[str, ...]
    basis: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that sources answer differently. Basis, certainty and references are those of what the guide does."""

    id: str
    question: str
    positions: tuple[Position, ...]
    guide_does: str
    why: str
    basis: str
    certainty: str
    references: tuple[str, ...]
    where: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """Whether a movement is fine, needs care or is left out in one stage of one programme. `stage` is the stage's short id."""

    id: str
    track: str
    stage: str
    movement: str
    verdict: str
    why: str
    basis: str
    certainty: str
    references: tuple[str, ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleStage:
    """One part of an article's programme. `timing` is empty where the article gives none; `ours` are programme/stage ids."""

    name: str
    timing: str
    holds: str
    ours: tuple[str, ...]
    exercises: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ArticleProgramme:
    """A source article's own programme, where its readers are in this guide, what differs and what it leaves open."""

    id: str
    reference: str
    name: str
    in_short: str
    stages: tuple[ArticleStage, ...]
    differs: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A common mistake, the articles that name it, and what the reason against it stands on."""

    id: str
    mistake: str
    why: str
    instead: str
    held_by: tuple[str, ...]
    basis: str
    certainty: str
    references: tuple[str, ...]
    where: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    disagreements: tuple[Disagreement, ...]
    movements: tuple[Movement, ...]
    article_programmes: tuple[ArticleProgramme, ...]
    mistakes: tuple[Mistake, ...]


# --- reading -------------------------------------------------------------------------------------------------------------


def load_guide(root: Path, records: Records, cache: Cache = NOTHING_KEPT) -> Guide:
    """The guide's own records, checked against their schemas and against the other records. Raises BuildStopped with every problem."""
    plain = _read(root, cache)
    problems = [problem for kind, entries in plain.items() for problem in _link_problems(FILES[kind][0], entries, records)]
    if problems:
        raise BuildStopped(problems)
    filled = _filled(plain, records.protocol.numbers)
    return Guide(
        disagreements=make(tuple[Disagreement, ...], filled["disagreements"]),
        movements=make(tuple[Movement, ...], filled["movements"]),
        article_programmes=make(tuple[ArticleProgramme, ...], filled["article_programmes"]),
        mistakes=make(tuple[Mistake, ...], filled["mistakes"]),
    )


def _read(root: Path, cache: Cache) -> dict[str, list]:
    """Each kind's entries as plain values. Raises BuildStopped with all that cannot be read or does not fit its schema."""
    problems: list[Problem] = []
    plain = {kind: reader(root, schema_file, cache, problems)(file) for kind, (file, schema_file) in FILES.items()}
    if problems:
        raise BuildStopped(problems)
    return plain


def _filled(value: Any, numbers: Mapping[str, Number]) -> Any:
    """The same plain value with every {number_id} in its texts replaced by the number's value."""
    if isinstance(value, Mapping):
        return {key: _filled(item, numbers) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, numbers) for item in value]
    if isinstance(value, str):
        return IN_BRACES.sub(lambda found: f"{numbers[found[1]].value:g}", value)
    return value


# --- what no schema can see ----------------------------------------------------------------------------------------------

IN_BRACES = re.compile(r"\{([^{}]*)\}")

# Fields that hold a name or a list of names, by what the names must be.
NAMING = {"reference": "reference", "references": "reference", "held_by": "reference", "exercises": "exercise", "ours": "stage", "page": "page"}


def _link_problems(file: str, entries: list, records: Records) -> Iterable[Problem]:
    yield from _doubled(file, entries)
    yield from _unsourced(file, entries)
    for index, entry in enumerate(entries):
        if "verdict" in entry:
            yield from _movement_problems(file, f"[{index}]", entry, records)
        for place, field, text in _texts(entry, f"[{index}]"):
            yield from _name_problems(file, place, NAMING.get(field, ""), text, records)
            yield from _number_problems(file, place, text, records)


def _doubled(file: str, entries: list) -> Iterable[Problem]:
    """An id stands once in its file, because it is an address on the page."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry["id"] in seen:
            yield Problem(file, f"[{index}].id", f"expected each id once, got {entry['id']!r} again")
        seen.add(entry["id"])


def _unsourced(file: str, entries: list) -> Iterable[Problem]:
    """What names no source cannot have been read in one. The schema sees to it that its basis is assumption."""
    for index, entry in enumerate(entries):
        if entry.get("references") == [] and entry["certainty"] != "unverified":
            yield Problem(file, f"[{index}].certainty", expected("unverified, because there is no reference", entry["certainty"], "unverified"))


def _movement_problems(file: str, place: str, entry: Mapping[str, Any], records: Records) -> Iterable[Problem]:
    """A movement's programme and stage are there, and its examples say the same as the plans."""
    tracks = records.protocol.tracks
    if entry["track"] not in tracks:
        yield Problem(file, f"{place}.track", expected(listed(list(tracks)), entry["track"], next(iter(tracks))))
        return
    stages = [stage.id.split("/")[1] for stage in tracks[entry["track"]].stages]
    if entry["stage"] not in stages:
        yield Problem(file, f"{place}.stage", expected(listed(stages), entry["stage"], stages[0]))
        return
    yield from _example_problems(file, place, entry, records)


def _example_problems(file: str, place: str, entry: Mapping[str, Any], records: Records) -> Iterable[Problem]:
    """What is left out in a stage has no dose there, and what is fine or needs care has one. Else a page would speak against a plan."""
    stage, is_left_out = f"{entry['track']}/{entry['stage']}", entry["verdict"] == "leave-out"
    for index, id in enumerate(entry["exercises"]):
        if id in records.exercises and (stage in records.exercises[id].doses) == is_left_out:
            wanted = f"an exercise {'without' if is_left_out else 'with'} a dose in {stage}, because the verdict is {entry['verdict']}"
            yield Problem(file, f"{place}.exercises[{index}]", f"expected {wanted}, got {id!r}")


def _texts(value: Any, place: str, field: str = "") -> Iterable[tuple[str, str, str]]:
    """Every text of an entry with its place and the field it stands in or under."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{place}.{key}", key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{place}[{index}]", field)
    elif isinstance(value, str):
        yield place, field, value


def _name_problems(file: str, place: str, kind: str, name: str, records: Records) -> Iterable[Problem]:
    """A name points at something that is there. `kind` is empty for a text that is no name."""
    stages = list(records.protocol.stages())
    if kind == "reference" and name not in records.references:
        yield Problem(file, place, f"expected an id of content/references.yaml, got {name!r}")
    if kind == "exercise" and name not in records.exercises:
        yield Problem(file, place, f"expected the id of an exercise, got {name!r}")
    if kind == "stage" and name not in stages:
        yield Problem(file, place, expected(listed(stages), name, stages[0]))
    if kind == "page" and not _is_plausible(name, records):
        yield Problem(file, place, f"expected a page of the site, got {name!r}. Example: exercises/heel-slide/")


def _is_plausible(page: str, records: Records) -> bool:
    """Whether a page made from the records is there. Of other pages only the finished site can tell; its tests follow every link."""
    path, _, fragment = page.partition("#")
    if path.startswith("exercises/"):
        return path == "exercises/" or path.split("/")[1] in records.exercises
    if path.startswith("programmes/"):
        return path == "programmes/" or path.removeprefix("programmes/").rstrip("/") in records.protocol.stages()
    if path == "how-the-planner-decides/" and fragment and not fragment.startswith("rule"):
        return fragment in records.protocol.numbers
    return True


def _number_problems(file: str, place: str, text: str, records: Records) -> Iterable[Problem]:
    """What stands in braces is the id of a number."""
    for name in IN_BRACES.findall(text):
        if name not in records.protocol.numbers:
            yield Problem(file, place, expected("the id of a number in the braces", name, "{pain_limit_strain}"))


# --- for the pages -------------------------------------------------------------------------------------------------------


def movements_by_stage(guide: Guide, records: Records) -> dict[str, tuple[Movement, ...]]:
    """The movements of each stage by the stage's whole id, what is fine first; otherwise in the order of the file."""
    stages: dict[str, list[Movement]] = {stage: [] for stage in records.protocol.stages()}
    for movement in guide.movements:
        stages[f"{movement.track}/{movement.stage}"].append(movement)
    return {stage: tuple(sorted(movements, key=lambda each: VERDICTS.index(each.verdict))) for stage, movements in stages.items()}


def guide_places(guide: Guide, records: Records) -> Iterable[tuple[str, tuple[str, ...], Citation]]:
    """Every place of these pages that cites: its kind, the references, and where it is."""
    for each in guide.disagreements:
        positions = [id for position in each.positions for id in position.held_by]
        yield "Where experts disagree", (*each.references, *positions), Citation(f"where-experts-disagree/#{each.id}", each.question)
    for each in guide.movements:
        track, stage = records.protocol.tracks[each.track], records.protocol.stages()[f"{each.track}/{each.stage}"]
        yield "Safe or risky", each.references, Citation(f"safe-or-risky/#{stage.id.replace('/', '-')}", f"{track.name}: {stage.name}")
    for each in guide.article_programmes:
        yield "From another programme", (each.reference,), Citation(f"from-another-programme/#{each.id}", each.name)
    for each in guide.mistakes:
        yield "Common mistakes", (*each.references, *each.held_by), Citation(f"mistakes/#{each.id}", each.mistake)
