"""Somebody at the sandbox's page in a real browser: what they see, and what they press."""

import re
from typing import Literal

from playwright.sync_api import Locator, Page, expect

SETTLED_MS = 15_000
MOVED_MS = 120_000


class Visitor:
    """One open page, used by its stable hooks (sandbox/page/main.js lists them)."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address
        page.set_default_timeout(SETTLED_MS)
        expect.set_options(timeout=SETTLED_MS)

    def hook(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def open(self) -> None:
        """Open the page as a stranger does."""
        self.page.goto(self._address)
        expect(self.hook("composer")).to_be_visible()

    # who and where

    def become(self, person_id: str, name: str) -> None:
        """Look at the workspace through somebody's eyes, in their messages with the bot."""
        self._open_rail()
        self.hook("person-switch").click()
        self.hook("person-search").fill(name)
        self.hook(f"person-{person_id}").click()
        expect(self.hook("person-switch")).to_have_accessible_name(re.compile(f"You are {name}"))
        self.conversation(f"D{person_id[1:]}")

    def conversation(self, conversation_id: str) -> None:
        self._open_rail()
        self.hook(f"conversation-{conversation_id}").click()
        expect(self.hook(f"conversation-{conversation_id}")).to_have_attribute("aria-current", "true")

    def _open_rail(self) -> None:
        if self.hook("menu").is_visible() and self.hook("menu").get_attribute("aria-expanded") != "true":
            self.hook("menu").click()

    def home(self) -> None:
        self.hook("tab-home").click()

    # acts

    def command(self, text: str) -> None:
        self.hook("composer").fill(text)
        self.hook("send").click()

    def press(self, action: str, *, sure: bool = False) -> None:
        """Press the newest button of its kind, and say yes if it asks."""
        self.hook(f"action-{action}").last.click()
        if sure:
            self.hook("confirm-ok").click()

    def choose(self, field: str, *values: str) -> None:
        """Choose in a form: a radio button, checkboxes, or entries of a searching list."""
        inside = self.hook(f"field-{field}")
        searching = inside.get_by_role("combobox")
        for value in values:
            if searching.count():
                searching.click()
                self.hook(f"option-{value}").click()
            else:
                inside.get_by_test_id(f"option-{value}").check()

    def write(self, field: str, text: str) -> None:
        self.hook(f"field-{field}").locator("input, textarea").fill(text)

    def submit(self) -> None:
        """Send the open form; it has to be accepted."""
        self.hook("modal-submit").click()
        expect(self.hook("modal-submit")).to_have_count(0)

    def close(self) -> None:
        self.hook("modal-close").click()
        expect(self.hook("modal")).to_be_hidden()

    def move_clock(self, to: Literal["next", "day", "week"]) -> None:
        button = self.hook(f"clock-{to}")
        button.click()
        expect(button).to_have_attribute("aria-busy", "false", timeout=MOVED_MS)
        expect(self.hook("clock-day")).to_be_enabled(timeout=MOVED_MS)
