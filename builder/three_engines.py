"""What three engines showed, for the accessibility page: axe's looks and the way by keys alone, from the report of `make test-engines`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPORT = Path(__file__).resolve().parent.parent / "content" / "three-engines.json"


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: what axe looked at and found, and which steps by keys held; a version is empty where that never ran."""

    name: str
    looked_version: str
    looked_on: str
    pages: int
    states: int
    looks: int
    found: tuple[str, ...]
    walked_version: str
    walked_on: str
    held: int
    tried: int
    broke: str


def read_report() -> dict[str, Any]:
    """The report as it is kept; where nothing was ever run, it is empty."""
    return json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {"engines": [], "steps": {}, "looks": [], "keys": []}


def build_three_engines() -> dict[str, Any]:
    """Everything on the page. Nothing of it is written by hand: the report is made by a run and kept with the text."""
    report = read_report()
    looked = {each["engine"]: each for each in report["looks"]}
    walked = {engine: [each for each in report["keys"] if each["engine"] == engine] for engine in report["engines"]}
    axe = ", ".join(sorted({each["axe"] for each in report["looks"]}))
    widths = sorted({width for each in report["looks"] for width in each["widths"]}, reverse=True)
    return {"rows": tuple(_row(engine, looked.get(engine), walked[engine]) for engine in report["engines"]), "steps": tuple(report["steps"].values()), "axe": axe, "widths": widths}


def _row(name: str, looks: dict[str, Any] | None, steps: list[dict[str, Any]]) -> Engine:
    looks = looks or {"version": "", "on": "", "pages": 0, "states": [], "looks": 0, "found": []}
    found = tuple(sorted({f"{each['where']}: {each['rule']}" for each in looks["found"]}))
    broke = next((each["seen"] for each in steps if not each["held"]), "")
    first = steps[0] if steps else {"version": "", "on": ""}
    counts = (looks["pages"], len(looks["states"]), looks["looks"])
    return Engine(name, looks["version"], looks["on"], *counts, found, first["version"], first["on"], sum(each["held"] for each in steps), len(steps), broke)


def keep(part: str, engine: str, results: list[dict[str, Any]], engines: list[str], steps: dict[str, str] | None = None) -> None:
    """Put an engine's results in the place of its older ones in one part of the report; an engine that was not run stays as it was seen last."""
    report = read_report()
    others = [each for each in report[part] if each["engine"] != engine]
    report[part] = sorted([*others, *results], key=lambda each: engines.index(each["engine"]))
    report["engines"] = engines
    report["steps"] = steps or report["steps"]
    REPORT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
