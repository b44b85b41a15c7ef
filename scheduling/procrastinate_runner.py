"""Several processes on one PostgreSQL: procrastinate carries hints ("workspace W has work") to the workers.

A hint is all the engine ever holds. What is due, claimed, sent and looked up stands in the ledger alone, so a
hint that is lost waits for the next tick and one that comes twice finds nothing to do.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.connector import Notify
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import DeleteJobCondition, Status

from mentoring.look import due_now
from scheduling.delivery import Post, drain
from scheduling.runner import STOP_SECONDS, WORKSPACES_AT_ONCE, EmbeddedRunner

QUEUE = "hints"
PAUSE_SECONDS = 1.0
UNHEARD_SECONDS = 1.0
"""A worker that has just started may not listen yet: a hint nobody has heard is found so soon."""
log = structlog.get_logger()


class Hints:
    """The engine, on its own few connections. Open it before use."""

    def __init__(self, address: str) -> None:
        self._app = App(connector=_Connector(conninfo=address, min_size=1, max_size=4))
        self._hint = self._app.task(name="drain", queue=QUEUE)(self._drain)
        self._work_off: Callable[[str], Awaitable[None]] | None = None

    async def _drain(self, workspace_id: str) -> None:
        if self._work_off is not None:
            await self._work_off(workspace_id)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Hold the connections while the block runs."""
        async with self._app.open_async():
            yield

    async def has_schema(self) -> bool:
        """Tell whether the engine's tables are there."""
        return await self._app.check_connection_async()

    async def give(self, workspace_id: str) -> None:
        """Say that a workspace has work, unless that waits to be heard already."""
        with suppress(AlreadyEnqueued):
            await self._hint.configure(queueing_lock=workspace_id).defer_async(workspace_id=workspace_id)

    async def take(self, work_off: Callable[[str], Awaitable[None]]) -> None:
        """Work hints off until cancelled; returns when the engine stops by itself. Raises what it raises."""
        self._work_off = work_off
        await self._clear_up()
        await self._app.run_worker_async(
            queues=[QUEUE],
            concurrency=WORKSPACES_AT_ONCE,
            fetch_job_polling_interval=UNHEARD_SECONDS,
            delete_jobs=DeleteJobCondition.ALWAYS,
            shutdown_graceful_timeout=STOP_SECONDS,
            install_signal_handlers=False,
        )

    async def _clear_up(self) -> None:
        """Delete what workers had in hand that were killed: nobody else would."""
        for job in await self._app.job_manager.get_stalled_jobs(queue=QUEUE):
            with suppress(ConnectorException):  # another worker has just done it
                await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


class _Connector(PsycopgConnector):
    """Listens again after the server was away.

    The engine would stop its worker then, but it stops watching as soon as it finds no periodic tasks (3.10).
    """

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        while True:
            try:
                await super().listen_notify(on_notification, channels)
            except ConnectorException:
                log.warning("hints_unheard")
                await asyncio.sleep(PAUSE_SECONDS)


class ProcrastinateRunner(EmbeddedRunner):
    """Plans and thinks like the embedded one; what is to be sent is hinted at. A worker also takes hints."""

    def __init__(self, post: Post, hints: Hints, *, takes_hints: bool) -> None:
        super().__init__(post)
        self._hints = hints
        self._takes_hints = takes_hints
        self._again: dict[str, bool] = {}
        """The workspaces being drained here, and whether a further hint came meanwhile."""
        self._taking: asyncio.Task[None] | None = None

    def start(self) -> None:
        super().start()
        if self._takes_hints:
            self._taking = asyncio.create_task(self._take_hints())

    async def stop(self) -> None:
        self._post.stop.set()
        await asyncio.gather(super().stop(), self._stop_taking())

    async def _stop_taking(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            with suppress(asyncio.CancelledError):
                await self._taking

    async def settle(self) -> None:
        """Work off everything that is due now, with the help of whoever takes hints."""
        await super().settle()
        while (waiting := (await due_now(self._core)).workspaces) or self._again:
            await self._dispatch(waiting)
            await asyncio.sleep(1 / 20)

    async def _dispatch(self, workspaces: Iterable[str]) -> None:
        """Hint at every workspace with a message due."""
        for workspace_id in workspaces:
            await self._hints.give(workspace_id)

    async def _take_hints(self) -> None:
        while not self._post.stop.is_set():
            try:
                await self._hints.take(self._work_off)
            except (
                Exception
            ):  # the clock's door: a database that is away for a moment must not end the worker
                log.exception("hints_failed")
            await asyncio.sleep(PAUSE_SECONDS)

    async def _work_off(self, workspace_id: str) -> None:
        """Drain one workspace, once more for a hint that came meanwhile; then look what is due next."""
        is_in_hand = workspace_id in self._again
        self._again[workspace_id] = True
        if is_in_hand:
            return
        done = 0
        try:
            while self._again[workspace_id] and not self._post.stop.is_set():
                self._again[workspace_id] = False
                done += await drain(self._post, workspace_id)
        finally:
            del self._again[workspace_id]
        if done:
            self.wake()
