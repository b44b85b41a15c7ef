"""Two programs with their people, as rows; a second workspace holds the same people and pairs of its own."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from domain.kinds import (
    Address,
    Approval,
    DeliveryState,
    EffectKind,
    EndReason,
    MessageClass,
    MessageName,
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
    Delegate,
    Delivery,
    MentoringSession,
    Pair,
    PairSide,
    Participant,
    Person,
    Program,
    Round,
    Workspace,
)
from models.base import InWorkspace
from models.database import Database

HERE, ELSEWHERE = "T0SANDBOX", "T0ELSEWHERE"
DAY = timedelta(days=1)
Key = Callable[[str], str]
SOLVED_FROM = "5" * 64
"""The digest that the proposal and the buttons about it share."""

MENTOR, MENTEE = "U0JASMIN1", "U0OLIVIA1"
OTHER_MENTOR, OTHER_MENTEE = "U0HARUTO1", "U0CAIO001"
PAUSED, PAUSEDS_MENTEE = "U0PEDRO01", "U0MEILIN1"
JUNIOR, COORDINATING_MENTEE = "U0EMEKA01", "U0SAMUEL1"
LEAVER = "U0TIAGO01"
Q_MENTOR, Q_MENTEE = "U0WEIJIE1", "U0FATIMA1"
DELEGATE, CREATOR, OUTSIDER = "U0LENA001", "U0LARS001", "U0INES001"
NADIA, SAMUEL, ABOVE_MENTOR = "U0NADIA01", COORDINATING_MENTEE, "U0DANIEL1"
HELENE, ARJUN = "U0HELENE1", "U0ARJUN01"
GUEST, GONE, BOT, STRANGER = "U0GUEST01", "U0GONE001", "U0LUNCH01", "U0STRANGE"

REFUSED_BY_SLACKS_FACTS = {
    GUEST: "is_guest",
    GONE: "is_deactivated",
    BOT: "is_bot",
    STRANGER: "is_stranger",
}
EVERYBODY = (
    MENTOR,
    MENTEE,
    OTHER_MENTOR,
    OTHER_MENTEE,
    PAUSED,
    PAUSEDS_MENTEE,
    JUNIOR,
    LEAVER,
    Q_MENTOR,
    Q_MENTEE,
    DELEGATE,
    CREATOR,
    OUTSIDER,
    NADIA,
    SAMUEL,
    ABOVE_MENTOR,
    HELENE,
    ARJUN,
    *REFUSED_BY_SLACKS_FACTS,
)

P, Q, ABSENT = "program-p", "program-q", "f" * 32
OWN, OTHER, PAUSED_ONES, CONFLICTED, OVER, IN_Q = "own", "other", "paused", "conflicted", "over", "in-q"
PAIRS = {
    OWN: (MENTOR, MENTEE, P),
    OTHER: (OTHER_MENTOR, OTHER_MENTEE, P),
    PAUSED_ONES: (PAUSED, PAUSEDS_MENTEE, P),
    CONFLICTED: (JUNIOR, COORDINATING_MENTEE, P),
    OVER: (LEAVER, MENTEE, P),
    IN_Q: (Q_MENTOR, Q_MENTEE, Q),
}
TEAMS = {P: (NADIA, SAMUEL, ABOVE_MENTOR), Q: (HELENE, ARJUN)}


def there(key: str) -> str:
    """The id that the same thing has in the other workspace only."""
    return f"elsewhere-{key}"


def round_of(program_id: str) -> str:
    """The id of a program's one round."""
    return f"round-{program_id}"


def session_of(pair_id: str) -> str:
    """The id of a pair's one session."""
    return f"session-{pair_id}"


def held_of(pair_id: str) -> str:
    """The id of a message of that pair which waits for a coordinator's word."""
    return f"held-{pair_id}"


async def populate(database: Database, now: datetime) -> None:
    """Write both workspaces."""
    await _write(database, HERE, now, is_elsewhere=False)
    await _write(database, ELSEWHERE, now, is_elsewhere=True)


async def _write(database: Database, workspace: str, now: datetime, *, is_elsewhere: bool) -> None:
    """Merge, since a running bot may know the workspace and its people already."""

    def key(name: str) -> str:
        return there(name) if is_elsewhere else name

    async with database.transaction(workspace) as session:
        for rows in (
            [Workspace(id=workspace, installed_at=now)],
            _people(),
            [Delegate(person_id=MENTEE, delegate_id=DELEGATE)],
            _programs(key, now),
            _rounds(key, now),
            _pairs(key, now),
            _sides_and_sessions(key, now),
            _held(key, now),
        ):
            for row in rows:
                await session.merge(_of(workspace, row))
            await session.flush()


