"""Takes the pictures of the docs: plays a program at the sandbox's page and writes docs/pictures/*.png."""  # noqa: INP001 - a script beside the pages it illustrates

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from domain.kinds import Side
from tests.browser import walk
from tests.browser.programs import find_chromium, running_bot, running_chromium
from tests.browser.visitor import Visitor

PICTURES = Path(__file__).parent / "pictures"
DESK = {"width": 1120, "height": 700}
PHONE = {"width": 375, "height": 760}
DRAWN_MS = 400
OTHERS = (
    ("Tiago Marques", "mentor", ("Social media",), ("Careers and how they happen",)),
    ("Olivia Bennett", "mentee", ("Careers and how they happen",), ("Social media",)),
    ("Chioma Eze", "mentor", (), ()),
    ("Lars Lindqvist", "mentee", (), ()),
    ("Alice Kamau", "mentor", (), ()),
)


class Album:
    """Saves what a visitor sees; phone pictures take the same page at a phone's width."""

    def __init__(self, visitor: Visitor) -> None:
        self._page = visitor.page

    def take(self, name: str, *, screen: dict[str, int] = DESK) -> None:
        self._page.set_viewport_size({"width": screen["width"], "height": screen["height"]})
        self._page.wait_for_timeout(DRAWN_MS)
        self._page.screenshot(path=PICTURES / f"{name}.png")
        self._page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})


def set_up(visitor: Visitor, album: Album) -> None:
    """From the first visit to the pairs."""
    album.take("first-visit")
    walk.fill_program(visitor)
    album.take("set-up")
    walk.launch(visitor)
    walk.fill_join(visitor, walk.LENA, "mentor", [walk.TAUGHT], [walk.GIVEN_BACK])
    album.take("join", screen=PHONE)
    visitor.submit()
    walk.join(visitor, walk.AMINA, "mentee", [walk.GIVEN_BACK], [walk.TAUGHT])
    for name, role, teaches, wants in OTHERS:
        walk.join(visitor, walk.BY_NAME[name], role, teaches, wants)
    walk.see_pairs(visitor)
    album.take("pairs")
    walk.approve(visitor)
