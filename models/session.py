"""Sessions of a pair: the shared date, each side's confidential answer, and next steps."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.kinds import SessionState, Side
from models.base import Base, InWorkspace, within
from models.types import UtcDateTime, stored_enum


class MentoringSession(InWorkspace, Base):
    """One meeting. `revision` counts changes of its date: every reminder belongs to one revision.

    `options` are the starts offered to both, as ISO instants. `closes_at` is when the next one opens.
    """

    __tablename__ = "session"
    __table_args__ = (
        within("pair", "pair_id"),
        Index("uq_session_pair_number", "workspace_id", "pair_id", "number", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    pair_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    state: Mapped[SessionState] = mapped_column(stored_enum(SessionState))
    revision: Mapped[int] = mapped_column(default=0)
    options: Mapped[list[str]] = mapped_column(default=list)
    scheduled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suggested_by: Mapped[str | None] = mapped_column(String(32))
    minutes: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SessionAnswer(InWorkspace, Base):
    """Confidential: did it happen, by one side. Never shown to the partner."""

    __tablename__ = "session_answer"
    __table_args__ = (within("session", "session_id"), within("person", "person_id"))

    session_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    side: Mapped[Side] = mapped_column(stored_enum(Side))
    was_held: Mapped[bool]
    has_rated: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NextStep(InWorkspace, Base):
    """What one side wants to do until next time; the partner sees it on the next agenda."""

    __tablename__ = "next_step"
    __table_args__ = (within("session", "session_id"),)

    session_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
