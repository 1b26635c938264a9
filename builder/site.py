"""The site's table of contents: read, check, render, bundle, write."""

import json
import logging
import os
import shutil
from collections.abc import Mapping
from datetime import date
from importlib.metadata import distribution
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from builder.cache import BETWEEN_BUILDS, Cache
from builder.example import write_example
from builder.figures import Drawn, draw_album, write_files
from builder.guide import Guide, load_guide
from builder.load import load_plain
from builder.offline import copy_app, write_offline
from builder.open_data import write_open_data
from builder.pages import write_pages
from builder.policy import seal
from builder.runtime import build_runtime
from builder.sbom import write_sbom
from builder.scripts import copy_scripts
from builder.social_cards import write_cards
from builder.stages import Stages
from planner.model import Records
from planner.records import read_records

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SITE_URL = "https://example.org/hamstring-guide/"
# One fixed moment for every file's date, so that the same sources give the same bytes.
SOURCE_DATE_EPOCH = "1700000000"

# Below `out`: the Markdown of the last build, and the site.
DOCS, SITE = "docs", "site"
RENDERER = "MkDocs"

# A change in any of these makes `build.py serve` build again.
# mkdocs.yml and the notices stand in the root, which holds too much else to be watched.
WATCHED = tuple(ROOT / name for name in ("exercises", "content", "planner", "builder"))

FONT = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2"

# What the site ships of other people's work, by where npm puts it.
VENDORED = {
    "dompurify/dist/purify.es.mjs": "purify.es.mjs",
    "idb/build/index.js": "idb.js",
    "qrcode-generator/dist/qrcode.mjs": "qrcode.mjs",  # its licence stands in the file
    FONT: "atkinson-hyperlegible-next.woff2",
}

# Their licences, beside them. Jinja2's and MarkupSafe's travel in their wheels too.
NPM_LICENCES = {
    "dompurify/LICENSE": "dompurify-apache-2.0.txt",
    "dompurify/LICENSE-MPL": "dompurify-and-pyodide-mpl-2.0.txt",
    "idb/LICENSE": "idb-isc.txt",
    "@fontsource-variable/atkinson-hyperlegible-next/LICENSE": "atkinson-hyperlegible-next-ofl-1.1.txt",
}
PYTHON_LICENCES = ("mkdocs-material", "jinja2", "markupsafe")


def build_site(
    out: Path = ROOT / "out",
    site_url: str = DEFAULT_SITE_URL,
    today: date | None = None,
    offline: bool = True,
    plain: dict | None = None,
    cache: Cache = BETWEEN_BUILDS,
    stages: Stages | None = None,
) -> Path:
    """Build the whole site and hand back its folder. Raises BuildStopped with every problem in the records.

    `plain`: these records and not the project's own; `stages` notes how long each part takes.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", SOURCE_DATE_EPOCH)
    stage = (stages or Stages()).stage
    with stage("read and check"):
        own = load_plain(ROOT, cache)
        plain = plain or own
        records = read_records(plain)
        guide = load_guide(ROOT, records, cache)
    docs, next_site = fresh(out / DOCS), fresh(out / "site.next")
    with stage("figures"):
        figures = draw_album(plain["exercises"], cache)
    with stage("Python for the browser"):
        runtime = build_runtime(records_json(plain), fresh(out / "runtime"), cache=cache)
    with stage("pages"):
        write_texts(records, guide, figures, docs, today, runtime.version, site_url)
    with stage("example, data and licences"):
        copy_licences(docs)
        write_example(own, docs / "assets" / "planner" / "example.json", cache)  # the made-up life was lived with these
        write_open_data(plain, docs / "data")
    with stage("pictures of shared links"):
        write_cards(figures, {id: exercise.name for id, exercise in records.exercises.items()}, ROOT / "node_modules" / FONT, docs, cache)
    with stage(RENDERER):
        render(docs, next_site, site_url)
    with stage("list of parts, policy and list for offline"):
        shutil.copytree(runtime.folder, next_site / "runtime" / runtime.version)
        write_sbom(next_site)
        seal(next_site, cache)
        write_offline(next_site, offline)
    return _take_place(next_site, out / SITE)


def write_texts(records: Records, guide: Guide, figures: Mapping[str, Drawn], docs: Path, today: date | None, runtime: str, site_url: str) -> None:
    """The pages as Markdown, and what they show and load: all that is quickly made."""
    copy_assets(docs)
    write_pages(records, guide, figures, docs, today or date.today(), runtime, site_url, copy_scripts(docs))
    copy_app(docs)
    write_files(figures, docs / "assets" / "figures")
    shutil.copyfile(ROOT / "THIRD_PARTY_NOTICES.md", docs / "third-party.md")


def records_json(plain: dict) -> str:
    """The records as the browser gets them: one compact JSON text, without the figures' angles, which no rule asks for."""
    exercises = {id: {name: value for name, value in record.items() if name != "figure"} for id, record in plain["exercises"].items()}
    return json.dumps({**plain, "exercises": exercises}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def copy_assets(docs: Path) -> None:
    """Our own assets, and the vendored ones under assets/vendor."""
    shutil.copytree(ROOT / "content" / "assets", docs / "assets", dirs_exist_ok=True)
    vendor = docs / "assets" / "vendor"
    vendor.mkdir(parents=True)
    for source, name in VENDORED.items():
        shutil.copyfile(ROOT / "node_modules" / source, vendor / name)


def copy_licences(docs: Path) -> None:
    """What the licences of other people's work ask for: their texts. The page third-party.md names them."""
    licences = docs / "assets" / "vendor" / "licences"
    licences.mkdir()
    for source, name in NPM_LICENCES.items():
        shutil.copyfile(ROOT / "node_modules" / source, licences / name)
    for name in PYTHON_LICENCES:
        # Its name is in the metadata: the list of files is asked of the disk, and a theme has thousands of icons.
        package = distribution(name)
        [text] = package.metadata.get_all("License-File", [])
        (licences / f"{name}.txt").write_text(package.read_text(f"licenses/{text}"), encoding="utf-8")


def render(docs: Path, site: Path, site_url: str, only_newer: bool = False) -> None:
    """Let mkdocs-material turn the Markdown into pages, strictly: a warning stops the build.

    `only_newer`: only pages that are newer than what the site has of them. MkDocs warns that links may break, so it is not strict, and silent.
    """
    # Without a handler mkdocs keeps to itself which page has the broken link.
    logging.basicConfig(level=logging.ERROR if only_newer else logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site), site_url=site_url, strict=not only_newer)
    config.plugins.on_startup(command="build", dirty=only_newer)
    mkdocs_build(config, dirty=only_newer)
    config.plugins.on_shutdown()


def _take_place(new: Path, old: Path) -> Path:
    """Only a whole, checked site replaces the one that is being served."""
    shutil.rmtree(old, ignore_errors=True)
    return new.rename(old)


def fresh(folder: Path) -> Path:
    """An empty folder in this place."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
