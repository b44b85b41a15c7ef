"""Is this person, now, what the act needs? Asked inside the act's own transaction, never before it.

Says NotAllowed alike for what is not there and for what is not hers.
"""

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.eligibility import chain_above, may_take_part
from domain.errors import CoordinatorsOnly, GuestsNotAllowed, NotAllowed
from domain.facts.people import Act, SlackProfile
from mentoring.core import Core
from models import Coordinator, Delegate, MentoringSession, Pair, Person, Program, Round
from models.base import InWorkspace
from models.database import workspace_of

Row = TypeVar("Row", bound=InWorkspace)


async def find(session: AsyncSession, table: type[Row], row_id: str) -> Row:
    """Return the row of this workspace. Raises NotAllowed when there is none."""
    found = await session.get(table, (workspace_of(session), row_id))
    if found is None:
        raise NotAllowed
    return found


async def held(session: AsyncSession, table: type[Row], row_id: str) -> Row:
    """Return the row, locked until the transaction ends: one act on it at a time. Raises NotAllowed."""
    key = (workspace_of(session), row_id)
    found = await session.get(table, key, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotAllowed
    return found


def is_member(person: Person) -> bool:
    """Tell whether Slack's facts allow this person to take part."""
    return may_take_part(
        SlackProfile(
            id=person.id,
            name="",
            time_zone=None,
            locale=None,
            is_guest=person.is_guest,
            is_stranger=person.is_stranger,
            is_bot=person.is_bot,
            is_deactivated=person.is_deactivated,
        )
    )


async def member(session: AsyncSession, person_id: str) -> Person:
    """Return the person. Raises GuestsNotAllowed for guests, strangers, bots and the unknown."""
    person = await session.get(Person, (workspace_of(session), person_id))
    if person is None or not is_member(person):
        raise GuestsNotAllowed
    return person


async def creator(session: AsyncSession, core: Core, act: Act) -> None:
    """Pass who may create programs: named at installation, or coordinating one already.

    Raises CoordinatorsOnly.
    """
    await member(session, act.person_id)
    if not await may_create_programs(session, core, act.person_id):
        raise CoordinatorsOnly


async def may_create_programs(session: AsyncSession, core: Core, person_id: str) -> bool:
    """Tell whether the person was named at installation or coordinates a program already."""
    return person_id in core.creators or await coordinates_any(session, person_id)


async def coordinates_any(session: AsyncSession, person_id: str) -> bool:
    """Tell whether the person coordinates any program."""
    found = await session.scalar(select(Coordinator).where(Coordinator.person_id == person_id).limit(1))
    return found is not None


async def coordinator(session: AsyncSession, person_id: str, program_id: str) -> Program:
    """Return the program its coordinator asks for. Raises CoordinatorsOnly."""
    await member(session, person_id)
    key = (workspace_of(session), program_id, person_id)
    program = await session.get(Program, (workspace_of(session), program_id))
    if program is None or await session.get(Coordinator, key) is None:
        raise CoordinatorsOnly
    return program


async def round_coordinator(session: AsyncSession, person_id: str, round_id: str) -> tuple[Round, Program]:
    """Return a round and its program, for its coordinator. Raises CoordinatorsOnly, also when there is none."""
    await member(session, person_id)
    round_ = await session.get(Round, (workspace_of(session), round_id))
    if round_ is None:
        raise CoordinatorsOnly
    return round_, await coordinator(session, person_id, round_.program_id)


async def coordinated_pair(session: AsyncSession, person_id: str, pair_id: str) -> Pair:
    """Return the pair a coordinator of its program asks for. Raises CoordinatorsOnly, also when there is none."""
    await member(session, person_id)
    pair = await session.get(Pair, (workspace_of(session), pair_id))
    if pair is None:
        raise CoordinatorsOnly
    await coordinator(session, person_id, pair.program_id)
    return pair


async def pair_side(session: AsyncSession, person_id: str, pair_id: str) -> Pair:
    """Return the pair one of its two asks for, locked. Raises NotAllowed, GuestsNotAllowed."""
    await member(session, person_id)
    pair = await held(session, Pair, pair_id)
    if pair.side_of(person_id) is None:
        raise NotAllowed
    return pair


async def carer(session: AsyncSession, person_id: str, pair_id: str) -> Pair:
    """Return the pair for a coordinator who has no conflict with it. Raises CoordinatorsOnly, NotAllowed."""
    pair = await coordinated_pair(session, person_id, pair_id)
    if person_id not in await carers(session, pair):
        raise NotAllowed
    return pair


async def carers(session: AsyncSession, pair: Pair) -> tuple[str, ...]:
    """Return the coordinators who may see this pair's confidential items, longest-serving first.

    Never one of the two, never somebody above the mentor.
    """
    ids = await session.scalars(
        select(Coordinator.person_id)
        .where(Coordinator.program_id == pair.program_id)
        .order_by(Coordinator.appointed_at, Coordinator.person_id)
    )
    near = in_conflict(pair, await managers(session))
    return tuple(i for i in ids if i not in near)


def in_conflict(pair: Pair, manager_of: Mapping[str, str | None]) -> frozenset[str]:
    """Return who stands too near to a pair to care for it: the two, and who is above the mentor."""
    return frozenset({pair.mentor_id, pair.mentee_id, *chain_above(pair.mentor_id, manager_of)})


async def managers(session: AsyncSession) -> dict[str, str | None]:
    """Return everybody's manager, as far as known."""
    rows = await session.execute(select(Person.id, Person.manager_id))
    return {row.id: row.manager_id for row in rows}


async def session_voice(
    session: AsyncSession, person_id: str, session_id: str
) -> tuple[MentoringSession, Pair, str]:
    """Return a session, its pair, and the side this person speaks for: herself, or who named her delegate.

    Raises NotAllowed, GuestsNotAllowed.
    """
    await member(session, person_id)
    meeting = await find(session, MentoringSession, session_id)
    pair = await held(session, Pair, meeting.pair_id)
    await session.refresh(meeting)
    if pair.side_of(person_id) is not None:
        return meeting, pair, person_id
    principal = await session.scalar(
        select(Delegate.person_id).where(
            Delegate.delegate_id == person_id, Delegate.person_id.in_((pair.mentor_id, pair.mentee_id))
        )
    )
    if principal is None:
        raise NotAllowed
    return meeting, pair, principal
