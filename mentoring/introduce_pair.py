"""Shared: a pair goes live. One introduction in a group DM, the charter to each, and the pair's own clock starts."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import add_working_days
from domain.eligibility import in_one_line
from domain.facts.delivery import Promise
from domain.holidays import office_hours
from domain.kinds import Address, EndReason, MessageClass, MessageName, PairState, Series
from domain.presets import CHARTER_WORKING_DAYS, RESCUE_CADENCES, RESCUE_MIN_WORKING_DAYS
from mentoring import authorize
from mentoring.core import Core
from mentoring.end_pair import end_pair
from mentoring.promises import promise, redraw, redraw_home, tell
from mentoring.schedule import clear_due, set_due
from models import Pair, Person, Program, Round


async def introduce_pair(session: AsyncSession, core: Core, pair: Pair, now: datetime) -> None:
    """Make the pair live, unless something has come between the two since the proposal."""
    if in_one_line(pair.mentor_id, pair.mentee_id, await authorize.managers(session)):
        await end_pair(session, core, pair, EndReason.REPORTING_LINE)
        return
    program = await authorize.find(session, Program, pair.program_id)
    round_ = await authorize.find(session, Round, pair.round_id)
    pair.state = PairState.LIVE
    pair.introduced_at = now
    await clear_due(session, pair.id, Series.PREVIEW_END)
    await _promise_introduction(session, core, pair, now)
    sides = (pair.mentor_id, pair.mentee_id)
    await tell(session, core, MessageName.CHARTER, MessageClass.MUST_ARRIVE, sides, pair.id)
    await redraw(session, core, MessageName.PREVIEW, pair.id, sides)
    await _start_clock(session, pair, program, round_, now)
    await redraw_home(session, core, *sides)


async def _promise_introduction(session: AsyncSession, core: Core, pair: Pair, now: datetime) -> None:
    await promise(
        session,
        core,
        Promise(
            key=f"{MessageName.INTRODUCTION}/{pair.id}",
            message=MessageName.INTRODUCTION,
            message_class=MessageClass.MUST_ARRIVE,
            address=Address.PAIR,
            recipient_id=pair.id,
            subject_id=pair.id,
            due_at=now,
        ),
    )


async def _start_clock(
    session: AsyncSession, pair: Pair, program: Program, round_: Round, now: datetime
) -> None:
    mentee = await authorize.find(session, Person, pair.mentee_id)
    accept_by = add_working_days(now, CHARTER_WORKING_DAYS, mentee.read, mentee.zone)
    await set_due(session, Series.CHARTER_OVERDUE, pair.id, accept_by)
    await set_due(session, Series.RESCUE, pair.id, rescue_at(program, now))
    if round_.ends_at is not None:
        await set_due(session, Series.CHECK_IN, pair.id, now + (round_.ends_at - now) / 2)


def rescue_at(program: Program, since: datetime) -> datetime:
    """Return when a pair that has not met `since` is offered help: 1.5 cadences, 10 working days at least."""
    least = add_working_days(
        since, RESCUE_MIN_WORKING_DAYS, office_hours(program.time_zone), program.time_zone
    )
    return max(since + timedelta(days=program.session_every_days * RESCUE_CADENCES), least)
