"""What every test may ask for."""

import os
from itertools import islice
from pathlib import Path

import pytest
from filelock import FileLock

from builder.lives import Evening, lived, read_lives
from planner.model import Records
from tests import library

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site: the folder that HAMSTRING_SITE names (to test what is to be published), else one built once for all tests."""
    if ready := os.environ.get("HAMSTRING_SITE"):
        return Path(ready)
    from builder.site import build_site  # here, so that a ready site can be tested where none can be built

    if "PYTEST_XDIST_WORKER" not in os.environ:
        return build_site(tmp_path_factory.mktemp("out"))
    # The tests run in several processes. The first to ask builds, the others wait for it and use the same folder.
    out = tmp_path_factory.getbasetemp().parent / "out"
    with FileLock(f"{out}.lock"):
        return out / "site" if (out / "site").is_dir() else build_site(out)


@pytest.fixture(scope="session")
def footballer(records) -> tuple[list[Evening], str]:
    """The first 24 days of the made-up footballer as they were lived, and the morning after them."""
    [life] = read_lives()
    return list(islice(lived(life, records), 24)), life.days[24].on.isoformat()


@pytest.fixture(scope="session")
def plain_records() -> dict:
    return library.plain()


@pytest.fixture(scope="session")
def records() -> Records:
    return library.records()
