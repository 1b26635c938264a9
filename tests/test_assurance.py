"""Safety and accessibility: every hazard and every criterion names tests that are there and run, and what the pages say of themselves is so."""

import re
import shutil
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from builder.assurance import ACCESSIBILITY, SAFETY, load_criteria, load_hazards, safety_text
from builder.problems import BuildStopped
from builder.strict_yaml import read_yaml
from tests.conftest import ROOT
from tests.evidence import collected, faults, marks_of
from tests.test_figures_colours import contrast, theme

# WCAG 2.2, levels A and AA, written from the recommendation and not from our own file. 4.1.1 was taken out of WCAG in 2.2.
LEVEL_A = "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"
LEVEL_AA = "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"
# What can go wrong with such a guide, as it was asked of this project. A hazard may be added; none of these may go.
ASKED_FOR = {"wrong-stage", "missed-warning-sign", "too-fast", "too-slow", "data-lost", "wrong-day", "stale-page", "misread-dose", "wrong-side", "two-readers", "hidden-pain", "false-reassurance", "hostile-file", "planner-fault"}
SCHEMAS = ("content/safety.schema.yaml", "content/accessibility.schema.yaml")


@pytest.fixture(scope="module")
def named() -> dict[str, tuple[str, ...]]:
    """The tests that each hazard and each criterion names, by where they are named."""
    return {**{f"hazard {hazard.id}": hazard.tests for hazard in load_hazards()}, **{f"criterion {each.id}": each.tests for each in load_criteria()}}


@pytest.fixture(scope="module")
def found(named, request, tmp_path_factory) -> dict[str, list[str]]:
    """What pytest collects of the files that are named: in this run, if it is one of all tests."""
    files = {test.split("::")[0] for tests in named.values() for test in tests}
    here = marks_of(request.session.items)
    is_whole = files <= {test.split("::")[0] for test in here} and not request.config.option.keyword
    return here if is_whole else collected(files, ROOT, tmp_path_factory.mktemp("collected"))


# --- evidence ------------------------------------------------------------------------------------------------------------


def test_every_test_that_is_named_runs(named, found) -> None:
    """No hazard and no criterion names a test that is not there, is skipped, is expected to fail or runs in the long run only."""
    assert {} == {place: wrong for place, tests in named.items() if (wrong := faults(tests, found))}
    assert 150 < len({test for tests in named.values() for test in tests})


