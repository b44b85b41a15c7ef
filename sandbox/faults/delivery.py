"""Faults on the way to the app: payloads that come twice, late, in another order, or not at first."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from sandbox.delivery.courier import ANSWER_SECONDS, Delivery, Reply, Transport
from sandbox.faults.faults import Faults, Strike
from sandbox.faults.kinds import DELIVERY


class FaultyTransport:
    """A transport around the real one; a retry is delivered without a further fault."""

    def __init__(self, real: Transport, faults: Faults, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._real = real
        self._faults = faults
        self._answer_seconds = answer_seconds
        self._held: list[asyncio.Event] = []

    @property
    def is_connected(self) -> bool:
        return self._real.is_connected

    async def send(self, delivery: Delivery) -> Reply:
        strike = None
        if delivery.attempt == 0:
            strike = self._faults.strike(DELIVERY, delivery.names, delivery.team)
        if strike is None:
            return await self._pass_on(delivery)
        return await _STRIKES[strike.kind](self, delivery, strike)

    async def close(self) -> None:
        await self._real.close()

    async def _pass_on(self, delivery: Delivery) -> Reply:
        """Deliver, and then let go whatever waited to be overtaken."""
        overtaken, self._held = self._held, []
        reply = await self._real.send(delivery)
        for event in overtaken:
            event.set()
        return reply

    async def _duplicate(self, delivery: Delivery, _: Strike) -> Reply:
        replies = await asyncio.gather(self._real.send(delivery), self._real.send(delivery))
        return next((reply for reply in replies if reply.body), replies[0])

    async def _delay(self, delivery: Delivery, strike: Strike) -> Reply:
        await asyncio.sleep(strike["seconds"])
        return await self._pass_on(delivery)

    async def _hold_back(self, delivery: Delivery, strike: Strike) -> Reply:
        overtaken = asyncio.Event()
        self._held.append(overtaken)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(overtaken.wait(), strike["seconds"])
        return await self._real.send(delivery)

    async def _lose(self, delivery: Delivery, strike: Strike) -> Reply:
        """Deliver nothing: an event the courier sends again, as Slack does; a person waits in vain."""
        is_late = strike["reason"] == "http_timeout"
        if is_late and delivery.kind != "events_api":
            await asyncio.sleep(self._answer_seconds)
        return Reply(0, late=is_late, failure=strike["reason"])

    async def _copy(self, delivery: Delivery, _: Strike) -> Reply:
        return await self._pass_on(replace(delivery, copies=2))


_STRIKES: Mapping[str, Callable[[FaultyTransport, Delivery, Strike], Awaitable[Reply]]] = {
    "duplicated": FaultyTransport._duplicate,  # noqa: SLF001 - the table of its own methods
    "delayed": FaultyTransport._delay,  # noqa: SLF001 - the same
    "reordered": FaultyTransport._hold_back,  # noqa: SLF001 - the same
    "lost_once": FaultyTransport._lose,  # noqa: SLF001 - the same
    "envelope_twice": FaultyTransport._copy,  # noqa: SLF001 - the same
}
