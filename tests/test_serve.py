"""The server for this machine behaves as GitHub Pages does where the site depends on it."""

import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest

from builder.serve import open_server, running, watch

BASE = "/hamstring-guide/"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a page, a folder, and one file of each kind that browsers are strict about."""
    site = tmp_path / "site"
    for name in ("index.html", "404.html", "planner/index.html", "a.wasm", "a.mjs", "a.js", "a.whl", "a.zip", "a.json"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    (tmp_path / "secret.txt").write_text("secret")
    return site


@pytest.fixture
def url(site: Path) -> Iterator[str]:
    """The address it is served at."""
    with running(site, BASE) as url:
        yield url


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/hamstring-guide/", 200, "index.html"),
        ("/hamstring-guide/planner/", 200, "planner/index.html"),
        ("/hamstring-guide/planner/?today=2026-11-22", 200, "planner/index.html"),
        ("/hamstring-guide/nothing/", 404, "404.html"),
        ("/hamstring-guide/a.js/", 404, "404.html"),
        ("/elsewhere/", 404, "404.html"),
        ("/hamstring-guide/../secret.txt", 404, "404.html"),
        ("/hamstring-guide/%2e%2e/secret.txt", 404, "404.html"),
    ],
)
def test_a_path_has_its_file(path: str, status: int, body: str, url: str) -> None:
    """A page is under the sub-path; everything else, also a way out of the site, is the site's own 404 page."""
    response = get(url, path)

    assert (status, body) == (response.status, response.read().decode())


@pytest.mark.parametrize(
    ("path", "target"),
    [("/", BASE), ("/hamstring-guide", BASE), ("/hamstring-guide/planner", "/hamstring-guide/planner/")],
)
def test_a_folder_is_reached_with_its_slash(path: str, target: str, url: str) -> None:
    """The first page and every folder lead to their address with a slash, on which relative links depend."""
    response = get(url, path)

    assert (302, target) == (response.status, response.headers["Location"])


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.wasm", "application/wasm"),
        ("a.mjs", "text/javascript"),
        ("a.js", "text/javascript"),
        ("a.whl", "application/zip"),
        ("a.zip", "application/zip"),
        ("a.json", "application/json"),
        ("", "text/html; charset=utf-8"),
    ],
)
def test_a_file_has_its_type_and_is_not_kept(name: str, media_type: str, url: str) -> None:
    """Each kind of file comes with the type that browsers insist on, and no browser keeps an old copy."""
    response = get(url, BASE + name)

    assert (media_type, "no-store") == (response.headers["Content-Type"], response.headers["Cache-Control"])


def test_a_taken_port_is_passed_over(site: Path) -> None:
    """When the port is taken, the next free one is used."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with open_server(site, BASE, port) as server:
            assert port < server.server_port


def test_a_burst_of_changes_is_one_call(tmp_path: Path) -> None:
    """Many changes at once call back once, and a later change calls back again."""
    calls: list[int] = []
    called = Event()
    observer = watch([tmp_path], lambda: (calls.append(1), called.set()))
    for number in range(20):
        (tmp_path / f"{number}.yaml").write_text("a: 1")

    assert called.wait(5)
    assert 1 == len(calls)

    called.clear()
    (tmp_path / "0.yaml").write_text("a: 2")

    assert called.wait(5)
    assert 2 == len(calls)
    observer.stop()


def test_a_failing_call_does_not_end_the_watching(tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    """A build that stops at a half-written record is tried again at the next change."""
    called = Event()

    def fail() -> None:
        called.set()
        raise ValueError("a half-written record")

    observer = watch([tmp_path], fail)
    for text in ("a: [", "a: []"):
        called.clear()
        (tmp_path / "a.yaml").write_text(text)

        assert called.wait(5)
    observer.stop()


def get(url: str, path: str) -> HTTPResponse:
    """The answer to exactly this path, as it was written."""
    connection = HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", path)
    return connection.getresponse()
