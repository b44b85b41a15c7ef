"""The embedded runner: works off what is due, woken by commits, by ticks and by the next due instant.

Lanes work side by side, so that neither a long solve nor a morning's thousand steps hold up a receipt: one plans,
one thinks, and each workspace has one that sends, so that a Slack that hangs there holds up nobody else. One lane
only looks what is due, and wakes the others.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from typing import Protocol

import structlog

from mentoring.look import due_now, next_due
from scheduling.delivery import Post, drain
from scheduling.ticks import Tick, ticks

STOP_SECONDS = 8.0
"""How long what is in hand may take to be settled after a stop; then it is broken off."""
WORKSPACES_AT_ONCE = 8
SHORTEST_NAP = 0.2
OVERDUE_NAP = 1.0
LONGEST_NAP = 30.0
log = structlog.get_logger()


class Runner(Protocol):
    """What drives a process: this runner, or the one of several processes (procrastinate_runner.py)."""

    ticks: dict[str, Tick]

    def start(self) -> None: ...

    def wake(self, workspace_id: str = "") -> None:
        """Something was promised: work it off soon. Wake-ups may be lost or doubled."""
        ...

    async def stop(self) -> None:
        """Begin nothing more; what is in hand ends, or is given back, within `STOP_SECONDS`."""
        ...

    async def settle(self) -> None:
        """Work off everything that is due now, until nothing is left."""
        ...

    def at_rest(self) -> AbstractAsyncContextManager[None]:
        """Hold this process still while the block runs."""
        ...

    async def next_due(self) -> datetime | None:
        """Return the next instant at which there is something to do."""
        ...


class Lane:
    """Runs one function at a time: as long as it finds something to do, then waits to be woken.

    `tell` is called when it comes to rest after having done something. What `is_thorough` leaves nothing to do and
    need not look twice.
    """

    def __init__(
        self,
        name: str,
        run: Callable[[], Awaitable[int]],
        tell: Callable[[], None] = lambda: None,
        *,
        is_thorough: bool = False,
    ) -> None:
        self._name = name
        self._run = run
        self._tell = tell
        self._is_thorough = is_thorough
        self._wake = asyncio.Event()
        self._busy = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._is_stopping = False

    def wake(self) -> None:
        self._wake.set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._serve())

    async def _serve(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                if await self.work_off():
                    self._tell()
            except Exception:  # the clock's door: a database that is away for a moment must not end the lane
                log.exception("lane_failed", lane=self._name)

    async def work_off(self) -> int:
        """Run until there is nothing left to do now; return how much was done."""
        done = 0
        async with self._busy:
            while not self._is_stopping and (more := await self._run()):
                done += more
                if self._is_thorough:
                    break
        return done

    def at_rest(self) -> asyncio.Lock:
        """Return the lock that is free only while nothing is in hand."""
        return self._busy

    async def stop(self) -> None:
        """Let what is in hand be settled, then end. What takes longer than `STOP_SECONDS` is broken off."""
        self._is_stopping = True
        if self._task is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS), self._busy:
                pass
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task


class EmbeddedRunner:
    """One process does it all. `wake` may be called from anywhere on the loop; hints may be lost or doubled."""

    def __init__(self, post: Post) -> None:
        self.ticks = ticks(post, self._look)
        self._post = post
        self._core = post.core
        self._looking = Lane("looking", self._look)
        self._planning = self._lane("planning", "tick.plan")
        self._thinking = self._lane("thinking", "tick.solve")
        self._lanes = (self._looking, self._planning, self._thinking)
        self._senders: dict[str, Lane] = {}
        """One for each workspace that has had something to send."""
        self._places = asyncio.Semaphore(WORKSPACES_AT_ONCE)
        self._is_started = False
        self._alarm: asyncio.TimerHandle | None = None

    def _lane(self, name: str, tick: str) -> Lane:
        async def run() -> int:
            return await self.ticks[tick].run()

        return Lane(name, run, self.wake)

    def start(self) -> None:
        self._is_started = True
        for lane in self._lanes:
            lane.start()

    def wake(self, workspace_id: str = "") -> None:  # noqa: ARG002  it looks at all workspaces at once
        """Something was promised: look soon what there is to do."""
        self._looking.wake()

    async def stop(self) -> None:
        """Begin nothing more; what is in hand ends, or is given back, within `STOP_SECONDS`."""
        self._post.stop.set()
        await asyncio.gather(*(lane.stop() for lane in (*self._lanes, *self._senders.values())))
        self._set_alarm(None)

    async def _look(self) -> int:
        """Wake who has something to do now; be woken again when the next thing is due."""
        due = await due_now(self._core)
        self._doze(due.next_at)
        if due.has_steps:
            self._planning.wake()
        if due.has_rounds:
            self._thinking.wake()
        await self._dispatch(due.workspaces)
        return 0

    async def _dispatch(self, workspaces: Iterable[str]) -> None:
        """Wake the lane of every workspace with a message due."""
        for workspace_id in workspaces:
            self._sender(workspace_id).wake()

    def _sender(self, workspace_id: str) -> Lane:
        lane = self._senders.get(workspace_id)
        if lane is None:
            lane = self._senders[workspace_id] = Lane(
                "sending", lambda: self._drain(workspace_id), self.wake, is_thorough=True
            )
            if self._is_started and not self._post.stop.is_set():
                lane.start()
        return lane

    async def _drain(self, workspace_id: str) -> int:
        async with self._places:
            return await drain(self._post, workspace_id)

    def _doze(self, due: datetime | None) -> None:
        """Set the alarm for the next due instant: what the pace puts off for a second waits for no tick."""
        wait = LONGEST_NAP if due is None else (due - self._core.clock.now()).total_seconds()
        if wait <= 0:
            wait = OVERDUE_NAP  # a lane, or another process, has it in hand
        self._set_alarm(max(wait, SHORTEST_NAP) if wait < LONGEST_NAP else None)

    def _set_alarm(self, seconds: float | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        loop = asyncio.get_running_loop()
        self._alarm = None if seconds is None else loop.call_later(seconds, self.wake)

    async def settle(self) -> None:
        """Work off everything that is due now, in all lanes, until nothing is left."""
        is_done = False
        while not is_done:
            done = await self._planning.work_off() + await self._send()
            has_rounds = (await due_now(self._core)).has_rounds
            if has_rounds:
                await self._thinking.work_off()
            is_done = not (done or has_rounds)

    async def _send(self) -> int:
        """Send all that may go out now; return how much was taken."""
        await self._dispatch((await due_now(self._core)).workspaces)
        return sum(await asyncio.gather(*(lane.work_off() for lane in self._senders.values())))

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Hold still while the block runs: nothing is in hand, nothing is begun."""
        async with AsyncExitStack() as held:
            for lane in self._lanes:
                await held.enter_async_context(lane.at_rest())
            for lane in self._senders.values():
                await held.enter_async_context(lane.at_rest())
            yield

    async def next_due(self) -> datetime | None:
        """Return the next instant at which there is something to do."""
        return await next_due(self._core)
