"""One function per kind of CSV cell: text in, value out, ValueError with the reason if not."""

import re
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.holidays import is_country
from domain.topics.lexicon import shipped_lexicon

WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
HOUR = re.compile(r"([0-9]{1,2})(?:\.(0|00|25|5|50|75))?")
QUARTERS = {None: 0, "0": 0, "00": 0, "25": 15, "5": 30, "50": 30, "75": 45}
DEFAULT_INTEREST = 2
MOST_INTEREST = 3
MOST_PARTNERS = 3
DAY_HOURS = 24


def required(text: str) -> str:
    """Return the text; empty is refused."""
    if not text:
        raise ValueError("is empty")
    return text


def role(text: str) -> str:
    """Return mentor, mentee or both."""
    if text not in {"mentor", "mentee", "both"}:
        raise ValueError(f"must be mentor, mentee or both, not {_short(text)}")
    return text


def whole_number(text: str) -> int:
    """Return a whole number of at most nine digits."""
    if not WHOLE.fullmatch(text):
        raise ValueError(f"must be a whole number, not {_short(text)}")
    return int(text)


def capacity(text: str) -> int:
    """Return 1 to 3 partners; empty means 1."""
    if not text:
        return 1
    number = whole_number(text)
    if not 1 <= number <= MOST_PARTNERS:
        raise ValueError(f"must be 1 to {MOST_PARTNERS}, not {_short(text)}")
    return number


def waited(text: str) -> int:
    """Return the rounds left out; empty means 0."""
    number = whole_number(text or "0")
    if number < 0:
        raise ValueError("must not be negative")
    return number


def zone(text: str) -> ZoneInfo | None:
    """Return the IANA zone, None where empty."""
    if not text:
        return None
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ValueError(f"is no IANA time zone: {_short(text)}") from unknown


def country(text: str) -> str:
    """Return an ISO 3166 code whose public holidays are known, empty where empty."""
    code = text.upper()
    if code and not is_country(code):
        raise ValueError(f"must be a country like DE, or a part of one like DE-BY, not {_short(text)}")
    return code


def labels(text: str) -> frozenset[str]:
    """Return the items of a ;-list as they are."""
    return frozenset(item for part in text.split(";") if (item := part.strip()))


def languages(text: str) -> frozenset[str]:
    """Return language codes in lower case; empty means English."""
    return frozenset(code.casefold() for code in labels(text)) or frozenset({"en"})


def topics(text: str) -> Mapping[str, int]:
    """Return topic -> interest of `topic:1-3;…`; a topic named twice, in whatever spelling, keeps the higher one.

    What the shipped catalogue knows stands under its name there, all else as typed, both in lower case.
    """
    found: dict[str, int] = {}
    for item in sorted(labels(text)):
        name, colon, weight = (part.strip() for part in item.partition(":"))
        interest = _interest(item, weight) if colon else DEFAULT_INTEREST
        if not name:
            raise ValueError(f"has a topic without a name: {_short(item)}")
        topic = shipped_lexicon().named(name).casefold()
        found[topic] = max(interest, found.get(topic, 0))
    return found


def hour(default: int) -> Callable[[str], int]:
    """Return a reader of local hours (quarters as .25 .5 .75) that gives minutes of the day."""

    def read(text: str) -> int:
        match = HOUR.fullmatch(text or str(default))
        minutes = int(match[1]) * 60 + QUARTERS[match[2]] if match else -1
        if not 0 <= minutes <= DAY_HOURS * 60:
            raise ValueError(f"must be an hour from 0 to {DAY_HOURS}, not {_short(text)}")
        return minutes

    return read


def work_days(text: str) -> frozenset[int]:
    """Return the days 1 (Monday) to 7; empty means Monday to Friday."""
    days = labels(text or "1;2;3;4;5")
    if not days or not days <= set("1234567"):
        raise ValueError(f"must be a ;-list of 1 to 7, not {_short(text)}")
    return frozenset(int(day) for day in days)


def _interest(item: str, weight: str) -> int:
    if weight not in {"1", "2", "3"}:
        raise ValueError(f"has a weight outside 1 to {MOST_INTEREST}: {_short(item)}")
    return int(weight)


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:37]}...")  # noqa: PLR2004  # one line each
