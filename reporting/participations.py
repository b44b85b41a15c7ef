"""Read only: who takes part in what, with topics by interest, for many people at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.people import TopicInterest
from domain.kinds import Direction, ParticipantState, ProgramState
from models import Participant, ParticipantTopic, Program
from reporting.seats import Seat

AGENDA_TOPICS = 3


@dataclass(frozen=True)
class Topics:
    """What somebody teaches and wants in one program, the strongest interest first."""

    teaches: tuple[TopicInterest, ...] = ()
    wants: tuple[TopicInterest, ...] = ()

    @property
    def taught(self) -> tuple[str, ...]:
        return tuple(interest.topic for interest in self.teaches)

    @property
    def wanted(self) -> tuple[str, ...]:
        return tuple(interest.topic for interest in self.wants)


@dataclass(frozen=True)
class PairTopics:
    """What the two of a pair can give each other, in the order of the giver's interest."""

    mentor: Topics
    mentee: Topics

    @property
    def for_mentee(self) -> tuple[str, ...]:
        return tuple(topic for topic in self.mentor.taught if topic in self.mentee.wanted)

    @property
    def for_mentor(self) -> tuple[str, ...]:
        return tuple(topic for topic in self.mentee.taught if topic in self.mentor.wanted)

    @property
    def shared(self) -> tuple[str, ...]:
        """Shared topics either way, the main direction first."""
        return tuple(dict.fromkeys((*self.for_mentee, *self.for_mentor)))

    @property
    def agenda(self) -> tuple[str, ...]:
        """At most three topics: shared ones, then the rest of what the mentor teaches."""
        return tuple(dict.fromkeys((*self.for_mentee, *self.mentor.taught)))[:AGENDA_TOPICS]


async def participant_of(session: AsyncSession, program_id: str, person_id: str) -> Participant | None:
    """Load somebody's row in one program, also after she left."""
    return await session.scalar(
        select(Participant).where(Participant.program_id == program_id, Participant.person_id == person_id)
    )


async def active_participant(session: AsyncSession, program_id: str, person_id: str) -> Participant | None:
    """Load somebody's row in one program; None for anybody who is not in it, or has left it."""
    row = await participant_of(session, program_id, person_id)
    return row if row is not None and row.state is ParticipantState.ACTIVE else None


async def own_participations(session: AsyncSession, person_id: str) -> Sequence[tuple[Participant, Program]]:
    """Load the open programs somebody takes part in, by name."""
    rows = await session.execute(
        select(Participant, Program)
        .join(Program, Program.id == Participant.program_id)
        .where(
            Participant.person_id == person_id,
            Participant.state == ParticipantState.ACTIVE,
            Program.state != ProgramState.CLOSED,
        )
        .order_by(Program.name)
    )
    return [(participant, program) for participant, program in rows]


async def topics_of(session: AsyncSession, participant_ids: Collection[str]) -> dict[str, Topics]:
    """Map each participant to her topics; one without any is missing."""
    rows = await session.scalars(
        select(ParticipantTopic)
        .where(ParticipantTopic.participant_id.in_(participant_ids))
        .order_by(ParticipantTopic.interest.desc(), ParticipantTopic.topic)
    )
    grouped: dict[str, list[ParticipantTopic]] = {}
    for row in rows:
        grouped.setdefault(row.participant_id, []).append(row)
    return {participant_id: _topics(group) for participant_id, group in grouped.items()}


async def pair_topics(session: AsyncSession, seats: Collection[Seat]) -> dict[str, PairTopics]:
    """Map each pair to both sides' topics in the pair's program."""
    people = {person.id for seat in seats for person in (seat.viewer, seat.partner)}
    rows = await session.scalars(
        select(Participant).where(
            Participant.person_id.in_(people),
            Participant.program_id.in_({seat.program.id for seat in seats}),
        )
    )
    ids = {(row.program_id, row.person_id): row.id for row in rows}
    topics = await topics_of(session, ids.values())
    return {seat.pair.id: _pair_topics(seat, ids, topics) for seat in seats}


def _pair_topics(seat: Seat, ids: Mapping[tuple[str, str], str], topics: Mapping[str, Topics]) -> PairTopics:
    def of(person_id: str) -> Topics:
        return topics.get(ids.get((seat.program.id, person_id), ""), Topics())

    return PairTopics(of(seat.pair.mentor_id), of(seat.pair.mentee_id))


def _topics(rows: Collection[ParticipantTopic]) -> Topics:
    return Topics(_of(Direction.TEACHES, rows), _of(Direction.WANTS, rows))


def _of(direction: Direction, rows: Collection[ParticipantTopic]) -> tuple[TopicInterest, ...]:
    return tuple(TopicInterest(row.topic, row.interest) for row in rows if row.direction is direction)
