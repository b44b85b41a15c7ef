"""Figures of the ledger: for /metrics, and for a calendar that must not go back."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from domain.facts.delivery import DeliveryCounts
from domain.kinds import DeliveryState
from domain.retries import HeldReason
from mentoring.core import Core
from mentoring.pace import METHOD_OF, turn_at
from mentoring.schedule import stuck_steps
from models import Delivery, Pace
from models.database import Database


async def delivery_counts(core: Core) -> DeliveryCounts:
    """Count the ledger by state, what nobody could prove and stuck steps; tell how long the oldest due one waits."""
    async with core.database.every_workspace() as session:
        rows = await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
        oldest = await session.scalar(
            select(func.min(Delivery.due_at)).where(Delivery.state == DeliveryState.PENDING)
        )
        in_doubt = await session.scalar(
            select(func.count())
            .select_from(Delivery)
            .where(or_(Delivery.is_repeat, Delivery.reason == HeldReason.UNPROVABLE))
        )
    waited = (core.clock.now() - oldest).total_seconds() if oldest else 0.0
    counts = {state.value: count for state, count in rows}
    return DeliveryCounts(counts, max(waited, 0.0), in_doubt or 0, await stuck_steps(core))


async def longest_wait(core: Core) -> timedelta:
    """Return how long a message has waited whose turn it was: not for its hour, the pace, or Slack's own wish."""
    now = core.clock.now()
    async with core.database.every_workspace() as session:
        turns = {
            (pace.workspace_id, pace.method): turn_at(pace)
            for pace in await session.scalars(select(Pace).where(Pace.method.in_(set(METHOD_OF.values()))))
        }
        oldest = await session.execute(
            select(Delivery.workspace_id, Delivery.kind, func.min(Delivery.due_at))
            .where(
                Delivery.state == DeliveryState.PENDING,
                Delivery.due_at <= now,
                core.is_served(Delivery.workspace_id),
            )
            .group_by(Delivery.workspace_id, Delivery.kind)
        )
        starts = [max(due_at, turns.get((place, METHOD_OF[kind]), due_at)) for place, kind, due_at in oldest]
    return max((now - start for start in starts), default=timedelta())


async def latest_entry_at(database: Database) -> datetime | None:
    """Return the newest instant in the ledger: a calendar that was moved must not go back before it."""
    columns = (Delivery.created_at, Delivery.tried_at, Delivery.sent_at)
    async with database.every_workspace() as session:
        newest = (await session.execute(select(*(func.max(column) for column in columns)))).one()
    return max((instant for instant in newest if instant is not None), default=None)
