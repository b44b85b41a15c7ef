"""The real schema in a real SQLite, in memory and on this very thread: aiosqlite's threads would break the replay."""

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from models import database
from models.sqlite import begin_immediate
from tests.databases import migrate_now

Observer = Callable[[], None]
TRIGGER = """
CREATE TEMP TRIGGER watch_{verb} AFTER {verb} ON main.delivery {when}
BEGIN SELECT noted(NEW.workspace_id, NEW.id, {old}, NEW.state); END
"""


class InlineDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's SQLite on the caller's thread, for an AsyncEngine: nothing in it ever suspends."""

    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, _url: URL) -> type[AsyncAdaptedQueuePool]:
        return AsyncAdaptedQueuePool

    def do_commit(self, dbapi_connection: Any) -> None:
        self.store.commit(dbapi_connection)

    def do_rollback(self, dbapi_connection: Any) -> None:
        self.store.noted.clear()
        dbapi_connection.rollback()

    store: "Store"


registry.register("sqlite.inline", __name__, "InlineDialect")


@lru_cache(maxsize=1)
def migrated() -> bytes:
    """Return an empty database at the newest revision, by the real migrations; made once per process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "template.db")
        migrate_now(f"sqlite:///{file}")
        connection = sqlite3.connect(file)
        image = connection.serialize()
        connection.close()
        return image


class Store:
    """One database for all replicas of a run. `fault_chance` is how likely a statement or commit fails."""

    def __init__(self, chance: random.Random, changed: Observer, struck: Observer) -> None:
        self.connection = sqlite3.connect(
            ":memory:", check_same_thread=False, detect_types=0, isolation_level=None
        )
        self.connection.deserialize(migrated())
        self._chance = chance
        self._changed = changed
        self._struck = struck
        self.fault_chance = 0.0
        self._changes = 0
        self.noted: list[tuple[str, str, str | None, str]] = []
        self.after_commit: Observer = lambda: None
        self._watch()
        self.engine: AsyncEngine | None = None

    def _watch(self) -> None:
        """Have every change of a ledger row's state noted, whoever makes it."""
        self.connection.create_function("noted", 4, lambda *change: self.noted.append(change))
        when = "WHEN OLD.state IS NOT NEW.state"
        self.connection.execute(TRIGGER.format(verb="INSERT", when="", old="NULL"))
        self.connection.execute(TRIGGER.format(verb="UPDATE", when=when, old="OLD.state"))

    def engine_for(self, _url: URL) -> AsyncEngine:
        """Return the one engine, set up by the product's own hooks."""
        if self.engine is None:
            engine = create_async_engine(
                "sqlite+inline://",
                pool_size=1,
                max_overflow=0,
                pool_timeout=3600,
                hide_parameters=True,
                creator=lambda: self.connection,
            )
            event.listen(engine.sync_engine, "connect", database._set_up_sqlite)
            event.listen(engine.sync_engine, "begin", begin_immediate)
            event.listen(engine.sync_engine, "before_cursor_execute", self._strike)
            dialect: Any = engine.sync_engine.dialect
            dialect.store = self
            self.engine = engine
        return self.engine

    def _strike(self, *_statement: Any) -> None:
        if self.fault_chance and self._chance.random() < self.fault_chance:
            self._struck()
            raise sqlite3.OperationalError("disk I/O error")

    def commit(self, connection: sqlite3.Connection) -> None:
        """Commit; at times it fails, and at times it succeeds and nobody is told."""
        struck = self.fault_chance and self._chance.random() < self.fault_chance
        if struck and self._chance.random() < 1 / 2:
            self._struck()
            raise sqlite3.OperationalError("database or disk is full")
        is_writing = connection.total_changes != self._changes
        self._changes = connection.total_changes
        connection.commit()
        if is_writing:
            self._changed()
        if self.noted:
            self.after_commit()
        if struck:
            self._struck()
            raise sqlite3.OperationalError("disk I/O error")

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the store past everything that is judged."""
        return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        found = self.connection.execute(sql, values).fetchone()
        return tuple(found) if found else None

    def dump(self, tables: Iterable[str]) -> Iterable[str]:
        """Yield every row of these tables, in a fixed order."""
        for table in tables:
            for row in sorted(map(repr, self.rows(f"SELECT * FROM {table}"))):  # noqa: S608  our own names
                yield f"{table} {row}"

    def close(self) -> None:
        self.connection.close()
