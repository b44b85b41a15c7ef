"""Shared: messages that have lost their cause are taken back, also those that wait for a person's word."""

from collections.abc import Iterable

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import DeliveryState, EffectKind, MessageName
from domain.retries import HeldReason
from models import Delivery

NOT_GONE_OUT = (DeliveryState.PENDING, DeliveryState.HELD)


async def cancel_nudges(session: AsyncSession, session_id: str) -> None:
    """Take back what was to remind of a date that has changed; the card itself still comes, with the new one."""
    await session.execute(
        update(Delivery)
        .where(
            Delivery.subject_id == session_id,
            Delivery.state.in_(NOT_GONE_OUT),
            Delivery.kind == EffectKind.POST,
            Delivery.message != MessageName.SESSION_CARD,
        )
        .values(_taken_back("date changed"))
    )


async def cancel_promises(session: AsyncSession, subject_ids: Iterable[str], reason: str) -> None:
    """Take back what has not gone out yet about these subjects, also what waits for a person's word.

    Redraws stay, they show the truth; so does what somebody has confided to the coordinators.
    """
    await session.execute(
        update(Delivery)
        .where(
            Delivery.subject_id.in_(tuple(subject_ids)),
            Delivery.state.in_(NOT_GONE_OUT),
            Delivery.kind == EffectKind.POST,
            Delivery.message != MessageName.CONCERN,
        )
        .values(_taken_back(reason))
    )


def _taken_back(reason: str) -> dict[str, object]:
    """Of what nobody could prove it stays known that it may have been seen."""
    in_doubt = or_(Delivery.is_repeat, Delivery.reason.is_not_distinct_from(HeldReason.UNPROVABLE))
    return {"state": DeliveryState.CANCELLED, "reason": reason, "is_repeat": in_doubt}
