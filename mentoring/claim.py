"""The ledger's first step, pending → claimed: what is due, may go out now and has its turn, from current facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

import structlog
from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.delivery import Claimed, Posted
from domain.kinds import IN_HAND, Address, DeliveryState, EffectKind, MessageClass
from mentoring.aftermath import LostHours, lost_hours
from mentoring.core import Core
from mentoring.gate import Drop, Silence, Wait, open_gate
from mentoring.outbox import count_fault
from mentoring.pace import (
    METHOD_OF,
    OPENING,
    hold,
    is_free,
    probe,
    quiet_until,
    spend,
)
from mentoring.silence import pause_for_silence
from models import Delivery, Pace, Pair, Person
from models.database import STORE_AWAY, workspace_of

log = structlog.get_logger()
CLAIM_LIMIT = 20
CARD_RETRY, LONGEST_CARD_RETRY = timedelta(seconds=2), timedelta(minutes=1)
CARDS_DRAWN = 5
"""A round that is solved again and again leaves a card each time. Slack takes 50 updates a minute: to draw
all of them in one go would begin from the front at every refusal and never come to its end."""
ANSWERS = (MessageClass.RECEIPT, MessageClass.REDRAW)
IS_ANSWER = Delivery.message_class.in_(ANSWERS)
CLAIM_ORDER = (
    case((Delivery.message_class == MessageClass.RECEIPT, 0), (IS_ANSWER, 1), else_=2),
    Delivery.due_at,
    Delivery.created_at,
    Delivery.id,
)
"""Answers first, then what has waited longest."""
Paces = Mapping[str, Pace]


class Step(Enum):
    """What became of one due row: it has its turn later and stays as it is, or it was decided otherwise."""

    WAITS_FOR_PACE = auto()
    DECIDED = auto()


class UndecidableError(Exception):
    """Deciding about this row met a bug; the whole claim is rolled back."""

    def __init__(self, delivery_id: str) -> None:
        super().__init__(delivery_id)
        self.delivery_id = delivery_id


@dataclass(frozen=True)
class Hand:
    """One claim under way: who claims, when, and what may still be called."""

    worker: str
    now: datetime
    paces: Paces
    lost: LostHours | None
    silent: set[str]
    probes: set[str]
    """Methods whose first call after a rest this is: one at a time, a refused token bars them all."""


async def claim(core: Core, workspace_id: str, worker: str) -> tuple[list[Claimed], bool]:
    """Take due rows that may go out now, put off or drop others; and tell whether there may be more.

    A row that can't be decided about takes its fault and stops no other. Who has been silent for too long is
    paused afterwards, in a transaction of its own: her own clicks lock her row and the ledger's in the other order.
    """
    try:
        async with core.database.transaction(workspace_id) as session:
            now = core.clock.now()
            paces = await hold(session, now)
            rows = await _due_rows(session, paces, now)
            if not rows:
                return [], False
            hand = Hand(worker, now, paces, await lost_hours(session, now), set(), set())
            steps = [await _decide(session, row, hand) for row in rows]
    except UndecidableError as bug:
        log.exception("undecidable", delivery=bug.delivery_id)
        await _take_fault(core, workspace_id, bug.delivery_id)
        return [], True
    paused = [await pause_for_silence(core, workspace_id, person_id) for person_id in sorted(hand.silent)]
    claimed = [step for step in steps if isinstance(step, Claimed)]
    is_more = len(rows) == CLAIM_LIMIT and any(step is not Step.WAITS_FOR_PACE for step in steps)
    return claimed, is_more or any(paused)


async def _due_rows(session: AsyncSession, paces: Paces, now: datetime) -> Sequence[Delivery]:
    """Only rows whose calls may be made now are looked at: the others wait untouched, however many they are."""
    rows = await session.scalars(
        select(Delivery)
        .where(
            Delivery.state == DeliveryState.PENDING,
            Delivery.due_at <= now,
            or_(_may_go(paces, now, is_answer=False), and_(IS_ANSWER, _may_go(paces, now, is_answer=True))),
        )
        .order_by(*CLAIM_ORDER)
        .limit(CLAIM_LIMIT)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


def _may_go(paces: Paces, now: datetime, *, is_answer: bool) -> ColumnElement[bool]:
    free = {method for method, pace in paces.items() if is_free(pace, now, is_answer=is_answer)}
    may_be_called = Delivery.kind.in_([kind for kind, method in METHOD_OF.items() if method in free])
    return may_be_called if OPENING in free else and_(may_be_called, _needs_no_opening())


def _needs_no_opening() -> ColumnElement[bool]:
    person = exists().where(_is_recipient(Person), Person.dm_channel_id.is_not(None))
    pair = exists().where(_is_recipient(Pair), Pair.channel_id.is_not(None))
    shows_nothing = Delivery.kind.not_in((EffectKind.POST, EffectKind.FILE))
    return or_(shows_nothing, Delivery.address == Address.CHANNEL, person, pair)


def _is_recipient(table: type[Person | Pair]) -> ColumnElement[bool]:
    return and_(table.workspace_id == Delivery.workspace_id, table.id == Delivery.recipient_id)


async def _decide(session: AsyncSession, row: Delivery, hand: Hand) -> Claimed | Step:
    try:
        return await _claim_one(session, row, hand)
    except STORE_AWAY:
        raise
    except Exception as bug:
        raise UndecidableError(row.id) from bug


async def _take_fault(core: Core, workspace_id: str, delivery_id: str) -> None:
    async with core.database.transaction(workspace_id) as session:
        row = await session.get(Delivery, (workspace_id, delivery_id), with_for_update=True)
        if row is not None and row.state is DeliveryState.PENDING:
            await count_fault(session, core, row)


async def _claim_one(session: AsyncSession, row: Delivery, hand: Hand) -> Claimed | Step:
    verdict = await open_gate(session, row, hand.now)
    if isinstance(verdict, Drop):
        row.state, row.reason = verdict.state, verdict.reason
        return Step.DECIDED
    if isinstance(verdict, Silence):
        hand.silent.add(verdict.person_id)
        return Step.DECIDED
    until = verdict.until if isinstance(verdict, Wait) else await quiet_until(session, row, hand.now)
    if until > hand.now:
        row.due_at = until
        return Step.DECIDED
    if hand.lost is not None and hand.lost.may_hold(row):
        await _leave_in_doubt(session, row, hand.now)
        return Step.DECIDED
    cards = await _cards(session, row, hand.now) if row.kind is EffectKind.UPDATE else ()
    if cards is None:
        return Step.DECIDED
    return await _take(session, row, cards, hand)


async def _leave_in_doubt(session: AsyncSession, row: Delivery, now: datetime) -> None:
    """Make it one whose sender did not come back: the sweeper looks for it before anything goes out."""
    claimed = await _with_channel(session, row.as_claimed())
    row.state, row.worker, row.tried_at = DeliveryState.SENDING, None, now
    row.channel_id, row.file_id = claimed.channel_id, None


async def _take(
    session: AsyncSession, row: Delivery, cards: tuple[Posted, ...], hand: Hand
) -> Claimed | Step:
    """Spend the calls that the row needs and make it this worker's; or leave it until they may be made."""
    claimed = await _with_channel(session, replace(row.as_claimed(), cards=cards))
    calls = {METHOD_OF[row.kind]: max(1, len(cards))}
    if claimed.member_ids and claimed.channel_id is None:
        calls[OPENING] = 1
    is_answer = row.message_class in ANSWERS
    if not all(is_free(hand.paces[method], hand.now, is_answer=is_answer) for method in calls):
        return Step.WAITS_FOR_PACE
    if hand.probes and any(hand.paces[method].blocked_until for method in calls):
        return Step.WAITS_FOR_PACE
    for method, count in calls.items():
        spend(hand.paces[method], hand.now, count)
    probes = tuple(method for method in calls if probe(hand.paces[method], hand.now))
    hand.probes.update(probes)
    row.state, row.worker, row.tried_at = DeliveryState.CLAIMED, hand.worker, hand.now
    row.attempt_count += 1
    await session.flush()
    mine = replace(claimed, worker=hand.worker, attempt_count=row.attempt_count, tried_at=hand.now)
    return replace(mine, probes=probes)


