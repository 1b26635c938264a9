"""Thousands of made-up lives, in as many processes as there are cores, added up into one report."""

import json
import platform
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from pathlib import Path
from statistics import median
from typing import Any

from builder.load import load_records
from builder.simulation.life import WEEKS, Life, live
from builder.simulation.promises import EVERY_PROMISE
from planner.model import Records

ROOT = Path(__file__).resolve().parent.parent.parent
REPORT = ROOT / "content" / "made-up-patients.json"
SEED = 2026
PATIENTS = 10_000
AT_ONCE = 50
# The order of the road; the last two are the reader's own choice to go back to sport and on to keeping strong.
MILESTONES = ("stage 2", "first run", "stage 3", "first fast run", "stage 4", "back to sport", "keeping strong")
SHARES = (0.1, 0.5, 0.9)


def simulate(patients: int = PATIENTS, seed: int = SEED) -> dict[str, Any]:
    """Live all of them, show the progress, and hand back the report."""
    began, total = time.perf_counter(), Total()
    batches = [range(start, min(start + AT_ONCE, patients)) for start in range(0, patients, AT_ONCE)]
    with ProcessPoolExecutor(cpu_count(), initializer=_open_records) as pool:
        for number, lives in enumerate(pool.map(_live_batch, batches, [seed] * len(batches)), start=1):
            total.add(lives)
            _show_progress(number, len(batches), total, time.perf_counter() - began)
    print(file=sys.stderr)
    return {**total.report(load_records(ROOT)), "seed": seed, "seconds": round(time.perf_counter() - began), "days_per_second": round(total.days / (time.perf_counter() - began)), "machine": f"{cpu_count()} cores, Python {platform.python_version()}"}


_records: Records | None = None


def _open_records() -> None:
    """Once in each process."""
    global _records
    _records = load_records(ROOT)


def _live_batch(numbers: Iterable[int], seed: int) -> list[Life]:
    return [live(number, seed, _records) for number in numbers]


def _show_progress(done: int, batches: int, total: "Total", seconds: float) -> None:
    broken = sum(total.broken.values())
    print(f"\r{total.patients} patients, {total.days} days, {total.days / seconds:.0f} days a second, {broken} promises broken ({done} of {batches})", end="", file=sys.stderr)


class Total:
    """What is kept of the lives: enough for the report, and no more."""

    def __init__(self) -> None:
        self.patients, self.days, self.broken, self.said = 0, 0, Counter(), Counter()
        self.people: Counter[str] = Counter()
        self.reached: dict[tuple[str, str], list[int]] = {}

    def add(self, lives: Iterable[Life]) -> None:
        for life in lives:
            self.patients += 1
            self.days += life.days
            self.broken.update(life.broken)
            self.said += life.said
            for group in _groups(life):
                self.people[group] += 1
                for milestone, days in life.milestones.items():
                    self.reached.setdefault((group, milestone), []).append(days)

    def report(self, records: Records) -> dict[str, Any]:
        return {
            "protocol": records.protocol.version,
            "patients": self.patients,
            "weeks": WEEKS,
            "days": self.days,
            "promises": {name: self.broken[name] for name in EVERY_PROMISE},
            "said": dict(sorted(self.said.items())),
            "groups": {group: {"people": self.people[group], "milestones": dict(self._milestones(group))} for group in sorted(self.people)},
        }

    def _milestones(self, group: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for milestone in MILESTONES:
            days = sorted(self.reached.get((group, milestone), []))
            if days:
                low, middle, high = (days[min(len(days) - 1, int(len(days) * share))] for share in SHARES)
                yield milestone, {"reached": len(days), "low": low, "middle": round(median(days)), "high": high}


def _groups(life: Life) -> Iterable[str]:
    """A patient counts for the programme, and for the programme with how it began and with the sport."""
    if life.track:
        yield life.track
        yield f"{life.track}/{life.patient.sport}"


def main(arguments: list[str]) -> int:
    """Simulate and write the report; 1 where a promise was broken."""
    patients = int(arguments[0]) if arguments else PATIENTS
    report = simulate(patients)
    broken = sum(report["promises"].values())
    if patients == PATIENTS:
        REPORT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        print(f"The report is in {REPORT.relative_to(ROOT)}. `make site` shows it on the page “Made-up patients”.")
    print(f"{report['days']} days of {report['patients']} patients, {report['days_per_second']} days a second, {broken} promises broken.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
