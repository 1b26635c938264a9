"""The guide's pages: from the records to Markdown in out/docs.

build_* says what is on a page as plain values, render_* makes text of it, and only write_* touches the disk. Text from a record
is escaped for HTML and for Markdown at once, so it shows as it was written, whatever it holds.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.model import Criterion, Dose, Exercise, Finding, Level, Number, Prognosis, Records, Reference, RuleBasis, Sign, Stage, Track
from planner.pain import pain_limit
from planner.view import template_tools
from planner.view.wording import MONTHS, reference_words

ROOT = Path(__file__).resolve().parent.parent
HAND_WRITTEN = ROOT / "content"
TEMPLATES = HAND_WRITTEN / "templates"
SHARED_TEMPLATES = ROOT / "planner" / "view" / "templates"


def write_pages(records: Records, docs: Path, today: date, runtime: str) -> None:
    """Write every page of the guide below docs. `runtime` is the folder name of the planner's Python."""
    environment = build_environment(records)
    for page in build_pages(records, today, runtime):
        write_page(docs / page.path, render_page(page, environment))


# --- what is on each page ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it goes below docs, the template it is made with, and the values for it."""

    path: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StageDose:
    """An exercise's dose in one stage, with the pain limit that counts there and what the limit stands on."""

    exercise: Exercise
    track: Track
    stage: Stage
    dose: Dose
    pain_limit: int
    limit: Finding


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An easier or harder exercise and what tells the reader to change."""

    exercise: Exercise
    when: str


@dataclass(frozen=True, slots=True)
class LevelSigns:
    """A level of urgency with its warning signs."""

    level: Level
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the guide that rests on a reference: a page below the root and its name."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class CitedReference:
    reference: Reference
    cited_by: Mapping[str, tuple[Citation, ...]]


def build_pages(records: Records, today: date, runtime: str) -> list[Page]:
    """Every page of the guide."""
    return [
        *build_hand_written(),
        Page("planner.md", "planner.md", {"runtime": runtime}),
        Page("is-it-serious.md", "is-it-serious.md", {"levels": build_levels(records)}),
        Page("programmes/index.md", "programmes.md", {"prognosis": build_prognosis(records)}),
        *(build_stage_page(stage, records) for stage in records.protocol.stages().values()),
        Page("exercises/index.md", "exercise-index.md", {"doses": build_doses_by_stage(records), "kinds": build_exercises_by_kind(records)}),
        *(build_exercise_page(exercise, records, today) for exercise in records.exercises.values()),
        Page("numbers.md", "numbers.md", {"numbers": build_numbers(records), "by_basis": count_by_basis(records), "today": today.isoformat()}),
        Page("references.md", "references.md", {"references": build_references(records)}),
    ]


def build_hand_written() -> list[Page]:
    """The pages written by hand in content/, each its own template."""
    return [Page(path.name, path.name) for path in sorted(HAND_WRITTEN.glob("*.md"))]


def build_exercise_page(exercise: Exercise, records: Records, today: date) -> Page:
    """The page of one exercise."""
    values = {
        "exercise": exercise,
        "doses": build_exercise_doses(exercise, records),
        "easier": build_neighbours(exercise.easier, records),
        "harder": build_neighbours(exercise.harder, records),
        "is_overdue": exercise.review.next_review < today.isoformat(),
    }
    return Page(f"exercises/{exercise.id}.md", "exercise.md", values)


def build_exercise_doses(exercise: Exercise, records: Records) -> tuple[StageDose, ...]:
    """The exercise's doses in the order of the programmes and their stages."""
    stages = records.protocol.stages().values()
    return tuple(build_stage_dose(exercise, stage, records) for stage in stages if stage.id in exercise.doses)


def build_stage_dose(exercise: Exercise, stage: Stage, records: Records) -> StageDose:
    limit, finding = pain_limit(exercise, stage, records.protocol)
    return StageDose(exercise, records.protocol.tracks[stage.track], stage, exercise.doses[stage.id], limit, finding)


