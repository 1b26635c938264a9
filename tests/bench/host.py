"""A host as GitHub Pages is one: it compresses text and WebAssembly, lets browsers keep files for ten minutes, and counts what it sends.

The slow line is made here and not by the browser, whose own throttle does not reach into workers.
"""

import gzip
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from threading import Lock, Thread

from builder.serve import Server, address
from tests.browser.conftest import BASE_PATH, Lasting

# What GitHub Pages sends compressed; zip archives and fonts are compressed already.
COMPRESSED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"}
COMPRESSION_LEVEL = 6
CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Line:
    """What lies between the host and the browser; None is this machine's own speed."""

    megabits_per_second: float | None = None
    latency_seconds: float = 0.0


@dataclass
class Host:
    """Knows its line, and what went over it."""

    site: Path
    line: Line = Line()
    is_down: bool = False
    bytes: int = 0
    requests: int = 0
    url: str = ""
    _free_at: float = 0.0
    _lock: Lock = field(default_factory=Lock)
    _packed: dict[Path, bytes] = field(default_factory=dict)

    def count_anew(self) -> None:
        self.bytes = self.requests = 0

    def packed(self, path: Path) -> bytes:
        """A file as it is sent."""
        if path not in self._packed:
            content = path.read_bytes()
            self._packed[path] = gzip.compress(content, COMPRESSION_LEVEL, mtime=0) if path.suffix in COMPRESSED else content
        return self._packed[path]

    def count(self, sent: int) -> None:
        with self._lock:
            self.bytes += sent

    def wait_for_turn(self, sent: int) -> None:
        """All connections share one line: each chunk begins when the one before it is through."""
        if not self.line.megabits_per_second:
            return
        with self._lock:
            now = time.monotonic()
            self._free_at = max(now, self._free_at) + sent * 8 / (self.line.megabits_per_second * 1e6)
            wait = self._free_at - now
        time.sleep(wait)


class Listener(Lasting):
    """One connection."""

    def __init__(self, *args, host: Host, **kwargs):
        self.host = host
        super().__init__(*args, site=host.site, base=BASE_PATH, quiet=True, **kwargs)

    def send_head(self):
        if self.host.is_down:
            self.close_connection = True
            return None
        self.host.requests += 1
        time.sleep(self.host.line.latency_seconds)
        return super().send_head()

    def send_file(self, path: Path, status: HTTPStatus):
        content = self.host.packed(path)
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", tag)
            self.end_headers()
            return None
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", tag)
        if path.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return BytesIO(content)

    def flush_headers(self) -> None:
        self.host.count(sum(map(len, getattr(self, "_headers_buffer", ()))))
        super().flush_headers()

    def copyfile(self, source, outputfile) -> None:
        while chunk := source.read(CHUNK):
            self.host.wait_for_turn(len(chunk))
            outputfile.write(chunk)
            self.host.count(len(chunk))


@contextmanager
def hosting(site: Path) -> Iterator[Host]:
    """A host as long as the block runs."""
    host = Host(site)
    with Server(("127.0.0.1", 0), partial(Listener, host=host)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host.url = address(server, BASE_PATH)
        try:
            yield host
        finally:
            server.shutdown()
