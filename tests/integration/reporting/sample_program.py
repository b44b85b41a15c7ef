"""A program of forty people over two rounds, drawn by a seed, with small groups planted in it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from domain.items import ITEMS, USEFULNESS, Moment
from domain.kinds import (
    Address,
    Approval,
    DeliveryState,
    Direction,
    EffectKind,
    EndReason,
    MessageClass,
    MessageName,
    PairState,
    ParticipantState,
    Preset,
    ProgramState,
    RescueStage,
    Role,
    RoundState,
    SessionState,
    Side,
)
from models import (
    AnonymousNumber,
    Base,
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
    Workspace,
)
from models.database import Database

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 7, 8, 12, tzinfo=UTC)
EVERY = timedelta(days=14)
ROUND = timedelta(weeks=9)
SESSIONS = 4
COORDINATOR, CONFLICTED, OUTSIDER = "UCARE", "UBOSS", "UELSE"
DEPARTMENTS = ("Sales", "Legal", "=HYPERLINK(0)", "Research", None)
SITES = ("Berlin", "Kraków", "São Paulo")
TOPICS = ("AI at work", "Social media", "Data", "Customers of 20")


@dataclass
class Sample:
    """Rows as they are made. `people` is how many take part."""

    seed: int = 1
    people: int = 40
    rows: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311  a reproducible sample, no secret
        self._last = 0
        self.mentors = [f"UM{n:03}" for n in range(self.people // 2)]
        self.mentees = [f"UE{n:03}" for n in range(self.people - self.people // 2)]
        self._program()
        self._people()
        for number in (1, 2):
            self._round(number)

    def new_id(self) -> str:
        self._last += 1
        return f"{self._last:032x}"

    def add(self, row: Any) -> Any:
        self.rows.append(row)
        return row

    def _program(self) -> None:
        for program, name in (("P1", "Digital Natives"), ("P2", "Round about")):
            self.add(
                Program(
                    id=program,
                    name=name,
                    state=ProgramState.RUNNING,
                    preset=Preset.PILOT,
                    approval=Approval.COORDINATOR,
                    session_every_days=EVERY.days,
                    sessions_per_round=SESSIONS,
                    round_weeks=9,
                    time_zone="Europe/Berlin",
                    ethics_contact_id="UETHICS",
                    enrolment_closes_at=START,
                    created_by=COORDINATOR,
                    created_at=START - timedelta(days=30 if program == "P1" else 60),
                )
            )
        for person in (COORDINATOR, CONFLICTED):
            self.add(Coordinator(program_id="P1", person_id=person, appointed_by=person, appointed_at=START))

    def _people(self) -> None:
        for number, person in enumerate((*self.mentors, *self.mentees)):
            self._participant(number, person)
            if number % 2 == 0:
                self._invitation(person)

    def _participant(self, number: int, person: str) -> None:
        manager = CONFLICTED if number == 0 else self.mentors[0] if number == 1 else None
        self.add(
            Person(
                id=person,
                department="Lonely" if number == 5 else self.chance.choice(DEPARTMENTS),
                site=self.chance.choice(SITES),
                level=self.chance.choice((None, 2, 10, 3)),
                manager_id=manager,
                is_manager_known=manager is not None,
            )
        )
        left_at = START + ROUND / 3 if number % 13 == 12 else None
        participant = self.add(
            Participant(
                id=self.new_id(),
                program_id="P1",
                person_id=person,
                role=Role.MENTOR if person in self.mentors else Role.MENTEE,
                state=ParticipantState.LEFT if left_at else ParticipantState.ACTIVE,
                joined_at=START - timedelta(days=5) if number % 7 else START + ROUND + timedelta(days=1),
                left_at=left_at,
            )
        )
        for direction in Direction:
            for topic in self.chance.sample(TOPICS, 2):
                self.add(ParticipantTopic(participant_id=participant.id, direction=direction, topic=topic))

    def _invitation(self, person: str) -> None:
        self.add(
            Delivery(
                id=self.new_id(),
                key=f"invite:{person}",
                kind=EffectKind.POST,
                message=MessageName.INVITATION,
                message_class=MessageClass.MUST_ARRIVE,
                address=Address.PERSON,
                recipient_id=person,
                subject_id="P1",
                state=DeliveryState.SENT,
                due_at=START,
                created_at=START,
            )
        )

    def _round(self, number: int) -> None:
        starts_at = START + (number - 1) * (ROUND + timedelta(days=3))
        one = self.add(
            Round(
                id=f"R{number}",
                program_id="P1",
                number=number,
                state=RoundState.ENDED if number == 1 else RoundState.RUNNING,
                seed=number,
                starts_at=starts_at,
                ends_at=starts_at + ROUND,
            )
        )
        mentees = self.mentees.copy()
        self.chance.shuffle(mentees)
        skipped = 2 if number == 2 else 0
        mentors = self.mentors[: len(self.mentors) - skipped]
        for index, (mentor, mentee) in enumerate(zip(mentors, mentees, strict=False)):
            if index < 2:
                for person in (mentor, mentee):
                    self.add(LeftOut(round_id=one.id, person_id=person, reason="no_overlap"))
            else:
                self._pair(one, index, mentor, mentee)

    def _pair(self, one: Round, index: int, mentor: str, mentee: str) -> None:
        state, introduced_at, ended_at = self._fate(one, index)
        pair = self.add(
            Pair(
                id=self.new_id(),
                program_id="P1",
                round_id=one.id,
                mentor_id=mentor,
                mentee_id=mentee,
                state=state,
                proposed_at=one.starts_at,
                introduced_at=introduced_at,
                ended_at=ended_at,
                end_reason=EndReason.PERSON_LEFT if state is PairState.ENDED else None,
                missed_in_row=self.chance.randrange(3),
                rescue_stage=self._stage(state, index),
            )
        )
        has_ended = one.number == 1
        for side, person in ((Side.MENTOR, mentor), (Side.MENTEE, mentee)):
            self._items(pair, side, person, has_ended=has_ended)
        if introduced_at is not None:
            for number in range(1, SESSIONS + 1):
                self._session(pair, number)

    def _fate(self, one: Round, index: int) -> tuple[PairState, datetime | None, datetime | None]:
        """When the two were introduced and when it ended; the first indices are the unusual pairs."""
        assert one.starts_at is not None
        introduced = one.starts_at + timedelta(days=2, hours=index)
        if index == 2:
            return PairState.DECLINED, None, one.starts_at + timedelta(days=1)
        if index == 3:
            return PairState.ENDED, introduced, introduced + timedelta(days=20)
        if one.number == 1:
            return PairState.COMPLETED, introduced, one.ends_at
        if index in {4, 5}:
            return (PairState.PREVIEWING if index == 4 else PairState.PROPOSED), None, None
        return PairState.LIVE, NOW - timedelta(days=3) if index == 6 else introduced, None

    def _stage(self, state: PairState, index: int) -> RescueStage:
        if state is not PairState.LIVE:
            return RescueStage.NONE
        return {7: RescueStage.CLOSING, 8: RescueStage.OFFERED, 9: RescueStage.WITH_COORDINATOR}.get(
            index, RescueStage.NONE
        )

    def _session(self, pair: Pair, number: int) -> None:
        assert pair.introduced_at is not None
        opened_at = pair.introduced_at + (number - 1) * EVERY
        if opened_at > min(NOW, pair.ended_at or NOW):
            return
        closes_at = opened_at + EVERY
        has_date = self.chance.random() < 0.8
        is_closed = closes_at <= NOW or pair.ended_at is not None
        session = self.add(
            MentoringSession(
                id=self.new_id(),
                pair_id=pair.id,
                number=number,
                state=SessionState.CLOSED if is_closed else SessionState.FIXED,
                scheduled_at=opened_at + timedelta(days=self.chance.randrange(1, 13)) if has_date else None,
                minutes=45,
                opened_at=opened_at,
                closes_at=closes_at,
            )
        )
        for side, person in ((Side.MENTOR, pair.mentor_id), (Side.MENTEE, pair.mentee_id)):
            self._answer(session, pair, side, person)

    def _answer(self, session: MentoringSession, pair: Pair, side: Side, person: str) -> None:
        told_at = (session.scheduled_at or session.opened_at + timedelta(days=3)) + timedelta(hours=20)
        if told_at > NOW or self.chance.random() < 0.3:
            return
        was_held = self.chance.random() < 0.85
        rates = was_held and self.chance.random() < 0.8
        self.add(
            SessionAnswer(
                session_id=session.id,
                person_id=person,
                side=side,
                was_held=was_held,
                has_rated=rates,
                answered_at=told_at,
            )
        )
        if rates:
            self.number(pair.round_id, side, USEFULNESS, None)

    def _items(self, pair: Pair, side: Side, person: str, *, has_ended: bool) -> None:
        before = self.chance.random() < 0.8
        after = has_ended and self.chance.random() < 0.7
        self.add(
            PairSide(
                pair_id=pair.id,
                person_id=person,
                side=side,
                has_answered_baseline=before,
                has_answered_outcome=after,
            )
        )
        for item in ITEMS[side]:
            if before:
                self.number(pair.round_id, side, item, Moment.BEFORE)
            if after:
                self.number(pair.round_id, side, item, Moment.AFTER)

    def number(self, round_id: str, side: Side, item: str, moment: Moment | None) -> None:
        """Add one anonymous answer; at the end people agree more."""
        choices = (3, 4, 5) if moment is Moment.AFTER else (1, 2, 3, 4, 5)
        self.add(
            AnonymousNumber(
                id=f"{self.chance.getrandbits(128):032x}",
                program_id="P1",
                round_id=round_id,
                side=side,
                item=item,
                moment=moment,
                value=self.chance.choice(choices),
                week_on=START.date(),
            )
        )


async def store(database: Database, sample: Sample, workspace: str = "T1") -> None:
    """Write a sample into a workspace."""
    async with database.transaction(workspace) as session:
        session.add(Workspace(id=workspace, installed_at=START))
        for table in Base.metadata.sorted_tables:
            await session.flush()
            session.add_all(row for row in sample.rows if row.__table__ is table)
