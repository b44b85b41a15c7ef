"""The small world, fresh for each test, on both databases."""

import pytest

from models.database import Database
from tests.integration.reporting_views.world import World, running_program


@pytest.fixture
async def world(database: Database) -> World:
    return await running_program(database)
