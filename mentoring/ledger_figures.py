"""Figures of the ledger: for /metrics, and for a calendar that must not go back."""

from datetime import datetime

from sqlalchemy import func, or_, select

from domain.facts.delivery import DeliveryCounts
from domain.kinds import DeliveryState
from domain.retries import HeldReason
from mentoring.core import Core
from models import Delivery


async def delivery_counts(core: Core) -> DeliveryCounts:
    """Count the ledger by state and what nobody could prove, and tell how long the oldest due message waits."""
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
    return DeliveryCounts(counts, max(waited, 0.0), in_doubt or 0)


async def latest_promise_at(core: Core) -> datetime | None:
    """Return when the newest message was promised: a calendar that was moved must not go back before it."""
    async with core.database.every_workspace() as session:
        newest: datetime | None = await session.scalar(select(func.max(Delivery.created_at)))
        return newest
