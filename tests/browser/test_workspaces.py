"""The page of a sandbox with two workspaces: switching between them, with the same ids in both."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.programs import running_sandbox
from tests.browser.visitor import Visitor

FIRST, SECOND, GENERAL = "T0SANDBOX", "T0SECOND1", "C0GENERAL1"
pytestmark = pytest.mark.browser


@pytest.fixture
def address() -> Iterator[str]:
    """The page of two workspaces, with an app that isn't running installed in the first."""
    with running_sandbox(workspaces=2) as page_address:
        yield page_address


def test_each_workspace_shows_its_own_people_and_messages(visitor: Visitor) -> None:
    visitor.open()
    visitor.read(GENERAL)
    visitor.hook("composer").fill("Only here")
    visitor.hook("send").click()
    expect(visitor.hook("message")).to_have_count(1)
    expect(visitor.hook("person-switch")).to_contain_text("Nadia Haddad")

    _switch(visitor)
    expect(visitor.hook("not-installed")).to_contain_text("isn't installed in Okavango Freight")
    expect(visitor.hook("team-switch")).to_be_focused()
    expect(visitor.hook("message")).to_have_count(0)
    expect(visitor.hook("person-switch")).not_to_contain_text("Nadia Haddad")

    visitor.page.reload()
    expect(visitor.hook("not-installed")).to_be_visible()
    _switch(visitor)
    expect(visitor.hook("not-installed")).to_have_count(0)
    visitor.read(GENERAL)
    expect(visitor.hook("message")).to_contain_text("Only here")


def _switch(visitor: Visitor) -> None:
    """Choose the other workspace with the keyboard."""
    visitor.hook("team-switch").focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        visitor.page.keyboard.press(key)
