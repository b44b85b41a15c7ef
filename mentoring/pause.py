"""Verb: pause all mentoring messages until a date. Belongs to the person, over all programs."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import at_local, local_date
from domain.errors import Fault, InvalidAnswer, NotAParticipant
from domain.facts.people import Act, Paused
from domain.kinds import PairState, ParticipantState, PauseReason, Series
from mentoring import authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import redraw_home
from mentoring.schedule import clear_due, set_due
from models import Pair, Participant, Person


async def pause(core: Core, act: Act, until: date) -> Paused:
    """Pause the person until the morning of `until`.

    Raises NotAParticipant, InvalidAnswer (a day that is not ahead), GuestsNotAllowed, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        person = await authorize.member(session, act.person_id)
        if not await takes_part(session, person.id):
            raise NotAParticipant
        if until <= local_date(core.clock.now(), person.zone):
            raise InvalidAnswer({"until": Fault("past_date")})
        await pause_person(session, core, person, PauseReason.OWN, until)
        return Paused(until)


async def pause_person(
    session: AsyncSession, core: Core, person: Person, reason: PauseReason, until: date | None
) -> None:
    """Write the pause and its end; an open end is ended by the person's own click only.

    The promises come before her own row, as in every act: in the other order two acts could wait for each other.
    """
    await redraw_home(session, core, person.id, *await live_partners(session, person.id))
    person.paused_at = core.clock.now()
    person.pause_reason = reason
    person.paused_until = until
    if until is None:
        await clear_due(session, person.id, Series.PAUSE_END)
    await plan_return(session, person)


async def plan_return(session: AsyncSession, person: Person) -> None:
    """Shared: a pause ends on the morning of its day, where she is now."""
    if person.is_paused and person.paused_until is not None:
        at = at_local(person.paused_until, person.read_start_minute, person.zone)
        await set_due(session, Series.PAUSE_END, person.id, at)


async def takes_part(session: AsyncSession, person_id: str) -> bool:
    """Tell whether the person is active in any program."""
    found = await session.scalar(
        select(Participant.id)
        .where(Participant.person_id == person_id, Participant.state == ParticipantState.ACTIVE)
        .limit(1)
    )
    return found is not None


async def live_partners(session: AsyncSession, person_id: str) -> tuple[str, ...]:
    """Return the person's partners in live pairs."""
    pairs = await session.scalars(
        select(Pair).where(
            Pair.state == PairState.LIVE, (Pair.mentor_id == person_id) | (Pair.mentee_id == person_id)
        )
    )
    return tuple(pair.partner_of(person_id) for pair in pairs)