def test_no_evidence_would_be_seen(tmp_path: Path) -> None:
    """A name that is wrong, a test that is skipped, put off or left to fail, and one without a case are each told; good ones are not."""
    (tmp_path / "tests").mkdir()
    shutil.copyfile(ROOT / "tests/evidence.py", tmp_path / "tests/evidence.py")
    (tmp_path / "tests/__init__.py").touch()
    (tmp_path / "tests/test_some.py").write_text(
        "import pytest\n"
        "def test_good(): pass\n"
        "@pytest.mark.parametrize('case', ['a b.', 'c'])\ndef test_cases(case): pass\n"
        "@pytest.mark.skip\ndef test_skipped(): pass\n"
        "@pytest.mark.skipif(False, reason='x')\ndef test_skipped_at_times(): pass\n"
        "@pytest.mark.xfail\ndef test_left_to_fail(): pass\n"
        "@pytest.mark.deep\ndef test_put_off(): pass\n"
        "@pytest.mark.parametrize('case', [])\ndef test_without_a_case(case): pass\n",
        encoding="utf-8",
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = deep\n", encoding="utf-8")
    found = collected(["tests/test_some.py", "tests/test_none.py"], tmp_path, tmp_path)
    file = "tests/test_some.py::test_"

    assert [] == faults([f"{file}good", f"{file}cases", f"{file}cases[a b.]"], found)
    assert ["tests/test_none.py::test_good: no such test, or one that runs in `make test-deep` only", f"{file}cases[d]: no such test, or one that runs in `make test-deep` only", f"{file}goo: no such test, or one that runs in `make test-deep` only"] == faults([f"{file}cases[d]", f"{file}goo", "tests/test_none.py::test_good"], found)
    assert {"skipped: skip", "skipped_at_times: skipif", "left_to_fail: xfail", "put_off: deep", "without_a_case: skip"} == {
        said.removeprefix(file) for said in faults([f"{file}{name}" for name in ("skipped", "skipped_at_times", "left_to_fail", "put_off", "without_a_case")], found)
    }


def test_no_test_leaves_in_the_middle() -> None:
    """No test skips itself while it runs, which no look at its marks would show."""
    leaving = re.compile(r"\b(pytest\.skip|importorskip|pytest\.xfail)\(")

    assert [] == [path.name for path in (ROOT / "tests").rglob("test_*.py") if path.name != "test_assurance.py" and leaving.search(path.read_text(encoding="utf-8"))]


# --- the hazards ---------------------------------------------------------------------------------------------------------


def test_the_hazards_are_there_and_each_leaves_something() -> None:
    """Every hazard that was asked for is in the record, with a control; no control makes it more likely, and none is said to leave nothing."""
    hazards = load_hazards()
    order = ["rare", "unlikely", "possible", "likely"]

    assert set() == ASKED_FOR - {hazard.id for hazard in hazards}
    assert [] == [hazard.id for hazard in hazards if order.index(hazard.after) > order.index(hazard.before)]
    assert [] == [hazard.id for hazard in hazards if re.match(r"(nothing|none|no risk)\b", hazard.left, re.I)]


def test_no_number_is_made_up() -> None:
    """No text of a hazard names a share or a chance: nobody has counted."""
    texts = [text for hazard in load_hazards() for text in (hazard.harm, hazard.because, hazard.left, *(control.what for control in hazard.controls))]

    assert [] == [text for text in texts if re.search(r"%|per cent|\bin (ten|a hundred|\d+)\b", text)]


def test_nobody_is_said_to_have_signed() -> None:
    """SAFETY.md and the page say that nobody qualified has signed. Whoever is the first to sign changes this test."""
    page = " ".join((ROOT / "content/templates/safety.md").read_text(encoding="utf-8").split())

    assert "**Nobody qualified has signed this.**" in (ROOT / "SAFETY.md").read_text(encoding="utf-8")
    assert "Nobody qualified has signed this" in page


def test_the_file_in_the_source_is_what_the_record_says() -> None:
    """SAFETY.md is what `python -m builder.assurance` writes."""
    assert safety_text(load_hazards()) == (ROOT / "SAFETY.md").read_text(encoding="utf-8")


def test_the_page_has_every_hazard(built_site: Path) -> None:
    """The page has each hazard with what is left of it, and each of its tests."""
    page = unescape((built_site / "safety/index.html").read_text(encoding="utf-8"))

    for hazard in load_hazards():
        assert f'id="{hazard.id}"' in page
        assert [] == [test for test in hazard.tests if test.split("[")[0] not in page]


# --- accessibility -------------------------------------------------------------------------------------------------------


def test_there_are_fifty_five_criteria() -> None:
    """Each criterion of WCAG 2.2, levels A and AA, is there once, in WCAG's order, with its level."""
    criteria = load_criteria()
    wanted = {**dict.fromkeys(LEVEL_A.split(), "A"), **dict.fromkeys(LEVEL_AA.split(), "AA")}
    numbers = [tuple(map(int, each.id.split("."))) for each in criteria]

    assert 55 == len(criteria)
    assert wanted == {each.id: each.level for each in criteria}
    assert sorted(numbers) == numbers


def test_each_criterion_is_shown_by_something() -> None:
    """A test, or a look with its day; what does not apply at least says why. Where a fault is known it is named."""
    criteria = load_criteria()

    assert [] == [each.id for each in criteria if not each.tests and not each.looked]
    assert [] == [each.id for each in criteria if each.result == "partly" and not each.open]
    assert 30 < Counter(bool(each.tests) for each in criteria)[True]


def test_the_page_has_every_criterion(built_site: Path) -> None:
    """The statement has each criterion and its day, and says what was not tried."""
    page = unescape((built_site / "accessibility/index.html").read_text(encoding="utf-8"))

    assert [] == [each.id for each in load_criteria() if f"{each.id} {each.name}" not in page]
    assert re.search(r"We judged this ourselves, on \d+ \w+ \d{4}", page)
    assert "No screen reader has been used by a person." in page


# --- the records ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (SAFETY, "severity: grave", "severity: high", "[0].severity: expected how bad it is, got 'high'. Example: serious"),
        (SAFETY, "      tests:\n        - tests/browser/test_journey.py::test_not_sure_is_answered_at_once\n", "      tests: []\n", "[0].controls[2].tests: expected at least one test by its file and function, got []."),
        (SAFETY, "- id: not-for-them", "- id: missed-warning-sign", "[1].id: expected each id once, got 'missed-warning-sign' again"),
        (ACCESSIBILITY, "level: AA", "level: AAA", "level: expected A or AA, got 'AAA'. Example: A"),
        (ACCESSIBILITY, "  tests:\n    - tests/test_assurance.py::test_each_page_has_a_title_of_its_own_and_a_language\n- id: 2.4.3", "- id: 2.4.3", "expected tests, or what was looked at and when"),
    ],
    ids=["a word of another scale", "a control without a test", "an id twice", "another level", "a criterion that nothing shows"],
)
def test_a_broken_record_is_told(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    """A record that lacks its evidence or has a strange word stops the build with its place."""
    (tmp_path / "content").mkdir()
    for name in (file, file.replace(".yaml", ".schema.yaml")):
        shutil.copyfile(ROOT / name, tmp_path / name)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(BuildStopped) as stopped:
        (load_hazards if file == SAFETY else load_criteria)(tmp_path)
    assert message in stopped.value.report()


@pytest.mark.parametrize("file", SCHEMAS)
def test_every_field_is_described_with_a_good_and_a_bad_example(file: str) -> None:
    """The schema is one, and each of its fields has a description, a good example that passes and a bad one that does not."""
    schema = read_yaml(ROOT / file, file)
    Draft202012Validator.check_schema(schema)
    for kind, definition in schema["$defs"].items():
        for name, field in definition.get("properties", {}).items():
            whole = {**schema["$defs"][field["$ref"].split("/")[-1]], **field} if "$ref" in field else field
            validator = Draft202012Validator({"$defs": schema["$defs"], **{key: value for key, value in whole.items() if key != "$ref"}})
            assert whole.get("description") and whole.get("examples") and whole.get("x-bad-examples"), (kind, name)
            assert [] == [example for example in whole["examples"] if not validator.is_valid(example)], (kind, name)
            assert [] == [example for example in whole["x-bad-examples"] if validator.is_valid(example)], (kind, name)


# --- what every page is --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, str]:
    """The HTML of every page, by its address."""
    return {page.relative_to(built_site).as_posix(): page.read_text(encoding="utf-8") for page in sorted(built_site.rglob("*.html"))}


def test_every_page_says_what_it_cannot_do(pages, records) -> None:
    """At the foot of each page of ours stands that it cannot see the reader and that nobody qualified has checked it."""
    words = records.words["plan"]
    theirs = {"404.html", "third-party/index.html"}
    silent = [name for name, html in pages.items() if name not in theirs and not re.search(rf'class="intended-use"[^>]*>{re.escape(words["intended-use"])} {re.escape(words["not-reviewed"])}', html)]

    assert 90 < len(pages)
    assert [] == silent


def test_each_page_has_a_title_of_its_own_and_a_language(pages) -> None:
    """No two pages share a title, and each says that it is in English."""
    titles = {name: re.search(r"<title>(.*?)</title>", html, re.S)[1].strip() for name, html in pages.items()}

    assert [] == [name for name, title in titles.items() if not title]
    assert {} == {title: count for title, count in Counter(titles.values()).items() if count > 1}
    assert [] == [name for name, html in pages.items() if not re.search(r'<html[^>]* lang="en"', html)]


def test_the_same_links_stand_in_the_same_order(pages) -> None:
    """Header and foot have the same links with the same words in the same order on every page, and a search."""
    def links(html: str, part: str) -> tuple[str, ...]:
        text = re.search(rf"<{part}\b.*?</{part}>", html, re.S)[0]
        return tuple(re.sub(r"<[^>]+>|\s+", " ", words).strip() for words in re.findall(r"<a\b[^>]*>(.*?)</a>", text, re.S))

    headers = {links(html, "header") for html in pages.values()}
    [header] = headers
    assert 20 < len(header)
    assert [] == [name for name, html in pages.items() if "md-search__input" not in html]
    feet = {links(html.rpartition("<footer")[1] + html.rpartition("<footer")[2], "footer")[-4:] for html in pages.values()}
    assert 1 == len(feet)


def test_pages_have_no_sound_and_no_video(pages) -> None:
    """No page of ours holds a recording, a film or another page."""
    assert [] == [name for name, html in pages.items() if re.search(r"<(video|audio|object|embed|iframe|marquee|blink)\b", html)]


def test_pages_ask_for_no_password(pages) -> None:
    """No page asks who somebody is."""
    assert [] == [name for name, html in pages.items() if re.search(r'type="?(password|email|tel)"?|autocomplete="?(name|email|username|current-password)', html)]


def test_nothing_happens_when_a_finger_goes_down() -> None:
    """No script of ours acts on a press that is not ended yet, on a drag, or on how the device is moved."""
    early = re.compile(r"""["'](pointerdown|mousedown|touchstart|touchmove|pointermove|mousemove|dragstart|devicemotion|deviceorientation)["']|\bdraggable\b""")
    scripts = sorted((ROOT / "content/assets").rglob("*.js"))

    assert 10 < len(scripts)
    assert [] == [script.name for script in scripts if early.search(script.read_text(encoding="utf-8"))]


def test_the_app_may_be_held_either_way() -> None:
    """The manifest of the app and the style sheets insist on no way to hold a device."""
    files = [ROOT / "content/app/manifest.webmanifest", *sorted((ROOT / "content/assets").glob("*.css"))]

    assert [] == [file.name for file in files if re.search(r'"orientation"|orientation:', file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_edges_and_focus_stand_out(name: str) -> None:
    """The edges of fields and the frame of the focus have a contrast of 3 to 1 or more with what they lie on."""
    colours = theme(name)
    grounds = [colours[ground] for ground in ("paper", "card", "sunk")]

    assert [] == [(part, ground) for part in ("edge", "focus") for ground in grounds if contrast(colours[part], ground) < 3]
