"""The page of an app that isn't running: what fails is said once, in Slack's words, and nothing typed is lost."""

import asyncio
import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from playwright.sync_api import expect

from sandbox.driver import RealTimeDriver
from sandbox.people import COORDINATORS
from sandbox.server import Sandbox, SandboxSettings
from tests.browser.visitor import Visitor
from tests.sandbox.kit import element, modal, options, question
from tests.sandbox.stand_ins import MANIFEST

pytestmark = pytest.mark.browser
TOPICS = element("multi_static_select", options=options(30))
FORM = modal(
    question(element("plain_text_input"), block_id="words"),
    question(TOPICS, block_id="topics", optional=True),
)


@pytest.fixture
def address() -> Iterator[str]:
    """The page of a sandbox to which no app has connected; its first person has a form open."""
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        settings = SandboxSettings(port=0, transport="socket", manifest=MANIFEST)
        sandbox, ends = Sandbox(settings, RealTimeDriver()), asyncio.Event()
        sandbox.workspace.views.open(COORDINATORS[0], FORM)
        await sandbox.start()
        started.set_result((sandbox.page_url, asyncio.get_running_loop(), ends))
        await ends.wait()
        await sandbox.stop()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    page_address, loop, ends = started.result(timeout=15)
    yield page_address
    loop.call_soon_threadsafe(ends.set)
    thread.join()


def test_a_form_that_could_not_be_sent_says_so_and_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.open()
    visitor.write("words", "Good morning")
    visitor.hook("modal-submit").click()
    expect(visitor.hook("error")).to_have_text("We had some trouble connecting. Try again?")
    expect(visitor.hook("field-words").locator("input")).to_have_value("Good morning")
    expect(visitor.hook("modal-submit")).to_be_enabled()


def test_enter_takes_the_first_of_what_was_typed_however_fast(visitor: Visitor) -> None:
    visitor.open()
    visitor.hook("field-topics").get_by_role("combobox").click()
    expect(visitor.page.locator(".options")).to_be_visible()
    visitor.page.keyboard.type("17")
    visitor.page.keyboard.press("Enter")
    expect(visitor.hook("token-17")).to_be_visible()
    expect(visitor.hook("field-topics").locator(".token")).to_have_count(1)


def test_slackbot_alone_tells_of_a_command_and_the_clock_of_a_foreign_app_stands(visitor: Visitor) -> None:
    visitor.open()
    visitor.close()
    visitor.command("/greet")
    expect(visitor.hook("message")).to_contain_text("Slackbot")
    expect(visitor.hook("message")).to_contain_text('/greet failed with the error "dispatch_failed"')
    expect(visitor.hook("error")).to_have_count(0)
    expect(visitor.hook("clock-day")).to_be_disabled()
    expect(visitor.hook("clock-day")).to_have_attribute("title", re.compile("real time"))
