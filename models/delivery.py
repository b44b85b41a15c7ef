"""The ledger of promised messages, the inbox of taken requests, the pace of calls, the clock's next acts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from domain.facts.delivery import Claimed
from domain.kinds import Address, DeliveryState, EffectKind, MessageClass, MessageName, Series
from domain.retries import Trouble
from models.base import Base, InWorkspace
from models.types import UtcDateTime, stored_enum


class Delivery(InWorkspace, Base):
    """One promised message: kind and ids, no text; it is rendered from current facts when it is sent.

    `key` is deterministic and unique: promising twice is promising once. `revision` counts redraw wishes.
    `attempt_count` only grows: with `worker` it fences off whoever lost the row meanwhile. `fault_count`: how
    often its handling crashed or met a bug; `failure_count`: failures of one `failure_kind` in a row.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        Index("uq_delivery_key", "workspace_id", "key", unique=True),
        Index("ix_delivery_state", "state", "due_at"),
        Index("ix_delivery_subject", "workspace_id", "subject_id", "recipient_id"),
        Index("ix_delivery_recipient", "workspace_id", "recipient_id", "sent_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[EffectKind] = mapped_column(stored_enum(EffectKind))
    message: Mapped[MessageName] = mapped_column(stored_enum(MessageName))
    message_class: Mapped[MessageClass] = mapped_column(stored_enum(MessageClass))
    address: Mapped[Address] = mapped_column(stored_enum(Address))
    recipient_id: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(32))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[DeliveryState] = mapped_column(stored_enum(DeliveryState))
    reason: Mapped[str | None] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=0)
    attempt_count: Mapped[int] = mapped_column(default=0)
    fault_count: Mapped[int] = mapped_column(default=0, server_default="0")
    failure_count: Mapped[int] = mapped_column(default=0, server_default="0")
    failure_kind: Mapped[Trouble | None] = mapped_column(stored_enum(Trouble))
    is_repeat: Mapped[bool] = mapped_column(default=False, server_default=false())
    worker: Mapped[str | None] = mapped_column(String(32))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    channel_id: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    file_id: Mapped[str | None] = mapped_column(String(32))

    def as_claimed(self) -> Claimed:
        """Return the row as the sender sees it."""
        return Claimed(
            id=self.id,
            workspace_id=self.workspace_id,
            kind=self.kind,
            message=self.message,
            message_class=self.message_class,
            address=self.address,
            recipient_id=self.recipient_id,
            subject_id=self.subject_id,
            detail=self.detail,
            attempt_count=self.attempt_count,
            revision=self.revision,
            created_at=self.created_at,
            tried_at=self.tried_at,
            worker=self.worker,
            fault_count=self.fault_count,
            is_repeat=self.is_repeat,
            channel_id=self.channel_id,
            file_id=self.file_id,
        )


class InboxEntry(InWorkspace, Base):
    """A request whose effect has been taken, by its key; written in the same transaction as the effect."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_taken_at", "taken_at"),)

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Pace(InWorkspace, Base):
    """How fast one Slack method may be called: the theoretical arrival time, and Slack's own Retry-After."""

    __tablename__ = "pace"

    method: Mapped[str] = mapped_column(String(64), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Due(InWorkspace, Base):
    """What the clock does next: one due instant per (series, subject). `failure_count`: bugs of its step in a row."""

    __tablename__ = "due"
    __table_args__ = (Index("ix_due_due_at", "due_at"),)

    series: Mapped[Series] = mapped_column(stored_enum(Series), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failure_count: Mapped[int] = mapped_column(default=0, server_default="0")
