"""The guide's pages: from the records to Markdown in out/docs.

build_* says what is on a page as plain values, render_* makes text of it, and only write_* touches the disk. Text from a record
is escaped for HTML and for Markdown at once, so it shows as it was written, whatever it holds.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape, unescape
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import yaml
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.assurance import build_accessibility, build_safety
from builder.broken import build_broken
from builder.cache import BETWEEN_BUILDS, code_of, fingerprint
from builder.cases import read_cases, read_people
from builder.citations import Citation, build_references, cited_in
from builder.explained import assumptions, changes_of, example_parts, looks_at, people_in_words, rules_by_step, with_gaps
from builder.figures import Drawn, hang
from builder.guide import Guide, guide_places, movements_by_stage
from builder.linked_data import Node, Place, address, dataset_nodes, exercise_nodes, graph_text, page_nodes, programme_nodes, reference_nodes, stage_nodes
from builder.open_data import version
from builder.sample_plan import build_sample_plan
from builder.scripts import Scripts
from builder.simulation.page import build_made_up_patients
from builder.strict_yaml import FastLoader
from builder.taken_along import build_taken_along
from planner.criteria import criteria_to_leave
from planner.model import Criterion, Dose, Exercise, Finding, Level, Number, Prognosis, Records, Sign, Stage, Track
from planner.pain import pain_limit
from planner.view import PARTS, template_tools
from planner.view.wording import MONTHS

ROOT = Path(__file__).resolve().parent.parent
HAND_WRITTEN = ROOT / "content"
TEMPLATES = HAND_WRITTEN / "templates"
CASES = ROOT / "tests" / "cases"
SHARED_TEMPLATES = ROOT / "planner" / "view" / "templates"

# The figure of each exercise that has one, by the exercise's id.
Figures = Mapping[str, Drawn]
# What comes before and after each exercise on a programme's road, by the programme and the exercise.
Roads = Mapping[str, Mapping[str, tuple[Exercise | None, Exercise | None]]]


def write_pages(records: Records, guide: Guide, figures: Figures, docs: Path, today: date, runtime: str, site_url: str, scripts: Scripts = Scripts()) -> None:
    """Write every page of the guide below docs. `runtime` is the folder name of the planner's Python, `scripts` its JavaScript."""
    environment = build_environment(records)
    texts = {page: render_page(page, environment) for page in build_pages(records, guide, figures, today, runtime, site_url, scripts)}
    references = build_references_page(records, guide, texts)
    texts[references] = render_page(references, environment)
    for page, text in texts.items():
        write_page(docs / page.path, with_linked_data(page, text, site_url))


# --- what is on each page ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page: where it goes below docs, the template it is made with, and the values for it.

    `things` gives what the page is about as linked data, the main thing first. `hand_written` pages cite in their own text.
    """

    path: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    things: Callable[[Place], list[Node]] | None = None
    hand_written: bool = False


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
class TrackDoses:
    """An exercise's doses in one programme, and its neighbours on that programme's road."""

    track: Track
    doses: tuple[StageDose, ...]
    earliest: Stage
    typical: Stage
    before: Exercise | None
    after: Exercise | None


@dataclass(frozen=True, slots=True)
class LevelSigns:
    """A level of urgency with its warning signs."""

    level: Level
    signs: tuple[Sign, ...]


def build_pages(records: Records, guide: Guide, figures: Figures, today: date, runtime: str, site_url: str, scripts: Scripts = Scripts()) -> list[Page]:
    """Every page of the guide."""
    roads = build_roads(records)
    return [
        *build_hand_written(),
        *build_guide_pages(guide, records),
        Page("planner.md", "planner.md", {"runtime": runtime, "scripts": scripts, "handover_parts": PARTS}),
        Page("is-it-serious.md", "is-it-serious.md", {"levels": build_levels(records)}),
        Page("programmes/index.md", "programmes.md", {"prognosis": build_prognosis(records)}, lambda place: programme_nodes(place.site, records)),
        *(build_stage_page(stage, records, figures) for stage in records.protocol.stages().values()),
        Page("exercises/index.md", "exercise-index.md", build_exercise_index(records, figures)),
        *(build_exercise_page(exercise, records, roads, figures, today) for exercise in records.exercises.values()),
        Page("how-the-planner-decides.md", "how-the-planner-decides.md", build_decides(records, today)),
        Page("what-we-assume.md", "what-we-assume.md", assumptions(records)),
        Page("worked-examples.md", "worked-examples.md", build_examples(records)),
        Page("made-up-patients.md", "made-up-patients.md", build_made_up_patients(records)),
        Page("broken-on-purpose.md", "broken-on-purpose.md", build_broken()),
        Page("six-week-plan.md", "six-week-plan.md", build_six_weeks(records, figures), hand_written=True),
        Page("for-physiotherapists.md", "for-physiotherapists.md", build_physiotherapists(records), hand_written=True),
        Page("safety.md", "safety.md", build_safety()),
        Page("accessibility.md", "accessibility.md", build_accessibility()),
        Page("take-it-along.md", "take-it-along.md", build_taken_along(records)),
        Page("open-data.md", "open-data.md", {"version": version(), "site_url": Markup(site_url)}, lambda place: dataset_nodes(place.site, version())),
    ]


def build_references_page(records: Records, guide: Guide, texts: Mapping[Page, str]) -> Page:
    """The page of all references. It comes last, because it tells which of the other pages rest on each."""
    on_pages = [(Citation(address(page.path), title_in(text)), cited_in(text)) for page, text in texts.items() if page.hand_written]
    return Page("references.md", "references.md", {"references": build_references(records, [*guide_places(guide, records)], on_pages)}, lambda place: reference_nodes(place.site, records))


def build_guide_pages(guide: Guide, records: Records) -> list[Page]:
    """The pages made from the guide's own records."""
    return [
        Page("where-experts-disagree.md", "where-experts-disagree.md", {"disagreements": guide.disagreements}),
        Page("safe-or-risky.md", "safe-or-risky.md", {"movements": movements_by_stage(guide, records)}),
        Page("from-another-programme.md", "from-another-programme.md", {"programmes": guide.article_programmes}),
        Page("mistakes.md", "mistakes.md", {"mistakes": guide.mistakes}),
    ]


