"""A host for one site at one address: it can go away and come back, publish another build, break off, and keep everybody waiting."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread

from builder.offline import SIZE_PLACEHOLDER, write_offline
from builder.serve import Handler, Server
from tests.browser.conftest import BASE_PATH


class Host:
    """What a test may do to it while a browser talks to it."""

    def __init__(self, site: Path):
        self.site = site  # another folder is another deploy
        self.is_down = False
        self.half = ""  # only the first half of a file of this name arrives
        self.faults: dict[str, str] = {}  # what happens to a file of this name: missing, half, flipped, mistyped or stalled
        self.asked: list[str] = []
        self.on_request: Callable[[int], None] = lambda number: None  # is told how many there were since `count_anew`
        self.patience = Event()
        self.patience.set()  # cleared, every request waits
        self.end_of_stall = Event()
        self.url = ""
        self._lock = Lock()

    def count_anew(self) -> None:
        self.asked.clear()

    def stall(self) -> None:
        self.patience.clear()

    def stall_one(self) -> None:
        """Keeps one answer waiting until the host goes on."""
        self.end_of_stall.clear()
        self.end_of_stall.wait()

    def go_on(self) -> None:
        self.patience.set()
        self.end_of_stall.set()

    def hear(self, path: str) -> None:
        with self._lock:
            self.asked.append(path.removeprefix(BASE_PATH))
            self.on_request(len(self.asked))
        self.patience.wait()


class Listener(Handler):
    """One connection; a browser may hold it through every change of the host."""

    def __init__(self, *args, host: Host, **kwargs):
        self.host = host
        super().__init__(*args, site=host.site, base=BASE_PATH, quiet=True, **kwargs)

    def send_head(self):
        self.host.hear(self.path)
        if self.host.is_down:
            self.close_connection = True  # no answer at all, as from a host that is not there
            return None
        self.directory = str(self.host.site)
        fault = self.fault
        if fault == "missing":
            return self.send_missing()
        return super().send_head()

    @property
    def fault(self) -> str:
        return self.host.faults.get(self.path.rsplit("/", 1)[-1], "")

    def guess_type(self, path) -> str:
        return "text/html" if self.fault == "mistyped" else super().guess_type(path)

    def copyfile(self, source, outputfile) -> None:
        fault = "half" if self.host.half and self.path.endswith(self.host.half) else self.fault
        if not fault or fault == "mistyped":
            return super().copyfile(source, outputfile)
        content = bytearray(source.read())
        middle = len(content) // 2
        if fault == "flipped":
            content[middle] ^= 1
            outputfile.write(content)
            return None
        outputfile.write(content[:middle])
        if fault == "stalled":
            outputfile.flush()
            self.host.stall_one()
        self.close_connection = True  # with less than was announced
        return None


@contextmanager
def hosting(site: Path) -> Iterator[Host]:
    """A host as long as the block runs."""
    host = Host(site)
    with Server(("127.0.0.1", 0), partial(Listener, host=host)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host.url = f"http://127.0.0.1:{server.server_port}{BASE_PATH}"
        try:
            yield host
        finally:
            host.go_on()
            server.shutdown()


def another_build(site: Path, to: Path, of_the_planner: bool = True) -> Path:
    """The site as a later build would have it: one page says something else, and the planner's Python and scripts may be others."""
    shutil.copytree(site, to)
    about = to / "about" / "index.html"
    about.write_text(about.read_text(encoding="utf-8").replace(">About this guide", ">About this guide, once more"), encoding="utf-8")
    if of_the_planner:
        renew(to, "runtime", "manifest.json")
        renew(to, "scripts", "planner/planner.js")
    write_offline(to)
    return to


def renew(site: Path, name: str, file: str) -> None:
    """Another version of a versioned folder, with a line end more in one of its files, and the planner's page naming it."""
    [folder] = (site / name).iterdir()
    changed = folder / file
    changed.write_bytes(changed.read_bytes() + b"\n")
    version = hashlib.sha256(changed.read_bytes()).hexdigest()[:16]
    folder.rename(folder.with_name(version))
    page = site / "planner" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace(folder.name, version), encoding="utf-8")


def switched_off(site: Path, to: Path) -> Path:
    """The site as a build with offline use switched off has it."""
    shutil.copytree(site, to, ignore=shutil.ignore_patterns("offline"))
    page = to / "planner" / "index.html"
    page.write_text(re.sub(r'data-megabytes="\d+"', f'data-megabytes="{SIZE_PLACEHOLDER}"', page.read_text(encoding="utf-8")), encoding="utf-8")
    write_offline(to, offline=False)
    return to
