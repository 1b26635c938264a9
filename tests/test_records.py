"""What the published records hold as a whole."""

import pytest

from tests.conftest import ROOT


def test_every_stage_has_exercises(records) -> None:
    """At least sixteen exercises are there, and at least three in every stage of every programme."""
    by_stage = {stage: [id for id, exercise in records.exercises.items() if stage in exercise.doses] for stage in records.protocol.stages()}

    assert 16 <= len(records.exercises)
    assert [] == [stage for stage, exercises in by_stage.items() if len(exercises) < 3]


def test_every_pattern_of_a_stage_has_an_exercise(records) -> None:
    """Each kind of movement that a stage asks for has at least one exercise there."""
    empty = [
        (stage.id, pattern)
        for stage in records.protocol.stages().values()
        for pattern in stage.patterns
        if not any(stage.id in exercise.doses and exercise.pattern == pattern for exercise in records.exercises.values())
    ]

    assert [] == empty


def test_every_kind_of_dose_is_used(records) -> None:
    """Repetitions, holds, time, distance and intervals all occur, and so do a tempo and a dose for each side."""
    doses = [dose for exercise in records.exercises.values() for dose in exercise.doses.values()]

    assert {"reps", "hold", "time", "distance", "intervals"} == {dose.kind for dose in doses}
    assert any(dose.tempo for dose in doses)
    assert any(dose.per_side for dose in doses)


def test_an_assumed_dose_says_so(records) -> None:
    """A dose that is not read in a source is marked as such, and one with a source names it."""
    doses = [(exercise.id, dose) for exercise in records.exercises.values() for dose in exercise.doses.values()]

    assert [] == [(id, dose.stage) for id, dose in doses if dose.basis != "assumption" and not dose.references]
    assert [] == [(id, dose.stage) for id, dose in doses if dose.basis == "assumption" and not dose.note]


def test_easier_and_harder_agree(records) -> None:
    """Where one exercise is harder than another, the other is easier than the one."""
    harder = {(exercise.id, link.id) for exercise in records.exercises.values() for link in exercise.harder}
    easier = {(link.id, exercise.id) for exercise in records.exercises.values() for link in exercise.easier}

    assert harder == easier


def test_no_reviewer_is_invented(records) -> None:
    """Nobody qualified has checked a record yet, and every record says so. Whoever does the first review changes this test."""
    checked = [exercise.id for exercise in records.exercises.values() if exercise.review.checked_by]
    checked += [number.id for number in records.protocol.numbers.values() if number.checked_by]

    assert [] == checked


@pytest.mark.parametrize("folder", ["exercises", "planner/protocol", "content"])
def test_editors_find_the_schema(folder: str) -> None:
    """The first line of every record names the schema, so that an editor completes the fields."""
    records = [path for path in (ROOT / folder).glob("*.yaml") if not path.name.endswith(".schema.yaml")]
    first = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in records}

    assert [] == [name for name, line in first.items() if not line.startswith("# yaml-language-server: $schema=") or not (ROOT / folder / line.split("=")[1]).is_file()]


def test_no_registry_is_named() -> None:
    """Neither lock file says where packages come from, and each package is pinned by what it holds."""
    python = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    node = (ROOT / "package-lock.json").read_text(encoding="utf-8")

    assert "://" not in python
    assert '"resolved"' not in node
    assert python.count("==") <= python.count("--hash=sha256:")
    assert node.count('"node_modules/') == node.count('"integrity"')
