"""How fast a wave leaves, measured against the sandbox's own rate limits: near the limit, and hardly ever over it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.errors import SlackFailure
from domain.facts.delivery import Posted
from domain.kinds import MessageClass
from models import Person
from sandbox.errors import SlackError
from sandbox.methods.registry import METHODS
from sandbox.state.rates import Rates
from tests.integration.mentoring.fake_slack import Blocks, FakeSlack
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World

WAVE = 2000
NEWCOMERS = 100
SLICE = timedelta(seconds=10)
POSTS, OPENINGS = "chat.postMessage", "conversations.open"


class LimitedSlack(FakeSlack):
    """Refuses what the sandbox would refuse, at the moved time, and tells when to come back."""

    def limit(self) -> None:
        self.rates = Rates()
        self.refused = dict.fromkeys((POSTS, OPENINGS), 0)

    def _take(self, method: str, channel: str | None = None) -> None:
        now = self.clock.now()
        try:
            self.rates.take(method, METHODS[method].tier, now, channel)
        except SlackError:
            self.refused[method] += 1
            wait = timedelta(seconds=self.rates.retry_after(method, now))
            raise SlackFailure("ratelimited", retry_after=wait) from None

    async def post(self, channel: str, text: str, blocks: Blocks, delivery_id: str) -> Posted:
        self._take(POSTS, channel)
        return await super().post(channel, text, blocks, delivery_id)

    async def open_conversation(self, person_ids: Sequence[str]) -> str:
        self._take(OPENINGS)
        return await super().open_conversation(person_ids)


async def _wave(world: World, count: int, *, is_known: bool) -> LimitedSlack:
    """Promise a message to everybody, Carla's last."""
    slack = LimitedSlack(world.clock)
    slack.limit()
    world.slack = slack
    object.__setattr__(world.sender, "slack", slack)
    await world.open()
    people = [f"U{number:04}" for number in range(count)]
    async with world.database.transaction(HERE) as session:
        session.add_all(
            Person(
                id=person_id, time_zone="Europe/Berlin", dm_channel_id=f"D-{person_id}" if is_known else None
            )
            for person_id in people
        )
    await world.tell(*people)
    return slack


async def _minutes(world: World, slack: LimitedSlack, count: int) -> float:
    """Let time pass until all is out; return how long it took."""
    start = world.now
    while len(slack.posts) < count:
        await world.calendar.run_until(world.now + SLICE)
    return (slack.posts[-1].at - start) / timedelta(minutes=1)


@pytest.mark.ci
async def test_a_wave_leaves_at_nine_tenths_of_the_limit_and_is_hardly_ever_refused(world: World) -> None:
    slack = await _wave(world, WAVE, is_known=True)
    rate = WAVE / await _minutes(world, slack, WAVE)
    print(f"{rate:.0f} a minute of {METHODS[POSTS].tier}, {slack.refused[POSTS]} refused")  # noqa: T201  the figure
    assert rate >= 0.9 * METHODS[POSTS].tier
    assert slack.refused[POSTS] <= 0.01 * WAVE


async def test_newcomers_wait_for_their_conversations_and_hold_up_nobody_else(world: World) -> None:
    slack = await _wave(world, NEWCOMERS, is_known=False)
    await world.settle()
    await world.change(Person, CARLA, dm_channel_id=f"D-{CARLA}")
    await world.tell(CARLA, weight=MessageClass.MUST_ARRIVE)
    await world.settle()
    assert slack.said_to(f"D-{CARLA}")
    minutes = await _minutes(world, slack, NEWCOMERS + 1)
    assert (NEWCOMERS - 12) / minutes <= METHODS[OPENINGS].tier
    assert slack.refused == {POSTS: 0, OPENINGS: 0}


async def test_a_refused_opening_rests_itself_and_not_the_posting(world: World) -> None:
    slack = await _wave(world, 1, is_known=False)
    slack.fail("open_conversation", SlackFailure("ratelimited", retry_after=timedelta(minutes=2)))
    await world.change(Person, CARLA, dm_channel_id=f"D-{CARLA}")
    await world.settle()
    await world.tell(CARLA)
    await world.settle()
    assert [post.channel for post in slack.posts] == [f"D-{CARLA}"]
    await world.forward(minutes=3)
    assert len(slack.posts) == 2


async def test_one_conversation_gets_no_more_than_a_message_a_second(world: World) -> None:
    await world.open()
    for number in range(12):
        await world.tell(CARLA, weight=MessageClass.RECEIPT, part=str(number))
    await world.forward(seconds=30)
    times = [post.at for post in world.slack.posts]
    assert len(times) == 12
    for first in times:
        assert sum(first <= at < first + timedelta(seconds=3) for at in times) <= 3
