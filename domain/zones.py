"""Time zones by name: which exist, and which country one names. The tables are those of the tz database."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@cache
def is_zone(name: str) -> bool:
    """Tell whether this machine knows the zone; Slack may know one that is newer than our tables."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def country_of(zone: str) -> str | None:
    """Return the one country (ISO 3166) whose zone this is, or None.

    A city of zone.tab stands in one country, though its clocks may serve several (Europe/Berlin: Sweden, too).
    An old name (Asia/Calcutta) stands for its successor's country only where that one's clocks serve no other.
    """
    return _countries_by_city().get(zone) or _countries_by_clock().get(_successors().get(zone, ""))


@cache
def _countries_by_city() -> Mapping[str, str]:
    return _only_country("zone.tab")


@cache
def _countries_by_clock() -> Mapping[str, str]:
    return _only_country("zone1970.tab")


def _only_country(table: str) -> Mapping[str, str]:
    """Read zone → country, leaving out the zones of which the table names more than one."""
    named: dict[str, set[str]] = {}
    for line in _lines(table):
        countries, _, zone, *_ = line.split("\t")
        named.setdefault(zone, set()).update(countries.split(","))
    return {zone: min(countries) for zone, countries in named.items() if len(countries) == 1}


@cache
def _successors() -> Mapping[str, str]:
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {old: zone for _, zone, old in links}


def _lines(table: str) -> list[str]:
    text = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
