"""The two ends of Socket Mode: a server that opens lines, and what stands where Bolt stands."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest

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


async def soon(awaited: Awaitable[Any]) -> Any:
    return await asyncio.wait_for(awaited, 3)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(3):
        while not condition():  # noqa: ASYNC110  the condition is somebody else's state
            await asyncio.sleep(0.005)


def envelope(envelope_id: Any = "e1", **fields: Any) -> dict[str, Any]:
    payload = {"command": "/rm-help", "user_id": "U1", "team_id": "T1"}
    return {"type": "slash_commands", "envelope_id": envelope_id, "payload": payload, **fields}
