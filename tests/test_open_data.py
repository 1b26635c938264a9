"""The published data: whole, valid against its published schemas, and usable as its page says."""

import contextlib
import hashlib
import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from builder.open_data import LICENCE, csl_authors, csl_item, csl_type, version
from builder.serve import running
from tests.conftest import ROOT

CSL_SCHEMA = ROOT / "tests/standards/csl-data.json"


def data(site: Path, name: str):
    return json.loads((site / "data" / name).read_text(encoding="utf-8"))


def test_every_exercise_is_published_and_valid(built_site: Path, records) -> None:
    """exercises.json holds every exercise, and each fits the published schema."""
    published = data(built_site, "exercises.json")
    schema = Draft202012Validator(data(built_site, published["schema"]))

    assert sorted(records.exercises) == [exercise["id"] for exercise in published["exercises"]]
    assert [] == [(exercise["id"], error.message) for exercise in published["exercises"] for error in schema.iter_errors(exercise)]


def test_the_protocol_is_published_and_valid(built_site: Path, records) -> None:
    """protocol.json holds every number, stage, criterion and ladder, and fits the published schema."""
    published = data(built_site, "protocol.json")
    schema = Draft202012Validator(data(built_site, published["schema"]))

    assert set(records.protocol.numbers) == set(published["protocol"]["numbers"])
    assert len(records.protocol.criteria) == len(published["protocol"]["criteria"])
    assert len(records.protocol.ladders) == len(published["protocol"]["ladders"])
    assert [] == [error.json_path for error in schema.iter_errors(published["protocol"])]


def test_references_are_csl_json(built_site: Path, records) -> None:
    """references.json is what reference managers read: valid by the CSL schema, with every reference in it."""
    schema = json.loads(CSL_SCHEMA.read_text(encoding="utf-8"))
    items = data(built_site, "references.json")

    assert sorted(records.references) == [item["id"] for item in items]
    assert [] == [(error.json_path, error.message) for error in validator_for(schema)(schema).iter_errors(items)]


def test_the_csl_schema_refuses_what_is_wrong() -> None:
    """A type that CSL does not know, or a field it does not have, would be found."""
    schema = json.loads(CSL_SCHEMA.read_text(encoding="utf-8"))
    validator = validator_for(schema)(schema)

    assert list(validator.iter_errors([{"id": "x", "type": "thing"}]))
    assert list(validator.iter_errors([{"id": "x", "type": "document", "writer": "somebody"}]))


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Hickey and others", [{"family": "Hickey"}, {"literal": "others"}]),
        ("Goom, Malliaras, Reiman and Purdam", [{"family": "Goom"}, {"family": "Malliaras"}, {"family": "Reiman"}, {"family": "Purdam"}]),
        ("van der Horst and others", [{"family": "van der Horst"}, {"literal": "others"}]),
        ("Aspetar sports medicine hospital", [{"literal": "Aspetar sports medicine hospital"}]),
        ("Authors not known to us", [{"literal": "Authors not known to us"}]),
    ],
)
def test_authors_are_names_only_where_they_are_names(authors: str, expected: list) -> None:
    """Family names become names; an organisation stays as it is written."""
    assert expected == csl_authors(authors)


def test_what_is_not_known_is_left_out() -> None:
    """A reference without a year, a title or a DOI has none in the data either."""
    item = csl_item("handout", {"authors": "A team", "source": "A handout", "kind": "commentary", "population": "nobody", "finding": "Some steps.", "certainty": "read"})

    assert {"id", "type", "author", "container-title", "abstract", "custom"} == set(item)


def test_a_reference_keeps_all_that_is_known(plain_records) -> None:
    """Authors, year, journal, volume, issue, pages and DOI stand where reference managers look for them."""
    item = csl_item("hickey2020", plain_records["references"]["hickey2020"])

    assert {
        "id": "hickey2020",
        "type": "article-journal",
        "author": [{"family": "Hickey"}, {"literal": "others"}],
        "issued": {"date-parts": [[2020]]},
        "container-title": "Journal of Orthopaedic & Sports Physical Therapy",
        "volume": "50",
        "issue": "2",
        "page": "91-103",
        "DOI": "10.2519/jospt.2020.8895",
    } == {key: value for key, value in item.items() if key not in ("abstract", "custom")}


@pytest.mark.parametrize(("known", "kind"), [({"doi": "10.1/x"}, "article-journal"), ({"volume": "3"}, "article-journal"), ({"url": "https://x.example"}, "webpage"), ({}, "document")])
def test_the_kind_follows_from_what_is_known(known: dict, kind: str) -> None:
    """A DOI or a volume makes a journal article, an address alone a web page, neither a document."""
    assert kind == csl_type(known)


def test_every_file_says_licence_and_version(built_site: Path) -> None:
    """The package and the two files of ours name the licence and the version, and the package has each file's size and SHA-256."""
    package = data(built_site, "datapackage.json")

    assert [LICENCE] == package["licenses"]
    assert version() == package["version"]
    for name in ("exercises.json", "protocol.json"):
        published = data(built_site, name)
        assert (LICENCE["name"], LICENCE["path"], version()) == (published["licence"], published["licence_url"], published["version"])
    for resource in package["resources"]:
        content = (built_site / "data" / resource["path"]).read_bytes()
        assert (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") == (resource["bytes"], resource["hash"])


def test_the_five_lines_of_python_run(built_site: Path, records) -> None:
    """The code on the page prints every exercise with its stages. Only the site's address is another one here."""
    page = built_site / "open-data/index.html"
    [address] = re.findall(r'<link rel="canonical" href="(.*)open-data/">', page.read_text(encoding="utf-8"))
    printed = io.StringIO()
    with running(built_site, "/guide/") as served, contextlib.redirect_stdout(printed):
        exec(code_on(page).replace(address, served), {})

    assert address in code_on(page)
    assert 5 == len(code_on(page).strip().splitlines())
    assert len(records.exercises) == len(printed.getvalue().splitlines())
    assert all(exercise.name in printed.getvalue() for exercise in records.exercises.values())


def code_on(page: Path) -> str:
    [block] = re.findall(r"<code[^>]*class=\"language-python\"[^>]*>(.*?)</code>", page.read_text(encoding="utf-8"), re.S)
    return unescape(re.sub(r"<[^>]+>", "", block))
