"""After a restore: what may have gone out in the hours that the backup lacks is looked for before it is sent.

Slack still shows those messages; here they are waiting as they were, or planned anew by the same steps, or promised
by acts that people have to do again. Ids that follow from keys (domain/ids.py) tell that it is the same one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.kinds import DeliveryState, EffectKind, MessageClass
from domain.retries import is_idempotent
from mentoring.ledger_figures import latest_entry_at
from models import Delivery, Restored, Workspace
from models.database import Database

AFTERMATH = timedelta(days=14)
"""So long people may do again what the backup has forgotten: an approval, an answer to a preview."""
MARGIN = timedelta(hours=1)
"""Clocks of several processes may differ: the lost hours begin earlier than the last instant that is known."""


@dataclass(frozen=True)
class LostHours:
    """From when on the ledger knows nothing, and when it was put back."""

    since: datetime
    restored_at: datetime

    def may_hold(self, row: Delivery) -> bool:
        """Tell whether this post may have been made in them, and nobody has looked yet.

        Owed before the restore: yes. Promised after it: perhaps, unless it answers a new act; a file can't be
        looked for, so a new one isn't doubted.
        """
        is_settled = row.tried_at is not None and row.tried_at >= self.restored_at
        if is_settled or is_idempotent(row.kind):
            return False
        is_answer = row.message_class is MessageClass.RECEIPT
        return row.created_at <= self.restored_at or (row.kind is EffectKind.POST and not is_answer)


async def lost_hours(session: AsyncSession, now: datetime) -> LostHours | None:
    """Return the hours that restores of the last weeks have lost; None when there was none."""
    found = await session.execute(
        select(func.min(Restored.lost_since), func.max(Restored.restored_at)).where(
            Restored.restored_at > now - AFTERMATH
        )
    )
    since, restored_at = found.one()
    return None if restored_at is None else LostHours(since, restored_at)


async def enter_aftermath(database: Database, now: datetime) -> LostHours:
    """Write that the database was put back now. Home tabs are drawn anew: theirs show what it has forgotten."""
    lost = LostHours(await _last_known(database, now) - MARGIN, now)
    async with database.every_workspace() as session:
        session.add(Restored(restored_at=lost.restored_at, lost_since=lost.since))
        await session.execute(
            update(Delivery)
            .where(Delivery.kind == EffectKind.HOME, Delivery.state == DeliveryState.SENT)
            .values(state=DeliveryState.PENDING, due_at=now, revision=Delivery.revision + 1)
        )
    return lost


async def _last_known(database: Database, now: datetime) -> datetime:
    """Return the newest instant before `now`: whatever the database doesn't show was posted later."""
    async with database.every_workspace() as session:
        installed_at = await session.scalar(select(func.min(Workspace.installed_at)))
    return min(await latest_entry_at(database) or installed_at or now, now)
