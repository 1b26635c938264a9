"""A slower processor: every process that shows pages runs a part of the time only, with all its threads.

The browser's own throttle slows the page's main thread alone. Stock Pyodide runs there and our Python does not, so it would flatter us.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

SLICE_SECONDS = 0.005
PROCESSES = Path("/proc")


@contextmanager
def slowed(times: float) -> Iterator[None]:
    """Let Chromium's renderers run one part of the time and sleep the others, as long as the block runs."""
    if times > 1 and not PROCESSES.is_dir():
        raise RuntimeError("A slower processor is made by way of /proc, which is not here. On this system: python -m tests.bench --ways \"as it is\"")
    over = Event()
    thread = Thread(target=_hold_back, args=(times, over), daemon=True)
    if times > 1:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if times > 1:
            thread.join()


def _hold_back(times: float, over: Event) -> None:
    looked, renderers = 0.0, []
    while not over.is_set():
        if time.monotonic() - looked > 0.1:
            looked, renderers = time.monotonic(), _renderers()
        _send(renderers, signal.SIGSTOP)
        time.sleep(SLICE_SECONDS * (times - 1))
        _send(renderers, signal.SIGCONT)
        time.sleep(SLICE_SECONDS)


def _renderers() -> list[int]:
    return [int(path.parent.name) for path in PROCESSES.glob("[0-9]*/cmdline") if b"--type=renderer" in _read(path)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it has just ended


def _send(processes: list[int], what: int) -> None:
    for process in processes:
        try:
            os.kill(process, what)
        except ProcessLookupError:
            pass
