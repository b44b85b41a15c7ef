"""Verb: join a program, or change one's answers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import Window, local_date
from domain.errors import Fault, InvalidAnswer, NoOpenProgram
from domain.facts.people import Act, Joined, JoinRequest, ProgramChoice
from domain.kinds import (
    Direction,
    MessageClass,
    MessageName,
    NextRound,
    ParticipantState,
    ProgramState,
    RoundState,
    Series,
)
from domain.presets import MAX_MENTOR_CAPACITY, SESSION_MINUTES
from mentoring import authorize
from mentoring.core import Core
from mentoring.end_pair import hold_pairs_of
from mentoring.follow_hours import Hours, follow_hours
from mentoring.inbox import acting
from mentoring.promises import coordinators, redraw_home, tell
from mentoring.recheck_pairs import recheck_pairs
from mentoring.schedule import set_due
from mentoring.topics import held_lexicon
from models import BlockedPerson, Delegate, Participant, ParticipantTopic, Person, Program, Round
from models.database import workspace_of

MAX_HOPE = 300
MAX_PLACE = 80
MAX_TOPICS = 10
MAX_TOPIC_LENGTH = 75
MAX_LEVEL = 20
DAY_END = 24 * 60


async def join(core: Core, act: Act, request: JoinRequest) -> Joined:
    """Enrol the person, or change her answers.

    Raises GuestsNotAllowed, NoOpenProgram, InvalidAnswer (field → fault), AlreadyTakenError.
    """
    async with acting(core, act) as session:
        person = await authorize.member(session, act.person_id)
        await hold_pairs_of(session, person.id)
        # Two forms sent at once are one participation: the second waits for the first.
        await authorize.held(session, Person, person.id)
        program = await _open_program(session, request.program_id)
        check(request, act.person_id, knows_manager=person.is_manager_known)
        is_change = await _enrol(session, core, person, program, await _with_known_topics(session, request))
        before = Hours.of(person)
        person.time_zone = person.time_zone or program.time_zone
        _describe(person, request)
        await follow_hours(session, core, person, before)
        await _keep_private(session, person.id, request)
        await session.flush()
        await recheck_pairs(session, core, {person.id})
        if not is_change:
            await _offer_place_in_round(session, program, core.clock.now())
        await tell(
            session,
            core,
            MessageName.JOINED,
            MessageClass.RECEIPT,
            [person.id],
            program.id,
            part=act.key,
            detail={"is_change": "1"} if is_change else {},
        )
        team = await coordinators(session, program.id)
        await redraw_home(session, core, person.id, *team)
        return Joined(
            program=ProgramChoice(program.id, program.name),
            person_id=person.id,
            role=request.role,
            matched_on=_matched_on(program),
            is_change=is_change,
            needs_manager_check=not person.is_manager_known,
            contact_id=next((c for c in team if c != person.id), ""),
            time_zone=person.zone,
            read=person.read,
        )


async def _open_program(session: AsyncSession, program_id: str) -> Program:
    program = await session.get(Program, (workspace_of(session), program_id))
    if program is None or program.state not in {ProgramState.ENROLLING, ProgramState.RUNNING}:
        raise NoOpenProgram
    return program


def check(request: JoinRequest, person_id: str, *, knows_manager: bool) -> None:
    """Refuse what can't be used, all faults at once. Raises InvalidAnswer."""
    faults = _topic_faults(request) | _place_faults(request, person_id, knows_manager=knows_manager)
    faults |= _hours_faults(request)
    faults |= too_long({"hope": request.hope}, MAX_HOPE)
    faults |= too_long({"department": request.department, "site": request.site}, MAX_PLACE)
    if request.delegate_id == person_id:
        faults["delegate"] = Fault("same_person")
    if faults:
        raise InvalidAnswer(faults)


def too_long(texts: Mapping[str, str], limit: int) -> dict[str, Fault]:
    """Shared: name the fields whose text is over the limit."""
    return {field: Fault("too_long", limit) for field, text in texts.items() if len(text) > limit}


def _topic_faults(request: JoinRequest) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    for field, topics in (("teaches", request.teaches), ("wants", request.wants)):
        if len(topics) > MAX_TOPICS:
            faults[field] = Fault("too_many", MAX_TOPICS)
        elif any(len(topic) > MAX_TOPIC_LENGTH for topic in topics):
            faults[field] = Fault("too_long", MAX_TOPIC_LENGTH)
    return faults


def _place_faults(request: JoinRequest, person_id: str, *, knows_manager: bool) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    if request.level is None:
        faults["level"] = Fault("required")
    elif not 0 <= request.level <= MAX_LEVEL:
        faults["level"] = Fault("not_a_number", MAX_LEVEL)
    if request.manager_id == person_id:
        faults["manager"] = Fault("same_person")
    elif not knows_manager and request.manager_id is None and not request.has_no_manager:
        faults["manager"] = Fault("required")
    return faults


