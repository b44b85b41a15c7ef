"""Fixtures for the verbs: a workspace on each kind of database, with a clock that is moved by hand."""

import pytest

from models.database import Database
from tests.integration.mentoring.world import World


@pytest.fixture
def world(database: Database) -> World:
    """A workspace nobody has been in yet."""
    return World(database)
