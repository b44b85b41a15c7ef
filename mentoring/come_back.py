"""Verb and step: the end of a pause, by one tap or on its date."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.people import Act, Paused
from domain.kinds import MessageClass, MessageName, PairState, Series
from mentoring import authorize
from mentoring.core import Core
from mentoring.inbox import take
from mentoring.pause import live_partners
from mentoring.promises import redraw_home, tell
from mentoring.schedule import clear_due, set_due
from models import Due, Pair, Person


async def come_back(core: Core, act: Act) -> Paused:
    """End the person's own pause at once. Raises GuestsNotAllowed, AlreadyTakenError."""
    async with core.database.transaction(act.workspace_id) as session:
        person = await authorize.member(session, act.person_id)
        await take(session, core, act)
        await _resume(session, core, person)
        return Paused(until=None, is_return=True)


async def end_pause(session: AsyncSession, core: Core, person_id: str, now: datetime) -> None:
    """Step: the pause's date has come; the person reads that she is back."""
    person = await authorize.find(session, Person, person_id)
    if not person.is_paused:
        return
    await _resume(session, core, person)
    await tell(
        session,
        core,
        MessageName.WELCOME_BACK,
        MessageClass.MUST_ARRIVE,
        [person.id],
        person.id,
        part=now.date().isoformat(),
    )


async def _resume(session: AsyncSession, core: Core, person: Person) -> None:
    """Clear the pause and let sessions of her live pairs that waited for her go on now."""
    person.paused_at = person.paused_until = person.pause_reason = None
    person.unanswered_count = 0
    await clear_due(session, person.id, Series.PAUSE_END)
    waiting = await session.scalars(
        select(Pair)
        .join(Due, (Due.subject_id == Pair.id) & (Due.series == Series.SESSION_OPEN))
        .where(
            Pair.state == PairState.LIVE,
            (Pair.mentor_id == person.id) | (Pair.mentee_id == person.id),
            Pair.waits_for_return,
        )
    )
    for pair in waiting.all():
        pair.waits_for_return = False
        await set_due(session, Series.SESSION_OPEN, pair.id, core.clock.now())
    await redraw_home(session, core, person.id, *await live_partners(session, person.id))
