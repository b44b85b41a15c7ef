"""The trail of privileged acts, written in the transaction of their effect."""

from sqlalchemy.ext.asyncio import AsyncSession

from mentoring.core import Core
from models import AuditEvent


def record(session: AsyncSession, core: Core, actor: str, act: str, object_id: str, reason: str = "") -> None:
    """Note who did what to which object. Ids and keywords only, never texts."""
    session.add(
        AuditEvent(
            id=core.ids.new(),
            at=core.clock.now(),
            actor=actor,
            act=act,
            object_id=object_id,
            reason=reason,
        )
    )
