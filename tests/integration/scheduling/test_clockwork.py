"""The metronome on a real loop: it ticks by itself, wakes at the next due instant, and says when it has stopped."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import MachineClock, real_now
from domain.kinds import MessageClass
from scheduling.clockwork import LONGEST_SLEEP, NEXT, Clockwork
from scheduling.runner import EmbeddedRunner
from tests.integration.mentoring.hand_clock import HandClock
from tests.integration.mentoring.world import CARLA, World

PATIENCE = 10
EVERY = timedelta(milliseconds=50)


class Stopwatch(HandClock):
    """Machine time for the calendar, hand-moved seconds for liveness."""

    seconds = 0.0

    def now(self) -> datetime:
        return MachineClock().now()

    def monotonic(self) -> float:
        return self.seconds


async def _swept(runner: EmbeddedRunner, times: int) -> asyncio.Event:
    """Let every tick come often; the event is set at the `times`-th sweep."""
    is_done = asyncio.Event()
    sweeps: list[int] = []

    async def sweep() -> int:
        sweeps.append(1)
        if len(sweeps) == times:
            is_done.set()
        return 0

    runner.ticks = {name: replace(tick, every=EVERY) for name, tick in runner.ticks.items()}
    runner.ticks["tick.sweep"] = replace(runner.ticks["tick.sweep"], run=sweep)
    return is_done


async def test_ticks_come_by_themselves_again_and_again(world: World) -> None:
    await world.open()
    is_done = await _swept(world.runner, times=3)
    clockwork = Clockwork(world.runner, world.clock, real_now)
    clockwork.start()
    async with asyncio.timeout(PATIENCE):
        await is_done.wait()
    clockwork.stop()


async def test_what_is_due_goes_out_without_anybody_waking_the_bot(world: World) -> None:
    world.clock = Stopwatch()
    world.__post_init__()
    await world.open()
    soon = world.now + timedelta(milliseconds=300)
    await world.tell(CARLA, weight=MessageClass.RECEIPT, at=soon)
    clockwork = Clockwork(world.runner, world.clock, real_now)
    world.runner.start()
    clockwork.start()
    async with asyncio.timeout(PATIENCE):
        while not world.slack.posts:  # noqa: ASYNC110  a running bot is watched from outside
            await asyncio.sleep(0.02)
    clockwork.stop()
    await world.runner.stop()
    assert world.slack.posts[0].at >= soon


async def test_a_store_that_is_away_does_not_end_the_waking_up(world: World) -> None:
    class Away(EmbeddedRunner):
        asked = 0

        async def next_due(self) -> datetime | None:
            self.asked += 1
            if self.asked == 1:
                raise ConnectionError("the database is away")
            return None

    world.runner = Away(world.sender)
    clockwork = Clockwork(world.runner, world.clock, real_now)
    clockwork.start()
    try:
        async with asyncio.timeout(PATIENCE):
            while world.runner.asked == 0:  # noqa: ASYNC110  a running bot is watched from outside
                await asyncio.sleep(0.02)
        assert clockwork._scheduler.get_job(NEXT) is not None
    finally:
        clockwork.stop()


async def test_a_clockwork_that_has_stopped_ticking_says_so(world: World) -> None:
    clock = Stopwatch()
    clockwork = Clockwork(world.runner, clock, real_now)
    assert clockwork.is_ticking
    clock.seconds = 3 * LONGEST_SLEEP.total_seconds()
    assert not clockwork.is_ticking
    is_done = await _swept(world.runner, times=1)
    clockwork.start()
    async with asyncio.timeout(PATIENCE):
        await is_done.wait()
    assert clockwork.is_ticking
    clockwork.stop()
