"""What a device keeps for the time without a network: the list, the worker that names it, and the app's manifest."""

import hashlib
import json
import re
import struct
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from builder.offline import APP, integrity, is_kept, write_offline
from tests.conftest import ROOT

ROOT_ADDRESS = "https://site.example/some/where/"


def worker_of(site: Path) -> dict:
    """What the worker knows of its build."""
    return json.loads(re.match(r"const BUILD = (.*);\n", (site / "sw.js").read_text(encoding="utf-8"))[1])


def list_of(site: Path) -> list[dict]:
    return json.loads((site / worker_of(site)["list"]).read_text(encoding="utf-8"))["files"]


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A site as it is before the last step, with one file of each kind."""
    site = tmp_path / "site"
    for name in ("index.html", "404.html", "planner/index.html", "about/index.html", "runtime/0123456789abcdef/manifest.json", "scripts/0123456789abcdef/planner/planner.js", "data/x.json"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"<p>{name}</p> @@OFFLINE-MEGABYTES@@")
    return site


def test_every_page_and_versioned_file_is_kept(built_site: Path) -> None:
    """Each page, each file of the runtime and each script of the planner is in the list, under the address a browser asks for."""
    kept = {file["path"] for file in list_of(built_site)}
    pages = {path.relative_to(built_site).as_posix().removesuffix("index.html") for path in built_site.rglob("*.html")}
    versioned = {path.relative_to(built_site).as_posix() for name in ("runtime", "scripts") for path in (built_site / name).rglob("*") if path.is_file()}

    assert set() == (pages | versioned) - kept
    assert 130 < len(kept)


def test_what_a_page_loads_is_kept(built_site: Path) -> None:
    """Styles, scripts, fonts and pictures that any page names are in the list, so that no page looks broken without a network."""
    kept = {file["path"] for file in list_of(built_site)}
    missing = set()
    for page in built_site.rglob("*.html"):
        here = urljoin(ROOT_ADDRESS, page.relative_to(built_site).as_posix())
        for tag in re.findall(r"<(?:script|img|link)\b[^>]*>", page.read_text(encoding="utf-8")):
            address = re.search(r'(?:src|href)="([^"]*)"', tag)
            if not address or 'rel="canonical"' in tag:
                continue
            path = urlsplit(urljoin(here, address[1])).path.removeprefix("/some/where/").removeprefix("/hamstring-guide/")
            missing |= {path} - kept - {""}
    for style in (built_site / "assets").glob("*.css"):
        for address in re.findall(r'url\("?(?!data:)([^")]+)"?\)', style.read_text(encoding="utf-8")):
            missing |= {urljoin("assets/", address)} - kept

    assert set() == missing


def test_the_list_says_what_each_file_is(built_site: Path) -> None:
    """Size and SHA-256 of every file are right, and the worker vouches for the list by its name and its own SHA-256."""
    for file in list_of(built_site):
        path = built_site / (f"{file['path']}index.html" if file["path"].endswith("/") or not file["path"] else file["path"])
        assert (len(path.read_bytes()), integrity(path.read_bytes())) == (file["bytes"], file["integrity"]), file["path"]
    worker = worker_of(built_site)
    listing = (built_site / worker["list"]).read_bytes()

    assert worker["version"] == hashlib.sha256(listing).hexdigest()[:16]
    assert worker["integrity"] == integrity(listing)
    assert ["runtime", "scripts"] == [folder.split("/")[0] for folder in worker["folders"]]


def test_a_page_names_the_folders_that_the_worker_keeps(built_site: Path) -> None:
    """The planner's page, its worker and its scripts stand on the same versioned folders, and every import in them is inside."""
    page = (built_site / "planner/index.html").read_text(encoding="utf-8")
    runtime, scripts = worker_of(built_site)["folders"]

    assert f'data-runtime="../{runtime}"' in page
    assert f'data-worker="../{scripts}planner/worker.js"' in page
    assert f'src="../{scripts}planner/planner.js"' in page
    for script in (built_site / scripts).rglob("*js"):
        for imported in re.findall(r'(?:^import\s+|\bfrom\s+|\bimport\()"(\.[^"]+)"', script.read_text(encoding="utf-8"), flags=re.M):
            assert (script.parent / imported).resolve().is_relative_to((built_site / scripts).resolve()) and (script.parent / imported).is_file(), imported


