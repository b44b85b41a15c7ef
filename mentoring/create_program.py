"""Verb: set a program up as a draft. Nothing is sent until it is launched."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import at_local, local_date
from domain.errors import Fault, InvalidAnswer
from domain.facts.people import Act, ProgramChoice
from domain.facts.program import ProgramRequest
from domain.kinds import ProgramState
from domain.presets import MIN_COORDINATORS, PRESETS
from domain.topics.lines import parse_lines
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.meet_person import person_row
from mentoring.promises import redraw_home
from mentoring.topics import topic_faults, twice, write_topics
from models import Coordinator, Person, Program

MAX_NAME = 80
MAX_TEXT = 1000
CLOSING_MINUTE = 12 * 60
"""Enrolment closes at noon of the program's day: proposals reach coordinators in working hours."""


async def create_program(core: Core, act: Act, request: ProgramRequest) -> ProgramChoice:
    """Write the draft with its coordinators and topics.

    Raises CoordinatorsOnly, InvalidAnswer (field → fault), AlreadyTakenError.
    """
    async with acting(core, act) as session:
        await authorize.creator(session, core, act)
        zone = (await authorize.member(session, act.person_id)).zone
        await _check(session, core, act, request, zone)
        program = _draft(core, act, request, zone)
        session.add(program)
        await session.flush()
        team = tuple(dict.fromkeys((act.person_id, *request.co_coordinator_ids)))
        for person_id in team:
            await person_row(session, person_id)
            _appoint(session, core, act, program.id, person_id)
        await write_topics(session, program.id, parse_lines("\n".join(request.topics)))
        audit.record(session, core, act.person_id, "create_program", program.id)
        await redraw_home(session, core, *team)
        return ProgramChoice(program.id, program.name)


async def _check(session: AsyncSession, core: Core, act: Act, request: ProgramRequest, zone: str) -> None:
    topics = parse_lines("\n".join(request.topics))
    faults = _text_faults(request) | twice(topics) | topic_faults(topics)
    if "name" not in faults and await _is_taken(session, request.name):
        faults["name"] = Fault("name_taken")
    if request.enrolment_closes_on <= local_date(core.clock.now(), zone):
        faults["enrolment_closes"] = Fault("past_date")
    if len({act.person_id, *request.co_coordinator_ids}) < MIN_COORDINATORS:
        faults["co_coordinators"] = Fault("too_few_coordinators", MIN_COORDINATORS)
    elif await _strangers(session, request.co_coordinator_ids):
        faults["co_coordinators"] = Fault("not_a_member")
    if not request.ethics_contact_id:
        faults["ethics_contact"] = Fault("required")
    if faults:
        raise InvalidAnswer(faults)


def _text_faults(request: ProgramRequest) -> dict[str, Fault]:
    limits = {
        "name": MAX_NAME,
        "purpose": MAX_TEXT,
        "success_measure": MAX_TEXT,
        "sponsor_sentence": MAX_TEXT,
    }
    faults = {
        field: Fault("too_long", limit)
        for field, limit in limits.items()
        if len(getattr(request, field)) > limit
    }
    return faults if request.name.strip() else faults | {"name": Fault("required")}


async def _strangers(session: AsyncSession, person_ids: Sequence[str]) -> list[str]:
    """Return who is known and may not coordinate: guests, bots, people of other companies or who left."""
    known = await session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return [person.id for person in known if not authorize.is_member(person)]


async def _is_taken(session: AsyncSession, name: str) -> bool:
    same = func.lower(Program.name) == name.strip().lower()
    return await session.scalar(select(Program.id).where(same)) is not None


def _draft(core: Core, act: Act, request: ProgramRequest, zone: str) -> Program:
    rhythm = PRESETS[request.preset]
    return Program(
        id=core.ids.new(),
        name=request.name.strip(),
        purpose=request.purpose.strip(),
        success_measure=request.success_measure.strip(),
        sponsor_sentence=request.sponsor_sentence.strip(),
        state=ProgramState.DRAFT,
        preset=request.preset,
        approval=request.approval,
        session_every_days=rhythm.session_every_days,
        sessions_per_round=rhythm.sessions_per_round,
        round_weeks=rhythm.round_weeks,
        channel_id=request.channel_id,
        time_zone=zone,
        ethics_contact_id=request.ethics_contact_id,
        enrolment_closes_at=at_local(request.enrolment_closes_on, CLOSING_MINUTE, zone),
        created_by=act.person_id,
        created_at=core.clock.now(),
    )


def _appoint(session: AsyncSession, core: Core, act: Act, program_id: str, person_id: str) -> None:
    session.add(
        Coordinator(
            program_id=program_id,
            person_id=person_id,
            appointed_by=act.person_id,
            appointed_at=core.clock.now(),
        )
    )
