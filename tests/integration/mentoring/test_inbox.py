"""A request takes effect once, however often it comes."""

import asyncio
from datetime import timedelta

import pytest

from domain.errors import AlreadyTakenError
from domain.kinds import MessageClass
from mentoring.greet import draw_home
from mentoring.inbox import CLEARED_AT_ONCE
from models import InboxEntry
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World

RECEIPT = MessageClass.RECEIPT
SETTLED = timedelta(seconds=61)


async def test_a_request_that_comes_twice_is_taken_once(world: World) -> None:
    await world.open()
    act = world.act(CARLA)
    await draw_home(world.core, act)
    with pytest.raises(AlreadyTakenError):
        await draw_home(world.core, act)


async def test_a_request_that_comes_twice_at_the_same_time_is_taken_once(world: World) -> None:
    await world.open()
    act = world.act(CARLA)
    outcomes = await asyncio.gather(*(draw_home(world.core, act) for _ in range(5)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyTakenError"] * 4 + ["NoneType"]


async def test_keys_that_cannot_come_again_are_forgotten_and_younger_ones_are_kept(world: World) -> None:
    await world.open()
    async with world.database.transaction(HERE) as session:
        old = world.now - timedelta(days=8)
        keys = (f"event/{number}" for number in range(CLEARED_AT_ONCE + 1))
        session.add_all(InboxEntry(key=key, taken_at=old) for key in keys)
    act = world.act(CARLA)
    await draw_home(world.core, act)
    clear = world.runner.ticks["tick.clear"]
    assert await clear.run() == CLEARED_AT_ONCE + 1
    assert await clear.run() == 0
    world.clock.move_to(world.now + timedelta(days=6))
    await clear.run()
    with pytest.raises(AlreadyTakenError):
        await draw_home(world.core, act)
