"""When: pure rules from a window, a zone and an instant to the next allowed one. Local time lives here."""

from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 24 * 60
SLOT_STEP = timedelta(minutes=30)
LOOK_AHEAD_DAYS = 60
NO_DAYS: frozenset[date] = frozenset()
EVERY_DAY = frozenset(range(1, 8))


@dataclass(frozen=True)
class Window:
    """A week's hours: minutes after local midnight on ISO weekdays (1 = Monday).

    `end_minute` at or below `start_minute` means an overnight shift: it belongs to the day it starts on.
    On `closed` days (public holidays) it doesn't open; they are not part of what a person has chosen.
    """

    start_minute: int = 9 * 60
    end_minute: int = 17 * 60
    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    closed: Container[date] = field(default=NO_DAYS, compare=False, repr=False)

    @property
    def length(self) -> timedelta:
        minutes = self.end_minute - self.start_minute
        return timedelta(minutes=minutes if minutes > 0 else minutes + MINUTES_PER_DAY)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts as a working day; without any weekday chosen every one does."""
        return day.isoweekday() in (self.days or EVERY_DAY) and day not in self.closed


OFFICE_HOURS = Window()


def local_date(instant: datetime, zone: str) -> date:
    """The calendar day of `instant` for somebody in `zone`."""
    return instant.astimezone(ZoneInfo(zone)).date()


def at_local(day: date, minute: int, zone: str) -> datetime:
    """The instant of a local wall time, as aware UTC.

    A wall time that doesn't exist moves to the first valid instant; of one that comes twice the first counts.
    """
    wall = datetime.combine(day, time(0)) + timedelta(minutes=minute)
    tz = ZoneInfo(zone)
    instant = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    back = instant.astimezone(tz).replace(tzinfo=None)
    if back == wall:
        return instant
    return _end_of_gap(wall, tz)


def _end_of_gap(wall: datetime, tz: ZoneInfo) -> datetime:
    """The first instant after the gap that `wall` falls into: where the offset changes (PEP 495)."""
    early, late = (wall.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (1, 0))
    new_offset = late.astimezone(tz).utcoffset()

    def is_over(seconds: int) -> bool:
        return (early + timedelta(seconds=seconds)).astimezone(tz).utcoffset() == new_offset

    gap = range(int((late - early).total_seconds()))
    return early + timedelta(seconds=bisect_left(gap, x=1, key=is_over))


def spans(window: Window, zone: str, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
    """Yield the window's open spans, in order, that start on `first` … `first + days - 1`."""
    for offset in range(days):
        day = first + timedelta(days=offset)
        if day.isoweekday() not in window.days or day in window.closed:
            continue
        start = at_local(day, window.start_minute, zone)
        ends_next_day = window.end_minute <= window.start_minute
        end_day = day + timedelta(days=1) if ends_next_day else day
        end = at_local(end_day, window.end_minute, zone)
        if start < end:
            yield start, end


def next_allowed(instant: datetime, window: Window, zone: str) -> datetime:
    """Return `instant` itself inside the window, else the start of the next open span."""
    first = local_date(instant, zone) - timedelta(days=1)
    for start, end in spans(window, zone, first, LOOK_AHEAD_DAYS):
        if instant < end:
            return max(instant, start)
    return instant


def next_allowed_for_both(instant: datetime, one: tuple[Window, str], other: tuple[Window, str]) -> datetime:
    """Return the first instant inside both windows, or inside `one` when they never meet within two weeks."""
    at = instant
    for _ in range(4 * 14):
        later = next_allowed(next_allowed(at, *one), *other)
        if later == at:
            return at
        if later - instant > timedelta(days=14):
            break
        at = later
    return next_allowed(instant, *one)


def next_day_start(instant: datetime, window: Window, zone: str) -> datetime:
    """Return the start of the first open span on a later local day than `instant`."""
    tomorrow = local_date(instant, zone) + timedelta(days=1)
    return next(
        (start for start, _ in spans(window, zone, tomorrow, LOOK_AHEAD_DAYS) if start > instant),
        instant + timedelta(days=1),
    )


def add_working_days(instant: datetime, count: int, window: Window, zone: str) -> datetime:
    """Return the same local time `count` of the person's own working days later, inside the window."""
    local = instant.astimezone(ZoneInfo(zone))
    day, left = local.date(), count
    while left:
        day += timedelta(days=1)
        left -= window.is_working_day(day)
    minute = local.hour * 60 + local.minute
    return next_allowed(at_local(day, minute, zone), window, zone)


def working_days_before(day: date, count: int, window: Window) -> date:
    """Return the day `count` working days before `day`."""
    left = count
    while left:
        day -= timedelta(days=1)
        left -= window.is_working_day(day)
    return day


def morning_before(instant: datetime, count: int, window: Window, zone: str) -> datetime:
    """Return the start of the window `count` working days before the local day of `instant`."""
    day = working_days_before(local_date(instant, zone), count, window)
    return at_local(day, window.start_minute, zone)


def occurrence_after(last: date, every_days: int, minute: int, zone: str) -> tuple[date, datetime]:
    """Return the next occurrence of a series after the one of `last`: its key, a local date, and its instant.

    Counted from the last one's local date, so a traveller neither gets a date twice nor loses one. A date that a
    zone leaves out (Apia, 2011-12-30) is made up for at the first valid instant, under that instant's own date;
    an evening hour that a zone leaves out (Nuuk, 2026-03-28 from 23:00) comes at midnight, but stays that day's.
    """
    day = last + timedelta(days=every_days)
    at = at_local(day, minute, zone)
    exists = local_date(at_local(day, 0, zone), zone) == day
    return day if exists else local_date(at, zone), at


def shared_slots(
    one: tuple[Window, str],
    other: tuple[Window, str],
    *,
    after: datetime,
    until: datetime,
    length: timedelta,
    count: int,
) -> tuple[datetime, ...]:
    """Offer up to `count` starts, on different days where possible, at which both can meet for `length`."""
    days = max(1, (until - after).days + 2)
    slots: list[datetime] = []
    later_the_same_day: list[datetime] = []
    for start, end in _overlaps(one, other, after, days):
        for slot in _starts(max(start, after), min(end, until), length):
            is_new_day = all(local_date(slot, one[1]) != local_date(s, one[1]) for s in slots)
            (slots if is_new_day else later_the_same_day).append(slot)
        if len(slots) >= count:
            break
    return tuple(sorted((slots + later_the_same_day)[:count]))


def _overlaps(
    one: tuple[Window, str], other: tuple[Window, str], after: datetime, days: int
) -> Iterator[tuple[datetime, datetime]]:
    theirs = list(spans(*other, local_date(after, other[1]) - timedelta(days=1), days + 2))
    for start, end in spans(*one, local_date(after, one[1]) - timedelta(days=1), days + 2):
        for their_start, their_end in theirs:
            low, high = max(start, their_start), min(end, their_end)
            if low < high:
                yield low, high


def _starts(low: datetime, high: datetime, length: timedelta) -> Iterator[datetime]:
    """Yield half-hour starts inside [low, high) that leave room for `length`."""
    slot = _round_up(low)
    while slot + length <= high:
        yield slot
        slot += SLOT_STEP


def _round_up(instant: datetime) -> datetime:
    base = instant.replace(minute=0, second=0, microsecond=0)
    while base < instant:
        base += SLOT_STEP
    return base


def is_inside(instant: datetime, window: Window, zone: str) -> bool:
    """Tell whether `instant` falls into an open span."""
    return next_allowed(instant, window, zone) == instant
