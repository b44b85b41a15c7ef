"""What comes over a line: dispatched, acknowledged, bounded, and finished when the bot ends."""

import asyncio
import json

import pytest
from aiohttp import web
from slack_bolt import BoltResponse

from bot import socket_mode
from bot.slack_calls import SlackCalls
from bot.socket_mode import SocketMode
from tests.integration.bot.socket_mode.line_ends import Bolt, FakeSlack, envelope, soon, until


async def test_an_envelope_is_dispatched_and_acknowledged_with_bolts_answer(
    fake: FakeSlack, bolt: Bolt, line: web.WebSocketResponse
) -> None:
    async def json_answer() -> BoltResponse:
        return BoltResponse(status=200, body={"text": "hello"})

    bolt.answer = json_answer
    await line.send_json(envelope(retry_attempt=1, retry_reason="timeout"))
    assert await soon(fake.received.get()) == {"envelope_id": "e1", "payload": {"text": "hello"}}
    (request,) = bolt.requests
    assert request.context["envelope_id"] == "e1"
    assert request.context.user_id == "U1"
    assert request.headers["x-slack-retry-num"] == ["1"]
    assert fake.tokens == ["Bearer xapp-1"]


async def test_an_empty_and_a_text_answer_are_acknowledged_too(
    fake: FakeSlack, bolt: Bolt, line: web.WebSocketResponse
) -> None:
    await line.send_json(envelope())
    assert await soon(fake.received.get()) == {"envelope_id": "e1"}

    async def text() -> BoltResponse:
        return BoltResponse(status=200, body="hi")

    bolt.answer = text
    await line.send_json(envelope("e2"))
    assert await soon(fake.received.get()) == {"envelope_id": "e2", "payload": {"text": "hi"}}


async def test_what_was_not_handled_is_not_acknowledged_and_the_line_lives_on(
    fake: FakeSlack, bolt: Bolt, line: web.WebSocketResponse
) -> None:
    async def unhandled() -> BoltResponse:
        return BoltResponse(status=404, body="")

    async def bug() -> BoltResponse:
        raise RuntimeError("xoxb-canary")

    for answer in (unhandled, bug):
        bolt.answer = answer
        await line.send_json(envelope("lost"))
    await until(lambda: len(bolt.requests) == 2)
    bolt.answer = bolt.ok
    await line.send_json(envelope("e3"))
    assert await soon(fake.received.get()) == {"envelope_id": "e3"}


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 5000,
        '{"type":"unheard_of"}',
        '{"type":"events_api"}',
        '{"type":"events_api","envelope_id":"x"}',
        json.dumps(envelope(payload=[1])),
        json.dumps(envelope(payload={"type": "x", "team": 7})),
        json.dumps(envelope(5)),
    ],
)
async def test_a_malformed_frame_harms_nothing(
    fake: FakeSlack, line: web.WebSocketResponse, frame: str
) -> None:
    await line.send_str(frame)
    await line.send_json(envelope("good"))
    received = await soon(fake.received.get())
    assert received["envelope_id"] in {"good", "e1"}


async def test_no_more_than_a_few_envelopes_are_worked_on_at_once(
    fake: FakeSlack, bolt: Bolt, line: web.WebSocketResponse
) -> None:
    gate = asyncio.Event()

    async def slow() -> BoltResponse:
        await gate.wait()
        return BoltResponse(status=200, body="")

    bolt.answer = slow
    for number in range(50):
        await line.send_json(envelope(f"e{number}"))
    await until(lambda: len(bolt.requests) == socket_mode.AT_ONCE)
    await asyncio.sleep(0.05)
    assert len(bolt.requests) == socket_mode.AT_ONCE
    gate.set()
    answered = {(await soon(fake.received.get()))["envelope_id"] for _ in range(50)}
    assert len(answered) == 50


async def test_what_exceeds_the_bound_is_left_for_slack_to_send_again(
    bolt: Bolt, line: web.WebSocketResponse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "MOST_WAITING", 2)

    async def never() -> BoltResponse:
        await asyncio.sleep(60)
        return BoltResponse(status=200, body="")

    bolt.answer = never
    monkeypatch.setattr(socket_mode, "DRAIN_SECONDS", 0.01)
    for number in range(5):
        await line.send_json(envelope(f"e{number}"))
    await until(lambda: len(bolt.requests) == 2)
    await asyncio.sleep(0.05)
    assert len(bolt.requests) == 2


async def test_closing_takes_nothing_in_but_finishes_what_was_taken(
    fake: FakeSlack, calls: SlackCalls, bolt: Bolt
) -> None:
    async def slow() -> BoltResponse:
        await asyncio.sleep(0.2)
        return BoltResponse(status=200, body="")

    bolt.answer = slow
    socket = SocketMode(lambda: calls.open_line("xapp-1"), bolt.dispatch, lambda: 0.0)
    running = asyncio.create_task(socket.run())
    line = await soon(fake.opened.get())
    await line.send_json(envelope())
    await until(lambda: len(bolt.requests) == 1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await line.send_json(envelope("too late"))
    await soon(socket.close())
    assert await soon(fake.received.get()) == {"envelope_id": "e1"}
    assert len(bolt.requests) == 1
    assert not socket.is_connected
