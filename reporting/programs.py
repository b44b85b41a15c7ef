"""Read only: programs by name, who may join which, and what a program says to people."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import local_date
from domain.errors import UnknownProgram
from domain.facts.people import Joined, ProgramChoice
from domain.facts.program import Closed, Invitation, ProgramForm, TopicsForm
from domain.kinds import ParticipantState, ProgramState, RoundState
from models import Coordinator, Participant, Person, Program, Round, topics_in_order
from models.database import workspace_of
from reporting.participations import active_participant, own_participations, participant_of
from reporting.seats import choice, contact_for, coordinators_of

OPEN_TO_JOIN = (ProgramState.ENROLLING, ProgramState.RUNNING)
SUGGESTED_ENROLMENT = timedelta(days=14)


async def find_program(session: AsyncSession, name: str, coordinator_id: str | None = None) -> ProgramChoice:
    """Find a program by id or name, in any case; with `coordinator_id` only among those she coordinates.

    Raises UnknownProgram.
    """
    query = select(Program)
    if coordinator_id is not None:
        query = query.where(_is_coordinated_by(coordinator_id))
    wanted = name.strip().casefold()
    for program in await session.scalars(query):
        if wanted in {program.id.casefold(), program.name.casefold()}:
            return choice(program)
    raise UnknownProgram(name)


async def joinable_programs(session: AsyncSession, person_id: str) -> tuple[ProgramChoice, ...]:
    """List the programs somebody may join now, and is not in, by name."""
    takes_part = exists().where(
        Participant.program_id == Program.id,
        Participant.person_id == person_id,
        Participant.state == ParticipantState.ACTIVE,
    )
    rows = await session.scalars(
        select(Program).where(Program.state.in_(OPEN_TO_JOIN), ~takes_part).order_by(Program.name)
    )
    return tuple(choice(row) for row in rows)


async def programs_of(session: AsyncSession, person_id: str) -> tuple[ProgramChoice, ...]:
    """List the open programs somebody takes part in, by name."""
    return tuple(choice(program) for _, program in await own_participations(session, person_id))


async def coordinated_programs(session: AsyncSession, person_id: str) -> Sequence[Program]:
    """Load the programs somebody coordinates: open ones first, then the newest."""
    rows = await session.scalars(
        select(Program)
        .where(_is_coordinated_by(person_id))
        .order_by(Program.closed_at.is_not(None), Program.created_at.desc(), Program.name)
    )
    return rows.all()


async def program_form(
    session: AsyncSession, person_id: str, now: datetime, topics: tuple[str, ...]
) -> ProgramForm:
    """Open the set-up form with the suggested `topics`; days are the coordinator's own."""
    person = await session.get(Person, (workspace_of(session), person_id))
    today = local_date(now, person.zone if person else "UTC")
    return ProgramForm(today + timedelta(days=1), today + SUGGESTED_ENROLMENT, topics)


async def topics_form(session: AsyncSession, program_id: str) -> TopicsForm:
    """Open a program's topics to be edited. Raises UnknownProgram."""
    program = await session.get(Program, (workspace_of(session), program_id))
    if program is None:
        raise UnknownProgram
    rows = await session.scalars(topics_in_order(program_id))
    return TopicsForm(choice(program), tuple(row.line for row in rows))


async def invitation(
    session: AsyncSession, program_id: str, recipient_id: str, now: datetime
) -> Invitation | None:
    """Invite a channel or a person; None after enrolment, or when the person has answered already."""
    program = await session.get(Program, (workspace_of(session), program_id))
    if program is None or matched_on(program, now) is None:
        return None
    if await participant_of(session, program_id, recipient_id) is not None:
        return None
    return Invitation(
        program=choice(program),
        purpose=program.purpose,
        sponsor_sentence=program.sponsor_sentence,
        enrolment_closes_on=local_date(program.enrolment_closes_at, program.time_zone),
        contact_id=await contact_of(session, program, recipient_id),
    )


async def joined(
    session: AsyncSession, program_id: str, person_id: str, now: datetime, *, is_change: bool
) -> Joined | None:
    """Sum up what somebody signed up for; None when she has left, or the program is closed."""
    program = await session.get(Program, (workspace_of(session), program_id))
    participant = await active_participant(session, program_id, person_id)
    if program is None or participant is None or program.state is ProgramState.CLOSED:
        return None
    person = await session.get_one(Person, (workspace_of(session), person_id))
    return Joined(
        program=choice(program),
        person_id=person_id,
        role=participant.role,
        matched_on=matched_on(program, now),
        is_change=is_change,
        needs_manager_check=not person.is_manager_known,
        contact_id=await contact_of(session, program, person_id),
        time_zone=person.zone,
        read=person.read,
    )


async def closed(session: AsyncSession, program_id: str, recipient_id: str) -> Closed | None:
    """Thank a participant at a program's end; None while it runs, or for somebody who left before."""
    program = await session.get(Program, (workspace_of(session), program_id))
    if program is None or program.state is not ProgramState.CLOSED:
        return None
    return await _word_to_participant(session, program, recipient_id)


async def approval_late(session: AsyncSession, program_id: str, recipient_id: str) -> Closed | None:
    """Tell a participant that the pairs still wait for approval; None once nothing does."""
    program = await session.get(Program, (workspace_of(session), program_id))
    waiting = await session.scalar(
        select(Round.id).where(Round.program_id == program_id, Round.state == RoundState.PROPOSED).limit(1)
    )
    if program is None or waiting is None:
        return None
    return await _word_to_participant(session, program, recipient_id)


async def contact_of(session: AsyncSession, program: Program, *not_these: str) -> str:
    """Name one human to ask about a program: a coordinator who is none of `not_these`, if there is one."""
    return contact_for(program, await coordinators_of(session, [program.id]), *not_these)


def matched_on(program: Program, now: datetime) -> date | None:
    """The day the first pairs are proposed; None once enrolment is over."""
    if program.state is not ProgramState.ENROLLING or program.enrolment_closes_at <= now:
        return None
    return local_date(program.enrolment_closes_at, program.time_zone)


async def _word_to_participant(session: AsyncSession, program: Program, recipient_id: str) -> Closed | None:
    if await active_participant(session, program.id, recipient_id) is None:
        return None
    return Closed(choice(program), await contact_of(session, program, recipient_id))


def _is_coordinated_by(person_id: str) -> ColumnElement[bool]:
    return exists().where(
        Coordinator.program_id == Program.id,
        Coordinator.person_id == person_id,
    )
