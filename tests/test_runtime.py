"""The folder with Python in it: complete, lean, the same every time, and true to its name."""

import hashlib
import json
import os
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest

from builder import runtime
from builder.cache import Cache
from builder.library import FINDER, NODE, PYC_HEAD, STAND_INS, build_library, module_of, read_names, unpacked
from builder.runtime import PYODIDE, Runtime, build_runtime

RECORDS = '{"exercises": {"bridge": "Brücke"}}'


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A planner as small as can be, with everything that may and may not be shipped."""
    folder = tmp_path_factory.mktemp("source") / "planner"
    for name in ("__init__.py", "__main__.py", "bridge.py", "view/__init__.py", "view/templates/parts/day.html", "view/notes.txt"):
        write(folder / name)
    write(folder / "protocol" / "pain.yaml")
    write(folder / "__pycache__" / "bridge.cpython-313.pyc")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """What the first build keeps. To compile a library takes longer than all else here."""
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def built(planner: Path, cache: Cache, tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    """A runtime with that planner."""
    return build_runtime(RECORDS, tmp_path_factory.mktemp("out"), planner, cache)


def test_the_folder_holds_what_the_manifest_says(built: Runtime) -> None:
    """The manifest lists every file but itself, with its true length and SHA-256 and the type it must be served as."""
    listed = json.loads((built.folder / "manifest.json").read_text())["files"]
    there = {path.name for path in built.folder.iterdir()} - {"manifest.json"}

    assert there == {file["name"] for file in listed} == {file.name for file in built.files}
    for file in listed:
        content = (built.folder / file["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
    assert {"name": "pyodide.asm.wasm", "type": "application/wasm"}.items() <= next(f for f in listed if "wasm" in f["name"]).items()


def test_the_name_vouches_for_the_manifest(built: Runtime) -> None:
    """The folder is named after the beginning of its manifest's SHA-256."""
    digest = hashlib.sha256((built.folder / "manifest.json").read_bytes()).hexdigest()

    assert digest[:16] == built.version == built.folder.name


def test_pyodide_is_the_pinned_package_s(built: Runtime) -> None:
    """Pyodide's own files are shipped as npm delivered them, and none of its other wheels is."""
    for name in runtime.PYODIDE_FILES:
        assert (runtime.PYODIDE / name).read_bytes() == (built.folder / name).read_bytes()
    assert 3 == len(list(built.folder.glob("*.whl")))


def test_the_lock_knows_three_wheels_and_no_more(built: Runtime) -> None:
    """Pyodide's lock file lists the planner, Jinja2 and MarkupSafe, each with its SHA-256, its dependencies and a file beside it."""
    packages = json.loads((built.folder / "pyodide-lock.json").read_text())["packages"]

    assert {"hamstring-planner": ["jinja2"], "jinja2": ["markupsafe"], "markupsafe": []} == {name: entry["depends"] for name, entry in packages.items()}
    for entry in packages.values():
        assert hashlib.sha256((built.folder / entry["file_name"]).read_bytes()).hexdigest() == entry["sha256"]


def test_the_lock_is_for_the_python_that_is_shipped(built: Runtime) -> None:
    """The lock file names the same Python and platform as the pinned Pyodide's own."""
    pinned = json.loads((runtime.PYODIDE / "pyodide-lock.json").read_text())["info"]

    assert pinned == json.loads((built.folder / "pyodide-lock.json").read_text())["info"]


def test_the_planner_s_wheel_is_modules_and_templates(built: Runtime) -> None:
    """The browser gets the planner's modules and templates; no YAML, no command line, nothing compiled."""
    shipped = {name for name in names_in(built, "hamstring_planner") if name.startswith("planner/")}

    assert {"planner/__init__.py", "planner/bridge.py", "planner/view/__init__.py", "planner/view/templates/parts/day.html"} == shipped


@pytest.mark.parametrize("library", runtime.LIBRARIES)
def test_a_library_is_pure_and_keeps_its_licence(library: str, built: Runtime) -> None:
    """A library's wheel holds Python only, its licence, and no trace of where it was installed."""
    names = names_in(built, library)

    assert any("licenses/" in name for name in names)
    assert {".py", ".typed"} == {Path(name).suffix for name in names if ".dist-info/" not in name}
    assert not {"INSTALLER", "REQUESTED", "direct_url.json"} & {Path(name).name for name in names}


def test_the_library_is_bytecode_and_has_the_planner_in_it(built: Runtime) -> None:
    """The library holds bytecode of the planner, of its libraries, of its templates and of a part of the standard library; no source."""
    files = unpacked((built.folder / runtime.LIBRARY).read_bytes())
    marks = {code[PYC_HEAD] & 0x7F for code in files.values()}
    ours = {"planner/bridge.pyc", "planner/view/compiled/__init__.pyc", "jinja2/environment.pyc", "markupsafe/__init__.pyc"}

    assert {ord("c")} == marks  # what marshal writes before code
    assert ours | {"json/__init__.pyc", "encodings/__init__.pyc", "sitecustomize.pyc"} <= set(files)
    assert 2 == len([path for path in files if path.startswith("planner/view/compiled/")])  # its one template
    assert "turtle.pyc" not in files and "planner/__main__.pyc" not in files


