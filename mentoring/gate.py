"""May this message go out now? Decided when it is claimed, from the recipient's current facts.

The rules of the house: only in the hours she can read, never while she is paused, at most three notifications
a day over all programs, and after three unanswered questions in a row no further one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import at_local, local_date, next_allowed, next_allowed_for_both, next_day_start
from domain.kinds import PERHAPS_SEEN, SHOWS, Address, DeliveryState, EffectKind, MessageClass, MessageName
from domain.presets import MAX_NOTIFICATIONS_PER_DAY, QUESTIONS_BEFORE_PAUSE
from domain.retries import LET_BE, HeldReason
from mentoring.promises import LIVES
from models import Delivery, Pair, Person
from models.database import workspace_of

AT_ONCE = {MessageClass.RECEIPT, MessageClass.REDRAW}
NOTIFIES = {
    MessageClass.MUST_ARRIVE,
    MessageClass.QUESTION,
    MessageClass.NUDGE,
    MessageClass.DIGEST,
}
PAUSE_RECHECK = timedelta(days=1)


@dataclass(frozen=True)
class Pass:
    """Send now."""


@dataclass(frozen=True)
class Wait:
    """Not before `until`."""

    until: datetime


@dataclass(frozen=True)
class Drop:
    """Never: the recorded state and reason."""

    state: DeliveryState
    reason: str


@dataclass(frozen=True)
class Silence:
    """Undecided: its recipient is to be paused first."""

    person_id: str


Gate = Pass | Wait | Drop | Silence


async def open_gate(session: AsyncSession, delivery: Delivery, now: datetime) -> Gate:
    """Decide about one due message. Only reads: what locks people's rows has no place in a claim."""
    if delivery.kind is EffectKind.PROFILE or delivery.address is Address.CHANNEL:
        return Pass()
    if delivery.address is Address.PAIR:
        return await _for_pair(session, delivery, now)
    person = await session.get(Person, (workspace_of(session), delivery.recipient_id))
    if person is None or person.is_deactivated:
        return Drop(DeliveryState.CANCELLED, "recipient is gone")
    if _is_too_late(delivery, person, now):
        return Drop(DeliveryState.EXPIRED, "too late to be of use")
    is_at_once = delivery.message_class in AT_ONCE
    return Pass() if is_at_once else await _for_person(session, delivery, person, now)


def _is_too_late(delivery: Delivery, person: Person, now: datetime) -> bool:
    """Its life begins when she can first read it: nights and weekends don't use it up."""
    if delivery.expires_at is None:
        return False
    life = LIVES.get(delivery.message_class, timedelta())
    return now >= next_allowed(delivery.expires_at - life, person.read, person.zone) + life


async def _for_person(session: AsyncSession, delivery: Delivery, person: Person, now: datetime) -> Gate:
    if person.is_paused and delivery.message is not MessageName.PAUSED_BY_SILENCE:
        return _while_paused(delivery, person, now)
    if delivery.message_class is MessageClass.QUESTION and person.unanswered_count >= QUESTIONS_BEFORE_PAUSE:
        return Silence(person.id)
    readable_at = next_allowed(now, person.read, person.zone)
    if readable_at > now:
        return Wait(readable_at)
    if await notified_today(session, person, now) >= MAX_NOTIFICATIONS_PER_DAY:
        return Wait(next_day_start(now, person.read, person.zone))
    return Pass()


def _while_paused(delivery: Delivery, person: Person, now: datetime) -> Gate:
    if delivery.message_class in {MessageClass.NUDGE, MessageClass.QUESTION}:
        return Drop(DeliveryState.CANCELLED, "recipient is paused")
    if person.paused_until is None:
        return Wait(now + PAUSE_RECHECK)
    back_at = at_local(person.paused_until, person.read_start_minute, person.zone)
    return Wait(max(back_at, now + timedelta(minutes=1)))


async def _for_pair(session: AsyncSession, delivery: Delivery, now: datetime) -> Gate:
    """A group DM waits for hours that suit both, and for who is away."""
    pair = await session.get(Pair, (workspace_of(session), delivery.recipient_id))
    if pair is None or not pair.state.is_open:
        return Drop(DeliveryState.CANCELLED, "pair is over")
    mentor = await session.get_one(Person, (workspace_of(session), pair.mentor_id))
    mentee = await session.get_one(Person, (workspace_of(session), pair.mentee_id))
    if mentor.is_paused or mentee.is_paused:
        return Wait(now + PAUSE_RECHECK)
    at = next_allowed_for_both(now, (mentor.read, mentor.zone), (mentee.read, mentee.zone))
    if at > now:
        return Wait(at)
    for person in (mentor, mentee):
        if await notified_today(session, person, now) >= MAX_NOTIFICATIONS_PER_DAY:
            return Wait(next_day_start(now, person.read, person.zone))
    return Pass()


async def notified_today(session: AsyncSession, person: Person, now: datetime) -> int:
    """Count this local day's notifications to a person, in her DM and her pairs', over all programs."""
    her_pairs = select(Pair.id).where((Pair.mentor_id == person.id) | (Pair.mentee_id == person.id))
    midnight = at_local(local_date(now, person.zone), 0, person.zone)
    count = await session.scalar(
        select(func.count())
        .select_from(Delivery)
        .where(
            (Delivery.recipient_id == person.id) | Delivery.recipient_id.in_(her_pairs),
            Delivery.kind.in_(SHOWS),
            Delivery.message_class.in_(NOTIFIES),
            Delivery.tried_at >= midnight,
            Delivery.state.in_(PERHAPS_SEEN) | Delivery.reason.in_((HeldReason.UNPROVABLE, LET_BE)),
        )
    )
    return count or 0
