"""Slack's own client libraries, unchanged: pages of people, and Socket Mode lines that end and come again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient as ThreadedClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient as AioClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.stand_ins import ALICE, until


@asynccontextmanager
async def threaded(sandbox: Sandbox) -> AsyncIterator[None]:
    client: Any = ThreadedClient(sandbox.app_token, web_client=WebClient(base_url=sandbox.api_url))

    def acknowledge(line: Any, request: SocketModeRequest) -> None:
        line.send_socket_mode_response(SocketModeResponse(request.envelope_id, {"text": "Hello"}))

    client.socket_mode_request_listeners.append(acknowledge)
    await asyncio.to_thread(client.connect)
    yield
    await asyncio.to_thread(client.close)


@asynccontextmanager
async def on_the_loop(sandbox: Sandbox) -> AsyncIterator[None]:
    client: Any = AioClient(sandbox.app_token, web_client=AsyncWebClient(base_url=sandbox.api_url))

    async def acknowledge(line: Any, request: SocketModeRequest) -> None:
        await line.send_socket_mode_response(SocketModeResponse(request.envelope_id, {"text": "Hello"}))

    client.socket_mode_request_listeners.append(acknowledge)
    await client.connect()
    yield
    await client.close()


@pytest.mark.parametrize("client", [threaded, on_the_loop])
async def test_a_client_answers_and_comes_back_after_a_disconnect(sandbox: Sandbox, client: Any) -> None:
    async with client(sandbox):
        for _ in range(3):
            await until(lambda: sandbox.transport.is_connected)
            assert (await sandbox.command(ALICE, "/greet")).body == {"text": "Hello"}
            await sandbox.socket_mode.disconnect("refresh_requested")
        await until(lambda: sandbox.transport.is_connected)


async def test_the_people_of_the_workspace_are_listed_in_pages(sandbox: Sandbox) -> None:
    client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url)
    seen = [person["id"] async for page in await client.users_list(limit=10) for person in page["members"]]
    assert len(seen) == len(set(seen)) == len(list(sandbox.workspace.directory))
