"""A first look after a change: the pages that it touches, in the site that is being served, seconds before the whole is built again.

Planner, search, shared pictures and the copy for offline wait for the whole build, which follows at once and checks strictly.
"""

import filecmp
import os
import shutil
import time
from datetime import date
from pathlib import Path

from mkdocs.structure.files import File

from builder.cache import BETWEEN_BUILDS
from builder.figures import draw_album
from builder.guide import load_guide
from builder.load import load_plain
from builder.policy import seal_files
from builder.site import DOCS, ROOT, SITE, fresh, render, write_texts
from planner.records import read_records


def touch_up(out: Path, site_url: str, today: date | None = None) -> list[str]:
    """Bring the changed pages and their assets in `out/site` up to date; says which pages. Raises BuildStopped as a whole build does."""
    site = out / SITE
    if not site.is_dir():
        raise SystemExit(f"{site}: expected the site of an earlier build, and there is none. Example: build.py build")
    plain = load_plain(ROOT, BETWEEN_BUILDS)
    records = read_records(plain)
    docs, part = fresh(out / "docs.touched"), fresh(out / "site.touched")
    [runtime] = (path.name for path in (site / "runtime").iterdir())
    write_texts(records, load_guide(ROOT, records, BETWEEN_BUILDS), draw_album(plain["exercises"], BETWEEN_BUILDS), docs, today, runtime, site_url)
    changed = changed_files(docs, out / DOCS)
    pages = {name: _page_of(name) for name in changed if name.endswith(".md")}
    if not pages:
        return []
    leave_out(docs, part, set(pages))
    render(docs, part, site_url, only_newer=True)
    seal_files(part, list(pages.values()), BETWEEN_BUILDS)
    assets = {name: docs / name for name in changed if name.startswith("assets/") and not name.endswith(".js")}
    for name, made in {**assets, **{page: part / page for page in pages.values()}}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, site / name)
    return list(pages.values())


def changed_files(new: Path, old: Path) -> list[str]:
    """The files of `new` that `old` has not or has otherwise, by their path."""
    names = [path.relative_to(new).as_posix() for path in sorted(new.rglob("*")) if path.is_file()]
    return [name for name in names if not (old / name).is_file() or not filecmp.cmp(new / name, old / name, shallow=False)]


def leave_out(docs: Path, site: Path, but: set[str]) -> None:
    """Let MkDocs find everything finished but these pages: it makes only what is older than its source."""
    later = time.time() + 60
    for source in docs.rglob("*"):
        name = source.relative_to(docs).as_posix()
        if source.is_file() and name not in but:
            finished = site / _page_of(name)
            finished.parent.mkdir(parents=True, exist_ok=True)
            finished.touch()
            os.utime(finished, (later, later))


def _page_of(name: str) -> str:
    """Where MkDocs puts what it makes of this file."""
    return File(name, "", "", use_directory_urls=True).dest_uri
