"""What took long to make and follows from its own input alone, kept between builds in out/cache.

Each thing is kept under the SHA-256 of its input and of the code that makes it, so nothing in here can be out of date. To throw the folder
away costs time and nothing else.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from builder.processes import for_each

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of kept bytes; without a folder nothing is kept and everything is made."""

    folder: Path | None

    def get(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept of this kind under this key, made and kept first where there is none."""
        if self.folder is None:
            return make()
        kept = self.folder / kind / key
        if kept.is_file():
            return kept.read_bytes()
        content = make()
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_bytes(content)
        part.replace(kept)  # an interrupted build leaves no half of one
        return content

    def get_each[Thing](self, kind: str, things: Sequence[tuple[str, Thing]], make: Callable[[Thing], bytes]) -> list[bytes]:
        """What is kept under each (key, thing), in their order; what is missing is made first, and where it is much, on every core.

        Raises BuildStopped as `make` does, with the problems of all; what is made when something is wrong is not kept.
        """
        missing = {key: thing for key, thing in things if self.folder is None or not (self.folder / kind / key).is_file()}
        made = dict(zip(missing, for_each(make, list(missing.values())), strict=True))

        def make_one(key: str, thing: Thing) -> bytes:
            return made[key] if key in made else make(thing)  # somebody may have deleted the folder since

        return [self.get(kind, key, partial(make_one, key, thing)) for key, thing in things]

    def place(self, kind: str, key: str) -> Path:
        """A folder for what keeps its own files."""
        if self.folder is None:
            raise ValueError("place: nothing is kept here. Ask BETWEEN_BUILDS")
        folder = self.folder / kind / key
        folder.mkdir(parents=True, exist_ok=True)
        return folder


NOTHING_KEPT = Cache(None)
BETWEEN_BUILDS = Cache(ROOT / "out" / "cache")


def fingerprint(*parts: str | bytes) -> str:
    """A name for what is made from these parts."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:32]


def code_of(files: Iterable[Path]) -> str:
    """A name for the state of these files."""
    return fingerprint(*(path.read_bytes() for path in sorted(files)))
