"""Verbs that fix a session's date: suggest, accept, cancel, or "we met already". For each side and her delegate."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cadence import is_inside, local_date, morning_before
from domain.errors import DateInThePast, DateOutOfRound, NoLongerCurrent, NotAllowed
from domain.facts.people import Act
from domain.facts.session import SessionActed
from domain.kinds import MessageClass, MessageName, PairState, Series, SessionState
from domain.presets import AGENDA_WORKING_DAYS
from mentoring import authorize
from mentoring.answer_poll import say_held
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.open_session import plan_reask
from mentoring.promises import tell
from mentoring.schedule import clear_due, set_due
from mentoring.session_cards import redraw_cards, session_notices_left
from mentoring.session_steps import ask_both
from mentoring.take_back import cancel_nudges
from models import MentoringSession, Pair, Person, Round, SessionAnswer

OPEN = {SessionState.TO_FIX, SessionState.SUGGESTED, SessionState.FIXED, SessionState.PAST}
POLL_AFTER = timedelta(minutes=15)
REMIND_BEFORE = timedelta(hours=2)


async def suggest_date(
    core: Core, act: Act, session_id: str, revision: int, starts_at: datetime
) -> SessionActed:
    """Suggest a date, or agree to it when the other side has suggested the very same.

    Raises NotAllowed, NoLongerCurrent, DateInThePast, DateOutOfRound, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        meeting, pair, speaker = await _current(session, act, session_id, revision)
        await _check_date(session, core, pair, starts_at)
        agrees = (
            meeting.state is SessionState.SUGGESTED
            and meeting.scheduled_at == starts_at
            and meeting.suggested_by != speaker
        )
        if agrees:
            await _fix(session, core, pair, meeting)
        else:
            await _suggest(session, core, pair, meeting, speaker, starts_at)
        return await _acted(session, pair, meeting, speaker)


async def accept_date(core: Core, act: Act, session_id: str, revision: int) -> SessionActed:
    """Accept the other side's suggestion.

    Raises NotAllowed, NoLongerCurrent (moved on, or one's own suggestion), DateInThePast, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        meeting, pair, speaker = await _current(session, act, session_id, revision)
        if meeting.state is not SessionState.SUGGESTED or meeting.suggested_by == speaker:
            raise NoLongerCurrent
        if meeting.scheduled_at is None or meeting.scheduled_at <= core.clock.now():
            raise DateInThePast
        await _fix(session, core, pair, meeting)
        return await _acted(session, pair, meeting, speaker)


async def cancel_date(core: Core, act: Act, session_id: str, revision: int) -> SessionActed:
    """Take a suggestion or a fixed date back; both sides choose anew.

    Raises NotAllowed, NoLongerCurrent, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        meeting, pair, speaker = await _current(session, act, session_id, revision)
        if meeting.state not in {SessionState.SUGGESTED, SessionState.FIXED}:
            raise NoLongerCurrent
        was_fixed = meeting.state is SessionState.FIXED
        await _unfix(session, meeting)
        meeting.state = SessionState.TO_FIX
        meeting.scheduled_at = meeting.suggested_by = None
        await plan_reask(session, pair, meeting, core.clock.now())
        await redraw_cards(session, core, pair, meeting)
        if was_fixed:
            await _tell_of_cancellation(session, core, meeting, pair.partner_of(speaker))
        return await _acted(session, pair, meeting, speaker)


async def _tell_of_cancellation(
    session: AsyncSession, core: Core, meeting: MentoringSession, person_id: str
) -> None:
    """Nobody should sit and wait: a cancelled date is worth the poll's own notification."""
    if await session_notices_left(session, meeting.id, person_id) > 0:
        part = f"cancelled r{meeting.revision}"
        people = [person_id]
        await tell(session, core, MessageName.DATE_REASK, MessageClass.NUDGE, people, meeting.id, part=part)


async def report_met(core: Core, act: Act, session_id: str) -> SessionActed:
    """Verb: "we met already". The date step is over, both are asked how it was.

    Raises NotAllowed (also for a delegate), NoLongerCurrent, AlreadyTakenError.
    """
    async with acting(core, act) as session:
        meeting, pair, speaker = await authorize.session_voice(session, act.person_id, session_id)
        if speaker != act.person_id:
            raise NotAllowed
        if meeting.state is SessionState.CLOSED or pair.state is not PairState.LIVE:
            raise NoLongerCurrent
        await say_held(session, core, pair, meeting, act.person_id)
        if meeting.state is not SessionState.PAST:
            await _unfix(session, meeting)
            meeting.state = SessionState.PAST
            await ask_both(session, core, pair, meeting)
        await redraw_cards(session, core, pair, meeting)
        return await _acted(session, pair, meeting, speaker)


