"""Messages that wait for a person: set aside, told of once a day, and sent or let be by a coordinator.

Who may see one is who coordinates the program it belongs to; of a pair's messages only who has no conflict with
that pair. What belongs to no program is for those who were named at installation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import CoordinatorsOnly, NoLongerCurrent
from domain.facts.delivery import HeldMessage
from domain.facts.people import Act
from domain.kinds import Address, DeliveryState, MessageClass, MessageName, ParticipantState, Series
from domain.retries import HeldReason, is_idempotent
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import coordinators, tell
from mentoring.schedule import set_due
from models import Delivery, Due, MentoringSession, Pair, Participant, Person, Program, Round
from models.database import workspace_of

ALL = "held"
"""The subject of the one daily word about all of them."""
GATHERING = timedelta(minutes=10)
"""Several that are set aside at once make one word."""
EACH_DAY = timedelta(days=1)
SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class Belonging:
    """What a message belongs to: a pair, else programs, else nothing."""

    pair: Pair | None
    program_ids: tuple[str, ...]


async def hold_for_person(session: AsyncSession, core: Core, row: Delivery, reason: HeldReason) -> None:
    """Set a row aside and let those who decide be told soon; of a redraw nobody has to, the next wish revives it."""
    if is_idempotent(row.kind):
        row.state, row.reason = DeliveryState.FAILED, reason
        return
    row.state, row.reason = DeliveryState.HELD, reason
    key = (workspace_of(session), Series.HELD_WORD, ALL)
    if await session.get(Due, key) is None:
        await set_due(session, Series.HELD_WORD, ALL, core.clock.now() + GATHERING)


async def tell_of_held(session: AsyncSession, core: Core, _subject_id: str, now: datetime) -> None:
    """Step: one word a day to each who may decide about any, as long as there are any."""
    rows = await _held_rows(session)
    readers = {reader for row in rows for reader in await _readers(session, core, row)}
    word, digest = MessageName.HELD, MessageClass.DIGEST
    await tell(session, core, word, digest, sorted(readers), ALL, part=now.date().isoformat())
    if rows:
        await set_due(session, Series.HELD_WORD, ALL, now + EACH_DAY)


async def held_for(session: AsyncSession, core: Core, reader_id: str) -> tuple[HeldMessage, ...]:
    """Return what this person may decide about, the oldest first. Raises GuestsNotAllowed."""
    reader = await authorize.member(session, reader_id)
    rows = await _held_rows(session)
    mine = [row for row in rows if reader_id in await _readers(session, core, row)]
    return tuple([await _shown(session, row, reader) for row in mine])


async def send_held(core: Core, act: Act, delivery_id: str) -> None:
    """Verb of a coordinator: send it after all; what may have arrived comes as a repetition.

    Raises CoordinatorsOnly, NotAllowed, NoLongerCurrent (decided before), GuestsNotAllowed, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        row = await _decided_by(session, core, act.person_id, delivery_id)
        row.is_repeat = row.is_repeat or row.reason == HeldReason.UNPROVABLE
        row.state, row.due_at, row.expires_at = DeliveryState.PENDING, core.clock.now(), None
        row.reason, row.fault_count, row.failure_count = None, 0, 0
        audit.record(session, core, act.person_id, "send_held", row.id)


async def let_held_be(core: Core, act: Act, delivery_id: str) -> None:
    """Verb of a coordinator: don't send it. Raises as `send_held`."""
    async with acting(core, act) as session:
        row = await _decided_by(session, core, act.person_id, delivery_id)
        row.state, row.reason = DeliveryState.CANCELLED, "let be"
        audit.record(session, core, act.person_id, "let_held_be", row.id)


async def _decided_by(session: AsyncSession, core: Core, person_id: str, delivery_id: str) -> Delivery:
    await authorize.member(session, person_id)
    row = await session.get(Delivery, (workspace_of(session), delivery_id))
    if row is None:
        raise CoordinatorsOnly
    if person_id not in await _readers(session, core, row):
        belonging = await _belonging(session, row)
        if belonging.pair is not None:
            await authorize.carer(session, person_id, belonging.pair.id)
        raise CoordinatorsOnly
    row = await authorize.held(session, Delivery, delivery_id)
    if row.state is not DeliveryState.HELD:
        raise NoLongerCurrent
    return row


async def _held_rows(session: AsyncSession) -> list[Delivery]:
    rows = await session.scalars(
        select(Delivery)
        .where(Delivery.state == DeliveryState.HELD)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(SHOWN_AT_MOST)
    )
    return list(rows)


async def _readers(session: AsyncSession, core: Core, row: Delivery) -> set[str]:
    belonging = await _belonging(session, row)
    if belonging.pair is not None:
        return set(await authorize.carers(session, belonging.pair))
    teams = [await coordinators(session, program_id) for program_id in belonging.program_ids]
    return {person_id for team in teams for person_id in team} or set(core.creators)


async def _belonging(session: AsyncSession, row: Delivery) -> Belonging:
    """Ids are random: a subject is found in one table at most."""
    workspace = workspace_of(session)
    meeting = await session.get(MentoringSession, (workspace, row.subject_id))
    pair_id = meeting.pair_id if meeting else row.subject_id
    if row.address is Address.PAIR:
        pair_id = row.recipient_id
    pair = await session.get(Pair, (workspace, pair_id))
    if pair is not None:
        return Belonging(pair, (pair.program_id,))
    round_ = await session.get(Round, (workspace, row.subject_id))
    program = await session.get(Program, (workspace, round_.program_id if round_ else row.subject_id))
    if program is not None:
        return Belonging(None, (program.id,))
    return Belonging(None, await _programs_of(session, row.recipient_id))


async def _programs_of(session: AsyncSession, person_id: str) -> tuple[str, ...]:
    ids = await session.scalars(
        select(Participant.program_id)
        .where(Participant.person_id == person_id, Participant.state == ParticipantState.ACTIVE)
        .order_by(Participant.program_id)
    )
    return tuple(ids)


async def _shown(session: AsyncSession, row: Delivery, reader: Person) -> HeldMessage:
    people: tuple[str, ...] = (row.recipient_id,)
    if row.address is Address.PAIR:
        pair = await session.get_one(Pair, (workspace_of(session), row.recipient_id))
        people = (pair.mentor_id, pair.mentee_id)
    return HeldMessage(
        id=row.id,
        message=row.message,
        person_ids=people,
        at=row.tried_at or row.created_at,
        reason=HeldReason(row.reason or HeldReason.POISON),
        time_zone=reader.zone,
    )
