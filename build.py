"""The generator's command: build.py build | serve | check | figure | sheets | bench. Each line below is a step; builder/ holds how it is done."""

import argparse
import contextlib
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from builder.problems import BuildStopped


def main(arguments: list[str] | None = None) -> int:
    """0 when it worked, 1 when the records have problems."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if (asked.command == "figure") != (asked.record is not None):
        parser.error("figure needs a record, and only figure does: build.py figure exercises/glute-bridge.yaml")
    try:
        COMMANDS[asked.command](asked)
    except BuildStopped as stopped:
        print(stopped.report(), file=sys.stderr)
        return 1
    return 0


def check(asked: argparse.Namespace) -> None:
    from builder.assurance import load_criteria, load_hazards
    from builder.figures import draw_album
    from builder.guide import load_guide
    from builder.load import load_plain
    from builder.site import ROOT
    from planner.records import read_records

    plain = load_plain(ROOT)
    records = read_records(plain)
    load_guide(ROOT, records)
    load_hazards(ROOT)
    load_criteria(ROOT)
    draw_album(plain["exercises"])
    print(f"{len(records.exercises)} exercises, {len(records.protocol.numbers)} numbers and {len(records.references)} references fit together.")


def build(asked: argparse.Namespace) -> None:
    from builder.site import build_site

    print(f"The site is in {build_site(asked.out, asked.site_url, asked.today, asked.offline == 'on')}")


def serve(asked: argparse.Namespace) -> None:
    from builder.serve import serve as serve_site
    from builder.serve import watch
    from builder.site import WATCHED, build_site

    site = build_site(asked.out, asked.site_url, asked.today, asked.offline == "on")
    watch(WATCHED, lambda: _rebuild(asked))
    serve_site(site, urlsplit(asked.site_url).path, asked.port)


def _rebuild(asked: argparse.Namespace) -> None:
    """Build again after a change, in processes of their own so that changed Python counts too: what changed first, then all. After a mistake the old site stays up."""
    for command in ("touch-up", "build"):
        done = subprocess.run([sys.executable, __file__, command, "--site-url", asked.site_url, "--out", str(asked.out), "--offline", asked.offline], check=False)
        if done.returncode != 0:
            return
    print("All is up to date. Reload the page.", flush=True)


def touch_up(asked: argparse.Namespace) -> None:
    from builder.touch_up import touch_up as bring_up_to_date

    if pages := bring_up_to_date(asked.out, asked.site_url, asked.today):
        print(f"{len(pages)} changed {'page is' if len(pages) == 1 else 'pages are'} here: reload {'it' if len(pages) == 1 else 'them'}. Planner and search follow.", flush=True)


def figure(asked: argparse.Namespace) -> None:
    """Draw one record's figure, and again whenever the record is saved."""
    from builder.figures.preview import preview
    from builder.serve import watch

    def draw() -> None:
        page, problems = preview(asked.record, asked.out)
        print("\n".join(map(str, problems)) or "Nothing is wrong with it.")
        print(f"The figure is in {page}. Reload the page to see it.", flush=True)

    draw()
    if not asked.once:
        watcher = watch([asked.record.parent], draw)
        print("It is drawn again whenever you save (Ctrl-C stops it).", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            watcher.join()


def sheets(asked: argparse.Namespace) -> None:
    from builder.figures import draw_album
    from builder.figures.preview import write_sheets
    from builder.load import load_plain
    from builder.site import ROOT

    exercises = load_plain(ROOT)["exercises"]
    pages = write_sheets(draw_album(exercises), {id: record["name"] for id, record in exercises.items()}, asked.out)
    print("\n".join(f"All figures are in {page}" for page in pages))


def bench(asked: argparse.Namespace) -> None:
    from builder.scale import measure, table

    print(table(measure(asked.records)))


COMMANDS = {"build": build, "serve": serve, "check": check, "figure": figure, "sheets": sheets, "touch-up": touch_up, "bench": bench}


def _parser() -> argparse.ArgumentParser:
    from builder.site import DEFAULT_SITE_URL

    parser = argparse.ArgumentParser(prog="build.py", description="Builds the guide and the planner from the records.")
    parser.add_argument("command", choices=COMMANDS, help="build: write the site; serve: build, serve and rebuild on every change; check: only read and check the records; figure: draw one record's figure; sheets: draw them all on a page for each theme; touch-up: only the pages that changed since the last build; bench: how long a build of many records takes")
    parser.add_argument("record", nargs="?", type=Path, help="for figure: the record, such as exercises/glute-bridge.yaml")
    parser.add_argument("--records", type=int, nargs="+", default=[1000, 2000], help="for bench: builds with so many records (default: 1000 2000)")
    parser.add_argument("--once", action="store_true", help="for figure: do not wait for changes")
    parser.add_argument("--site-url", default=DEFAULT_SITE_URL, help="the address the site will stand at; its path is used by serve too")
    parser.add_argument("--out", type=Path, default=Path("out"), help="the folder for everything generated (default: out)")
    parser.add_argument("--today", type=date.fromisoformat, help="the day that decides which reviews are overdue (default: today)")
    parser.add_argument("--offline", choices=("on", "off"), default="on", help="off: publish a service worker that removes itself and all it kept (default: on)")
    parser.add_argument("--port", type=int, default=8000, help="serve on this port, or the next free one (default: 8000)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
