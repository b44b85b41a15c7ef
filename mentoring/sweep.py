"""Rows whose sender did not come back: found, looked up, settled. Never sent again before the look-up."""

from datetime import timedelta

from sqlalchemy import select

from domain.facts.delivery import Claimed, Posted
from domain.kinds import DeliveryState
from mentoring.core import Core
from mentoring.outbox import IN_HAND, MAX_ATTEMPTS, as_claimed, move, release, settle_sent
from models import Delivery

SETTLE_TIME = timedelta(seconds=60)


async def stranded(core: Core) -> list[Claimed]:
    """Return rows whose sender did not come back: claimed ones go back to pending, sending ones are returned."""
    before = core.clock.now() - SETTLE_TIME
    async with core.database.every_workspace() as session:
        rows = (
            await session.scalars(
                select(Delivery).where(Delivery.state.in_(IN_HAND), Delivery.tried_at < before)
            )
        ).all()
        found = [(as_claimed(row, None), row.state) for row in rows]
    for claimed, state in found:
        if state is DeliveryState.CLAIMED:
            await release(core, claimed)
    return [claimed for claimed, state in found if state is DeliveryState.SENDING]


async def settle_lookup(core: Core, claimed: Claimed, posted: Posted | None) -> None:
    """Write what a look-up found: the post is there, or it certainly is not and may be tried again."""
    if posted is not None:
        await settle_sent(core, claimed, posted)
        return
    is_last = claimed.attempt_count >= MAX_ATTEMPTS
    state = DeliveryState.FAILED if is_last else DeliveryState.PENDING
    changes = {"state": state, "due_at": core.clock.now()}
    await move(core, claimed, DeliveryState.SENDING, changes)


async def settle_unknown(core: Core, claimed: Claimed) -> None:
    """Write that nobody can tell: in a group DM history is never read. A person decides."""
    await move(core, claimed, DeliveryState.SENDING, {"state": DeliveryState.HELD, "reason": "unprovable"})
