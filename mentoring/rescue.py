"""Steps and verbs for pairs that don't meet: first an offer to both, then the coordinator's choice, then the end.

From facts both sides can see only: no session held for 1.5 cadences, or two missed in a row.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import add_working_days, local_date
from domain.facts.pair import PairActed
from domain.facts.people import Act
from domain.holidays import office_hours
from domain.kinds import EndReason, MessageClass, MessageName, PairState, RescueStage, Series
from domain.presets import CLOSE_CADENCES, CLOSING_NOTICE, COORDINATOR_RESCUE_WORKING_DAYS
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.end_pair import end_pair
from mentoring.inbox import acting
from mentoring.introduce_pair import rescue_at
from mentoring.pauses import is_anyone_paused
from mentoring.promises import redraw, redraw_home, tell
from mentoring.schedule import clear_due, due_since, set_due
from models import Due, Pair, Program
from models.database import workspace_of

RECHECK = timedelta(days=7)


async def check_rescue(session: AsyncSession, core: Core, pair_id: str, now: datetime) -> None:
    """Step: the pair's rescue clock. Each stage waits for the one before; a held session resets it."""
    pair = await authorize.find(session, Pair, pair_id)
    if pair.state is not PairState.LIVE:
        return
    if await is_anyone_paused(session, pair):
        await set_due(session, Series.RESCUE, pair.id, now + RECHECK)
    elif pair.rescue_stage is RescueStage.NONE:
        await offer_rescue(session, core, pair, now)
    elif pair.rescue_stage is RescueStage.OFFERED:
        await _hand_to_coordinator(session, core, pair, now)
    elif pair.rescue_stage is RescueStage.WITH_COORDINATOR:
        await _announce_closing(session, core, pair, now)


async def offer_rescue(session: AsyncSession, core: Core, pair: Pair, now: datetime) -> None:
    """Shared: a concrete offer to both, in the same words; once, until the two have met again."""
    if pair.rescue_stage is not RescueStage.NONE:
        return
    pair.rescue_stage = RescueStage.OFFERED
    program = await authorize.find(session, Program, pair.program_id)
    zone = program.time_zone
    part = local_date(due_since(session, now), zone).isoformat()
    sides = (pair.mentor_id, pair.mentee_id)
    await tell(session, core, MessageName.RESCUE_OFFER, MessageClass.NUDGE, sides, pair.id, part=part)
    later = add_working_days(now, COORDINATOR_RESCUE_WORKING_DAYS, office_hours(zone), zone)
    await set_due(session, Series.RESCUE, pair.id, later)


async def _hand_to_coordinator(session: AsyncSession, core: Core, pair: Pair, now: datetime) -> None:
    pair.rescue_stage = RescueStage.WITH_COORDINATOR
    team = await authorize.carers(session, pair)
    program = await authorize.find(session, Program, pair.program_id)
    part = local_date(due_since(session, now), program.time_zone).isoformat()
    await tell(session, core, MessageName.RESCUE_CHOICE, MessageClass.DIGEST, team, pair.id, part=part)
    await redraw_home(session, core, *team)
    since = pair.last_held_at or pair.introduced_at or now
    close_at = since + timedelta(days=program.session_every_days * CLOSE_CADENCES)
    await set_due(session, Series.RESCUE, pair.id, max(close_at, now + CLOSING_NOTICE))


async def _announce_closing(session: AsyncSession, core: Core, pair: Pair, now: datetime) -> None:
    pair.rescue_stage = RescueStage.CLOSING
    sides = (pair.mentor_id, pair.mentee_id)
    program = await authorize.find(session, Program, pair.program_id)
    part = local_date(due_since(session, now), program.time_zone).isoformat()
    await tell(session, core, MessageName.CLOSING_NOTICE, MessageClass.MUST_ARRIVE, sides, pair.id, part=part)
    await set_due(session, Series.PAIR_CLOSE, pair.id, now + CLOSING_NOTICE)


async def close_idle_pair(session: AsyncSession, core: Core, pair_id: str, now: datetime) -> None:
    """Step: seven days after the notice, if nothing has happened."""
    pair = await authorize.find(session, Pair, pair_id)
    if pair.state is not PairState.LIVE or pair.rescue_stage is not RescueStage.CLOSING:
        return
    if await is_anyone_paused(session, pair):
        await set_due(session, Series.PAIR_CLOSE, pair.id, now + RECHECK)
    else:
        await end_pair(session, core, pair, EndReason.NOT_MEETING)


async def reset_rescue(session: AsyncSession, pair: Pair, program: Program, now: datetime) -> None:
    """Shared: the two have met; all clocks of worry start anew."""
    pair.rescue_stage = RescueStage.NONE
    await clear_due(session, pair.id, Series.PAIR_CLOSE)
    await set_due(session, Series.RESCUE, pair.id, rescue_at(program, now))


async def resume_rescue(session: AsyncSession, pair: Pair, away: timedelta, now: datetime) -> None:
    """Shared: somebody is back. The time she was away doesn't count against the pair."""
    program = await authorize.find(session, Program, pair.program_id)
    row = await session.get(Due, (workspace_of(session), Series.RESCUE, pair.id))
    if row is None:
        return
    since = pair.last_held_at or pair.introduced_at or now
    is_calm = pair.rescue_stage is RescueStage.NONE
    at = rescue_at(program, since) + away if is_calm else row.due_at + away
    await set_due(session, Series.RESCUE, pair.id, max(at, row.due_at))


async def rematch(core: Core, act: Act, pair_id: str) -> PairActed:
    """Verb of a coordinator: end the pair and find both new partners.

    Raises CoordinatorsOnly, NotAllowed, AlreadyTakenError.
    """
    return await _end_by_coordinator(core, act, pair_id, "rematch", EndReason.ANOTHER_PARTNER)


async def close_pair(core: Core, act: Act, pair_id: str) -> PairActed:
    """Verb of a coordinator: end the pair. Raises as `rematch`."""
    return await _end_by_coordinator(core, act, pair_id, "close_pair", EndReason.CLOSED_BY_COORDINATOR)


async def _end_by_coordinator(core: Core, act: Act, pair_id: str, name: str, reason: EndReason) -> PairActed:
    async with acting(core, act) as session:
        pair = await authorize.carer(session, act.person_id, pair_id)
        if pair.state.is_open:
            await end_pair(session, core, pair, reason)
        audit.record(session, core, act.person_id, name, pair.id)
        await _settle_care(session, core, pair)
        return PairActed(pair.id, pair.mentee_id)


async def take_over(core: Core, act: Act, pair_id: str) -> PairActed:
    """Verb of a coordinator: "I'll talk to them". The other coordinators see that somebody does.

    Raises as `rematch`.
    """
    async with acting(core, act) as session:
        pair = await authorize.carer(session, act.person_id, pair_id)
        audit.record(session, core, act.person_id, "talk", pair.id)
        await _settle_care(session, core, pair)
        return PairActed(pair.id, pair.mentee_id)


async def _settle_care(session: AsyncSession, core: Core, pair: Pair) -> None:
    team = await authorize.carers(session, pair)
    await redraw(session, core, MessageName.RESCUE_CHOICE, pair.id, team)
    await redraw_home(session, core, *team)