def test_the_offer_tells_its_size(built_site: Path) -> None:
    """The megabytes on the button are what the list adds up to."""
    megabytes = round(sum(file["bytes"] for file in list_of(built_site)) / 1e6)

    assert f'data-megabytes="{megabytes}"' in (built_site / "planner/index.html").read_text(encoding="utf-8")
    assert 15 < megabytes < 60


@pytest.mark.parametrize("name", ["data/exercises.json", "sw.js", "offline/0.json", "assets/javascripts/lunr/wordcut.js", "assets/x.js.map", "sitemap.xml", "assets/planner/planner.js", "assets/cards/one.png"])
def test_what_no_page_needs_is_not_kept(name: str) -> None:
    """Open data, source maps, other languages and second copies take no room on a reader's device."""
    assert not is_kept(name)


def test_a_changed_byte_is_a_new_version(small_site: Path) -> None:
    """The same site has the same version, and any change of a page makes another, so that browsers notice."""
    write_offline(small_site)
    first = worker_of(small_site)
    write_offline(small_site)
    again = worker_of(small_site)
    (small_site / "about/index.html").write_text("another word")
    write_offline(small_site)

    assert first == again
    assert first["version"] != worker_of(small_site)["version"]
    assert 1 == len(list((small_site / "offline").iterdir()))


def test_switched_off_there_is_no_offer(small_site: Path) -> None:
    """A build with offline use switched off has the worker that removes itself, no list, and no size on the page, so no button."""
    write_offline(small_site, offline=False)

    assert (APP / "sw-off.js").read_bytes() == (small_site / "sw.js").read_bytes()
    assert not (small_site / "offline").exists()
    assert "@@" not in (small_site / "planner/index.html").read_text()


def test_the_switch_is_in_the_command_and_in_the_workflow() -> None:
    """One setting reaches from the repository's variables through make to the build."""
    assert "OFFLINE: ${{ vars.OFFLINE }}" in (ROOT / ".github/workflows/pages.yml").read_text()
    assert '--offline "$(OFFLINE)"' in (ROOT / "Makefile").read_text()


def test_the_worker_that_goes_touches_no_log() -> None:
    """Neither worker names the database of the reader's log; the one that goes has no ear for requests."""
    for name in ("sw.js", "sw-off.js"):
        code = re.sub(r"//.*", "", (APP / name).read_text(encoding="utf-8"))
        assert "indexedDB" not in code
    assert '"fetch"' not in (APP / "sw-off.js").read_text(encoding="utf-8")


def test_the_app_can_be_installed(built_site: Path) -> None:
    """The manifest names the app, starts at the planner, and its icons and shortcuts are there, each icon as large as it says."""
    manifest = json.loads((built_site / "app/manifest.webmanifest").read_text(encoding="utf-8"))
    address = f"{ROOT_ADDRESS}app/manifest.webmanifest"

    assert {"name", "short_name", "start_url", "scope", "display", "theme_color", "background_color"} <= manifest.keys()
    assert (ROOT_ADDRESS, f"{ROOT_ADDRESS}planner/") == (urljoin(address, manifest["scope"]), urljoin(address, manifest["start_url"]))
    assert {("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable")} == {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        header = (built_site / "app" / icon["src"]).read_bytes()[:24]
        assert (b"\x89PNG", icon["sizes"]) == (header[:4], "{}x{}".format(*struct.unpack(">II", header[16:24])))
    targets = [urljoin(address, shortcut["url"]).removeprefix(ROOT_ADDRESS) for shortcut in manifest["shortcuts"]]
    assert ["planner/#today", "is-it-serious/"] == targets
    assert all((built_site / target.split("#")[0] / "index.html").is_file() for target in targets)


def test_every_page_names_the_app(built_site: Path) -> None:
    """Each page links the manifest, so the app can be installed from anywhere in the guide."""
    without = [page.name for page in built_site.rglob("*.html") if 'app/manifest.webmanifest"' not in page.read_text(encoding="utf-8")]

    assert [] == without
