"""The machine: two kinds of time, moved (calendar, cadence, pacing) and real (signatures, liveness).

The only file that may read the wall clock.
"""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from domain.ports import Clock

LONGEST_NAP = timedelta(seconds=5)
"""A sleeper looks at the wall clock again this often, so that a step of the clock is noticed."""


def real_now() -> datetime:
    """Return the machine's time, whatever the calendar was moved to."""
    return datetime.now(UTC)


class MachineClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return real_now()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, until: datetime) -> None:
        """Return at `until`, at once when it has passed."""
        await asyncio.sleep(0)
        while (left := until - self.now()) > timedelta():  # noqa: ASYNC110  the clock may be stepped
            await asyncio.sleep(min(left, LONGEST_NAP).total_seconds())


class MovedClock:
    """Another clock, moved ahead: time keeps flowing from there and never goes back."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._offset = timedelta()
        self._latest = real.now()
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        self._latest = max(self._latest, self._real.now() + self._offset)
        return self._latest

    def monotonic(self) -> float:
        return self._real.monotonic() + self._offset.total_seconds()

    def move_to(self, instant: datetime) -> None:
        """Make it `instant` now and wake all sleepers; an instant that has passed changes nothing."""
        ahead = instant - self.now()
        if ahead <= timedelta():
            return
        self._offset += ahead
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, until: datetime) -> None:
        """Return at `until` of the moved time, also when the clock is moved past it meanwhile."""
        while (left := until - self.now()) > timedelta():
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, LONGEST_NAP).total_seconds()):
                    await self._moved.wait()
