"""Who is alive: by a lock that dies with the process, never by a clock.

PostgreSQL: a session advisory lock on a connection of its own. SQLite: the one process holds the kernel's lock
on the file (bot/only_process.py), so whoever registers is alone, and everybody registered before is dead.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import IN_HAND
from mentoring.core import Core
from models import Delivery, DeliveryWorker, SessionLock

LOCK_DIGITS = 15
"""Hexadecimal digits of a worker's id that make its lock's number: it fits into PostgreSQL's 64 bits."""
log = structlog.get_logger()


@dataclass
class Worker:
    """A process that sends: its name in the ledger, its lock, and the rows it has in hand.

    `doubts` are the attempts that may have reached Slack, and since when, by its own seconds, it has known of them.

    Without having registered it counts as dead a minute after each of its attempts.
    """

    id: str
    lock: SessionLock | None = None
    host: str = ""
    in_hand: set[str] = field(default_factory=set)
    doubts: dict[tuple[str, int], float] = field(default_factory=dict)
    renewing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def is_alive(self) -> bool:
        """Tell whether nobody can have taken its rows."""
        return self.lock is None or await self.lock.is_held()

    async def close(self) -> None:
        """Free the lock: the sweeper of another process, or the next start, clears up."""
        if self.lock is not None:
            await self.lock.release()


async def register(core: Core, host: str = "") -> Worker:
    """Enter a new worker. `host` is for people who look at the table."""
    worker = Worker("", host=host)
    await _enter(core, worker)
    return worker


async def stay_alive(core: Core, worker: Worker) -> None:
    """Begin anew under another name when the lock is gone; raises while the database is away.

    Several workspaces are drained at once: one of them renews, the others wait for it.
    """
    async with worker.renewing:
        if not await worker.is_alive():
            log.warning("lock_lost", worker=worker.id)
            await _enter(core, worker)


async def _enter(core: Core, worker: Worker) -> None:
    """Lock first: a row whose lock is free is dead. The worker changes last: half of it would be somebody else."""
    worker_id, now = core.ids.new(), core.clock.now()
    key = int(worker_id[:LOCK_DIGITS], 16)
    lock = None if core.database.is_sqlite else await SessionLock.take(core.database.url, key)
    try:
        async with core.database.every_workspace() as session:
            if core.database.is_sqlite:
                await session.execute(
                    update(DeliveryWorker).where(DeliveryWorker.ended_at.is_(None)).values(ended_at=now)
                )
            session.add(DeliveryWorker(id=worker_id, host=worker.host, started_at=now, lock_key=key))
    except BaseException:
        if lock is not None:
            await lock.release()
        raise
    worker.id, worker.lock = worker_id, lock


async def dead_workers(session: AsyncSession, now: datetime) -> list[str]:
    """Return the workers whose lock is free: the kernel or the server freed it when they ended."""
    if session.get_bind().dialect.name == "postgresql":
        for row in await session.scalars(select(DeliveryWorker).where(DeliveryWorker.ended_at.is_(None))):
            if await session.scalar(select(func.pg_try_advisory_xact_lock(row.lock_key))):
                # Another sweeper may have buried it meanwhile.
                this = update(DeliveryWorker).where(DeliveryWorker.id == row.id)
                await session.execute(this.values(ended_at=now))
    dead = await session.scalars(select(DeliveryWorker.id).where(DeliveryWorker.ended_at.is_not(None)))
    return list(dead)


async def living_workers(session: AsyncSession) -> set[str]:
    """Return the workers whose lock was held when somebody last tried it."""
    rows = await session.scalars(select(DeliveryWorker.id).where(DeliveryWorker.ended_at.is_(None)))
    return set(rows)


async def bury(session: AsyncSession) -> None:
    """Forget the dead who have left nothing behind."""
    left = exists().where(Delivery.worker == DeliveryWorker.id, Delivery.state.in_(IN_HAND))
    await session.execute(delete(DeliveryWorker).where(DeliveryWorker.ended_at.is_not(None), ~left))
