"""Word of changes, for the open pages: one stream per page, closed with the sandbox."""

import asyncio
from collections.abc import AsyncIterator

_HEARTBEAT_SECONDS = 15.0


class Changes:
    """Hands every change to every listener; a listener that lags hears of each kind once."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[str | None]] = set()
        self._waiting: dict[asyncio.Queue[str | None], set[str]] = {}

    def is_heard(self) -> bool:
        """Tell whether anybody listens."""
        return bool(self._queues)

    def tell(self, kind: str) -> None:
        """Tell all listeners."""
        for queue in self._queues:
            if kind not in self._waiting[queue]:
                self._waiting[queue].add(kind)
                queue.put_nowait(kind)

    def close(self) -> None:
        """End all streams."""
        for queue in self._queues:
            queue.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        """Yield kinds as they change, and an empty string as a sign of life."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues.add(queue)
        self._waiting[queue] = set()
        try:
            async for kind in self._listen(queue):
                yield kind
        finally:
            self._queues.discard(queue)
            del self._waiting[queue]

    async def _listen(self, queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
        while True:
            try:
                kind = await asyncio.wait_for(queue.get(), _HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ""
                continue
            if kind is None:
                return
            self._waiting[queue].discard(kind)
            yield kind
