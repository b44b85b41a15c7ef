"""Answers. Anonymous ones have no author and no exact time; check-ins are confidential.

The anonymous tables have random keys and no hidden row number, so that their order tells nothing either.
"""

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.items import Moment
from domain.kinds import Side
from models.base import Base, InWorkspace, within
from models.types import UtcDateTime, stored_enum


class AnonymousNumber(InWorkspace, Base):
    """A rating of 1–5. `week_on` is the Monday of the week it was given in."""

    __tablename__ = "anonymous_number"
    __table_args__ = (
        within("round", "round_id"),
        Index("ix_anonymous_number_round", "workspace_id", "program_id", "round_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    program_id: Mapped[str] = mapped_column(String(32))
    round_id: Mapped[str] = mapped_column(String(32))
    side: Mapped[Side] = mapped_column(stored_enum(Side))
    item: Mapped[str] = mapped_column(String(32))
    moment: Mapped[Moment | None] = mapped_column(stored_enum(Moment))
    value: Mapped[int]
    week_on: Mapped[date]


class AnonymousText(InWorkspace, Base):
    """Something learned, taught, or an idea, in somebody's words but nobody's name."""

    __tablename__ = "anonymous_text"
    __table_args__ = (within("round", "round_id"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    program_id: Mapped[str] = mapped_column(String(32))
    round_id: Mapped[str] = mapped_column(String(32))
    side: Mapped[Side] = mapped_column(stored_enum(Side))
    item: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    week_on: Mapped[date]


class CheckInAnswer(InWorkspace, Base):
    """Confidential: how it is going (1–5), and whether help was asked for."""

    __tablename__ = "check_in_answer"
    __table_args__ = (within("pair", "pair_id"), within("person", "person_id"))

    pair_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    score: Mapped[int | None]
    wants_help: Mapped[bool] = mapped_column(default=False)
    wants_another_partner: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
