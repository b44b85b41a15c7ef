"""The ledger's state machine after the claim: intend → settle, each a compare-and-set in one short transaction.

pending → claimed → sending → sent; failed, expired and cancelled are final, held waits for a person. Whatever is
written is fenced: by the row's state, and by the attempt and the worker whose row it is.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import SlackFailure
from domain.facts.delivery import Claimed, Posted
from domain.failpoints import reach
from domain.kinds import IN_HAND, Address, DeliveryState, EffectKind, MessageClass
from domain.retries import (
    MAX_FAULTS,
    HeldReason,
    Trouble,
    is_given_up,
    is_idempotent,
    pause_after,
    pause_of,
    trouble_of,
)
from mentoring.core import Core
from mentoring.held import hold_for_person
from mentoring.pace import METHOD_OF, OPENING, RATES, block, end_probe
from models import Delivery, Pair, Person
from models.database import STORE_AWAY, workspace_of

DOUBTS_BEFORE_REST = 3
"""So many posts of a workspace in doubt at once, and no further one is sent into the doubt."""
WRITE_PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0)
log = structlog.get_logger()
Answer = TypeVar("Answer")
RESTS = {Trouble.LIMITED, Trouble.UNREACHABLE, Trouble.TOKEN}
"""Troubles of the way, not of the message: the whole method rests."""


def same_attempt(claimed: Claimed) -> ColumnElement[bool]:
    """Shared: the row as this attempt left it, or as the sweeper took it over from this very attempt."""
    is_ours = or_(Delivery.worker == claimed.worker, Delivery.worker.is_(None))
    return and_(Delivery.id == claimed.id, Delivery.attempt_count == claimed.attempt_count, is_ours)


async def fenced_row(session: AsyncSession, claimed: Claimed, *states: DeliveryState) -> Delivery | None:
    """Shared: the row, locked, if it still stands in one of these states and nobody else has taken it."""
    found: Delivery | None = await session.scalar(
        select(Delivery).where(same_attempt(claimed), Delivery.state.in_(states)).with_for_update()
    )
    return found


async def move(core: Core, claimed: Claimed, expected: DeliveryState, **changes: object) -> bool:
    """Shared: one compare-and-set. False: the row has been taken, or was not in the expected state any more."""
    async with core.database.transaction(claimed.workspace_id) as session:
        result = await session.execute(
            update(Delivery).where(same_attempt(claimed), Delivery.state == expected).values(**changes)
        )
        return isinstance(result, CursorResult) and result.rowcount == 1


async def intend(core: Core, claimed: Claimed, channel_id: str, file_id: str | None = None) -> bool:
    """Write the intent before the first byte of a post goes out. False: somebody else has the row; don't send.

    Idempotent calls need none: made twice they show the same.
    """
    return await move(
        core,
        claimed,
        DeliveryState.CLAIMED,
        state=DeliveryState.SENDING,
        channel_id=channel_id,
        file_id=file_id,
        tried_at=core.clock.now(),
    )


async def written(write: Callable[[], Awaitable[Answer]]) -> Answer:
    """Shared: write down what is known of a post, also when the database is away for a moment: repeating it is safe.

    Forgotten, it would be in doubt, and where nobody can look it would come twice.
    """
    for pause in WRITE_PAUSES:
        try:
            return await write()
        except STORE_AWAY:
            log.warning("not_written_yet")
            await asyncio.sleep(pause)
    return await write()


async def settle_sent(core: Core, claimed: Claimed, posted: Posted | None) -> None:
    """Write that it is there. A redraw wished for meanwhile makes the row due again."""
    expected = DeliveryState.CLAIMED if is_idempotent(claimed.kind) else DeliveryState.SENDING
    async with core.database.transaction(claimed.workspace_id) as session:
        if claimed.probes:
            await end_probe(session, claimed.probes, claimed.tried_at)
        row = await fenced_row(session, claimed, expected)
        if row is None:
            return
        is_wished = row.revision != claimed.revision
        row.state = DeliveryState.PENDING if is_wished else DeliveryState.SENT
        row.reason, row.worker, row.failure_count, row.fault_count = None, None, 0, 0
        row.sent_at = core.clock.now()
        if is_wished:
            row.due_at = core.clock.now()
        if posted is not None and claimed.kind is EffectKind.POST:
            row.channel_id, row.message_ts = posted.channel_id, posted.message_ts
        await session.flush()
        if claimed.message_class is MessageClass.QUESTION:
            await session.execute(
                update(Person)
                .where(Person.id == claimed.recipient_id)
                .values(unanswered_count=Person.unanswered_count + 1)
            )
        reach("outbox.before_sent")
    reach("outbox.after_sent")


async def settle_useless(core: Core, claimed: Claimed) -> None:
    """Write that the message has lost its purpose. A redraw wished for meanwhile is looked at once more."""
    async with core.database.transaction(claimed.workspace_id) as session:
        row = await fenced_row(session, claimed, DeliveryState.CLAIMED)
        if row is not None:
            is_wished = row.revision != claimed.revision
            row.state = DeliveryState.PENDING if is_wished else DeliveryState.CANCELLED
            row.reason = None if is_wished else "no longer of use"
            row.worker = None


async def settle_failure(core: Core, claimed: Claimed, failure: SlackFailure) -> Collection[str]:
    """Write what Slack's answer means for the row, unless somebody else has settled or taken it meanwhile.

    A definite no ends it; a definite non-send is tried again with growing pauses; an ambiguous post is let go
    of, still in `sending`, until the sweeper has looked it up. Return the methods that have to rest.
    """
    now = core.clock.now()
    may_be_done_twice = is_idempotent(claimed.kind) or failure.method == OPENING
    trouble = trouble_of(failure, may_be_done_twice=may_be_done_twice)
    reach("outbox.before_failure")
    async with core.database.transaction(claimed.workspace_id) as session:
        resting = await _to_rest(session, claimed, failure, trouble)
        if resting:
            await block(session, resting, now, failure.retry_after or pause_of(trouble))
        elif claimed.probes and trouble is not Trouble.UNCLEAR:
            await end_probe(session, claimed.probes, claimed.tried_at)
        row = await fenced_row(session, claimed, *IN_HAND)
        if row is None:
            return resting
        row.reason, row.worker = failure.code[:64], None
        if failure.is_ambiguous and row.state is DeliveryState.SENDING:
            row.due_at = now
        elif failure.is_permanent and trouble is not Trouble.TOKEN and row.revision == claimed.revision:
            row.state = DeliveryState.FAILED
        else:
            try_again(core, row, trouble, failure.retry_after)
        return resting


async def _to_rest(
    session: AsyncSession, claimed: Claimed, failure: SlackFailure, trouble: Trouble
) -> Collection[str]:
    """Return the methods whose way is barred; or that seem so, for so many posts are in doubt."""
    method = failure.method or METHOD_OF[claimed.kind]
    if trouble is Trouble.TOKEN:
        return RATES.keys()
    if trouble in RESTS:
        return (method,)
    if trouble is not Trouble.UNCLEAR:
        return ()
    in_doubt = await session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(Delivery.state == DeliveryState.SENDING, Delivery.worker.is_(None))
    )
    return (method,) if claimed.probes or (in_doubt or 0) + 1 >= DOUBTS_BEFORE_REST else ()


def try_again(core: Core, row: Delivery, trouble: Trouble, pause: timedelta | None = None) -> None:
    """Shared: back to pending, after a pause that grows; given up after too many failures of one kind in a row."""
    row.failure_count = row.failure_count + 1 if row.failure_kind is trouble else 1
    row.failure_kind = trouble
    if is_given_up(trouble, row.failure_count):
        row.state = DeliveryState.FAILED
        return
    grown = pause_after(trouble, row.failure_count, chance(core))
    row.state, row.due_at = DeliveryState.PENDING, core.clock.now() + (grown if pause is None else pause)


def chance(core: Core) -> float:
    """Shared: a number in 0 … 1 from the injected chance."""
    return core.ids.seed() / 2**31


async def settle_bug(core: Core, claimed: Claimed, bug: Exception) -> None:
    """Write that handling the row met an unexpected exception. Posted or not, nobody knows once it was intended.

    After the third time it is set aside for a person, so that one poisoned row stops nobody for ever.
    """
    async with core.database.transaction(claimed.workspace_id) as session:
        row = await fenced_row(session, claimed, *IN_HAND)
        if row is None:
            return
        is_rows_fault = not isinstance(bug, STORE_AWAY)
        row.reason, row.worker = type(bug).__name__[:64], None
        if row.state is DeliveryState.SENDING:
            row.fault_count += is_rows_fault
            row.due_at = core.clock.now()
        elif is_rows_fault:
            await count_fault(session, core, row)
        else:
            try_again(core, row, Trouble.UNREACHABLE)


async def count_fault(session: AsyncSession, core: Core, row: Delivery) -> None:
    """Shared: try again later what met a bug of ours; the third time it is set aside for a person."""
    row.fault_count += 1
    if row.fault_count >= MAX_FAULTS:
        await hold_for_person(session, core, row, HeldReason.POISON)
    else:
        try_again(core, row, Trouble.BUG)


async def release(core: Core, claimed: Claimed, due_at: datetime | None = None) -> None:
    """Give a claimed row back untouched; nothing was sent."""
    at = due_at or core.clock.now()
    await move(core, claimed, DeliveryState.CLAIMED, state=DeliveryState.PENDING, due_at=at, worker=None)


async def remember_channel(core: Core, claimed: Claimed, channel_id: str) -> None:
    """Keep an opened conversation: the same people always give the same one."""
    async with core.database.transaction(claimed.workspace_id) as session:
        if claimed.address is Address.PAIR:
            pair = await session.get_one(Pair, (workspace_of(session), claimed.recipient_id))
            pair.channel_id = channel_id
        else:
            person = await session.get_one(Person, (workspace_of(session), claimed.recipient_id))
            person.dm_channel_id = channel_id
