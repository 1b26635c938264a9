"""Kills a browser while it writes the log, again and again, and looks each time whether everything that was said to be saved is there.

    python -m tests.engines.kills SITE [--engine Firefox] [--kills 200]

No program drives these browsers: the page writes for as long as it lives, and tells a server of ours what it found and what was saved.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

from builder.serve import Handler, Server
from tests.browser import chromium
from tests.browser.conftest import BASE_PATH
from tests.engines.driving import MINIBROWSER, begin, begin_firefox, begin_webkit, here, wishes

KILLS = 200
LONGEST_LIFE_SECONDS = 0.4  # after the first entry
PATIENCE_SECONDS = 30

# A page that tells what it finds, then writes for as long as it lives, and tells each entry once it is said to be saved.
WRITER = """<!doctype html><meta charset="utf-8"><title>Writer</title><script type="module">
import { openStore } from "./assets/planner/store.js";
const tell = (path, body, how) => fetch(path, { method: "POST", body, ...how });
const store = await openStore("killed");
const { entries, isHealed = false } = await store.read();
await tell("found", JSON.stringify({ isKept: store.isKept, isHealed, ids: entries.map(({ id }) => id) }));
while (true) {
  const id = crypto.randomUUID();
  await store.append([{ id, at: "2026-12-01T08:00:00+01:00", kind: "check-in", answers: { note: "x".repeat(Math.random() * 5000) } }]);
  await tell("saved", id, { keepalive: true }); // which may be no longer than 64 KB
}
</script>"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of the kills: entries said to be saved, and how often they came from the spare."""

    kills: int
    written: int
    healed: int

    def words(self) -> str:
        return f"{self.kills} kills, {self.written} entries, the database thrown away and made again from the spare {self.healed} times"


class Lost(AssertionError):
    """An entry that was said to be saved is not there, or is there twice."""


def kill(engine: str, kills: int, site: Path, folder: Path) -> Seen:
    """Kill so often, always with the same profile. Raises Lost."""
    copy = shutil.copytree(site, folder / "site", copy_function=os.link)
    (copy / "writer.html").write_text(WRITER, encoding="utf-8")
    told: list[tuple[str, str]] = []
    saved: set[str] = set()
    healed = 0
    chance = random.Random(kills)
    with Server(("127.0.0.1", 0), partial(Scribe, told=told, site=copy)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}{BASE_PATH}writer.html"
        for number in range(kills + 1):
            told.clear()
            browser = START[engine](folder / "profile", url)
            try:
                healed += look(json.loads(first(told, "found")), saved, number)
                first(told, "saved")
                time.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
            finally:
                os.killpg(browser.pid, signal.SIGKILL)
                browser.wait()
            saved |= {body for path, body in list(told) if path == "saved"}
            print(f"\r{engine}: {number} of {kills} kills, {len(saved)} entries", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        server.shutdown()
    return Seen(kills, len(saved), healed)


def look(found: dict, saved: set[str], number: int) -> bool:
    """Whether what was found came from the spare."""
    lost = saved - set(found["ids"])
    if not found["isKept"] or lost:
        raise Lost(f"after kill {number}: {len(lost)} of {len(saved)} lost")
    if len(found["ids"]) != len(set(found["ids"])):
        raise Lost(f"after kill {number}: an entry is there twice")
    return found["isHealed"]


class Scribe(Handler):
    """Serves the site, and writes down what a page tells."""

    def __init__(self, *args, told: list[tuple[str, str]], **kwargs):
        self.told = told
        super().__init__(*args, base=BASE_PATH, quiet=True, **kwargs)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.told.append((self.path.removeprefix(BASE_PATH), body))
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()


def first(told: list[tuple[str, str]], path: str) -> str:
    """The first thing that was told under this name, once it is."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        for each, body in list(told):
            if each == path:
                return body
        time.sleep(0.01)
    raise Lost(f"nothing was told of {path}")


# --- starting one ---------------------------------------------------------------------------------------------------------------


def start_chromium(profile: Path, url: str) -> subprocess.Popen:
    for left in profile.glob("Singleton*"):
        left.unlink()  # the lock of the one that was killed, which a new one may take for a browser that still runs
    return begin([chromium.find(), *chromium.arguments(), "--headless=new", f"--user-data-dir={profile}", url])


def start_firefox(profile: Path, url: str) -> subprocess.Popen:
    settings = {
        "toolkit.startup.max_resumed_crashes": -1,  # or it asks whether to start in a safe mode
        "browser.sessionstore.resume_from_crash": False,
        "browser.aboutwelcome.enabled": False,
    }
    return begin_firefox(profile, settings, url)


def start_webkit(profile: Path, url: str) -> subprocess.Popen:
    places = {name: str(profile / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
    return begin_webkit(places, str(MINIBROWSER[-1]), url)


START = {"Chromium": start_chromium, "Firefox": start_firefox, "WebKitGTK": start_webkit}


def main() -> int:
    """Kill every engine that is here, and count those that lost something."""
    parser = wishes(__doc__, keeps=False)
    parser.add_argument("--kills", type=int, default=KILLS)
    wanted = parser.parse_args()
    ran = losers = 0
    for engine in here(wanted.engine):
        ran += 1
        folder = Path(tempfile.mkdtemp(dir=wanted.site.parent))  # beside the site, whose files are linked
        try:
            print(f"{engine}: {kill(engine, wanted.kills, wanted.site, folder).words()}", flush=True)
        except Lost as cause:
            losers += 1
            print(f"{engine}: {cause}", flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return losers or (0 if ran else 1)


if __name__ == "__main__":
    sys.exit(main())
