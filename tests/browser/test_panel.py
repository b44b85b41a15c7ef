"""The panel from which Slack is made to misbehave, used with the keyboard alone and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

MOST_TABS = 60
pytestmark = pytest.mark.browser


def test_a_429_is_added_seen_in_the_calls_and_stopped_with_the_keyboard(visitor: Visitor) -> None:
    visitor.open()
    _open_panel(visitor)
    _tab_to(visitor, "fault-on")
    visitor.page.keyboard.type("views.open")
    _tab_to(visitor, "fault-often")
    visitor.page.keyboard.type("Until")
    _tab_to(visitor, "fault-add")
    visitor.page.keyboard.press("Enter")
    expect(visitor.hook("fault-rate_limited")).to_contain_text("views.open · Retry-After: 30")
    expect(visitor.hook("faults-open")).to_have_accessible_name("Faults, 1 at work")

    visitor.command("/rm-admin new")
    refused = visitor.hook("call").filter(has_text="views.open").first
    expect(refused).to_contain_text("ratelimited")

    _tab_to(visitor, "fault-stop")
    visitor.page.keyboard.press("Enter")
    expect(visitor.hook("fault-rate_limited")).to_have_count(0)
    expect(visitor.page.get_by_role("heading", name="At work")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(visitor.hook("faults")).to_be_hidden()
    expect(visitor.hook("faults-open")).to_be_focused()


def test_a_bad_day_is_drawn_by_seed_and_ended_on_a_phone(phone: Visitor) -> None:
    phone.open()
    phone.hook("faults-open").tap()
    phone.hook("fault-draw").tap()
    expect(phone.hook("fault-stop")).not_to_have_count(0)
    assert phone.spills() == []
    phone.hook("fault-stop-all").tap()
    expect(phone.hook("fault-stop")).to_have_count(0)


def _open_panel(visitor: Visitor) -> None:
    visitor.hook("faults-open").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.hook("faults-close")).to_be_focused()
    expect(visitor.hook("fault-add")).to_be_visible()


def _tab_to(visitor: Visitor, hook: str) -> None:
    """Press Tab until the element has the focus; a keyboard must be enough."""
    for _ in range(MOST_TABS):
        if visitor.page.evaluate("document.activeElement.dataset.testid") == hook:
            return
        visitor.page.keyboard.press("Tab")
    expect(visitor.hook(hook)).to_be_focused()
