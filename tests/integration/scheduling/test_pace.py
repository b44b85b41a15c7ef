"""How fast and in which order: never above the rate, answers first, also with several workers."""

import asyncio
from datetime import timedelta

from domain.kinds import EffectKind, MessageClass
from domain.presets import MAX_NOTIFICATIONS_PER_DAY
from mentoring.liveness import Worker
from mentoring.pace import METHOD_OF, RATES
from models import Person
from scheduling.delivery import Post, drain
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World

RECEIPT = MessageClass.RECEIPT
SETTLED = timedelta(seconds=61)
PER_MINUTE = {
    "chat.postMessage": 300,
    "chat.update": 50,
    "views.publish": 100,
    "files.completeUploadExternal": 100,
    "conversations.open": 50,
    "conversations.history": 50,
    "users.info": 100,
}
"""Slack's figures: the tiers, and the low end of "several hundred" posts."""


def test_the_steady_rate_is_a_tenth_under_slacks_figure_and_a_burst_still_fits() -> None:
    assert RATES.keys() == PER_MINUTE.keys()
    assert set(METHOD_OF.values()) <= RATES.keys()
    for method, rate in RATES.items():
        assert rate.per_minute <= 0.9 * PER_MINUTE[method]
        assert rate.burst + rate.per_minute < PER_MINUTE[method]


async def _known(world: World, count: int) -> list[str]:
    """Let the bot know people to whom it has written before."""
    people = [f"U{number}" for number in range(count)]
    for person_id in people:
        await world.meet(person_id)
        await world.change(Person, person_id, dm_channel_id=f"D-{person_id}")
    return people


async def test_answers_overtake_what_goes_to_many(world: World) -> None:
    await world.open()
    people = await _known(world, 30)
    await world.tell(*people)
    await world.settle()
    await world.tell(CARLA, weight=RECEIPT)
    await world.forward(seconds=30)
    assert len(world.slack.posts) == 31
    order = [post.channel for post in world.slack.posts]
    assert order.index(f"D-{CARLA}") <= 22


async def test_the_pace_is_never_above_the_rate(world: World) -> None:
    await world.open()
    people = await _known(world, 60)
    await world.tell(*people)
    await world.forward(minutes=2)
    rate = RATES[METHOD_OF[EffectKind.POST]]
    sent = [post.at for post in world.slack.posts]
    assert len(sent) == 60
    for first in sent:
        in_a_window = sum(first <= at < first + timedelta(seconds=10) for at in sent)
        assert in_a_window <= rate.burst + timedelta(seconds=10) / rate.interval


async def test_two_workers_at_once_keep_the_pace_and_send_each_once(world: World) -> None:
    await world.open()
    people = await _known(world, 40)
    await world.tell(*people)
    others = [Post(world.core, world.slack, Worker(name)) for name in ("one", "two", "three")]
    await asyncio.gather(*(drain(other, HERE) for other in others))
    rate = RATES[METHOD_OF[EffectKind.POST]]
    assert (
        len(world.slack.posts) == len({post.channel for post in world.slack.posts}) == rate.burst - rate.kept
    )


async def test_two_workers_at_once_keep_the_daily_three(world: World) -> None:
    await world.open()
    for number in range(8):
        await world.tell(CARLA, part=str(number))
    others = [Post(world.core, world.slack, Worker(name)) for name in ("one", "two", "three")]
    await asyncio.gather(*(drain(other, HERE) for other in others))
    assert len(world.slack.posts) == MAX_NOTIFICATIONS_PER_DAY