def test_no_method_of_a_dataclass_is_compiled_at_a_start(built_site: Path, tmp_path: Path) -> None:
    """Each method that dataclasses write for the planner's classes is found compiled in the library, under the very text."""
    [folder] = (built_site / "runtime").iterdir()
    subprocess.run([*NODE, Path(__file__).with_name("compiled_methods.mjs"), PYODIDE, tmp_path, folder], check=True)
    counts = json.loads((tmp_path / "compiled.json").read_text())

    assert 0 == counts["compiled"]
    assert 50 < counts["found"]


def test_a_stand_in_says_that_it_is_not_there() -> None:
    """Others can derive from what a stand-in gives and from nothing else; who calls it or asks it anything gets ModuleNotFoundError with its module's name."""
    names: dict[str, Any] = {}
    exec(FINDER.read_text(encoding="utf-8").partition("sys.meta_path.insert(")[0], names)  # what follows needs an archive
    module = ModuleType("sockets")
    names["stand_in_for"](module)
    derived = type(module.Socket)("Derived", (module.Socket,), {"__module__": "planner"})
    uses = [
        lambda: module.Socket(),
        lambda: module.Socket.family,
        lambda: bool(module.Socket),
        lambda: list(module.Socket),
        lambda: module.Socket + 1,
        lambda: isinstance(1, module.Socket),
        lambda: derived.family,
    ]

    assert (derived, ()) == (type(derived()), module.__all__)
    for use in uses:
        with pytest.raises(ModuleNotFoundError, match="No module named 'sockets'"):
            use()


def test_what_a_stand_in_takes_the_place_of_is_not_shipped(built: Runtime) -> None:
    """Each module of the list is left out of the library, and is one that Pyodide's library or a package of ours has."""
    shipped = {module_of(path) for path in unpacked((built.folder / runtime.LIBRARY).read_bytes())}
    with ZipFile(PYODIDE / "python_stdlib.zip") as whole:
        known = {module_of(name) for name in [*whole.namelist(), *runtime.package_files()]}

    assert set(read_names(STAND_INS)) <= known - shipped


def test_a_start_asks_for_the_lean_library_alone(built: Runtime) -> None:
    """What only a start from the whole library needs is marked as spare: Pyodide's own library and the wheels."""
    spare = {file.name for file in built.files if file.spare}

    assert {"python_stdlib.zip", *(path.name for path in built.folder.glob("*.whl"))} == spare


def test_another_planner_is_not_taken_from_the_cache(built: Runtime, planner: Path, cache: Cache, tmp_path: Path) -> None:
    """Of the same planner the kept library is used; another planner, or another template of it, is compiled anew."""
    packages = runtime.package_files(planner)
    again = build_library(packages, tmp_path / "again.bin", cache).read_bytes()
    others = {build_library({**packages, path: content}, tmp_path / "other.bin", cache).read_bytes() for path, content in (("planner/bridge.py", b"a = 1"), ("planner/view/templates/parts/day.html", b"Today"))}

    assert (built.folder / runtime.LIBRARY).read_bytes() == again
    assert 2 == len(others - {again})


def test_the_records_arrive_as_they_were_given(built: Runtime) -> None:
    """records.json is the text that was handed in, in UTF-8."""
    assert RECORDS.encode() == (built.folder / "records.json").read_bytes()


def test_two_builds_are_the_same(built: Runtime, planner: Path, tmp_path: Path) -> None:
    """Neither the time, nor the place, nor the builder's umask, nor that one keeps what it compiled and the other compiles anew, changes a byte."""
    before = os.umask(0o077)
    try:
        os.utime(planner / "bridge.py", (1, 1_000_000_000))
        again = build_runtime(RECORDS, tmp_path / "elsewhere", planner)
    finally:
        os.umask(before)

    assert built.files == again.files
    assert built.version == again.version


def test_a_build_replaces_a_spoilt_folder(built: Runtime, planner: Path, cache: Cache) -> None:
    """What was changed by hand in a built folder is put right by the next build."""
    write(built.folder / "left-over.txt")
    (built.folder / "records.json").write_text("{}")

    again = build_runtime(RECORDS, built.folder.parent, planner, cache)

    assert built == again
    assert not (built.folder / "left-over.txt").exists()
    assert RECORDS == (built.folder / "records.json").read_text(encoding="utf-8")


def test_another_record_is_another_version(built: Runtime, planner: Path, cache: Cache, tmp_path: Path) -> None:
    """A change in the records changes the folder's name, so no browser mixes two versions."""
    assert built.version != build_runtime("{}", tmp_path, planner, cache).version


def test_an_edited_library_stops_the_build(monkeypatch: pytest.MonkeyPatch, planner: Path, tmp_path: Path) -> None:
    """A library that was changed after it was installed is not published."""
    real = runtime.Path.read_bytes
    monkeypatch.setattr(runtime.Path, "read_bytes", lambda path: real(path) + (b"#" if path.match("jinja2/lexer.py") else b""))

    with pytest.raises(RuntimeError, match=r"jinja2/lexer\.py: expected the file as it was installed"):
        build_runtime(RECORDS, tmp_path, planner)


def names_in(built: Runtime, wheel: str) -> set[str]:
    """The files in one of the wheels."""
    (path,) = built.folder.glob(f"{wheel}-*.whl")
    with ZipFile(path) as archive:
        return set(archive.namelist())


def write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {path.name}\n")