def build_hand_written() -> list[Page]:
    """The pages written by hand in content/, each its own template."""
    return [Page(path.name, path.name, hand_written=True) for path in sorted(HAND_WRITTEN.glob("*.md"))]


def build_exercise_page(exercise: Exercise, records: Records, roads: Roads, figures: Figures, today: date) -> Page:
    """The page of one exercise."""
    values = {
        "exercise": exercise,
        "figure": figures.get(exercise.id),
        "doses": build_exercise_doses(exercise, records),
        "tracks": build_tracks(exercise, records, roads),
        "squeeze": squeeze(exercise, records),
        "easier": build_neighbours(exercise.easier, records),
        "harder": build_neighbours(exercise.harder, records),
        "is_overdue": exercise.review.next_review < today.isoformat(),
    }
    return Page(f"exercises/{exercise.id}.md", "exercise.md", values, lambda place: exercise_nodes(place, exercise, records))


def build_exercise_doses(exercise: Exercise, records: Records) -> tuple[StageDose, ...]:
    """The exercise's doses in the order of the programmes and their stages."""
    stages = records.protocol.stages().values()
    return tuple(build_stage_dose(exercise, stage, records) for stage in stages if stage.id in exercise.doses)


def build_tracks(exercise: Exercise, records: Records, roads: Roads) -> tuple[TrackDoses, ...]:
    """The exercise's doses by programme, each with what comes before and after it there."""
    return tuple(_track_doses(exercise, track, records, roads) for track in records.protocol.tracks.values() if _doses_in(exercise, track))


def _track_doses(exercise: Exercise, track: Track, records: Records, roads: Roads) -> TrackDoses:
    doses = tuple(build_stage_dose(exercise, stage, records) for stage in _doses_in(exercise, track))
    before, after = roads[track.id][exercise.id]
    return TrackDoses(track=track, doses=doses, earliest=doses[0].stage, typical=typical_stage(exercise, track), before=before, after=after)


def _doses_in(exercise: Exercise, track: Track) -> tuple[Stage, ...]:
    return tuple(stage for stage in track.stages if stage.id in exercise.doses)


def typical_stage(exercise: Exercise, track: Track) -> Stage:
    """The stage of this programme in which the exercise is most at home."""
    return next(stage for stage in track.stages if stage.id in exercise.typical)


def build_roads(records: Records) -> Roads:
    """Every programme's road, made once for all pages: to make it for each exercise would take a build as many times longer as there are exercises."""
    roads = {track.id: build_road(track, records) for track in records.protocol.tracks.values()}
    return {id: {exercise.id: (before, after) for before, exercise, after in zip([None, *road], road, [*road[1:], None], strict=False)} for id, road in roads.items()}


def build_road(track: Track, records: Records) -> list[Exercise]:
    """The programme's exercises in the order a reader meets them: by typical stage, then by what matters most there."""
    members = [exercise for exercise in records.exercises.values() if _doses_in(exercise, track)]
    return sorted(members, key=lambda exercise: _on_road(exercise, typical_stage(exercise, track)))


def _on_road(exercise: Exercise, stage: Stage) -> tuple[int, int, str]:
    return stage.order, stage.patterns.index(exercise.pattern), exercise.name


