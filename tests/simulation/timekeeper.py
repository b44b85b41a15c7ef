"""The metronome of all replicas: it sleeps until something is due, by the store's own rows, and never polls."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.world import World

NEXT = """SELECT (SELECT min(due_at) FROM due), (SELECT min(due_at) FROM delivery WHERE state = 'pending'),
(SELECT count(*) FROM delivery WHERE state IN ('claimed', 'sending'))"""
TICK_EVERY = 10.0
SWEEP_EVERY = 15.0
DOUBLINGS = 4
"""While nothing changes, the safety net's ticks come twice as late each time, so often: an outage lasts for days."""


async def keep_time(world: "World") -> None:
    """Tick when something is due or in hand: the safety net under the runner's own alarms, from any replica."""
    unchanged = 0
    next_sweep = 0.0
    while True:
        world.changed.clear()
        wait, in_hand = _ahead(world)
        if wait <= 0:
            _wake(world)
        if in_hand and world.loop.time() >= next_sweep:
            next_sweep = world.loop.time() + SWEEP_EVERY * 2**unchanged
            _sweep(world)
        is_busy = wait <= 0 or in_hand
        nap = world.chance.uniform(1, TICK_EVERY) * 2**unchanged if is_busy else wait
        if not await _changes_within(world, nap):
            unchanged = min(unchanged + 1, DOUBLINGS) if is_busy else 0
            continue
        unchanged = 0
        if is_busy:
            await asyncio.sleep(world.chance.uniform(1, TICK_EVERY))


def _ahead(world: "World") -> tuple[float, int]:
    """Return the seconds until something is due, and how many rows somebody has in hand."""
    *instants, in_hand = world.store.rows(NEXT)[0]
    due = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in instants if text]
    return (min(due) - world.now()) / timedelta(seconds=1) if due else float("inf"), in_hand


async def _changes_within(world: "World", seconds: float) -> bool:
    """Sleep, unless something is written meanwhile."""
    try:
        async with asyncio.timeout(None if seconds == float("inf") else seconds):
            await world.changed.wait()
    except TimeoutError:
        return False
    return True


def _wake(world: "World") -> None:
    replica = world.any_awake()
    if replica is not None and replica.runner is not None:
        replica.runner.wake()


def _sweep(world: "World") -> None:
    replica = world.any_awake()
    if replica is not None and replica.runner is not None:
        replica.run(asyncio.ensure_future, replica.runner.ticks["tick.sweep"].run())
