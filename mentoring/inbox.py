"""A request takes effect once: its key is written in the transaction of its effect."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import AlreadyTakenError
from domain.facts.people import Act
from domain.failpoints import reach
from mentoring.core import Core
from models import InboxEntry, Person
from models.database import is_collision
from models.upsert import insert_into

KEPT = timedelta(days=7)
"""Slack delivers an act again for a day or so at the most."""
CLEARED_AT_ONCE = 1000
log = structlog.get_logger()
Result = TypeVar("Result")


async def trying_twice(act: Callable[[], Awaitable[Result]]) -> Result:
    """Do an act; once more, from its beginning, when the database has ended it in favour of another one.

    What was rolled back took its key with it.
    """
    try:
        return await act()
    except Exception as bug:
        if not is_collision(bug):
            raise
    log.warning("act_collided")
    return await act()


@asynccontextmanager
async def acting(core: Core, act: Act) -> AsyncIterator[AsyncSession]:
    """Open the one transaction of somebody's act, under its inbox key; the act also shows that she is there.

    A refusal rolls the key back too; the same request again finds it taken. Raises AlreadyTakenError.
    """
    async with core.database.transaction(act.workspace_id) as session:
        await take(session, core, act)
        yield session
        # Last, when the pair is held already: two acts that each held a person first would wait for each other.
        await reset_silence(session, act.person_id)
        reach("act.before_commit")
    reach("act.after_commit")


async def take(session: AsyncSession, core: Core, act: Act) -> None:
    """Take the act's key. Raises AlreadyTakenError when the same request had its effect before."""
    statement = (
        insert_into(session, InboxEntry)
        .values(workspace_id=act.workspace_id, key=act.key, taken_at=core.clock.now())
        .on_conflict_do_nothing()
        .returning(InboxEntry.key)
    )
    if (await session.execute(statement)).first() is None:
        raise AlreadyTakenError
    reach("inbox.taken")


async def clear_inbox(core: Core) -> int:
    """Forget the keys that can't come again; return how many."""
    cleared, more = 0, CLEARED_AT_ONCE
    while more == CLEARED_AT_ONCE:
        more = await _clear_some(core)
        cleared += more
    return cleared


async def _clear_some(core: Core) -> int:
    """A transaction each: whoever acts meanwhile waits for no longer than one."""
    old = select(InboxEntry).where(InboxEntry.taken_at < core.clock.now() - KEPT)
    async with core.database.every_workspace() as session:
        some = old.limit(CLEARED_AT_ONCE).with_for_update(skip_locked=True)
        rows = (await session.scalars(some)).all()
        for row in rows:
            await session.delete(row)
    return len(rows)


async def reset_silence(session: AsyncSession, *people: str) -> None:
    """Shared: these people have shown that they are there."""
    silent = update(Person).where(Person.id.in_(people), Person.unanswered_count != 0)
    await session.execute(silent.values(unanswered_count=0), execution_options={"synchronize_session": False})
