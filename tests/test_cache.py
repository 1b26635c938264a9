"""What is kept between builds."""

import shutil
from pathlib import Path

import pytest

from builder.cache import Cache
from builder.policy import PLACEHOLDER, seal
from builder.problems import BuildStopped, Problem

KIND = "names"
MADE: list[str] = []


def made(name: str) -> bytes:
    """The name, unless it is a bad one; each that is asked for is noted."""
    MADE.append(name)
    if "bad" in name:
        raise BuildStopped([Problem(f"{name}.yaml", "", "is bad")])
    return name.upper().encode()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    MADE.clear()
    return Cache(tmp_path / "cache")


def test_only_what_is_missing_is_made(cache: Cache) -> None:
    """What is asked for again comes as it was, in the order asked for, and only what is new is made."""
    assert [b"ONE", b"TWO"] == cache.get_each(KIND, [("1", "one"), ("2", "two")], made)
    assert [b"TWO", b"THREE", b"ONE"] == cache.get_each(KIND, [("2", "two"), ("3", "three"), ("1", "one")], made)
    assert ["one", "two", "three"] == MADE


def test_what_is_wrong_is_told_each_time(cache: Cache) -> None:
    """The problems of all are told, and told again by the next build: nothing bad is ever kept."""
    for _ in range(2):
        with pytest.raises(BuildStopped) as stopped:
            cache.get_each(KIND, [("1", "one"), ("2", "bad one"), ("3", "bad two")], made)
        assert ["bad one.yaml", "bad two.yaml"] == [problem.file for problem in stopped.value.problems]


def test_a_folder_that_is_deleted_in_between_costs_time_only(cache: Cache, monkeypatch) -> None:
    """What was there when it was looked for and is gone when it is read is made again."""
    cache.get_each(KIND, [("1", "one")], made)

    def delete(step, things) -> list[bytes]:
        shutil.rmtree(cache.folder)
        return []

    monkeypatch.setattr("builder.cache.for_each", delete)

    assert [b"ONE"] == cache.get_each(KIND, [("1", "one")], made)
    assert ["one", "one"] == MADE


def test_a_page_is_sealed_alike_from_what_is_kept(tmp_path: Path) -> None:
    """A second build gives each page the same bytes, and a page that has turned bad stops it."""
    cache, text = Cache(tmp_path / "cache"), f'<meta http-equiv="Content-Security-Policy" content="{PLACEHOLDER}"><p>'
    sealed = []
    for site in (tmp_path / "first", tmp_path / "second"):
        site.mkdir()
        for name in ("one.html", "two.html"):
            (site / name).write_text(f"{text}{name}", encoding="utf-8")
        seal(site, cache)
        sealed.append([(site / name).read_bytes() for name in ("one.html", "two.html")])

    assert sealed[0] == sealed[1]
    assert all(PLACEHOLDER.encode() not in page for page in sealed[0])
    (tmp_path / "first" / "one.html").write_text(f'{text}<b onclick="go()">', encoding="utf-8")
    (tmp_path / "first" / "two.html").write_text(f"{text}two.html", encoding="utf-8")
    with pytest.raises(BuildStopped, match="one.html: line 1: <b onclick> is a script in an attribute"):
        seal(tmp_path / "first", cache)
