"""A participant's acts on a phone, 375 pixels wide: three taps at most, and nothing scrolls sideways."""

import pytest

from tests.browser import walk
from tests.browser.visitor import Visitor

MOST_TAPS = 3
pytestmark = pytest.mark.browser


def _tapped(phone: Visitor, action: str) -> int:
    """From another conversation: open the messages with the bot and press; count the taps."""
    phone.taps()
    phone.press(action)
    return phone.taps()


