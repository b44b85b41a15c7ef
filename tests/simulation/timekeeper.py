"""The metronome of all replicas: it sleeps until something is due, by the store's own rows, and never polls."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.world import World

NEXT_STEP = "SELECT min(due_at) FROM due"
NEXT_MESSAGE = "SELECT min(due_at) FROM delivery WHERE state = 'pending'"
IN_HAND = "SELECT count(*) FROM delivery WHERE state IN ('claimed', 'sending')"
SWEEP_EVERY = 15.0
TICK_EVERY = 10.0


async def keep_time(world: "World") -> None:
    """Wake one replica at each due instant, another one when it stays due, and sweep while rows are in hand."""
    while True:
        world.changed.clear()
        wait = min(_until_due(world), SWEEP_EVERY if world.store.rows(IN_HAND)[0][0] else float("inf"))
        if wait <= 0:
            replica = world.any_awake()
            if replica is not None and replica.runner is not None:
                replica.runner.wake()
            wait = world.chance.uniform(1, TICK_EVERY)
            await asyncio.sleep(wait)
        else:
            await _wait(world, wait)
        _sweep(world)


def _until_due(world: "World") -> float:
    found = [_instant(world.store.rows(sql)[0][0]) for sql in (NEXT_STEP, NEXT_MESSAGE)]
    due = [instant for instant in found if instant is not None]
    return (min(due) - world.now()) / timedelta(seconds=1) if due else float("inf")


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


async def _wait(world: "World", seconds: float) -> None:
    """Sleep, unless something is written meanwhile."""
    try:
        async with asyncio.timeout(None if seconds == float("inf") else seconds):
            await world.changed.wait()
    except TimeoutError:
        return


def _sweep(world: "World") -> None:
    """The tick of the sweeper, at its interval, only while there may be something to sweep."""
    at = world.loop.time()
    if at < world.next_sweep or not world.store.rows(IN_HAND)[0][0]:
        return
    world.next_sweep = at + SWEEP_EVERY
    replica = world.any_awake()
    if replica is not None and replica.runner is not None:
        replica.spawn(replica.runner.ticks["tick.sweep"].run())
