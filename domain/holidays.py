"""Public holidays: on which days a country, or one part of it, is closed, and what each is called."""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import import_module

from holidays import country_holidays

from domain.cadence import OFFICE_HOURS, Window
from domain.zones import country_of

CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
LANGUAGE = "en_US"
"""Of the names, where the library has it; else they come in the country's own."""


@dataclass(frozen=True)
class Holidays:
    """The closed days of `country`: an ISO 3166 code (DE, DE-BY); of none, no day is closed.

    `is_from_zone`: nobody named the country, the time zone did.
    """

    country: str | None = None
    is_from_zone: bool = False

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.name_of(day) is not None

    def name_of(self, day: date) -> str | None:
        """Return what the holiday on `day` is called; None on any other day."""
        return _names(self.country, day.year).get(day) if self.country else None

    def next_from(self, day: date) -> date | None:
        """Return the first holiday on `day` or later, within this year and the next."""
        if self.country is None:
            return None
        ahead = (found for year in (day.year, day.year + 1) for found in sorted(_names(self.country, year)))
        return next((found for found in ahead if found >= day), None)


def load_holidays() -> None:
    """Read the tables now: all countries at once, which takes a second. Later it would stop a running loop."""
    import_module("holidays.countries")


@lru_cache(maxsize=4096)
def holidays_of(country: str | None, zone: str) -> Holidays:
    """Return the holidays somebody keeps: of the country named for her, else of the one her zone names."""
    if country is not None:
        return Holidays(country)
    return Holidays(country_of(zone), is_from_zone=True)


def office_hours(zone: str) -> Window:
    """Return a program's own working time: Monday to Friday but for the holidays of its zone's country."""
    return Window(
        OFFICE_HOURS.start_minute, OFFICE_HOURS.end_minute, OFFICE_HOURS.days, holidays_of(None, zone)
    )


@cache
def is_country(code: str) -> bool:
    """Tell whether holidays are known of an ISO 3166 code: a country (DE) or one part of it (DE-BY)."""
    if not CODE.fullmatch(code):
        return False
    country, part = _parts(code)
    try:
        country_holidays(country, subdiv=part)
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=4096)
def _names(code: str, year: int) -> Mapping[date, str]:
    country, part = _parts(code)
    with warnings.catch_warnings():
        # Of years whose moon nobody has published yet some countries warn, and give the fixed dates.
        warnings.simplefilter("ignore")
        return dict(country_holidays(country, subdiv=part, years=year, language=LANGUAGE))


def _parts(code: str) -> tuple[str, str | None]:
    country, _, part = code.partition("-")
    return country, part or None
