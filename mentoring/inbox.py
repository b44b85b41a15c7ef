"""A request takes effect once: its key is written in the transaction of its effect."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import AlreadyTakenError
from domain.facts.people import Act
from domain.failpoints import reach
from mentoring.core import Core
from models import InboxEntry, Person
from models.upsert import insert_into


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


async def reset_silence(session: AsyncSession, *people: str) -> None:
    """Shared: these people have shown that they are there."""
    silent = update(Person).where(Person.id.in_(people), Person.unanswered_count != 0)
    await session.execute(silent.values(unanswered_count=0), execution_options={"synchronize_session": False})
