"""Messages that wait for a person: set aside, told of soon and then once a day, sent or let be."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import local_date
from domain.errors import CoordinatorsOnly, NoLongerCurrent
from domain.facts.people import Act
from domain.kinds import DeliveryState, MessageClass, MessageName, Series
from domain.retries import LET_BE, HeldReason, is_idempotent
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.held_readers import Readers, belonging_of
from mentoring.inbox import acting
from mentoring.meet_person import person_or_newcomer
from mentoring.promises import tell
from mentoring.schedule import due_since, set_due, set_due_by
from mentoring.undelivered import held_rows
from models import Delivery, Person
from models.database import workspace_of

ALL = "held"
"""The subject of the one word about all of them."""
GATHERING = timedelta(minutes=10)
"""Several that are set aside at once make one word."""
EACH_DAY = timedelta(days=1)
log = structlog.get_logger()


async def hold_for_person(session: AsyncSession, core: Core, row: Delivery, reason: HeldReason) -> None:
    """Set a row aside and let those who decide be told soon; of a redraw nobody has to, the next wish revives it."""
    if is_idempotent(row.kind):
        row.state, row.reason = DeliveryState.FAILED, reason
        return
    now = core.clock.now()
    row.state, row.reason, row.due_at = DeliveryState.HELD, reason, now
    await set_due_by(session, Series.HELD_WORD, ALL, now + GATHERING)


async def tell_of_held(session: AsyncSession, core: Core, _subject_id: str, now: datetime) -> None:
    """Step: a word to each who may decide about any that are new to her, and one each day as long as there are any."""
    rows = await held_rows(session)
    waiting = await Readers(session, core).by_reader(rows)
    for reader_id, mine in waiting.items():
        reader = await person_or_newcomer(session, core, reader_id)
        await _tell_reader(session, core, reader, mine, due_since(session, now))
    if rows and not waiting:
        log.error("held_without_reader", count=len(rows))
    if rows:
        await set_due(session, Series.HELD_WORD, ALL, now + EACH_DAY)


async def _tell_reader(
    session: AsyncSession, core: Core, reader: Person, mine: Sequence[Delivery], at: datetime
) -> None:
    """One word on each of her days, and one more when something was set aside since the last."""
    word, digest = MessageName.HELD, MessageClass.DIGEST
    told_at = await session.scalar(
        select(func.max(Delivery.created_at)).where(
            Delivery.message == word, Delivery.recipient_id == reader.id
        )
    )
    today, newest = local_date(at, reader.zone), max(row.due_at for row in mine)
    if told_at is None or local_date(told_at, reader.zone) < today:
        await tell(session, core, word, digest, [reader.id], ALL, part=f"{today}")
    elif newest > told_at:
        part = f"{today}/{newest.isoformat()}"
        await tell(session, core, word, digest, [reader.id], ALL, part=part)


async def send_held(core: Core, act: Act, delivery_id: str) -> None:
    """Verb of who decides: send it after all; what may have arrived comes as a repetition.

    Raises CoordinatorsOnly, NotAllowed, NoLongerCurrent (decided before), GuestsNotAllowed, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        row = await _decided_by(session, core, act.person_id, delivery_id)
        row.state, row.due_at, row.expires_at = DeliveryState.PENDING, core.clock.now(), None
        row.reason, row.fault_count, row.failure_count = None, 0, 0
        audit.record(session, core, act.person_id, "send_held", row.id)


async def let_held_be(core: Core, act: Act, delivery_id: str) -> None:
    """Verb of who decides: don't send it, whatever is wished for later. Raises as `send_held`."""
    async with acting(core, act) as session:
        row = await _decided_by(session, core, act.person_id, delivery_id)
        row.state, row.reason = DeliveryState.CANCELLED, LET_BE
        audit.record(session, core, act.person_id, "let_held_be", row.id)


async def _decided_by(session: AsyncSession, core: Core, person_id: str, delivery_id: str) -> Delivery:
    """Return the row, locked, with its doubt written down: what nobody could prove may have been seen."""
    await authorize.member(session, person_id)
    row = await session.get(Delivery, (workspace_of(session), delivery_id))
    if row is None:
        raise CoordinatorsOnly
    if not await Readers(session, core).may_decide(row, person_id):
        belonging = await belonging_of(session, row)
        if belonging.pair is not None:
            await authorize.carer(session, person_id, belonging.pair.id)
        raise CoordinatorsOnly
    row = await authorize.held(session, Delivery, delivery_id)
    if row.state is not DeliveryState.HELD:
        raise NoLongerCurrent
    row.is_repeat = row.is_repeat or row.reason == HeldReason.UNPROVABLE
    return row
