"""Fixtures of the browser tests: a fresh sandbox with the bot in it, and visitors at its page."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.programs import find_chromium, running_bot, running_chromium
from tests.browser.visitor import Visitor

MISSING = "No Chromium is installed (on Debian: apt install chromium)."


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A running Chromium; without one the test is skipped, and fails on the build server."""
    executable = find_chromium()
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with running_chromium(executable) as running:
        yield running


@pytest.fixture
def address() -> Iterator[str]:
    """The page of a fresh sandbox with the bot in it."""
    with running_bot() as page_address:
        yield page_address


@pytest.fixture
def visitor(browser: Browser, address: str) -> Visitor:
    """Somebody at a desk."""
    return Visitor(browser.new_page(viewport={"width": 1280, "height": 800}), address)


@pytest.fixture
def phone(browser: Browser, address: str) -> Visitor:
    """Somebody with a phone."""
    screen = ViewportSize(width=375, height=760)
    return Visitor(browser.new_page(viewport=screen, has_touch=True, is_mobile=True), address)
