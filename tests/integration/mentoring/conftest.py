"""Fixtures for the verbs: a workspace on each kind of database, with a clock that is moved by hand."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from models.database import Database
from tests.integration.mentoring.world import World


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    """A workspace nobody has been in yet; its log is kept off the screen."""
    with capture_logs():
        yield World(database)
