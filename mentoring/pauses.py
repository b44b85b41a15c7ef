"""Shared: is anybody of a pair away? Pauses stop every clock of the pair."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Pair, Person


async def paused_sides(session: AsyncSession, pair: Pair) -> list[Person]:
    """Return the paused ones of a pair."""
    rows = await session.scalars(
        select(Person).where(Person.id.in_((pair.mentor_id, pair.mentee_id)), Person.paused_at.is_not(None))
    )
    return list(rows)


async def is_anyone_paused(session: AsyncSession, pair: Pair) -> bool:
    """Tell whether either side is paused."""
    return bool(await paused_sides(session, pair))
