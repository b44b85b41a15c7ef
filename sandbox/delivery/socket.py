"""Socket Mode: the server end of the websocket, with envelopes, acknowledgements and disconnects."""

import asyncio
import contextlib
import time
import uuid
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.courier import ANSWER_SECONDS, Delivery, Reply
from sandbox.faults.faults import Faults, Strike
from sandbox.faults.kinds import SOCKET
from sandbox.state.installations import Installations
from sandbox.wire import read_json

Json = dict[str, Any]
_MOST_CONNECTIONS = 10
_LIFE_SECONDS, _DEBUG_LIFE_SECONDS = 18_060, 360
_WARNING_SECONDS = 10
_POLICY_VIOLATION = 1008


class SocketTransport:
    """Delivers over the open websockets, each payload to one of them in turn."""

    def __init__(
        self,
        slack: Installations,
        faults: Faults,
        cut_line: Callable[[tuple[str, int] | None], None],
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._slack = slack
        self._faults = faults
        self._cut_line = cut_line
        self._answer_seconds = answer_seconds
        self._sockets: list[WebSocket] = []
        self._refreshes: set[asyncio.Task[None]] = set()
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0

    @property
    def is_connected(self) -> bool:
        return bool(self._sockets)

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection of the app until it ends; the ticket in its address is used up."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._slack.socket_tickets or len(self._sockets) >= _MOST_CONNECTIONS:
            await socket.close(_POLICY_VIOLATION)
            return
        self._slack.socket_tickets.discard(ticket)
        await socket.accept()
        self._sockets.append(socket)
        is_short = socket.query_params.get("debug_reconnects") == "true"
        life = _DEBUG_LIFE_SECONDS if is_short else _LIFE_SECONDS
        try:
            await socket.send_json(self._hello(life))
            if await self._listen(socket, life - _WARNING_SECONDS):
                await self._tell(socket, "warning")
            if await self._listen(socket, _WARNING_SECONDS):
                await self._part(socket, "refresh_requested")
        finally:
            self._forget(socket)

    def _hello(self, life: int) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": life},
            "connection_info": {"app_id": self._slack.app.id},
        }

    async def _listen(self, socket: WebSocket, seconds: float) -> bool:
        """Take acknowledgements; tell whether the time was up, not the connection."""
        try:
            async with asyncio.timeout(seconds):
                while socket in self._sockets:
                    self._acknowledge(await socket.receive_text())
        except WebSocketDisconnect:
            self._forget(socket)
        except TimeoutError:
            return True
        return False

    def _acknowledge(self, text: str) -> None:
        try:
            frame = read_json(text)
        except ValueError:
            return
        waiting = self._waiting.get(frame.get("envelope_id", "")) if isinstance(frame, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload"))

    async def send(self, delivery: Delivery) -> Reply:
        started = time.monotonic()
        strike = self._faults.strike(SOCKET, delivery.names, delivery.team) if self._sockets else None
        if strike is not None:
            await self._suffer(strike, self._next_socket())
        if not self._sockets:
            return Reply(0, failure="connection_failed")
        envelope = envelope_of(delivery)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = answer
        try:
            await self._write(envelope, delivery.copies, is_last=_cuts_after(strike))
            payload = await asyncio.wait_for(answer, self._answer_seconds)
        except TimeoutError:
            return Reply(0, seconds=time.monotonic() - started, late=True, failure="timeout")
        except (RuntimeError, WebSocketDisconnect):
            return Reply(0, seconds=time.monotonic() - started, failure="connection_failed")
        finally:
            del self._waiting[envelope["envelope_id"]]
        return Reply(200, payload or None, time.monotonic() - started)

    async def _write(self, envelope: Json, copies: int, *, is_last: bool) -> None:
        for _ in range(copies):
            socket = self._next_socket()
            await socket.send_json(envelope)
        if is_last:
            self._cut(socket)

    def _next_socket(self) -> WebSocket:
        self._turn += 1
        return self._sockets[self._turn % len(self._sockets)]

    async def _suffer(self, strike: Strike, socket: WebSocket) -> None:
        """Let a fault strike the connection whose turn it is, before the next one is written to."""
        if strike.kind == "warning":
            await self._tell(socket, "warning")
            refresh = asyncio.create_task(self._refresh(socket, strike["seconds"]))
            self._refreshes.add(refresh)
            refresh.add_done_callback(self._refreshes.discard)
        elif strike.kind == "refresh":
            await self._part(socket, "refresh_requested")
        elif strike["moment"] == "before":
            self._cut(socket)

    async def _refresh(self, socket: WebSocket, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._part(socket, "refresh_requested")

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to go, as Slack does every few hours; but for a warning, close it too."""
        for socket in list(self._sockets):
            await (self._tell if reason == "warning" else self._part)(socket, reason)

    async def _tell(self, socket: WebSocket, reason: str) -> None:
        about = {"host": "sandbox"}
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": about})

    async def _part(self, socket: WebSocket, reason: str) -> None:
        await self._tell(socket, reason)
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.close()
        self._forget(socket)

    def cut(self) -> None:
        """End every connection without a word: no frame, no closing handshake."""
        for socket in list(self._sockets):
            self._cut(socket)

    def _cut(self, socket: WebSocket) -> None:
        self._forget(socket)
        self._cut_line(socket.client)

    def _forget(self, socket: WebSocket) -> None:
        with contextlib.suppress(ValueError):
            self._sockets.remove(socket)

    async def close(self) -> None:
        for refresh in list(self._refreshes):
            refresh.cancel()
        await self.disconnect("link_disabled")


def _cuts_after(strike: Strike | None) -> bool:
    return strike is not None and strike.kind == "cut" and strike["moment"] == "after"


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
