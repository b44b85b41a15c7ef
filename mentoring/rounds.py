"""Steps and verb that begin a round: enrolment closes, a coordinator asks for pairs, an approval is overdue."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import WrongState
from domain.facts.people import Act, ProgramChoice
from domain.ids import derived_id, seed_of
from domain.kinds import (
    MessageClass,
    MessageName,
    ParticipantState,
    ProgramState,
    RoundState,
    Series,
)
from domain.presets import APPROVAL_DAYS
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.promises import coordinators, redraw, redraw_home, tell
from mentoring.schedule import clear_due, due_since, set_due
from models import Participant, Program, Round


async def propose_round(core: Core, act: Act, program_id: str) -> ProgramChoice:
    """Verb: close enrolment now, or solve the open round once more; the pairs come by DM.

    Raises CoordinatorsOnly, WrongState (draft or closed), AlreadyTakenError.
    """
    async with acting(core, act) as session:
        program = await authorize.coordinator(session, act.person_id, program_id)
        if program.state not in {ProgramState.ENROLLING, ProgramState.RUNNING}:
            raise WrongState
        await begin_round(session, program, core.clock.now())
        audit.record(session, core, act.person_id, "propose_round", program.id)
        return ProgramChoice(program.id, program.name)


async def close_enrolment(session: AsyncSession, _core: Core, program_id: str, now: datetime) -> None:
    """Step: the enrolment's last day is over; the first round is to be solved."""
    program = await authorize.find(session, Program, program_id)
    if program.state is ProgramState.ENROLLING:
        await begin_round(session, program, now)


async def begin_round(session: AsyncSession, program: Program, now: datetime) -> Round:
    """Shared: have the newest open round solved, a new one if the last has ended."""
    round_ = await newest_round(session, program.id)
    if round_ is None or round_.state is RoundState.ENDED:
        number = 1 if round_ is None else round_.number + 1
        round_id = derived_id(program.id, str(number))
        round_ = Round(
            id=round_id,
            program_id=program.id,
            number=number,
            state=RoundState.PROPOSING,
            seed=seed_of(round_id),
        )
        session.add(round_)
        await session.flush()
    await clear_due(session, program.id, Series.ENROLMENT_CLOSE)
    await set_due(session, Series.SOLVE, round_.id, due_since(session, now))
    return round_


async def newest_round(session: AsyncSession, program_id: str) -> Round | None:
    """Return the program's latest round."""
    found: Round | None = await session.scalar(
        select(Round).where(Round.program_id == program_id).order_by(Round.number.desc()).limit(1)
    )
    return found


async def overdue_approval(session: AsyncSession, core: Core, round_id: str, now: datetime) -> None:
    """Step: nobody has approved for a week. The coordinators hear it again, people get an honest word."""
    round_ = await authorize.find(session, Round, round_id)
    if round_.state is not RoundState.PROPOSED:
        return
    program = await authorize.find(session, Program, round_.program_id)
    team = await coordinators(session, program.id)
    part = due_since(session, now).date().isoformat()
    await tell(session, core, MessageName.APPROVAL_OVERDUE, MessageClass.DIGEST, team, round_id, part=part)
    waiting = await session.scalars(
        select(Participant.person_id).where(
            Participant.program_id == program.id, Participant.state == ParticipantState.ACTIVE
        )
    )
    await tell(
        session, core, MessageName.APPROVAL_LATE, MessageClass.MUST_ARRIVE, waiting, program.id, part=round_id
    )
    await set_due(session, Series.APPROVAL_OVERDUE, round_id, now + timedelta(days=APPROVAL_DAYS))


async def announce_proposal(session: AsyncSession, core: Core, round_: Round, due_at: datetime) -> None:
    """Shared: the coordinators read that pairs wait for them, found by the solve that was due then.

    Cards of an earlier solve show the new figures: their button approves what they say.
    """
    team = await coordinators(session, round_.program_id)
    part = due_at.isoformat()
    await tell(session, core, MessageName.PROPOSAL, MessageClass.DIGEST, team, round_.id, part=part)
    await redraw(session, core, MessageName.PROPOSAL, round_.id, team)
    await redraw_home(session, core, *team)
