"""Promises about one session: its cards, drawn anew, and how many notifications it has left."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import IN_HAND, NEVER_SEEN, DeliveryState, EffectKind, MessageName, SessionState
from domain.presets import MAX_NOTIFICATIONS_PER_SESSION
from mentoring.core import Core
from mentoring.promises import redraw, redraw_home
from models import Delegate, Delivery, MentoringSession, Pair

ASKING = {SessionState.TO_FIX, SessionState.SUGGESTED}
"""While a session stands so, somebody is asked for its date."""


async def voices(session: AsyncSession, pair: Pair) -> dict[str, str]:
    """Return who gets a pair's session cards: each side, and her delegate → the side spoken for."""
    people = {pair.mentor_id: pair.mentor_id, pair.mentee_id: pair.mentee_id}
    rows = await session.execute(
        select(Delegate.delegate_id, Delegate.person_id).where(Delegate.person_id.in_(tuple(people)))
    )
    return people | {delegate: person for delegate, person in rows if delegate not in people}


async def redraw_cards(
    session: AsyncSession, core: Core, pair: Pair, meeting: MentoringSession, *, nudges: bool = True
) -> None:
    """Draw a session's cards anew for both sides and their delegates, and the Home tabs with them.

    And the `nudges` for a date that were sent, unless they have stopped asking before.
    """
    people = await voices(session, pair)
    await redraw(session, core, MessageName.SESSION_CARD, meeting.id, people)
    if nudges:
        await _redraw_nudges(session, core, meeting)
    await redraw_home(session, core, *people)


async def _redraw_nudges(session: AsyncSession, core: Core, meeting: MentoringSession) -> None:
    nudged = await session.scalars(
        select(Delivery.recipient_id).where(
            Delivery.subject_id == meeting.id,
            Delivery.message == MessageName.DATE_REASK,
            Delivery.kind == EffectKind.POST,
            Delivery.state.in_((DeliveryState.SENT, *IN_HAND)),
        )
    )
    await redraw(session, core, MessageName.DATE_REASK, meeting.id, nudged)


async def session_notices_left(session: AsyncSession, session_id: str, person_id: str) -> int:
    """Return how many of the three notifications of a session this person may still get."""
    used = await session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(
            Delivery.subject_id == session_id,
            Delivery.recipient_id == person_id,
            Delivery.kind == EffectKind.POST,
            Delivery.state.not_in(NEVER_SEEN),
        )
    )
    return MAX_NOTIFICATIONS_PER_SESSION - (used or 0)
