"""The example log on the planner's page: the first weeks of a life in tests/cases/lives, up to the check-in of a morning with a session ahead."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

from builder.cache import NOTHING_KEPT, Cache, code_of, fingerprint
from builder.lives import LIVES, log_of, read_lives, told
from planner.model import Records
from planner.records import read_records

EXAMPLE = "a-footballer.yaml"
BUILDER = Path(__file__).parent
PLANNER = BUILDER.parent / "planner"


def example(records: Records, folder: Path = LIVES) -> dict[str, Any]:
    """{"log", "today"}: what was told up to the check-in of the last day of the example, and that day."""
    [life] = [each for each in read_lives(folder) if each.file == EXAMPLE]
    day, entries, _ = list(islice(told(life, records), life.example_days))[-1]
    today = day.on.isoformat()
    return {"log": log_of(entry for entry in entries if entry["at"][:10] < today or entry["kind"] == "check-in"), "today": today}


def write_example(plain: dict[str, Any], path: Path, cache: Cache = NOTHING_KEPT) -> None:
    """The example as one compact JSON text, the same bytes at each build; with a cache, the same life is lived once. `plain` are the records it was lived with."""
    code = code_of([*PLANNER.rglob("*.py"), *BUILDER.glob("*.py"), LIVES / EXAMPLE])
    path.write_bytes(cache.get("example", fingerprint(code, json.dumps(plain, sort_keys=True)), lambda: text_of(example(read_records(plain)))))


def text_of(shown: dict[str, Any]) -> bytes:
    return (json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
