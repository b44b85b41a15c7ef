"""Read only: what one side is asked about her pair (charter, items, check-in), with her own answers only."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import AlreadyAnswered, NoLongerCurrent, NotAllowed
from domain.facts.pair import Charter, CheckIn, GoalFact, ItemsForm, OutcomeQuestion
from domain.items import ITEMS
from domain.kinds import PairState
from models import CheckInAnswer, Goal, MentoringSession, PairSide, SessionAnswer
from models.database import workspace_of
from reporting.pairs import own_side
from reporting.seats import Seat, choice, colleague, seat_of


async def charter(session: AsyncSession, pair_id: str, viewer_id: str) -> Charter | None:
    """Show the agreement with goals and baseline; None unless the pair is live."""
    seat = await seat_of(session, pair_id, viewer_id, PairState.LIVE)
    if seat is None:
        return None
    own, partners = await _both_sides(session, seat)
    goals = await goals_of(session, [pair_id])
    return Charter(
        pair_id=pair_id,
        program=choice(seat.program),
        viewer_side=seat.side,
        partner=colleague(seat.partner),
        session_count=seat.program.sessions_per_round,
        every_days=seat.program.session_every_days,
        session_minutes=seat.program.session_minutes,
        has_viewer_accepted=own.charter_accepted_at is not None,
        has_partner_accepted=partners.charter_accepted_at is not None,
        has_viewer_answered_baseline=own.has_answered_baseline,
        goals=goals.get(pair_id, ()),
        contact_id=seat.contact_id,
        ethics_contact_id=seat.program.ethics_contact_id,
    )


async def goals_form(session: AsyncSession, pair_id: str, viewer_id: str) -> Charter:
    """Open the form for the pair's goals.

    Raises NotAllowed for anybody outside a live pair.
    """
    shown = await charter(session, pair_id, viewer_id)
    if shown is None:
        raise NotAllowed
    return shown


async def items_form(session: AsyncSession, pair_id: str, viewer_id: str, *, is_outcome: bool) -> ItemsForm:
    """Open the three anonymous items of the viewer's side.

    Raises NotAllowed for anybody else, NoLongerCurrent after the pair's end, AlreadyAnswered.
    """
    seat = await seat_of(session, pair_id, viewer_id)
    if seat is None:
        raise NotAllowed
    if seat.pair.state not in ({PairState.LIVE, PairState.COMPLETED} if is_outcome else {PairState.LIVE}):
        raise NoLongerCurrent
    own = await own_side(session, seat)
    if own.has_answered_outcome if is_outcome else own.has_answered_baseline:
        raise AlreadyAnswered
    return ItemsForm(pair_id, seat.side, ITEMS[seat.side], is_outcome)


async def check_in(session: AsyncSession, pair_id: str, viewer_id: str) -> CheckIn | None:
    """Ask one side how it is going, with her own answer so far; None unless the pair is live."""
    seat = await seat_of(session, pair_id, viewer_id, PairState.LIVE)
    if seat is None:
        return None
    answer = await session.get(CheckInAnswer, (workspace_of(session), pair_id, viewer_id))
    return CheckIn(
        pair_id=pair_id,
        program=choice(seat.program),
        partner=colleague(seat.partner),
        answer=None if answer is None else answer.score,
        has_asked_for_help=answer is not None and answer.wants_help,
        contact_id=seat.contact_id,
    )


async def outcome(session: AsyncSession, pair_id: str, viewer_id: str) -> OutcomeQuestion | None:
    """Ask the items again at round end; sessions are counted by the viewer's own answers alone."""
    seat = await seat_of(session, pair_id, viewer_id, PairState.LIVE, PairState.COMPLETED)
    if seat is None:
        return None
    return OutcomeQuestion(
        pair_id=pair_id,
        program=choice(seat.program),
        partner=colleague(seat.partner),
        has_answered=(await own_side(session, seat)).has_answered_outcome,
        own_held_count=await _own_held_count(session, seat),
        contact_id=seat.contact_id,
    )


async def goals_of(session: AsyncSession, pair_ids: list[str]) -> dict[str, tuple[GoalFact, ...]]:
    """Map each pair to its goals in order; one without any is missing."""
    goals: dict[str, tuple[GoalFact, ...]] = {}
    for row in await session.scalars(
        select(Goal).where(Goal.pair_id.in_(pair_ids)).order_by(Goal.pair_id, Goal.position)
    ):
        fact = GoalFact(str(row.position), row.text, row.measure)
        goals[row.pair_id] = (*goals.get(row.pair_id, ()), fact)
    return goals


async def _both_sides(session: AsyncSession, seat: Seat) -> tuple[PairSide, PairSide]:
    rows = await session.scalars(select(PairSide).where(PairSide.pair_id == seat.pair.id))
    by_person = {row.person_id: row for row in rows}
    return by_person[seat.viewer.id], by_person[seat.partner.id]


async def _own_held_count(session: AsyncSession, seat: Seat) -> int:
    said = await session.scalars(
        select(SessionAnswer.was_held)
        .join(MentoringSession, MentoringSession.id == SessionAnswer.session_id)
        .where(MentoringSession.pair_id == seat.pair.id, SessionAnswer.person_id == seat.viewer.id)
    )
    return sum(said)
