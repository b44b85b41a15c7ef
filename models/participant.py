"""Who takes part in which program, as what, with which topics."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.kinds import Direction, NextRound, ParticipantState, Role
from models.base import Base, InWorkspace, within
from models.types import UtcDateTime, stored_enum


class Participant(InWorkspace, Base):
    """One person in one program. `rounds_waited` counts rounds left out in a row."""

    __tablename__ = "participant"
    __table_args__ = (
        within("program", "program_id"),
        within("person", "person_id"),
        Index("uq_participant_program_person", "workspace_id", "program_id", "person_id", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    program_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[str] = mapped_column(String(32))
    role: Mapped[Role] = mapped_column(stored_enum(Role))
    state: Mapped[ParticipantState] = mapped_column(stored_enum(ParticipantState))
    mentor_capacity: Mapped[int] = mapped_column(default=1)
    mentee_capacity: Mapped[int] = mapped_column(default=1)
    hope: Mapped[str] = mapped_column(Text, default="")
    rounds_waited: Mapped[int] = mapped_column(default=0)
    next_round: Mapped[NextRound] = mapped_column(stored_enum(NextRound), default=NextRound.AGAIN)
    keeps_partner: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ParticipantTopic(InWorkspace, Base):
    """A topic somebody can teach or wants to learn, with an interest of 1–3."""

    __tablename__ = "participant_topic"
    __table_args__ = (within("participant", "participant_id"),)

    participant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    direction: Mapped[Direction] = mapped_column(stored_enum(Direction), primary_key=True)
    topic: Mapped[str] = mapped_column(String(75), primary_key=True)
    interest: Mapped[int] = mapped_column(default=2)
