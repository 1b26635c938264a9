"""Plain words, and our own: the reading age of every page, and that no sentence is a source article's."""

import re
import statistics
import warnings
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.prose import prose_of, words_of

with warnings.catch_warnings():
    # The version that needs no download imports a deprecated module; the line in requirements.in says why we keep it.
    warnings.simplefilter("ignore")
    import textstat

SEEDS = ROOT.parent / "shared" / "seeds"
# The highest Flesch-Kincaid grades that are all right: in the middle of all pages, and on any one of them.
MEDIAN_GRADE = 7
HIGHEST_GRADE = 9
# Pages that explain hard words, quote the titles of papers or name other people's work.
NOT_READER_PAGES = {"glossary", "references", "third-party"}
# So many words in a row are a sentence taken over.
SHARED_WORDS = 8


def reader_pages(site: Path) -> dict[str, Path]:
    """Every page that is written for readers, by its address."""
    pages = {page.parent.relative_to(site).as_posix(): page for page in sorted(site.rglob("index.html"))}
    return {name: page for name, page in pages.items() if name not in NOT_READER_PAGES}


def test_pages_are_plain_to_read(built_site: Path) -> None:
    """The median page has a Flesch-Kincaid grade of 7 at the most, and no page has more than 9."""
    grades = {name: textstat.flesch_kincaid_grade(prose_of(page)) for name, page in reader_pages(built_site).items()}

    assert 90 < len(grades)
    assert statistics.median(grades.values()) <= MEDIAN_GRADE
    assert {} == {name: grade for name, grade in grades.items() if grade > HIGHEST_GRADE}


def test_the_measure_knows_a_hard_page(tmp_path: Path) -> None:
    """Long words in long sentences have a high grade, and short ones a low one, so the test above can fail."""
    hard = "Eccentric neuromuscular conditioning interventions demonstrably facilitate musculotendinous architectural adaptation throughout rehabilitation."
    for text, is_hard in ((hard, True), ("Lie on your back. Lift your hips. Lower them slowly.", False)):
        page = tmp_path / "index.html"
        page.write_text(f"<article><h1>Title</h1><p>{text}</p></article>", encoding="utf-8")

        assert text == prose_of(page)
        assert is_hard == (textstat.flesch_kincaid_grade(prose_of(page)) > HIGHEST_GRADE)


def runs(words: list[str]) -> set[tuple[str, ...]]:
    """Every run of SHARED_WORDS words."""
    return set(zip(*(words[offset:] for offset in range(SHARED_WORDS))))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source articles are not part of the repository; they lie beside it where the guide is written")
def test_no_sentence_is_a_source_articles(built_site: Path) -> None:
    """No page has eight words in a row in common with a source article."""
    seeds = {seed.name: runs(words_of(seed.read_text(encoding="utf-8", errors="replace"))) for seed in sorted(SEEDS.glob("*.txt"))}
    shared = []
    for page in sorted(built_site.rglob("*.html")):
        own = runs(words_of(whole_text(page)))
        shared += [f"{page.relative_to(built_site)}: {' '.join(run)} ({name})" for name, theirs in seeds.items() for run in sorted(own & theirs)]

    assert 5 == len(seeds)
    assert [] == shared


def test_a_shared_sentence_would_be_found() -> None:
    """Eight words in a row are found whatever their case and punctuation, and seven are not."""
    theirs = runs(words_of("They said: “Lie on your back, with both knees bent!” and so on."))

    assert runs(words_of("lie on YOUR back with both knees bent")) & theirs
    assert not runs(words_of("lie on your back with both knees straight")) & theirs


def whole_text(page: Path) -> str:
    """Everything a page says, tags taken out."""
    text = re.sub(r"<script.*?</script>|<style.*?</style>", " ", page.read_text(encoding="utf-8"), flags=re.S)
    return unescape(re.sub(r"<[^>]+>", " ", text))
