"""The ledger's state machine: claim → intend → settle, each a compare-and-set in one short transaction.

pending → claimed → sending → sent; failed, expired and cancelled are final, held waits for a person.
Whether a message may go out now is decided at the claim (gate.py, pace.py), from current facts.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import SlackFailure
from domain.facts.delivery import Claimed, Posted
from domain.kinds import Address, DeliveryState, EffectKind, MessageClass
from mentoring.core import Core
from mentoring.gate import Drop, Wait, open_gate
from mentoring.pace import Queue, allowed_at, block, hold, spend
from models import Delivery, Pair, Person
from models.database import workspace_of

CLAIM_LIMIT = 20
MAX_ATTEMPTS = 100
"""With pauses of up to a quarter of an hour this is about a day: an outage of an hour loses nothing."""
LONGEST_PAUSE = timedelta(minutes=15)
CARD_RETRY = timedelta(seconds=2)
INTERACTIVE_FIRST = case(
    (Delivery.message_class == MessageClass.RECEIPT, 0),
    (Delivery.message_class == MessageClass.REDRAW, 1),
    else_=2,
)
IN_HAND = (DeliveryState.CLAIMED, DeliveryState.SENDING)


async def workspaces_with_work(core: Core) -> list[str]:
    """Return the workspaces that have a message due now."""
    async with core.database.every_workspace() as session:
        rows = await session.scalars(
            select(Delivery.workspace_id)
            .where(Delivery.state == DeliveryState.PENDING, Delivery.due_at <= core.clock.now())
            .distinct()
        )
        return list(rows)


async def claim(core: Core, workspace_id: str, worker: str) -> tuple[list[Claimed], bool]:
    """Take due rows that may go out now, put off or drop others; and tell whether there may be more."""
    async with core.database.transaction(workspace_id) as session:
        now = core.clock.now()
        await hold(session, now)
        rows = (
            await session.scalars(
                select(Delivery)
                .where(Delivery.state == DeliveryState.PENDING, Delivery.due_at <= now)
                .order_by(INTERACTIVE_FIRST, Delivery.due_at, Delivery.created_at, Delivery.id)
                .limit(CLAIM_LIMIT)
                .with_for_update(skip_locked=True)
            )
        ).all()
        queue = Queue()
        tried = [await _claim_one(session, core, row, worker, queue) for row in rows]
        return [claimed for claimed in tried if claimed], len(rows) == CLAIM_LIMIT


async def _claim_one(
    session: AsyncSession, core: Core, row: Delivery, worker: str, queue: Queue
) -> Claimed | None:
    now = core.clock.now()
    verdict = await open_gate(session, core, row, now)
    if isinstance(verdict, Drop):
        row.state, row.reason = verdict.state, verdict.reason
        return None
    if isinstance(verdict, Wait):
        row.due_at = verdict.until
        return None
    free_at = await allowed_at(session, row.kind, now)
    if free_at > now:
        row.due_at = queue.turn(row.kind, free_at)
        return None
    card = await _card(session, row, now) if row.kind is EffectKind.UPDATE else None
    if row.kind is EffectKind.UPDATE and card is None:
        return None
    await spend(session, row.kind, now)
    row.state, row.worker, row.tried_at = DeliveryState.CLAIMED, worker, now
    row.attempt_count += 1
    await session.flush()
    return await _with_channel(session, as_claimed(row, card))


async def _with_channel(session: AsyncSession, claimed: Claimed) -> Claimed:
    """Add where it goes: the card's channel, the known conversation, or who is in the one to be opened."""
    if claimed.kind in {EffectKind.UPDATE, EffectKind.HOME}:
        return claimed
    if claimed.address is Address.CHANNEL:
        return replace(claimed, channel_id=claimed.recipient_id)
    if claimed.address is Address.PAIR:
        pair = await session.get_one(Pair, (workspace_of(session), claimed.recipient_id))
        return replace(claimed, channel_id=pair.channel_id, member_ids=(pair.mentor_id, pair.mentee_id))
    person = await session.get_one(Person, (workspace_of(session), claimed.recipient_id))
    return replace(claimed, channel_id=person.dm_channel_id, member_ids=(person.id,))


async def _card(session: AsyncSession, row: Delivery, now: datetime) -> Posted | None:
    """Find the posted card an update edits. Not posted yet: the post itself will show the current facts."""
    posts = (
        await session.scalars(
            select(Delivery)
            .where(
                Delivery.subject_id == row.subject_id,
                Delivery.recipient_id == row.recipient_id,
                Delivery.message == row.message,
                Delivery.kind == EffectKind.POST,
                Delivery.state.in_((DeliveryState.SENT, *IN_HAND)),
            )
            .order_by(Delivery.created_at.desc())
        )
    ).all()
    sent = next((post for post in posts if post.state is DeliveryState.SENT), None)
    if any(post.state in IN_HAND for post in posts):
        row.due_at = now + CARD_RETRY
        return None
    if sent is None or sent.channel_id is None or sent.message_ts is None:
        row.state, row.reason = DeliveryState.CANCELLED, "no card to draw"
        return None
    return Posted(sent.channel_id, sent.message_ts)


