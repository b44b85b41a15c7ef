"""Two sweepers find the same dead worker: one buries it, the other goes on."""

from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from mentoring.liveness import dead_workers, register
from tests.integration.mentoring.world import World

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


async def test_a_worker_that_another_sweeper_buries_meanwhile_is_simply_gone(world: World) -> None:
    await world.open()
    dead = await register(world.core)
    await dead.close()
    address = world.database.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def bury_first(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "pg_try_advisory" in statement:
            with psycopg.connect(address, autocommit=True) as other:
                other.execute("DELETE FROM worker WHERE id = %s", (dead.id,))

    event.listen(world.database.engine.sync_engine, "before_cursor_execute", bury_first)
    async with world.database.every_workspace() as session:
        assert await dead_workers(session, world.now) == []