def _hours_faults(request: JoinRequest) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    for field, window in (("read", request.read), ("meet", request.meet)):
        if not window.days:
            faults[field] = Fault("required")
        elif (
            window.start_minute == window.end_minute or max(window.start_minute, window.end_minute) > DAY_END
        ):
            faults[field] = Fault("bad_hours")
        elif window.length.total_seconds() < SESSION_MINUTES * 60:
            faults[field] = Fault("window_too_short", SESSION_MINUTES)
    return faults


async def _with_known_topics(session: AsyncSession, request: JoinRequest) -> JoinRequest:
    """What the program or the shipped catalogue has a name for gets that name; all else stays as typed."""
    lexicon = await held_lexicon(session, request.program_id)
    teaches, wants = (
        tuple(dict.fromkeys(lexicon.named(topic.strip()) for topic in topics if topic.strip()))
        for topics in (request.teaches, request.wants)
    )
    return replace(request, teaches=teaches, wants=wants)


async def _enrol(
    session: AsyncSession, core: Core, person: Person, program: Program, request: JoinRequest
) -> bool:
    """Write the participation; True when she took part already and only changed her answers."""
    participant = await session.scalar(
        select(Participant).where(Participant.program_id == program.id, Participant.person_id == person.id)
    )
    is_change = participant is not None and participant.state is ParticipantState.ACTIVE
    if participant is None:
        participant = Participant(id=core.ids.new(), program_id=program.id, person_id=person.id)
        session.add(participant)
    if not is_change:
        participant.joined_at = core.clock.now()
        participant.state = ParticipantState.ACTIVE
        participant.next_round = NextRound.AGAIN
        participant.left_at = None
    participant.role = request.role
    participant.mentor_capacity = min(max(request.mentor_capacity, 1), MAX_MENTOR_CAPACITY)
    participant.mentee_capacity = 1
    participant.hope = request.hope.strip()
    await session.flush()
    await _replace_topics(session, participant.id, request)
    return is_change


async def _replace_topics(session: AsyncSession, participant_id: str, request: JoinRequest) -> None:
    await session.execute(delete(ParticipantTopic).where(ParticipantTopic.participant_id == participant_id))
    for direction, topics in ((Direction.TEACHES, request.teaches), (Direction.WANTS, request.wants)):
        for topic in topics:
            session.add(ParticipantTopic(participant_id=participant_id, direction=direction, topic=topic))


def _describe(person: Person, request: JoinRequest) -> None:
    person.level = request.level
    person.department = request.department.strip() or None
    person.site = request.site.strip() or None
    person.languages = list(request.languages) or ["en"]
    person.styles = list(request.styles)
    if request.manager_id is not None or request.has_no_manager:
        person.manager_id = request.manager_id
    _set_hours(person, request.read, request.meet)


def _set_hours(person: Person, read: Window, meet: Window) -> None:
    person.read_start_minute, person.read_end_minute = read.start_minute, read.end_minute
    person.read_days = sorted(read.days)
    person.meet_start_minute, person.meet_end_minute = meet.start_minute, meet.end_minute
    person.meet_days = sorted(meet.days)


async def _keep_private(session: AsyncSession, person_id: str, request: JoinRequest) -> None:
    await session.execute(delete(BlockedPerson).where(BlockedPerson.person_id == person_id))
    _block(session, person_id, request.blocked_ids)
    await session.execute(delete(Delegate).where(Delegate.person_id == person_id))
    if request.delegate_id is not None:
        session.add(Delegate(person_id=person_id, delegate_id=request.delegate_id))


def _block(session: AsyncSession, person_id: str, blocked_ids: Iterable[str]) -> None:
    for blocked_id in dict.fromkeys(blocked_ids):
        if blocked_id != person_id:
            session.add(BlockedPerson(person_id=person_id, blocked_id=blocked_id))


async def _offer_place_in_round(session: AsyncSession, program: Program, now: datetime) -> None:
    """A late joiner gets the best free partner: the open round is solved once more, for whoever is free."""
    has_proposal = Round.state.in_((RoundState.PROPOSED, RoundState.RUNNING))
    late = await session.scalar(
        select(Round).where(Round.program_id == program.id, has_proposal).with_for_update()
    )
    if late is not None:
        await set_due(session, Series.SOLVE, late.id, now)


def _matched_on(program: Program) -> date | None:
    if program.state is ProgramState.RUNNING:
        return None
    return local_date(program.enrolment_closes_at, program.time_zone)
