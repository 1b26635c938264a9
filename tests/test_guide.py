"""The guide's own records: what a contributor reads when one is wrong, word for word, and that none is missing."""

import re
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from builder.guide import FILES, VERDICTS, Guide, guide_places, load_guide, movements_by_stage
from builder.problems import BuildStopped
from builder.strict_yaml import read_yaml
from planner.model import Records
from tests.conftest import ROOT

DISAGREEMENTS, MOVEMENTS, PROGRAMMES, MISTAKES = (file for file, _ in FILES.values())
SCHEMAS = tuple(schema for _, schema in FILES.values())
ARTICLES = {"article-stages", "article-phases", "article-ten-exercises", "article-home", "article-comeback"}


@pytest.fixture(scope="module")
def guide(records: Records) -> Guide:
    return load_guide(ROOT, records)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the guide's own records that a test may break."""
    (tmp_path / "content").mkdir()
    for file in (name for pair in FILES.values() for name in pair):
        shutil.copyfile(ROOT / file, tmp_path / file)
    return tmp_path


def edit(project: Path, file: str, old: str, new: str) -> None:
    text = (project / file).read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r} to break"
    (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(project: Path, records: Records) -> list[str]:
    with pytest.raises(BuildStopped) as stopped:
        load_guide(project, records)
    return [str(problem) for problem in stopped.value.problems]


BROKEN = {
    "A stage page that is not there is told.": (
        DISAGREEMENTS, "page: programmes/acute-strain/settle/", "page: programmes/acute-strain/nowhere/",
        "content/disagreements.yaml: [4].where[0].page: expected a page of the site, got 'programmes/acute-strain/nowhere/'. Example: exercises/heel-slide/",
    ),
    "A verdict off the list shows the list.": (
        MOVEMENTS, "verdict: with-care", "verdict: risky",
        "content/movements.yaml: [3].verdict: expected one of fine, with-care or leave-out, got 'risky'. Example: fine",
    ),
    "A programme that is not there lists the programmes.": (
        MOVEMENTS, "track: acute-strain", "track: pulled",
        "content/movements.yaml: [0].track: expected one of acute-strain, proximal-tendinopathy, tightness or prevention, got 'pulled'. Example: acute-strain",
    ),
    "A stage of another programme lists this one's stages.": (
        MOVEMENTS, "stage: settle", "stage: ramp",
        "content/movements.yaml: [0].stage: expected one of settle, build, lengthen or return, got 'ramp'. Example: settle",
    ),
    "An example that is not there is named.": (
        MOVEMENTS, "exercises: [gentle-walking]", "exercises: [moon-walking]",
        "content/movements.yaml: [0].exercises[0]: expected the id of an exercise, got 'moon-walking'",
    ),
    "An example of what is fine must be in the stage's plans.": (
        MOVEMENTS, "exercises: [gentle-walking]", "exercises: [fly-sprints]",
        "content/movements.yaml: [0].exercises[0]: expected an exercise with a dose in acute-strain/settle, because the verdict is fine, got 'fly-sprints'",
    ),
    "An example of what is left out must not be in the stage's plans.": (
        MOVEMENTS, "exercises: [doorway-stretch, seated-stretch, step-stretch]", "exercises: [heel-dig]",
        "content/movements.yaml: [8].exercises[0]: expected an exercise without a dose in acute-strain/settle, because the verdict is leave-out, got 'heel-dig'",
    ),
    "A row with a basis names its source.": (
        MOVEMENTS, "references: [dubois2020, article-comeback]", "references: []",
        "content/movements.yaml: [0].references: expected at least one reference id, or the basis assumption, got []. Example: [hickey2020]",
    ),
    "A row without a source cannot have been read in one.": (
        MOVEMENTS, "certainty: unverified", "certainty: read",
        "content/movements.yaml: [3].certainty: expected unverified, because there is no reference, got 'read'. Example: unverified",
    ),
    "A number that is not there is named.": (
        MOVEMENTS, "{first_heavy_eccentric_rest_hours}", "{some_hours}",
        "content/movements.yaml: [21].why: expected the id of a number in the braces, got 'some_hours'. Example: {pain_limit_strain}",
    ),
    "A question without its mark is told.": (
        DISAGREEMENTS, "question: How much pain is all right?", "question: How much pain is all right",
        "content/disagreements.yaml: [0].question: expected a short question that ends with a question mark, got 'How much pain is all right'. Example: How much pain is all right?",
    ),
    "A position without a holder is told.": (
        DISAGREEMENTS, "held_by: [article-stages]", "held_by: []",
        "content/disagreements.yaml: [0].positions[0].held_by: expected at least one reference id, got []. Example: [article-home]",
    ),
    "A position of somebody unknown names its place.": (
        DISAGREEMENTS, "held_by: [article-stages]", "held_by: [smith1999]",
        "content/disagreements.yaml: [0].positions[0].held_by[0]: expected an id of content/references.yaml, got 'smith1999'",
    ),
    "A link to a page that is none is told.": (
        DISAGREEMENTS, 'page: "how-the-planner-decides/#pain_limit_strain"', 'page: "how-the-planner-decides/#pain"',
        "content/disagreements.yaml: [0].where[0].page: expected a page of the site, got 'how-the-planner-decides/#pain'. Example: exercises/heel-slide/",
    ),
    "A link to the page of no exercise is told.": (
        DISAGREEMENTS, "page: exercises/heel-slide/", "page: exercises/heel-slides/",
        "content/disagreements.yaml: [1].where[0].page: expected a page of the site, got 'exercises/heel-slides/'. Example: exercises/heel-slide/",
    ),
    "A link that leaves the site is told.": (
        DISAGREEMENTS, "page: first-72-hours/", 'page: "https://example.org/"',
        "content/disagreements.yaml: [2].where[0].page: expected a page of the site, got 'https://example.org/'. Example: exercises/heel-slide/",
    ),
    "An id that stands twice is told.": (
        DISAGREEMENTS, "id: two-pain-rules", "id: pain-limit",
        "content/disagreements.yaml: [1].id: expected each id once, got 'pain-limit' again",
    ),
    "A stage that is not there lists the stages.": (
        PROGRAMMES, "ours: [acute-strain/settle]", "ours: [acute-strain/first]",
        "content/article-programmes.yaml: [0].stages[0].ours[0]: expected one of acute-strain/settle, acute-strain/build, acute-strain/lengthen, acute-strain/return, "
        "proximal-tendinopathy/settle, proximal-tendinopathy/build, proximal-tendinopathy/lengthen, proximal-tendinopathy/return, tightness/loosen, tightness/strengthen, "
        "tightness/keep, prevention/ramp or prevention/keep, got 'acute-strain/first'. Example: acute-strain/settle",
    ),
    "An article's stage that leads nowhere is told.": (
        PROGRAMMES, "      ours: [acute-strain/settle]\n", "",
        "content/article-programmes.yaml: [0].stages[0]: expected a name, what it holds, and stages (ours) or exercises of this guide, "
        "got {'name': 'Early', 'timing': 'weeks 1 and 2', 'holds': 'Heel slides, a bridge that you only press into, and getting up from a chair. No weight yet. A hold lasts 5 to 10 seconds.', "
        "'note': 'Here you may begin sooner than the article says, and balance work is in from the start.'}. "
        "Example: {name: Early, timing: weeks 1 and 2, holds: Heel slides., ours: [acute-strain/settle]}",
    ),
    "An article that nobody knows is told.": (
        PROGRAMMES, "reference: article-stages", "reference: article-nine",
        "content/article-programmes.yaml: [0].reference: expected an id of content/references.yaml, got 'article-nine'",
    ),
    "A misspelt field lists the fields there are.": (
        MISTAKES, "  instead:", "  better:",
        "content/mistakes.yaml: [0].better: is not a known field. Known fields: id, mistake, why, instead, held_by, basis, certainty, references, where",
    ),
    "A missing field says what belongs there.": (
        MISTAKES, "  mistake: Stretching hard in the first days\n", "",
        "content/mistakes.yaml: [0].mistake: expected words of 6 to 80 characters that start with a capital letter, got nothing. Example: Resting for too long",
    ),
    "A key that stands twice names both lines.": (
        MISTAKES, "  held_by: [article-phases, article-home]\n", "  held_by: [article-phases]\n  held_by: [article-home]\n",
        "content/mistakes.yaml: line 8: expected each key once, got 'held_by' on line 7 and again",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN.values(), ids=BROKEN)
def test_message(project: Path, records: Records, file: str, old: str, new: str, message: str) -> None:
    """A broken record gives exactly this line."""
    edit(project, file, old, new)

    assert message in problems_of(project, records)


def test_every_problem_is_told_before_the_build_stops(project: Path, records: Records) -> None:
    """One mistake in each of the four files: all four are told together."""
    edit(project, DISAGREEMENTS, "held_by: [article-stages]", "held_by: [smith1999]")
    edit(project, MOVEMENTS, "track: acute-strain", "track: pulled")
    edit(project, PROGRAMMES, "reference: article-stages", "reference: article-nine")
    edit(project, MISTAKES, "references: [bayer2017]", "references: [smith1999]")

    assert {DISAGREEMENTS, MOVEMENTS, PROGRAMMES, MISTAKES} == {problem.split(":")[0] for problem in problems_of(project, records)}


def test_a_number_in_braces_is_the_protocols(project: Path, records: Records) -> None:
    """A text shows the value that the planner decides by, so the two cannot differ."""
    edit(project, MISTAKES, "They cost about five minutes.", "Up to {pain_limit_strain} out of 10.")
    mistakes = {mistake.id: mistake for mistake in load_guide(project, records).mistakes}

    assert f"Up to {records.protocol.value('pain_limit_strain'):g} out of 10." in mistakes["forgetting-trunk-and-hips"].instead


def test_all_are_there(guide: Guide) -> None:
    """All 20 disagreements, all 11 mistakes and the programmes of all 5 articles."""
    assert 20 == len(guide.disagreements)
    assert 11 == len(guide.mistakes)
    assert ARTICLES == {programme.reference for programme in guide.article_programmes}
    assert 5 == len(guide.article_programmes)


def test_every_stage_has_movements(guide: Guide, records: Records) -> None:
    """Every stage of every programme has at least four rows, something to do and something to mind among them."""
    for stage, movements in movements_by_stage(guide, records).items():
        verdicts = {movement.verdict for movement in movements}

        assert 4 <= len(movements), stage
        assert "fine" in verdicts, stage
        assert verdicts - {"fine"}, stage


def test_what_is_fine_comes_first(guide: Guide, records: Records) -> None:
    """In a stage what is fine comes first, then what needs care, then what is left out."""
    for movements in movements_by_stage(guide, records).values():
        ranks = [VERDICTS.index(movement.verdict) for movement in movements]

        assert sorted(ranks) == ranks


def test_every_row_is_cited_or_says_that_it_is_ours(guide: Guide) -> None:
    """A row without a reference is an assumption, and its own words say whose it is."""
    says_so = re.compile(r"\b(our|ours|we)\b", re.I)
    silent = [row.id for row in guide.movements if not row.references and not (row.basis == "assumption" and says_so.search(row.why))]

    assert [] == silent


def test_every_article_has_a_say(guide: Guide) -> None:
    """Each article holds positions and names mistakes."""
    positions = {id for each in guide.disagreements for position in each.positions for id in position.held_by}
    mistakes = {id for each in guide.mistakes for id in each.held_by}

    assert ARTICLES <= positions
    assert ARTICLES <= mistakes


def test_a_disagreement_is_one(guide: Guide) -> None:
    """Positions on one question differ in their words, and no two questions are alike."""
    for each in guide.disagreements:
        assert len(each.positions) == len({position.says for position in each.positions}), each.id
    assert len(guide.disagreements) == len({each.question for each in guide.disagreements})


def test_the_ten_exercises_are_ten(guide: Guide, records: Records) -> None:
    """The article with ten exercises leads to ten different exercises, and the others to stages."""
    by_reference = {programme.reference: programme for programme in guide.article_programmes}
    ten = by_reference.pop("article-ten-exercises")

    assert 10 == len({id for stage in ten.stages for id in stage.exercises})
    assert all(stage.ours for programme in by_reference.values() for stage in programme.stages)


def test_every_citation_has_a_place(guide: Guide, records: Records) -> None:
    """Every record of the guide is told to the references page, with references that are there."""
    places = list(guide_places(guide, records))

    assert len(guide.disagreements) + len(guide.movements) + len(guide.article_programmes) + len(guide.mistakes) == len(places)
    assert [] == [id for _, references, _ in places for id in references if id not in records.references]


def test_who_holds_a_position_is_told_too(guide: Guide, records: Records) -> None:
    """The references page learns of everybody who holds a position or names a mistake, at the place where it shows."""
    places = {(kind, citation.url): references for kind, references, citation in guide_places(guide, records)}
    disagreement, mistake, movement = guide.disagreements[0], guide.mistakes[0], guide.movements[0]

    assert {id for position in disagreement.positions for id in position.held_by} <= set(places["Where experts disagree", f"where-experts-disagree/#{disagreement.id}"])
    assert {*mistake.held_by, *mistake.references} == set(places["Common mistakes", f"mistakes/#{mistake.id}"])
    assert ("Safe or risky", f"safe-or-risky/#{movement.track}-{movement.stage}") in places


def test_rows_keep_the_order_of_the_file(guide: Guide, records: Records) -> None:
    """Among rows of one verdict the first in the file comes first."""
    order = {movement.id: place for place, movement in enumerate(guide.movements)}
    for movements in movements_by_stage(guide, records).values():
        for verdict in VERDICTS:
            places = [order[movement.id] for movement in movements if movement.verdict == verdict]

            assert sorted(places) == places


def test_the_untraced_percentage_is_nowhere(guide: Guide) -> None:
    """The percentages that one article gives without a study are in no text, and their entry says that they are not used."""
    texts = "\n".join((ROOT / file).read_text(encoding="utf-8") for file, _ in FILES.values())
    entry = next(each for each in guide.disagreements if each.id == "how-many-fewer-injuries")

    assert not re.search(r"\b(46|28) ?(%|per ?cent)", texts)
    assert "We do not use that percentage." in entry.guide_does


@pytest.mark.parametrize("file", SCHEMAS)
def test_schemas_are_schemas(file: str) -> None:
    """Each schema is itself valid JSON Schema 2020-12."""
    Draft202012Validator.check_schema(read_yaml(ROOT / file, file))


@pytest.mark.parametrize("file", SCHEMAS)
def test_every_field_is_described_with_a_good_and_a_bad_example(file: str) -> None:
    """Each field of each kind of record has a description, a good example that passes and a bad one that does not."""
    schema = read_yaml(ROOT / file, file)
    for kind, definition in schema["$defs"].items():
        for name, field in definition.get("properties", {}).items():
            whole = {**schema["$defs"][field["$ref"].split("/")[-1]], **field} if "$ref" in field else field
            validator = Draft202012Validator({"$defs": schema["$defs"], **{key: value for key, value in whole.items() if key != "$ref"}})
            assert whole.get("description"), (kind, name)
            assert whole.get("examples"), (kind, name)
            assert whole.get("x-bad-examples"), (kind, name)
            assert [] == [example for example in whole["examples"] if not validator.is_valid(example)], (kind, name)
            assert [] == [example for example in whole["x-bad-examples"] if validator.is_valid(example)], (kind, name)


@pytest.mark.parametrize("file", [file for file, _ in FILES.values()])
def test_each_file_names_its_schema(file: str) -> None:
    """The first line tells an editor which schema the file follows."""
    schema = dict(FILES.values())[file].split("/")[-1]

    assert f"# yaml-language-server: $schema={schema}" == (ROOT / file).read_text(encoding="utf-8").splitlines()[0]
