"""What three engines showed, for the accessibility page: axe's looks and the steps of the keyboard journey, from the reports of `make test-engines`."""

import json
from pathlib import Path
from typing import Any

REPORT = Path(__file__).resolve().parent.parent / "content" / "three-engines.json"


def read_report() -> dict[str, Any]:
    """The report as it is kept; where nothing was ever run, it is empty."""
    return json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}


def keep(part: str, engine: str, results: list[dict[str, Any]]) -> None:
    """Put an engine's results in the place of its older ones in one part of the report; an engine that was not run stays as it was seen last."""
    report = read_report()
    report[part] = sorted([*(each for each in report.get(part, []) if each["engine"] != engine), *results], key=lambda each: each["engine"])
    REPORT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