async def _current(
    session: AsyncSession, act: Act, session_id: str, revision: int
) -> tuple[MentoringSession, Pair, str]:
    meeting, pair, speaker = await authorize.session_voice(session, act.person_id, session_id)
    is_open = pair.state is PairState.LIVE and meeting.state in OPEN
    if not is_open or meeting.revision != revision:
        raise NoLongerCurrent
    return meeting, pair, speaker


async def _check_date(session: AsyncSession, core: Core, pair: Pair, starts_at: datetime) -> None:
    now = core.clock.now()
    if starts_at <= now:
        raise DateInThePast(earliest=now)
    round_ = await authorize.find(session, Round, pair.round_id)
    if round_.ends_at is not None and starts_at >= round_.ends_at:
        raise DateOutOfRound(last=local_date(round_.ends_at, "UTC"))


async def _suggest(
    session: AsyncSession,
    core: Core,
    pair: Pair,
    meeting: MentoringSession,
    speaker: str,
    starts_at: datetime,
) -> None:
    await _unfix(session, meeting)
    meeting.state = SessionState.SUGGESTED
    meeting.scheduled_at = starts_at
    meeting.suggested_by = speaker
    await redraw_cards(session, core, pair, meeting)
    partner = pair.partner_of(speaker)
    # One of the three notifications is kept for the poll; without one the card alone changes.
    if await session_notices_left(session, meeting.id, partner) > 1:
        await tell(
            session, core, MessageName.DATE_REASK, MessageClass.NUDGE, [partner], meeting.id, part="date"
        )
    await plan_reask(session, pair, meeting, core.clock.now())


async def _fix(session: AsyncSession, core: Core, pair: Pair, meeting: MentoringSession) -> None:
    await _unfix(session, meeting)
    meeting.state = SessionState.FIXED
    # A new date after "not yet": who said so will be asked again once it is over.
    await session.execute(
        delete(SessionAnswer).where(SessionAnswer.session_id == meeting.id, ~SessionAnswer.was_held)
    )
    starts_at = meeting.scheduled_at or core.clock.now()
    await _plan_reminders(session, pair, meeting, starts_at, core.clock.now())
    await redraw_cards(session, core, pair, meeting)


async def _plan_reminders(
    session: AsyncSession, pair: Pair, meeting: MentoringSession, starts_at: datetime, now: datetime
) -> None:
    await plan_agenda(session, pair, meeting, now)
    if starts_at - REMIND_BEFORE > now:
        await set_due(session, Series.SESSION_DAY, meeting.id, starts_at - REMIND_BEFORE)
    over_at = starts_at + timedelta(minutes=meeting.minutes) + POLL_AFTER
    await set_due(session, Series.SESSION_POLL, meeting.id, over_at)


async def plan_agenda(session: AsyncSession, pair: Pair, meeting: MentoringSession, now: datetime) -> None:
    """Shared: the agenda appears two of the mentor's working days ahead of the date."""
    mentor = await authorize.find(session, Person, pair.mentor_id)
    agenda_at = morning_before(meeting.scheduled_at or now, AGENDA_WORKING_DAYS, mentor.read, mentor.zone)
    await set_due(session, Series.SESSION_AGENDA, meeting.id, max(now, agenda_at))


async def _unfix(session: AsyncSession, meeting: MentoringSession) -> None:
    """Every change of the date is a new revision: what was planned for the old one is taken back."""
    meeting.revision += 1
    await clear_due(session, meeting.id)
    await cancel_nudges(session, meeting.id)


async def _acted(session: AsyncSession, pair: Pair, meeting: MentoringSession, speaker: str) -> SessionActed:
    partner_id = pair.partner_of(speaker)
    partner = await authorize.find(session, Person, partner_id)
    at = meeting.scheduled_at
    if at is None:
        return SessionActed(meeting.id, meeting.state, partner_id, None)
    is_outside = not is_inside(at, partner.meet, partner.zone)
    holiday = partner.holidays.name_of(local_date(at, partner.zone))
    return SessionActed(meeting.id, meeting.state, partner_id, at, is_outside, holiday)
