"""The site without a network: the list of everything a device keeps, and the service worker that keeps it.

The list is named after its own SHA-256 and holds the SHA-256 of every file, as the runtime's manifest does. The worker names the
list, so one version of the worker means one version of every byte. What is kept is whole or it is not used.
"""

import base64
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "content" / "app"

WORKER = "sw.js"
# What stands in the place of the worker when offline use is switched off for everyone.
WORKER_OFF = "sw-off.js"

# Folders named after their contents, which never change once they are published.
VERSIONED = ("runtime", "scripts")

# What no reader's page asks for, or what is there under another address too.
NOT_KEPT = ("assets/javascripts/lunr/", "assets/planner/", "assets/vendor/", "data/", "offline/", "sw.js")
# Except what a page asks for by its plain name.
KEPT_ALL_THE_SAME = ("assets/planner/example.json", "assets/vendor/atkinson-hyperlegible-next.woff2")
KEPT_SUFFIXES = {".bin", ".css", ".html", ".js", ".json", ".mjs", ".svg", ".wasm", ".webmanifest", ".whl", ".woff2", ".zip"}
KEPT_PICTURES = "app/"

# In the planner's page, and put in here because only a finished site has a size.
SIZE_PLACEHOLDER = "@@OFFLINE-MEGABYTES@@"


def copy_app(docs: Path) -> None:
    """The manifest of the installable app, and its icons."""
    shutil.copytree(APP, docs / "app", ignore=shutil.ignore_patterns("*.js"))


def write_offline(site: Path, offline: bool = True) -> None:
    """The last step of a build, when every other file has its final bytes."""
    kept = kept_files(site)
    tell_size(site, kept, offline)
    if offline:
        write_worker(site, write_list(site, kept))
    else:
        (site / WORKER).write_bytes((APP / WORKER_OFF).read_bytes())


def tell_size(site: Path, kept: Mapping[str, Path], offline: bool) -> None:
    """Write into the planner's page how much the device would keep; nothing, when there is no such offer."""
    page = site / "planner" / "index.html"
    megabytes = round(sum(path.stat().st_size for path in kept.values()) / 1e6)
    html = page.read_text(encoding="utf-8").replace(SIZE_PLACEHOLDER, str(megabytes) if offline else "", 1)
    page.write_bytes(html.encode())


def kept_files(site: Path) -> dict[str, Path]:
    """Every file that the guide and the planner need, by its address below the site's."""
    beginning = len(f"{site.as_posix()}/")
    files = {path.as_posix()[beginning:]: path for path in sorted(site.rglob("*"))}
    return {name: path for name, path in files.items() if is_kept(name) and path.is_file()}


def is_kept(name: str) -> bool:
    if name in KEPT_ALL_THE_SAME:
        return True
    if name.startswith(NOT_KEPT):
        return False
    return Path(name).suffix in KEPT_SUFFIXES or (name.startswith(KEPT_PICTURES) and name.endswith(".png"))


def write_list(site: Path, kept: Mapping[str, Path]) -> dict:
    """Write offline/<version>.json; what the worker must know of it."""
    files = [describe(name, path.read_bytes()) for name, path in kept.items()]
    # The worker's own text counts too: a new way of keeping is a new version.
    text = json.dumps({"worker": integrity((APP / WORKER).read_bytes()), "files": files}, indent=0) + "\n"
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    listing = site / "offline" / f"{version}.json"
    shutil.rmtree(listing.parent, ignore_errors=True)
    listing.parent.mkdir()
    listing.write_bytes(text.encode())
    folders = [f"{path.relative_to(site).as_posix()}/" for name in VERSIONED for path in sorted((site / name).iterdir())]
    return {"version": version, "list": f"offline/{version}.json", "integrity": integrity(text.encode()), "folders": folders}


def describe(name: str, content: bytes) -> dict:
    """One line of the list. A page stands at the address of its folder."""
    return {"path": name.removesuffix("index.html"), "bytes": len(content), "integrity": integrity(content)}


def integrity(content: bytes) -> str:
    """A SHA-256 as browsers check it by themselves."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode('ascii')}"


def write_worker(site: Path, build: dict) -> None:
    """The worker, with what it is to keep before its text."""
    text = (APP / WORKER).read_text(encoding="utf-8")
    (site / WORKER).write_bytes(f"const BUILD = {json.dumps(build)};\n\n{text}".encode())
