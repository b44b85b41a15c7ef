"""Invented companies, straight into a database: people in pairs, with a past and a future in every table that grows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, insert, make_url

from domain.kinds import (
    Address,
    Approval,
    DeliveryState,
    Direction,
    EffectKind,
    MessageClass,
    MessageName,
    PairState,
    ParticipantState,
    Preset,
    PreviewAnswer,
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
    Delivery,
    Due,
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

TEAM = "TBENCH"
COORDINATOR, SECOND = "UCARE0", "UCARE1"
ALL_WEEK = [1, 2, 3, 4, 5, 6, 7]
CHUNK = 5_000
DAY = timedelta(days=1)
Row = dict[str, Any]


@dataclass(frozen=True)
class Crowd:
    """One program's people, two by two, a month into their round. Names begin with `letter`.

    `session_open_at`: when each pair's next session opens; `unmet` is the share of people without a known DM;
    `letters` is how many messages each one has had.
    """

    letter: str
    pairs: int
    now: datetime
    session_open_at: datetime
    letters: int = 3
    unmet: float = 0.0

    @property
    def program_id(self) -> str:
        return f"program{self.letter}"

    @property
    def round_id(self) -> str:
        return f"round{self.letter}"

    def pair_id(self, number: int) -> str:
        return f"pair{self.letter}{number}"

    def mentor(self, number: int) -> str:
        return f"U{self.letter}M{number:06}"

    def mentee(self, number: int) -> str:
        return f"U{self.letter}E{number:06}"

    def sides(self) -> Iterator[tuple[int, str, Side]]:
        """Yield everybody: the number of the pair, the person, where she stands in it."""
        for number in range(self.pairs):
            yield number, self.mentor(number), Side.MENTOR
            yield number, self.mentee(number), Side.MENTEE


def populate(url: str, crowds: Iterable[Crowd]) -> None:
    """Fill a migrated, empty database with one workspace and these programs."""
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername=drivers[parsed.get_backend_name()]), poolclass=NullPool)
    with engine.begin() as connection:
        if parsed.get_backend_name() == "sqlite":
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
        _workspace(connection)
        for crowd in crowds:
            _program(connection, crowd)
            _people(connection, crowd)
            _meetings(connection, crowd)
            _ledger(connection, crowd)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _put(connection: Connection, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    stamped = ({"workspace_id": TEAM} | dict(row) for row in rows)
    while chunk := list(islice(stamped, CHUNK)):
        connection.execute(insert(table), chunk)


def _workspace(connection: Connection) -> None:
    long_ago = datetime(2026, 1, 5, tzinfo=UTC)
    connection.execute(
        insert(Workspace), [{"id": TEAM, "name": "Bench", "bot_user_id": "UBOT", "installed_at": long_ago}]
    )
    _put(connection, Person, [_person(one, known=True) for one in (COORDINATOR, SECOND)])


def _person(person_id: str, *, known: bool) -> Row:
    return {
        "id": person_id,
        "name": f"Person {person_id[1:]}",
        "time_zone": "Europe/Berlin",
        "level": 3,
        "department": f"department {hash_of(person_id) % 12}",
        "site": f"site {hash_of(person_id) % 6}",
        "is_manager_known": True,
        "profile_updated": 1,
        "dm_channel_id": f"D{person_id[1:]}" if known else None,
        "read_start_minute": 0,
        "read_end_minute": 0,
        "read_days": ALL_WEEK,
    }


def hash_of(text: str) -> int:
    """A small number that is the same in every run."""
    return sum(map(ord, text)) * 31


def _program(connection: Connection, crowd: Crowd) -> None:
    began = crowd.now - 30 * DAY
    program = {
        "id": crowd.program_id,
        "name": f"Program {crowd.letter}",
        "purpose": "to measure",
        "state": ProgramState.RUNNING,
        "preset": Preset.QUARTERLY,
        "approval": Approval.COORDINATOR,
        "session_every_days": 14,
        "sessions_per_round": 6,
        "round_weeks": 13,
        "time_zone": "Europe/Berlin",
        "ethics_contact_id": SECOND,
        "enrolment_closes_at": began,
        "created_by": COORDINATOR,
        "created_at": began - 14 * DAY,
        "launched_at": began - 13 * DAY,
    }
    team = [
        {
            "program_id": crowd.program_id,
            "person_id": person,
            "appointed_by": COORDINATOR,
            "appointed_at": began,
        }
        for person in (COORDINATOR, SECOND)
    ]
    round_ = {
        "id": crowd.round_id,
        "program_id": crowd.program_id,
        "number": 1,
        "state": RoundState.RUNNING,
        "seed": 7,
        "proposed_at": began,
        "approved_at": began,
        "approved_by": COORDINATOR,
        "starts_at": began,
        "ends_at": began + 91 * DAY,
    }
    _put(connection, Program, [program])
    _put(connection, Coordinator, team)
    _put(connection, Round, [round_])


def _people(connection: Connection, crowd: Crowd) -> None:
    sides = list(crowd.sides())
    met = 1.0 - crowd.unmet
    _put(
        connection,
        Person,
        (_person(one, known=place < met * len(sides)) for place, (_, one, _) in enumerate(sides)),
    )
    _put(connection, Participant, (_participant(crowd, one, side) for _, one, side in sides))
    _put(
        connection,
        ParticipantTopic,
        (
            {"participant_id": f"part{one}", "direction": direction, "topic": f"topic {hash_of(one) % 40}"}
            for _, one, _ in sides
            for direction in Direction
        ),
    )


def _participant(crowd: Crowd, person_id: str, side: Side) -> Row:
    return {
        "id": f"part{person_id}",
        "program_id": crowd.program_id,
        "person_id": person_id,
        "role": Role(side.value),
        "state": ParticipantState.ACTIVE,
        "joined_at": crowd.now - 40 * DAY,
    }


def _meetings(connection: Connection, crowd: Crowd) -> None:
    numbers = range(crowd.pairs)
    _put(connection, Pair, (_pair(crowd, number) for number in numbers))
    _put(connection, PairSide, (_pair_side(crowd, *place) for place in crowd.sides()))
    _put(connection, MentoringSession, (_session(crowd, number) for number in numbers))
    _put(connection, SessionAnswer, (_answer(crowd, *place) for place in crowd.sides()))
    _put(connection, Due, (due for number in numbers for due in _dues(crowd, number)))


def _pair(crowd: Crowd, number: int) -> Row:
    return {
        "id": crowd.pair_id(number),
        "program_id": crowd.program_id,
        "round_id": crowd.round_id,
        "mentor_id": crowd.mentor(number),
        "mentee_id": crowd.mentee(number),
        "state": PairState.LIVE,
        "proposed_at": crowd.now - 30 * DAY,
        "introduced_at": crowd.now - 28 * DAY,
        "last_held_at": crowd.now - 7 * DAY,
    }


def _pair_side(crowd: Crowd, number: int, person_id: str, side: Side) -> Row:
    return {
        "pair_id": crowd.pair_id(number),
        "person_id": person_id,
        "side": side,
        "preview": PreviewAnswer.ACCEPTED,
        "charter_accepted_at": crowd.now - 27 * DAY,
        "has_answered_baseline": True,
    }


def _session(crowd: Crowd, number: int) -> Row:
    return {
        "id": f"session{crowd.letter}{number}",
        "pair_id": crowd.pair_id(number),
        "number": 1,
        "state": SessionState.CLOSED,
        "scheduled_at": crowd.now - 7 * DAY,
        "minutes": 45,
        "opened_at": crowd.now - 27 * DAY,
        "closes_at": crowd.now - 6 * DAY,
    }


def _answer(crowd: Crowd, number: int, person_id: str, side: Side) -> Row:
    return {
        "session_id": f"session{crowd.letter}{number}",
        "person_id": person_id,
        "side": side,
        "was_held": True,
        "has_rated": True,
        "answered_at": crowd.now - 6 * DAY,
    }


def _dues(crowd: Crowd, number: int) -> Iterator[Row]:
    far = crowd.now + 20 * DAY + timedelta(seconds=number)
    for series, at in (
        (Series.SESSION_OPEN, crowd.session_open_at),
        (Series.RESCUE, far),
        (Series.CHECK_IN, far + DAY),
    ):
        yield {"series": series, "subject_id": crowd.pair_id(number), "due_at": at}


def _ledger(connection: Connection, crowd: Crowd) -> None:
    _put(
        connection,
        Delivery,
        (
            _letter(crowd, number, person, place)
            for number, person, _ in crowd.sides()
            for place in range(crowd.letters)
        ),
    )


def _letter(crowd: Crowd, number: int, person_id: str, place: int) -> Row:
    """A message she has had: the first is her session card, the others are older ones."""
    sent_at = crowd.now - (27 - min(place, 20)) * DAY
    return {
        "id": f"{person_id}x{place}",
        "key": f"{MessageName.SESSION_CARD}/session{crowd.letter}{number}/{person_id}/{place or ''}",
        "kind": EffectKind.POST,
        "message": MessageName.SESSION_CARD,
        "message_class": MessageClass.QUESTION,
        "address": Address.PERSON,
        "recipient_id": person_id,
        "subject_id": f"session{crowd.letter}{number}"
        if place == 0
        else f"past{crowd.letter}{number}x{place}",
        "state": DeliveryState.SENT,
        "attempt_count": 1,
        "due_at": sent_at,
        "created_at": sent_at,
        "tried_at": sent_at,
        "sent_at": sent_at,
        "channel_id": f"D{person_id[1:]}",
        "message_ts": f"{int(sent_at.timestamp())}.{number % 1_000_000:06}",
    }