def build_neighbours(links: Iterable[Any], records: Records) -> tuple[Neighbour, ...]:
    return tuple(Neighbour(records.exercises[link.id], link.when) for link in links)


def build_stage_page(stage: Stage, records: Records) -> Page:
    """The page of one stage: what to do in it and what lets the reader leave it."""
    track = records.protocol.tracks[stage.track]
    place = track.stages.index(stage)
    values = {
        "stage": stage,
        "track": track,
        "before": track.stages[place - 1] if place else None,
        "after": track.stages[place + 1] if place + 1 < len(track.stages) else None,
        "to_enter": build_criteria(track.stages[place - 1], records) if place else (),
        "to_leave": build_criteria(stage, records),
        "doses": build_stage_doses(stage, records),
    }
    return Page(f"programmes/{stage.id}.md", "stage.md", values)


def build_criteria(stage: Stage, records: Records) -> tuple[Criterion, ...]:
    return tuple(criterion for criterion in records.protocol.criteria if criterion.stage == stage.id)


def build_stage_doses(stage: Stage, records: Records) -> tuple[StageDose, ...]:
    """The exercises of a stage, what matters most in it first."""
    doses = [build_stage_dose(exercise, stage, records) for exercise in records.exercises.values() if stage.id in exercise.doses]
    order = {pattern: place for place, pattern in enumerate(stage.patterns)}
    return tuple(sorted(doses, key=lambda each: (order.get(each.exercise.pattern, len(order)), each.exercise.name)))


def build_doses_by_stage(records: Records) -> dict[str, tuple[StageDose, ...]]:
    return {stage.id: build_stage_doses(stage, records) for stage in records.protocol.stages().values()}


def build_exercises_by_kind(records: Records) -> dict[str, tuple[Exercise, ...]]:
    """Every exercise once, under its kind of movement."""
    exercises = sorted(records.exercises.values(), key=lambda exercise: exercise.name)
    kinds = {kind: tuple(each for each in exercises if each.pattern == kind) for kind in records.words["pattern"]}
    return {kind: members for kind, members in kinds.items() if members}


def build_levels(records: Records) -> tuple[LevelSigns, ...]:
    """The levels, most urgent first, each with its signs."""
    return tuple(LevelSigns(level, tuple(sign for sign in records.protocol.signs if sign.level == level.id)) for level in records.protocol.levels.values())


def build_prognosis(records: Records) -> dict[str, tuple[Prognosis, ...]]:
    """How long it took others, by programme."""
    return {track: tuple(entry for entry in records.protocol.prognosis if entry.track == track) for track in records.protocol.tracks}


def build_numbers(records: Records) -> tuple[Number, ...]:
    """Every number of the protocol, by what it says."""
    return tuple(sorted(records.protocol.numbers.values(), key=lambda number: number.id))


def count_by_basis(records: Records) -> dict[str, int]:
    """How many numbers stand on what, in the order of messages.yaml."""
    numbers = records.protocol.numbers.values()
    counts = {basis: sum(number.basis == basis for number in numbers) for basis in records.words["basis"]}
    return {basis: count for basis, count in counts.items() if count}


def build_references(records: Records) -> tuple[CitedReference, ...]:
    """Every reference by the name it goes by, with the places that rest on it."""
    places = list(cited_places(records))
    ordered = sorted(records.references.values(), key=lambda reference: reference_words(reference).casefold())
    return tuple(CitedReference(reference, _citations(reference.id, places)) for reference in ordered)


def _citations(reference: str, places: Iterable[tuple[str, Iterable[str], Citation]]) -> dict[str, tuple[Citation, ...]]:
    cited: dict[str, dict[str, Citation]] = {}
    for kind, references, citation in places:
        if reference in references:
            cited.setdefault(kind, {})[citation.url] = citation
    return {kind: tuple(citations.values()) for kind, citations in cited.items()}


