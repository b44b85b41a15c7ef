"""Verbs for somebody who just looks in: draw her Home tab, or answer what she typed with help."""

from sqlalchemy import update

from domain.facts.people import Act
from domain.kinds import MessageClass, MessageName
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import redraw_home, tell
from models import Person


async def draw_home(core: Core, act: Act) -> None:
    """Promise a fresh Home tab. Raises AlreadyTakenError."""
    async with acting(core, act) as session:
        await session.execute(update(Person).where(Person.id == act.person_id).values(has_opened_home=True))
        await redraw_home(session, core, act.person_id)


async def say_answer_was_lost(core: Core, act: Act) -> None:
    """Promise a word by DM: the answer to a click could not be shown where it was made."""
    async with acting(core, act) as session:
        people, subject = [act.person_id], act.person_id
        await tell(
            session, core, MessageName.ANSWER_LOST, MessageClass.RECEIPT, people, subject, part=act.key
        )


async def answer_message(core: Core, act: Act) -> None:
    """Promise help. Raises AlreadyTakenError."""
    async with acting(core, act) as session:
        people, subject = [act.person_id], act.person_id
        await tell(session, core, MessageName.HELP, MessageClass.RECEIPT, people, subject, part=act.key)
