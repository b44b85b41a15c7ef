"""What befalls machines and lines: deaths at any await, clocks that are set, hours and days without Slack."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.simulation.plans import weighed
from tests.simulation.replica import SKEW

if TYPE_CHECKING:
    from tests.simulation.world import World

HOUR = 3600.0
OUTAGES = {(HOUR / 6, 2 * HOUR): 40, (4 * HOUR, 12 * HOUR): 4, (24 * HOUR, 72 * HOUR): 1}
"""From and to how long nobody reaches Slack, and how likely: three days of a probe each half minute are a long run."""


async def bad_luck(world: "World") -> None:
    """Each hour a machine may die wherever it stands, or its clock be set."""
    while True:
        await asyncio.sleep(world.chance.uniform(0, 2 * HOUR))
        replica = world.any_replica()
        if replica is None:
            continue
        if world.chance.random() < 10 * world.weather.crash:
            world.count("killed at an await")
            replica.kill()
        elif world.chance.random() < world.weather.clock_step:
            world.count("clock_step")
            replica.clock.skew = timedelta(seconds=world.chance.uniform(-SKEW, SKEW))


async def outages(world: "World") -> None:
    """Some days nobody reaches Slack, for minutes, hours or days."""
    while True:
        await asyncio.sleep(24 * HOUR)
        if world.chance.random() < world.weather.outage:
            world.count("outage")
            world.is_out = True
            await asyncio.sleep(world.chance.uniform(*weighed(world.chance, OUTAGES)))
            world.is_out = False
