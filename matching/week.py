"""The "can meet" week as a bitmap: 672 quarter hours of a UTC week that starts on Monday."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

SLOT_MINUTES = 15
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
WEEK_SLOTS = WEEK_MINUTES // SLOT_MINUTES
FULL_WEEK = (1 << WEEK_SLOTS) - 1


def week_mask(work_days: Iterable[int], start_minute: int, end_minute: int, utc_offset_minutes: int) -> int:
    """Return the bitmap of one daily local window on the given days (1 = Monday … 7).

    An end before the start means overnight: the window belongs to the day it starts on.
    Only whole quarter hours of UTC count, so that no promised minute lies outside the window.
    """
    length = end_minute - start_minute
    if length < 0:
        length += DAY_MINUTES
    mask = 0
    for day in set(work_days):
        start = (day - 1) * DAY_MINUTES + start_minute - utc_offset_minutes
        mask |= _window(start, start + length)
    return mask


def local_week(work_days: Iterable[int], start_minute: int, end_minute: int, zone: tzinfo, on: date) -> int:
    """Return the bitmap of a daily window as the zone's clocks stand on one date (a round's start)."""
    # Noon: clocks change at night, so the whole working day has this offset.
    offset = datetime.combine(on, time(12), tzinfo=zone).utcoffset() or timedelta()
    return week_mask(work_days, start_minute, end_minute, round(offset / timedelta(minutes=1)))


def run_starts(mask: int, minutes: int) -> int:
    """Return the slots at which an unbroken stretch of `minutes` starts (the week is a ring)."""
    starts = mask
    for slot in range(1, -(-minutes // SLOT_MINUTES)):
        starts &= _rotate(mask, slot)
    return starts


def _window(start: int, end: int) -> int:
    first = -(-start // SLOT_MINUTES)
    slots = end // SLOT_MINUTES - first
    if slots <= 0:
        return 0
    return _rotate((1 << slots) - 1, -first)


def _rotate(mask: int, slots: int) -> int:
    slots %= WEEK_SLOTS
    return (mask >> slots | mask << (WEEK_SLOTS - slots)) & FULL_WEEK
