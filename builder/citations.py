"""What rests on each reference: every place in the guide that cites it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.model import Exercise, Records, Reference
from planner.view.wording import reference_words

# The page that shows the ladders of each kind.
LADDER_PAGES = {"running": "return-to-running/", "sprint": "return-to-running/", "nordic": "keep-it-strong/"}


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the guide that rests on a reference: a page below the root and its name."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class CitedReference:
    reference: Reference
    cited_by: Mapping[str, tuple[Citation, ...]]


def cited_in(text: str) -> tuple[str, ...]:
    """The ids of the references that a page's text links to, each once, in the order they come."""
    return tuple(dict.fromkeys(re.findall(r"references/#([a-z0-9-]+)\"", text)))


def build_references(records: Records, in_guide: Iterable[tuple[str, tuple[str, ...], Citation]], on_pages: Iterable[tuple[Citation, tuple[str, ...]]]) -> tuple[CitedReference, ...]:
    """Every reference by the name it goes by, with the places that rest on it. `on_pages` is what hand-written pages cite."""
    places = [*cited_places(records), *in_guide, *(("Pages", references, citation) for citation, references in on_pages)]
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
        yield "Numbers", number.references, Citation(f"how-the-planner-decides/#{number.id}", number.name)
    for rule in protocol.rules.values():
        yield "Rules", rule.references, Citation(f"how-the-planner-decides/#rule-{rule.id}", rule.says)
    for warm_up in protocol.warm_ups:
        yield "Rules", warm_up.references, Citation("how-the-planner-decides/#warm-ups", warm_up.text)
    for line in protocol.checklist:
        yield "Checklist before sport", tuple(reference for agreed in line.agreed for reference in agreed.references), Citation(f"how-the-planner-decides/#checklist-{line.id}", line.text)
    at_intake = protocol.asked_in("intake")
    for sign in protocol.signs:
        page = "is-it-serious" if sign.question in at_intake else "how-the-planner-decides"
        yield "Warning signs", sign.references, Citation(f"{page}/#{sign.id}", sign.label)
    for ladder in protocol.ladders.values():
        yield "Ladders", ladder.references, Citation(f"{LADDER_PAGES[ladder.kind]}#{ladder.id}", ladder.name)
    for entry in protocol.prognosis:
        yield "How long it took others", entry.references, Citation("programmes/", protocol.tracks[entry.track].name)


def _exercise_references(exercise: Exercise) -> tuple[str, ...]:
    doses = [reference for dose in exercise.doses.values() for reference in dose.references]
    own_limit = exercise.pain_limit.references if exercise.pain_limit else ()
    return (*exercise.evidence.references, *exercise.sources, *doses, *own_limit)
