"""Lines end, announced or not, and new ones take over."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from slack_bolt import BoltResponse

from bot import socket_mode
from bot.slack_calls import SlackCalls
from bot.socket_mode import SocketMode
from domain.errors import SlackFailure
from tests.integration.bot.socket_mode.line_ends import Bolt, FakeSlack, envelope, soon, until


async def test_an_announced_end_opens_the_new_line_before_the_old_one_closes(
    fake: FakeSlack, line: web.WebSocketResponse
) -> None:
    await line.send_json({"type": "disconnect", "reason": "warning"})
    newer = await soon(fake.opened.get())
    assert not line.closed
    await line.send_json(envelope("on the old line"))
    assert (await soon(fake.received.get()))["envelope_id"] == "on the old line"
    await newer.send_json(envelope("on the new line"))
    assert (await soon(fake.received.get()))["envelope_id"] == "on the new line"
    await line.send_json({"type": "disconnect", "reason": "link_disabled"})
    await until(lambda: line.closed)


async def test_a_lost_line_is_opened_again_with_a_fresh_address(
    fake: FakeSlack, socket: SocketMode, line: web.WebSocketResponse
) -> None:
    await line.close()
    await soon(fake.opened.get())
    await until(lambda: socket.is_connected)
    assert len(fake.tokens) == 2


async def test_an_answer_whose_line_has_gone_waits_for_the_next_line(
    fake: FakeSlack, bolt: Bolt, line: web.WebSocketResponse
) -> None:
    gate = asyncio.Event()

    async def late() -> BoltResponse:
        await gate.wait()
        return BoltResponse(status=200, body="")

    bolt.answer = late
    await line.send_json(envelope())
    await until(lambda: len(bolt.requests) == 1)
    fake.answer = {"ok": False, "error": "fatal_error"}
    await line.close()
    await until(lambda: len(fake.tokens) >= 3)
    gate.set()
    await asyncio.sleep(0.05)
    fake.answer = None
    assert await soon(fake.received.get()) == {"envelope_id": "e1"}


async def test_an_answer_is_given_up_when_slack_waits_no_more(
    fake: FakeSlack, bolt: Bolt, line: web.WebSocketResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "ANSWER_SECONDS", 0.05)

    async def after_the_end() -> BoltResponse:
        fake.answer = {"ok": False, "error": "fatal_error"}
        await line.close()
        return BoltResponse(status=200, body="")

    bolt.answer = after_the_end
    await line.send_json(envelope())
    await until(lambda: len(fake.tokens) >= 3)
    await asyncio.sleep(0.1)
    fake.answer, bolt.answer = None, bolt.ok
    newer = await soon(fake.opened.get())
    await newer.send_json(envelope("e2"))
    assert await soon(fake.received.get()) == {"envelope_id": "e2"}


async def test_a_line_that_worked_is_followed_at_once(
    fake: FakeSlack, line: web.WebSocketResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "PAUSES", (60.0,))
    await line.send_json(envelope())
    await soon(fake.received.get())
    await line.close()
    await soon(fake.opened.get())


async def test_lines_that_bring_nothing_are_followed_at_once_only_once(
    fake: FakeSlack, line: web.WebSocketResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "PAUSES", (0.0, 60.0))
    await line.close()
    newer: web.WebSocketResponse = await soon(fake.opened.get())
    await newer.close()
    await asyncio.sleep(0.1)
    assert len(fake.tokens) == 2


async def test_a_refused_attempt_waits_as_long_as_slack_wishes(
    fake: FakeSlack, line: web.WebSocketResponse
) -> None:
    fake.retry_after = "1"
    await line.close()
    await until(lambda: len(fake.tokens) == 2)
    fake.retry_after = None
    await asyncio.sleep(0.5)
    assert len(fake.tokens) == 2
    await soon(fake.opened.get())


async def test_a_senseless_wish_does_not_keep_the_bot_away(
    fake: FakeSlack, line: web.WebSocketResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "LONGEST_WISH", timedelta(seconds=0.1))
    fake.retry_after = "999999"
    await line.close()
    await until(lambda: len(fake.tokens) == 2)
    fake.retry_after = None
    await soon(fake.opened.get())


async def test_a_line_without_hello_is_given_up(
    fake: FakeSlack, calls: SlackCalls, bolt: Bolt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "HELLO_SECONDS", 0.05)
    monkeypatch.setattr(socket_mode, "PAUSES", (0.01,))
    fake.greets = False
    socket = SocketMode(lambda: calls.open_line("xapp-1"), bolt.dispatch, lambda: 0.0)
    running = asyncio.create_task(socket.run())
    await until(lambda: len(fake.tokens) >= 3)
    assert not socket.is_connected
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"ok": False, "error": "invalid_auth"}, "invalid_auth"),
        ({"ok": True}, "malformed_answer"),
        ({"ok": True, "url": "wss://evil.example/link"}, "refused_address"),
    ],
)
async def test_a_useless_address_is_a_failure(
    fake: FakeSlack, calls: SlackCalls, answer: dict[str, Any], code: str
) -> None:
    fake.answer = answer
    with pytest.raises(SlackFailure) as caught:
        await calls.open_line("xapp-1")
    assert caught.value.code == code


async def test_a_line_outlives_the_time_limit_of_ordinary_calls(
    fake: FakeSlack, line: web.WebSocketResponse
) -> None:
    await asyncio.sleep(0.8)
    await line.send_json(envelope())
    assert await soon(fake.received.get()) == {"envelope_id": "e1"}
    assert len(fake.tokens) == 1