def as_claimed(row: Delivery, card: Posted | None) -> Claimed:
    """Shared: the row as the sender sees it."""
    return Claimed(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        message=row.message,
        message_class=row.message_class,
        address=row.address,
        recipient_id=row.recipient_id,
        subject_id=row.subject_id,
        detail=row.detail,
        attempt_count=row.attempt_count,
        revision=row.revision,
        created_at=row.created_at,
        channel_id=card.channel_id if card else row.channel_id,
        message_ts=card.message_ts if card else None,
    )


async def intend(core: Core, claimed: Claimed, channel_id: str) -> bool:
    """Write the intent before the first byte of a post goes out. False: somebody else has the row; don't send.

    Redraws need none: sent twice they show the same.
    """
    changes = {"state": DeliveryState.SENDING, "channel_id": channel_id, "tried_at": core.clock.now()}
    return await move(core, claimed, DeliveryState.CLAIMED, changes)


async def settle_sent(
    core: Core, claimed: Claimed, posted: Posted | None, file_id: str | None = None
) -> None:
    """Write that it is there. A redraw wished for meanwhile makes the row due again."""
    changes: dict[str, object] = {"state": DeliveryState.SENT, "sent_at": core.clock.now(), "reason": None}
    if posted is not None and claimed.kind is EffectKind.POST:
        changes |= {"channel_id": posted.channel_id, "message_ts": posted.message_ts}
    if file_id is not None:
        changes["file_id"] = file_id
    async with core.database.transaction(claimed.workspace_id) as session:
        row = await session.get_one(Delivery, (claimed.workspace_id, claimed.id), with_for_update=True)
        if row.revision != claimed.revision:
            changes |= {"state": DeliveryState.PENDING, "due_at": core.clock.now()}
        for name, value in changes.items():
            setattr(row, name, value)
        if claimed.message_class is MessageClass.QUESTION:
            await session.execute(
                update(Person)
                .where(Person.id == claimed.recipient_id)
                .values(unanswered_count=Person.unanswered_count + 1)
            )


async def settle_useless(core: Core, claimed: Claimed) -> None:
    """Write that the message has lost its purpose. A redraw wished for meanwhile is looked at once more."""
    async with core.database.transaction(claimed.workspace_id) as session:
        row = await session.get_one(Delivery, (claimed.workspace_id, claimed.id), with_for_update=True)
        if row.state is DeliveryState.CLAIMED:
            is_wished = row.revision != claimed.revision
            row.state = DeliveryState.PENDING if is_wished else DeliveryState.CANCELLED
            row.reason = None if is_wished else "no longer of use"


async def settle_failure(
    core: Core, claimed: Claimed, failure: SlackFailure, limit: int = MAX_ATTEMPTS
) -> None:
    """Write what Slack's answer means for the row, unless somebody else has settled or taken it meanwhile.

    A definite no ends it; a definite non-send is tried again with growing pauses; an ambiguous post stays
    in `sending` until the sweeper has looked it up. Redraws are idempotent and simply tried again.
    """
    now = core.clock.now()
    async with core.database.transaction(claimed.workspace_id) as session:
        if failure.retry_after is not None:
            await block(session, claimed.kind, now + failure.retry_after)
        row = await session.get_one(Delivery, (claimed.workspace_id, claimed.id), with_for_update=True)
        is_redraw = claimed.kind in {EffectKind.UPDATE, EffectKind.HOME}
        if row.state not in IN_HAND or not (is_redraw or row.attempt_count == claimed.attempt_count):
            return
        row.reason = failure.code[:64]
        if failure.is_ambiguous and row.state is DeliveryState.SENDING:
            return
        if failure.is_permanent or row.attempt_count >= limit:
            row.state = DeliveryState.FAILED
            return
        pause = failure.retry_after or _pause_after(row.attempt_count)
        row.state, row.due_at = DeliveryState.PENDING, now + pause


def _pause_after(attempt_count: int) -> timedelta:
    """Twice as long each time."""
    return min(timedelta(seconds=2 ** min(attempt_count, 10)), LONGEST_PAUSE)


async def release(core: Core, claimed: Claimed) -> None:
    """Give a claimed row back untouched; nothing was sent."""
    changes = {"state": DeliveryState.PENDING, "due_at": core.clock.now()}
    await move(core, claimed, DeliveryState.CLAIMED, changes)


async def move(core: Core, claimed: Claimed, expected: DeliveryState, changes: Mapping[str, object]) -> bool:
    """Shared: one compare-and-set. False: the row was not in the expected state any more."""
    async with core.database.transaction(claimed.workspace_id) as session:
        result = await session.execute(
            update(Delivery).where(Delivery.id == claimed.id, Delivery.state == expected).values(**changes)
        )
        return isinstance(result, CursorResult) and result.rowcount == 1


async def remember_channel(core: Core, claimed: Claimed, channel_id: str) -> None:
    """Keep an opened conversation: the same people always give the same one."""
    async with core.database.transaction(claimed.workspace_id) as session:
        if claimed.address is Address.PAIR:
            pair = await session.get_one(Pair, (workspace_of(session), claimed.recipient_id))
            pair.channel_id = channel_id
        else:
            person = await session.get_one(Person, (workspace_of(session), claimed.recipient_id))
            person.dm_channel_id = channel_id
