"""What a transaction promises: all or nothing, aware UTC, one writer on SQLite, a wake after the commit."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from domain.kinds import PauseReason
from models import Participant, Person, Workspace
from models.database import PROMISED, Database, normalised

BERLIN_SUMMER = timezone(timedelta(hours=2))
NOW = datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=UTC)


async def _install(database: Database, at: datetime = NOW) -> None:
    async with database.transaction("T1") as session:
        session.add(Workspace(id="T1", installed_at=at))


async def test_an_instant_comes_back_as_aware_utc_to_the_microsecond(database: Database) -> None:
    await _install(database, NOW.astimezone(BERLIN_SUMMER))
    async with database.transaction("T1") as session:
        installed_at = (await session.get_one(Workspace, "T1")).installed_at
    assert installed_at == NOW
    assert installed_at.tzinfo is UTC


async def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        await _install(database, NOW.replace(tzinfo=None))


async def test_instants_compare_in_the_database_as_they_do_in_python(database: Database) -> None:
    await _install(database)
    earlier_but_later_on_the_wall = (NOW - timedelta(minutes=1)).astimezone(BERLIN_SUMMER)
    async with database.transaction("T1") as session:
        after = select(Workspace.id).where(Workspace.installed_at > earlier_but_later_on_the_wall)
        assert (await session.scalars(after)).all() == ["T1"]


async def test_a_kind_is_stored_by_its_value(database: Database) -> None:
    await _install(database)
    async with database.transaction("T1") as session:
        session.add(Person(id="U1", pause_reason=PauseReason.SILENCE))
    async with database.every_workspace() as session:
        assert await session.scalar(text("SELECT pause_reason FROM person")) == "silence"


async def test_an_error_rolls_everything_back_and_wakes_nobody(database: Database) -> None:
    woken: list[str] = []
    database.wake = woken.append
    with pytest.raises(ZeroDivisionError):
        async with database.transaction("T1") as session:
            session.add(Workspace(id="T1", installed_at=NOW))
            session.info[PROMISED] = {"T1"}
            await session.flush()
            raise ZeroDivisionError
    async with database.every_workspace() as session:
        assert (await session.scalars(select(Workspace.id))).all() == []
    assert woken == []


async def test_a_promise_wakes_its_workspace_after_the_commit(database: Database) -> None:
    woken: list[str] = []
    database.wake = woken.append
    async with database.transaction("T1") as session:
        session.info[PROMISED] = {"T1"}
        assert woken == []
    assert woken == ["T1"]


async def test_a_row_must_belong_to_something_that_exists(database: Database) -> None:
    await _install(database)
    with pytest.raises(IntegrityError):
        async with database.transaction("T1") as session:
            session.add(
                Participant(
                    id="P1", program_id="G1", person_id="U1", role="mentor", state="active", joined_at=NOW
                )
            )


async def test_sqlite_is_opened_for_safety(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.every_workspace() as session:
        found = {
            pragma: await session.scalar(text(f"PRAGMA {pragma}"))
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        }
    await database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("sqlite:///var/rm-bot.db", "sqlite+direct:///var/rm-bot.db"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d?sslmode=require", "postgresql+psycopg://u@h/d?sslmode=require"),
        ("postgresql+asyncpg://u@h/d", "postgresql+psycopg://u@h/d"),
    ],
)
def test_an_address_gets_its_async_driver(given: str, expected: str) -> None:
    assert normalised(given).render_as_string() == expected


@pytest.mark.parametrize("given", ["mysql://u@h/d", "", "rm-bot.db"])
def test_any_other_address_is_refused_in_words(given: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        normalised(given)


async def test_who_finds_sqlite_locked_by_another_process_waits_and_holds_nobody_up(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await _install(database)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with database.every_workspace() as session:
            await session.scalar(text("SELECT 1"))

    waiting = asyncio.create_task(write())
    for _ in range(3):
        await asyncio.sleep(0.02)
        assert not waiting.done()
    other.execute("COMMIT")
    other.close()
    await waiting
    await database.close()


async def test_a_commit_that_is_cancelled_leaves_a_connection_that_works(sqlite_url: str) -> None:
    database = Database(sqlite_url)

    async def install() -> None:
        async with database.transaction("T1") as session:
            session.add(Workspace(id="T1", name="One", bot_user_id="U0", installed_at=NOW))

    for turns in range(1, 40):
        task = asyncio.create_task(install())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with database.transaction("T1") as session:
            await session.execute(delete(Workspace))
    await database.close()
