"""A request takes effect once, however often it comes."""

import asyncio
from datetime import timedelta

import pytest

from domain.errors import AlreadyTakenError
from domain.kinds import MessageClass
from mentoring.greet import draw_home
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
