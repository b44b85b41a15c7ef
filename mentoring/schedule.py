"""What the clock does next: one due instant per (series, subject), written in the transaction that decides it."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import Series
from mentoring.core import Core
from models import Due
from models.database import PROMISED, STORE_AWAY, workspace_of
from models.upsert import insert_into

RETRY_AFTER = timedelta(hours=1)
RETRY_SOON = timedelta(seconds=30)
FAILS_AGAIN_AND_AGAIN = 5
"""So many bugs in a row in one step: it is told of, and counted in /metrics."""
DUE_AT = "due_at"
KEY = ("workspace_id", "series", "subject_id")
log = structlog.get_logger()


async def set_due(session: AsyncSession, series: Series, subject_id: str, at: datetime) -> None:
    """Set or move the instant at which `series` acts on `subject_id`."""
    await _set(session, series, subject_id, at, at)


async def set_due_by(session: AsyncSession, series: Series, subject_id: str, at: datetime) -> None:
    """Have `series` act on `subject_id` at `at` at the latest; an earlier instant that stands there stays.

    Unconditional: beside a step that is just taking the row away, this waits for it and writes a new one.
    """
    await _set(session, series, subject_id, at, case((Due.due_at < at, Due.due_at), else_=at))


async def _set(
    session: AsyncSession,
    series: Series,
    subject_id: str,
    at: datetime,
    again: datetime | ColumnElement[datetime],
) -> None:
    workspace = workspace_of(session)
    statement = insert_into(session, Due).values(
        workspace_id=workspace, series=series, subject_id=subject_id, due_at=at
    )
    changes = {"due_at": again, "failure_count": 0}
    await session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=changes))
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
    now, is_away = core.clock.now(), isinstance(bug, STORE_AWAY)
    pause, count = (RETRY_SOON, 0) if is_away else (RETRY_AFTER, 1)
    async with core.database.transaction(workspace_id) as session:
        failures = await session.scalar(
            update(Due)
            .where(Due.series == series, Due.subject_id == subject_id, Due.due_at <= now)
            .values(due_at=now + pause, failure_count=Due.failure_count + count)
            .returning(Due.failure_count)
        )
    if not is_away and failures is not None and failures >= FAILS_AGAIN_AND_AGAIN:
        log.error("step_stuck", series=series.value, subject=subject_id, failures=failures)


async def stuck_steps(core: Core) -> int:
    """Count the steps that have failed again and again, in all workspaces."""
    stuck = select(func.count()).select_from(Due).where(Due.failure_count >= FAILS_AGAIN_AND_AGAIN)
    async with core.database.every_workspace() as session:
        return await session.scalar(stuck) or 0
