"""Verb: leave a program, no reason needed."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotAParticipant
from domain.facts.people import Act, Left, ProgramChoice
from domain.kinds import EndReason, ParticipantState
from mentoring import authorize
from mentoring.core import Core
from mentoring.end_pair import end_pairs_of
from mentoring.inbox import acting
from mentoring.promises import coordinators, redraw_home
from models import Participant, Program


async def leave(core: Core, act: Act, program_id: str) -> Left:
    """End the person's part in a program; her partner reads neutral words.

    Raises NotAParticipant, GuestsNotAllowed, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        await authorize.member(session, act.person_id)
        participant = await active_participant(session, program_id, act.person_id)
        program = await authorize.find(session, Program, program_id)
        await leave_program(session, core, participant)
        team = await coordinators(session, program.id)
        await redraw_home(session, core, act.person_id, *team)
        return Left(
            ProgramChoice(program.id, program.name), next((c for c in team if c != act.person_id), "")
        )


async def active_participant(session: AsyncSession, program_id: str, person_id: str) -> Participant:
    """Return her participation. Raises NotAParticipant."""
    participant = await session.scalar(
        select(Participant).where(
            Participant.program_id == program_id,
            Participant.person_id == person_id,
            Participant.state == ParticipantState.ACTIVE,
        )
    )
    if participant is None:
        raise NotAParticipant
    return participant


async def leave_program(session: AsyncSession, core: Core, participant: Participant) -> None:
    """Shared: close one participation and the open pairs in that program."""
    participant.state = ParticipantState.LEFT
    participant.left_at = core.clock.now()
    await end_pairs_of(
        session, core, participant.person_id, EndReason.PERSON_LEFT, program_id=participant.program_id
    )
