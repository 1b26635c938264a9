"""Three engines driven by what they bring themselves, so that a machine needs no package for it: WebDriver, and Firefox's own Marionette.

A page is driven by its own scripts: what is asked of it is JavaScript, and what comes back is JSON.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from playwright.sync_api import Playwright

from tests.browser import chromium

START_SECONDS = 30
SCRIPT_SECONDS = 90
MINIBROWSER = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"))

# What a browser may keep for a site: as much as it likes, ten megabytes, or nothing at all because the reader has said so.
Storage = Literal["plain", "small", "blocked"]
SMALL_BYTES = 10_485_760

# The script gets a callback as its last argument in every engine; an exception comes back as text.
ASYNC = "const [given, done] = arguments; (async () => {{ {body} }})().then((value) => done({{ value }}), (cause) => done({{ cause: String(cause) }}));"


class Driver(Protocol):
    """One browser with one page."""

    version: str

    def open(self, url: str) -> None:
        """Load a page."""

    def run(self, body: str, given: Any = None) -> Any:
        """What the body of an async function returns; it can use `given`."""

    def resize(self, width: int, height: int) -> None:
        """Make the window so large; who needs the width on the inside reads it there."""

    def press(self, key: str) -> None:
        """Press and release a key: a letter, a figure, or one of KEYS, with "Shift+" before it where Shift is held."""

    def saved(self) -> list[Path]:
        """The files that this browser has downloaded, whole."""


# The names that Playwright has for keys, with WebDriver's letters for them.
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " ", "Shift": "\ue008", "ArrowDown": "\ue015", "Escape": "\ue00c"}


class ScriptError(RuntimeError):
    """A script of ours ended with an exception in the page."""


def value_of(answer: dict[str, Any]) -> Any:
    if "cause" in answer:
        raise ScriptError(answer["cause"])
    return answer.get("value")


class Chromium:
    """Blink, by Playwright, as in tests/browser."""

    def __init__(self, playwright: Playwright, profile: Path, downloads: Path, storage: Storage):
        if storage == "blocked":
            preferences = profile / "Default" / "Preferences"
            preferences.parent.mkdir(parents=True)
            preferences.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}), encoding="utf-8")
        self._browser = playwright.chromium.launch_persistent_context(profile, executable_path=chromium.find(), args=chromium.arguments(), reduced_motion="reduce")
        self._page = self._browser.pages[0]
        self._session = self._browser.new_cdp_session(self._page)
        self.version = f"Chromium {self._session.send('Browser.getVersion')['product'].split('/')[1]}"
        self._is_small = storage == "small"
        self._downloads = downloads
        self._page.on("download", lambda download: self._waiting.append(download))
        self._waiting: list[Any] = []

    def open(self, url: str) -> None:
        if self._is_small and url.startswith("http"):
            address = urlsplit(url)
            self._session.send("Storage.overrideQuotaForOrigin", {"origin": f"{address.scheme}://{address.netloc}", "quotaSize": SMALL_BYTES})
        self._page.goto(url)

    def run(self, body: str, given: Any = None) -> Any:
        return value_of(self._page.evaluate(f"(given) => new Promise((done) => {{ (function () {{ {ASYNC.format(body=body)} }})(given, done); }})", given))

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def saved(self) -> list[Path]:
        while self._waiting:
            download = self._waiting.pop()
            download.save_as(self._downloads / download.suggested_filename)
        return whole_files(self._downloads)

    def close(self) -> None:
        self._browser.close()


class Firefox:
    """Gecko, by Marionette: a length, a colon, JSON, over a socket."""

    STORAGES: dict[Storage, dict[str, Any]] = {
        "plain": {},
        # In KB, for all sites together; one site may have half of so little.
        "small": {"dom.quotaManager.temporaryStorage.fixedLimit": 2 * SMALL_BYTES // 1024},
        "blocked": {"network.cookie.cookieBehavior": 2},
    }

    def __init__(self, profile: Path, downloads: Path, storage: Storage):
        port = free_port()
        settings = {"marionette.port": port, "browser.download.folderList": 2, "browser.download.dir": str(downloads), "browser.download.alwaysOpenPanel": False, "ui.prefersReducedMotion": 1}
        self._process = begin_firefox(profile, settings | self.STORAGES[storage], "--marionette", "-remote-allow-system-access")
        self._socket = connect(port)
        self._received = b""
        self._number = 0
        self._receive()  # it says hello first
        found = self._ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"timeouts": {"script": SCRIPT_SECONDS * 1000}}}})
        self.version = f"Firefox {found['capabilities']['browserVersion']}"
        self._downloads = downloads
        # Its window has a least width of 500 pixels, which a phone's page must not have.
        self._ask("Marionette:SetContext", {"value": "chrome"})
        for part in ("documentElement", "body"):
            self._ask("WebDriver:ExecuteScript", {"script": f"document.{part}.style.setProperty('min-width', '0', 'important')", "args": []})
        self._ask("Marionette:SetContext", {"value": "content"})

    def open(self, url: str) -> None:
        self._ask("WebDriver:Navigate", {"url": url})

    def run(self, body: str, given: Any = None) -> Any:
        return value_of(self._ask("WebDriver:ExecuteAsyncScript", {"script": ASYNC.format(body=body), "args": [given]})["value"])

    def resize(self, width: int, height: int) -> None:
        self._ask("WebDriver:SetWindowRect", {"width": width, "height": height})

    def press(self, key: str) -> None:
        self._ask("WebDriver:PerformActions", {"actions": actions_of(key)})

    def saved(self) -> list[Path]:
        return whole_files(self._downloads)

    def _ask(self, command: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(f"{len(text)}:".encode() + text)
        _, _, error, result = self._receive()
        if error:
            raise ScriptError(f"{error['error']}: {error['message']}")
        return result

    def _receive(self) -> Any:
        while b":" not in self._received:
            self._more()
        length, _, self._received = self._received.partition(b":")
        while len(self._received) < int(length):
            self._more()
        text, self._received = self._received[: int(length)], self._received[int(length) :]
        return json.loads(text)

    def _more(self) -> None:
        got = self._socket.recv(65536)
        if not got:
            raise ScriptError("Firefox went away")
        self._received += got

    def close(self) -> None:
        self._socket.close()
        end(self._process)


# The browser around the page gets small letters, because its bars keep the window wider than a phone; the page takes nothing of this style.
GTK_SETTINGS = {
    "gtk-3.0/gtk.css": "* {{ font-size: 1px; min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; }}\n",
    "gtk-3.0/settings.ini": "[Settings]\ngtk-enable-animations=0\n",  # the page hears that the reader wants little motion
    "user-dirs.dirs": 'XDG_DOWNLOAD_DIR="{downloads}"\n',
}


class WebKit:
    """WebKitGTK, by its WebDriver, on a screen that nobody sees."""

    def __init__(self, settings_folder: Path, downloads: Path) -> None:
        port = free_port()
        self._downloads = downloads
        for name, text in GTK_SETTINGS.items():
            place = settings_folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text.format(downloads=downloads), encoding="utf-8")
        self._process = begin_webkit({"XDG_CONFIG_HOME": str(settings_folder)}, "WebKitWebDriver", f"--port={port}")
        connect(port).close()
        self._base = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(MINIBROWSER[-1]), "args": ["--automation"]}
        found = self._ask("POST", "", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options, "timeouts": {"script": SCRIPT_SECONDS * 1000}}}})
        self._base += f"/{found['sessionId']}"
        self.version = f"WebKitGTK {package_version('libwebkit2gtk-4.1-0') or found['capabilities']['browserVersion']}"

    def open(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    def run(self, body: str, given: Any = None) -> Any:
        return value_of(self._ask("POST", "/execute/async", {"script": ASYNC.format(body=body), "args": [given]}))

    def resize(self, width: int, height: int) -> None:
        self._ask("POST", "/window/rect", {"x": 0, "y": 0, "width": width, "height": height})

    def press(self, key: str) -> None:
        self._ask("POST", "/actions", {"actions": actions_of(key)})

    def saved(self) -> list[Path]:
        return whole_files(self._downloads)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        request = Request(self._base + path, method=method, data=json.dumps(body).encode() if body is not None else None, headers={"Content-Type": "application/json"})
        try:
            with urlopen(request, timeout=SCRIPT_SECONDS + 30) as answer:
                return json.load(answer)["value"]
        except URLError as error:
            told = error.read().decode() if hasattr(error, "read") else str(error)
            raise ScriptError(told[:500]) from error

    def close(self) -> None:
        try:
            self._ask("DELETE", "")
        finally:
            end(self._process)


ENGINES = {"Chromium": "chromium", "Firefox": "firefox", "WebKitGTK": "webkit"}


def missing(engine: str) -> str:
    """What this machine lacks to run an engine, or nothing."""
    if engine == "Firefox" and not (shutil.which("firefox-esr") or shutil.which("firefox")):
        return "firefox-esr"
    if engine == "WebKitGTK" and not (MINIBROWSER and all(map(shutil.which, ("WebKitWebDriver", "xvfb-run", "xauth", "dbus-run-session")))):
        return "webkit2gtk-driver xvfb xauth dbus-x11"
    return ""


def here(asked: Iterable[str] | None) -> Iterator[str]:
    """The engines that were asked for, or all; of one that this machine has not it is said what it lacks."""
    for engine in asked or ENGINES:
        if lacks := missing(engine):
            print(f"{engine} is not here. On Debian: apt-get install --no-install-recommends {lacks}", flush=True)
        else:
            yield engine


def wishes(description: str | None, *, keeps: bool = True) -> argparse.ArgumentParser:
    """What each program of this folder can be asked for: which site, only some engines, and to keep what was seen, where it can be kept."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--engine", action="append", choices=list(ENGINES))
    if keeps:
        parser.add_argument("--keep", action="store_true")
    return parser


