"""One moved clock for many processes: faster than the machine's, and a file holds how far it was set ahead."""

import asyncio
import struct
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import real_now

AHEAD = struct.Struct("d")
NAP = 0.01


@dataclass(frozen=True)
class SharedClock:
    """Implements `domain.ports.Clock`: at the real instant `began` it showed `shows`."""

    file: Path
    began: datetime
    shows: datetime
    speed: float

    def now(self) -> datetime:
        return self.shows + (real_now() - self.began) * self.speed + self._ahead()

    def monotonic(self) -> float:
        """Its own seconds: a row in doubt settles as soon as the clock says."""
        return time.monotonic() * self.speed + self._ahead().total_seconds()

    async def sleep(self, until: datetime) -> None:
        while self.now() < until:  # noqa: ASYNC110  another process may set the clock ahead
            await asyncio.sleep(NAP)

    def move(self, span: timedelta) -> None:
        """Set it ahead, for all processes. Only one of them may do this."""
        seconds = (self._ahead() + span).total_seconds()
        with self.file.open("r+b") as file:
            file.write(AHEAD.pack(seconds))

    def _ahead(self) -> timedelta:
        return timedelta(seconds=AHEAD.unpack(self.file.read_bytes())[0])


def clock_in(folder: Path, shows: datetime, speed: float = 1.0) -> SharedClock:
    """Make a clock that shows `shows` now."""
    file = folder / "clock"
    file.write_bytes(AHEAD.pack(0.0))
    return SharedClock(file, real_now(), shows, speed)
