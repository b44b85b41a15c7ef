"""A bot on one line to a server of its own."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot import socket_mode
from bot.slack_calls import SlackCalls
from bot.socket_mode import SocketMode
from tests.integration.bot.socket_mode.line_ends import Bolt, FakeSlack, soon, until


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
