"""The planner's speed: derive on logs of half a year, ten and a hundred of them, in CPython and in the Pyodide that ships."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from builder.library import NODE, PYODIDE
from builder.site import ROOT
from planner.log import plain_log
from tests.bench.logs import TIMES, log_of


# What is measured, by the name of its test in bench_derive.py and in derive.mjs.
WAYS = {"test_whole": "whole", "test_one_more": "one more"}


def measure(runtime: Path) -> dict[str, dict[int, float]]:
    """The median milliseconds of one derive, by Python and way and by how many half years the log has."""
    return {**in_cpython(), **in_pyodide(runtime)}


def in_cpython() -> dict[str, dict[int, float]]:
    with TemporaryDirectory() as scratch:
        report = Path(scratch, "report.json")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", f"--benchmark-json={report}", "tests/bench/bench_derive.py"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        benchmarks = json.loads(report.read_text(encoding="utf-8"))["benchmarks"]
    return {f"CPython, {way}": {each["params"]["times"]: each["stats"]["median"] * 1000 for each in benchmarks if each["name"].startswith(test)} for test, way in WAYS.items()}


def in_pyodide(runtime: Path) -> dict[str, dict[int, float]]:
    logs = [(log_of(times), max(3, 30 // times)) for times in TIMES]
    with TemporaryDirectory() as job:
        Path(job, "logs.json").write_text(json.dumps([{"log": plain_log(log), "today": today.isoformat(), "calls": calls} for (log, today), calls in logs]), encoding="utf-8")
        subprocess.run([*NODE, Path(__file__).with_name("derive.mjs"), PYODIDE, job, runtime], check=True)
        found = json.loads(Path(job, "milliseconds.json").read_text(encoding="utf-8"))
    return {f"Pyodide, {way}": {times: median(each[way]) for times, each in zip(TIMES, found, strict=True)} for way in WAYS.values()}
