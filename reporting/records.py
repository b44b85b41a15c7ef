"""Rows as the folds read them: plain values, no session behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from domain.items import Moment
from domain.kinds import Direction, PairState, ProgramState, RescueStage, RoundState, SessionState, Side


class ProgramRecord(NamedTuple):
    id: str
    name: str
    state: ProgramState
    time_zone: str
    session_every_days: int
    created_at: datetime


class RoundRecord(NamedTuple):
    id: str
    number: int
    state: RoundState
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def has_begun(self) -> bool:
        return self.state in {RoundState.RUNNING, RoundState.ENDED}


class ParticipantRecord(NamedTuple):
    person_id: str
    joined_at: datetime
    left_at: datetime | None
    department: str | None
    site: str | None
    level: int | None


class PairRecord(NamedTuple):
    id: str
    round_id: str
    mentor_id: str
    mentee_id: str
    state: PairState
    introduced_at: datetime | None
    ended_at: datetime | None
    missed_in_row: int
    rescue_stage: RescueStage

    @property
    def people(self) -> tuple[str, str]:
        return self.mentor_id, self.mentee_id

    @property
    def is_matched(self) -> bool:
        """Whether the two were introduced, or are being shown to each other in private."""
        return self.introduced_at is not None or self.state is PairState.PREVIEWING


class SessionRecord(NamedTuple):
    id: str
    pair_id: str
    state: SessionState
    scheduled_at: datetime | None
    closes_at: datetime


class AnswerRecord(NamedTuple):
    session_id: str
    person_id: str
    side: Side
    was_held: bool
    has_rated: bool
    answered_at: datetime


class LeftOutRecord(NamedTuple):
    round_id: str
    person_id: str


class TopicRecord(NamedTuple):
    person_id: str
    direction: Direction
    topic: str


class CellKey(NamedTuple):
    """What one sum of anonymous answers is about. `moment` None: usefulness after a session."""

    round_id: str
    side: Side
    item: str
    moment: Moment | None


class Cell(NamedTuple):
    """Anonymous answers to one item, as a sum."""

    key: CellKey
    answers: int
    total: int


class Answered(NamedTuple):
    """How many people of one side answered the items of a round. Says nothing of what."""

    round_id: str
    side: Side
    before: int
    after: int


@dataclass(frozen=True)
class History:
    """All that a report reads. `invited` None: not known. `below`: everybody who reports to the reader."""

    program: ProgramRecord
    rounds: tuple[RoundRecord, ...]
    participants: tuple[ParticipantRecord, ...]
    pairs: tuple[PairRecord, ...]
    sessions: tuple[SessionRecord, ...]
    answers: tuple[AnswerRecord, ...]
    left_out: tuple[LeftOutRecord, ...]
    invited: int | None
    cells: tuple[Cell, ...]
    answered: tuple[Answered, ...]
    topics: tuple[TopicRecord, ...] = ()
    below: frozenset[str] = frozenset()
