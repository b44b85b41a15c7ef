"""The metronome on a real loop: it ticks by itself, stays silent for nothing, and catches up with one run."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base
import pytest

from bot.clock import MachineClock, real_now
from domain.kinds import MessageClass
from scheduling.clockwork import Clockwork, Driven
from scheduling.ticks import Tick
from tests.integration.mentoring.hand_clock import HandClock
from tests.integration.mentoring.world import CARLA, World

PATIENCE = 10
BEAT = timedelta(milliseconds=100)
SLOW_BEAT = timedelta(milliseconds=400)
HOUR = timedelta(hours=1)


class MachineTime(HandClock):
    """Machine time for the calendar."""

    def now(self) -> datetime:
        return MachineClock().now()


class SteppedDatetime(datetime):
    """The machine's clock as the scheduler reads it, after somebody has set it."""

    step = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # as the library calls it
        return (real_now() + cls.step).astimezone(tz)


class Sweeper:
    """A runner that has nothing but one tick, and notes when it came."""

    def __init__(self, beat: timedelta = BEAT) -> None:
        self.at: list[float] = []
        self._seconds = asyncio.get_running_loop().time
        self.ticks = {"tick.sweep": Tick("tick.sweep", beat, self._sweep)}

    def wake(self, workspace_id: str = "") -> None:
        pass

    async def _sweep(self) -> int:
        self.at.append(self._seconds())
        return 0

    async def more(self, count: int) -> None:
        """Wait for so many further sweeps."""
        wanted = len(self.at) + count
        async with asyncio.timeout(PATIENCE):
            while len(self.at) < wanted:  # noqa: ASYNC110  a running clock is watched from outside
                await asyncio.sleep(0.01)


@asynccontextmanager
async def _going(runner: Driven) -> AsyncIterator[Clockwork]:
    clockwork = Clockwork(runner, lambda: SteppedDatetime.now().astimezone())
    clockwork.start()
    try:
        yield clockwork
    finally:
        clockwork.stop()


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> type[SteppedDatetime]:
    """The clock that the scheduler reads, right until a test sets it."""
    monkeypatch.setattr(SteppedDatetime, "step", timedelta())
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", SteppedDatetime)
    return SteppedDatetime


async def test_ticks_come_by_themselves_again_and_again() -> None:
    sweeps = Sweeper()
    async with _going(sweeps) as clockwork:
        await sweeps.more(3)
        assert clockwork.is_ticking
        assert clockwork.restart_count == 0


@pytest.mark.parametrize("step", [-HOUR, HOUR, -24 * 365 * HOUR, 24 * 365 * HOUR])
async def test_a_step_of_the_machines_clock_keeps_the_ticks_away_for_three_beats_at_most(
    machine: type[SteppedDatetime], monkeypatch: pytest.MonkeyPatch, step: timedelta
) -> None:
    sweeps = Sweeper(SLOW_BEAT)
    async with _going(sweeps) as clockwork:
        await sweeps.more(2)
        monkeypatch.setattr(machine, "step", step)
        await sweeps.more(3)
        assert clockwork.restart_count == (step < timedelta())
        assert clockwork.is_ticking
    gaps = [later - earlier for earlier, later in zip(sweeps.at, sweeps.at[1:], strict=False)]
    assert max(gaps) < 3 * SLOW_BEAT.total_seconds()


async def test_a_loop_that_was_blocked_for_four_seconds_catches_up_with_one_run() -> None:
    sweeps = Sweeper(timedelta(milliseconds=500))
    async with _going(sweeps) as clockwork:
        await sweeps.more(1)
        time.sleep(4)  # noqa: ASYNC251, TID251  the loop is blocked: that is the test
        await sweeps.more(3)
        assert clockwork.restart_count == 0
    blocked, *after = [later - earlier for earlier, later in zip(sweeps.at, sweeps.at[1:], strict=False)]
    assert blocked >= 4
    assert sum(gap < 0.05 for gap in after) == 0, "a run for each one missed"
    assert len(sweeps.at) == 4


async def test_a_stalled_scheduler_says_so_and_is_restarted() -> None:
    sweeps = Sweeper(SLOW_BEAT)
    async with _going(sweeps) as clockwork:
        await sweeps.more(1)
        clockwork._scheduler.pause()
        async with asyncio.timeout(PATIENCE):
            while clockwork.is_ticking:  # noqa: ASYNC110  as a supervisor asks /readyz again and again
                await asyncio.sleep(0.005)
        await sweeps.more(2)
        assert clockwork.is_ticking
        assert clockwork.restart_count == 1


async def test_a_scheduler_that_has_ended_is_restarted_too() -> None:
    sweeps = Sweeper()
    async with _going(sweeps) as clockwork:
        await sweeps.more(1)
        clockwork._scheduler.shutdown(wait=False)
        await sweeps.more(2)
        assert clockwork.restart_count == 1


async def test_what_is_due_goes_out_without_anybody_waking_the_bot(world: World) -> None:
    world.clock = MachineTime()
    world.__post_init__()
    await world.open()
    soon = world.now + timedelta(milliseconds=300)
    await world.tell(CARLA, weight=MessageClass.RECEIPT, at=soon)
    world.runner.start()
    async with _going(world.runner), asyncio.timeout(PATIENCE):
        while not world.slack.posts:  # noqa: ASYNC110  a running bot is watched from outside
            await asyncio.sleep(0.02)
    await world.runner.stop()
    assert world.slack.posts[0].at >= soon


async def test_a_clock_that_was_never_started_stops_quietly() -> None:
    Clockwork(Sweeper(), real_now).stop()
