"""Shared: a pair stops. Its dates and messages are taken back; both, or the other one, read neutral words."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import (
    IN_HAND,
    DeliveryState,
    EffectKind,
    EndReason,
    MessageClass,
    MessageName,
    PairState,
    RoundState,
    Series,
    SessionState,
)
from domain.retries import HeldReason
from mentoring import authorize
from mentoring.core import Core
from mentoring.promises import redraw, redraw_home, tell
from mentoring.schedule import clear_due, set_due
from mentoring.session_cards import ASKING, redraw_cards
from mentoring.take_back import cancel_promises
from models import Delivery, MentoringSession, Pair, Person, Round
from models.database import workspace_of

OPEN = (PairState.PROPOSED, PairState.PREVIEWING, PairState.LIVE)
IS_SHOWN = Delivery.state.in_((DeliveryState.SENT, *IN_HAND))
BY_ROUND_END = {EndReason.ROUND_OVER, EndReason.PROGRAM_CLOSED}


async def end_pair(
    session: AsyncSession, core: Core, pair: Pair, reason: EndReason, *, silent_for: Iterable[str] = ()
) -> None:
    """End an open pair for `reason`. Whoever is in `silent_for` acted herself and gets no notice."""
    was_told = pair.state in {PairState.PREVIEWING, PairState.LIVE}
    was_private = pair.state is PairState.PREVIEWING
    now = core.clock.now()
    pair.state = PairState.COMPLETED if reason in BY_ROUND_END and pair.introduced_at else PairState.ENDED
    pair.ended_at, pair.end_reason = now, reason
    await _stop_clock_and_messages(session, core, pair, reason)
    if was_told:
        listeners = await _reachable(session, {pair.mentor_id, pair.mentee_id} - set(silent_for))
        if was_private:
            listeners = await who_may_have_seen(session, pair, listeners)
        if reason not in BY_ROUND_END:
            await tell(session, core, MessageName.PAIR_ENDED, MessageClass.MUST_ARRIVE, listeners, pair.id)
            await look_for_new_partners(session, pair.round_id, now)
    else:
        await look_for_new_partners(session, pair.round_id, now)
    await redraw_home(session, core, pair.mentor_id, pair.mentee_id)


async def _stop_clock_and_messages(session: AsyncSession, core: Core, pair: Pair, reason: EndReason) -> None:
    sessions = (
        await session.scalars(select(MentoringSession).where(MentoringSession.pair_id == pair.id))
    ).all()
    await cancel_promises(session, [pair.id, *(s.id for s in sessions)], f"pair ended: {reason}"[:64])
    await clear_due(session, pair.id)
    for meeting in sessions:
        await clear_due(session, meeting.id)
        if meeting.state is not SessionState.CLOSED:
            asks_for_a_date = meeting.state in ASKING
            meeting.state = SessionState.CLOSED
            await redraw_cards(session, core, pair, meeting, nudges=asks_for_a_date)
    if pair.introduced_at is None:  # else it was redrawn then, and asks nothing any more
        await redraw(session, core, MessageName.PREVIEW, pair.id, (pair.mentor_id, pair.mentee_id))


async def who_saw(session: AsyncSession, pair: Pair, people: Iterable[str]) -> list[str]:
    """Shared: whom of `people` the preview has reached, or is about to."""
    return await _previewed(session, pair, people, IS_SHOWN)


async def who_may_have_seen(session: AsyncSession, pair: Pair, people: Iterable[str]) -> list[str]:
    """Shared: whom of `people` the preview may have reached; the others must not hear that there ever was a pair."""
    in_doubt = or_(Delivery.is_repeat, Delivery.reason.is_not_distinct_from(HeldReason.UNPROVABLE))
    return await _previewed(session, pair, people, or_(IS_SHOWN, in_doubt))


async def _previewed(
    session: AsyncSession, pair: Pair, people: Iterable[str], how: ColumnElement[bool]
) -> list[str]:
    preview = (Delivery.message == MessageName.PREVIEW, Delivery.kind == EffectKind.POST)
    recipients = select(Delivery.recipient_id).where(Delivery.subject_id == pair.id, *preview, how)
    shown = set(await session.scalars(recipients))
    return [person_id for person_id in people if person_id in shown]


async def _reachable(session: AsyncSession, people: set[str]) -> list[str]:
    """Leave out who can't or mustn't be written to any more."""
    workspace = workspace_of(session)
    rows = [await session.get(Person, (workspace, person_id)) for person_id in sorted(people)]
    return [row.id for row in rows if row is not None and not row.is_deactivated]


async def look_for_new_partners(session: AsyncSession, round_id: str, at: datetime) -> None:
    """Have a proposed or running round solved once more for whoever is free now; announced pairs stay."""
    round_ = await authorize.held(session, Round, round_id)
    is_open = round_.state in {RoundState.PROPOSED, RoundState.RUNNING}
    if not is_open or (round_.ends_at is not None and at >= round_.ends_at):
        return
    await set_due(session, Series.SOLVE, round_id, at)


async def hold_pairs_of(session: AsyncSession, *people: str) -> None:
    """Lock all open pairs of these people, always in the same order: before anything of theirs is changed."""
    theirs = Pair.mentor_id.in_(people) | Pair.mentee_id.in_(people)
    held = select(Pair.id).where(Pair.state.in_(OPEN), theirs).order_by(Pair.id)
    await session.execute(held.with_for_update())


async def end_pairs_of(
    session: AsyncSession,
    core: Core,
    person_id: str,
    reason: EndReason,
    *,
    program_id: str | None = None,
) -> None:
    """End all open pairs of one person, who needs no notice herself."""
    statement = select(Pair).where(
        Pair.state.in_(OPEN), (Pair.mentor_id == person_id) | (Pair.mentee_id == person_id)
    )
    if program_id is not None:
        statement = statement.where(Pair.program_id == program_id)
    for pair in (await session.scalars(statement.order_by(Pair.id).with_for_update())).all():
        await end_pair(session, core, pair, reason, silent_for={person_id})
