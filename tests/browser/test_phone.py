"""A participant on a phone, 375 pixels wide: three taps at most for an act, and nothing scrolls sideways."""

import pytest
from playwright.sync_api import expect

from sandbox.people import Person
from tests.browser import walk
from tests.browser.visitor import Visitor

MOST_TAPS = 3
GENERAL = "C0GENERAL1"
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["messages", "home", "form"])
def test_nothing_scrolls_sideways(phone: Visitor, page: str) -> None:
    phone.open()
    if page == "home":
        phone.home()
        expect(phone.button("help.open")).to_be_visible()
    if page == "form":
        walk.fill_program(phone)
    assert phone.spills() == []


def test_a_date_and_a_rating_take_three_taps_at_most(phone: Visitor) -> None:
    phone.open()
    walk.paired(phone)
    for person, action, answer in (
        (walk.AMINA, "session.pick:0", walk.SUGGESTED),
        (walk.LENA, "session.accept", walk.FIXED),
        (walk.LENA, "poll.rate:5", walk.NOTED),
    ):
        phone.become(person)
        phone.wait_for(action)
        assert _taps_from_elsewhere(phone, person, action, answer) <= MOST_TAPS
        assert phone.spills() == []


def _taps_from_elsewhere(phone: Visitor, person: Person, action: str, answer: str) -> int:
    """Come from another conversation to the messages with the bot and press; count the taps."""
    phone.read(GENERAL)
    phone.taps()
    phone.read(f"D{person.id[1:]}")
    phone.press(action)
    expect(phone.hook("message").filter(has_text=answer)).not_to_have_count(0)
    return phone.taps()
