"""A small world for the read side: one running program with one live pair, as rows; tests change it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from domain.kinds import (
    Approval,
    Direction,
    PairState,
    ParticipantState,
    Preset,
    ProgramState,
    Role,
    RoundState,
    SessionState,
    Side,
)
from models import (
    Base,
    Coordinator,
    MentoringSession,
    NextStep,
    Pair,
    PairSide,
    Participant,
    ParticipantTopic,
    Person,
    Program,
    ProgramTopic,
    Round,
    SessionAnswer,
    Workspace,
)
from models.database import Database
from models.sealing import KEY_BYTES, Sealer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
HERE, ELSEWHERE = "T1", "T2"
MAYA, MARK, CARLA, COEN, ETHEL, STRANGER = "UMAYA", "UMARK", "UCARLA", "UCOEN", "UETHEL", "USTRANGER"
PROGRAM, ROUND, PAIR, SESSION = "program", "round", "pair", "session"

Answer = TypeVar("Answer")


@dataclass
class World:
    """Asks and changes one workspace, each time in a transaction of its own."""

    database: Database
    workspace: str = HERE

    async def add(self, *rows: Base) -> None:
        """Write rows in the order given."""
        async with self.database.transaction(self.workspace) as session:
            for row in rows:
                session.add(row)
                await session.flush()

    async def change(self, model: type[Base], *key: object, **values: object) -> None:
        """Set columns of one row."""
        async with self.database.transaction(self.workspace) as session:
            row = await session.get_one(model, (self.workspace, *key))
            for name, value in values.items():
                setattr(row, name, value)

    async def ask(self, fact: Callable[..., Awaitable[Answer]], *args: Any, **options: Any) -> Answer:
        """Ask the read side."""
        async with self.database.transaction(self.workspace) as session:
            return await fact(session, *args, **options)


async def running_program(database: Database, workspace: str = HERE) -> World:
    """Maya teaches Mark; Carla and then Coen were appointed coordinators."""
    world = World(database, workspace)
    await world.add(
        Workspace(id=workspace, installed_at=NOW),
        person(MAYA, department="Sales", site="Berlin", level=2),
        person(MARK, department="Legal", site="Berlin", level=7),
        person(CARLA),
        person(COEN),
        program(),
        *(coordinator(who, number) for number, who in enumerate((CARLA, COEN))),
        *(ProgramTopic(program_id=PROGRAM, topic=t, position=n) for n, t in enumerate(("video", "ai"))),
        *participant(MAYA, Role.MENTOR, teaches={"ai": 3, "video": 2, "games": 1}, wants={"budgets": 2}),
        *participant(MARK, Role.MENTEE, teaches={"budgets": 2, "boards": 2}, wants={"video": 3, "ai": 1}),
        round_(),
        *pair(),
    )
    return world


def person(person_id: str, **values: Any) -> Person:
    """Somebody with office hours in Berlin."""
    return Person(**{"id": person_id, "name": person_id.title(), "time_zone": "Europe/Berlin"} | values)


def program(program_id: str = PROGRAM, **values: Any) -> Program:
    """A running program: six sessions, one every two weeks."""
    return Program(
        **{
            "id": program_id,
            "name": program_id.title(),
            "purpose": "Learn from each other",
            "sponsor_sentence": "I had a mentor of 24.",
            "state": ProgramState.RUNNING,
            "preset": Preset.QUARTERLY,
            "approval": Approval.COORDINATOR,
            "session_every_days": 14,
            "sessions_per_round": 6,
            "round_weeks": 13,
            "time_zone": "Europe/Berlin",
            "ethics_contact_id": ETHEL,
            "enrolment_closes_at": NOW - 30 * DAY,
            "created_by": CARLA,
            "created_at": NOW - 60 * DAY,
        }
        | values
    )


def coordinator(person_id: str, order: int = 0, program_id: str = PROGRAM) -> Coordinator:
    """Appointed on the `order`-th day."""
    return Coordinator(
        program_id=program_id,
        person_id=person_id,
        appointed_by=CARLA,
        appointed_at=NOW - 60 * DAY + order * DAY,
    )


def participant(
    person_id: str,
    role: Role,
    *,
    teaches: dict[str, int] | None = None,
    wants: dict[str, int] | None = None,
    program_id: str = PROGRAM,
    **values: Any,
) -> list[Base]:
    """An active participant, with her topics."""
    key = f"{program_id}:{person_id}"
    row = Participant(
        **{
            "id": key,
            "program_id": program_id,
            "person_id": person_id,
            "role": role,
            "state": ParticipantState.ACTIVE,
            "hope": f"{person_id} hopes",
            "joined_at": NOW - 40 * DAY,
        }
        | values
    )
    named = [(Direction.TEACHES, teaches or {}), (Direction.WANTS, wants or {})]
    topics = [
        ParticipantTopic(participant_id=key, direction=direction, topic=topic, interest=interest)
        for direction, interests in named
        for topic, interest in interests.items()
    ]
    return [row, *topics]


def round_(round_id: str = ROUND, **values: Any) -> Round:
    """The running first round."""
    return Round(
        **{
            "id": round_id,
            "program_id": PROGRAM,
            "number": 1,
            "state": RoundState.RUNNING,
            "seed": 1,
            "proposed_at": NOW - 29 * DAY,
            "approved_by": CARLA,
            "approved_at": NOW - 28 * DAY,
            "starts_at": NOW - 28 * DAY,
            "ends_at": NOW + 63 * DAY,
        }
        | values
    )


def pair(pair_id: str = PAIR, mentor_id: str = MAYA, mentee_id: str = MARK, **values: Any) -> list[Base]:
    """A live pair with both its sides."""
    row = Pair(
        **{
            "id": pair_id,
            "program_id": PROGRAM,
            "round_id": ROUND,
            "mentor_id": mentor_id,
            "mentee_id": mentee_id,
            "state": PairState.LIVE,
            "proposed_at": NOW - 29 * DAY,
            "previewed_at": NOW - 28 * DAY,
            "preview_ends_at": NOW - 26 * DAY,
            "introduced_at": NOW - 26 * DAY,
        }
        | values
    )
    sides = {Side.MENTOR: mentor_id, Side.MENTEE: mentee_id}
    return [row, *(PairSide(pair_id=pair_id, person_id=who, side=side) for side, who in sides.items())]


def meeting(session_id: str = SESSION, number: int = 2, **values: Any) -> MentoringSession:
    """A session whose date is still to be fixed; one of its two offered starts is over."""
    return MentoringSession(
        **{
            "id": session_id,
            "pair_id": PAIR,
            "number": number,
            "state": SessionState.TO_FIX,
            "options": [(NOW - DAY).isoformat(), (NOW + DAY).isoformat()],
            "minutes": 45,
            "opened_at": NOW - 10 * DAY,
            "closes_at": NOW + 4 * DAY,
        }
        | values
    )


def next_step(person_id: str, text: str, workspace: str = HERE, session_id: str = "first") -> NextStep:
    """What one side wants to do until next time, sealed as the verbs seal it."""
    place = f"next_step.text|{workspace}|{session_id}|{person_id}"
    sealed = Sealer(bytes(KEY_BYTES)).seal(text, place)
    return NextStep(session_id=session_id, person_id=person_id, text=sealed)


def said(person_id: str, *, held: bool, session_id: str = SESSION) -> SessionAnswer:
    """One side's confidential answer."""
    side = Side.MENTOR if person_id == MAYA else Side.MENTEE
    return SessionAnswer(
        session_id=session_id,
        person_id=person_id,
        side=side,
        was_held=held,
        has_rated=held,
        answered_at=NOW,
    )