# Why an engine cannot be driven with such a storage; the page says it in the place of a result.
CANNOT: dict[tuple[str, Storage], str] = {
    ("WebKitGTK", "small"): "Where a program drives this browser, it keeps everything in memory, and there we found no way to make its room small.",
    ("WebKitGTK", "blocked"): "This browser has no setting by which a reader forbids sites to keep anything.",
}


@contextmanager
def driven(engine: str, playwright: Playwright, folder: Path, storage: Storage = "plain") -> Iterator[Driver]:
    """A fresh browser of this engine, which may keep so much."""
    if why := CANNOT.get((engine, storage)):
        raise ValueError(why)
    downloads = folder / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    drivers = {
        "Chromium": lambda: Chromium(playwright, folder / "chromium", downloads, storage),
        "Firefox": lambda: Firefox(folder / "firefox", downloads, storage),
        "WebKitGTK": lambda: WebKit(folder / "gtk", downloads),
    }
    driver = drivers[engine]()
    try:
        yield driver
    finally:
        driver.close()


def actions_of(key: str) -> list[dict[str, Any]]:
    """A key pressed and released, as WebDriver has it said."""
    held = [KEYS.get(part, part) for part in key.split("+")]
    moves = [{"type": "keyDown", "value": part} for part in held] + [{"type": "keyUp", "value": part} for part in reversed(held)]
    return [{"type": "key", "id": "keyboard", "actions": moves}]


