"""A wall time comes exactly once a local date, in every zone and over every change of its clock, 2000 to 2037."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.figures import record
from domain.cadence import at_local, occurrence_after
from domain.zones import country_of, is_zone
from tests.unit.domain.zone_oracle import DAY, changes, walk_around

ODD = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "Africa/Juba",
    "Africa/Khartoum",
    "Africa/Sao_Tome",
    "Africa/Tripoli",
    "Africa/Windhoek",
    "America/Adak",
    "America/Araguaina",
    "America/Argentina/San_Luis",
    "America/Asuncion",
    "America/Bogota",
    "America/Cancun",
    "America/Caracas",
    "America/Ciudad_Juarez",
    "America/Coyhaique",
    "America/Fort_Nelson",
    "America/Godthab",
    "America/Grand_Turk",
    "America/Havana",
    "America/Indiana/Knox",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Miquelon",
    "America/New_York",
    "America/Nuuk",
    "America/Port-au-Prince",
    "America/Punta_Arenas",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Casey",
    "Antarctica/Macquarie",
    "Antarctica/Troll",
    "Antarctica/Vostok",
    "Asia/Almaty",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Chita",
    "Asia/Damascus",
    "Asia/Dhaka",
    "Asia/Gaza",
    "Asia/Hebron",
    "Asia/Hovd",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Asia/Ulaanbaatar",
    "Asia/Yerevan",
    "Atlantic/Azores",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Samara",
    "Europe/Volgograd",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Bougainville",
    "Pacific/Chatham",
    "Pacific/Easter",
    "Pacific/Fakaofo",
    "Pacific/Fiji",
    "Pacific/Marquesas",
    "Pacific/Norfolk",
    "Pacific/Tongatapu",
]
"""Half and quarter hours, DST at midnight, in Ramadan or of two hours, skipped days, rules that came and went."""

WALL_MINUTES = (0, 30, 90, 150, 540, 1425)
RECURRENCES = (1, 7, 14, 30)
QUIET_DAYS = (datetime(2000, 2, 29, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC))
NOT_ASKED = {"Factory", "localtime"}


def every_zone() -> list[str]:
    """All names of the tz database that the bot brings along."""
    return sorted(set(files("tzdata").joinpath("zones").read_text().split()) - NOT_ASKED)


def cases(name: str) -> Iterator[tuple[date, int, tuple[date, datetime]]]:
    """Yield (local date, minute of the day, the oracle's occurrence) around each change of a zone, and on quiet days.

    An occurrence goes by its own date, or by that of its instant where the zone left that date out.
    """
    zone = ZoneInfo(name)
    for change in (*changes(zone), *QUIET_DAYS):
        walk = walk_around(change, zone)
        dates = walk.local_dates()
        around = {(change + days * DAY).astimezone(zone).date() for days in (-1, 0, 1)}
        around |= {(change - timedelta(minutes=1)).astimezone(zone).date() + DAY}
        for day in sorted(around):
            midnight = datetime.combine(day, time())
            for minute in WALL_MINUTES:
                at = walk.first_from(midnight + timedelta(minutes=minute))
                yield day, minute, (day if day in dates else at.astimezone(zone).date(), at)


def judge(name: str) -> int:
    """Compare all recurrences of one zone with the oracle; return how many were compared."""
    compared = 0
    for day, minute, expected in cases(name):
        for every in RECURRENCES:
            occurrence = occurrence_after(day - every * DAY, every, minute, name)
            assert occurrence == expected, (name, day, minute, every)
            compared += 1
    return compared


@pytest.mark.parametrize("name", ODD)
def test_a_wall_time_is_the_oracles_around_each_change_of_an_odd_zone(name: str) -> None:
    assert judge(name) >= len(QUIET_DAYS) * len(WALL_MINUTES) * len(RECURRENCES)


def test_the_odd_zones_have_thousands_of_changes_between_them() -> None:
    assert sum(1 for name in ODD for _ in changes(ZoneInfo(name))) > 2_000


@pytest.mark.soak
def test_a_wall_time_is_the_oracles_around_each_change_of_every_zone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = every_zone()
    compared = sum(judge(name) for name in names)
    with capsys.disabled():
        print(f"\nzones: {len(names)}, occurrences compared: {compared:,}, mismatches: 0")  # noqa: T201  the figure
    assert compared > 1_000_000
    record(
        "zones", {"zones": len(names), "occurrences": compared, "mismatches": 0}, command="make soak-zones"
    )


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Pacific/Apia", date(2011, 12, 1), date(2012, 5, 1)),
        ("Africa/Casablanca", date(2026, 1, 1), date(2026, 12, 31)),
        ("America/Sao_Paulo", date(2018, 1, 1), date(2019, 12, 31)),
        ("America/Nuuk", date(2026, 1, 1), date(2026, 12, 31)),
        ("Australia/Lord_Howe", date(2026, 1, 1), date(2026, 12, 31)),
        ("Antarctica/Troll", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
@pytest.mark.parametrize("minute", WALL_MINUTES)
def test_a_daily_series_comes_once_on_every_date_the_zone_has(
    name: str, first: date, last: date, minute: int
) -> None:
    zone = ZoneInfo(name)
    middle = datetime.combine(first, time(), tzinfo=UTC) + (last - first) / 2
    dates = walk_around(middle, zone, days=(last - first).days // 2 + 2).local_dates()
    key, at = first - DAY, datetime.combine(first - 2 * DAY, time(), tzinfo=UTC)
    keys = []
    while key < last:
        before = at
        key, at = occurrence_after(key, 1, minute, name)
        assert at > before
        keys.append(key)
    assert keys == sorted(day for day in dates if first <= day <= last)


def test_a_date_that_apia_left_out_is_made_up_for_on_the_next_one_and_only_once() -> None:
    friday_key, friday_at = occurrence_after(date(2011, 12, 23), 7, 540, "Pacific/Apia")
    assert (friday_key, friday_at) == (date(2011, 12, 31), datetime(2011, 12, 30, 10, tzinfo=UTC))
    daily_key, _ = occurrence_after(friday_key, 1, 540, "Pacific/Apia")
    assert daily_key == date(2012, 1, 1)


def test_an_evening_hour_that_nuuk_left_out_comes_at_midnight_and_the_next_evening_again() -> None:
    evening = occurrence_after(date(2026, 3, 27), 1, 1425, "America/Nuuk")
    assert evening == (date(2026, 3, 28), datetime(2026, 3, 29, 1, tzinfo=UTC))
    key, at = occurrence_after(evening[0], 1, 1425, "America/Nuuk")
    assert (key, at) == (date(2026, 3, 29), datetime(2026, 3, 30, 0, 45, tzinfo=UTC))


stays = st.lists(st.tuples(st.sampled_from(ODD), st.integers(1, 400)), min_size=1, max_size=8)


@given(stays, st.sampled_from(WALL_MINUTES), st.sampled_from([1, 7]))
@example([("Africa/Cairo", 260), ("America/Nuuk", 400)], 1425, 1)
def test_a_traveller_gets_each_occurrence_once_and_misses_none(
    journey: list[tuple[str, int]], minute: int, every: int
) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    last = start = date(2026, 3, 1)
    keys: list[date] = []
    for zone, hours in journey:
        leaves_at = now + timedelta(hours=hours)
        while (due := occurrence_after(last, every, minute, zone))[1] <= leaves_at:
            last, at = due
            now = max(now, at)
            keys.append(last)
        now = leaves_at
    assert keys == [start + every * (n + 1) * DAY for n in range(len(keys))]
    assert last + every * DAY >= at_local(last, 0, journey[-1][0]).date()


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Europe/Stockholm", "SE"),
        ("Asia/Kathmandu", "NP"),
        ("Asia/Calcutta", "IN"),
        ("US/Pacific", "US"),
        ("Iceland", None),
        ("Africa/Timbuktu", None),
        ("Etc/UTC", None),
        ("CET", None),
    ],
)
def test_a_zone_names_a_country_only_where_it_is_that_countrys_own(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


def test_a_zone_this_machine_has_never_heard_of_is_none() -> None:
    assert is_zone("Asia/Kathmandu")
    for name in ("Mars/Olympus", "", "../../etc/passwd", "Europe"):
        assert not is_zone(name)
