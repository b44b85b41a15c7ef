import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest

from bot import socket_mode
from bot.slack_calls import SlackCalls
from bot.socket_mode import SocketMode
from domain.errors import SlackFailure

HELLO = {"type": "hello", "num_connections": 1}


class FakeSlack:
    """A real server: apps.connections.open and the websocket behind it."""

    def __init__(self) -> None:
        self.url = ""
        self.greets = True
        self.opened: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self.received: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.tokens: list[str] = []
        self.answer: dict[str, Any] | None = None
        self.retry_after: str | None = None

    async def open(self, request: web.Request) -> web.StreamResponse:
        self.tokens.append(request.headers["Authorization"])
        if self.retry_after is not None:
            refusal = {"ok": False, "error": "ratelimited"}
            return web.json_response(refusal, status=429, headers={"Retry-After": self.retry_after})
        url = f"{self.url.replace('http', 'ws')}/link?ticket={len(self.tokens)}"
        return web.json_response(self.answer or {"ok": True, "url": url})

    async def link(self, request: web.Request) -> web.StreamResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        if self.greets:
            await line.send_json(HELLO)
        await self.opened.put(line)
        async for frame in line:
            if frame.type is WSMsgType.TEXT:
                await self.received.put(json.loads(frame.data))
        return line


class Bolt:
    """Stands where Bolt stands; each request may be held back or answered otherwise."""

    def __init__(self) -> None:
        self.requests: list[AsyncBoltRequest] = []
        self.answer: Callable[[], Awaitable[BoltResponse]] = self.ok

    async def ok(self) -> BoltResponse:
        return BoltResponse(status=200, body="")

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        self.requests.append(request)
        return await self.answer()


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    app = web.Application()
    app.router.add_post("/api/apps.connections.open", fake.open)
    app.router.add_get("/link", fake.link)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.url = "http://{}:{}".format(*runner.addresses[0][:2])
    yield fake
    await runner.cleanup()


@pytest.fixture
async def calls(fake: FakeSlack) -> AsyncIterator[SlackCalls]:
    calls = SlackCalls(f"{fake.url}/api/", "xoxb-1", answer_seconds=0.5)
    yield calls
    await calls.close()


@pytest.fixture
def bolt() -> Bolt:
    return Bolt()


@pytest.fixture
async def socket(calls: SlackCalls, bolt: Bolt, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SocketMode]:
    monkeypatch.setattr(socket_mode, "PAUSES", (0.01,))
    socket = SocketMode(lambda: calls.open_line("xapp-1"), bolt.dispatch, lambda: 0.0)
    running = asyncio.create_task(socket.run())
    yield socket
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await socket.close()


@pytest.fixture
async def line(fake: FakeSlack, socket: SocketMode) -> web.WebSocketResponse:
    opened: web.WebSocketResponse = await soon(fake.opened.get())
    await until(lambda: socket.is_connected)
    return opened


async def soon(awaited: Awaitable[Any]) -> Any:
    return await asyncio.wait_for(awaited, 3)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(3):
        while not condition():  # noqa: ASYNC110  the condition is somebody else's state
            await asyncio.sleep(0.005)


def envelope(envelope_id: Any = "e1", **fields: Any) -> dict[str, Any]:
    payload = {"command": "/rm-help", "user_id": "U1", "team_id": "T1"}
    return {"type": "slash_commands", "envelope_id": envelope_id, "payload": payload, **fields}


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


async def test_a_line_outlives_the_time_limit_of_ordinary_calls(
    fake: FakeSlack, line: web.WebSocketResponse
) -> None:
    await asyncio.sleep(0.8)
    await line.send_json(envelope())
    assert await soon(fake.received.get()) == {"envelope_id": "e1"}
    assert len(fake.tokens) == 1
