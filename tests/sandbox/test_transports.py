"""The wire itself: signatures and forms over HTTP, envelopes over Socket Mode."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
import websockets
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.delivery.courier import Delivery
from sandbox.delivery.http import HttpTransport
from sandbox.server import Sandbox
from tests.sandbox.stand_ins import serve, until

SECRET = "a secret of the sandbox"


class Listener:
    """A small app that keeps the requests it got and answers as told."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answer: Response = JSONResponse({"text": "fine"})
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self, request: Request) -> Response:
        self.requests.append((dict(request.headers), await request.body()))
        await self.may_answer.wait()
        return self.answer


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def transport(listener: Listener) -> AsyncIterator[HttpTransport]:
    async def endpoint(request: Request) -> Response:
        return await listener(request)

    app = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
    async with serve(app) as address:
        transport = HttpTransport(f"{address}/slack/events", SECRET)
        yield transport
        listener.may_answer.set()
        await transport.close()


@pytest.mark.parametrize("kind", ["slash_commands", "interactive", "events_api"])
async def test_every_request_is_really_signed(
    transport: HttpTransport, listener: Listener, kind: Any
) -> None:
    reply = await transport.send(Delivery(kind, {"text": "ü & =", "token": "t"}))
    headers, body = listener.requests[-1]
    assert reply.ok
    assert reply.body == {"text": "fine"}
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert "x-slack-retry-num" not in headers


async def test_each_kind_has_its_own_body(transport: HttpTransport, listener: Listener) -> None:
    await transport.send(Delivery("slash_commands", {"command": "/greet", "text": ""}))
    await transport.send(Delivery("interactive", {"type": "block_actions"}))
    await transport.send(Delivery("events_api", {"type": "event_callback"}, 2, "http_timeout"))
    command, interaction, event = (body.decode() for _, body in listener.requests)
    assert command == "command=%2Fgreet&text="
    assert json.loads(parse_qs(interaction)["payload"][0]) == {"type": "block_actions"}
    assert json.loads(event) == {"type": "event_callback"}
    assert listener.requests[-1][0]["x-slack-retry-num"] == "2"
    assert listener.requests[-1][0]["x-slack-retry-reason"] == "http_timeout"


async def test_a_slow_app_is_late(transport: HttpTransport, listener: Listener) -> None:
    listener.may_answer.clear()
    impatient = HttpTransport(transport._url, SECRET, answer_seconds=0.1)
    reply = await impatient.send(Delivery("events_api", {}))
    await impatient.close()
    assert (reply.status, reply.late, reply.failure, reply.ok) == (0, True, "http_timeout", False)


async def test_a_refusing_app_may_decline_retries(transport: HttpTransport, listener: Listener) -> None:
    listener.answer = Response(status_code=500, headers={"x-slack-no-retry": "1"})
    reply = await transport.send(Delivery("events_api", {}))
    assert (reply.failure, reply.may_retry) == ("http_error", False)


async def test_an_absent_app_is_not_connected() -> None:
    transport = HttpTransport("http://127.0.0.1:9/slack/events", SECRET)
    reply = await transport.send(Delivery("events_api", {}))
    assert reply.failure == "connection_failed"
    assert not transport.is_connected
    await transport.close()


class SocketApp:
    """The app's end of a websocket, by hand."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket

    async def frame(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await self.socket.recv())
        return frame

    async def acknowledge(self, envelope: dict[str, Any], **payload: Any) -> None:
        answer = {"envelope_id": envelope["envelope_id"], "payload": payload}
        await self.socket.send(json.dumps(answer))


def address(sandbox: Sandbox) -> str:
    now = sandbox.driver.now()
    answer = sandbox.slack.call("apps.connections.open", {}, sandbox.app_token, now)
    return str(answer["url"])


@pytest.fixture
async def socket_app(sandbox: Sandbox) -> AsyncIterator[SocketApp]:
    async with websockets.connect(address(sandbox)) as socket:
        yield SocketApp(socket)


async def test_a_connection_begins_with_hello(sandbox: Sandbox, socket_app: SocketApp) -> None:
    hello = await socket_app.frame()
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": "A0SANDBOX"}
    assert sandbox.transport.is_connected


async def test_a_command_is_answered_over_the_socket(sandbox: Sandbox, socket_app: SocketApp) -> None:
    await socket_app.frame()
    typing = asyncio.create_task(sandbox.command("U0ALICE01", "/greet", "all"))
    envelope = await socket_app.frame()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["text"] == "all"
    await socket_app.acknowledge(envelope, text="Hello")
    assert (await typing).body == {"text": "Hello"}


async def test_an_event_carries_its_attempt(sandbox: Sandbox, socket_app: SocketApp) -> None:
    await socket_app.frame()
    opening = asyncio.create_task(sandbox.open_home("U0ALICE01"))
    envelope = await socket_app.frame()
    assert envelope["accepts_response_payload"] is False
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    await socket_app.socket.send("no json")
    await socket_app.acknowledge(envelope)
    assert (await opening).ok


async def test_a_ticket_opens_one_connection(sandbox: Sandbox) -> None:
    ticket = address(sandbox)
    async with websockets.connect(ticket):
        with pytest.raises(websockets.InvalidStatus):
            await websockets.connect(ticket)


async def test_slack_asks_to_reconnect(sandbox: Sandbox, socket_app: SocketApp) -> None:
    await socket_app.frame()
    await sandbox.socket_mode.disconnect()
    goodbye = await socket_app.frame()
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "refresh_requested")
    await until(lambda: not sandbox.transport.is_connected)


async def test_without_a_connection_nothing_arrives(sandbox: Sandbox) -> None:
    assert (await sandbox.command("U0ALICE01", "/greet")).error == "dispatch_failed"


async def test_payloads_go_to_all_connections_in_turn(sandbox: Sandbox) -> None:
    async with websockets.connect(address(sandbox)) as one, websockets.connect(address(sandbox)) as two:
        apps = [SocketApp(one), SocketApp(two)]
        assert [(await app.frame())["num_connections"] for app in apps] == [1, 2]
        seen: list[str] = []
        for _ in range(2):
            typing = asyncio.create_task(sandbox.command("U0ALICE01", "/greet"))
            app = apps[(1 + len(seen)) % 2]
            envelope = await app.frame()
            seen.append(envelope["envelope_id"])
            await app.acknowledge(envelope)
            assert (await typing).ok
