"""What coordinators and the command line did: who, what, to which object, when. No free text."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace
from models.types import UtcDateTime


class AuditEvent(InWorkspace, Base):
    """One privileged act, written in the transaction of its effect."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_at", "workspace_id", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(32))
    act: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(64), default="")
