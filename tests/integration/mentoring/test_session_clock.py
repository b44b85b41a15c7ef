"""A session's own clock: it opens, is fixed, reminded of, asked about, closed; and the check-in between."""

from datetime import timedelta

from sqlalchemy import select

from domain.kinds import EffectKind, MessageName, PairState, Series, SessionState
from mentoring.accept_charter import accept_charter
from mentoring.answer_poll import answer_not_yet, rate_session
from mentoring.come_back import come_back
from mentoring.pause import pause
from mentoring.schedule_session import accept_date, suggest_date
from models import Delegate, Delivery, MentoringSession, Pair, SessionAnswer
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import MARK, MAYA, World, berlin

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


async def _met(world: World, pair: Pair) -> MentoringSession:
    """The two fix a date on the third day; it is over."""
    meeting = await world.fix_date(pair, berlin(world.now + 2 * DAY, 14))
    assert meeting.scheduled_at
    await world.until(meeting.scheduled_at + 2 * HOUR)
    return await world.session(pair.id)


async def test_the_first_session_opens_when_both_have_accepted_the_charter(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await accept_charter(world.core, world.act(MAYA), pair.id)
    await world.settle()
    assert await world.all(select(MentoringSession)) == []
    await accept_charter(world.core, world.act(MARK), pair.id)
    await world.settle()
    meeting = await world.session(pair.id)
    assert (meeting.number, meeting.state, meeting.opened_at) == (1, SessionState.TO_FIX, world.now)
    assert meeting.closes_at == world.now + 14 * DAY
    assert len(meeting.options) == 3


async def test_an_old_charter_button_does_not_open_the_next_session(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await accept_charter(world.core, world.act(MAYA), pair.id)
    await world.settle()
    meeting = await world.session(pair.id)
    assert (meeting.number, meeting.state) == (1, SessionState.TO_FIX)
    assert (await world.pair(pair.id)).missed_in_row == 0


async def test_a_charter_not_accepted_for_five_working_days_is_offered_help(world: World) -> None:
    await world.one_pair()
    await world.live()
    monday = world.now + 7 * DAY
    await world.until(monday - timedelta(seconds=1))
    assert await world.ledger(MessageName.RESCUE_OFFER) == []
    await world.until(monday)
    assert {row.due_at for row in await world.ledger(MessageName.RESCUE_OFFER)} == {monday}


async def test_a_charter_accepted_after_the_offer_ends_the_worry(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await world.forward(days=8)
    for person_id in (MAYA, MARK):
        await accept_charter(world.core, world.act(person_id), pair.id)
    await world.forward(days=10)
    assert await world.ledger(MessageName.RESCUE_CHOICE) == []


async def test_a_date_nobody_fixes_is_asked_for_once_more_after_two_working_days(world: World) -> None:
    await world.one_pair()
    await world.meeting()
    at = world.now + 2 * DAY
    await world.until(at - timedelta(seconds=1))
    assert await world.ledger(MessageName.DATE_REASK) == []
    await world.until(at + 10 * DAY)
    assert {row.due_at for row in await world.ledger(MessageName.DATE_REASK)} == {at}
    assert len(await world.sent(MessageName.DATE_REASK)) == 2


async def test_who_has_suggested_a_date_is_not_asked_for_one(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.session(pair.id)
    await suggest_date(world.core, world.act(MAYA), meeting.id, 0, berlin(world.now + 5 * DAY, 10))
    await world.forward(days=4)
    assert {row.recipient_id for row in await world.sent(MessageName.DATE_REASK)} == {MARK}


async def test_a_nudge_stops_asking_once_there_is_a_date_and_is_let_alone_from_then_on(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await world.forward(days=4)
    meeting = await world.fix_date(pair, berlin(world.now + 5 * DAY, 14))
    await world.settle()
    settled = {row.recipient_id: row.revision for row in await _drawn(world, MessageName.DATE_REASK)}
    assert set(settled) == {MAYA, MARK}
    await world.until(meeting.closes_at + DAY)
    assert (await world.session(pair.id)).number > meeting.number, "the next one has opened"
    drawn = [row for row in await _drawn(world, MessageName.DATE_REASK) if row.subject_id == meeting.id]
    assert {row.recipient_id: row.revision for row in drawn} == settled
    assert len(await _drawn(world, MessageName.SESSION_CARD)) >= 2


async def _drawn(world: World, message: MessageName) -> list[Delivery]:
    """What was drawn anew; each wish for it counts in the row's revision."""
    return await world.ledger(message, kind=EffectKind.UPDATE)


async def test_the_reminder_comes_two_hours_ahead_and_the_poll_when_it_is_over(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    starts_at = berlin(world.now + 3 * DAY, 14)
    await world.fix_date(pair, starts_at)
    await world.until(starts_at - 2 * HOUR - timedelta(seconds=1))
    assert await world.ledger(MessageName.SESSION_REMINDER) == []
    await world.until(starts_at)
    reminded = await world.sent(MessageName.SESSION_REMINDER)
    assert {row.sent_at for row in reminded} == {starts_at - 2 * HOUR}
    over_at = starts_at + timedelta(minutes=60)
    await world.until(over_at - timedelta(seconds=1))
    assert await world.ledger(MessageName.SESSION_POLL) == []
    await world.until(over_at)
    assert (await world.session(pair.id)).state is SessionState.PAST
    asked = await world.sent(MessageName.SESSION_POLL)
    assert {(row.recipient_id, row.sent_at) for row in asked} == {(MAYA, over_at), (MARK, over_at)}


async def test_the_agenda_is_on_the_card_two_working_days_ahead(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    next_tuesday = berlin(world.now + 8 * DAY, 14)
    meeting = await world.fix_date(pair, next_tuesday)
    assert await world.due(Series.SESSION_AGENDA, meeting.id) == berlin(next_tuesday - 4 * DAY, 9)


async def test_who_does_not_answer_the_poll_is_asked_once_more_and_never_again(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await _met(world, pair)
    await rate_session(world.core, world.act(MAYA), meeting.id, 5)
    await world.forward(days=6)
    assert len(await world.sent(MessageName.SESSION_POLL, to=MAYA)) == 1
    about = [row for row in await world.sent(to=MARK) if row.subject_id == meeting.id]
    assert [row.message for row in about].count(MessageName.SESSION_POLL) <= 2
    assert len(about) <= 3


async def test_the_next_session_opens_at_the_cadence_and_closes_the_one_before(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    introduced_at = (await world.pair(pair.id)).introduced_at
    assert introduced_at
    await world.until(introduced_at + 14 * DAY)
    rows = await world.all(select(MentoringSession).order_by(MentoringSession.number))
    assert [(row.number, row.state) for row in rows] == [(1, SessionState.CLOSED), (2, SessionState.TO_FIX)]
    assert rows[1].opened_at == introduced_at + 14 * DAY
    assert (await world.pair(pair.id)).missed_in_row == 1


async def test_a_session_with_a_date_ahead_is_not_cut_off_by_the_next(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    starts_at = berlin(world.now + 16 * DAY, 14)
    meeting = await world.fix_date(pair, starts_at)
    await world.until(starts_at + 2 * HOUR)
    asked = await world.sent(MessageName.SESSION_POLL)
    assert {row.recipient_id for row in asked} == {MAYA, MARK}
    await rate_session(world.core, world.act(MAYA), meeting.id, 4)
    await world.forward(days=5)
    assert (await world.session(pair.id)).number == 2
    assert (await world.pair(pair.id)).missed_in_row == 0


async def test_the_last_session_of_a_round_is_followed_by_none(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    row = await world.session(pair.id)
    await world.change(MentoringSession, row.id, number=4)
    await world.forward(days=20)
    assert (await world.session(pair.id)).number == 4


async def test_both_are_asked_mid_round_how_it_is_going(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    round_ = await world.round()
    assert round_.ends_at
    middle = world.now + (round_.ends_at - world.now) / 2
    assert await world.due(Series.CHECK_IN, pair.id) == middle
    for person_id in (MAYA, MARK):
        await accept_charter(world.core, world.act(person_id), pair.id)
    await world.set_due(Series.CHECK_IN, pair.id, world.now)
    await world.forward(days=1)
    assert {row.recipient_id for row in await world.sent(MessageName.CHECK_IN)} == {MAYA, MARK}


async def test_a_session_waits_for_who_is_away_and_opens_on_her_return(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await world.forward(days=3)
    await pause(world.core, world.act(MAYA), (world.now + 30 * DAY).date())
    await world.forward(days=20)
    assert (await world.session(pair.id)).number == 1
    await come_back(world.core, world.act(MAYA))
    await world.settle()
    assert (await world.session(pair.id)).number == 2
    back = await world.pair(pair.id)
    assert (back.missed_in_row, back.waits_for_return) == (0, False)


async def test_a_no_is_asked_again_after_the_new_date_they_both_agreed_on(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await _met(world, pair)
    for person_id in (MAYA, MARK):
        await answer_not_yet(world.core, world.act(person_id), meeting.id)
    meeting = await world.session(pair.id)
    at = berlin(world.now + 2 * DAY, 14)
    await suggest_date(world.core, world.act(MAYA), meeting.id, meeting.revision, at)
    await accept_date(world.core, world.act(MARK), meeting.id, meeting.revision + 1)
    await world.until(at + 2 * HOUR)
    await rate_session(world.core, world.act(MAYA), meeting.id, 5)
    answers = await world.all(select(SessionAnswer).where(SessionAnswer.session_id == meeting.id))
    assert [(row.person_id, row.was_held) for row in answers] == [(MAYA, True)]


async def test_a_delegate_sees_the_card_and_may_answer_dates(world: World) -> None:
    await world.one_pair()
    await world.meet("UDELEGATE")
    pair = await world.live()
    async with world.database.transaction(HERE) as session:
        session.add(Delegate(person_id=MARK, delegate_id="UDELEGATE"))
    for person_id in (MAYA, MARK):
        await accept_charter(world.core, world.act(person_id), pair.id)
    await world.forward(days=1)
    assert await world.heard("UDELEGATE") == [MessageName.SESSION_CARD]
    meeting = await world.session(pair.id)
    at = berlin(world.now + 3 * DAY, 10)
    await suggest_date(world.core, world.act(MAYA), meeting.id, 0, at)
    await accept_date(world.core, world.act("UDELEGATE"), meeting.id, 1)
    fixed = await world.session(pair.id)
    assert (fixed.state, fixed.scheduled_at) == (SessionState.FIXED, at)
    assert (await world.pair(pair.id)).state is PairState.LIVE
