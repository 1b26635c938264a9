"""The page on what is broken on purpose: the report of `make test-engines`, as a table of faults and engines."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPORT = Path(__file__).resolve().parent.parent / "content" / "broken-on-purpose.json"


@dataclass(frozen=True, slots=True)
class Cell:
    """What was seen of one fault in one engine; `on` is empty where it never ran, and then `seen` is why, where we know."""

    engine: str
    held: bool = False
    seen: str = ""
    version: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One fault in words, with a cell for each engine."""

    name: str
    breaks: str
    must_hold: str
    cells: tuple[Cell, ...]


def build_broken() -> dict[str, Any]:
    """Everything on the page. Nothing of it is written by hand: the report is made by a run and kept with the text."""
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    found = {(each["fault"], each["engine"]): each for each in report["results"]}
    rows = tuple(_row(name, says, report["engines"], found) for name, says in report["faults"].items())
    cells = [cell for row in rows for cell in row.cells]
    return {"rows": rows, "engines": report["engines"], "ran": sum(bool(cell.on) for cell in cells), "of": len(cells), "held": sum(cell.held for cell in cells)}


def _row(name: str, says: str, engines: list[str], found: dict[tuple[str, str], dict[str, Any]]) -> FaultRow:
    breaks, _, must_hold = says.partition(". ")
    cells = (found.get((name, engine)) for engine in engines)
    return FaultRow(name, breaks, must_hold, tuple(Cell(engine) if each is None else Cell(engine, each["held"], each["seen"], each["version"], each["on"]) for engine, each in zip(engines, cells, strict=True)))
