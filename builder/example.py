"""The example log on the planner's page: the first weeks of a life in tests/cases/lives, up to the check-in of a morning with a session ahead."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

from builder.lives import LIVES, log_of, read_lives, told
from planner.model import Records

EXAMPLE = "a-footballer.yaml"


def example(records: Records, folder: Path = LIVES) -> dict[str, Any]:
    """{"log", "today"}: what was told up to the check-in of the last day of the example, and that day."""
    [life] = [each for each in read_lives(folder) if each.file == EXAMPLE]
    day, entries, _ = list(islice(told(life, records), life.example_days))[-1]
    today = day.on.isoformat()
    return {"log": log_of(entry for entry in entries if entry["at"][:10] < today or entry["kind"] == "check-in"), "today": today}


def write_example(records: Records, path: Path) -> None:
    """The example as one compact JSON text, the same bytes at each build."""
    path.write_text(json.dumps(example(records), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")
