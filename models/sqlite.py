"""SQLite for asyncio without a thread per statement: only a commit that waits for the disk leaves the loop.

A statement takes microseconds. Handing each one to a thread and back four times, as aiosqlite does, takes longer
than all the rest of a request, the more so on a busy machine.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.util import await_only

DRIVER = "sqlite+direct"
LOCKED_SECONDS = 10.0
LOCKED_STEP = 0.02
PRIMARY_CODE = 0xFF
"""SQLite's codes carry details above this."""
DISK = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite-commit")
"""Not the loop's own threads: those may all be waiting for names to be resolved."""


class DirectCursor(sqlite3.Cursor):
    """Has what SQLAlchemy's async results ask of a cursor."""

    async def _async_soft_close(self) -> None:
        """Nothing to do: no rows are kept elsewhere."""


class DirectConnection(sqlite3.Connection):
    """Knows how many changes are committed."""

    committed_changes = 0

    def cursor(self, factory: Any = DirectCursor) -> Any:
        return super().cursor(factory)


class DirectDialect(SQLiteDialect_pysqlite):
    """Python's own sqlite3, on the loop's thread."""

    driver = "direct"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[AsyncAdaptedQueuePool]:  # noqa: ARG003  SQLAlchemy's signature
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        arguments, options = super().create_connect_args(url)
        return arguments, {**options, "factory": DirectConnection, "check_same_thread": False}

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002  SQLAlchemy's signature
        await_only(_at_once())
        cursor.execute(statement, parameters)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002  the same
        await_only(_at_once())
        cursor.executemany(statement, parameters)

    def do_commit(self, dbapi_connection: Any) -> None:
        if dbapi_connection.total_changes == dbapi_connection.committed_changes:
            dbapi_connection.commit()
            return
        await_only(_in_a_thread(dbapi_connection.commit))
        dbapi_connection.committed_changes = dbapi_connection.total_changes


async def _at_once() -> None:
    """Be awaited, as SQLAlchemy demands of an async driver, without giving the loop away."""


async def _in_a_thread(act: Callable[[], None]) -> None:
    """Run to the end, also when the waiting task is cancelled: nobody else may use the connection meanwhile."""
    errand = asyncio.get_running_loop().run_in_executor(DISK, act)
    try:
        await asyncio.shield(errand)
    except asyncio.CancelledError:
        while not errand.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([errand])
        raise


def begin_immediate(connection: Connection) -> None:
    """Begin as a writer; while another process writes, wait without holding up the loop."""
    for _ in range(int(LOCKED_SECONDS / LOCKED_STEP)):
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY_CODE != sqlite3.SQLITE_BUSY:
                raise
            await_only(asyncio.sleep(LOCKED_STEP))
        else:
            return
    connection.exec_driver_sql("BEGIN IMMEDIATE")


registry.register("sqlite.direct", __name__, "DirectDialect")
