"""The built site on this machine, as GitHub Pages would serve it: under a sub-path, with 404.html, with the right media types."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from builder.runtime import MEDIA_TYPES

# An editor that saves makes several events, and a checkout hundreds. One rebuild after this much silence is for all of them.
QUIET_SECONDS = 0.15

PORTS_TO_TRY = 20


def serve(site: Path, base_path: str, port: int = 8000) -> None:
    """Serve the site until Ctrl-C; takes the next free port when this one is taken."""
    server = open_server(site, base_path, port)
    print(f"Serving at {address(server, base_path)} (Ctrl-C stops it)", flush=True)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


@contextmanager
def running(site: Path, base_path: str, handler: type["Handler"] | None = None) -> Iterator[str]:
    """Serve the site on any free port as long as the block runs; gives the address of its first page."""
    with open_server(site, base_path, 0, quiet=True, handler=handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield address(server, base_path)
        finally:
            server.shutdown()


def watch(folders: Iterable[Path], on_change: Callable[[], object]) -> BaseObserver:
    """Call on_change after every burst of changes in these folders, one call at a time. Starts at once; `.stop()` ends it."""
    changed = Event()
    observer = Observer()
    for folder in folders:
        observer.schedule(Changes(changed), str(folder), recursive=True)
    observer.start()
    Thread(target=call_after_each_burst, args=(observer, changed, on_change), daemon=True).start()
    return observer


class Changes(FileSystemEventHandler):
    """Notes that something changed; what it was does not matter, since the whole site is built again."""

    def __init__(self, changed: Event):
        self.changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Reading a file makes events too, and Python's own caches change whenever the build runs.
        if event.event_type in {"created", "modified", "moved", "deleted"} and "__pycache__" not in str(event.src_path):
            self.changed.set()


def call_after_each_burst(observer: BaseObserver, changed: Event, on_change: Callable[[], object]) -> None:
    """Wait for a change, then for silence, then call; what changes meanwhile is the next burst."""
    while observer.is_alive():
        if not changed.wait(timeout=1):
            continue
        while changed.is_set():
            changed.clear()
            time.sleep(QUIET_SECONDS)
        try:
            on_change()
        except Exception as error:  # a half-written record must not end the watching
            print(error, file=sys.stderr, flush=True)


def open_server(site: Path, base_path: str, port: int, quiet: bool = False, handler: type["Handler"] | None = None) -> ThreadingHTTPServer:
    """A server on the first free port from this one on."""
    answers = partial(handler or Handler, site=site, base=base(base_path), quiet=quiet)
    for candidate in range(port, port + PORTS_TO_TRY):
        try:
            return Server(("127.0.0.1", candidate), answers)
        except OSError as error:
            problem = error
    raise SystemExit(f"No free port from {port} to {port + PORTS_TO_TRY - 1}: {problem}")


def base(base_path: str) -> str:
    """The sub-path with a slash at both ends."""
    trimmed = base_path.strip("/")
    return f"/{trimmed}/" if trimmed else "/"


def address(server: ThreadingHTTPServer, base_path: str) -> str:
    return f"http://127.0.0.1:{server.server_port}{base(base_path)}"


class Server(ThreadingHTTPServer):
    """The server itself, silent about readers who leave."""

    def handle_error(self, request, client_address) -> None:
        # A browser that closes a page breaks off its downloads: no fault, and no reason for a traceback.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(SimpleHTTPRequestHandler):
    """One request: the sub-path is cut off, everything outside it is missing, and nothing is kept by the browser."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | MEDIA_TYPES | {
        ".css": "text/css",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
    }

    def __init__(self, *args, site: Path, base: str, quiet: bool, **kwargs):
        self.base = base
        self.quiet = quiet
        super().__init__(*args, directory=str(site), **kwargs)

    def send_head(self):
        """The response's headers; the file that follows them, if any."""
        path = urlsplit(self.path).path
        if path in {"/", self.base.rstrip("/")} and path != self.base:
            return self.redirect(self.base)
        if not path.startswith(self.base):
            return self.send_missing()
        target = Path(self.translate_path(self.path))
        if target.is_dir() and not path.endswith("/"):
            return self.redirect(f"{path}/")
        file = target / "index.html" if path.endswith("/") else target
        return self.send_file(file, HTTPStatus.OK) if file.is_file() else self.send_missing()

    def translate_path(self, path: str) -> str:
        """Where a path of the site is on this machine; the library keeps it inside the site."""
        return super().translate_path("/" + path.removeprefix(self.base))

    def send_missing(self):
        page = Path(self.directory, "404.html")
        if page.is_file():
            return self.send_file(page, HTTPStatus.NOT_FOUND)
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_file(self, path: Path, status: HTTPStatus):
        file = path.open("rb")
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(path.stat().st_size))
        self.end_headers()
        return file

    def redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)  # not 301: a browser would remember that for ever, for every site on this port
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *args) -> None:
        if not self.quiet:
            super().log_message(*args)

    def log_request(self, code="-", size="-") -> None:
        pass  # only what went wrong is worth a line
