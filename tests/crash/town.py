"""The people whose messages must arrive: pairs written into the database, each with work for the clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.kinds import (
    Approval,
    MessageName,
    PairState,
    ParticipantState,
    Preset,
    ProgramState,
    Role,
    RoundState,
    Series,
    SessionState,
    Side,
)
from models import (
    Base,
    Coordinator,
    Due,
    MentoringSession,
    Pair,
    PairSide,
    Participant,
    Person,
    Program,
    Round,
    Workspace,
)
from models.database import Database
from tests.crash.slack_sink import Sink

TEAM, PROGRAM, ROUND = "T0SANDBOX", "program", "round"
DAY = timedelta(days=1)
COORDINATORS = ("U0NADIA01", "U0SAMUEL1")
WITHOUT_HOLIDAYS = "AQ"


@dataclass(frozen=True, order=True)
class Expected:
    """A message that somebody must get exactly once."""

    message: MessageName
    subject_id: str
    person_id: str


@dataclass(frozen=True)
class Couple:
    """A pair to be asked at `due_at` how it is going, where `is_polled` also about their session, which is over.

    Both read at `hours`, in minutes after their local midnight; the same minute twice is the whole day.
    """

    number: int
    due_at: datetime
    is_polled: bool = False
    zone: str = "UTC"
    hours: tuple[int, int] = (0, 0)

    @property
    def id(self) -> str:
        return f"pair-{self.number}"

    @property
    def session_id(self) -> str:
        return f"session-{self.number}"

    @property
    def mentor(self) -> str:
        return f"U0M{self.number:05}"

    @property
    def mentee(self) -> str:
        return f"U0E{self.number:05}"

    @property
    def people(self) -> tuple[str, str]:
        return self.mentor, self.mentee

    def awaits(self) -> Iterator[Expected]:
        """What the clock owes the two: a check-in, and perhaps a poll about their session, each."""
        for person in self.people:
            yield Expected(MessageName.CHECK_IN, self.id, person)
            if self.is_polled:
                yield Expected(MessageName.SESSION_POLL, self.session_id, person)


@dataclass
class Town:
    """Everybody in the program so far."""

    database: Database
    sink: Sink
    couples: list[Couple] = field(default_factory=list)

    async def found(self, now: datetime) -> None:
        """Write the workspace and a running program without people."""
        await self._write(
            [Workspace(id=TEAM, installed_at=now)],
            [_coordinator(person) for person in COORDINATORS],
            [_program(now)],
            [_round(now), *_coordinators(now)],
        )

    async def wave(self, size: int, polled: int, now: datetime, over: timedelta) -> list[Couple]:
        """Move in that many pairs; what the clock owes them falls due one pair after the other."""
        first = len(self.couples) + 1
        couples = [Couple(first + n, now + over * n / size, is_polled=n < polled) for n in range(size)]
        await self.move_in(couples, now)
        return couples

    async def move_in(self, couples: Sequence[Couple], now: datetime) -> None:
        """Write pairs that have met a week ago, and what is due for them."""
        people = [(person, couple) for couple in couples for person in couple.people]
        await self._write(
            [_person(person, couple, self.sink.welcome(person, couple.zone)) for person, couple in people],
            [row for couple in couples for row in _pair(couple, now)],
            [row for couple in couples for row in _sides(couple, now)],
            [row for couple in couples for row in _dues(couple)],
        )
        self.couples += couples

    async def _write(self, *floors: Iterable[Base]) -> None:
        async with self.database.transaction(TEAM) as session:
            for rows in floors:
                session.add_all(rows)
                await session.flush()


def _person(person_id: str, couple: Couple, dm: str) -> Person:
    """Those who are polled have no known DM: the bot has to open it. Slack allows that 40 times a minute only."""
    start, end = couple.hours
    return Person(
        id=person_id,
        name=person_id,
        time_zone=couple.zone,
        country=WITHOUT_HOLIDAYS,
        level=3,
        profile_updated=1,
        read_start_minute=start,
        read_end_minute=end,
        read_days=[1, 2, 3, 4, 5, 6, 7],
        dm_channel_id=None if couple.is_polled else dm,
    )


def _coordinator(person_id: str) -> Person:
    """She reads at any hour: the word of what waits for her comes at once."""
    return Person(
        id=person_id,
        name=person_id,
        country=WITHOUT_HOLIDAYS,
        level=4,
        profile_updated=1,
        read_start_minute=0,
        read_end_minute=0,
        read_days=[1, 2, 3, 4, 5, 6, 7],
    )


def _program(now: datetime) -> Program:
    return Program(
        id=PROGRAM,
        name="Bridge",
        state=ProgramState.RUNNING,
        preset=Preset.PILOT,
        approval=Approval.COORDINATOR,
        session_every_days=14,
        sessions_per_round=4,
        round_weeks=9,
        ethics_contact_id=COORDINATORS[0],
        enrolment_closes_at=now - DAY,
        created_by=COORDINATORS[0],
        created_at=now - 30 * DAY,
    )


def _round(now: datetime) -> Round:
    return Round(
        id=ROUND,
        program_id=PROGRAM,
        number=1,
        state=RoundState.RUNNING,
        seed=7,
        starts_at=now - 10 * DAY,
        ends_at=now + 50 * DAY,
    )


def _coordinators(now: datetime) -> Iterator[Coordinator]:
    for person in COORDINATORS:
        yield Coordinator(
            program_id=PROGRAM, person_id=person, appointed_by=COORDINATORS[0], appointed_at=now - 30 * DAY
        )


def _pair(couple: Couple, now: datetime) -> Iterator[Base]:
    yield Pair(
        id=couple.id,
        program_id=PROGRAM,
        round_id=ROUND,
        mentor_id=couple.mentor,
        mentee_id=couple.mentee,
        state=PairState.LIVE,
        proposed_at=now - 10 * DAY,
        introduced_at=now - 8 * DAY,
    )
    for person, role in zip(couple.people, (Role.MENTOR, Role.MENTEE), strict=True):
        yield Participant(
            id=f"part-{person}",
            program_id=PROGRAM,
            person_id=person,
            role=role,
            state=ParticipantState.ACTIVE,
            joined_at=now - 20 * DAY,
        )


def _sides(couple: Couple, now: datetime) -> Iterator[Base]:
    for person, side in zip(couple.people, Side, strict=True):
        yield PairSide(pair_id=couple.id, person_id=person, side=side)
    yield MentoringSession(
        id=couple.session_id,
        pair_id=couple.id,
        number=1,
        state=SessionState.FIXED,
        scheduled_at=now - timedelta(hours=1),
        minutes=45,
        opened_at=now - 7 * DAY,
        closes_at=now + 7 * DAY,
    )


def _dues(couple: Couple) -> Iterator[Due]:
    yield Due(series=Series.CHECK_IN, subject_id=couple.id, due_at=couple.due_at)
    if couple.is_polled:
        yield Due(series=Series.SESSION_POLL, subject_id=couple.session_id, due_at=couple.due_at)
