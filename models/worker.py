"""The processes that send, and the lock that dies with each: how a dead one is told from a slow one."""

import asyncio
from contextlib import suppress
from datetime import datetime

import psycopg
from sqlalchemy import BigInteger, String
from sqlalchemy.engine import URL
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime

ASK_SECONDS = 5
KEEPALIVE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
"""The server lets go of a lock when the machine that held it is gone, not only the process."""
NO_TIME_LIMIT = "-c idle_session_timeout=0"


class DeliveryWorker(Base):
    """One process that claims and sends, of all workspaces. `ended_at`: its lock was found free."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    host: Mapped[str] = mapped_column(String(200), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lock_key: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SessionLock:
    """A PostgreSQL advisory lock on a connection of its own: kill -9 frees it at once, SIGSTOP doesn't."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection

    @classmethod
    async def take(cls, url: URL, key: int) -> "SessionLock":
        """Connect and lock. Raises psycopg.Error."""
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await psycopg.AsyncConnection.connect(
            address, autocommit=True, connect_timeout=ASK_SECONDS, options=f"{KEEPALIVE} {NO_TIME_LIMIT}"
        )
        await connection.execute("SELECT pg_advisory_lock(%s)", (key,))
        return cls(connection)

    async def is_held(self) -> bool:
        """Ask the connection: it never reconnects by itself, so as long as it answers the lock is ours."""
        try:
            async with asyncio.timeout(ASK_SECONDS):
                await self._connection.execute("SELECT 1")
        except (psycopg.Error, OSError, TimeoutError):
            await self._drop()
            return False
        return True

    async def release(self) -> None:
        """Unlock at once: the server notices a closed connection a moment later."""
        with suppress(psycopg.Error, OSError, TimeoutError):
            async with asyncio.timeout(ASK_SECONDS):
                await self._connection.execute("SELECT pg_advisory_unlock_all()")
        await self._drop()

    async def _drop(self) -> None:
        with suppress(psycopg.Error, OSError):
            await self._connection.close()
