"""Shared: whatever happened to people, look at their open pairs again; who now stands in one line stops."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.eligibility import in_one_line
from domain.kinds import EndReason
from mentoring.authorize import managers
from mentoring.core import Core
from mentoring.end_pair import OPEN, end_pair
from models import Pair


async def recheck_pairs(session: AsyncSession, core: Core, changed: Collection[str]) -> int:
    """End every open pair that now stands in one reporting line; return how many.

    All open pairs are looked at, since a change of one manager moves everybody below; `changed` empty does nothing.
    """
    if not changed:
        return 0
    manager_of = await managers(session)
    stopped = 0
    for pair in (await session.scalars(select(Pair).where(Pair.state.in_(OPEN)).order_by(Pair.id))).all():
        if in_one_line(pair.mentor_id, pair.mentee_id, manager_of):
            await end_pair(session, core, pair, EndReason.REPORTING_LINE)
            stopped += 1
    return stopped
