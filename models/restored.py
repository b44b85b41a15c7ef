"""That the database was put back from a backup, and which time it knows nothing of."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime


class Restored(Base):
    """One restore: what was done from `lost_since` to `restored_at`, in all workspaces, isn't written here."""

    __tablename__ = "restored"

    restored_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    lost_since: Mapped[datetime] = mapped_column(UtcDateTime)
