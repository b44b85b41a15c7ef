"""APScheduler as the metronome: the ticks at fixed intervals, and one wake-up at the next due instant.

Traps it is kept away from (measured with 3.11): no cron in a local zone (02:30 fires twice in autumn), no
misfire grace (the default of one second drops runs in silence), no job store (two schedulers double jobs).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.ports import Clock
from scheduling.runner import EmbeddedRunner
from scheduling.ticks import Tick

NEXT = "next"
LONGEST_SLEEP = timedelta(seconds=30)
log = structlog.get_logger()


class Clockwork:
    """Drives a runner. `real_now` is the machine's time, which APScheduler itself reads."""

    def __init__(self, runner: EmbeddedRunner, clock: Clock, real_now: Callable[[], datetime]) -> None:
        self._runner = runner
        self._clock = clock
        self._real_now = real_now
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._ticked_at = clock.monotonic()

    def start(self) -> None:
        """Start all ticks; each first run is one interval away, the wake-up comes at once."""
        for tick in self._runner.ticks.values():
            self._scheduler.add_job(
                self._tick,
                "interval",
                [tick],
                seconds=tick.every.total_seconds(),
                id=tick.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()
        self._runner.wake()
        self._wake_at(self._real_now())

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    @property
    def is_ticking(self) -> bool:
        """Whether a tick has run within three of the longest intervals."""
        return self._clock.monotonic() - self._ticked_at < 3 * LONGEST_SLEEP.total_seconds()

    async def _tick(self, tick: Tick) -> None:
        self._ticked_at = self._clock.monotonic()
        if tick.name in {"tick.plan", "tick.dispatch", "tick.solve"}:
            self._runner.wake()
            return
        done = await tick.run()
        log.info("tick", tick=tick.name, done=done)

    async def _wake_up(self) -> None:
        """Wake the runner, and sleep until the next due instant, half a minute at most."""
        # Stands if the store can't be asked now.
        self._wake_at(self._real_now() + LONGEST_SLEEP)
        self._runner.wake()
        due = await self._runner.next_due()
        wait = (
            LONGEST_SLEEP if due is None else min(max(due - self._clock.now(), timedelta(0)), LONGEST_SLEEP)
        )
        self._wake_at(self._real_now() + max(wait, timedelta(seconds=1)))

    def _wake_at(self, instant: datetime) -> None:
        self._scheduler.add_job(
            self._wake_up,
            "date",
            run_date=instant,
            id=NEXT,
            replace_existing=True,
            misfire_grace_time=None,
        )
