"""APScheduler as the metronome: the ticks at fixed intervals of UTC, and a watchdog that restarts it.

Traps it is kept away from (measured with 3.11): no cron in a local zone (02:30 fires twice in autumn), no
misfire grace (the default of one second drops runs in silence), no job store (two schedulers double jobs), no
interval trigger (set ahead by a year, the machine's clock makes it count three million missed runs one by one).
One is left, and is the watchdog's: set back by an hour, the clock silences the scheduler for that hour.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from scheduling.ticks import Tick

SILENT_BEATS = 2.0
"""So many of the shortest intervals without any tick: the clock isn't ticking, and /readyz says so."""
STALLED_BEATS = 2.25
"""So many: the scheduler is restarted. Looked at four times a beat, so within three the ticks are back."""
LANES = {"tick.plan", "tick.dispatch", "tick.solve"}
log = structlog.get_logger()


class Beat(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """Comes every so often. However many runs a blocked loop or a set clock has left out, they come as one."""

    def __init__(self, every: timedelta) -> None:
        self._every = every

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        planned = (previous or now) + self._every
        return planned if planned > now else now + self._every


class Driven(Protocol):
    """What the clock needs of a runner."""

    ticks: dict[str, Tick]

    def wake(self, workspace_id: str = "") -> None: ...


class Clockwork:
    """Drives a runner. `real_now` is the machine's time, which APScheduler itself reads.

    Liveness is measured by the event loop's seconds: they go on evenly whatever happens to the wall clock.
    """

    def __init__(self, runner: Driven, real_now: Callable[[], datetime]) -> None:
        self._runner = runner
        self._real_now = real_now
        self._seconds = asyncio.get_running_loop().time
        self._ticked_at = self._seconds()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._watching: asyncio.Task[None] | None = None
        self.restart_count = 0

    def start(self) -> None:
        """Start all ticks, each first run one interval away; what is due is looked at once now."""
        self._scheduler = self._metronome()
        self._watching = asyncio.create_task(self._watch())
        self._runner.wake()

    def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
        self._silence_metronome()

    @property
    def is_ticking(self) -> bool:
        """Whether a tick has run lately: not so while the scheduler has stalled."""
        return self._silent_seconds < SILENT_BEATS * self._beat

    @property
    def _silent_seconds(self) -> float:
        return self._seconds() - self._ticked_at

    @property
    def _beat(self) -> float:
        """The shortest interval in seconds."""
        return min(tick.every.total_seconds() for tick in self._runner.ticks.values())

    def _metronome(self, **first_run: datetime) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone=UTC)
        for tick in self._runner.ticks.values():
            scheduler.add_job(
                self._tick,
                Beat(tick.every),
                [tick],
                id=tick.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                **first_run,
            )
        scheduler.start()
        return scheduler

    def _silence_metronome(self) -> None:
        with suppress(SchedulerNotRunningError):
            self._scheduler.shutdown(wait=False)

    async def _tick(self, tick: Tick) -> None:
        self._ticked_at = self._seconds()
        if tick.name in LANES:
            self._runner.wake()
            return
        done = await tick.run()
        log.info("tick", tick=tick.name, done=done)

    async def _watch(self) -> None:
        """Restart a scheduler that has fallen silent."""
        while True:
            pause = self._beat / 4
            slept_from = self._seconds()
            await asyncio.sleep(pause)
            # After a blocked loop everything is late alike: the scheduler gets its chance to catch up first.
            was_blocked = self._seconds() - slept_from > 2 * pause
            if not was_blocked and self._silent_seconds >= STALLED_BEATS * self._beat:
                self._restart()

    def _restart(self) -> None:
        log.warning("clock_restarted", silent_seconds=round(self._silent_seconds, 1))
        self._silence_metronome()
        self._scheduler = self._metronome(next_run_time=self._real_now())
        self.restart_count += 1
