"""The promises as plain rules: which states may follow which, when somebody may read, how long a message lives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

COUNTRIES = {
    "Europe/Berlin": "DE",
    "Europe/London": "GB",
    "America/New_York": "US",
    "America/Sao_Paulo": "BR",
    "Asia/Kolkata": "IN",
    "Asia/Kathmandu": "NP",
    "Asia/Tokyo": "JP",
    "Australia/Lord_Howe": "AU",
    "America/St_Johns": "CA",
    "Africa/Nairobi": "KE",
    "Pacific/Auckland": "NZ",
    "Pacific/Honolulu": "US",
}
"""Where somebody in a time zone lives, as the world knows it: its public holidays are hers."""

NEWS = {"post", "file"}
"""What somebody is shown anew; redraws and readings of profiles can be done as often as one likes."""
CAPPED = {"must_arrive", "question", "nudge", "digest"}
OF_ITS_EVENT = {"round.proposal", "care.held", "care.concern"}
"""Told each time it happens: a new set of pairs, messages that were set aside, somebody who asks for help."""
MOST_A_DAY = 3
LIVES = {"nudge": timedelta(hours=24), "question": timedelta(days=7)}
STRIDE = timedelta(minutes=15)
LONGEST_WAIT = timedelta(days=14)

OF_A_POST = {
    None: {"pending"},
    "pending": {"claimed", "cancelled", "expired", "failed", "held"},
    "claimed": {"sending", "pending", "cancelled", "failed", "held"},
    "sending": {"sent", "pending", "failed", "held", "expired"},
    "held": {"pending", "sent", "cancelled", "expired", "failed"},
    "cancelled": {"pending"},  # taken back and wished for again, before anybody saw it
}
"""Of a message, `sent`, `failed` and `expired` are final."""
OF_A_REDRAW = {
    None: {"pending"},
    "pending": {"claimed", "cancelled", "expired", "failed"},
    "claimed": {"sent", "pending", "cancelled", "failed"},
    "sending": {"pending", "sent"},
    "sent": {"pending"},
    "cancelled": {"pending"},
    "failed": {"pending"},
    "expired": {"pending"},
}
"""A redraw can be wished for again at any time: it shows what is true then."""


@dataclass(frozen=True)
class Reader:
    """When somebody reads: minutes of her local day; an end before the start is a night shift."""

    zone: str
    start: int
    end: int
    days: frozenset[int]


def is_legal(kind: str, old: str | None, new: str) -> bool:
    """Tell whether a row of this kind may go from one state to the other."""
    table = OF_A_POST if kind in NEWS else OF_A_REDRAW
    return new in table.get(old, set())


def is_readable(reader: Reader, at: datetime) -> bool:
    """Tell whether she reads at this moment, by the clock on her wall: on her days, but for public holidays."""
    local = at.astimezone(ZoneInfo(reader.zone))
    minute, today = local.hour * 60 + local.minute, local.date()
    if reader.start < reader.end:
        return reader.start <= minute < reader.end and _opens(reader, today)
    return (minute >= reader.start and _opens(reader, today)) or (
        minute < reader.end and _opens(reader, today - timedelta(days=1))
    )


def _opens(reader: Reader, day: date) -> bool:
    return day.isoweekday() in reader.days and day not in _holidays(reader.zone, day.year)


@cache
def _holidays(zone: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays(COUNTRIES[zone], years=year)) if zone in COUNTRIES else frozenset()


def first_readable(reader: Reader, at: datetime) -> datetime:
    """Return when she can first read what is there from `at` on, to a quarter of an hour."""
    moment = at
    while not is_readable(reader, moment) and moment < at + LONGEST_WAIT:
        moment += STRIDE
    return moment


def first_shared(readers: Sequence[Reader], at: datetime) -> datetime | None:
    """Return when all of them can first read at the same time, or None within two weeks."""
    moment = at
    while moment < at + LONGEST_WAIT:
        if all(is_readable(reader, moment) for reader in readers):
            return moment
        moment += STRIDE
    return None
