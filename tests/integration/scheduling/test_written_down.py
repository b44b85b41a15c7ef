"""What Slack took is written down however the database stumbles; and a minute is a minute of the one who looks."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from domain.facts.delivery import Posted
from domain.kinds import DeliveryState, MessageClass, MessageName, PreviewAnswer
from mentoring.answer_preview import answer_preview
from mentoring.liveness import register
from mentoring.outbox import intend
from models import Delivery
from scheduling.delivery import Post, drain
from scheduling.lookup import sweep
from tests.integration.mentoring.broken import breaking
from tests.integration.mentoring.fake_slack import Blocks, FakeSlack
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World


@dataclass(kw_only=True)
class SlackBeforeAStumble(FakeSlack):
    """After each post to a pair, what the bot writes next fails once."""

    stumble: Callable[[], AbstractAsyncContextManager[Any]]
    stumbling: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def post(self, channel: str, text: str, blocks: Blocks, delivery_id: str) -> Posted:
        posted = await super().post(channel, text, blocks, delivery_id)
        if channel.startswith("G-"):
            await self.stumbling.enter_async_context(self.stumble())
        return posted


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("at", [0, 2])
async def test_an_introduction_is_not_repeated_because_the_database_stumbled(world: World, at: int) -> None:
    await world.one_pair()
    pair = await world.previewing()
    for person_id in (pair.mentor_id, pair.mentee_id):
        await answer_preview(world.core, world.act(person_id), pair.id, PreviewAnswer.ACCEPTED)
    (row,) = await world.ledger(MessageName.INTRODUCTION)
    await world.change(Delivery, row.id, due_at=world.now + timedelta(minutes=1))
    await world.settle()
    world.clock.move_to(world.now + timedelta(minutes=1))  # now it goes out alone
    broken = breaking(world.database)
    slack = SlackBeforeAStumble(clock=world.clock, stumble=lambda: broken.watching(at))
    world.sender = Post(world.core, slack, world.sender.worker)
    await drain(world.sender, HERE)
    assert broken.has_broken
    await slack.stumbling.aclose()
    for _ in range(10):
        world.clock.move_to(world.now + timedelta(seconds=20))
        await sweep(world.sender)
        await drain(world.sender, HERE)
    (row,) = await world.ledger(MessageName.INTRODUCTION)
    assert (row.state, row.is_repeat) == (DeliveryState.SENT, False)
    assert len([post for post in slack.posts if post.channel.startswith("G-")]) == 1


async def test_the_minute_before_a_look_up_is_counted_by_the_clock_of_who_looks(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    worker = await register(world.core)
    world.sender = Post(world.core, world.slack, worker)
    (claimed,) = await world.claim(worker.id)
    assert await intend(world.core, claimed, f"D-{CARLA}")
    await worker.close()
    world.clock.move_to(world.now + timedelta(minutes=90))  # no time has passed: another machine's clock
    world.sender = Post(world.core, world.slack, await register(world.core))
    await sweep(world.sender)
    assert [method for method, _ in world.slack.calls] == []
    world.clock.move_to(world.now + timedelta(seconds=61))
    await sweep(world.sender)
    assert [method for method, _ in world.slack.calls] == ["find_post"]
    await world.sender.worker.close()
