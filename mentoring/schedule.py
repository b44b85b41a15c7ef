"""What the clock does next: one due instant per (series, subject), written in the transaction that decides it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import Series
from mentoring.core import Core
from models import Due
from models.database import PROMISED, STORE_AWAY, workspace_of
from models.upsert import insert_into

RETRY_AFTER = timedelta(hours=1)
RETRY_SOON = timedelta(seconds=30)
DUE_AT = "due_at"


async def set_due(session: AsyncSession, series: Series, subject_id: str, at: datetime) -> None:
    """Set or move the instant at which `series` acts on `subject_id`."""
    workspace = workspace_of(session)
    statement = insert_into(session, Due).values(
        workspace_id=workspace, series=series, subject_id=subject_id, due_at=at
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["workspace_id", "series", "subject_id"], set_={"due_at": at}
        )
    )
    session.info.setdefault(PROMISED, set()).add(workspace)


def due_since(session: AsyncSession, now: datetime) -> datetime:
    """Return when the running step was due: what it reminds of is as old as that, however late the clock comes."""
    since = session.info.get(DUE_AT, now)
    return since if isinstance(since, datetime) else now


async def is_due(session: AsyncSession, series: Series, subject_id: str, now: datetime) -> bool:
    """Tell whether `series` is about to act on `subject_id`."""
    due = select(Due.subject_id).where(Due.series == series, Due.subject_id == subject_id, Due.due_at <= now)
    return await session.scalar(due) is not None


async def clear_due(session: AsyncSession, subject_id: str, *series: Series) -> None:
    """Forget what was planned for `subject_id`; all of it when no series is named."""
    statement = delete(Due).where(Due.subject_id == subject_id)
    if series:
        statement = statement.where(Due.series.in_(series))
    await session.execute(statement)


async def put_off(core: Core, workspace_id: str, series: Series, subject_id: str, bug: Exception) -> None:
    """Try a step that failed again later, so that it neither stops the others nor spins; soon if it isn't to blame.

    A commit may have gone through without a word: what the step has set due in the future stays.
    """
    now = core.clock.now()
    pause = RETRY_SOON if isinstance(bug, STORE_AWAY) else RETRY_AFTER
    async with core.database.transaction(workspace_id) as session:
        await session.execute(
            update(Due)
            .where(Due.series == series, Due.subject_id == subject_id, Due.due_at <= now)
            .values(due_at=now + pause)
        )
