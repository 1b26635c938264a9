"""A whole build in a folder of its own."""

import hashlib
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import ROOT

SITE_URL = "https://example.org/some/where/"


def build(out: Path) -> Path:
    subprocess.run([sys.executable, "build.py", "build", "--out", str(out), "--site-url", SITE_URL], cwd=ROOT, check=True, capture_output=True)
    return out / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site, built in a process of its own for an address of its own."""
    return build(tmp_path_factory.mktemp("one"))


def digests(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(site.rglob("*")) if path.is_file()}


@pytest.mark.deep
def test_two_builds_are_byte_identical(site, tmp_path) -> None:
    """The same sources give the same bytes in another process and folder."""
    one, two = digests(site), digests(build(tmp_path))

    assert one == two
    assert 60 < len(one)


def test_no_place_of_this_machine_is_in_the_site(site) -> None:
    """No path of the machine that built it is in any text of the site."""
    texts = [path for path in site.rglob("*") if path.suffix in {".html", ".js", ".mjs", ".json", ".css", ".xml", ".yaml"}]
    places = (str(ROOT), str(site.parent))

    assert [] == [path.name for path in texts for place in places if place in path.read_text(encoding="utf-8", errors="replace")]


def test_every_exercise_and_stage_has_a_page(site, records) -> None:
    """Every record is a page, and every stage."""
    pages = [f"exercises/{id}/index.html" for id in records.exercises] + [f"programmes/{id}/index.html" for id in records.protocol.stages()]

    assert [] == [page for page in pages if not (site / page).is_file()]


def test_a_page_and_a_plan_show_the_same_dose(site, records) -> None:
    """The words for a dose on an exercise page are the planner's own."""
    from planner.view.wording import dose_words

    for exercise in records.exercises.values():
        page = (site / f"exercises/{exercise.id}/index.html").read_text(encoding="utf-8")
        text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page))).casefold()
        for dose in exercise.doses.values():
            assert dose_words(dose).casefold() in text, exercise.id


def test_red_flags_work_without_javascript(site, records) -> None:
    """Every warning sign, with what to do, is in the plain HTML of its page and of the planner's."""
    asked = records.protocol.asked_in("intake")
    for page in ("is-it-serious", "planner"):
        text = unescape(text_of(site / page / "index.html"))
        assert [] == [sign.id for sign in records.protocol.signs if sign.question in asked and sign.label not in text], page
    # Only a check-in leads to "answer again", and only an answer to "seen".
    levels = [level for level in records.protocol.levels.values() if level.id not in ("answer-again", "seen")]
    assert [] == [level.id for level in levels if level.title not in text_of(site / "is-it-serious/index.html")]


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_only_the_planner_page_knows_the_runtime(site) -> None:
    """No guide page names a runtime file, so none can load a byte of it."""
    knowing = [path.relative_to(site).as_posix() for path in site.rglob("*.html") if "data-runtime" in text_of(path) or "planner.js" in text_of(path)]

    assert ["planner/index.html"] == knowing


def test_the_schema_is_published(site) -> None:
    """The schema that checked the records stands beside them on the site."""
    assert (ROOT / "exercises/exercise.schema.yaml").read_bytes() == (site / "data/exercise.schema.yaml").read_bytes()


def test_no_foreign_host_in_what_pages_load(site) -> None:
    """Nothing a page loads names another host; only links that a reader clicks do."""
    loaded = re.compile(r'<(?:script|img|link|source|iframe)[^>]+(?:src|href)="(https?://[^"]+)"')
    foreign = [url for path in site.rglob("*.html") for url in loaded.findall(text_of(path)) if not url.startswith(SITE_URL)]

    assert [] == foreign


def test_records_in_the_browser_are_the_checked_ones(site, plain_records) -> None:
    """The browser gets exactly the records that were checked, but for the angles of their figures."""
    [file] = (site / "runtime").glob("*/records.json")
    checked = json.loads(json.dumps(plain_records))
    for exercise in checked["exercises"].values():
        exercise.pop("figure", None)

    assert checked == json.loads(file.read_text(encoding="utf-8"))


def test_pages_speak_of_information_only(site) -> None:
    """No page of ours promises, or speaks of treatment; the titles of papers and of other people's work are theirs."""
    banned = re.compile(r"\b(treatments?|therap(?:y|ies)|diagnos(?:is|es)|clinically proven|cures?|heals?|guaranteed?|re-?injury risk|readiness score)\b", re.I)
    theirs = {"references/index.html", "third-party/index.html"}
    found = []
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        text = re.sub(r"<script.*?</script>|<[^>]+>", " ", text_of(page), flags=re.S)
        found += [f"{name}: {word}" for word in banned.findall(text) if name not in theirs]

    assert [] == found