async def _with_channel(session: AsyncSession, claimed: Claimed) -> Claimed:
    """Add where it goes: the known conversation, or who is in the one to be opened."""
    if claimed.kind not in {EffectKind.POST, EffectKind.FILE}:
        return claimed
    if claimed.address is Address.CHANNEL:
        return replace(claimed, channel_id=claimed.recipient_id)
    if claimed.address is Address.PAIR:
        pair = await session.get_one(Pair, (workspace_of(session), claimed.recipient_id))
        return replace(claimed, channel_id=pair.channel_id, member_ids=(pair.mentor_id, pair.mentee_id))
    person = await session.get_one(Person, (workspace_of(session), claimed.recipient_id))
    return replace(claimed, channel_id=person.dm_channel_id, member_ids=(person.id,))


async def _cards(session: AsyncSession, row: Delivery, now: datetime) -> tuple[Posted, ...] | None:
    """Find the newest posted cards an update edits. Not posted yet: the post itself will show the current facts."""
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
            .order_by(Delivery.created_at.desc(), Delivery.id.desc())
            .limit(CARDS_DRAWN)
        )
    ).all()
    on_their_way = [post.tried_at or now for post in posts if post.state in IN_HAND]
    if on_their_way:
        row.due_at = now + _card_retry(now - min(on_their_way))
        return None
    cards = tuple(Posted(p.channel_id, p.message_ts) for p in posts if p.channel_id and p.message_ts)
    if not cards:
        row.state, row.reason = DeliveryState.CANCELLED, "no card to draw"
        return None
    return cards


def _card_retry(waited: timedelta) -> timedelta:
    """Ask again when it has waited twice as long: a post in doubt may stay so for an hour, most settle at once."""
    return min(max(waited, CARD_RETRY), LONGEST_CARD_RETRY)
