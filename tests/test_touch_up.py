"""A first look after a change: the pages it touches, as a whole build makes them, and no other page."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from builder.site import DEFAULT_SITE_URL
from builder.touch_up import touch_up

PAGE = "exercises/glute-bridge"
TODAY = date.today()


@pytest.fixture
def out(built_site: Path, tmp_path: Path) -> Path:
    """A built site with its Markdown, to be spoilt."""
    for name in ("docs", "site"):
        shutil.copytree(built_site.parent / name, tmp_path / name)
    return tmp_path


def test_a_changed_page_is_made_anew_and_no_other(out: Path) -> None:
    """A page whose Markdown has changed has the same bytes as a whole build gives it; a page that has not changed is not touched."""
    page, other = out / "site" / PAGE / "index.html", out / "site" / "exercises/squat/index.html"
    whole = page.read_bytes()
    page.write_text("old")
    other.write_text("untouched")
    (out / "docs" / f"{PAGE}.md").write_text("old")

    assert [f"{PAGE}/index.html"] == touch_up(out, DEFAULT_SITE_URL, TODAY)

    assert (whole, "untouched") == (page.read_bytes(), other.read_text())


def test_without_a_change_nothing_is_rendered(out: Path) -> None:
    """Where no page has changed none is made."""
    assert [] == touch_up(out, DEFAULT_SITE_URL, TODAY)


def test_without_a_site_it_says_what_to_do_first(tmp_path: Path) -> None:
    """Where nothing was built yet there is nothing to bring up to date."""
    with pytest.raises(SystemExit, match="Example: build.py build"):
        touch_up(tmp_path, DEFAULT_SITE_URL, TODAY)
