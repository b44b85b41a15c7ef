"""Who may decide about a message that waits for a person: there is always somebody, and never one of its pair.

Asked is who coordinates the program it belongs to; of a pair's messages only who has no conflict with that pair. Where
that leaves nobody, and for what belongs to no program: who was named at installation. They may always decide, without
names, unless they stand near to the pair.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import Address, ParticipantState
from mentoring import authorize
from mentoring.core import Core
from mentoring.promises import coordinators
from models import Coordinator, Delivery, MentoringSession, Pair, Participant, Person, Program, Round
from models.database import workspace_of

People = frozenset[str]
NOBODY: People = frozenset()


@dataclass(frozen=True)
class Belonging:
    """What a message belongs to: a pair, else programs, else nothing."""

    pair: Pair | None
    program_ids: tuple[str, ...]


class Readers:
    """Asked about many messages in one transaction: each pair is judged once."""

    def __init__(self, session: AsyncSession, core: Core) -> None:
        self._session = session
        self._creators = core.creators
        self._managers: dict[str, str | None] | None = None
        self._near: dict[str, People] = {}
        self._of_pair: dict[str, People] = {}

    async def of(self, row: Delivery) -> People:
        """Return who may decide about a message."""
        belonging = await belonging_of(self._session, row)
        if belonging.pair is None:
            return await self._first_able(await self._teams(belonging.program_ids), self._creators)
        return await self._of(belonging.pair)

    async def may_decide(self, row: Delivery, person_id: str) -> bool:
        """Tell whether this person may: one of those above, or who was named at installation and is not near."""
        if person_id in await self.of(row):
            return True
        return person_id in self._creators and person_id not in await self.are_near(row)

    async def are_near(self, row: Delivery) -> People:
        """Return who stands too near to the pair that a message is about."""
        pair = (await belonging_of(self._session, row)).pair
        return NOBODY if pair is None else await self._near_to(pair)

    async def by_reader(self, rows: Iterable[Delivery]) -> dict[str, list[Delivery]]:
        """Return for each who may decide about any of these messages, about which; sorted by person."""
        found: dict[str, list[Delivery]] = {}
        for row in rows:
            for person_id in await self.of(row):
                found.setdefault(person_id, []).append(row)
        return dict(sorted(found.items()))

    async def _of(self, pair: Pair) -> People:
        if pair.id not in self._of_pair:
            team, both = await self._teams((pair.program_id,)), {pair.mentor_id, pair.mentee_id}
            near = await self._near_to(pair)
            candidates = (team - near, self._creators - near, self._creators - both, team - both)
            self._of_pair[pair.id] = await self._first_able(*candidates, barred=both)
        return self._of_pair[pair.id]

    async def _near_to(self, pair: Pair) -> People:
        if pair.id not in self._near:
            self._managers = self._managers or await authorize.managers(self._session)
            self._near[pair.id] = authorize.in_conflict(pair, self._managers)
        return self._near[pair.id]

    async def _teams(self, program_ids: Iterable[str]) -> People:
        return frozenset([p for i in program_ids for p in await coordinators(self._session, i)])

    async def _first_able(self, *candidates: Collection[str], barred: Collection[str] = ()) -> People:
        """Return the first of these groups in which anybody can read it; last of all, any coordinator."""
        for people in candidates:
            if able := frozenset([p for p in people if await self._is_able(p)]):
                return able
        anybody = await self._session.scalars(select(Coordinator.person_id).distinct())
        return frozenset([p for p in anybody if p not in barred and await self._is_able(p)])

    async def _is_able(self, person_id: str) -> bool:
        """Leave out who has gone or became a guest. Who was named at installation may not have been met yet."""
        person = await self._session.get(Person, (workspace_of(self._session), person_id))
        return person_id in self._creators if person is None else authorize.is_member(person)


async def belonging_of(session: AsyncSession, row: Delivery) -> Belonging:
    """Return what a message belongs to. Ids are random: a subject is found in one table at most."""
    workspace = workspace_of(session)
    meeting = await session.get(MentoringSession, (workspace, row.subject_id))
    pair_id = meeting.pair_id if meeting else row.subject_id
    if row.address is Address.PAIR:
        pair_id = row.recipient_id
    pair = await session.get(Pair, (workspace, pair_id))
    if pair is not None:
        return Belonging(pair, (pair.program_id,))
    round_ = await session.get(Round, (workspace, row.subject_id))
    program = await session.get(Program, (workspace, round_.program_id if round_ else row.subject_id))
    if program is not None:
        return Belonging(None, (program.id,))
    return Belonging(None, await _programs_of(session, row.recipient_id))


async def _programs_of(session: AsyncSession, person_id: str) -> tuple[str, ...]:
    ids = await session.scalars(
        select(Participant.program_id)
        .where(Participant.person_id == person_id, Participant.state == ParticipantState.ACTIVE)
        .order_by(Participant.program_id)
    )
    return tuple(ids)
