"""A whole program at the sandbox's page: two join, are paired, meet, rate; the coordinator reads the report."""

import pytest
from playwright.sync_api import expect

from tests.browser import walk
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_a_stranger_is_welcomed_and_told_what_to_type(visitor: Visitor) -> None:
    visitor.open()
    expect(visitor.hook("welcome")).to_contain_text("Nadia Haddad")
    visitor.hook("first-step").filter(has_text="/rm-admin new").click()
    expect(visitor.hook("composer")).to_have_value("/rm-admin new")
    visitor.hook("send").click()
    expect(visitor.hook("modal")).to_contain_text("New program")


def test_a_program_runs_from_the_set_up_to_the_report(visitor: Visitor) -> None:
    visitor.open()
    walk.paired(visitor)
    visitor.read_group(walk.LENA)
    expect(visitor.hook("message")).to_contain_text("meet each other")
    walk.suggest_date(visitor, walk.AMINA)
    walk.accept_date(visitor, walk.LENA)
    walk.rate(visitor, walk.LENA, 5)
    walk.rate(visitor, walk.AMINA, 4)
    visitor.become(walk.NADIA)
    visitor.command("/rm-report")
    expect(visitor.hook("chart").first).to_be_visible()
    expect(visitor.hook("data-table").first).to_contain_text("Met once")
    visitor.hook("file-preview").first.click()
    expect(visitor.hook("file-card").first.get_by_role("row").nth(1)).to_be_visible()
