"""The embedded runner: works off what is due, woken by commits, by ticks and by the next due instant.

Two lanes, so that a long solve never holds up a receipt: one plans and sends, one thinks.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

import structlog

from mentoring.plan import due_now, next_due
from scheduling.delivery import Post
from scheduling.ticks import ticks

log = structlog.get_logger()


class Lane:
    """Runs one function at a time: as long as it finds something to do, then waits to be woken."""

    def __init__(self, name: str, run: Callable[[], Awaitable[int]]) -> None:
        self._name = name
        self._run = run
        self._wake = asyncio.Event()
        self._busy = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._wake.set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._serve())

    async def _serve(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self.work_off()
            except Exception:  # the clock's door: a database that is away for a moment must not end the lane
                log.exception("lane_failed", lane=self._name)

    async def work_off(self) -> int:
        """Run until there is nothing left to do now; return how much was done."""
        done = 0
        async with self._busy:
            while more := await self._run():
                done += more
        return done

    def at_rest(self) -> asyncio.Lock:
        """Return the lock that is free only while nothing is in hand."""
        return self._busy

    async def stop(self) -> None:
        """Let what is in hand be settled, then end."""
        if self._task is None:
            return
        async with self._busy:
            self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task


class EmbeddedRunner:
    """One process does it all. `wake` may be called from anywhere on the loop; hints may be lost or doubled."""

    def __init__(self, post: Post) -> None:
        self.ticks = ticks(post)
        self._core = post.core
        self._sending = Lane("sending", self._plan_and_send)
        self._thinking = Lane("thinking", self._solve)

    def start(self) -> None:
        self._sending.start()
        self._thinking.start()

    def wake(self, _workspace_id: str = "") -> None:
        """Something was promised: work it off soon. The sending lane wakes the thinking one."""
        self._sending.wake()

    async def stop(self) -> None:
        await self._sending.stop()
        await self._thinking.stop()

    async def _plan_and_send(self) -> int:
        due = await due_now(self._core)
        if due.has_rounds:
            self._thinking.wake()
        done = await self.ticks["tick.plan"].run() if due.has_steps else 0
        if due.has_messages or done:
            done += await self.ticks["tick.dispatch"].run()
        return done

    async def _solve(self) -> int:
        return await self.ticks["tick.solve"].run()

    async def settle(self) -> None:
        """Work off everything that is due now, in both lanes, until nothing is left."""
        while await self._sending.work_off() or (await due_now(self._core)).has_rounds:
            await self._thinking.work_off()

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Hold still while the block runs: nothing is in hand, nothing is begun."""
        async with self._sending.at_rest(), self._thinking.at_rest():
            yield

    async def next_due(self) -> datetime | None:
        """Return the next instant at which there is something to do."""
        return await next_due(self._core)
