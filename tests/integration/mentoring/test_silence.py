"""The notice of a pause for silence: one on each of the person's own days."""

from zoneinfo import ZoneInfo

import pytest

from domain.kinds import MessageName
from mentoring.silence import pause_for_silence
from models import Person
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World


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
