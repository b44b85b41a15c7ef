"""Three questions in a row without an answer: the person is paused, with one notice and one tap to come back."""

from contextlib import suppress

from sqlalchemy import select

from domain.cadence import local_date
from domain.kinds import MessageClass, MessageName, PauseReason
from domain.presets import QUESTIONS_BEFORE_PAUSE
from mentoring import authorize
from mentoring.core import Core
from mentoring.pause import live_partners, pause_person
from mentoring.promises import redraw_home, tell
from models import Person


class _NotNowError(Exception):
    """She acts at this moment, has acted, or is away already: nothing is written."""


async def pause_for_silence(core: Core, workspace_id: str, person_id: str) -> bool:
    """Pause somebody who is still silent and not away already; tell whether that was done.

    An act of hers may lock her row before the ledger's or after: so the ledger's are taken first and hers is
    never waited for. Whoever holds it is she herself, and not silent.
    """
    with suppress(_NotNowError):
        async with core.database.transaction(workspace_id) as session:
            silent = await authorize.find(session, Person, person_id)
            part = local_date(core.clock.now(), silent.zone).isoformat()
            notice, must = MessageName.PAUSED_BY_SILENCE, MessageClass.MUST_ARRIVE
            await tell(session, core, notice, must, [person_id], person_id, part=part)
            await redraw_home(session, core, person_id, *await live_partners(session, person_id))
            person = await session.scalar(
                select(Person).where(Person.id == person_id).with_for_update(skip_locked=True),
                execution_options={"populate_existing": True},
            )
            if person is None or person.is_paused or person.unanswered_count < QUESTIONS_BEFORE_PAUSE:
                raise _NotNowError
            await pause_person(session, core, person, PauseReason.SILENCE, until=None)
        return True
    return False
