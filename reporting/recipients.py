"""Read only: how a recipient is to be written to: in which language, with or without the newer blocks."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import Address
from models import Pair, Person, Workspace
from models.database import workspace_of

FALLBACK = "en"


async def locale_of(session: AsyncSession, address: Address, recipient_id: str) -> str:
    """Return a person's Slack locale; of a pair the mentee's, who did not choose to teach in it."""
    if address is Address.CHANNEL:
        return FALLBACK
    person_id = recipient_id
    if address is Address.PAIR:
        person_id = await session.scalar(select(Pair.mentee_id).where(Pair.id == recipient_id)) or ""
    return await session.scalar(select(Person.locale).where(Person.id == person_id)) or FALLBACK


async def takes_rich_blocks(session: AsyncSession) -> bool:
    """Tell whether this workspace has taken charts and data tables so far."""
    workspace = await session.get(Workspace, workspace_of(session))
    return workspace is None or not workspace.refuses_rich_blocks
