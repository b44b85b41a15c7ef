"""Verb and step: both accept the charter; then the first session opens. Not accepted for five working days: help."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NoLongerCurrent
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.kinds import MessageName, PairState, Series
from mentoring import authorize
from mentoring.answer_preview import authorize_side
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.pauses import is_anyone_paused
from mentoring.promises import redraw, redraw_home
from mentoring.rescue import RECHECK, offer_rescue, reset_rescue
from mentoring.schedule import clear_due, set_due
from models import Pair, PairSide, Program


async def accept_charter(core: Core, act: Act, pair_id: str) -> PairActed:
    """Write one side's acceptance; with the second one the first session opens.

    Raises NotAllowed, NoLongerCurrent, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        pair = await authorize.pair_side(session, act.person_id, pair_id)
        if pair.state is not PairState.LIVE:
            raise NoLongerCurrent
        now = core.clock.now()
        side = await authorize_side(session, pair.id, act.person_id)
        is_new = side.charter_accepted_at is None
        side.charter_accepted_at = side.charter_accepted_at or now
        await session.flush()
        if is_new and await has_been_accepted(session, pair.id):
            await clear_due(session, pair.id, Series.CHARTER_OVERDUE)
            await set_due(session, Series.SESSION_OPEN, pair.id, now)
            await reset_rescue(session, pair, await authorize.find(session, Program, pair.program_id), now)
        sides = (pair.mentor_id, pair.mentee_id)
        await redraw(session, core, MessageName.CHARTER, pair.id, sides)
        await redraw_home(session, core, *sides)
        return PairActed(pair.id, pair.partner_of(act.person_id))


async def has_been_accepted(session: AsyncSession, pair_id: str) -> bool:
    """Tell whether both sides have accepted."""
    accepted = await session.scalars(select(PairSide.charter_accepted_at).where(PairSide.pair_id == pair_id))
    return all(at is not None for at in accepted)


async def overdue_charter(session: AsyncSession, core: Core, pair_id: str, now: datetime) -> None:
    """Step: five working days without both acceptances."""
    pair = await authorize.find(session, Pair, pair_id)
    if pair.state is not PairState.LIVE or await has_been_accepted(session, pair.id):
        return
    if await is_anyone_paused(session, pair):
        await set_due(session, Series.CHARTER_OVERDUE, pair.id, now + RECHECK)
    else:
        await offer_rescue(session, core, pair, now)
