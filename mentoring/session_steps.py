"""Steps between the date and the poll: re-ask, agenda, the day's reminder, the poll and its one re-ask."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import add_working_days
from domain.kinds import MessageClass, MessageName, PairState, Series, SessionState
from domain.presets import REASK_WORKING_DAYS
from mentoring import authorize
from mentoring.core import Core
from mentoring.open_session import offered_slots
from mentoring.promises import tell
from mentoring.schedule import due_since, set_due
from mentoring.session_cards import redraw_cards, session_notices_left
from models import MentoringSession, Pair, Person, Program, SessionAnswer


async def reask_date(session: AsyncSession, core: Core, session_id: str, now: datetime) -> None:
    """Step: still no date after two working days. Whoever's turn it is hears it once, if she may hear more.

    Starts that are over by now make room for fresh ones.
    """
    meeting, pair = await _live(session, session_id)
    if meeting is None or pair is None:
        return
    if meeting.state is SessionState.TO_FIX:
        program = await authorize.find(session, Program, pair.program_id)
        slots = await offered_slots(session, pair, program, now)
        meeting.options = [slot.isoformat() for slot in slots]
        await redraw_cards(session, core, pair, meeting)
    waiting_for = {
        SessionState.TO_FIX: (pair.mentor_id, pair.mentee_id),
        SessionState.SUGGESTED: tuple({pair.mentor_id, pair.mentee_id} - {meeting.suggested_by}),
    }.get(meeting.state, ())
    await _nudge(session, core, meeting, MessageName.DATE_REASK, sorted(waiting_for), "date", now)


async def show_agenda(session: AsyncSession, core: Core, session_id: str, _now: datetime) -> None:
    """Step: two working days ahead the agenda appears on both cards, silently."""
    meeting, pair = await _live(session, session_id)
    if meeting is not None and pair is not None and meeting.state is SessionState.FIXED:
        await redraw_cards(session, core, pair, meeting, nudges=False)


async def remind_of_session(session: AsyncSession, core: Core, session_id: str, now: datetime) -> None:
    """Step: on the day, two hours ahead. Useless once the session has begun."""
    meeting, pair = await _live(session, session_id)
    if meeting is None or pair is None or meeting.state is not SessionState.FIXED:
        return
    sides = (pair.mentor_id, pair.mentee_id)
    await _nudge(session, core, meeting, MessageName.SESSION_REMINDER, sides, f"r{meeting.revision}", now)
    await redraw_cards(session, core, pair, meeting, nudges=False)


async def ask_poll(session: AsyncSession, core: Core, session_id: str, _now: datetime) -> None:
    """Step: the session's time is over. From here both answer, each alone."""
    meeting, pair = await _live(session, session_id)
    if meeting is None or pair is None or meeting.state is not SessionState.FIXED:
        return
    meeting.state = SessionState.PAST
    await ask_both(session, core, pair, meeting)
    await redraw_cards(session, core, pair, meeting, nudges=False)


async def ask_both(session: AsyncSession, core: Core, pair: Pair, meeting: MentoringSession) -> None:
    """Shared: promise the poll to who hasn't answered, and one re-ask after two working days."""
    answered = set(
        await session.scalars(select(SessionAnswer.person_id).where(SessionAnswer.session_id == meeting.id))
    )
    asked = [p for p in (pair.mentor_id, pair.mentee_id) if p not in answered]
    for person_id in asked:
        if await session_notices_left(session, meeting.id, person_id) > 0:
            await tell(
                session,
                core,
                MessageName.SESSION_POLL,
                MessageClass.QUESTION,
                [person_id],
                meeting.id,
                part=f"r{meeting.revision}",
            )
    now = core.clock.now()
    mentee = await authorize.find(session, Person, pair.mentee_id)
    at = add_working_days(now, REASK_WORKING_DAYS, mentee.read, mentee.zone)
    await set_due(session, Series.POLL_REASK, meeting.id, at)


async def reask_poll(session: AsyncSession, core: Core, session_id: str, _now: datetime) -> None:
    """Step: no answer for two working days; asked once more if the session has a notification left."""
    meeting, pair = await _live(session, session_id)
    if meeting is None or pair is None or meeting.state is not SessionState.PAST:
        return
    answered = set(
        await session.scalars(select(SessionAnswer.person_id).where(SessionAnswer.session_id == meeting.id))
    )
    for person_id in sorted({pair.mentor_id, pair.mentee_id} - answered):
        if await session_notices_left(session, meeting.id, person_id) > 0:
            part = f"r{meeting.revision}/again"
            await tell(
                session,
                core,
                MessageName.SESSION_POLL,
                MessageClass.QUESTION,
                [person_id],
                meeting.id,
                part=part,
            )


async def _live(session: AsyncSession, session_id: str) -> tuple[MentoringSession | None, Pair | None]:
    meeting = await authorize.find(session, MentoringSession, session_id)
    pair = await authorize.find(session, Pair, meeting.pair_id)
    if pair.state is not PairState.LIVE or meeting.state is SessionState.CLOSED:
        return None, None
    return meeting, pair


async def _nudge(
    session: AsyncSession,
    core: Core,
    meeting: MentoringSession,
    message: MessageName,
    people: Iterable[str],
    part: str,
    now: datetime,
) -> None:
    """Nudge each one who has more than the poll's own notification left; after an outage it may be too late."""
    for person_id in people:
        if await session_notices_left(session, meeting.id, person_id) > 1:
            at = due_since(session, now)
            await tell(session, core, message, MessageClass.NUDGE, [person_id], meeting.id, part=part, at=at)
