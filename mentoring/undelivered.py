"""What did not arrive, as a coordinator or the admin sees it: what waits, how many failed; never what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.delivery import HeldMessage, Undelivered
from domain.kinds import SHOWS, Address, DeliveryState
from domain.retries import HeldReason
from mentoring import authorize
from mentoring.core import Core
from mentoring.held_readers import Readers
from models import Delivery, Pair, Person
from models.database import workspace_of

FAILED_LATELY = timedelta(days=7)


async def held_rows(session: AsyncSession) -> Sequence[Delivery]:
    """Return what waits for a person's word, the oldest first."""
    held = select(Delivery).where(Delivery.state == DeliveryState.HELD)
    return (await session.scalars(held.order_by(Delivery.due_at, Delivery.id))).all()


async def held_for(session: AsyncSession, core: Core, reader_id: str) -> tuple[HeldMessage, ...]:
    """Return what this person may decide about, the oldest first. Raises GuestsNotAllowed."""
    reader = await authorize.member(session, reader_id)
    mine = (await Readers(session, core).by_reader(await held_rows(session))).get(reader_id, [])
    return tuple([await _shown(session, row, reader) for row in mine])


async def undelivered(session: AsyncSession, core: Core, reader_id: str) -> Undelivered:
    """Return all that did not arrive: what the reader decides, and for the admin also what others do.

    Raises GuestsNotAllowed.
    """
    reader, readers = await authorize.member(session, reader_id), Readers(session, core)
    elsewhere, hidden_count = [], 0
    for row in await held_rows(session) if reader_id in core.creators else ():
        if reader_id in await readers.of(row):
            continue
        if reader_id in await readers.are_near(row):
            hidden_count += 1
        else:
            elsewhere.append(_nameless(row, reader))
    failed = await _failed(session, core)
    return Undelivered(await held_for(session, core, reader_id), tuple(elsewhere), hidden_count, failed)


async def _failed(session: AsyncSession, core: Core) -> Mapping[str, int]:
    """Count by reason, whoever they were for: a figure, no list of people."""
    lately = func.coalesce(Delivery.tried_at, Delivery.created_at) >= core.clock.now() - FAILED_LATELY
    rows = await session.execute(
        select(Delivery.reason, func.count())
        .where(Delivery.state == DeliveryState.FAILED, Delivery.kind.in_(SHOWS), lately)
        .group_by(Delivery.reason)
        .order_by(func.count().desc(), Delivery.reason)
    )
    return {reason or "": count for reason, count in rows}


def _nameless(row: Delivery, reader: Person) -> HeldMessage:
    at, reason = row.tried_at or row.created_at, HeldReason(row.reason or HeldReason.POISON)
    return HeldMessage(row.id, row.message, (), at, reason, reader.zone)


async def _shown(session: AsyncSession, row: Delivery, reader: Person) -> HeldMessage:
    shown = _nameless(row, reader)
    match row.address:
        case Address.CHANNEL:
            return replace(shown, channel_id=row.recipient_id)
        case Address.PAIR:
            pair = await session.get_one(Pair, (workspace_of(session), row.recipient_id))
            return replace(shown, person_ids=(pair.mentor_id, pair.mentee_id))
        case Address.PERSON:
            return replace(shown, person_ids=(row.recipient_id,))
