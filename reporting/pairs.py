"""Read only: a pair as its two sides meet it: shown in private, introduced, ended."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from domain.facts.pair import Introduction, PairEnded, Preview
from domain.kinds import EndReason, PairState, PreviewAnswer, ProgramState
from models import Pair, PairSide
from models.database import workspace_of
from reporting.participations import active_participant, pair_topics, participant_of
from reporting.seats import Seat, choice, colleague, seat_of

OVER = (PairState.COMPLETED, PairState.ENDED, PairState.DECLINED)
OWN_NO = {PreviewAnswer.NOT_THIS_ONE, PreviewAnswer.ALREADY_WORK_TOGETHER}
NEUTRAL_REASON = EndReason.CLOSED_BY_COORDINATOR
SHOWN_REASONS = {EndReason.ROUND_OVER, EndReason.PROGRAM_CLOSED}


async def own_side(session: AsyncSession, seat: Seat) -> PairSide:
    """Load the viewer's own acts in a pair; the row is written with the pair."""
    return await session.get_one(PairSide, (workspace_of(session), seat.pair.id, seat.viewer.id))


async def preview(session: AsyncSession, pair_id: str, viewer_id: str) -> Preview | None:
    """Show a partner in private, while it can be answered and, without buttons, afterwards."""
    seat = await seat_of(session, pair_id, viewer_id)
    if seat is None or seat.pair.preview_ends_at is None:
        return None
    answer = (await own_side(session, seat)).preview
    return await _preview(session, seat, answer, seat.pair.preview_ends_at)


async def _preview(
    session: AsyncSession, seat: Seat, answer: PreviewAnswer, answer_until: datetime
) -> Preview:
    topics = (await pair_topics(session, [seat]))[seat.pair.id]
    theirs = topics.mentor if seat.partner is seat.mentor else topics.mentee
    partner = await participant_of(session, seat.program.id, seat.partner.id)
    return Preview(
        pair_id=seat.pair.id,
        program=choice(seat.program),
        viewer_side=seat.side,
        partner=colleague(seat.partner),
        partner_teaches=theirs.teaches,
        partner_wants=theirs.wants,
        partner_hope=partner.hope if partner else "",
        shared_topics=topics.shared,
        answer=answer,
        answer_until=answer_until,
        contact_id=seat.contact_id,
        is_over=seat.pair.state is not PairState.PREVIEWING,
    )


async def introduction(session: AsyncSession, pair_id: str) -> Introduction | None:
    """Introduce the two to each other; None unless the pair is live."""
    pair = await session.get(Pair, (workspace_of(session), pair_id))
    seat = None if pair is None else await seat_of(session, pair_id, pair.mentor_id, PairState.LIVE)
    if seat is None or seat.round_ends_on is None:
        return None
    topics = (await pair_topics(session, [seat]))[pair_id]
    return Introduction(
        pair_id=pair_id,
        program=choice(seat.program),
        mentor=colleague(seat.mentor),
        mentee=colleague(seat.mentee),
        mentor_teaches=topics.for_mentee,
        mentee_teaches=topics.for_mentor,
        has_different_department=_differ(seat.mentor.department, seat.mentee.department),
        has_different_site=_differ(seat.mentor.site, seat.mentee.site),
        session_count=seat.program.sessions_per_round,
        every_days=seat.program.session_every_days,
        ends_on=seat.round_ends_on,
        contact_id=seat.contact_id,
    )


async def pair_ended(session: AsyncSession, pair_id: str, viewer_id: str) -> PairEnded | None:
    """Tell one side that a pair she knew of is over, in the same words whatever the reason.

    None to who has left, and to who said no to the partner herself.
    """
    seat = await seat_of(session, pair_id, viewer_id, *OVER)
    if seat is None or seat.pair.previewed_at is None:
        return None
    if (await own_side(session, seat)).preview in OWN_NO:
        return None
    if await active_participant(session, seat.program.id, viewer_id) is None:
        return None
    return PairEnded(
        program=choice(seat.program),
        partner=colleague(seat.partner),
        reason_shown=shown_reason(seat.pair),
        can_have_new_partner=seat.program.state is not ProgramState.CLOSED,
        contact_id=seat.contact_id,
    )


def shown_reason(pair: Pair) -> EndReason:
    """Fold every reason that could tell of a person into one neutral word."""
    if pair.end_reason in SHOWN_REASONS:
        return pair.end_reason
    return EndReason.ROUND_OVER if pair.state is PairState.COMPLETED else NEUTRAL_REASON


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)
