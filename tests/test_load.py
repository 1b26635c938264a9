"""What a contributor reads when a record is wrong, word for word, and that the schemas' own examples are true."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from builder import reading
from builder.cache import Cache, fingerprint
from builder.figures import build_checked
from builder.load import load_plain
from builder.problems import BuildStopped
from builder.schema import schema_problems
from builder.strict_yaml import read_yaml
from tests.conftest import ROOT

BRIDGE = "exercises/glute-bridge.yaml"
SCHEMAS = ("exercises/exercise.schema.yaml", "planner/protocol/protocol.schema.yaml", "content/references.schema.yaml", "content/messages.schema.yaml")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """The ninety files that a test does not break are read once for all tests."""
    return Cache(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the records that a test may break."""
    for folder in ("exercises", "planner/protocol"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for file in [*(ROOT / "content").glob("*.*"), *(ROOT / "content/templates").glob("*.*")]:
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    return tmp_path


def edit(project: Path, file: str, old: str, new: str) -> None:
    text = (project / file).read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r} to break"
    (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(project: Path, kept: Cache) -> list[str]:
    with pytest.raises(BuildStopped) as stopped:
        load_plain(project, kept)
    return [str(problem) for problem in stopped.value.problems]


BROKEN = {
    "A word where a number belongs says what was expected and shows one.": (
        BRIDGE, "    sets: [2, 3]", "    sets: three",
        "exercises/glute-bridge.yaml: doses.acute-strain/build.sets: expected a whole number, or [least, most], got 'three'. Example: 3",
    ),
    "A misspelt field lists the fields there are.": (
        BRIDGE, "feel:", "feels:",
        "exercises/glute-bridge.yaml: feels: is not a known field. Known fields: id, name, aliases, summary, pattern, position, equipment, substitute, load, steps, figure, cues, mistakes, feel, stop_when, cautions, not_for_sites, pain_limit, typical, doses, easier, harder, evidence, sources, review",
    ),
    "A missing field says what belongs there.": (
        BRIDGE, "position: lying on back\n", "",
        "exercises/glute-bridge.yaml: position: expected one of lying on back, lying on front, lying on side, sitting, kneeling, standing or moving, got nothing. Example: lying on back",
    ),
    "An exercise without a picture is told what one looks like.": (
        "exercises/ankle-pumps.yaml", "figure:", "x-figure:",
        "exercises/ankle-pumps.yaml: figure: expected a start (with or without an end), or positions side by side, got nothing. Example: {alt: From the side: you lie on your back with bent knees and lift your hips until knees, hips and shoulders line up., start: {pin: [back, feet], knee: 110}, end: {pin: [shoulders, feet], hip: 0}, arrow: hips, muscles: {main: [buttock], helping: [hamstring]}}",
    ),
    "A dose without the field its kind needs says so.": (
        BRIDGE, "    reps: [10, 15]\n", "",
        "exercises/glute-bridge.yaml: doses.acute-strain/build.reps: expected a whole number, or [least, most], got nothing. Example: [10, 15]",
    ),
    "A value off the list shows the list.": (
        BRIDGE, "pattern: bridge", "pattern: bridges",
        "exercises/glute-bridge.yaml: pattern: expected one of isometric, bridge, curl, hinge, squat, balance, trunk, mobility, stretch, cardio, running, agility or jump, got 'bridges'. Example: bridge",
    ),
    "An id that is not the file's name says which name it is.": (
        BRIDGE, "id: glute-bridge", "id: hip-lift",
        "exercises/glute-bridge.yaml: id: expected the file's name, got 'hip-lift'. Example: glute-bridge",
    ),
    "An unknown stage lists the stages.": (
        BRIDGE, "  acute-strain/build:", "  acute-strain/middle:",
        "exercises/glute-bridge.yaml: doses.acute-strain/middle: is not a stage. Stages: acute-strain/settle, acute-strain/build, acute-strain/lengthen, acute-strain/return, proximal-tendinopathy/settle, proximal-tendinopathy/build, proximal-tendinopathy/lengthen, proximal-tendinopathy/return, tightness/loosen, tightness/strengthen, tightness/keep, prevention/ramp, prevention/keep",
    ),
    "An exercise is at home in one stage of each programme, and one with a dose.": (
        BRIDGE, "typical: [acute-strain/build, ", "typical: [acute-strain/return, ",
        "exercises/glute-bridge.yaml: typical: expected a stage that has a dose, got 'acute-strain/return'. Example: acute-strain/build",
    ),
    "A programme without a stage in which it is at home is told.": (
        BRIDGE, "typical: [acute-strain/build, ", "typical: [",
        "exercises/glute-bridge.yaml: typical: expected one stage for each programme with a dose (one of acute-strain, proximal-tendinopathy or tightness), got one of proximal-tendinopathy/build or tightness/loosen. Example: [acute-strain/build]",
    ),
    "More than one set asks for the rest between.": (
        BRIDGE, "    rest_seconds: 60\n", "",
        "exercises/glute-bridge.yaml: doses.acute-strain/build.rest_seconds: expected the rest between sets in seconds, got nothing. Example: 60",
    ),
    "Slow strength work asks for its pace.": (
        BRIDGE, "    tempo: {lift_seconds: 2, pause_seconds: 3, lower_seconds: 2}\n", "",
        "exercises/glute-bridge.yaml: doses.acute-strain/build.tempo: expected how slow it is, got nothing. Example: {lift_seconds: 2, lower_seconds: 3}",
    ),
    "A thing not found in every home asks for a substitute.": (
        BRIDGE, "equipment: [mat]\n", "equipment: [roller]\n",
        "exercises/glute-bridge.yaml: substitute: expected what does the job of roller at home, got nothing. Example: A loaded rucksack does the job of a weight.",
    ),
    "A stage cannot start with an exercise that has no dose there.": (
        "planner/protocol/tracks.yaml", "start_with: [gentle-walking, ", "start_with: [box-jump, ",
        "planner/protocol/tracks.yaml: tracks[0].stages[0].start_with: expected an exercise with a dose in this stage, got 'box-jump'. Example: ankle-pumps",
    ),
    "A last stage says what comes after it.": (
        "planner/protocol/tracks.yaml", "        after: There is no end to this stage. It is", "        aim_after: There is no end to this stage. It is",
        "planner/protocol/tracks.yaml: tracks[3].stages[1].aim_after: is not a known field. Known fields: id, name, not_before_day, pain_now_most, pain_worst_most, hip_flexion_limit, high_hip_flexion_limit, start_load, loading_from_day, limp_expected, gentlest_patterns, aim, avoid, builds, patterns, start_with, after",
    ),
    "A ladder for a programme that is not there lists the programmes.": (
        "planner/protocol/ladders.yaml", "tracks: [acute-strain]", "tracks: [sprained-ankle]",
        "planner/protocol/ladders.yaml: ladders[0].tracks: expected one of acute-strain, prevention, proximal-tendinopathy or tightness, got 'sprained-ankle'. Example: acute-strain",
    ),
    "An unknown reference names its place.": (
        BRIDGE, "references: [article-home]", "references: [smith1999]",
        "exercises/glute-bridge.yaml: doses.acute-strain/build.references[0]: expected an id of content/references.yaml, got 'smith1999'",
    ),
    "An unknown thing to need lists the things there are.": (
        BRIDGE, "equipment: [mat]", "equipment: [carpet]",
        "exercises/glute-bridge.yaml: equipment[0]: expected one of mat, chair, wall, towel, step, stick, slider, cones, lines, band, weight, glute-ham-bench, ball, roller, anchor, bike or space, got 'carpet'. Example: mat",
    ),
    "A link to an exercise that is not there names it.": (
        BRIDGE, "  - id: static-bridge", "  - id: bridge-of-sighs",
        "exercises/glute-bridge.yaml: easier[0].id: expected the id of another exercise, got 'bridge-of-sighs'",
    ),
    "A range the wrong way round is shown the right way round.": (
        BRIDGE, "reps: [10, 15]", "reps: [15, 10]",
        "exercises/glute-bridge.yaml: doses.acute-strain/build.reps: expected the least first, got [15, 10]. Example: [10, 15]",
    ),
    "A key that stands twice names both lines.": (
        BRIDGE, "name: Glute bridge\n", "name: Glute bridge\nname: Hip lift\n",
        "exercises/glute-bridge.yaml: line 4: expected each key once, got 'name' on line 3 and again",
    ),
    "A number without a reference must be an assumption.": (
        "planner/protocol/pain.yaml", "basis: commentary\n    certainty: secondary\n    references: [goom2016]", "basis: commentary\n    certainty: secondary\n    references: []",
        "planner/protocol/pain.yaml: numbers.pain_limit_tendinopathy.references: expected at least one reference id, or the basis assumption, got []. Example: [hickey2020]",
    ),
    "A dose with a basis names its source.": (
        BRIDGE, "references: [article-home]", "references: []",
        "exercises/glute-bridge.yaml: doses.acute-strain/build.references: expected at least one reference id for the basis source-article, got []. Example: [hickey2020]",
    ),
    "A field of another kind of dose is sent away.": (
        BRIDGE, "    reps: [10, 15]\n", "    reps: [10, 15]\n    metres: 20\n",
        "exercises/glute-bridge.yaml: doses.acute-strain/build.metres: does not belong to this kind, got 20. Leave it out.",
    ),
    "Too few steps are counted.": (
        "exercises/squat-jump.yaml", "cues:", "cues: [Land softly., Land softly.]\nold_cues:",
        "exercises/squat-jump.yaml: old_cues: is not a known field. Known fields: id, name, aliases, summary, pattern, position, equipment, substitute, load, steps, figure, cues, mistakes, feel, stop_when, cautions, not_for_sites, pain_limit, typical, doses, easier, harder, evidence, sources, review",
    ),
    "A thing that stands twice in a list is told.": (
        BRIDGE, "equipment: [mat]", "equipment: [mat, mat]",
        "exercises/glute-bridge.yaml: equipment: expected each item once, got ['mat', 'mat']. Example: [mat]",
    ),
    "A kind of movement that the stage never asks for would be in no plan.": (
        "exercises/squat-jump.yaml", "  acute-strain/return:", "  acute-strain/settle:",
        "exercises/squat-jump.yaml: doses.acute-strain/settle: the stage asks for no 'jump'. It asks for one of cardio, isometric, mobility, bridge, squat, balance, trunk or agility",
    ),
    "An exercise that bends the hip further than its stage allows is told.": (
        "exercises/bridge-hold.yaml", "hip_flexion_degrees: 20", "hip_flexion_degrees: 40",
        "exercises/bridge-hold.yaml: doses.proximal-tendinopathy/settle: bends the hip to 40 degrees under load; the stage allows 30 (tendon_settle_hip_flexion)",
    ),
    "A kind of movement without a word is told.": (
        "content/messages.yaml", "    isometric: steady hold\n", "",
        "content/messages.yaml: words.pattern.isometric: expected some words, got nothing. Example: hip hinge",
    ),
    "A question that stands twice is told.": (
        "planner/protocol/questions.yaml", "  - id: site\n", "  - id: onset\n",
        "planner/protocol/questions.yaml: questions[6].id: expected each id once, got 'onset' again",
    ),
    "A range of days the wrong way round is told.": (
        "planner/protocol/placement.yaml", "days: [23, 41]", "days: [41, 23]",
        "planner/protocol/placement.yaml: prognosis[1].days: expected the least first, got [41, 23]. Example: [23, 41]",
    ),
    "A sign of a level that is not there lists the levels.": (
        "planner/protocol/triage.yaml", "    level: emergency\n", "    level: alarming\n",
        "planner/protocol/triage.yaml: signs[0].level: expected one of answer-again, emergency, not-self-guided, review, same-day, seen or urgent, got 'alarming'. Example: answer-again",
    ),
    "A source in the wrong shape says what a year is.": (
        "content/references.yaml", "year: 2020", "year: twenty",
        "content/references.yaml: hickey2020.year: expected a year of four digits, got 'twenty'. Example: 2020",
    ),
    "A sentence of the planner must be one.": (
        "content/messages.yaml", "  cannot-walk: You cannot put weight on the leg.", "  cannot-walk: 7",
        "content/messages.yaml: messages.cannot-walk: expected a sentence, got 7. Example: After {days} days you still limp.",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN.values(), ids=BROKEN)
def test_message(project: Path, kept: Cache, file: str, old: str, new: str, message: str) -> None:
    """A broken record gives exactly this line."""
    edit(project, file, old, new)

    assert message in problems_of(project, kept)


def test_every_problem_is_told_before_the_build_stops(project: Path, kept: Cache) -> None:
    """Two mistakes in two files are both told, and the last line counts them."""
    edit(project, BRIDGE, "pattern: bridge", "pattern: legs")
    edit(project, "exercises/heel-slide.yaml", "speed: slow", "speed: lazy")

    with pytest.raises(BuildStopped) as stopped:
        load_plain(project, kept)

    report = stopped.value.report().splitlines()
    assert 3 == len(report)
    assert "Build stopped: 2 problems." == report[-1]


def test_what_is_kept_is_what_is_read(kept: Cache) -> None:
    """The records that are kept from an earlier reading are those that are read from the files, in their order and kinds."""
    assert json.dumps(load_plain(ROOT)) == json.dumps(load_plain(ROOT, kept)) == json.dumps(load_plain(ROOT, kept))


def test_after_a_change_one_file_is_read_anew(project: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed record is read and checked, and no other; a changed schema has every file of its folder checked again."""
    load_plain(project, kept)
    checked: list[str] = []
    monkeypatch.setattr(reading, "schema_problems", lambda schema, value, file: checked.append(file) or schema_problems(schema, value, file))

    edit(project, BRIDGE, "pattern: bridge", "pattern:  bridge")
    load_plain(project, kept)
    assert [BRIDGE] == checked

    checked.clear()
    edit(project, SCHEMAS[0], "$schema", "$comment: changed\n$schema")
    load_plain(project, kept)
    assert {path.name for path in (project / "exercises").glob("*.yaml")} - {"exercise.schema.yaml"} == {Path(file).name for file in checked}


def test_a_mistake_is_told_by_every_build(project: Path, kept: Cache) -> None:
    """What is wrong is not kept: the next build says it again, and says nothing once it is mended."""
    edit(project, BRIDGE, "pattern: bridge", "pattern: legs")
    assert problems_of(project, kept) == problems_of(project, kept)

    edit(project, BRIDGE, "pattern: legs", "pattern: bridge")
    assert load_plain(ROOT, kept) == load_plain(project, kept)


def test_a_file_that_is_saved_while_it_is_read_is_read_again(project: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a file is what it held when it got its name: a save in that moment shows in the next build, and who goes back finds what was."""
    before = (project / BRIDGE).read_text(encoding="utf-8") + "# not kept yet\n"
    after = before.replace("Works your buttocks", "Works your bottom", 1)
    (project / BRIDGE).write_text(before, encoding="utf-8")

    def named_and_saved(*parts: str | bytes) -> str:
        if BRIDGE in parts:
            (project / BRIDGE).write_text(after, encoding="utf-8")
        return fingerprint(*parts)

    with monkeypatch.context() as saving:
        saving.setattr(reading, "fingerprint", named_and_saved)
        load_plain(project, kept)
    assert load_plain(project, kept)["exercises"]["glute-bridge"]["summary"].startswith("Works your bottom")

    (project / BRIDGE).write_text(before, encoding="utf-8")
    assert load_plain(project, kept)["exercises"]["glute-bridge"]["summary"].startswith("Works your buttocks")


def test_a_schema_that_cannot_be_read_is_told_once(project: Path, kept: Cache) -> None:
    """A slip in a schema is one problem, however many files are read by it."""
    (project / SCHEMAS[0]).write_text("type: [", encoding="utf-8")

    assert 1 == len([problem for problem in problems_of(project, kept) if problem.startswith(SCHEMAS[0])])


def test_a_circle_of_harder_exercises_is_told(project: Path, kept: Cache) -> None:
    """Following "harder" must not lead back to where it began."""
    text = (project / "exercises/loaded-nordic.yaml").read_text(encoding="utf-8")
    assert "harder:" not in text
    (project / "exercises/loaded-nordic.yaml").write_text(text + "harder:\n  - id: nordic-hamstring\n    when: It feels easy on two days.\n", encoding="utf-8")

    assert "exercises/loaded-nordic.yaml: harder: goes round in a circle: loaded-nordic → nordic-hamstring → loaded-nordic" in problems_of(project, kept)


def test_a_last_stage_without_an_after_is_told(project: Path, kept: Cache) -> None:
    """The last stage of a programme says what comes after it."""
    text = (project / "planner/protocol/tracks.yaml").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.startswith("        after: "))
    (project / "planner/protocol/tracks.yaml").write_text("".join(lines[:last] + lines[last + 1 :]), encoding="utf-8")

    assert "planner/protocol/tracks.yaml: tracks[3].stages[1].after: expected what comes after the last stage, got nothing. Example: Go on with “Keep it strong”." in problems_of(project, kept)


def test_an_exercise_that_leads_nowhere_is_told(project: Path, kept: Cache) -> None:
    """Every exercise leads on, or back, to another."""
    file = project / "exercises/glute-ham-drop.yaml"
    text = file.read_text(encoding="utf-8")
    start, end = text.index("easier:\n"), text.index("evidence:\n")
    file.write_text(text[:start] + text[end:], encoding="utf-8")

    assert (
        "exercises/glute-ham-drop.yaml: harder: expected an easier or a harder exercise, got neither. "
        "Example: [{id: single-leg-bridge, when: Three sets of 15 feel easy on two separate days.}]"
    ) in problems_of(project, kept)


def test_a_circle_of_easier_exercises_is_told(project: Path, kept: Cache) -> None:
    """Following "easier" must not lead back to where it began."""
    text = (project / "exercises/seated-hamstring-set.yaml").read_text(encoding="utf-8")
    assert "easier:" not in text
    (project / "exercises/seated-hamstring-set.yaml").write_text(text + "easier:\n  - id: heel-dig\n    when: It hurts more than before.\n", encoding="utf-8")

    assert "exercises/heel-dig.yaml: easier: goes round in a circle: heel-dig → seated-hamstring-set → heel-dig" in problems_of(project, kept)


def test_a_reference_nobody_uses_is_told(project: Path, kept: Cache) -> None:
    """A source that no record and no page cites is an error."""
    text = (project / "content/references.yaml").read_text(encoding="utf-8")
    lonely = "lonely2001: {authors: Lonely, source: A journal, kind: trial, population: nobody, finding: Nothing at all was found., certainty: unverified}\n"
    (project / "content/references.yaml").write_text(text + "\n" + lonely, encoding="utf-8")

    assert ["content/references.yaml: lonely2001: nobody uses this reference. Cite it in a record or on a page, or remove it"] == problems_of(project, kept)


@pytest.mark.parametrize(
    ("text", "value"),
    [("a: 1:30", "1:30"), ("a: no", "no"), ("a: on", "on"), ("a: 010", "010"), ("a: 2026-11-21", "2026-11-21"), ("a: true", True), ("a: 3", 3), ("a: 0.5", 0.5), ("a: ~", None)],
)
def test_yaml_is_read_as_it_is_typed(tmp_path: Path, text: str, value: object) -> None:
    """Times, yes and no, dates and numbers with a leading nought stay text; only plain numbers, true and false become more."""
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")

    assert {"a": value} == read_yaml(tmp_path / "x.yaml", "x.yaml")


def described_nodes(schema: object, root: dict) -> list[dict]:
    """Every node of a schema that has examples, wherever it stands."""
    if isinstance(schema, dict):
        own = [schema] if "examples" in schema and "$ref" not in schema and ("type" in schema or "enum" in schema or "anyOf" in schema) else []
        return own + [node for value in schema.values() for node in described_nodes(value, root)]
    if isinstance(schema, list):
        return [node for value in schema for node in described_nodes(value, root)]
    return []


def test_every_field_of_an_exercise_is_described_with_a_good_and_a_bad_example() -> None:
    """Each field of the exercise schema has a description, a good example that passes and a bad one that does not."""
    schema = read_yaml(ROOT / SCHEMAS[0], SCHEMAS[0])
    fields = [*schema["properties"].items(), *schema["$defs"]["dose"]["properties"].items()]
    fields += schema["$defs"]["position"]["properties"].items()
    for parent in ("load", "figure", "pain_limit", "evidence", "review"):
        fields += schema["properties"][parent]["properties"].items()

    for name, field in fields:
        whole = {**schema["$defs"][field["$ref"].split("/")[-1]], **field} if "$ref" in field else field
        validator = Draft202012Validator({"$defs": schema["$defs"], **{key: value for key, value in whole.items() if key != "$ref"}})
        assert whole.get("description"), name
        assert whole.get("examples"), name
        assert whole.get("x-bad-examples"), name
        assert [] == [example for example in whole["examples"] if not validator.is_valid(example)], name
        assert [] == [example for example in whole["x-bad-examples"] if validator.is_valid(example)], name


@pytest.mark.parametrize("file", SCHEMAS)
def test_schemas_are_schemas(file: str) -> None:
    """Each schema is itself valid JSON Schema 2020-12."""
    Draft202012Validator.check_schema(read_yaml(ROOT / file, file))


def test_the_exercise_in_contributing_is_a_good_one(project: Path, kept: Cache) -> None:
    """The commented exercise that contributors copy passes every check."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = text.split("```yaml\n")[1].split("```")[0]
    (project / "exercises/towel-heel-dig.yaml").write_text(block, encoding="utf-8")

    record = load_plain(project, kept)["exercises"]["towel-heel-dig"]

    assert [] == build_checked(record, "exercises/towel-heel-dig.yaml")[1]