def _of(workspace: str, row: Base) -> Base:
    """Merging needs the whole key, before a new row would be stamped."""
    if isinstance(row, InWorkspace):
        row.workspace_id = workspace
    return row


def _people() -> list[Person]:
    """Jasmine reports to Daniel, who coordinates P: he stands above the mentor of the first pair."""
    return [
        Person(
            has_opened_home=True,
            id=person_id,
            name=person_id.title(),
            time_zone="Europe/Berlin",
            level=3,
            manager_id=ABOVE_MENTOR if person_id == MENTOR else None,
            is_manager_known=True,
            profile_updated=1,
            **{flag: True for who, flag in REFUSED_BY_SLACKS_FACTS.items() if who == person_id},
        )
        for person_id in EVERYBODY
    ]


def _programs(key: Key, now: datetime) -> list[Base]:
    programs = [
        Program(
            id=key(program_id),
            name=f"Program {program_id}",
            state=ProgramState.RUNNING,
            preset=Preset.PILOT,
            approval=Approval.COORDINATOR,
            session_every_days=14,
            sessions_per_round=4,
            round_weeks=9,
            time_zone="Europe/Berlin",
            ethics_contact_id=CREATOR,
            enrolment_closes_at=now + 7 * DAY,
            created_by=CREATOR,
            created_at=now - 30 * DAY,
        )
        for program_id in (P, Q)
    ]
    teams = [
        Coordinator(
            program_id=key(program_id), person_id=who, appointed_by=CREATOR, appointed_at=now - 30 * DAY
        )
        for program_id, team in TEAMS.items()
        for who in team
    ]
    return [*programs, *teams, *_participants(key, now)]


def _participants(key: Key, now: datetime) -> Iterable[Base]:
    for mentor_id, mentee_id, program_id in PAIRS.values():
        for person_id, role in ((mentor_id, Role.MENTOR), (mentee_id, Role.MENTEE)):
            has_left = person_id == LEAVER
            yield Participant(
                id=key(f"{program_id}-{person_id}"),
                program_id=key(program_id),
                person_id=person_id,
                role=role,
                state=ParticipantState.LEFT if has_left else ParticipantState.ACTIVE,
                joined_at=now - 20 * DAY,
                left_at=now - DAY if has_left else None,
            )


def _rounds(key: Key, now: datetime) -> list[Base]:
    return [
        Round(
            id=key(round_of(program_id)),
            program_id=key(program_id),
            number=1,
            state=RoundState.RUNNING,
            seed=7,
            inputs_digest=SOLVED_FROM,
            starts_at=now - 10 * DAY,
            ends_at=now + 50 * DAY,
        )
        for program_id in (P, Q)
    ]


def _pairs(key: Key, now: datetime) -> list[Base]:
    return [
        Pair(
            id=key(pair_id),
            program_id=key(program_id),
            round_id=key(round_of(program_id)),
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            state=PairState.ENDED if pair_id == OVER else PairState.LIVE,
            proposed_at=now - 10 * DAY,
            previewed_at=now - 10 * DAY,
            preview_ends_at=now + DAY,
            introduced_at=now - 8 * DAY,
            ended_at=now - DAY if pair_id == OVER else None,
            end_reason=EndReason.PERSON_LEFT if pair_id == OVER else None,
        )
        for pair_id, (mentor_id, mentee_id, program_id) in PAIRS.items()
    ]


def _sides_and_sessions(key: Key, now: datetime) -> Iterable[Base]:
    for pair_id, (mentor_id, mentee_id, _) in PAIRS.items():
        yield PairSide(pair_id=key(pair_id), person_id=mentor_id, side=Side.MENTOR)
        yield PairSide(pair_id=key(pair_id), person_id=mentee_id, side=Side.MENTEE)
        yield MentoringSession(
            id=key(session_of(pair_id)),
            pair_id=key(pair_id),
            number=1,
            state=SessionState.CLOSED if pair_id == OVER else SessionState.TO_FIX,
            minutes=45,
            opened_at=now - 7 * DAY,
            closes_at=now + 7 * DAY,
        )


def _held(key: Key, now: datetime) -> list[Base]:
    """The introduction of each pair may have arrived, and nobody can look."""
    return [
        Delivery(
            id=key(held_of(pair_id)),
            key=f"introduction/{pair_id}",
            kind=EffectKind.POST,
            message=MessageName.INTRODUCTION,
            message_class=MessageClass.MUST_ARRIVE,
            address=Address.PAIR,
            recipient_id=key(pair_id),
            subject_id=key(pair_id),
            state=DeliveryState.HELD,
            reason="unprovable",
            due_at=now - DAY,
            created_at=now - DAY,
        )
        for pair_id in PAIRS
    ]