def cited_places(records: Records) -> Iterable[tuple[str, tuple[str, ...], Citation]]:
    """Every place that cites: its kind, the references, and where it is."""
    protocol, stages = records.protocol, records.protocol.stages()
    for exercise in records.exercises.values():
        yield "Exercises", _exercise_references(exercise), Citation(f"exercises/{exercise.id}/", exercise.name)
    for criterion in protocol.criteria:
        stage = stages[criterion.stage]
        yield "Stages", criterion.references, Citation(f"programmes/{stage.id}/", f"{protocol.tracks[stage.track].name}: {stage.name}")
    for number in protocol.numbers.values():
        yield "Numbers", number.references, Citation(f"numbers/#{number.id}", title_of(number))
    for rule in protocol.rules.values():
        yield "Rules", rule.references, Citation(f"numbers/#rule-{rule.id}", rule_title(rule))
    for sign in protocol.signs:
        yield "Warning signs", sign.references, Citation(f"is-it-serious/#{sign.id}", sign.label)
    for entry in protocol.prognosis:
        yield "How long it took others", entry.references, Citation("programmes/", protocol.tracks[entry.track].name)


def _exercise_references(exercise: Exercise) -> tuple[str, ...]:
    doses = [reference for dose in exercise.doses.values() for reference in dose.references]
    own_limit = exercise.pain_limit.references if exercise.pain_limit else ()
    return (*exercise.evidence.references, *exercise.sources, *doses, *own_limit)


def title_of(number: Number) -> str:
    """A number's name in words: "Pain limit strain" for pain_limit_strain."""
    return number.id.replace("_", " ").capitalize()


def rule_title(rule: RuleBasis) -> str:
    """A rule's name in words: "Walks with limp" for walks-with-limp."""
    return rule.id.replace("-", " ").capitalize()


# --- pages as text -------------------------------------------------------------------------------------------------------


def build_environment(records: Records) -> Environment:
    """The templates of the guide, with the same tools as the planner's own views."""
    loader = ChoiceLoader([FileSystemLoader(TEMPLATES), FileSystemLoader(HAND_WRITTEN), FileSystemLoader(SHARED_TEMPLATES)])
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, finalize=as_written, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(template_tools(records))
    environment.globals.update({"stages": records.protocol.stages(), "title_of": title_of, "rule_title": rule_title, "date_words": date_words, "quantity": quantity})
    environment.filters.update({"front_matter": front_matter, "sentence_end": sentence_end, "upper_first": upper_first, "lower_first": lower_first})
    return environment


def render_page(page: Page, environment: Environment) -> str:
    """The page as Markdown, with the sentence on its intended use at the end."""
    text = environment.get_template(page.template).render(**page.values, root="../" * depth(page.path))
    return text + environment.get_template("page-end.md").render()


def depth(path: str) -> int:
    """How many folders below the site's root a page's address is: exercises/x.md becomes exercises/x/, two folders down."""
    folders = path.removesuffix(".md").split("/")
    return len(folders) - (folders[-1] == "index")


# What Markdown or HTML could take for more than text. As character references they are text to both.
SPECIAL = re.compile(r"[&<>\"'\\`*_{}\[\]|~^]")
SPECIAL_AT_START = re.compile(r"^([#+=:-]|\d+(?=[.)]))")


def as_written(value: Any) -> Any:
    """A value from a record as text that neither Markdown nor HTML can take for markup."""
    if value is None or hasattr(value, "__html__"):
        return value
    text = " ".join(str(value).split())
    text = SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)
    return Markup(SPECIAL_AT_START.sub(lambda found: "".join(f"&#{ord(character)};" for character in found[0]), text))


def front_matter(value: str) -> Markup:
    """A value for the lines between the --- marks. The theme prints titles as they are, so HTML is escaped here."""
    return Markup(json.dumps(escape(" ".join(value.split()), quote=False), ensure_ascii=False))


def sentence_end(text: str) -> str:
    """The text with a full stop, where it has no end of its own."""
    return text if text.rstrip().endswith((".", "?", "!")) else f"{text.rstrip()}."


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def date_words(day: str) -> str:
    """ "21 November 2026" for 2026-11-21."""
    on = date.fromisoformat(day)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def quantity(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:g}"


def write_page(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip() + "\n", encoding="utf-8")
