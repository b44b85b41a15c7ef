"""Programs, their coordinators and their topics."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from domain import presets
from domain.kinds import Approval, Preset, ProgramState
from domain.topics.lines import TopicLine
from models.base import Base, InWorkspace, within
from models.types import UtcDateTime, stored_enum


class Program(InWorkspace, Base):
    """One program with its own cadence. `time_zone` decides its calendar days."""

    __tablename__ = "program"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        Index("uq_program_name", "workspace_id", "name", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(Text, default="")
    success_measure: Mapped[str] = mapped_column(Text, default="")
    sponsor_sentence: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ProgramState] = mapped_column(stored_enum(ProgramState))
    preset: Mapped[Preset] = mapped_column(stored_enum(Preset))
    approval: Mapped[Approval] = mapped_column(stored_enum(Approval))
    session_every_days: Mapped[int]
    sessions_per_round: Mapped[int]
    round_weeks: Mapped[int]
    session_minutes: Mapped[int] = mapped_column(default=presets.SESSION_MINUTES)
    min_level_gap: Mapped[int] = mapped_column(default=presets.MIN_LEVEL_GAP)
    min_overlap_minutes: Mapped[int] = mapped_column(default=presets.MIN_OVERLAP_MINUTES)
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    channel_id: Mapped[str | None] = mapped_column(String(32))
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    ethics_contact_id: Mapped[str] = mapped_column(String(32))
    enrolment_closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    launched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Coordinator(InWorkspace, Base):
    """Who runs a program. At least two before launch."""

    __tablename__ = "coordinator"
    __table_args__ = (
        within("program", "program_id"),
        Index("ix_coordinator_person", "workspace_id", "person_id"),
    )

    program_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    appointed_by: Mapped[str] = mapped_column(String(32))
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProgramTopic(InWorkspace, Base):
    """One topic that may be taught or wanted in a program; `position` keeps the coordinator's order.

    `synonyms` are what its people also type for it, on top of what the shipped catalogue knows;
    a row that an earlier version wrote has none.
    """

    __tablename__ = "program_topic"
    __table_args__ = (within("program", "program_id"),)

    program_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(75), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    synonyms: Mapped[list[str] | None] = mapped_column(default=list)

    @property
    def line(self) -> TopicLine:
        return TopicLine(self.topic, tuple(self.synonyms or ()))


def topics_in_order(program_id: str) -> Select[ProgramTopic]:
    """Ask for a program's topics as its coordinators have ordered them."""
    return (
        select(ProgramTopic)
        .where(ProgramTopic.program_id == program_id)
        .order_by(ProgramTopic.position, ProgramTopic.topic)
    )
