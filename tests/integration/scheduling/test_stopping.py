"""A graceful stop: nothing more is begun; what is in hand ends, is given back, or is left to be looked up."""

import asyncio
from collections import Counter

import pytest

from domain.facts.delivery import Posted
from domain.kinds import DeliveryState, MessageClass
from mentoring.liveness import Worker
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner
from tests.integration.mentoring.fake_slack import Blocks, FakeSlack
from tests.integration.mentoring.world import World

PEOPLE = [f"U{number:03}" for number in range(12)]


class SlowSlack(FakeSlack):
    """Holds every post back until it is let go."""

    def hold(self) -> None:
        self.has_begun, self.may_end = asyncio.Event(), asyncio.Event()

    async def post(self, channel: str, text: str, blocks: Blocks, delivery_id: str) -> Posted:
        self.has_begun.set()
        await self.may_end.wait()
        return await super().post(channel, text, blocks, delivery_id)


@pytest.fixture
async def slow(world: World) -> SlowSlack:
    """Slack in the midst of a wave, while the bot waits for its first answers."""
    await world.open()
    for person in PEOPLE:
        await world.meet(person)
    slack = SlowSlack(world.clock)
    slack.hold()
    world.runner = EmbeddedRunner(Post(world.core, slack, Worker("slow")))
    world.database.wake = world.runner.wake
    world.runner.start()
    await world.tell(*PEOPLE, weight=MessageClass.RECEIPT)
    await slack.has_begun.wait()
    return slack


async def _states(world: World) -> Counter[DeliveryState]:
    return Counter(row.state for row in await world.ledger())


async def test_what_is_under_way_ends_and_the_rest_is_given_back(world: World, slow: SlowSlack) -> None:
    stopping = asyncio.create_task(world.runner.stop())
    await asyncio.sleep(0)
    slow.may_end.set()
    await stopping
    states = await _states(world)
    assert states.keys() == {DeliveryState.SENT, DeliveryState.PENDING}
    assert states[DeliveryState.SENT] == len(slow.posts)


async def test_a_post_that_never_ends_is_left_to_be_looked_up(
    world: World, slow: SlowSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduling.runner.STOP_SECONDS", 0.2)
    async with asyncio.timeout(5):
        await world.runner.stop()
    states = await _states(world)
    assert states.keys() == {DeliveryState.SENDING, DeliveryState.PENDING}
    assert not slow.posts


async def test_after_a_stop_nothing_is_begun(world: World, slow: SlowSlack) -> None:
    slow.may_end.set()
    await world.runner.stop()
    count = len(slow.posts)
    world.runner.wake()
    await world.runner.settle()
    assert len(slow.posts) == count
