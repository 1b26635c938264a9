"""JSON-LD: every page says what it is, in words that schema.org has, and every link between things leads somewhere.

The validator is TypeScript with schema-dts, which holds the whole vocabulary of schema.org as types: a property that a type does not
have, or a value of the wrong kind, is an error. It needs no network.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from planner.view.wording import days_words, dose_words, effort_words
from tests.typescript import complaints_of

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
TYPES = 'import type { Graph as Data } from "schema-dts";'
# What would claim a review that nobody made.
CLAIMS = {"reviewedBy", "lastReviewed", "aggregateRating", "review"}


@pytest.fixture(scope="module")
def graphs(built_site: Path) -> dict[str, dict[str, Any]]:
    """The JSON-LD of every page by the page's file name."""
    found = {page.relative_to(built_site).as_posix(): SCRIPT.findall(page.read_text(encoding="utf-8")) for page in sorted(built_site.rglob("*.html"))}
    assert {} == {name: texts for name, texts in found.items() if len(texts) != (name not in ("404.html", "third-party/index.html"))}
    return {name: json.loads(texts[0]) for name, texts in found.items() if texts}


@pytest.mark.parametrize("every", [pytest.param(10, id="a share of the exercises"), pytest.param(1, id="all", marks=pytest.mark.deep)])
def test_every_page_speaks_schema_org(every: int, tmp_path: Path, graphs) -> None:
    """The JSON-LD of every page uses types and properties that schema.org has, with values of the right kind."""
    exercises = [name for name in graphs if name.startswith("exercises/")]
    looked_at = {name: graph for name, graph in graphs.items() if name not in exercises or exercises.index(name) % every == 0}
    found = dict(zip(looked_at, complaints_of(TYPES, looked_at.values(), tmp_path), strict=True))

    assert {} == {page: complaints for page, complaints in found.items() if complaints}


FAULTS = {
    "a misspelt property is refused": {"@type": "ExercisePlan", "repetitionz": 3},
    "a misspelt type is refused": {"@type": "ExercisePlann", "name": "A plan"},
    "a number as a thing is refused": {"@type": "MedicalWebPage", "about": 7},
    "a property of another type is refused": {"@type": "WebSite", "repetitions": 3},
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory) -> dict[str, list[str]]:
    """What the compiler says of each fault."""
    complaints = complaints_of(TYPES, [{"@context": "https://schema.org", "@graph": [node]} for node in FAULTS.values()], tmp_path_factory.mktemp("refused"))
    return dict(zip(FAULTS, complaints, strict=True))


@pytest.mark.parametrize("fault", FAULTS)
def test_the_validator_refuses_what_is_wrong(refused, fault: str) -> None:
    """A fault in the JSON-LD would be found, and nothing else is complained of."""
    [complaint] = refused[fault]

    # TypeScript's words for a property or a value that a type does not have.
    assert re.search(r"error TS(2322|2353|2820): ", complaint), complaint


def nodes(graphs: dict[str, dict[str, Any]]) -> Iterable[dict[str, Any]]:
    return (node for graph in graphs.values() for node in graph["@graph"])


def linked(value: Any) -> Iterable[str]:
    """Every address that is only pointed at."""
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        else:
            yield from (id for item in value.values() for id in linked(item))
    elif isinstance(value, list):
        yield from (id for item in value for id in linked(item))


def test_links_between_things_lead_somewhere(graphs) -> None:
    """Whatever is pointed at is described on some page, once."""
    described = [node["@id"] for node in nodes(graphs) if node["@type"] not in ("WebSite", "Muscle")]
    everywhere = {node["@id"] for node in nodes(graphs)}

    assert len(described) == len(set(described))
    assert set() == {id for node in nodes(graphs) for id in linked(node)} - everywhere


def test_exercises_doses_stages_and_sources_are_one_net(graphs, records) -> None:
    """Every exercise, dose, stage, programme and reference is a thing of its own."""
    ids = {node["@id"].split("/hamstring-guide/")[-1] for node in nodes(graphs)}
    protocol = records.protocol
    expected = {f"exercises/{id}/#exercise" for id in records.exercises}
    expected |= {f"exercises/{exercise.id}/#{stage.replace('/', '-')}" for exercise in records.exercises.values() for stage in exercise.doses}
    expected |= {f"programmes/{id}/#stage" for id in protocol.stages()} | {f"programmes/#{id}" for id in protocol.tracks}
    expected |= {f"references/#{id}" for id in records.references}

    assert set() == expected - ids


def node_of(graphs: dict[str, dict[str, Any]], id: str) -> dict[str, Any]:
    [node] = [node for node in nodes(graphs) if node["@id"].endswith(id)]
    return node


def test_a_dose_says_what_the_page_says(graphs, records) -> None:
    """Frequency, effort, amount and rest of a dose are the words that stand on the page, and its sources are linked."""
    exercise = records.exercises["glute-bridge"]
    dose = exercise.doses["acute-strain/build"]
    node = node_of(graphs, "exercises/glute-bridge/#acute-strain-build")

    assert (days_words(dose), dose_words(dose), f"effort {effort_words(dose.rpe)}") == (node["activityFrequency"], node["workload"], node["intensity"])
    assert "60 seconds" == node["restPeriods"] or "1 minute" == node["restPeriods"]
    assert list(dose.references) == [link["@id"].split("#")[1] for link in node["citation"]]
    assert records.words["pattern"]["bridge"] == node_of(graphs, "exercises/glute-bridge/#exercise")["exerciseType"]


def test_a_page_names_its_kind_its_main_thing_and_its_sources(graphs) -> None:
    """Pages about the leg are medical, pages about the project are not; an exercise page is about the exercise and cites what it links to."""
    page = node_of(graphs, "exercises/nordic-hamstring/#page")

    assert ("MedicalWebPage", "WebPage", "MedicalWebPage") == tuple(node_of(graphs, f"/{name}#page")["@type"] for name in ("first-72-hours/", "about/", "mindset/"))
    assert page["mainEntity"]["@id"].endswith("exercises/nordic-hamstring/#exercise")
    assert "petersen2011" in {link["@id"].split("#")[1] for link in page["citation"]}


def test_a_source_leads_to_its_doi(graphs, records) -> None:
    """A source with a DOI is the same as what stands at that address."""
    for reference in records.references.values():
        node = node_of(graphs, f"references/#{reference.id}")

        assert (f"https://doi.org/{reference.doi}" if reference.doi else None) == node.get("sameAs")


def test_no_page_claims_a_review(graphs) -> None:
    """Nobody qualified has reviewed the guide, so no page says so, to machines either."""
    assert [] == [node["@id"] for node in nodes(graphs) if CLAIMS & set(node)]


def test_text_cannot_end_the_script() -> None:
    """Whatever a record holds, the JSON-LD text has no character that HTML could take for markup."""
    from builder.linked_data import graph_text

    text = graph_text([{"@type": "WebSite", "name": "</script><script>alert(1)</script> & <!--"}])

    assert not set("<>&") & set(text)
    assert "</script><script>alert(1)</script> & <!--" == json.loads(text)["@graph"][0]["name"]
