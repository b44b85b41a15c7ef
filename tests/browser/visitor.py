"""Somebody at the sandbox's page in a real browser: what they see, and what they press."""

import re
from typing import Literal

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTimeError

from sandbox.people import Person

SETTLED_MS = 15_000
SOON_MS = 1_200
MOVED_MS = 60_000
MOST_MOVES = 15
COUNT_TAPS = "window.taps = 0; addEventListener('pointerdown', () => { window.taps += 1; }, true);"
SPILLS = """() => [document.scrollingElement, ...document.querySelectorAll('#main, .messages, .home, .modal-body')]
  .filter((box) => box.clientWidth && box.scrollWidth > box.clientWidth + 1)
  .map((box) => `${box.tagName}.${box.className}: ${box.scrollWidth} > ${box.clientWidth}`)"""


class Visitor:
    """One open page, used by its stable hooks (sandbox/page/main.js lists them)."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address
        page.set_default_timeout(SETTLED_MS)
        expect.set_options(timeout=SETTLED_MS)
        page.add_init_script(COUNT_TAPS)

    def hook(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def button(self, action: str) -> Locator:
        """The newest button of its kind."""
        return self.hook(f"action-{action}").last

    # where

    def open(self) -> None:
        """Open the page as a stranger does."""
        self.page.goto(self._address)
        expect(self.hook("composer")).to_be_visible()

    def become(self, person: Person) -> None:
        """Look at the workspace through somebody's eyes, in their messages with the bot."""
        self._open_rail()
        self.hook("person-switch").click()
        self.hook("person-search").fill(person.name)
        self.hook(f"person-{person.id}").click()
        expect(self.hook("person-switch")).to_have_accessible_name(re.compile(f"You are {person.name}"))
        if self.hook("tab-messages").get_attribute("aria-selected") != "true":
            self.hook("tab-messages").click()
        self._has_loaded()

    def read(self, conversation_id: str) -> None:
        """Open one conversation."""
        self._open_rail()
        self.hook(f"conversation-{conversation_id}").click()
        expect(self.hook(f"conversation-{conversation_id}")).to_have_attribute("aria-current", "true")
        self._has_loaded()

    def _has_loaded(self) -> None:
        expect(self.page.locator(".messages .loading")).to_have_count(0)

    def read_group(self, partner: Person) -> None:
        """Open the group DM with the partner."""
        self._open_rail()
        self.page.get_by_role("region", name="Direct messages").get_by_text(partner.name).click()

    def home(self) -> None:
        self.hook("tab-home").click()

    def _open_rail(self) -> None:
        menu = self.hook("menu")
        if menu.is_visible() and menu.get_attribute("aria-expanded") != "true":
            menu.click()

    # acts

    def command(self, text: str) -> None:
        self.hook("composer").fill(text)
        self.hook("send").click()

    def press(self, action: str, *, sure: bool = False) -> None:
        """Press the newest button of its kind; `sure` says yes to its question."""
        self.button(action).click()
        if sure:
            self.hook("confirm-ok").click()

    def choose(self, field: str, *values: str) -> None:
        """Choose in a form: a radio button, checkboxes, or entries of a searching list."""
        inside = self.hook(f"field-{field}")
        searching = inside.get_by_role("combobox")
        for value in values:
            if searching.count():
                searching.click()
                self.page.locator(".options").get_by_test_id(f"option-{value}").click()
            else:
                inside.get_by_test_id(f"option-{value}").check()

    def write(self, field: str, text: str) -> None:
        self.hook(f"field-{field}").locator("input, textarea").fill(text)

    def submit(self) -> None:
        """Send the open form; it has to be accepted."""
        self.hook("modal-submit").click()
        expect(self.hook("modal-submit")).to_have_count(0)
        self.close()

    def close(self) -> None:
        """Close what is open above the page, if anything is."""
        if self.hook("modal-close").is_visible():
            self.hook("modal-close").click()
        expect(self.hook("modal")).to_be_hidden()

    # time

    def move_clock(self, to: Literal["next", "day", "week"]) -> None:
        self.hook(f"clock-{to}").click()
        expect(self.hook("clock-day")).to_be_enabled(timeout=MOVED_MS)

    def wait_for(self, action: str) -> None:
        """Go from event to event until the person is offered a button."""
        for _ in range(MOST_MOVES):
            if self._comes(action):
                return
            self.move_clock("next")
        expect(self.button(action)).to_be_visible()

    def _comes(self, action: str) -> bool:
        """What is due now arrives a moment after the act that made it due."""
        try:
            self.button(action).wait_for(timeout=SOON_MS)
        except NotInTimeError:
            return False
        return True

    # what a phone must not do

    def taps(self) -> int:
        """Tell how often the page was touched since this was asked last."""
        count: int = self.page.evaluate("() => { const n = window.taps; window.taps = 0; return n; }")
        return count

    def spills(self) -> list[str]:
        """List what scrolls sideways and shouldn't."""
        wide: list[str] = self.page.evaluate(SPILLS)
        return wide
