"""May it go out now? Hours, pauses, the daily three, and three questions without an answer."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.cadence import Window
from domain.kinds import DeliveryState, MessageClass, MessageName, Role
from mentoring.come_back import come_back
from mentoring.greet import draw_home
from mentoring.pause import pause
from models import Person
from tests.integration.mentoring.hand_clock import MONDAY
from tests.integration.mentoring.world import BERLIN, CARLA, MARK, MAYA, World, berlin, window

DAY = timedelta(days=1)
READS = {
    "in the evening": (window(18, 22), BERLIN, datetime(2026, 3, 2, 17, tzinfo=UTC)),
    "in the night shift": (window(22, 6), BERLIN, datetime(2026, 3, 2, 21, tzinfo=UTC)),
    "in Kolkata": (window(9, 17), "Asia/Kolkata", datetime(2026, 3, 2, 8, tzinfo=UTC)),
    "in Kathmandu, at Holi": (window(9, 17), "Asia/Kathmandu", datetime(2026, 3, 4, 3, 15, tzinfo=UTC)),
    "in New York": (window(9, 17), "America/New_York", datetime(2026, 3, 2, 14, tzinfo=UTC)),
    "on weekends": (window(9, 17, {6, 7}), BERLIN, datetime(2026, 3, 7, 8, tzinfo=UTC)),
}


async def _reads(world: World, person_id: str, hours: Window, zone: str = BERLIN) -> None:
    await world.change(
        Person,
        person_id,
        time_zone=zone,
        read_start_minute=hours.start_minute,
        read_end_minute=hours.end_minute,
        read_days=sorted(hours.days),
    )


@pytest.mark.parametrize("who", READS)
async def test_a_message_waits_for_the_hours_she_can_read(world: World, who: str) -> None:
    hours, zone, at = READS[who]
    await world.open()
    await _reads(world, CARLA, hours, zone)
    await world.tell(CARLA)
    await world.forward(days=7)
    assert [post.at for post in world.slack.posts] == [at]


async def test_a_receipt_comes_at_once_in_the_night_and_in_a_pause(world: World) -> None:
    await world.open()
    await _reads(world, CARLA, window(22, 6))
    await world.change(Person, CARLA, paused_at=MONDAY)
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    assert len(world.slack.posts) == 1


async def test_a_night_shift_that_began_yesterday_is_still_open(world: World) -> None:
    await world.open()
    await _reads(world, CARLA, window(22, 10))
    world.clock.move_to(MONDAY + DAY)
    await world.tell(CARLA)
    await world.settle()
    assert len(world.slack.posts) == 1


async def test_a_nudge_lives_a_day_of_hers_not_of_the_weekend(world: World) -> None:
    await world.open()
    friday_evening = berlin(MONDAY + 4 * DAY, 18)
    await world.until(friday_evening)
    await world.tell(CARLA, weight=MessageClass.NUDGE)
    await world.forward(days=5)
    assert [post.at for post in world.slack.posts] == [MONDAY + 7 * DAY]


async def test_a_stale_nudge_is_a_recorded_decision_not_a_message(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=MessageClass.NUDGE)
    await world.tell(CARLA, weight=MessageClass.MUST_ARRIVE, part="must")
    world.clock.move_to(MONDAY + 3 * DAY)
    await world.settle()
    rows = await world.ledger(to=CARLA)
    states = {row.message_class: row.state for row in rows}
    assert states == {
        MessageClass.NUDGE: DeliveryState.EXPIRED,
        MessageClass.MUST_ARRIVE: DeliveryState.SENT,
    }


async def test_nobody_gets_more_than_three_notifications_a_day(world: World) -> None:
    await world.open()
    for number in range(8):
        await world.tell(CARLA, part=str(number))
    await world.forward(days=4)
    days = [post.at.date() for post in world.slack.posts]
    assert len(days) == 8
    assert max(days.count(day) for day in days) == 3


async def test_the_day_ends_at_her_own_midnight(world: World) -> None:
    await world.open()
    await _reads(world, CARLA, window(0, 23.5, range(1, 8)), "Pacific/Auckland")
    for number in range(4):
        await world.tell(CARLA, part=str(number))
    await world.forward(days=2)
    auckland_midnight = datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert [post.at for post in world.slack.posts] == [MONDAY] * 3 + [auckland_midnight]


async def test_the_introduction_counts_for_both_over_all_programs(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    posts = [post for post in world.slack.posts if post.at >= world.now]
    assert len([p for p in posts if p.channel in {f"D-{MAYA}", f"G-{MARK}-{MAYA}"}]) == 3
    await world.tell(MAYA)
    await world.settle()
    assert MessageName.HELP not in await world.heard(MAYA)
    await world.until(berlin(world.now + DAY, 9))
    assert (await world.heard(MAYA))[-1] is MessageName.HELP
    assert pair.introduced_at is not None


async def test_nothing_but_receipts_goes_to_a_paused_person_until_she_is_back(world: World) -> None:
    await world.one_pair()
    await pause(world.core, world.act(MAYA), (MONDAY + 3 * DAY).date())
    await world.settle()
    before = len(await world.sent(to=MAYA))
    for weight in (MessageClass.NUDGE, MessageClass.QUESTION, MessageClass.MUST_ARRIVE):
        await world.tell(MAYA, weight=weight, part=weight)
    await world.forward(days=2, hours=23)
    assert len(await world.sent(to=MAYA)) == before
    await world.forward(hours=2)
    heard = [row.message_class for row in await world.sent(MessageName.HELP, to=MAYA)]
    assert heard == [MessageClass.MUST_ARRIVE]
    assert (await world.heard(MAYA)).count(MessageName.WELCOME_BACK) == 1


async def test_a_group_dm_waits_for_who_is_away(world: World) -> None:
    await world.one_pair()
    await world.previewing()
    await pause(world.core, world.act(MAYA), (world.now + 10 * DAY).date())
    await world.forward(days=9)
    assert await world.sent(MessageName.INTRODUCTION) == []
    await world.forward(days=3)
    assert len(await world.sent(MessageName.INTRODUCTION)) == 1


async def _three_questions(world: World) -> None:
    await world.open()
    for number in range(3):
        await world.tell(CARLA, weight=MessageClass.QUESTION, part=str(number))
        await world.forward(days=1)


async def test_three_unanswered_questions_pause_with_one_notice(world: World) -> None:
    await _three_questions(world)
    for number in range(3, 6):
        await world.tell(CARLA, weight=MessageClass.QUESTION, part=str(number))
    await world.forward(days=3)
    person = await world.get(Person, CARLA)
    assert person.is_paused
    assert len(await world.sent(MessageName.HELP, to=CARLA)) == 3
    assert len(await world.sent(MessageName.PAUSED_BY_SILENCE, to=CARLA)) == 1


async def test_any_click_starts_the_count_anew(world: World) -> None:
    await _three_questions(world)
    await draw_home(world.core, world.act(CARLA))
    await world.tell(CARLA, weight=MessageClass.QUESTION, part="4")
    await world.settle()
    assert len(await world.sent(MessageName.HELP, to=CARLA)) == 4
    assert not (await world.get(Person, CARLA)).is_paused


async def test_one_tap_brings_somebody_back_who_was_silent(world: World) -> None:
    await _three_questions(world)
    await world.tell(CARLA, weight=MessageClass.QUESTION, part="4")
    await world.settle()
    await come_back(world.core, world.act(CARLA))
    await world.tell(CARLA, weight=MessageClass.QUESTION, part="5")
    await world.settle()
    assert len(await world.sent(MessageName.HELP, to=CARLA)) == 4


async def test_a_delegate_is_not_paused_for_somebody_elses_silence(world: World) -> None:
    await world.open()
    await world.set_up()
    await world.meet("UDELEGATE")
    await world.join(MAYA, Role.MENTOR)
    await world.join(MARK, Role.MENTEE, delegate_id="UDELEGATE")
    await world.meeting()
    await world.forward(days=45)
    delegate = await world.get(Person, "UDELEGATE")
    assert len(await world.sent(MessageName.SESSION_CARD, to="UDELEGATE")) >= 3
    assert delegate.unanswered_count == 0
    assert not delegate.is_paused
