"""The planner's JavaScript in a folder named after its contents, and what its page may ask for ahead.

A browser learns what a script imports when it has read that script, so a chain of imports costs one way to the server and back for each of its
links. The page names them all instead.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PLANNER = "planner/planner.js"
# `import … from "./x.js"` and `import "./x.js"` at the head of a line; what is imported later, in a call, is asked for when it is needed.
IMPORTED = re.compile(r'^import\s(?:[^"(]*\sfrom\s)?"(\.[^"]+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scripts:
    """`folder` is their address, with a slash at its end; `ahead` the names in it of all that planner.js imports, the nearest first."""

    folder: str = "assets/"
    ahead: tuple[str, ...] = ()


def copy_scripts(docs: Path) -> Scripts:
    """The planner's scripts once more, in their own folder below `docs`.

    The planner's page names this folder, so that a page always has the scripts it was published with: after a new deploy, from
    a cache, and where half of the files come from either. The copies under assets/ are for whoever looks for one by its name.
    """
    # What they import from beside their own folder comes along.
    scripts = sorted([*(docs / "assets/planner").rglob("*.js"), *(docs / "assets/vendor").glob("*js"), *(docs / "assets").glob("figure*.js")])
    contents = {path.relative_to(docs / "assets").as_posix(): path.read_bytes() for path in scripts}
    listing = "".join(f"{hashlib.sha256(content).hexdigest()} {name}\n" for name, content in contents.items())
    folder = f"scripts/{hashlib.sha256(listing.encode()).hexdigest()[:16]}/"
    for name, content in contents.items():
        target = docs / folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return Scripts(folder, tuple(imports_of(PLANNER, contents)))


def imports_of(name: str, contents: Mapping[str, bytes]) -> Iterator[str]:
    """All that this script imports, and what that imports, each once and the nearest first. Raises KeyError for one that is not there."""
    seen, waiting = {name}, [name]
    for each in waiting:
        for found in IMPORTED.findall(contents[each].decode()):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(each), found))
            if imported not in seen:
                seen.add(imported)
                waiting.append(imported)
                yield imported
