"""Socket Mode: the server end of the websocket, with envelopes, acknowledgements and disconnects."""

import asyncio
import contextlib
import json
import time
import uuid
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery import ANSWER_SECONDS, Delivery, Reply
from sandbox.state.memory import Memory

Json = dict[str, Any]
_MOST_CONNECTIONS = 10
_LIFE_SECONDS, _DEBUG_LIFE_SECONDS = 18_060, 360
_POLICY_VIOLATION = 1008


class SocketTransport:
    """Delivers over the open websockets, each payload to one of them in turn."""

    def __init__(self, memory: Memory, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._memory = memory
        self._answer_seconds = answer_seconds
        self._sockets: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0

    @property
    def is_connected(self) -> bool:
        return bool(self._sockets)

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection of the app until it ends; the ticket in its address is used up."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._memory.socket_tickets or len(self._sockets) >= _MOST_CONNECTIONS:
            await socket.close(_POLICY_VIOLATION)
            return
        self._memory.socket_tickets.discard(ticket)
        await socket.accept()
        self._sockets.append(socket)
        is_short = socket.query_params.get("debug_reconnects") == "true"
        life = _DEBUG_LIFE_SECONDS if is_short else _LIFE_SECONDS
        try:
            await socket.send_json(self._hello(life))
            async with asyncio.timeout(life):
                await self._listen(socket)
        except TimeoutError:
            await self._part(socket, "refresh_requested")
        finally:
            with contextlib.suppress(ValueError):
                self._sockets.remove(socket)

    def _hello(self, life: int) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": life},
            "connection_info": {"app_id": self._memory.identity.app_id},
        }

    async def _listen(self, socket: WebSocket) -> None:
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                self._acknowledge(await socket.receive_text())

    def _acknowledge(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(frame.get("envelope_id", "")) if isinstance(frame, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload"))

    async def send(self, delivery: Delivery) -> Reply:
        started = time.monotonic()
        if not self._sockets:
            return Reply(0, failure="connection_failed")
        envelope = envelope_of(delivery)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = answer
        try:
            await self._next_socket().send_json(envelope)
            payload = await asyncio.wait_for(answer, self._answer_seconds)
        except TimeoutError:
            return Reply(0, seconds=time.monotonic() - started, late=True, failure="timeout")
        except (RuntimeError, WebSocketDisconnect):
            return Reply(0, seconds=time.monotonic() - started, failure="connection_failed")
        finally:
            del self._waiting[envelope["envelope_id"]]
        return Reply(200, payload or None, time.monotonic() - started)

    def _next_socket(self) -> WebSocket:
        self._turn += 1
        return self._sockets[self._turn % len(self._sockets)]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to go, as Slack does every few hours, and close it."""
        for socket in list(self._sockets):
            await self._part(socket, reason)

    async def _part(self, socket: WebSocket, reason: str) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            about = {"host": "sandbox"}
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": about})
            await socket.close()
        with contextlib.suppress(ValueError):
            self._sockets.remove(socket)

    async def close(self) -> None:
        await self.disconnect("link_disabled")


def envelope_of(delivery: Delivery) -> Json:
    """Wrap a payload; only events can't be answered with a payload."""
    envelope: Json = {
        "envelope_id": str(uuid.uuid4()),
        "payload": dict(delivery.payload),
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return envelope
