"""Down for days: what is stale expires and is counted, the rest goes out once, spread; no flood."""

from collections import Counter
from datetime import timedelta

from domain.cadence import local_date
from domain.kinds import DeliveryState, MessageClass, MessageName, PairState, SessionState
from domain.presets import MAX_NOTIFICATIONS_PER_DAY
from mentoring.ledger_figures import delivery_counts
from tests.integration.mentoring.world import BERLIN, CARLA, MARK, MAYA, World, berlin

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


async def _down(world: World, days: float) -> None:
    """Nobody works anything off; then the bot starts again."""
    world.clock.move_to(world.now + days * DAY)
    await world.settle()


async def test_a_nudge_that_waited_three_days_expires_and_is_counted(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=MessageClass.NUDGE, part="stale")
    await world.tell(CARLA, weight=MessageClass.MUST_ARRIVE, part="must")
    await _down(world, 3)
    states = {row.message_class: row.state for row in await world.ledger(to=CARLA)}
    assert states[MessageClass.NUDGE] is DeliveryState.EXPIRED
    assert states[MessageClass.MUST_ARRIVE] is DeliveryState.SENT
    counts = await delivery_counts(world.core)
    assert counts.by_state[DeliveryState.EXPIRED.value] == 1


async def test_a_reminder_of_a_session_that_is_over_expires_and_the_poll_comes_once(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.fix_date(pair, berlin(world.now + 2 * DAY, 14))
    await _down(world, 5)
    await world.forward(days=4)
    reminders = await world.ledger(MessageName.SESSION_REMINDER)
    assert {row.state for row in reminders} == {DeliveryState.EXPIRED}
    assert len(reminders) == 2
    assert (await world.session(pair.id)).state is SessionState.PAST
    polls = [row for row in await world.sent(MessageName.SESSION_POLL) if not row.key.endswith("/again")]
    assert sorted(row.recipient_id for row in polls) == [MARK, MAYA]
    assert {row.subject_id for row in polls} == {meeting.id}


async def test_a_nudge_that_fell_due_while_the_bot_was_away_for_an_hour_still_comes(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await world.fix_date(pair, berlin(world.now + 2 * DAY, 14))
    world.clock.move_to(berlin(world.now + 2 * DAY, 12, 59))
    await world.settle()
    assert len(await world.sent(MessageName.SESSION_REMINDER)) == 2


async def test_weeks_of_a_backlog_reach_nobody_more_than_three_times_a_day_and_nothing_twice(
    world: World,
) -> None:
    await world.one_pair()
    pair = await world.meeting()
    for number in range(7):
        await world.tell(CARLA, MAYA, part=str(number))
    await _down(world, 40)
    await world.forward(days=10)
    assert (await world.pair(pair.id)).state is not PairState.PREVIEWING
    sent = [row for row in await world.sent() if row.message_class is not MessageClass.RECEIPT]
    assert len({row.key for row in sent}) == len(sent)
    days = Counter((row.recipient_id, local_date(row.sent_at, BERLIN)) for row in sent if row.sent_at)
    assert max(days.values()) <= MAX_NOTIFICATIONS_PER_DAY
    helped = [row for row in sent if row.message is MessageName.HELP]
    assert Counter(row.recipient_id for row in helped) == {CARLA: 7, MAYA: 7}


async def test_a_monthly_report_that_was_missed_twice_comes_once(world: World) -> None:
    await world.one_pair()
    await world.live()
    await _down(world, 62)
    assert len(await world.ledger(MessageName.REPORT, to=CARLA)) == 1


async def test_a_clock_that_is_set_back_an_hour_doubles_nothing(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await world.fix_date(pair, berlin(world.now + 2 * DAY, 14))
    await world.until(berlin(world.now + 2 * DAY, 12, 30))
    before = Counter(row.key for row in await world.sent())
    world.clock.set_back_to(world.now - HOUR)
    await world.settle()
    await world.forward(hours=1, minutes=10)
    after = Counter(row.key for row in await world.sent())
    assert before == after
    assert max(after.values()) == 1
