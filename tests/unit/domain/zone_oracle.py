"""The zones' oracle: walks UTC minutes and reads the wall clock. Shares no code with domain/cadence.py."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Walk:
    """Every UTC minute of a stretch, and what a wall clock shows at it, in minutes since its own zero."""

    start: datetime
    walls: npt.NDArray[np.int64]

    def first_from(self, wall: datetime) -> datetime:
        """Return the first minute at which the clock shows `wall`, or has jumped over it."""
        index = int(np.argmax(self.walls >= minutes_of(wall)))
        if index == 0:
            raise AssertionError("the walk begins too late")
        return self.start + index * MINUTE

    def local_dates(self) -> set[date]:
        """Return the dates that come up on this clock."""
        return {(EPOCH + int(day) * DAY).date() for day in np.unique(self.walls // 1440)}


def minutes_of(wall: datetime) -> int:
    return (wall - EPOCH) // MINUTE


def offset_at(instant: datetime, zone: ZoneInfo) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    if offset is None:
        raise AssertionError("a zone without an offset")
    return offset


@cache
def changes(zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return each minute from 2000 to 2037 at which the zone's offset has just changed."""
    found = []
    before, instant = offset_at(FIRST, zone), FIRST
    while instant < LAST:
        if offset_at(instant + DAY, zone) != before:
            minute = instant
            while offset_at(minute, zone) == before:
                minute += timedelta(hours=1)
            while offset_at(minute - MINUTE, zone) != before:
                minute -= MINUTE
            found.append(minute)
            before = offset_at(instant + DAY, zone)
        instant += DAY
    return tuple(found)


def walk_around(change: datetime, zone: ZoneInfo, days: int = 4) -> Walk:
    """Walk the minutes of some days before and after a change."""
    start, count = change - days * DAY, 2 * days * 1440
    walls = np.arange(count, dtype=np.int64) + minutes_of(start.replace(tzinfo=None))
    for step in range(0, count, 60):
        instant = start + step * MINUTE
        hour = slice(step, step + 60)
        if offset_at(instant, zone) == offset_at(instant + 59 * MINUTE, zone):
            walls[hour] += offset_at(instant, zone) // MINUTE
        else:
            walls[hour] += [offset_at(instant + n * MINUTE, zone) // MINUTE for n in range(60)]
    return Walk(start, walls)
