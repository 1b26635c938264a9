"""Whether a test that is named as evidence is one: it is there, it is collected, and nothing skips it, expects it to fail or puts it off.

A run of all tests knows what was collected (`marks_of`). One of a part of them asks a pytest of its own (`collected`), in which this is a plugin
(`-p tests.evidence`) that writes it down.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

WRITE_TO = "HAMSTRING_COLLECTED"
# A test with one of these may not run, may fail unseen, or runs in `make test-deep` only.
NO_EVIDENCE = ("skip", "skipif", "xfail", "deep")


def pytest_collection_finish(session) -> None:
    """Write each collected test with the marks that make it no evidence."""
    if target := os.environ.get(WRITE_TO):
        Path(target).write_text(json.dumps(marks_of(session.items)), encoding="utf-8")


def marks_of(items: Iterable[pytest.Item]) -> dict[str, list[str]]:
    """Each of these tests by its full name, with its marks of NO_EVIDENCE."""
    return {item.nodeid: sorted({mark.name for mark in item.iter_markers() if mark.name in NO_EVIDENCE}) for item in items}


def collected(files: Iterable[str], root: Path, scratch: Path) -> dict[str, list[str]]:
    """Every test of these files by its full name, with its marks of NO_EVIDENCE. A file that is not there has none."""
    target = scratch / "collected.json"
    there = sorted({file for file in files if (root / file).is_file()})
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {WRITE_TO: str(target)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "--override-ini", "addopts=", "-p", "tests.evidence", *there],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return json.loads(target.read_text(encoding="utf-8"))


def fault(name: str, found: dict[str, list[str]]) -> str:
    """Why this name is no evidence; nothing, when it is. A function's name stands for all of its cases."""
    marks = [marks for node, marks in found.items() if node == name or ("[" not in name and node.split("[")[0] == name)]
    if not marks:
        return f"{name}: no such test, or one that runs in `make test-deep` only"
    if ["deep"] in marks and [] in marks:  # a first look runs each time; the other cases are a second one
        marks = [each for each in marks if each != ["deep"]]
    spoilt = sorted({mark for each in marks for mark in each})
    return f"{name}: {', '.join(spoilt)}" if spoilt else ""


def faults(names: Iterable[str], found: dict[str, list[str]]) -> list[str]:
    """What is wrong with these names, sorted."""
    return sorted({said for name in names if (said := fault(name, found))})
