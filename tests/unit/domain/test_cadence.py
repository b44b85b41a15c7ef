"""The calendar's rules, judged by an oracle that only walks minutes and reads the wall clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cadence import (
    Window,
    add_working_days,
    at_local,
    is_inside,
    local_date,
    next_allowed,
    next_allowed_for_both,
    next_day_start,
    shared_slots,
    spans,
    working_days_before,
)

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
NIGHT_SHIFT = Window(22 * 60, 6 * 60)
CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/St_Johns": (date(2011, 3, 13), date(2011, 11, 6)),
    "Asia/Kathmandu": (date(2026, 3, 29), date(2026, 10, 25)),
    "Pacific/Apia": (date(2011, 12, 30), date(2012, 4, 1)),
}
"""Zones with days near which their clocks change: at odd offsets, by half an hour, by a whole day."""

zones = st.sampled_from(sorted(CHANGES))
minutes = st.integers(0, 95).map(lambda quarter: quarter * 15)
weekdays = st.frozensets(st.integers(1, 7), min_size=1)
windows = st.builds(Window, minutes, minutes, weekdays)


@st.composite
def moments(draw: st.DrawFn) -> tuple[datetime, str]:
    """A zone, and an instant on a quarter of an hour within three days of a clock change."""
    zone = draw(zones)
    day = draw(st.sampled_from(CHANGES[zone]))
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight + draw(st.integers(-3 * 96, 4 * 96)) * QUARTER, zone


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def wall(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def first_instant_from(local: datetime, zone: str) -> datetime:
    """The oracle's reading of a wall time: walk until the wall clock shows it, or has jumped over it."""
    instant = local.replace(tzinfo=UTC) - timedelta(hours=38)
    while wall(instant, zone) < local:
        instant += QUARTER
    while wall(instant - MINUTE, zone) >= local:  # some gaps open a minute after the quarter
        instant -= MINUTE
    return instant


def is_open(instant: datetime, window: Window, zone: str, closed: frozenset[date] = frozenset()) -> bool:
    """The oracle's answer: a span of today's, or of a shift begun before, holds this instant."""
    today = wall(instant, zone).date()
    overnight = timedelta(days=window.end_minute <= window.start_minute)
    for day in (today - timedelta(days=2), today - timedelta(days=1), today):
        midnight = datetime(day.year, day.month, day.day)
        start = midnight + timedelta(minutes=window.start_minute)
        end = midnight + overnight + timedelta(minutes=window.end_minute)
        is_working_day = day.isoweekday() in window.days and day not in closed
        if is_working_day and first_instant_from(start, zone) <= instant < first_instant_from(end, zone):
            return True
    return False


