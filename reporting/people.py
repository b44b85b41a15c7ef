"""Read only: one person's own forms and answers, and whom she can ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import OFFICE_HOURS, local_date
from domain.errors import NoOpenProgram, NotAllowed, NotAParticipant
from domain.facts.people import (
    JoinForm,
    JoinRequest,
    LeaveForm,
    PauseForm,
    PauseNotice,
    PersonForm,
    RosterPerson,
)
from domain.kinds import ParticipantState, PauseReason, Role
from models import BlockedPerson, Coordinator, Delegate, Participant, Person, Program, topics_in_order
from models.database import workspace_of
from reporting.participations import Topics, participant_of, topics_of
from reporting.programs import OPEN_TO_JOIN, contact_of, programs_of
from reporting.seats import choice, coordinators_of


@dataclass(frozen=True)
class HelpFact:
    """Whom to ask, and whether the reader coordinates a program herself."""

    contact_id: str | None
    is_coordinator: bool


@dataclass(frozen=True)
class OwnLists:
    """Private to one person, over all programs: never read on another's behalf."""

    blocked_ids: tuple[str, ...] = ()
    delegate_id: str | None = None


async def help_fact(session: AsyncSession, person_id: str) -> HelpFact:
    """Name a coordinator to ask: of a program she is in, else of one that she could join."""
    coordinates = await session.scalar(
        select(Coordinator.program_id).where(Coordinator.person_id == person_id).limit(1)
    )
    own_ids = [program.id for program in await programs_of(session, person_id)]
    rows = await session.scalars(
        select(Program).where(Program.state.in_(OPEN_TO_JOIN)).order_by(Program.created_at)
    )
    programs = sorted(rows, key=lambda program: program.id not in own_ids)
    contact_id = await contact_of(session, programs[0], person_id) if programs else None
    return HelpFact(contact_id, is_coordinator=coordinates is not None)


async def join_form(session: AsyncSession, person_id: str, program_id: str) -> JoinForm:
    """Open the join form with her earlier answers, or what is known of her.

    Raises NoOpenProgram when the program can't be joined.
    """
    program = await session.get(Program, (workspace_of(session), program_id))
    if program is None or program.state not in OPEN_TO_JOIN:
        raise NoOpenProgram
    person = await session.get(Person, (workspace_of(session), person_id))
    participant = await participant_of(session, program_id, person_id)
    return JoinForm(
        program=choice(program),
        topics=await _topics_of_program(session, program_id),
        current=await _current_answers(session, program_id, person, participant),
        time_zone=(person and person.time_zone) or program.time_zone,
        is_time_zone_confirmed=person is not None and person.time_zone is not None,
        is_manager_known=person is not None and person.is_manager_known,
        is_change=participant is not None and participant.state is ParticipantState.ACTIVE,
        coordinator_ids=(await coordinators_of(session, [program_id])).get(program_id, ()),
    )


async def pause_form(session: AsyncSession, person_id: str, now: datetime) -> PauseForm:
    """Open the pause form; the earliest end is her tomorrow.

    Raises NotAParticipant for somebody the bot has never met.
    """
    person = await session.get(Person, (workspace_of(session), person_id))
    if person is None:
        raise NotAParticipant
    return PauseForm(local_date(now, person.zone) + timedelta(days=1), person.paused_until)


async def leave_form(session: AsyncSession, person_id: str) -> LeaveForm:
    """Open the leave form.

    Raises NotAParticipant when there is nothing to leave.
    """
    programs = await programs_of(session, person_id)
    if not programs:
        raise NotAParticipant
    return LeaveForm(programs)


async def person_form(session: AsyncSession, person_id: str) -> PersonForm:
    """Open the coordinator's form for one person's roster facts.

    Raises NotAllowed when the bot has never met her.
    """
    person = await session.get(Person, (workspace_of(session), person_id))
    if person is None:
        raise NotAllowed
    return PersonForm(
        RosterPerson(
            id=person.id,
            name=person.name,
            level=person.level,
            department=person.department,
            site=person.site,
            time_zone=person.time_zone,
            manager_id=person.manager_id,
            is_manager_known=person.is_manager_known,
            country=person.country,
        ),
        person.holidays,
    )


async def paused_by_silence(session: AsyncSession, person_id: str) -> PauseNotice | None:
    """Tell somebody that she is paused for not answering; None once she is back."""
    person = await session.get(Person, (workspace_of(session), person_id))
    if person is None or not person.is_paused or person.pause_reason is not PauseReason.SILENCE:
        return None
    return PauseNotice(PauseReason.SILENCE, person.paused_until)


async def welcome_back(session: AsyncSession, person_id: str) -> PauseNotice | None:
    """Greet somebody after a pause; None when she is paused again."""
    person = await session.get(Person, (workspace_of(session), person_id))
    if person is None or person.is_paused:
        return None
    return PauseNotice(person.pause_reason or PauseReason.OWN, None)


async def own_lists(session: AsyncSession, person_id: str) -> OwnLists:
    """Load what is private to `person_id`, for herself."""
    blocked = await session.scalars(
        select(BlockedPerson.blocked_id)
        .where(BlockedPerson.person_id == person_id)
        .order_by(BlockedPerson.blocked_id)
    )
    delegate = await session.get(Delegate, (workspace_of(session), person_id))
    return OwnLists(tuple(blocked), delegate.delegate_id if delegate else None)


def answers_of(person: Person, participant: Participant, topics: Topics, lists: OwnLists) -> JoinRequest:
    """Put together what somebody has answered for one program."""
    return JoinRequest(
        program_id=participant.program_id,
        role=participant.role,
        teaches=topics.taught,
        wants=topics.wanted,
        hope=participant.hope,
        languages=tuple(person.languages),
        styles=tuple(person.styles),
        level=person.level,
        department=person.department or "",
        site=person.site or "",
        manager_id=person.manager_id,
        has_no_manager=person.is_manager_known and person.manager_id is None,
        blocked_ids=lists.blocked_ids,
        delegate_id=lists.delegate_id,
        read=person.read,
        meet=person.meet,
        mentor_capacity=participant.mentor_capacity,
    )


async def _current_answers(
    session: AsyncSession, program_id: str, person: Person | None, participant: Participant | None
) -> JoinRequest:
    if person is None:
        return JoinRequest(program_id, Role.MENTOR, read=OFFICE_HOURS, meet=OFFICE_HOURS)
    lists = await own_lists(session, person.id)
    if participant is None:
        fresh = Participant(program_id=program_id, role=Role.MENTOR, hope="", mentor_capacity=1)
        return answers_of(person, fresh, Topics(), lists)
    topics = await topics_of(session, [participant.id])
    return answers_of(person, participant, topics.get(participant.id, Topics()), lists)


async def _topics_of_program(session: AsyncSession, program_id: str) -> tuple[str, ...]:
    return tuple(row.topic for row in await session.scalars(topics_in_order(program_id)))
