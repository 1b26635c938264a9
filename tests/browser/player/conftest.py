"""A page in a browser whose clock is a test's own, and the player open on it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from planner.model import Records
from tests.browser.player.stand_in import PHONE, day_with, open_session, session_html


@pytest.fixture
def page(newcomer: Page) -> Page:
    """A page in a browser of its own, whose clock is a test's to stop."""
    return newcomer


@pytest.fixture
def open_day(page: Page, served: str, records: Records) -> Callable[..., Page]:
    """Opens the stand-in page with a session of these items and begins it."""

    def open_with(*items: dict[str, Any], warm_up: str = "", size: dict = PHONE) -> Page:
        day = day_with(records, *items, warm_up=warm_up)
        return open_session(page, served, session_html(day, records), size)

    return open_with
