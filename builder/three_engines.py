"""What three engines showed, for the accessibility page: axe's looks and the steps of the keyboard journey, from the reports of `make test-engines`."""

import json
from pathlib import Path
from typing import Any

REPORT = Path(__file__).resolve().parent.parent / "content" / "three-engines.json"


def read_report() -> dict[str, Any]:
    """The report as it is kept; where nothing was ever run, it is empty."""
    return json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}


def keep(part: str, results: list[dict[str, Any]], place: tuple[str, ...]) -> None:
    """Put results in the places of older ones in one part of the report; what was not run this time stays as it was seen last."""
    report = read_report()
    places = {tuple(each[name] for name in place): each for each in [*report.get(part, []), *results]}
    report[part] = [places[key] for key in sorted(places)]
    REPORT.write_text(json.dumps(report, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
