"""Two workspaces whose people have the same ids."""

from datetime import UTC, datetime

import pytest

from models import BlockedPerson, Person, Workspace
from models.database import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OURS, THEIRS = "T-OURS", "T-THEIRS"


@pytest.fixture
async def twins(database: Database) -> Database:
    """`U1` and `U2` in each workspace, and `U1` avoids `U2` in each."""
    for workspace in (OURS, THEIRS):
        async with database.transaction(workspace) as session:
            session.add(Workspace(id=workspace, name=workspace, installed_at=NOW))
            await session.flush()
            session.add_all(Person(id=person, name=f"{person} of {workspace}") for person in ("U1", "U2"))
            await session.flush()
            session.add(BlockedPerson(person_id="U1", blocked_id="U2"))
    return database
