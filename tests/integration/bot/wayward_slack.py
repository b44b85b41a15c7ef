"""A Slack that behaves as a test tells it: a real HTTP server, and what the tests of the client ask it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from domain.errors import SlackFailure
from domain.facts.delivery import Posted
from domain.ports import Slack

SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
CANARY = "canary text"
BLOCKS = [{"type": "section", "text": {"type": "plain_text", "text": CANARY}}]

Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FakeSlack:
    """A real HTTP server that behaves as a test tells it, and counts."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.behaviours: dict[str, Behaviour] = {}
        self.url = ""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.path.removeprefix("/api/"), await _fields(request)))
        return await self.behaviours[request.path](request)

    def on(self, method: str, behaviour: Behaviour) -> None:
        self.behaviours[f"/api/{method}"] = behaviour

    def answer(
        self, method: str, fields: Any, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        async def behave(_request: web.Request) -> web.StreamResponse:
            return web.json_response(fields, status=status, headers=headers)

        self.on(method, behave)

    def answer_raw(self, method: str, body: bytes, content_type: str, status: int = 200) -> None:
        async def behave(_request: web.Request) -> web.StreamResponse:
            return web.Response(body=body, headers={"Content-Type": content_type}, status=status)

        self.on(method, behave)


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(await request.post())
    return {"content": await request.read()}


async def drop(request: web.Request) -> web.StreamResponse:
    """Take the request and cut the line."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def hang(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(1)
    return web.Response()


def post(slack: Slack) -> Awaitable[Posted]:
    return slack.post("D1", CANARY, BLOCKS, "f" * 32)


async def failure(call: Awaitable[object]) -> SlackFailure:
    with pytest.raises(SlackFailure) as caught:
        await call
    assert CANARY not in f"{caught.value!r} {caught.value}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return caught.value
