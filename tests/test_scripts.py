"""What the planner's page asks for ahead: all that its script imports, and nothing else."""

import re
from pathlib import Path

import pytest

from builder.scripts import imports_of


def test_imports_are_followed_each_once_and_the_nearest_first() -> None:
    """What is imported by what is imported comes too, from whatever folder, a ring of imports ends, and the script itself is not among them."""
    contents = {
        "rooms/a.js": b'import { b, c } from "./b.js";\nimport "../c.js";\n',
        "rooms/b.js": b'import {\n  d,\n} from "./deep/d.js";\nimport { a } from "./a.js";\n',
        "c.js": b'import d from "./rooms/deep/d.js";\n',
        "rooms/deep/d.js": b"",
        "rooms/unasked.js": b"",
    }

    assert ["rooms/b.js", "c.js", "rooms/deep/d.js"] == list(imports_of("rooms/a.js", contents))


@pytest.mark.parametrize(
    "script",
    ['const room = await import("./b.js");', '/** @param {import("./b.js").B} b */', '// import "./b.js"', 'const words = \'import "./b.js"\';', 'import fs from "fs";'],
    ids=["imported when it is needed", "named for its type", "a comment", "words", "no file of ours"],
)
def test_what_is_no_import_at_the_head_is_not_asked_for(script: str) -> None:
    """What a script may need later, or only speaks of, is not asked for ahead."""
    assert [] == list(imports_of("a.js", {"a.js": script.encode(), "b.js": b""}))


def test_an_import_that_is_not_there_is_told() -> None:
    """A script that imports a file which is not there does not become a page that cannot start."""
    with pytest.raises(KeyError, match="gone.js"):
        list(imports_of("a.js", {"a.js": b'import "./gone.js";'}))


def test_the_planner_s_page_asks_for_its_scripts_ahead(built_site: Path) -> None:
    """Each script that the page asks for ahead is there and belongs to the planner's own; none of the worker's is among them, nor what is needed by few."""
    page = (built_site / "planner/index.html").read_text(encoding="utf-8")
    ahead = re.findall(r'rel="modulepreload" fetchpriority="low" href="\.\./(scripts/[0-9a-f]{16}/[^"]+)"', page)
    names = {address.split("/", 2)[2] for address in ahead}

    assert len(ahead) == len(names) > 30
    assert [] == [address for address in ahead if not (built_site / address).is_file()]
    assert {"planner/store.js", "planner/idle.js", "vendor/idb.js", "figure.js"} <= names
    assert set() == names & {"planner/planner.js", "planner/worker.js", "planner/runtime-files.js", "vendor/purify.es.mjs", "vendor/qrcode.mjs"}


def test_no_other_page_asks_for_a_script_ahead(built_site: Path) -> None:
    """A guide page gets none of the planner's scripts."""
    assert ["planner/index.html"] == [page.relative_to(built_site).as_posix() for page in sorted(built_site.rglob("*.html")) if "modulepreload" in page.read_text(encoding="utf-8")]
