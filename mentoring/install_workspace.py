"""Verb: the app stands in a workspace, or was taken out of it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.people import Act
from domain.kinds import DeliveryState
from domain.retries import Trouble
from mentoring.core import Core
from mentoring.inbox import take
from models import Delivery, Pace, Workspace
from models.upsert import insert_into


async def install_workspace(core: Core, workspace_id: str, name: str, bot_user_id: str) -> None:
    """Write or refresh the installation. What had waited for a token that is taken again goes on at once.

    Several processes that start together on an empty database all come here first.
    """
    async with core.database.transaction(workspace_id) as session:
        first = {"id": workspace_id, "installed_at": core.clock.now()}
        await session.execute(insert_into(session, Workspace).values(first).on_conflict_do_nothing())
        workspace = await session.get_one(Workspace, workspace_id, with_for_update=True)
        workspace.name, workspace.bot_user_id, workspace.removed_at = name, bot_user_id, None
        await session.flush()
        await _go_on(session, core.clock.now())


async def _go_on(session: AsyncSession, now: datetime) -> None:
    await session.execute(select(Pace.method).order_by(Pace.method).with_for_update())
    waiting = await session.execute(
        update(Delivery)
        .where(Delivery.state == DeliveryState.PENDING, Delivery.failure_kind == Trouble.TOKEN)
        .values(due_at=now, failure_kind=None, failure_count=0)
        .returning(Delivery.id)
    )
    if waiting.first() is not None:
        await session.execute(update(Pace).values(blocked_until=None))


async def remove_workspace(core: Core, act: Act) -> None:
    """Mark the installation as gone. Its data stays until retention or a reinstall. Raises AlreadyTakenError."""
    async with core.database.transaction(act.workspace_id) as session:
        await take(session, core, act)
        workspace = await session.get(Workspace, act.workspace_id)
        if workspace is not None:
            workspace.removed_at = core.clock.now()


async def remember_classic_blocks(core: Core, workspace_id: str) -> None:
    """This workspace refuses the newer blocks; the classic form is sent from now on."""
    async with core.database.transaction(workspace_id) as session:
        workspace = await session.get_one(Workspace, workspace_id)
        workspace.refuses_rich_blocks = True


async def installed_workspaces(core: Core) -> list[str]:
    """Return the workspaces the app stands in, the oldest first."""
    async with core.database.every_workspace() as session:
        rows = await session.scalars(
            select(Workspace.id).where(Workspace.removed_at.is_(None)).order_by(Workspace.installed_at)
        )
        return list(rows)
