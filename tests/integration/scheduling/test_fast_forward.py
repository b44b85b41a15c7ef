"""Fast-forward walks: every due instant is worked off at its own time, none is jumped over."""

from datetime import timedelta

from domain.kinds import MessageName
from tests.integration.mentoring.fake_slack import NO_ANSWER
from tests.integration.mentoring.hand_clock import MONDAY
from tests.integration.mentoring.world import CARLA, World

HOUR = timedelta(hours=1)


async def test_each_due_instant_is_reached_before_the_next(world: World) -> None:
    await world.open()
    instants = [MONDAY + hours * HOUR for hours in (1, 3, 24)]
    for number, at in enumerate(instants):
        await world.tell(CARLA, part=str(number), at=at)
    assert await world.calendar.next_due() == instants[0]
    assert await world.forward(days=2) == 3
    assert [post.at for post in world.slack.posts] == instants
    assert world.now == MONDAY + 48 * HOUR
    assert await world.calendar.next_due() is None


async def test_what_a_step_brings_about_is_done_at_its_own_time_too(world: World) -> None:
    await world.one_pair()
    await world.live()
    introduced_at = world.now
    await world.forward(days=10)
    (offered, _) = await world.sent(MessageName.RESCUE_OFFER)
    assert offered.sent_at == introduced_at + timedelta(days=7)


async def test_the_calendar_never_goes_back(world: World) -> None:
    await world.open()
    await world.until(MONDAY + HOUR)
    await world.until(MONDAY)
    assert world.now == MONDAY + HOUR


async def test_a_row_that_waits_for_another_in_flight_does_not_hold_the_walk_up(world: World) -> None:
    await world.one_pair()
    await world.settle()
    world.slack.fail("post", NO_ANSWER)
    await world.tell(CARLA)
    await world.settle()
    await world.redraw(CARLA)
    steps = await world.forward(minutes=1)
    assert steps <= 60