@settings(max_examples=80)
@given(moments(), windows, st.booleans())
def test_the_next_allowed_instant_is_the_first_open_one(
    moment: tuple[datetime, str], window: Window, is_first_day_closed: bool
) -> None:
    instant, zone = moment
    closed = frozenset({local_date(instant, zone)}) if is_first_day_closed else frozenset()
    found = next_allowed(instant, replace(window, closed=closed), zone)
    assert is_open(found, window, zone, closed)
    step = max(QUARTER, (found - instant) // 40 // QUARTER * QUARTER)
    while instant < found:
        assert not is_open(instant, window, zone, closed)
        instant += step
    if found > moment[0]:
        assert not is_open(found - QUARTER, window, zone, closed)


@given(moments(), windows)
def test_an_allowed_instant_stays_where_it_is(moment: tuple[datetime, str], window: Window) -> None:
    found = next_allowed(moment[0], window, moment[1])
    assert next_allowed(found, window, moment[1]) == found
    assert is_inside(found, window, moment[1])


@given(moments(), windows)
def test_spans_come_in_order_and_are_never_empty(moment: tuple[datetime, str], window: Window) -> None:
    instant, zone = moment
    edges = [edge for span in spans(window, zone, local_date(instant, zone), 10) for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in zip(edges[::2], edges[1::2], strict=True))


@given(moments(), minutes)
def test_a_wall_time_becomes_the_first_instant_that_shows_it(
    moment: tuple[datetime, str], minute: int
) -> None:
    day = local_date(*moment)
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    assert at_local(day, minute, moment[1]) == first_instant_from(local, moment[1])


@pytest.mark.parametrize(
    ("day", "minute", "zone", "expected"),
    [
        (date(2026, 3, 29), 150, "Europe/Berlin", utc(2026, 3, 29, 1)),
        (date(2026, 10, 25), 150, "Europe/Berlin", utc(2026, 10, 25, 0, 30)),
        (date(2026, 11, 1), 90, "America/New_York", utc(2026, 11, 1, 5, 30)),
        (date(2026, 10, 4), 135, "Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),
        (date(2011, 12, 30), 540, "Pacific/Apia", utc(2011, 12, 30, 10)),
        (date(2026, 5, 4), 540, "Asia/Kathmandu", utc(2026, 5, 4, 3, 15)),
        (date(2026, 5, 4), 1440, "UTC", utc(2026, 5, 5)),
    ],
    ids=["gap", "twice", "twice in New York", "half an hour", "a whole day", "odd offset", "midnight"],
)
def test_a_wall_time_that_is_missing_or_comes_twice(
    day: date, minute: int, zone: str, expected: datetime
) -> None:
    assert at_local(day, minute, zone) == expected


def test_the_last_minute_is_inside_and_the_end_is_not() -> None:
    monday_five = utc(2026, 6, 1, 15)
    assert is_inside(monday_five - timedelta(seconds=1), Window(), "Europe/Berlin")
    assert next_allowed(monday_five, Window(), "Europe/Berlin") == utc(2026, 6, 2, 7)


def test_friday_evening_waits_for_monday_morning() -> None:
    assert next_allowed(utc(2026, 6, 5, 20), Window(), "Europe/Berlin") == utc(2026, 6, 8, 7)


def test_a_night_shift_belongs_to_the_day_it_starts_on() -> None:
    saturday_three = utc(2026, 6, 6, 3)
    monday_three = utc(2026, 6, 8, 3)
    assert is_inside(saturday_three, NIGHT_SHIFT, "UTC")
    assert next_allowed(monday_three, NIGHT_SHIFT, "UTC") == utc(2026, 6, 8, 22)


def test_equal_hours_mean_round_the_clock() -> None:
    always = Window(540, 540, frozenset(range(1, 8)))
    assert always.length == timedelta(days=1)
    assert is_inside(utc(2026, 6, 7, 8, 59), always, "UTC")


def test_a_window_without_days_holds_nothing_up() -> None:
    assert next_allowed(utc(2026, 6, 7), Window(days=frozenset()), "UTC") == utc(2026, 6, 7)


@given(moments(), windows, zones, windows)
def test_an_instant_for_both_is_inside_both_or_at_least_inside_the_first(
    moment: tuple[datetime, str], window: Window, other_zone: str, other: Window
) -> None:
    instant, zone = moment
    found = next_allowed_for_both(instant, (window, zone), (other, other_zone))
    assert found >= instant
    if not (is_inside(found, window, zone) and is_inside(found, other, other_zone)):
        assert found == next_allowed(instant, window, zone)


def test_people_whose_hours_never_meet_are_told_in_the_hours_of_the_first() -> None:
    found = next_allowed_for_both(utc(2026, 6, 1), (Window(), "UTC"), (NIGHT_SHIFT, "UTC"))
    assert found == utc(2026, 6, 1, 9)


@given(moments(), windows, zones, windows, st.sampled_from([15, 45, 90]))
def test_every_offered_slot_leaves_room_inside_both_windows(
    moment: tuple[datetime, str], window: Window, other_zone: str, other: Window, length: int
) -> None:
    after, zone = moment
    until = after + timedelta(days=7)
    room = timedelta(minutes=length)
    slots = shared_slots((window, zone), (other, other_zone), after=after, until=until, length=room, count=3)
    assert list(slots) == sorted(set(slots))
    assert len(slots) <= 3
    for slot in slots:
        assert after <= slot <= until - room
        for hours, where in ((window, zone), (other, other_zone)):
            assert _fits(slot, room, hours, where)


def _fits(slot: datetime, room: timedelta, window: Window, zone: str) -> bool:
    near = spans(window, zone, local_date(slot, zone) - timedelta(days=2), 4)
    return any(start <= slot and slot + room <= end for start, end in near)


def test_slots_are_offered_on_different_days_first() -> None:
    office = (Window(), "UTC")
    monday = utc(2026, 6, 1)
    slots = shared_slots(
        office, office, after=monday, until=monday + timedelta(days=9), length=timedelta(hours=1), count=3
    )
    assert slots == (utc(2026, 6, 1, 9), utc(2026, 6, 2, 9), utc(2026, 6, 3, 9))


def test_a_single_shared_day_offers_several_slots_of_it() -> None:
    mondays = (Window(days=frozenset({1})), "UTC")
    monday = utc(2026, 6, 1)
    slots = shared_slots(
        mondays, mondays, after=monday, until=monday + timedelta(days=5), length=timedelta(hours=1), count=3
    )
    assert slots == (utc(2026, 6, 1, 9), utc(2026, 6, 1, 9, 30), utc(2026, 6, 1, 10))


def test_too_short_an_overlap_offers_nothing() -> None:
    early, late = (Window(540, 600), "UTC"), (Window(570, 1020), "UTC")
    monday = utc(2026, 6, 1)
    offered = shared_slots(
        early, late, after=monday, until=monday + timedelta(days=5), length=timedelta(minutes=45), count=3
    )
    assert offered == ()


@given(moments(), windows, st.integers(0, 12))
def test_working_days_are_the_persons_own(moment: tuple[datetime, str], window: Window, count: int) -> None:
    instant, zone = moment
    found = add_working_days(instant, count, window, zone)
    first, last = local_date(instant, zone), local_date(found, zone)
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(day.isoweekday() in window.days for day in between) >= count
    assert is_inside(found, window, zone)


def test_two_working_days_after_thursday_is_monday_at_the_same_local_time() -> None:
    thursday_in_winter = utc(2026, 3, 26, 9)
    monday_in_summer = utc(2026, 3, 30, 8)
    assert add_working_days(thursday_in_winter, 2, Window(), "Europe/Berlin") == monday_in_summer


def test_working_days_are_counted_backwards_too() -> None:
    assert working_days_before(date(2026, 6, 2), 3, Window()) == date(2026, 5, 28)
    assert working_days_before(date(2026, 6, 2), 3, Window(days=frozenset())) == date(2026, 5, 30)


@given(moments(), windows)
def test_the_next_days_start_is_on_a_later_local_day(moment: tuple[datetime, str], window: Window) -> None:
    instant, zone = moment
    found = next_day_start(instant, window, zone)
    assert local_date(found, zone) > local_date(instant, zone)
