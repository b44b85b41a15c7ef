"""Verb and step: the end of a pause, by one tap or on its date."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import local_date
from domain.facts.people import Act, Paused
from domain.kinds import MessageClass, MessageName, PairState, Series
from mentoring import authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.pause import live_partners
from mentoring.promises import redraw_home, tell
from mentoring.rescue import resume_rescue
from mentoring.schedule import clear_due, due_since, set_due
from models import Pair, Person


async def come_back(core: Core, act: Act) -> Paused:
    """End the person's own pause at once. Raises GuestsNotAllowed, AlreadyTakenError."""
    async with acting(core, act) as session:
        person = await authorize.member(session, act.person_id)
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
        part=local_date(due_since(session, now), person.zone).isoformat(),
    )


async def _resume(session: AsyncSession, core: Core, person: Person) -> None:
    """Clear the pause and let sessions of her live pairs that waited for her go on now."""
    now = core.clock.now()
    away = now - person.paused_at if person.paused_at else timedelta()
    person.paused_at = person.paused_until = person.pause_reason = None
    person.unanswered_count = 0
    await clear_due(session, person.id, Series.PAUSE_END)
    pairs = await session.scalars(
        select(Pair)
        .where(Pair.state == PairState.LIVE, (Pair.mentor_id == person.id) | (Pair.mentee_id == person.id))
        .order_by(Pair.id)
        .with_for_update()
    )
    for pair in pairs.all():
        await resume_rescue(session, pair, away, now)
        if pair.waits_for_return:
            await set_due(session, Series.SESSION_OPEN, pair.id, now)
    await redraw_home(session, core, person.id, *await live_partners(session, person.id))
