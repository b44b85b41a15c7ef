"""Every statement of a report: set-based, a fixed number of them however large the program is."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import CoordinatorsOnly, UnknownProgram
from domain.facts.report import ReportRequest, Split
from domain.kinds import Address, DeliveryState, MessageName, ProgramState
from models import (
    AnonymousNumber,
    Coordinator,
    Delivery,
    LeftOut,
    MentoringSession,
    Pair,
    PairSide,
    Participant,
    ParticipantTopic,
    Person,
    Program,
    Round,
    SessionAnswer,
)
from reporting.care import people_below
from reporting.records import (
    Answered,
    AnswerRecord,
    Cell,
    CellKey,
    History,
    LeftOutRecord,
    PairRecord,
    ParticipantRecord,
    ProgramRecord,
    RoundRecord,
    SessionRecord,
    TopicRecord,
)

_NEWEST_FIRST = (ProgramState.RUNNING, ProgramState.ENROLLING, ProgramState.CLOSED, ProgramState.DRAFT)


async def find_program(session: AsyncSession, request: ReportRequest, reader_id: str | None) -> ProgramRecord:
    """Return the program that is meant, of those the reader coordinates; of all for no reader.

    Raises CoordinatorsOnly when she coordinates none, UnknownProgram when it isn't among hers.
    """
    programs = [ProgramRecord(*row) for row in await session.execute(_programs(reader_id))]
    if not programs and reader_id is not None:
        raise CoordinatorsOnly
    wanted = [program for program in programs if _is_wanted(program, request)]
    if not wanted:
        raise UnknownProgram(request.program_name)
    return min(wanted, key=lambda program: _NEWEST_FIRST.index(program.state))


def _programs(reader_id: str | None) -> Select[str, str, ProgramState, str, int, datetime]:
    programs = select(
        Program.id,
        Program.name,
        Program.state,
        Program.time_zone,
        Program.session_every_days,
        Program.created_at,
    ).order_by(Program.created_at.desc(), Program.id)
    if reader_id is None:
        return programs
    return programs.join(Coordinator, Coordinator.program_id == Program.id).where(
        Coordinator.person_id == reader_id
    )


def _is_wanted(program: ProgramRecord, request: ReportRequest) -> bool:
    if request.program_id is not None:
        return program.id == request.program_id
    return not request.program_name or _folded(program.name) == _folded(request.program_name)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


async def read_history(
    session: AsyncSession, program: ProgramRecord, split: Split | None, reader_id: str | None
) -> History:
    """Read all that a report counts; topics and reporting lines only where they are asked for."""
    read = _Reader(session, program.id)
    return History(
        program=program,
        rounds=await read.rounds(),
        participants=await read.participants(),
        pairs=await read.pairs(),
        sessions=await read.sessions(),
        answers=await read.answers(),
        left_out=await read.left_out(),
        invited=await read.invited(),
        cells=await read.cells(),
        answered=await read.answered(),
        topics=await read.topics() if split is Split.TOPIC else (),
        below=frozenset(await people_below(session, reader_id)) if reader_id is not None else frozenset(),
    )


class _Reader:
    """One statement per method, each over one program but for the reporting lines."""

    def __init__(self, session: AsyncSession, program_id: str) -> None:
        self._session = session
        self._program_id = program_id

    async def rounds(self) -> tuple[RoundRecord, ...]:
        rows = await self._session.execute(
            select(Round.id, Round.number, Round.state, Round.starts_at, Round.ends_at)
            .where(Round.program_id == self._program_id)
            .order_by(Round.number)
        )
        return tuple(RoundRecord(*row) for row in rows)

    async def participants(self) -> tuple[ParticipantRecord, ...]:
        rows = await self._session.execute(
            select(
                Participant.person_id,
                Participant.joined_at,
                Participant.left_at,
                Person.department,
                Person.site,
                Person.level,
            )
            .join(Person, Person.id == Participant.person_id)
            .where(Participant.program_id == self._program_id)
        )
        return tuple(ParticipantRecord(*row) for row in rows)

    async def pairs(self) -> tuple[PairRecord, ...]:
        rows = await self._session.execute(
            select(
                Pair.id,
                Pair.round_id,
                Pair.mentor_id,
                Pair.mentee_id,
                Pair.state,
                Pair.introduced_at,
                Pair.ended_at,
                Pair.missed_in_row,
                Pair.rescue_stage,
            )
            .where(Pair.program_id == self._program_id)
            .order_by(Pair.introduced_at, Pair.id)
        )
        return tuple(PairRecord(*row) for row in rows)

    async def sessions(self) -> tuple[SessionRecord, ...]:
        rows = await self._session.execute(
            select(
                MentoringSession.id,
                MentoringSession.pair_id,
                MentoringSession.state,
                MentoringSession.scheduled_at,
                MentoringSession.closes_at,
            )
            .join(Pair, Pair.id == MentoringSession.pair_id)
            .where(Pair.program_id == self._program_id)
        )
        return tuple(SessionRecord(*row) for row in rows)

    async def answers(self) -> tuple[AnswerRecord, ...]:
        rows = await self._session.execute(
            select(
                SessionAnswer.session_id,
                SessionAnswer.person_id,
                SessionAnswer.side,
                SessionAnswer.was_held,
                SessionAnswer.has_rated,
                SessionAnswer.answered_at,
            )
            .join(MentoringSession, MentoringSession.id == SessionAnswer.session_id)
            .join(Pair, Pair.id == MentoringSession.pair_id)
            .where(Pair.program_id == self._program_id)
        )
        return tuple(AnswerRecord(*row) for row in rows)

    async def left_out(self) -> tuple[LeftOutRecord, ...]:
        rows = await self._session.execute(
            select(LeftOut.round_id, LeftOut.person_id)
            .join(Round, Round.id == LeftOut.round_id)
            .where(Round.program_id == self._program_id)
        )
        return tuple(LeftOutRecord(*row) for row in rows)

    async def invited(self) -> int | None:
        """Count who was invited in person; None once a channel was, for nobody knows who read it."""
        rows = await self._session.execute(
            select(Delivery.address, func.count(Delivery.recipient_id.distinct()))
            .where(
                Delivery.subject_id == self._program_id,
                Delivery.message == MessageName.INVITATION,
                Delivery.state == DeliveryState.SENT,
            )
            .group_by(Delivery.address)
        )
        counts = {address: count for address, count in rows}  # noqa: C416  a Row is no pair to mypy
        return counts.get(Address.PERSON) if Address.CHANNEL not in counts else None

    async def cells(self) -> tuple[Cell, ...]:
        about = (AnonymousNumber.round_id, AnonymousNumber.side, AnonymousNumber.item, AnonymousNumber.moment)
        rows = await self._session.execute(
            select(*about, func.count(), func.sum(AnonymousNumber.value))
            .where(AnonymousNumber.program_id == self._program_id)
            .group_by(*about)
        )
        return tuple(Cell(CellKey(*row[:4]), row[4], int(row[5])) for row in rows)

    async def answered(self) -> tuple[Answered, ...]:
        person = PairSide.person_id
        rows = await self._session.execute(
            select(
                Pair.round_id,
                PairSide.side,
                func.count(person.distinct()).filter(PairSide.has_answered_baseline),
                func.count(person.distinct()).filter(PairSide.has_answered_outcome),
            )
            .join(Pair, Pair.id == PairSide.pair_id)
            .where(Pair.program_id == self._program_id)
            .group_by(Pair.round_id, PairSide.side)
        )
        return tuple(Answered(*row) for row in rows)

    async def topics(self) -> tuple[TopicRecord, ...]:
        rows = await self._session.execute(
            select(Participant.person_id, ParticipantTopic.direction, ParticipantTopic.topic)
            .join(Participant, Participant.id == ParticipantTopic.participant_id)
            .where(Participant.program_id == self._program_id)
        )
        return tuple(TopicRecord(*row) for row in rows)
