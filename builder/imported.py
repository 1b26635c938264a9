"""Which modules of the standard library the planner imports: `python -m builder.imported` writes them into modules.txt.

It lets the planner answer every kind of request in the Pyodide it will run in, under Node, and notes what Python has imported by then. It does so twice:
first from Pyodide's whole library, and then from ours with all of these modules and the stand-ins (stand_ins.txt), in which less is imported. A stand-in
that is used after all ends it with the module's name.
Run it after a change of what the planner imports. Nothing breaks without: the page then starts from the whole library, more slowly.
"""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from builder.cases import case_log, read_cases
from builder.example import example
from builder.library import MODULES, NODE, PYODIDE, ROOT, STAND_INS, compile_all, library_sources, module_of, packed, read_names, with_compiled_templates, write_files
from builder.load import load_plain
from builder.runtime import package_files
from builder.site import records_json
from planner import bridge
from planner.model import Records
from planner.records import read_records
from planner.view import PARTS

TRACER = Path(__file__).with_name("trace_imports.mjs")
CASES = ROOT / "tests" / "cases"
# Of the worked examples, one in this many. Which modules are imported hardly depends on what was told.
EVERY = 12
# asyncio, which Pyodide starts with, takes these if they are there and goes on if not. Nothing here opens a connection.
GOES_WITHOUT = {"ssl", "_ssl"}


def main() -> None:
    """Write modules.txt anew."""
    plain = load_plain(ROOT)
    modules = imported(package_files(), records_json(plain), requests(read_records(plain), records_json(plain)))
    MODULES.write_text("# Written by python -m builder.imported: what the planner imports of the standard library.\n" + "\n".join(modules) + "\n", encoding="utf-8")
    print(f"{len(modules)} modules stand in {MODULES.relative_to(ROOT)}.")


def requests(records: Records, text: str) -> list[dict[str, Any]]:
    """Every kind of request, about the example on the planner's page and about some of the worked examples."""
    shown = example(records)
    cases = [{"log": case_log(case, records), "today": case.today.isoformat()} for case in read_cases(CASES)[::EVERY]]
    bridge.open_records(text)
    log = json.dumps(shown["log"])
    link = json.loads(bridge.handle(json.dumps({"do": "link", **shown})))["link"]
    return [
        *({"do": "show", **each} for each in [shown, *cases]),
        *({"do": "read", "text": each} for each in (log, log[:-1], "", "[" * 10_000)),
        *({"do": "open-link", "link": each} for each in (link, link[:-1], "1.", "")),
        {"do": "link", **shown},
        {"do": "calendar", "at": "18:00", "reminder": 15, "detail": True, "given": [], "seed": None, "sequence": 0, **shown},
        {"do": "table", **shown},
        {"do": "fhir", **shown},
        {"do": "handover", "parts": list(PARTS), **shown},
        {"do": "show", "log": {}, "today": "yesterday"},
        {"do": "nothing"},
    ]


def imported(packages: dict[str, bytes], records_json: str, asked: Iterable[dict[str, Any]]) -> list[str]:
    """The modules of the standard library that answering these requests imports, by their names, sorted."""
    stand_ins = read_names(STAND_INS)
    with TemporaryDirectory() as scratch:
        job = Path(scratch)
        write_files(job / "sources", with_compiled_templates(packages))
        (job / "records.json").write_text(records_json, encoding="utf-8")
        (job / "requests.json").write_text(json.dumps([json.dumps(request) for request in asked]), encoding="utf-8")
        modules = standard(trace(job) - GOES_WITHOUT)
        library = job / "library.bin"
        library.write_bytes(packed(compile_all(library_sources(modules, packages)), stand_ins))
        return sorted(set(modules) & trace(job, library) - set(stand_ins))


def trace(job: Path, *library: Path) -> set[str]:
    """The names of all modules that are there when the requests are answered."""
    subprocess.run([*NODE, TRACER, PYODIDE, job, *library], check=True)
    return set(json.loads((job / "imported.json").read_text(encoding="utf-8")))


def standard(modules: set[str]) -> list[str]:
    """Those of them that come from Pyodide's library."""
    with ZipFile(PYODIDE / "python_stdlib.zip") as whole:
        return sorted(modules & {module_of(name) for name in whole.namelist() if name.endswith(".py")})


if __name__ == "__main__":
    main()
