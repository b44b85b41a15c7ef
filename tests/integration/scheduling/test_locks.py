"""Who waits for whom: the clock pauses a silent person while she acts, and neither waits for the other in a ring."""

import asyncio

import pytest
from sqlalchemy import update

from domain.kinds import MessageClass, MessageName
from mentoring.promises import redraw_home
from models import Person
from scheduling.delivery import drain
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World

PATIENCE = 10
A_MOMENT = 0.3
"""Longer than a claim takes, shorter than PostgreSQL waits before it looks for a deadlock."""


@pytest.fixture
async def silent(world: World) -> World:
    """Carla has left three questions unanswered; a fourth and a fresh Home tab are due."""
    await world.open()
    await world.change(Person, CARLA, unanswered_count=3, has_opened_home=True)
    async with world.database.transaction(HERE) as session:
        await redraw_home(session, world.core, CARLA)
    await world.tell(CARLA, weight=MessageClass.QUESTION)
    return world


@pytest.mark.parametrize("is_person_first", [True, False])
async def test_a_pause_for_silence_and_her_own_act_never_wait_for_each_other(
    silent: World, *, is_person_first: bool
) -> None:
    opened = update(Person).where(Person.id == CARLA).values(has_opened_home=True)
    async with asyncio.timeout(PATIENCE):
        async with silent.database.transaction(HERE) as session:
            if is_person_first:
                await session.execute(opened)
            else:
                await redraw_home(session, silent.core, CARLA)
            sending = asyncio.create_task(drain(silent.sender, HERE))
            await asyncio.sleep(A_MOMENT)
            await session.execute(opened)
            await redraw_home(session, silent.core, CARLA)
        await sending
    await silent.settle()
    assert (await silent.get(Person, CARLA)).is_paused
    assert await silent.heard(CARLA) == [MessageName.PAUSED_BY_SILENCE]
    assert CARLA in silent.slack.homes


async def test_who_answers_while_she_is_about_to_be_paused_is_not_paused(silent: World) -> None:
    async with silent.database.transaction(HERE) as session:
        await session.execute(update(Person).where(Person.id == CARLA).values(unanswered_count=0))
        sending = asyncio.create_task(drain(silent.sender, HERE))
        await asyncio.sleep(A_MOMENT)
    await sending
    await silent.settle()
    assert not (await silent.get(Person, CARLA)).is_paused
    assert await silent.heard(CARLA) == [MessageName.HELP]
