"""Breaks things on purpose in every engine there is, and writes what was seen: `make test-engines`.

    python -m tests.engines.run SITE [--engine Firefox] [--fault a_file_is_missing] [--keep]

Without --keep nothing is written. With it the results take their places in content/broken-on-purpose.json, each with its day and version,
and the page "What we break on purpose" is made from that.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

from playwright.sync_api import Playwright, sync_playwright

from builder.broken import REPORT
from tests.browser.host import hosting
from tests.engines.driving import CANNOT, ENGINES, Driver, Storage, driven, here, wishes
from tests.engines.faults import FAULTS, NEEDS, Fault


def main() -> int:
    """Run the faults, tell each result, and count what did not hold."""
    wanted = read_wishes()
    results = []
    with sync_playwright() as playwright:
        for engine in here(wanted.engine):
            results += run_engine(engine, playwright, wanted.site, wanted.fault, wanted.keep)
    return sum(not result["held"] for result in results if result["on"]) or (0 if results else 1)


def read_wishes() -> argparse.Namespace:
    parser = wishes(__doc__)
    parser.add_argument("--fault", action="append", choices=[fault.__name__ for fault in FAULTS])
    return parser.parse_args()


def run_engine(engine: str, playwright: Playwright, site: Path, names: list[str] | None, keeps: bool) -> list[dict[str, Any]]:
    """Every fault, each in a browser that keeps as much as it needs."""
    results = []
    for storage in get_args(Storage):
        wanted = [fault for fault in FAULTS if NEEDS.get(fault, "plain") == storage and (not names or fault.__name__ in names)]
        for result in run_faults(engine, storage, wanted, playwright, site) if wanted else ():
            results.append(result)
            if keeps:
                keep(results)
    return results


def run_faults(engine: str, storage: Storage, wanted: list[Fault], playwright: Playwright, site: Path) -> Iterator[dict[str, Any]]:
    """These faults in one browser; each has an address of its own, so none finds what another left."""
    if why := CANNOT.get((engine, storage)):
        yield from (told(fault, engine, False, why) for fault in wanted)
        return
    folder = Path(tempfile.mkdtemp())
    try:
        with driven(engine, playwright, folder, storage) as driver:
            for fault in wanted:
                yield run_fault(fault, engine, driver, site)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_fault(fault: Fault, engine: str, driver: Driver, site: Path) -> dict[str, Any]:
    start = time.monotonic()
    with hosting(site) as host:
        try:
            seen, held = fault(driver, host), True
        except Exception as cause:  # whatever a browser does is a result
            seen, held = f"{type(cause).__name__}: {cause}"[:600], False
    return told(fault, engine, held, seen, driver.version, time.monotonic() - start)


def told(fault: Fault, engine: str, held: bool, seen: str, version: str = "", seconds: float = 0) -> dict[str, Any]:
    """A result, told at once; without a version it never ran, and what was seen is why."""
    print(f"{'held  ' if held else 'BROKEN' if version else 'cannot'} {engine:<10} {fault.__name__} ({seconds:.0f} s): {seen}", flush=True)
    return {"fault": fault.__name__, "engine": engine, "held": held, "seen": seen, "version": version, "on": date.today().isoformat() if version else ""}


def keep(results: list[dict[str, Any]]) -> None:
    """Put the results in the places of older ones; what was not run this time stays as it was seen last."""
    known = json.loads(REPORT.read_text(encoding="utf-8"))["results"] if REPORT.exists() else []
    places = {(each["fault"], each["engine"]): each for each in [*known, *results]}
    order = [fault.__name__ for fault in FAULTS]
    says = {fault.__name__: " ".join(fault.__doc__.split()) for fault in FAULTS}
    rows = sorted((each for each in places.values() if each["fault"] in order), key=lambda each: (order.index(each["fault"]), list(ENGINES).index(each["engine"])))
    REPORT.write_text(json.dumps({"engines": list(ENGINES), "faults": says, "results": rows}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
