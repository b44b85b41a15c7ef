"""Plays a program at the sandbox's page and takes the docs' pictures."""  # noqa: INP001 - a script among pages

import sys
from pathlib import Path

from playwright.sync_api import ViewportSize

from domain.kinds import Side
from sandbox.people import Person
from tests.browser import walk
from tests.browser.programs import find_chromium, running_bot, running_chromium
from tests.browser.visitor import Visitor

PICTURES = Path(__file__).parent / "pictures"
DESK = ViewportSize(width=1120, height=700)
PHONE = ViewportSize(width=375, height=760)
DRAWN_MS = 500
TIAGO, OLIVIA = walk.BY_NAME["Tiago Marques"], walk.BY_NAME["Olivia Bennett"]
SHOWN, CAREERS = "Social media", "Careers and how they happen"
PAIRS = ((walk.LENA, walk.AMINA), (TIAGO, OLIVIA))
SILENT = (("Chioma Eze", "mentor"), ("Alice Kamau", "mentor"), ("Lars Lindqvist", "mentee"))


class Album:
    """Saves what a visitor sees at a desk, or what the same page shows at a phone's width."""

    def __init__(self, visitor: Visitor) -> None:
        self._page = visitor.page

    def take(self, name: str, screen: ViewportSize = DESK) -> None:
        self._page.set_viewport_size(screen)
        self._page.wait_for_timeout(DRAWN_MS)
        self._page.screenshot(path=PICTURES / f"{name}.png")
        self._page.set_viewport_size(DESK)


def enrol(visitor: Visitor, album: Album) -> None:
    """From the first visit until all have joined."""
    album.take("first-visit")
    walk.fill_program(visitor)
    album.take("set-up")
    walk.launch(visitor)
    walk.fill_join(visitor, walk.LENA, "mentor", [walk.TAUGHT], [walk.GIVEN_BACK])
    visitor.hook("field-role").scroll_into_view_if_needed()
    album.take("join", PHONE)
    visitor.submit()
    walk.join(visitor, walk.AMINA, "mentee", [walk.GIVEN_BACK], [walk.TAUGHT])
    walk.join(visitor, TIAGO, "mentor", [SHOWN], [CAREERS])
    walk.join(visitor, OLIVIA, "mentee", [CAREERS], [SHOWN])
    for name, role in SILENT:
        walk.join(visitor, walk.BY_NAME[name], role)


def pair(visitor: Visitor, album: Album) -> None:
    """From the proposal until two pairs have agreed."""
    walk.see_pairs(visitor)
    album.take("pairs")
    walk.approve(visitor)
    walk.see_partner(visitor, walk.AMINA)
    album.take("preview")
    for person in _everybody():
        walk.see_partner(visitor, person)
        walk.say_yes(visitor)
    for mentor, mentee in PAIRS:
        walk.agree(visitor, mentor, Side.MENTOR)
        walk.agree(visitor, mentee, Side.MENTEE)
    visitor.read_group(TIAGO)
    album.take("introduction")


def meet(visitor: Visitor, album: Album) -> None:
    """A session of both pairs, from the card to the poll."""
    visitor.become(walk.AMINA)
    visitor.wait_for("session.pick:0")
    album.take("session-card", PHONE)
    for mentor, mentee in PAIRS:
        walk.suggest_date(visitor, mentee)
        walk.accept_date(visitor, mentor)
    visitor.become(walk.LENA)
    visitor.home()
    visitor.button("pair.end_contact").wait_for()
    album.take("home")
    visitor.hook("tab-messages").click()
    visitor.wait_for("poll.rate:5")
    album.take("poll", PHONE)
    for person in _everybody():
        walk.rate(visitor, person, 5)


def report(visitor: Visitor, album: Album) -> None:
    """The report, from its charts on."""
    visitor.become(walk.NADIA)
    visitor.command("/rm-report")
    visitor.hook("file-card").first.wait_for()
    visitor.hook("chart").nth(1).evaluate("chart => chart.scrollIntoView({block: 'start'})")
    album.take("report")


def misbehave(visitor: Visitor, album: Album) -> None:
    """The panel of faults, with one at work and what came of it."""
    visitor.hook("faults-open").click()
    visitor.hook("fault-add").click()
    visitor.hook("fault-stop").wait_for()
    visitor.command("/rm-me")
    album.take("faults")


def _everybody() -> list[Person]:
    return [person for both in PAIRS for person in both]


def main() -> int:
    """Play, and write the pictures; return the exit status."""
    executable = find_chromium()
    if executable is None:
        sys.stderr.write("No Chromium is installed.\n")
        return 1
    PICTURES.mkdir(exist_ok=True)
    with running_bot() as address, running_chromium(executable) as browser:
        visitor = Visitor(browser.new_page(viewport=DESK), address)
        album = Album(visitor)
        visitor.open()
        for part in (enrol, pair, meet, report, misbehave):
            part(visitor, album)
    return 0


if __name__ == "__main__":
    sys.exit(main())
