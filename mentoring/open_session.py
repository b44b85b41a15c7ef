"""Step: the next session of a pair opens, the one before closes. Both get a card with the same offered slots."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import Window, add_working_days, shared_slots
from domain.eligibility import verdict
from domain.ids import derived_id
from domain.kinds import MessageClass, MessageName, PairState, Series, SessionState, Side, Verdict
from domain.presets import REASK_WORKING_DAYS, SLOTS_OFFERED
from mentoring import authorize
from mentoring.core import Core
from mentoring.pauses import is_anyone_paused
from mentoring.promises import redraw_home, tell
from mentoring.rescue import offer_rescue
from mentoring.schedule import clear_due, set_due
from mentoring.session_cards import ASKING, redraw_cards, voices
from mentoring.take_back import cancel_promises
from models import MentoringSession, Pair, Person, Program, Round, SessionAnswer

MISSED_IN_A_ROW = 2
SLOT_HORIZON = timedelta(days=14)
SETTLING_IN = timedelta(hours=1)
MIN_ROOM = timedelta(hours=2)
POLL_TIME = timedelta(days=3)


async def open_session(session: AsyncSession, core: Core, pair_id: str, now: datetime) -> None:
    """Open the next session, or wait for somebody who is away."""
    pair = await authorize.find(session, Pair, pair_id)
    if pair.state is not PairState.LIVE:
        return
    program = await authorize.find(session, Program, pair.program_id)
    if await is_anyone_paused(session, pair):
        pair.waits_for_return = True
        await set_due(session, Series.SESSION_OPEN, pair.id, now + timedelta(days=program.session_every_days))
        return
    last = await newest_session(session, pair.id)
    if last is not None and last.state is not SessionState.CLOSED:
        if (lasts_until := _still_going(last)) and now < lasts_until:
            await set_due(session, Series.SESSION_OPEN, pair.id, lasts_until)
            return
        missed_before = pair.missed_in_row
        await close_session(session, core, pair, last)
        if pair.waits_for_return:
            pair.missed_in_row = min(pair.missed_in_row, missed_before)
    pair.waits_for_return = False
    number = 1 if last is None else last.number + 1
    round_ = await authorize.find(session, Round, pair.round_id)
    if number > program.sessions_per_round or (round_.ends_at is not None and now >= round_.ends_at):
        return
    meeting = await _open(session, core, pair, program, number, now)
    if number < program.sessions_per_round:
        await set_due(session, Series.SESSION_OPEN, pair.id, meeting.closes_at)
    if pair.missed_in_row >= MISSED_IN_A_ROW:
        await offer_rescue(session, core, pair, now)


def _still_going(meeting: MentoringSession) -> datetime | None:
    """A session whose date lies ahead, or is just over, is not cut off by the next one."""
    has_date = meeting.state in {SessionState.FIXED, SessionState.PAST}
    return meeting.scheduled_at + POLL_TIME if has_date and meeting.scheduled_at else None


async def newest_session(session: AsyncSession, pair_id: str) -> MentoringSession | None:
    """Return the pair's latest session."""
    found: MentoringSession | None = await session.scalar(
        select(MentoringSession)
        .where(MentoringSession.pair_id == pair_id)
        .order_by(MentoringSession.number.desc())
        .limit(1)
    )
    return found


async def _open(
    session: AsyncSession, core: Core, pair: Pair, program: Program, number: int, now: datetime
) -> MentoringSession:
    next_opens = (pair.introduced_at or now) + timedelta(days=program.session_every_days * number)
    closes_at = max(next_opens, now + timedelta(days=program.session_every_days) / 2)
    meeting = MentoringSession(
        id=derived_id(pair.id, str(number)),
        pair_id=pair.id,
        number=number,
        state=SessionState.TO_FIX,
        minutes=program.session_minutes,
        opened_at=now,
        closes_at=closes_at,
        options=[slot.isoformat() for slot in await offered_slots(session, pair, program, now)],
    )
    session.add(meeting)
    await session.flush()
    people = await voices(session, pair)
    sides = (pair.mentor_id, pair.mentee_id)
    delegates = [person for person in people if person not in sides]
    await tell(session, core, MessageName.SESSION_CARD, MessageClass.QUESTION, sides, meeting.id)
    # A delegate answers for somebody else: her silence must not pause her own mentoring.
    await tell(session, core, MessageName.SESSION_CARD, MessageClass.NUDGE, delegates, meeting.id)
    await plan_reask(session, pair, meeting, now)
    await redraw_home(session, core, *people)
    return meeting


async def offered_slots(
    session: AsyncSession, pair: Pair, program: Program, now: datetime
) -> tuple[datetime, ...]:
    """Shared: the same few starts for both, from the hours in which both can meet, from tomorrow on."""
    mentor = await authorize.find(session, Person, pair.mentor_id)
    mentee = await authorize.find(session, Person, pair.mentee_id)
    after = now + timedelta(days=1)

    def slots(mentor_meets: Window, mentee_meets: Window) -> tuple[datetime, ...]:
        return shared_slots(
            (mentor_meets, mentor.zone),
            (mentee_meets, mentee.zone),
            after=after,
            until=after + SLOT_HORIZON,
            length=timedelta(minutes=program.session_minutes),
            count=SLOTS_OFFERED,
        )

    return slots(_settled_in(mentor.meet), _settled_in(mentee.meet)) or slots(mentor.meet, mentee.meet)


def _settled_in(window: Window) -> Window:
    """Leave the first hour of a day free where there is room: the day's reminder comes before the session."""
    if window.length < SETTLING_IN + MIN_ROOM:
        return window
    return replace(window, start_minute=window.start_minute + int(SETTLING_IN.total_seconds()) // 60)


async def plan_reask(session: AsyncSession, pair: Pair, meeting: MentoringSession, now: datetime) -> None:
    """Shared: one re-ask for a date after two working days (the mentee's, whose calendar is the tighter)."""
    mentee = await authorize.find(session, Person, pair.mentee_id)
    at = add_working_days(now, REASK_WORKING_DAYS, mentee.read, mentee.zone)
    await set_due(session, Series.DATE_REASK, meeting.id, at)


async def close_session(session: AsyncSession, core: Core, pair: Pair, meeting: MentoringSession) -> None:
    """Shared: a session's time is over. Not held counts as missed, for both alike."""
    await clear_due(session, meeting.id)
    await cancel_promises(session, [meeting.id], "session closed")
    asks_for_a_date = meeting.state in ASKING
    meeting.state = SessionState.CLOSED
    outcome = await verdict_of(session, meeting)
    if outcome is Verdict.MISSED:
        pair.missed_in_row += 1
    else:  # held or disputed alike: what one side denies in confidence must not show in an offer to the other
        pair.missed_in_row = 0
    await redraw_cards(session, core, pair, meeting, nudges=asks_for_a_date)


async def verdict_of(session: AsyncSession, meeting: MentoringSession) -> Verdict:
    """Shared: held, disputed, missed or open, from both sides' answers."""
    answers = {
        row.side: row.was_held
        for row in await session.scalars(select(SessionAnswer).where(SessionAnswer.session_id == meeting.id))
    }
    return verdict(answers.get(Side.MENTOR), answers.get(Side.MENTEE), meeting.state)
