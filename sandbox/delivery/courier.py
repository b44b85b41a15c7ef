"""Handing a payload to the app: what is delivered, what comes back, and Slack's retries of events."""

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Json = dict[str, Any]
Kind = Literal["slash_commands", "interactive", "events_api"]
ANSWER_SECONDS = 3.0
RETRY_DELAYS = (0.0, 60.0, 300.0)
_OK, _REDIRECT = 200, 300


@dataclass(frozen=True)
class Delivery:
    """One payload on its way; `attempt` counts from 0, `reason` says why it is sent again."""

    kind: Kind
    payload: Mapping[str, Any]
    attempt: int = 0
    reason: str = ""
    copies: int = 1
    """How often the very same request or envelope is put on the line."""

    @property
    def team(self) -> str:
        """The workspace it comes from."""
        team = self.payload.get("team")
        return str(self.payload.get("team_id") or (team.get("id", "") if isinstance(team, dict) else ""))

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: its command, its interaction's type, its event's type with and without place."""
        if self.kind == "slash_commands":
            return (str(self.payload.get("command")),)
        if self.kind == "interactive":
            return (str(self.payload.get("type")),)
        event = self.payload.get("event", {})
        return (str(event.get("type")), f"{event.get('type')}.{event.get('channel_type')}")


@dataclass(frozen=True)
class Reply:
    """What the app answered: `status` 0 means nothing came; `error` is what the person is told."""

    status: int
    body: Any = None
    seconds: float = 0.0
    late: bool = False
    failure: str = ""
    may_retry: bool = True
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Whether Slack takes it for an acknowledgement."""
        return _OK <= self.status < _REDIRECT and not self.late


class Transport(Protocol):
    """A way to the app: HTTP or Socket Mode."""

    @property
    def is_connected(self) -> bool:
        """Tell whether the app can be reached."""

    async def send(self, delivery: Delivery) -> Reply:
        """Deliver and wait for the answer, three seconds at most."""

    async def close(self) -> None:
        """Let go of connections."""


class Courier:
    """Delivers through a transport; events are tried again at once, after 1 and after 5 minutes."""

    def __init__(self, transport: Transport, delays: tuple[float, ...] = RETRY_DELAYS) -> None:
        self._transport = transport
        self._delays = delays
        self._errands: set[asyncio.Task[Any]] = set()

    async def send(self, kind: Kind, payload: Mapping[str, Any]) -> Reply:
        """Deliver once; a failed event is retried in the background."""
        delivery = Delivery(kind, payload)
        reply = await self._transport.send(delivery)
        if kind == "events_api" and not reply.ok and reply.may_retry:
            self.in_background(self._retry(delivery, reply.failure))
        return reply

    def in_background(self, errand: Coroutine[Any, Any, Any]) -> None:
        """Run something to its end, or until the courier closes."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _retry(self, first: Delivery, reason: str) -> None:
        for attempt, delay in enumerate(self._delays, start=1):
            await asyncio.sleep(delay)
            again = Delivery(first.kind, first.payload, attempt, reason)
            reply = await self._transport.send(again)
            if reply.ok or not reply.may_retry:
                return
            reason = reply.failure

    async def drained(self) -> None:
        """Wait until no retry is pending."""
        await asyncio.gather(*self._errands)

    async def close(self) -> None:
        """Give up waiting retries and close the transport."""
        for task in list(self._errands):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._transport.close()
