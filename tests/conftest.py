"""What every test may ask for."""

from pathlib import Path

import pytest

from builder.load import load_plain
from planner.model import Records
from planner.records import read_records

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def plain_records() -> dict:
    return load_plain(ROOT)


@pytest.fixture(scope="session")
def records(plain_records) -> Records:
    return read_records(plain_records)
