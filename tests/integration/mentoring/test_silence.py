"""A pause for silence: one notice on each of the person's own days, none when she has just answered."""

import asyncio
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from domain.kinds import MessageName
from mentoring.promises import redraw_home
from mentoring.silence import pause_for_silence
from models import Person
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World

A_MOMENT = 0.3


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
async def test_the_day_in_its_key_is_hers(world: World, zone: str) -> None:
    await world.open()
    await world.forward(hours=4)
    await world.meet(CARLA, zone=zone, updated=2)
    for day in range(2):
        await world.forward(hours=12 * day)
        await world.change(Person, CARLA, unanswered_count=3, paused_at=None)
        assert await pause_for_silence(world.core, HERE, CARLA)
        notices = await world.ledger(MessageName.PAUSED_BY_SILENCE)
        today = world.now.astimezone(ZoneInfo(zone)).date()
        assert any(notice.key.endswith(f"/{today}") for notice in notices)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_an_answer_that_is_written_while_the_pause_waits_for_the_ledger_counts(world: World) -> None:
    await world.open()
    await world.change(Person, CARLA, unanswered_count=3, has_opened_home=True)
    async with world.database.transaction(HERE) as session:
        await redraw_home(session, world.core, CARLA)
        pausing = asyncio.create_task(pause_for_silence(world.core, HERE, CARLA))
        await asyncio.sleep(A_MOMENT)
        await session.execute(update(Person).where(Person.id == CARLA).values(unanswered_count=0))
    assert not await pausing
