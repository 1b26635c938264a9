"""A Chromium for the tests: finds one, and `python -m tests.browser.chromium` sees to it that there is one.

A missing browser is an error with the command that mends it, never a skipped test.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")

# Nothing but the site under test may be asked for anything.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")

# A blocked download must fail soon, a slow one may take its time.
CONNECTION_MILLISECONDS = "5000"
INSTALL_SECONDS = 600


def find() -> str:
    """The path of a Chromium: the one that CHROMIUM names, one on the path, or Playwright's own. Raises FileNotFoundError."""
    if chosen := os.environ.get("CHROMIUM"):
        return checked(shutil.which(chosen), f"CHROMIUM={chosen}")
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    return installed or checked(playwrights_own(), "a Chromium")


def arguments() -> list[str]:
    """What this Chromium must be started with here."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox"] if is_root else [])]  # as root, Chromium starts without its sandbox or not at all


def checked(path: str | None, what: str) -> str:
    """The path, if there is a file at it."""
    if not path or not Path(path).is_file():
        raise FileNotFoundError(f"{what}: not found")
    return path


def playwrights_own() -> str:
    """Where Playwright keeps its Chromium, whether or not it is there. Not to be called while another Playwright runs."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def ensure() -> str:
    """The path of a Chromium, installed first if need be."""
    for attempt in (None, install_with_playwright, install_with_apt):
        if attempt:
            print(f"No Chromium found; trying: {attempt.__doc__}", file=sys.stderr, flush=True)
            attempt()
        try:
            return started(find())
        except FileNotFoundError as error:
            problem = error
    raise problem


def started(path: str) -> str:
    """The same path, once the browser behind it has told its version."""
    # Playwright's Chromium can be there and lack half of the system's libraries.
    result = subprocess.run([path, "--version", *arguments()], capture_output=True, text=True)
    if result.returncode:
        raise FileNotFoundError(f"{path} does not start: {result.stderr.strip()[-200:]}")
    return path


def install_with_playwright() -> None:
    """playwright install chromium"""
    run([sys.executable, "-m", "playwright", "install", "chromium"])


def install_with_apt() -> None:
    """apt-get install chromium (on Debian, as root)"""
    if shutil.which("apt-get") and os.geteuid() == 0 and platform.freedesktop_os_release().get("ID") == "debian":
        run(["apt-get", "update"])
        run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])


def run(command: list[str]) -> None:
    """Try one command; whether it helped is for the caller to see."""
    try:
        environment = os.environ | {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": CONNECTION_MILLISECONDS}
        subprocess.run(command, env=environment, timeout=INSTALL_SECONDS, check=False, stdout=sys.stderr)
    except subprocess.TimeoutExpired:
        print(f"{command[0]} was still not done after {INSTALL_SECONDS} seconds.", file=sys.stderr)


def main() -> int:
    """Name the browser, or say loudly that there is none and how to get one."""
    try:
        print(f"Browser for the tests: {ensure()}")
    except FileNotFoundError as error:
        print(
            f"\nTHE BROWSER TESTS CANNOT RUN: {error}.\n"
            "Install one with:  sudo apt-get install chromium   (or your system's command for it),\n"
            "or name the one you have:  CHROMIUM=/path/to/chromium make test",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