def whole_files(folder: Path) -> list[Path]:
    """What has come, without what is still coming."""
    return [path for path in sorted(folder.iterdir()) if path.stat().st_size and path.suffix not in (".part", ".wkdownload", ".crdownload")]


def begin(command: list[str], settings: dict[str, str] | None = None) -> subprocess.Popen:
    """A program with a process group of its own, so that all of it can be ended."""
    return subprocess.Popen(command, env=os.environ | (settings or {}), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def begin_firefox(profile: Path, settings: dict[str, Any], *given: str) -> subprocess.Popen:
    """A Firefox that asks nothing and tells nobody anything, with these settings and arguments beside."""
    profile.mkdir(parents=True, exist_ok=True)
    settings = {"datareporting.policy.dataSubmissionEnabled": False, "app.update.enabled": False, "browser.shell.checkDefaultBrowser": False, **settings}
    (profile / "user.js").write_text("".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()), encoding="utf-8")
    return begin([shutil.which("firefox-esr") or "firefox", "--headless", "--no-remote", "--profile", str(profile), *given])


def begin_webkit(settings: dict[str, str], *command: str) -> subprocess.Popen:
    """A program of WebKitGTK's, on a screen that nobody sees."""
    sandbox = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"} if os.geteuid() == 0 else {}
    return begin(["xvfb-run", "-a", "dbus-run-session", "--", *command], settings | sandbox)


def end(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def connect(port: int) -> socket.socket:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=SCRIPT_SECONDS + 30)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def package_version(name: str) -> str:
    """The version that Debian's package has, where there is such a thing."""
    if not shutil.which("dpkg-query"):
        return ""
    found = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", name], capture_output=True, text=True, check=False)
    return found.stdout.split("-")[0]
