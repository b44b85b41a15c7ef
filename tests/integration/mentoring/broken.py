"""A database of which the n-th thing fails: a statement, a commit, or only the word that it was committed."""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from sqlalchemy import event

from models import Base
from models.database import Database
from models.types import UtcDateTime

CHANCE = re.compile(r"[0-9a-f]{32}|\d{4}-\d\d-\d\dT[\d:.+]+")
"""Ids, and instants within keys."""
OF_THE_WAY = {"inbox", "pace", "worker", "restored"}
"""Tables that tell how it came about, not how things stand."""
OF_THE_ATTEMPT = {
    *("attempt_count", "failure_count", "fault_count", "failure_kind", "reason", "worker", "seed"),
    *("message_ts", "is_repeat"),
}
STATEMENT, COMMIT, WORD = "statement", "commit", "word of the commit"


class Breaking:
    """Counts what a database is asked while it is watched, and breaks the one thing it is told to break.

    SQLite says what it says of a broken disk; PostgreSQL's own process of the connection is ended.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._end_of = None if database.is_sqlite else _address(database)
        self.asked: list[str] = []
        self.at = -1
        self.is_watching = False

    @asynccontextmanager
    async def watching(self, at: int = -1) -> AsyncIterator[list[str]]:
        """Count what is asked in the block; break the thing of this number."""
        self.asked, self.at, self.is_watching = [], at, True
        try:
            yield self.asked
        finally:
            self.is_watching = False

    @property
    def has_broken(self) -> bool:
        return 0 <= self.at < len(self.asked)

    def is_next(self, kind: str) -> bool:
        """Count one thing; tell whether it is the one to break."""
        if not self.is_watching:
            return False
        self.asked.append(kind)
        return len(self.asked) == self.at + 1

    def break_statement(self, _cursor: Any, _statement: str, _parameters: Any, context: Any) -> None:
        if self.is_next(STATEMENT):
            self._break(context.root_connection.connection.driver_connection)

    def broken_commit(self, commit: Callable[[Any], None]) -> Callable[[Any], None]:
        """Return a commit that fails before, or after, it is done."""

        def do_commit(connection: Any) -> None:
            driver = getattr(connection, "driver_connection", connection)
            if self.is_next(COMMIT):
                self._break(driver)
            commit(connection)
            if self.is_next(WORD):
                self._break(driver)
                raise psycopg.OperationalError("the server closed the connection unexpectedly")

        return do_commit

    def _break(self, driver: Any) -> None:
        if self._end_of is None:
            raise sqlite3.OperationalError("disk I/O error")
        with psycopg.connect(self._end_of, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (driver.info.backend_pid,))


def breaking(database: Database) -> Breaking:
    """Stand between a database and its driver."""
    engine, made = database.engine.sync_engine, Breaking(database)
    for name in ("do_execute", "do_executemany"):
        event.listen(engine, name, made.break_statement)
    dialect: Any = engine.dialect
    dialect.do_commit = made.broken_commit(dialect.do_commit)
    return made


def _address(database: Database) -> str:
    return database.url.set(drivername="postgresql").render_as_string(hide_password=False)


async def state_of(database: Database) -> dict[str, list[str]]:
    """Return how things stand: every row of every table, without instants and with ids made alike."""
    found = {}
    async with database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in OF_THE_WAY:
                rows = (await connection.execute(table.select())).mappings()
                found[table.name] = sorted(_shown(table.name, row) for row in rows)
    return found


def _shown(table: str, row: Any) -> str:
    columns = Base.metadata.tables[table].columns
    kept = {
        name: value
        for name, value in row.items()
        if name not in OF_THE_ATTEMPT and not isinstance(columns[name].type, UtcDateTime)
    }
    if table == "delivery":
        del kept["revision"]
    return CHANCE.sub("#", str(kept))
