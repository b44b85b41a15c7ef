"""A backup while acts are being taken: each copy is whole and holds every act that was acknowledged before it."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.backup import back_up_sqlite
from bot.ids import SeededIds
from bot.settings import Settings
from domain.facts.people import Act, SlackProfile
from mentoring.core import Core
from mentoring.greet import answer_message
from mentoring.install_workspace import install_workspace
from mentoring.meet_person import meet_person
from models.database import Database
from tests.integration.mentoring.hand_clock import HandClock, think_here

HERE = "T1"
PEOPLE = [f"U{number:02}" for number in range(20)]
ACTS_A_SECOND = 200


@dataclass
class Crowd:
    """People who write to the bot, one act after the other; each act is one transaction of several rows."""

    core: Core
    acked: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        await install_workspace(self.core, HERE, "Here", "UBOT")
        for person in PEOPLE:
            await meet_person(
                self.core, HERE, SlackProfile(id=person, name=person, time_zone="UTC", locale="en")
            )

    async def write(self) -> None:
        """Keep to the rate; when the machine is slower, as fast as it goes."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while True:
            number = len(self.acked)
            key = f"{number:06}"
            await answer_message(self.core, Act(HERE, PEOPLE[number % len(PEOPLE)], key))
            self.acked.append(key)
            await asyncio.sleep(max(0.0, began + len(self.acked) / ACTS_A_SECOND - clock()))


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[Crowd]:
    database = Database(url)
    crowd = Crowd(Core(database, HandClock(), SeededIds(1), think_here))
    await crowd.begin()
    task = asyncio.create_task(crowd.write())
    try:
        yield crowd
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await database.close()


def _taken(file: Path) -> tuple[list[str], list[str]]:
    """The acts that a copy knows, and whom it owes an answer for one."""
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        keys = copy.execute("SELECT key FROM inbox ORDER BY key").fetchall()
        owed = copy.execute("SELECT key FROM delivery WHERE kind = 'post'").fetchall()
    return [key for (key,) in keys], sorted(key.rpartition("/")[2] for (key,) in owed)


@pytest.mark.parametrize("count", [20, pytest.param(100, marks=pytest.mark.soak)])
async def test_every_copy_holds_all_acts_that_were_acknowledged_before_it(
    sqlite_url: str, tmp_path: Path, count: int
) -> None:
    settings = Settings(database_url=SecretStr(sqlite_url), data_dir=tmp_path)
    sizes = []
    async with writing(sqlite_url) as crowd:
        for number in range(count):
            before, file = len(crowd.acked), tmp_path / f"{number}.backup"
            await asyncio.to_thread(back_up_sqlite, settings, file)
            taken, owed = await asyncio.to_thread(_taken, file)
            assert len(taken) >= before
            assert taken == [f"{number:06}" for number in range(len(taken))], "a prefix, without a hole"
            assert owed == taken, "an act and what it promised are one"
            sizes.append(len(taken))
            file.unlink()
            await asyncio.sleep(0.05)
    assert sizes[-1] > sizes[0], "acts went on meanwhile"


async def test_copying_the_database_file_alone_loses_acknowledged_acts(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = Settings(database_url=SecretStr(sqlite_url), data_dir=tmp_path)
    async with writing(sqlite_url) as crowd:
        while len(crowd.acked) < ACTS_A_SECOND // 4:  # noqa: ASYNC110  people ring no bell
            await asyncio.sleep(0.01)
        acked = len(crowd.acked)
        naive = Path(shutil.copy(settings.sqlite_file, tmp_path / "naive.db"))
    with closing(sqlite3.connect(naive)) as copy:
        (known,) = copy.execute("SELECT count(*) FROM inbox").fetchone()
    assert known < acked
