"""Read only: one side of a pair, with the rows that every fact about it needs, for many pairs at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from domain.cadence import local_date
from domain.facts.people import Colleague, ProgramChoice
from domain.kinds import PairState, Side
from models import Coordinator, Pair, Person, Program, Round
from models.database import workspace_of

_NO_PROPOSAL = defer(Round.proposal, raiseload=True)


@dataclass(frozen=True)
class Seat:
    """Where one viewer sits in one pair. `contact_id` is a coordinator who is neither of the two."""

    pair: Pair
    side: Side
    viewer: Person
    partner: Person
    program: Program
    round: Round
    contact_id: str

    @property
    def mentor(self) -> Person:
        return self.viewer if self.side is Side.MENTOR else self.partner

    @property
    def mentee(self) -> Person:
        return self.partner if self.side is Side.MENTOR else self.viewer

    @property
    def round_ends_on(self) -> date | None:
        """The round's last day in the program's zone; None until it is approved."""
        ends_at = self.round.ends_at
        return ends_at and local_date(ends_at, self.program.time_zone)


async def seat_of(session: AsyncSession, pair_id: str, viewer_id: str, *states: PairState) -> Seat | None:
    """Load one seat; None unless the viewer is of that pair and it stands in one of `states` (none: any)."""
    pair = await session.get(Pair, (workspace_of(session), pair_id))
    if pair is None or pair.side_of(viewer_id) is None or (states and pair.state not in states):
        return None
    (seat,) = await seats_of(session, [(pair, viewer_id)])
    return seat


async def seats_of(session: AsyncSession, places: Sequence[tuple[Pair, str]]) -> tuple[Seat, ...]:
    """Load the seats of (pair, viewer id), in order; the number of queries doesn't grow with them."""
    if not places:
        return ()
    pairs = [pair for pair, _ in places]
    people = await _people(session, {p.mentor_id for p in pairs} | {p.mentee_id for p in pairs})
    rounds, programs = await _rounds_and_programs(session, {p.round_id for p in pairs})
    coordinators = await coordinators_of(session, programs.keys())
    return tuple(
        Seat(
            pair,
            Side.MENTOR if viewer_id == pair.mentor_id else Side.MENTEE,
            people[viewer_id],
            people[pair.partner_of(viewer_id)],
            programs[pair.program_id],
            rounds[pair.round_id],
            contact_for(programs[pair.program_id], coordinators, pair.mentor_id, pair.mentee_id),
        )
        for pair, viewer_id in places
    )


async def coordinators_of(session: AsyncSession, program_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Map each program to its coordinators who are still in the company, first appointed first."""
    found: dict[str, tuple[str, ...]] = {}
    rows = await session.execute(
        select(Coordinator.program_id, Coordinator.person_id)
        .outerjoin(Person, Person.id == Coordinator.person_id)
        .where(Coordinator.program_id.in_(program_ids), Person.is_deactivated.is_not(True))
        .order_by(Coordinator.appointed_at, Coordinator.person_id)
    )
    for program_id, person_id in rows:
        found[program_id] = (*found.get(program_id, ()), person_id)
    return found


def contact_for(program: Program, coordinators: Mapping[str, tuple[str, ...]], *not_these: str) -> str:
    """Name one human to ask: a coordinator who is none of `not_these`, else any, else the ethics contact."""
    candidates = coordinators.get(program.id, ())
    others = [person_id for person_id in candidates if person_id not in not_these]
    return next(iter([*others, *candidates, program.ethics_contact_id]))


async def rounds_by_id(session: AsyncSession, round_ids: Collection[str]) -> dict[str, Round]:
    """Load rounds without their stored proposals, which may hold thousands of people."""
    rows = await session.scalars(select(Round).where(Round.id.in_(round_ids)).options(_NO_PROPOSAL))
    return {row.id: row for row in rows}


def choice(program: Program) -> ProgramChoice:
    """A program as others name it."""
    return ProgramChoice(program.id, program.name)


def colleague(person: Person) -> Colleague:
    """Somebody as her partner may see her."""
    return Colleague(person.id, person.name, person.department, person.site, person.zone)


async def _people(session: AsyncSession, person_ids: Collection[str]) -> dict[str, Person]:
    rows = await session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return {row.id: row for row in rows}


async def _rounds_and_programs(
    session: AsyncSession, round_ids: Collection[str]
) -> tuple[dict[str, Round], dict[str, Program]]:
    found = await session.execute(
        select(Round, Program)
        .join(Program, Program.id == Round.program_id)
        .where(Round.id.in_(round_ids))
        .options(_NO_PROPOSAL)
    )
    both = found.all()
    return {round_.id: round_ for round_, _ in both}, {program.id: program for _, program in both}
