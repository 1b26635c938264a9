"""How a build takes to a library of many more records: `build.py bench --records 1000 2000`.

The library is multiplied in memory and built in a temporary folder, once with nothing kept from an earlier build and once more with a change in one
record, in the same process. MkDocs with its theme is the part we did not write; what a `mkdocs build` of the same Markdown
takes is measured in the same build, as its stage of that name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder.cache import Cache
from builder.load import load_plain
from builder.site import RENDERER, ROOT, build_site
from builder.stages import Stages


@dataclass(frozen=True, slots=True)
class Measured:
    """One build: how many records, whether only one of them has changed since the last, and the seconds of each stage."""

    records: int
    is_again: bool
    seconds: dict[str, float]

    @property
    def ours(self) -> float:
        """Seconds of everything that is not MkDocs."""
        return sum(self.seconds.values()) - self.seconds[RENDERER]


def measure(counts: Iterable[int]) -> list[Measured]:
    """A build of the library as it is, and with each of these numbers of records, one after the other."""
    plain = load_plain(ROOT)
    size = len(plain["exercises"])
    if short := [count for count in counts if count < size]:
        raise SystemExit(f"--records: expected {size} or more, which the library has, got {short[0]}. Example: --records 1000")
    return [build for count in (size, *counts) for build in _measure(plain, count)]


def _measure(plain: dict[str, Any], count: int) -> Iterator[Measured]:
    many = multiplied(plain["exercises"], count)
    last = list(many)[-1]
    changed = {**many[last], "name": f"{many[last]['name']} again"}
    with TemporaryDirectory() as scratch:
        cache = Cache(Path(scratch) / "cache")
        for is_again, exercises in ((False, many), (True, {**many, last: changed})):
            stages = Stages()
            build_site(Path(scratch), plain={**plain, "exercises": exercises}, cache=cache, stages=stages)
            yield Measured(count, is_again, stages.seconds)


def multiplied(exercises: dict[str, dict[str, Any]], count: int) -> dict[str, dict[str, Any]]:
    """So many records: the library, and then copies of it with ids and names of their own."""
    originals = list(exercises.values())
    copies = (_numbered(originals[place % len(originals)], place // len(originals) + 1) for place in range(count))
    return {record["id"]: record for record in copies}


def _numbered(record: dict[str, Any], number: int) -> dict[str, Any]:
    return record if number == 1 else {**record, "id": f"{record['id']}-{number}", "name": f"{record['name']} {number}"}


def table(builds: list[Measured]) -> str:
    """The builds side by side, as Markdown."""
    lines = ["| seconds | " + " | ".join(f"{build.records:,} records{', one changed' if build.is_again else ''}" for build in builds) + " |", "|---|" + "---|" * len(builds)]
    lines += [f"| {name} | " + " | ".join(f"{build.seconds[name]:.1f}" for build in builds) + " |" for name in builds[0].seconds]
    lines.append("| **ours, as a part of MkDocs** | " + " | ".join(f"**{build.ours / build.seconds[RENDERER]:.2f}**" for build in builds) + " |")
    lines.append("| **ours, milliseconds a record** | " + " | ".join(f"**{build.ours / build.records * 1000:.1f}**" for build in builds) + " |")
    return "\n".join(lines)
