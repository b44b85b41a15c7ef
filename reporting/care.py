"""Read only: pairs in trouble, for coordinators without a conflict, and the offer to the pair itself."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import local_date
from domain.eligibility import verdict
from domain.facts.pair import Concern, RescueChoice, RescueOffer
from domain.kinds import PairState, RescueStage, Series, SessionState, Side, Verdict
from domain.presets import LOW_CHECK_IN
from models import (
    CheckInAnswer,
    Coordinator,
    Due,
    MentoringSession,
    Pair,
    PairSide,
    Person,
    Program,
    SessionAnswer,
)
from models.database import workspace_of
from reporting.seats import Seat, choice, colleague, seat_of
from reporting.sessions import open_options


async def people_below(session: AsyncSession, manager_id: str) -> Collection[str]:
    """Everybody in whose reporting chain `manager_id` stands, at any depth; cycles end by themselves."""
    below = select(Person.id).where(Person.manager_id == manager_id).cte("below", recursive=True)
    deeper = select(Person.id).join(below, Person.manager_id == below.c.id)
    return set(await session.scalars(select(below.union(deeper).c.id)))


def has_conflict(coordinator_id: str, below: Collection[str], pair: Pair) -> bool:
    """Tell whether a coordinator is of that pair, or above its mentor (`below`: see people_below)."""
    return pair.side_of(coordinator_id) is not None or pair.mentor_id in below


async def may_care(session: AsyncSession, coordinator_id: str, pair: Pair) -> bool:
    """Tell whether somebody coordinates the pair's program and has no conflict with it."""
    key = (workspace_of(session), pair.program_id, coordinator_id)
    if await session.get(Coordinator, key) is None:
        return False
    return not has_conflict(coordinator_id, await people_below(session, coordinator_id), pair)


async def concern(session: AsyncSession, pair_id: str, coordinator_id: str, person_id: str) -> Concern | None:
    """Show who asks for help; None to a coordinator with a conflict, or when the answer gives no concern."""
    pair = await session.get(Pair, (workspace_of(session), pair_id))
    answer = await session.get(CheckInAnswer, (workspace_of(session), pair_id, person_id))
    if pair is None or answer is None or not _is_concern(answer):
        return None
    if not await may_care(session, coordinator_id, pair):
        return None
    program = await session.get_one(Program, (workspace_of(session), pair.program_id))
    return Concern(
        pair_id=pair_id,
        program=choice(program),
        person_id=person_id,
        score=answer.score,
        wants_help=answer.wants_help,
        wants_another_partner=answer.wants_another_partner,
    )


async def rescue_choice(session: AsyncSession, pair_id: str, coordinator_id: str) -> RescueChoice | None:
    """Show a pair that doesn't meet; `is_open` False once it met, is closing or has ended."""
    pair = await session.get(Pair, (workspace_of(session), pair_id))
    if pair is None or not await may_care(session, coordinator_id, pair):
        return None
    program = await session.get_one(Program, (workspace_of(session), pair.program_id))
    return RescueChoice(
        pair_id=pair_id,
        program=choice(program),
        mentor_id=pair.mentor_id,
        mentee_id=pair.mentee_id,
        held_count=await held_count(session, pair_id),
        missed_in_row=pair.missed_in_row,
        last_held_on=pair.last_held_at and local_date(pair.last_held_at, program.time_zone),
        stage=pair.rescue_stage,
        is_open=pair.state is PairState.LIVE and pair.rescue_stage is RescueStage.WITH_COORDINATOR,
        has_begun=await _has_begun(session, pair.id),
    )


async def rescue_offer(
    session: AsyncSession, pair_id: str, viewer_id: str, now: datetime
) -> RescueOffer | None:
    """Offer dates to a pair that doesn't meet, the same to both; None once it met or has ended."""
    seat = await seat_of(session, pair_id, viewer_id, PairState.LIVE)
    if seat is None or seat.pair.rescue_stage is RescueStage.NONE:
        return None
    row = await _open_session(session, pair_id)
    return RescueOffer(
        pair_id=pair_id,
        program=choice(seat.program),
        partner=colleague(seat.partner),
        options=open_options(row, now) if row else (),
        session_id=row.id if row else None,
        revision=row.revision if row else 0,
        time_zone=seat.viewer.zone,
        closes_on=await _closes_on(session, seat),
        contact_id=seat.contact_id,
        has_begun=await _has_begun(session, pair_id),
    )


async def closing_notice(
    session: AsyncSession, pair_id: str, viewer_id: str, now: datetime
) -> RescueOffer | None:
    """Give notice that the pair will be closed; None unless it is closing."""
    offer = await rescue_offer(session, pair_id, viewer_id, now)
    return offer if offer is not None and offer.closes_on is not None else None


async def _has_begun(session: AsyncSession, pair_id: str) -> bool:
    """Tell whether both sides have accepted their agreement."""
    accepted = await session.scalars(select(PairSide.charter_accepted_at).where(PairSide.pair_id == pair_id))
    return all(at is not None for at in accepted)


async def held_count(session: AsyncSession, pair_id: str) -> int:
    """Count the sessions that both sides' answers together call held."""
    rows = await session.execute(
        select(MentoringSession.id, MentoringSession.state, SessionAnswer.side, SessionAnswer.was_held)
        .join(SessionAnswer, SessionAnswer.session_id == MentoringSession.id)
        .where(MentoringSession.pair_id == pair_id)
    )
    said: dict[tuple[str, SessionState], dict[Side, bool]] = {}
    for session_id, state, side, was_held in rows:
        said.setdefault((session_id, state), {})[side] = was_held
    return sum(
        verdict(by.get(Side.MENTOR), by.get(Side.MENTEE), state) is Verdict.HELD
        for (_, state), by in said.items()
    )


def _is_concern(answer: CheckInAnswer) -> bool:
    is_low = answer.score is not None and answer.score <= LOW_CHECK_IN
    return is_low or answer.wants_help or answer.wants_another_partner


async def _open_session(session: AsyncSession, pair_id: str) -> MentoringSession | None:
    return await session.scalar(
        select(MentoringSession)
        .where(MentoringSession.pair_id == pair_id, MentoringSession.state != SessionState.CLOSED)
        .order_by(MentoringSession.number.desc())
        .limit(1)
    )


async def _closes_on(session: AsyncSession, seat: Seat) -> date | None:
    """The last day of the notice, in the program's zone so that both read the same."""
    if seat.pair.rescue_stage is not RescueStage.CLOSING:
        return None
    due = await session.get(Due, (workspace_of(session), Series.PAIR_CLOSE, seat.pair.id))
    return None if due is None else local_date(due.due_at, seat.program.time_zone)