def squeeze(exercise: Exercise, records: Records) -> str:
    """How much the exercise squeezes the tendon at the sit bone, judged by the hip bends that the first two tendon stages allow."""
    degrees, protocol = exercise.load.hip_flexion_degrees, records.protocol
    if degrees <= protocol.value("tendon_settle_hip_flexion"):
        return "low"
    return "medium" if degrees <= protocol.value("tendon_build_hip_flexion") else "high"


def build_stage_dose(exercise: Exercise, stage: Stage, records: Records) -> StageDose:
    limit, finding = pain_limit(exercise, stage, records.protocol)
    return StageDose(exercise, records.protocol.tracks[stage.track], stage, exercise.doses[stage.id], limit, finding)


def build_neighbours(links: Iterable[Any], records: Records) -> tuple[Neighbour, ...]:
    return tuple(Neighbour(records.exercises[link.id], link.when) for link in links)


def build_stage_page(stage: Stage, records: Records, figures: Figures) -> Page:
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
        "to_run": tuple(criterion for criterion in records.protocol.criteria if criterion.stage == stage.id and criterion.opens == "running"),
        "first": build_first_doses(stage, records),
        "more": [dose for dose in build_stage_doses(stage, records) if dose.exercise.id not in stage.start_with],
        "prognosis": build_prognosis(records)[track.id],
        "gallery": hang({id: drawn.still for id, drawn in figures.items() if stage.id in records.exercises[id].doses}),
    }
    return Page(f"programmes/{stage.id}.md", "stage.md", values, lambda place: stage_nodes(place, stage, track, records))


def build_criteria(stage: Stage, records: Records, sport: str | None = None) -> tuple[Criterion, ...]:
    """What lets a reader leave the stage: for one sport, or for all of them together."""
    if sport:
        return criteria_to_leave(stage, sport, records.protocol)
    return tuple(criterion for criterion in records.protocol.criteria if criterion.stage == stage.id and not criterion.opens)


def build_stage_doses(stage: Stage, records: Records) -> tuple[StageDose, ...]:
    """The exercises of a stage, what matters most in it first."""
    doses = [build_stage_dose(exercise, stage, records) for exercise in records.exercises.values() if stage.id in exercise.doses]
    order = {pattern: place for place, pattern in enumerate(stage.patterns)}
    return tuple(sorted(doses, key=lambda each: (order.get(each.exercise.pattern, len(order)), each.exercise.name)))


def build_first_doses(stage: Stage, records: Records) -> tuple[StageDose, ...]:
    """The exercises that the stage starts with, in its order."""
    return tuple(build_stage_dose(records.exercises[id], stage, records) for id in stage.start_with)


def build_exercise_index(records: Records, figures: Figures) -> dict[str, Any]:
    """Every exercise by kind, and what the list can be filtered by: only values that some exercise has."""
    exercises = records.exercises.values()
    needed = {id for exercise in exercises for id in exercise.equipment}
    contractions, lengths = ({getattr(exercise.load, name) for exercise in exercises} for name in ("contraction", "muscle_length"))
    positions = sorted({exercise.position for exercise in exercises})
    return {
        "kinds": build_exercises_by_kind(records),
        "gallery": hang({id: drawn.small for id, drawn in figures.items()}),
        "equipment": [item for item in records.protocol.equipment.values() if item.id in needed],
        "choices": {
            "contraction": {value: text for value, text in records.words["contraction"].items() if value in contractions},
            "length": {value: text for value, text in records.words["muscle_length"].items() if value in lengths},
            "position": {value: value for value in positions},
        },
        "bought": lambda exercise: [id for id in exercise.equipment if not records.protocol.equipment[id].household],
    }


def build_six_weeks(records: Records, figures: Figures) -> dict[str, Any]:
    """The plan on paper, with a picture of each exercise that is in it."""
    weeks = build_sample_plan(records)
    used = {row.item.exercise for part in weeks for row in part.rows}
    gallery = hang({id: drawn.still for id, drawn in figures.items() if id in used})
    return {"weeks": weeks, "levels": build_levels(records), "gallery": gallery}


def build_exercises_by_kind(records: Records) -> dict[str, tuple[Exercise, ...]]:
    """Every exercise once, under its kind of movement."""
    exercises = sorted(records.exercises.values(), key=lambda exercise: exercise.name)
    kinds = {kind: tuple(each for each in exercises if each.pattern == kind) for kind in records.words["pattern"]}
    return {kind: members for kind, members in kinds.items() if members}


