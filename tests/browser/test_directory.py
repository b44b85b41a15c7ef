"""The directory entry at the page: channels are renamed, archived and left there, and colleagues come."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.programs import running_sandbox
from tests.browser.visitor import Visitor

CHANNEL = "C0REVMENT1"
pytestmark = pytest.mark.browser


@pytest.fixture
def address() -> Iterator[str]:
    """The page of a sandbox whose app isn't running."""
    with running_sandbox(workspaces=1) as page_address:
        yield page_address


def test_a_channel_is_renamed_with_the_keyboard_archived_and_opened_again(visitor: Visitor) -> None:
    visitor.open()
    visitor.hook("directory-open").click()
    visitor.hook(f"channel-more-{CHANNEL}").focus()
    for key in ("Enter", "Enter"):
        visitor.page.keyboard.press(key)
    visitor.page.keyboard.type("mentoring")
    visitor.page.keyboard.press("Enter")
    expect(visitor.hook(f"conversation-{CHANNEL}")).to_have_text("mentoring")
    expect(visitor.hook(f"channel-more-{CHANNEL}")).to_be_focused()

    visitor.read(CHANNEL)
    _choose(visitor, "archive")
    expect(visitor.hook("archived")).to_be_visible()
    expect(visitor.hook("composer")).to_be_hidden()
    _choose(visitor, "unarchive")
    expect(visitor.hook("composer")).to_be_visible()


def test_who_leaves_the_open_channel_is_shown_another_conversation(visitor: Visitor) -> None:
    visitor.open()
    visitor.read(CHANNEL)
    visitor.hook("directory-open").click()
    visitor.hook(f"channel-belong-{CHANNEL}").click()
    expect(visitor.hook(f"conversation-{CHANNEL}")).to_have_count(0)
    expect(visitor.hook("welcome")).to_be_visible()
    expect(visitor.hook("error")).to_have_count(0)


def test_a_new_colleague_is_among_the_people(visitor: Visitor) -> None:
    visitor.open()
    visitor.hook("directory-open").click()
    visitor.hook("newcomer-name").fill("Noor Haddou")
    visitor.page.keyboard.press("Enter")
    expect(visitor.hook("newcomer-name")).to_have_value("")
    visitor.hook("person-switch").click()
    visitor.hook("person-search").fill("Noor")
    expect(visitor.page.locator(".person")).to_contain_text("Noor Haddou")


def _choose(visitor: Visitor, act: str) -> None:
    visitor.hook(f"channel-more-{CHANNEL}").click()
    visitor.hook(f"channel-{act}").click()
