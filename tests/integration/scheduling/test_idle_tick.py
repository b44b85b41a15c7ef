"""A tick that finds nothing reads a few index entries, never a table, however much lies ahead and behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from benchmarks.idle_tick import asked, fill
from models.database import Database

ROWS = 5_000
BIG = ("delivery", "due")


@contextmanager
def _statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is sent to the database while the block runs."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def _plan(database: Database, statement: str, parameters: Any) -> str:
    """Return how the database would go about it."""
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.engine.connect() as connection:
        rows = await connection.run_sync(
            lambda opened: opened.exec_driver_sql(f"{explain} {statement}", parameters).all()
        )
        return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("question", ["plan", "solve", "dispatch", "sweep", "look", "sleep"])
async def test_no_question_of_an_idle_tick_reads_a_whole_table(
    database_url: str, database: Database, question: str
) -> None:
    fill(database_url, ROWS)
    with _statements(database) as sent:
        await asked(database)[question]()
    plans = [await _plan(database, *one) for one in sent]
    read = "\n".join(plans)
    assert plans
    for table in BIG:
        assert f"SCAN {table}\n" not in f"{read}\n"
        assert f"Seq Scan on {table}" not in read
        for line in read.splitlines():
            assert not line.startswith(f"SCAN {table} USING INDEX uq"), line
    if any(f"FROM {table}" in statement for statement, _ in sent for table in BIG):
        assert "ix_delivery_state" in read or "ix_due_due_at" in read
