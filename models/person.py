"""People of a workspace, and what is private to each: do-not-pair list and delegate."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.cadence import Window
from domain.holidays import Holidays, holidays_of
from domain.kinds import PauseReason
from domain.zones import is_zone
from models.base import Base, InWorkspace, within
from models.types import UtcDateTime, stored_enum

WEEKDAYS = [1, 2, 3, 4, 5]


class Person(InWorkspace, Base):
    """Somebody the bot has met. `id` is Slack's. Pauses and hours are hers, over all programs."""

    __tablename__ = "person"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        Index("ix_person_manager", "workspace_id", "manager_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    time_zone: Mapped[str | None] = mapped_column(String(64))
    country: Mapped[str | None] = mapped_column(String(6))
    locale: Mapped[str] = mapped_column(String(16), default="en")
    level: Mapped[int | None]
    department: Mapped[str | None] = mapped_column(String(100))
    site: Mapped[str | None] = mapped_column(String(100))
    manager_id: Mapped[str | None] = mapped_column(String(32))
    is_manager_known: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_stranger: Mapped[bool] = mapped_column(default=False)
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_deactivated: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    profile_updated: Mapped[int] = mapped_column(default=0)
    has_opened_home: Mapped[bool] = mapped_column(default=False)
    dm_channel_id: Mapped[str | None] = mapped_column(String(32))
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["en"])
    styles: Mapped[list[str]] = mapped_column(default=list)
    read_start_minute: Mapped[int] = mapped_column(default=9 * 60)
    read_end_minute: Mapped[int] = mapped_column(default=17 * 60)
    read_days: Mapped[list[int]] = mapped_column(default=WEEKDAYS.copy)
    meet_start_minute: Mapped[int] = mapped_column(default=9 * 60)
    meet_end_minute: Mapped[int] = mapped_column(default=17 * 60)
    meet_days: Mapped[list[int]] = mapped_column(default=WEEKDAYS.copy)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_until: Mapped[date | None]
    pause_reason: Mapped[PauseReason | None] = mapped_column(stored_enum(PauseReason))
    unanswered_count: Mapped[int] = mapped_column(default=0)

    @property
    def read(self) -> Window:
        """When she can read."""
        days = frozenset(self.read_days)
        return Window(self.read_start_minute, self.read_end_minute, days, self.holidays)

    @property
    def meet(self) -> Window:
        """When she can meet."""
        days = frozenset(self.meet_days)
        return Window(self.meet_start_minute, self.meet_end_minute, days, self.holidays)

    @property
    def zone(self) -> str:
        """Her zone; UTC until Slack, the program or she herself has named one that this machine knows."""
        return self.time_zone if self.time_zone and is_zone(self.time_zone) else "UTC"

    @property
    def holidays(self) -> Holidays:
        """The public holidays she keeps: the people list's word on her country, else her zone's."""
        return holidays_of(self.country, self.zone)

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


class BlockedPerson(InWorkspace, Base):
    """Private: `person_id` must not be paired with `blocked_id`. Read by the matcher only."""

    __tablename__ = "blocked_person"
    __table_args__ = (within("person", "person_id"),)

    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    blocked_id: Mapped[str] = mapped_column(String(32), primary_key=True)


class Delegate(InWorkspace, Base):
    """Private: who may see and answer session dates for `person_id`, and nothing else."""

    __tablename__ = "delegate"
    __table_args__ = (
        within("person", "person_id"),
        Index("ix_delegate_delegate", "workspace_id", "delegate_id"),
    )

    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    delegate_id: Mapped[str] = mapped_column(String(32))
