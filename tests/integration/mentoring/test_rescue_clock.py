"""Pairs that don't meet: the offer, the coordinator, the notice, the end; and what stops these clocks."""

from datetime import timedelta

from domain.kinds import EndReason, MessageName, PairState, RescueStage, Series
from mentoring.accept_charter import accept_charter
from mentoring.answer_poll import rate_session
from mentoring.come_back import come_back
from mentoring.greet import draw_home
from mentoring.pause import pause
from mentoring.rescue import close_pair, rematch, take_over
from mentoring.schedule_session import report_met
from models import Pair, Program
from tests.integration.mentoring.world import CARLA, MARK, MAYA, World

DAY = timedelta(days=1)


async def _awake(world: World, days: int) -> None:
    """Let days pass; both look in now and then, but don't meet."""
    for _ in range(0, days, 7):
        for person_id in (MAYA, MARK):
            await draw_home(world.core, world.act(person_id))
        await world.forward(days=7)


async def _idle(world: World) -> Pair:
    await world.one_pair()
    pair = await world.meeting()
    await world.without_sessions(pair.id)
    return pair


async def test_help_is_offered_after_one_and_a_half_cadences_to_both(world: World) -> None:
    pair = await _idle(world)
    at = world.now + 21 * DAY
    assert await world.due(Series.RESCUE, pair.id) == at
    await world.until(at)
    assert {row.due_at for row in await world.ledger(MessageName.RESCUE_OFFER)} == {at}
    assert (await world.pair(pair.id)).rescue_stage is RescueStage.OFFERED


async def test_a_short_cadence_waits_for_ten_working_days_at_least(world: World) -> None:
    await world.one_pair()
    await world.change(Program, world.program_id, session_every_days=3)
    pair = await world.live()
    assert await world.due(Series.RESCUE, pair.id) == world.now + 14 * DAY


async def test_an_offer_that_falls_on_a_weekend_is_read_on_monday(world: World) -> None:
    pair = await _idle(world)
    saturday = world.now + 5 * DAY
    await world.set_due(Series.RESCUE, pair.id, saturday)
    await world.forward(days=8)
    sent = await world.sent(MessageName.RESCUE_OFFER)
    assert [row.sent_at.isoweekday() for row in sent if row.sent_at] == [1, 1]


async def test_then_the_coordinators_choose_and_at_three_cadences_the_pair_gets_notice(world: World) -> None:
    pair = await _idle(world)
    introduced_at = world.now
    await world.forward(days=23)  # Good Friday and Easter Monday are no working days
    await _awake(world, 7)
    assert (await world.pair(pair.id)).rescue_stage is RescueStage.WITH_COORDINATOR
    assert len(await world.sent(MessageName.RESCUE_CHOICE)) == 2
    await world.until(introduced_at + 42 * DAY - timedelta(seconds=1))
    assert await world.ledger(MessageName.CLOSING_NOTICE) == []
    await world.until(introduced_at + 42 * DAY)
    assert {row.recipient_id for row in await world.ledger(MessageName.CLOSING_NOTICE)} == {MAYA, MARK}
    await world.until(introduced_at + 49 * DAY)
    ended = await world.pair(pair.id)
    assert (ended.state, ended.end_reason) == (PairState.ENDED, EndReason.NOT_MEETING)


async def test_two_missed_in_a_row_are_offered_help_once_and_still_come_to_an_end(world: World) -> None:
    """Each stage waits for the one before: a third missed session must not begin anew."""
    await world.one_pair()
    pair = await world.meeting()
    await _awake(world, 56)
    assert len(await world.ledger(MessageName.RESCUE_OFFER, to=MAYA)) == 1
    assert (await world.pair(pair.id)).state is PairState.ENDED


async def test_a_reported_session_ends_the_worry(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await world.forward(days=22)
    assert (await world.pair(pair.id)).rescue_stage is RescueStage.OFFERED
    meeting = await world.session(pair.id)
    await report_met(world.core, world.act(MAYA), meeting.id)
    await rate_session(world.core, world.act(MAYA), meeting.id, 5)
    met = await world.pair(pair.id)
    assert (met.rescue_stage, met.missed_in_row) == (RescueStage.NONE, 0)
    assert await world.due(Series.RESCUE, pair.id) == world.now + 21 * DAY


async def test_a_session_that_one_side_reports_shows_that_both_are_there(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await world.forward(days=1)
    assert (await world.person(MARK)).unanswered_count == 1
    await report_met(world.core, world.act(MAYA), (await world.session(pair.id)).id)
    assert (await world.person(MARK)).unanswered_count == 0


async def test_a_pause_stops_the_clock_by_its_whole_length(world: World) -> None:
    pair = await _idle(world)
    due = await world.due(Series.RESCUE, pair.id)
    assert due
    await world.forward(days=1)
    await pause(world.core, world.act(MAYA), (world.now + 60 * DAY).date())
    await world.forward(days=40)
    assert await world.ledger(MessageName.RESCUE_OFFER) == []
    await come_back(world.core, world.act(MAYA))
    assert await world.due(Series.RESCUE, pair.id) == due + 40 * DAY


async def test_a_pair_under_notice_is_not_closed_while_somebody_is_away(world: World) -> None:
    pair = await _idle(world)
    await world.change(Pair, pair.id, rescue_stage=RescueStage.CLOSING)
    await world.set_due(Series.PAIR_CLOSE, pair.id, world.now + DAY)
    await pause(world.core, world.act(MAYA), (world.now + 60 * DAY).date())
    await world.forward(days=2)
    assert (await world.pair(pair.id)).state is PairState.LIVE


async def test_an_unread_charter_worries_nobody_while_somebody_is_away(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await accept_charter(world.core, world.act(MARK), pair.id)
    await pause(world.core, world.act(MAYA), (world.now + 60 * DAY).date())
    await world.forward(days=10)
    assert await world.ledger(MessageName.RESCUE_OFFER) == []


async def test_a_coordinator_may_rematch_and_both_read_the_same_neutral_words(world: World) -> None:
    pair = await _idle(world)
    await rematch(world.core, world.act(CARLA), pair.id)
    await world.forward(days=1)
    ended = {row.id for row in await world.sent(MessageName.PAIR_ENDED)}
    told = {post.channel: post.text for post in world.slack.posts if post.delivery_id in ended}
    assert set(told) == {f"D-{MAYA}", f"D-{MARK}"}
    assert told[f"D-{MAYA}"].replace(MARK, "X") == told[f"D-{MARK}"].replace(MAYA, "X")
    assert (await world.pair(pair.id)).end_reason is EndReason.ANOTHER_PARTNER


async def test_talking_changes_nothing_for_the_pair_and_closing_ends_it(world: World) -> None:
    pair = await _idle(world)
    await take_over(world.core, world.act(CARLA), pair.id)
    await world.settle()
    assert (await world.pair(pair.id)).state is PairState.LIVE
    await close_pair(world.core, world.act(CARLA), pair.id)
    assert (await world.pair(pair.id)).end_reason is EndReason.CLOSED_BY_COORDINATOR
