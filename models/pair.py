"""Pairs, each side's own state in one, their goals, and who must never be paired again."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.kinds import EndReason, PairState, PreviewAnswer, RescueStage, Side
from models.base import Base, InWorkspace, within
from models.types import UtcDateTime, stored_enum

OPEN_STATES = text("state IN ('proposed', 'previewing', 'live')")


class Pair(InWorkspace, Base):
    """A mentor and a mentee in one round. `reasons` are the score's terms, largest first."""

    __tablename__ = "pair"
    __table_args__ = (
        within("program", "program_id"),
        within("round", "round_id"),
        within("person", "mentor_id"),
        within("person", "mentee_id"),
        Index("ix_pair_mentor", "workspace_id", "mentor_id"),
        Index("ix_pair_mentee", "workspace_id", "mentee_id"),
        Index("ix_pair_round", "workspace_id", "round_id"),
        Index(
            "uq_pair_open",
            "workspace_id",
            "mentor_id",
            "mentee_id",
            unique=True,
            sqlite_where=OPEN_STATES,
            postgresql_where=OPEN_STATES,
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    program_id: Mapped[str] = mapped_column(String(32))
    round_id: Mapped[str] = mapped_column(String(32))
    mentor_id: Mapped[str] = mapped_column(String(32))
    mentee_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[PairState] = mapped_column(stored_enum(PairState))
    score: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    needs_manager_check: Mapped[bool] = mapped_column(default=False)
    channel_id: Mapped[str | None] = mapped_column(String(32))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    previewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    preview_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    introduced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    missed_in_row: Mapped[int] = mapped_column(default=0)
    waits_for_return: Mapped[bool] = mapped_column(default=False)
    rescue_stage: Mapped[RescueStage] = mapped_column(stored_enum(RescueStage), default=RescueStage.NONE)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[EndReason | None] = mapped_column(stored_enum(EndReason))

    def side_of(self, person_id: str) -> Side | None:
        """Where `person_id` stands, None for anybody else."""
        if person_id == self.mentor_id:
            return Side.MENTOR
        return Side.MENTEE if person_id == self.mentee_id else None

    def partner_of(self, person_id: str) -> str:
        return self.mentee_id if person_id == self.mentor_id else self.mentor_id


class PairSide(InWorkspace, Base):
    """One side's own acts in a pair: that she answered, never what she answered in confidence."""

    __tablename__ = "pair_side"
    __table_args__ = (within("pair", "pair_id"), within("person", "person_id"))

    pair_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    side: Mapped[Side] = mapped_column(stored_enum(Side))
    preview: Mapped[PreviewAnswer] = mapped_column(stored_enum(PreviewAnswer), default=PreviewAnswer.WAITING)
    charter_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    has_answered_baseline: Mapped[bool] = mapped_column(default=False)
    has_answered_outcome: Mapped[bool] = mapped_column(default=False)


class Goal(InWorkspace, Base):
    """One of up to three goals of a pair, seen by both; `position` is 0–2."""

    __tablename__ = "goal"
    __table_args__ = (within("pair", "pair_id"),)

    pair_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text, default="")
    set_by: Mapped[str] = mapped_column(String(32))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NeverPair(InWorkspace, Base):
    """Two people who must never be paired again; `first_id` sorts before `second_id`."""

    __tablename__ = "never_pair"

    first_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    second_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
