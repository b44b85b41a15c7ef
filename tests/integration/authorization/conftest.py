"""The world, written once and copied for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.database import Database
from tests.clocks import MONDAY_MORNING
from tests.integration.authorization.office import Office, opened
from tests.integration.authorization.world import populate


@pytest.fixture(scope="session")
def world_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with both workspaces in it."""
    file = tmp_path_factory.mktemp("authorization") / "world.db"
    shutil.copy(sqlite_template, file)

    async def write() -> None:
        database = Database(f"sqlite:///{file}")
        await populate(database, MONDAY_MORNING)
        await database.close()

    asyncio.run(write())
    return file


@pytest.fixture
async def office(world_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """A copy of the world of its own."""
    async with opened(world_file, tmp_path / "rm-bot.db") as fresh:
        yield fresh
