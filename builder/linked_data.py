"""What a page is about, for machines: JSON-LD in the words of schema.org.

Every thing has an address of its own (`@id`), so an exercise, its doses, its stages and its sources are one net across the pages.
Nobody qualified has reviewed the guide, so no page says `reviewedBy` or `lastReviewed`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from builder.open_data import LICENCE, csl_type
from planner.model import Dose, Exercise, Records, Reference, Stage, Track
from planner.view.wording import days_words, dose_words, effort_words, reference_words, seconds

Node = Mapping[str, Any]

# Pages about the project, not about a leg.
NOT_MEDICAL = {"about.md", "accessibility.md", "open-data.md", "planner.md", "safety.md"}
NAME = "Hamstring Guide"


@dataclass(frozen=True, slots=True)
class Place:
    """A page's own address and the site's, both with a slash at the end, and what it is called."""

    site: str
    path: str
    title: str
    description: str

    @property
    def url(self) -> str:
        return self.site + address(self.path)


def address(path: str) -> str:
    """Where mkdocs puts a page: exercises/x.md becomes exercises/x/."""
    folder = path.removesuffix(".md").removesuffix("index")
    return folder if folder == "" or folder.endswith("/") else f"{folder}/"


def graph_text(nodes: Iterable[Node]) -> str:
    """The nodes as one JSON-LD text that is safe inside a script element."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


# --- nodes of every page -------------------------------------------------------------------------------------------------


def page_nodes(place: Place, about: Iterable[Node] = (), main: str = "", citations: Iterable[str] = ()) -> list[Node]:
    """The site, the page, and what the page is mainly about."""
    kind = "WebPage" if place.path in NOT_MEDICAL else "MedicalWebPage"
    page = {
        "@type": kind,
        "@id": f"{place.url}#page",
        "url": place.url,
        "name": place.title,
        "description": place.description,
        "inLanguage": "en-GB",
        "isPartOf": {"@id": f"{place.site}#site"},
        "license": LICENCE["path"],
        "isAccessibleForFree": True,
    }
    if kind == "MedicalWebPage":
        page["about"] = {"@id": f"{place.site}#hamstrings"}
    if main:
        page["mainEntity"] = {"@id": main}
    cited = [{"@id": reference_id(place.site, id)} for id in citations]
    if cited:
        page["citation"] = cited
    return [site_node(place.site), page, *([muscle_node(place.site)] if kind == "MedicalWebPage" else []), *about]


def site_node(site: str) -> Node:
    return {"@type": "WebSite", "@id": f"{site}#site", "url": site, "name": NAME, "inLanguage": "en-GB", "license": LICENCE["path"]}


def muscle_node(site: str) -> Node:
    return {"@type": "Muscle", "@id": f"{site}#hamstrings", "name": "Hamstrings"}


# --- exercises and stages ------------------------------------------------------------------------------------------------


def exercise_id(site: str, exercise: Exercise) -> str:
    return f"{site}exercises/{exercise.id}/#exercise"


def exercise_nodes(place: Place, exercise: Exercise, records: Records) -> list[Node]:
    """The exercise, and one node for its dose in each stage."""
    doses = [dose_node(place.site, exercise, dose, records) for dose in exercise.doses.values()]
    node = {
        "@type": "ExercisePlan",
        "@id": exercise_id(place.site, exercise),
        "name": exercise.name,
        "alternateName": list(exercise.aliases),
        "description": exercise.summary,
        "url": place.url,
        "exerciseType": records.words["pattern"][exercise.pattern],
        "associatedAnatomy": {"@id": f"{place.site}#hamstrings"},
        "hasPart": [{"@id": dose["@id"]} for dose in doses],
    }
    return [node, *doses]


def dose_node(site: str, exercise: Exercise, dose: Dose, records: Records) -> Node:
    """The dose of one stage as a plan of its own. Words are the guide's own, so page and data cannot differ."""
    stage = records.protocol.stages()[dose.stage]
    node = {
        "@type": "ExercisePlan",
        "@id": f"{site}exercises/{exercise.id}/#{dose.stage.replace('/', '-')}",
        "name": f"{exercise.name}: {records.protocol.tracks[stage.track].name}, {stage.name}",
        "isPartOf": {"@id": stage_id(site, stage)},
        "activityFrequency": days_words(dose),
        "intensity": f"effort {effort_words(dose.rpe)}",
        "workload": dose_words(dose),
        "citation": [{"@id": reference_id(site, id)} for id in dose.references],
    }
    if dose.rest_seconds:
        node["restPeriods"] = seconds(dose.rest_seconds)
    return node


def stage_id(site: str, stage: Stage) -> str:
    return f"{site}programmes/{stage.id}/#stage"


def stage_nodes(place: Place, stage: Stage, track: Track, records: Records) -> list[Node]:
    """The stage as a plan whose parts are the doses of its exercises."""
    parts = [exercise for exercise in records.exercises.values() if stage.id in exercise.doses]
    return [
        {
            "@type": "ExercisePlan",
            "@id": stage_id(place.site, stage),
            "name": f"{track.name}: {stage.name}",
            "description": stage.aim,
            "url": place.url,
            "position": stage.order,
            "isPartOf": {"@id": f"{place.site}programmes/#{track.id}"},
            "hasPart": [{"@id": f"{place.site}exercises/{exercise.id}/#{stage.id.replace('/', '-')}"} for exercise in parts],
        }
    ]


def programme_nodes(site: str, records: Records) -> list[Node]:
    """Every programme with its stages."""
    return [
        {
            "@type": "ExercisePlan",
            "@id": f"{site}programmes/#{track.id}",
            "name": track.name,
            "description": track.summary,
            "hasPart": [{"@id": stage_id(site, stage)} for stage in track.stages],
        }
        for track in records.protocol.tracks.values()
    ]


# --- references and data -------------------------------------------------------------------------------------------------

# schema.org's words for the kinds of things we cite.
CREATIVE_WORKS = {"article-journal": "ScholarlyArticle", "webpage": "WebPage", "document": "CreativeWork"}


def reference_id(site: str, id: str) -> str:
    return f"{site}references/#{id}"


def reference_nodes(site: str, records: Records) -> list[Node]:
    return [reference_node(site, reference) for reference in records.references.values()]


def reference_node(site: str, reference: Reference) -> Node:
    known = {name: value for name in ("doi", "volume", "url") if (value := getattr(reference, name))}
    node = {
        "@type": CREATIVE_WORKS[csl_type(known)],
        "@id": reference_id(site, reference.id),
        "name": reference.title or reference_words(reference),
        "abstract": reference.finding,
    }
    if reference.year:
        node["datePublished"] = str(reference.year)
    if reference.doi:
        node["sameAs"] = f"https://doi.org/{reference.doi}"
    elif reference.url:
        node["url"] = reference.url
    return node


def dataset_nodes(site: str, version: str) -> list[Node]:
    """The open data, for those who look for data sets."""
    files = ("exercises.json", "protocol.json", "references.json")
    return [
        {
            "@type": "Dataset",
            "@id": f"{site}data/#dataset",
            "name": f"{NAME}: exercises, rules and references",
            "description": "Exercises with doses, the rules of the planner and the sources of both, as JSON with schemas.",
            "license": LICENCE["path"],
            "version": version,
            "isAccessibleForFree": True,
            "distribution": [{"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": f"{site}data/{name}"} for name in files],
        }
    ]
