"""What there is to do now, and when next: the runner's looks, of which most find nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import DeliveryState, Series
from mentoring.core import Core
from mentoring.pace import RATES, READING, turn_at
from models import Delivery, Due, Pace, Workspace


@dataclass(frozen=True)
class DueNow:
    """What there is to do this instant, and the next one at which there is something to do."""

    has_steps: bool
    workspaces: Sequence[str]
    """Those that have a message due."""
    has_rounds: bool
    next_at: datetime | None


_NOW: BindParameter[datetime] = bindparam("now")
_DUE_STEP = select(Due.due_at).where(Due.due_at <= _NOW).order_by(Due.due_at).limit(1)


@lru_cache(maxsize=8)
def _look(core: Core) -> Select[*tuple[Any, ...]]:
    """Return the statement that is asked after every act, when most times nothing is due; so it is made once.

    The earliest of each, not EXISTS: for that PostgreSQL reads the ledger from its beginning, since so many of
    its rows are due and so many are pending. None is both, but that it can't know.
    """
    message = select(func.min(Delivery.due_at)).where(
        Delivery.state == DeliveryState.PENDING, core.is_served(Delivery.workspace_id)
    )
    return select(
        _DUE_STEP.where(Due.series != Series.SOLVE).scalar_subquery(),
        _DUE_STEP.where(Due.series == Series.SOLVE).scalar_subquery(),
        select(func.min(Due.due_at)).scalar_subquery(),
        message.scalar_subquery(),
        message.where(Delivery.due_at > _NOW).scalar_subquery(),
    )


async def due_now(core: Core) -> DueNow:
    """Look once, in one statement where no message is due."""
    now = core.clock.now()
    async with core.database.every_workspace() as session:
        looked = await session.execute(_look(core), {"now": now})
        due_step, due_round, step_at, message_at, later_at = looked.one()
        workspaces: Sequence[str] = ()
        if message_at is not None and message_at <= now:
            workspaces = await with_a_message_due(session, core, now)
            message_at = await _turn_after(session, message_at, later_at, now)
    next_at = min((at for at in (step_at, message_at) if at is not None), default=None)
    return DueNow(due_step is not None, workspaces, due_round is not None, next_at)


async def next_due(core: Core) -> datetime | None:
    """Return the next instant at which there is something to do: a step, or a message to send."""
    return (await due_now(core)).next_at


async def _turn_after(
    session: AsyncSession, due_since: datetime, later_at: datetime | None, now: datetime
) -> datetime:
    """Return when to send again while something is due already: the turn of what waits for the pace, or the next."""
    paces = await session.scalars(select(Pace).where(Pace.method != READING))
    instants = (*(turn_at(pace) for pace in paces if pace.method in RATES), later_at)
    return min((at for at in instants if at is not None and at > now), default=due_since)


async def with_a_message_due(session: AsyncSession, core: Core, now: datetime) -> Sequence[str]:
    """Shared: the workspaces whose earliest message is due (`_look` says why not "any")."""
    earliest = select(func.min(Delivery.due_at)).where(
        Delivery.workspace_id == Workspace.id, Delivery.state == DeliveryState.PENDING
    )
    rows = await session.scalars(
        select(Workspace.id)
        .where(earliest.scalar_subquery() <= now, core.is_served(Workspace.id))
        .order_by(Workspace.id)
    )
    return rows.all()
