"""Verbs for somebody who just looks in, known or not: draw her Home tab, or answer what she typed with help."""

from domain.facts.people import Act
from domain.kinds import MessageClass, MessageName
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.meet_person import person_or_newcomer
from mentoring.promises import redraw_home, tell


async def draw_home(core: Core, act: Act) -> None:
    """Promise a fresh Home tab. Raises AlreadyTakenError."""
    async with acting(core, act) as session:
        person = await person_or_newcomer(session, core, act.person_id)
        await redraw_home(session, core, person.id, is_opened_now=True)
        person.has_opened_home = True


async def say_answer_was_lost(core: Core, act: Act) -> None:
    """Promise a word by DM: the answer to a click could not be shown where it was made.

    The click may have taken its key; this word has one of its own.
    """
    async with core.database.transaction(act.workspace_id) as session:
        people, subject = [act.person_id], act.person_id
        await tell(
            session, core, MessageName.ANSWER_LOST, MessageClass.RECEIPT, people, subject, part=act.key
        )


async def answer_message(core: Core, act: Act) -> None:
    """Promise help. Raises AlreadyTakenError."""
    async with acting(core, act) as session:
        await person_or_newcomer(session, core, act.person_id)
        people, subject = [act.person_id], act.person_id
        await tell(session, core, MessageName.HELP, MessageClass.RECEIPT, people, subject, part=act.key)
