"""Whose public holidays somebody keeps, and which days they are."""

from datetime import date

import pytest
from holidays.registry import COUNTRIES

from domain.cadence import Window, next_allowed, working_days_before
from domain.holidays import Holidays, holidays_of, is_country, office_hours
from domain.zones import country_of
from tests.unit.domain.test_cadence import utc
from tests.unit.domain.test_zones import every_zone

GOOD_FRIDAY = date(2026, 4, 3)


def test_the_country_that_was_named_counts_and_else_the_zones() -> None:
    assert holidays_of("DE-BY", "America/New_York") == Holidays("DE-BY")
    assert holidays_of(None, "America/New_York") == Holidays("US", is_from_zone=True)


def test_without_a_country_no_day_is_closed() -> None:
    nowhere = holidays_of(None, "CET")
    assert nowhere.country is None
    assert date(2026, 12, 25) not in nowhere
    assert nowhere.name_of(date(2026, 12, 25)) is None
    assert nowhere.next_from(date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("DE", GOOD_FRIDAY, "Good Friday"),
        ("DE", date(2026, 6, 4), None),
        ("DE-BY", date(2026, 6, 4), "Corpus Christi"),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
        ("US", date(2026, 7, 3), "Independence Day (observed)"),
        ("FR", date(2026, 7, 14), "National Day"),
    ],
)
def test_a_holiday_has_its_name_and_a_working_day_none(country: str, day: date, name: str | None) -> None:
    assert Holidays(country).name_of(day) == name
    assert (day in Holidays(country)) == (name is not None)


def test_the_next_holiday_may_be_today_and_may_lie_in_the_next_year() -> None:
    german = Holidays("DE")
    assert german.next_from(GOOD_FRIDAY) == GOOD_FRIDAY
    assert german.next_from(date(2026, 12, 27)) == date(2027, 1, 1)


@pytest.mark.parametrize("code", ["DE", "DE-BY", "GB-SCT", "US-CA", "UK"])
def test_a_country_or_a_part_of_one_is_known(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize("code", ["", "XX", "de", "DEU", "DE-", "DE-ZZ", "DE-BY-1", "D€", "Germany"])
def test_anything_else_is_no_country(code: str) -> None:
    assert not is_country(code)


def test_every_country_gives_days_that_lie_in_the_year_asked_for() -> None:
    for _, code, *_ in COUNTRIES.values():
        named = Holidays(code)
        for year in (2026, 2037):
            day = named.next_from(date(year, 1, 1))
            assert day is None or (day.year in (year, year + 1) and named.name_of(day)), code


def test_every_country_that_a_zone_names_is_one_whose_holidays_are_known() -> None:
    named = {country for zone in every_zone() if (country := country_of(zone))}
    assert len(named) > 200
    assert all(is_country(country) for country in named)


def test_holidays_are_no_working_days_and_nobody_is_free_to_read_then() -> None:
    window = Window(closed=Holidays("DE"))
    assert not window.is_working_day(GOOD_FRIDAY)
    assert working_days_before(date(2026, 4, 7), 1, window) == date(2026, 4, 2)
    assert next_allowed(utc(2026, 4, 2, 16), window, "Europe/Berlin") == utc(2026, 4, 7, 7)


def test_a_programs_office_is_closed_on_the_holidays_of_its_zone() -> None:
    assert not office_hours("Europe/Berlin").is_working_day(GOOD_FRIDAY)
    assert office_hours("America/New_York").is_working_day(GOOD_FRIDAY)


def test_two_windows_are_the_same_hours_whatever_the_holidays() -> None:
    assert Window(closed=Holidays("DE")) == Window()
