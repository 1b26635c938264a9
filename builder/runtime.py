"""The Python that runs in the reader's browser: Pyodide, its library with the planner in it, and the records, in one folder.

It is there twice. `library.bin` is lean and compiled (library.py), and what a page starts from. Pyodide's whole library with the planner as
wheels is what a page turns to when the lean one lacks something; nobody downloads it before.

The folder is named after the SHA-256 of its manifest, and the manifest holds the SHA-256 of every file. So a page that names
the folder vouches for every byte in it, and a folder never changes once it is published.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import PackagePath, distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec

from builder.cache import NOTHING_KEPT, Cache
from builder.library import build_library

ROOT = Path(__file__).resolve().parent.parent
PLANNER = ROOT / "planner"
PYODIDE = ROOT / "node_modules" / "pyodide"

PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LIBRARY = "library.bin"
# What every start needs. The rest is for a start from the whole library.
AT_EVERY_START = {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", LIBRARY, "records.json"}
# What the planner imports beside the standard library. Both are installed from requirements.txt, pinned by hash.
LIBRARIES = ("jinja2", "markupsafe")

# What each kind of file must be served as. The browser refuses a file that arrives as something else.
MEDIA_TYPES = {
    ".bin": "application/octet-stream",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".zip": "application/zip",
}

# The first moment a zip archive can hold: every file in a wheel carries it, so that two builds have the same bytes.
ZIP_EPOCH = "315532800"

PLANNER_METADATA = """\
Metadata-Version: 2.1
Name: hamstring-planner
Version: 1
Requires-Dist: jinja2
"""
PURE_WHEEL = """\
Wheel-Version: 1.0
Generator: hamstring-guide
Root-Is-Purelib: true
Tag: py3-none-any
"""


@dataclass(frozen=True, slots=True)
class RuntimeFile:
    """One file as the manifest describes it; `spare`: only a start from the whole library needs it."""

    name: str
    bytes: int
    sha256: str
    type: str
    spare: bool


@dataclass(frozen=True, slots=True)
class Runtime:
    """A finished runtime: the folder's name, where it is, and the files its manifest vouches for."""

    version: str
    folder: Path
    files: tuple[RuntimeFile, ...]


def build_runtime(records_json: str, out: Path, planner: Path = PLANNER, cache: Cache = NOTHING_KEPT) -> Runtime:
    """Make the folder `out/<version>/`; the same input gives the same bytes and so the same version."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch, "runtime")
        folder.mkdir()
        copy_pyodide(folder)
        packages = packages_of(planner)
        write_lock([pack(stem, files, folder) for stem, files in packages.items()], folder)
        build_library(merged(packages), folder / LIBRARY, cache)
        write_text(folder / "records.json", records_json)
        files = tuple(describe(path) for path in sorted(folder.iterdir()))
        version = write_manifest(files, folder)
        return Runtime(version, publish(folder, out / version), files)


def copy_pyodide(folder: Path) -> None:
    """Pyodide's own files, as the pinned npm package has them."""
    for name in PYODIDE_FILES:
        shutil.copyfile(PYODIDE / name, folder / name)


def package_files(planner: Path = PLANNER) -> dict[str, bytes]:
    """The files of the planner and of what it needs beside the standard library, by their paths."""
    return merged(packages_of(planner))


def packages_of(planner: Path) -> dict[str, dict[str, bytes]]:
    """The same, package by package, each under the first part of its wheel's name."""
    return {"hamstring_planner-1": planner_files(planner), **{f"{name}-{distribution(name).version}": library_files(name) for name in LIBRARIES}}


def merged(packages: dict[str, dict[str, bytes]]) -> dict[str, bytes]:
    return {path: content for files in packages.values() for path, content in files.items()}


def planner_files(planner: Path) -> dict[str, bytes]:
    """The planner's modules and the templates of its views, none of its YAML."""
    # The command line is for people with a Python of their own; the protocol's numbers travel in records.json.
    modules = [path for path in planner.rglob("*.py") if path.name != "__main__.py"]
    templates = [path for path in (planner / "view" / "templates").rglob("*") if path.is_file()]
    files = {f"planner/{path.relative_to(planner).as_posix()}": path.read_bytes() for path in [*modules, *templates]}
    return files | {"hamstring_planner-1.dist-info/METADATA": PLANNER_METADATA.encode()}


def library_files(name: str) -> dict[str, bytes]:
    """An installed library again as it was published: the pure-Python part, with its licence."""
    return {path.as_posix(): checked_bytes(path) for path in distribution(name).files or () if is_shipped(path)}


def is_shipped(path: PackagePath) -> bool:
    """Whether the browser gets this file of a library: its Python, its metadata and its licence, nothing compiled or left by pip."""
    if ".dist-info" in path.parts[0]:
        return path.name == "METADATA" or "licenses" in path.parts
    return path.suffix == ".py" or path.name == "py.typed"


def checked_bytes(path: PackagePath) -> bytes:
    """An installed file, exactly as it was published."""
    content = path.locate().read_bytes()
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    # A file edited in place, to try something out, would otherwise be published with the site.
    if path.hash is None or path.hash.value != digest:
        raise RuntimeError(f"{path}: expected the file as it was installed, got a changed one. Install again: make clean, make site")
    return content


def pack(stem: str, files: dict[str, bytes], folder: Path) -> Path:
    """A wheel with these files, the same bytes every time."""
    with TemporaryDirectory() as scratch:
        for name, content in (files | {f"{stem}.dist-info/WHEEL": PURE_WHEEL.encode()}).items():
            target = Path(scratch, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(0o644)  # the wheel keeps the mode, and the mode would otherwise follow the builder's umask
        subprocess.run(
            [sys.executable, "-m", "wheel", "pack", scratch, "--dest-dir", folder],
            env=os.environ | {"SOURCE_DATE_EPOCH": ZIP_EPOCH},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return folder / f"{stem}-py3-none-any.whl"


def write_lock(wheels: list[Path], folder: Path) -> None:
    """A lock file with these wheels and nothing else, so that Pyodide knows of no other package to ask for."""
    # The same code as `pyodide lockfile add-wheels`. The command would begin with the 357 packages of Pyodide's own lock file.
    pyodide = PyodideLockSpec.from_json(PYODIDE / "pyodide-lock.json")
    empty = PyodideLockSpec(info=pyodide.info, packages={})
    add_wheels_to_spec(empty, wheels, base_path=folder).to_json(folder / "pyodide-lock.json")


def describe(path: Path) -> RuntimeFile:
    """One file's line in the manifest."""
    return RuntimeFile(path.name, path.stat().st_size, sha256(path), MEDIA_TYPES[path.suffix], spare=path.name not in AT_EVERY_START)


def write_manifest(files: tuple[RuntimeFile, ...], folder: Path) -> str:
    """Write manifest.json; the version is the beginning of its SHA-256."""
    manifest = folder / "manifest.json"
    write_text(manifest, json.dumps({"files": [asdict(file) for file in files]}, indent=1) + "\n")
    return sha256(manifest)[:16]


def publish(folder: Path, target: Path) -> Path:
    """Move a finished folder to its place, so that an interrupted build leaves no half of one there."""
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.move(folder, target))


def write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode())  # not write_text: Windows would change the line ends, and with them the SHA-256


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