def build_levels(records: Records) -> tuple[LevelSigns, ...]:
    """The levels that somebody can find themselves in before any plan, most urgent first, each with its signs."""
    asked = records.protocol.asked_in("intake")
    signs = [sign for sign in records.protocol.signs if sign.question in asked]
    levels = (LevelSigns(level, tuple(sign for sign in signs if sign.level == level.id)) for level in records.protocol.levels.values())
    return tuple(each for each in levels if each.signs or (TEMPLATES / f"signs-{each.level.id}.html").exists())


def build_prognosis(records: Records) -> dict[str, tuple[Prognosis, ...]]:
    """How long it took others, by programme."""
    return {track: tuple(entry for entry in records.protocol.prognosis if entry.track == track) for track in records.protocol.tracks}


def build_numbers(records: Records) -> tuple[Number, ...]:
    """Every number of the protocol, by what it says."""
    return tuple(sorted(records.protocol.numbers.values(), key=lambda number: number.id))


def build_decides(records: Records, today: date) -> dict[str, Any]:
    """Every rule by its step, and every number with what it changes."""
    return {
        "steps": rules_by_step(records),
        "looks_at": lambda rule: looks_at(rule, records),
        "alarms": [sign for sign in records.protocol.signs if sign.question not in records.protocol.asked_in("intake")],
        "numbers": build_numbers(records),
        "by_basis": count_by_basis(records),
        "changes": changes_of(records),
        "today": today.isoformat(),
    }


def build_examples(records: Records) -> dict[str, Any]:
    """Every worked example, and the people they begin with."""
    cases = read_cases(CASES)
    return {"count": len(cases), "parts": example_parts(cases, records), "people": people_in_words(read_people(CASES), records)}


def count_by_basis(records: Records) -> dict[str, int]:
    """How many numbers stand on what, in the order of messages.yaml."""
    numbers = records.protocol.numbers.values()
    counts = {basis: sum(number.basis == basis for number in numbers) for basis in records.words["basis"]}
    return {basis: count for basis, count in counts.items() if count}


def build_physiotherapists(records: Records) -> dict[str, Any]:
    """All that a clinician checks, on one page: numbers, tests, signs, ladders and the doses of every stage."""
    return {
        "numbers": build_numbers(records),
        "by_basis": count_by_basis(records),
        "levels": build_levels(records),
        "doses": {stage.id: build_stage_doses(stage, records) for stage in records.protocol.stages().values()},
        "assumed": sum(dose.basis == "assumption" for exercise in records.exercises.values() for dose in exercise.doses.values()),
        "dose_count": sum(len(exercise.doses) for exercise in records.exercises.values()),
    }


# --- pages as text -------------------------------------------------------------------------------------------------------


def build_environment(records: Records) -> Environment:
    """The templates of the guide, with the same tools as the planner's own views."""
    loader = ChoiceLoader([FileSystemLoader(TEMPLATES), FileSystemLoader(HAND_WRITTEN), FileSystemLoader(SHARED_TEMPLATES)])
    # Jinja2 looks whether a template has changed; whether the environment has, only its name below can say.
    compiled = BETWEEN_BUILDS.place("templates", fingerprint(code_of([Path(__file__)]), version_of("jinja2")))
    environment = Environment(
        loader=loader, undefined=StrictUndefined, autoescape=True, finalize=as_written, trim_blocks=True, lstrip_blocks=True, bytecode_cache=FileSystemBytecodeCache(str(compiled))
    )
    environment.globals.update(template_tools(records))
    environment.globals.update({"stages": records.protocol.stages(), "to_leave": lambda stage, sport=None: build_criteria(stage, records, sport), "date_words": date_words, "with_gaps": with_gaps, "typical_stage": typical_stage})
    environment.filters.update({"front_matter": front_matter, "sentence_end": sentence_end, "upper_first": upper_first, "lower_first": lower_first})
    return environment


def render_page(page: Page, environment: Environment) -> str:
    """The page as Markdown, with the sentence on its intended use at the end."""
    text = environment.get_template(page.template).render(**page.values, root="../" * depth(page.path))
    return text + environment.get_template("page-end.md").render()


def with_linked_data(page: Page, text: str, site_url: str) -> str:
    """The page with its linked data among the lines between the --- marks; the theme writes it into the head."""
    place = Place(site_url, page.path, title_in(text), _front(text, "description"))
    things = page.things(place) if page.things else []
    data = graph_text(page_nodes(place, things, things[0]["@id"] if things else "", cited_in(text)))
    return text.replace("---\n", f"---\nlinked_data: {json.dumps(data, ensure_ascii=False)}\n", 1)


def title_in(text: str) -> str:
    """The title between the --- marks of a page's text."""
    return _front(text, "title")


def _front(text: str, field: str) -> str:
    return unescape(str(yaml.load(text.split("---\n", 2)[1], FastLoader)[field]))


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


def write_page(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip() + "\n", encoding="utf-8")
