"""The people and the cases in tests/cases, as logs."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from builder.strict_yaml import read_yaml

CASES = Path(__file__).parent / "cases"
# Every case happens on this day unless it says otherwise. It is a Tuesday.
TODAY = "2026-12-01"


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example: a sentence, the answers behind it, and what must come of them."""

    name: str
    file: str
    answers: dict[str, Any]
    today: date
    expect: dict[str, Any]


def people() -> dict[str, dict[str, Any]]:
    return {"nobody": {}, **read_yaml(CASES / "people.yaml", "people.yaml")}


def cases() -> list[Case]:
    """Every case of every file, in order."""
    return [_case(plain, path) for path in sorted(CASES.glob("*/*.yaml")) for plain in read_yaml(path, path.name)]


def _case(plain: dict[str, Any], path: Path) -> Case:
    answers = {**people()[plain["given"]], **plain.get("answers", {})}
    return Case(plain["name"], f"{path.parent.name}/{path.name}", answers, date.fromisoformat(plain.get("today", TODAY)), plain["expect"])


def log_of(answers: dict[str, Any]) -> dict[str, Any]:
    """A log with one intake."""
    entry = {"id": "1", "at": "2026-12-01T08:00:00+01:00", "kind": "intake", "answers": answers}
    return {"format": "hamstring-guide-log", "version": 1, "entries": [entry]}
