"""Verb: close a program for good. Pairs end, everybody is thanked, the coordinators get the last report."""

from sqlalchemy import select

from domain.errors import WrongState
from domain.facts.people import Act, ProgramChoice
from domain.kinds import (
    EndReason,
    MessageClass,
    MessageName,
    ParticipantState,
    ProgramState,
    RoundState,
)
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.end_pair import OPEN, end_pair
from mentoring.inbox import acting
from mentoring.promises import coordinators, redraw_home, tell
from mentoring.request_report import promise_report
from mentoring.schedule import clear_due
from models import Pair, Participant, Round


async def close_program(core: Core, act: Act, program_id: str) -> ProgramChoice:
    """End all that runs in the program.

    Raises CoordinatorsOnly, WrongState (not launched, or closed already), AlreadyTakenError.
    """
    async with acting(core, act) as session:
        program = await authorize.coordinator(session, act.person_id, program_id)
        if program.state not in {ProgramState.ENROLLING, ProgramState.RUNNING}:
            raise WrongState
        program.state = ProgramState.CLOSED
        program.closed_at = core.clock.now()
        pairs = select(Pair).where(Pair.program_id == program.id, Pair.state.in_(OPEN)).order_by(Pair.id)
        for pair in (await session.scalars(pairs)).all():
            await end_pair(session, core, pair, EndReason.PROGRAM_CLOSED)
        rounds = await session.scalars(select(Round).where(Round.program_id == program.id))
        for round_ in rounds.all():
            round_.state = RoundState.ENDED
            await clear_due(session, round_.id)
        await clear_due(session, program.id)
        active = await session.scalars(
            select(Participant.person_id).where(
                Participant.program_id == program.id, Participant.state == ParticipantState.ACTIVE
            )
        )
        people = active.all()
        await tell(session, core, MessageName.PROGRAM_CLOSED, MessageClass.MUST_ARRIVE, people, program.id)
        team = await coordinators(session, program.id)
        await promise_report(
            session, core, program.id, team, MessageClass.DIGEST, part="close", request="all"
        )
        audit.record(session, core, act.person_id, "close_program", program.id)
        await redraw_home(session, core, *people, *team)
        return ProgramChoice(program.id, program.name)
