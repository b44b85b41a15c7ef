"""Three replicas, one killed each second, over both changes of the clocks: every message once, at its instant.

The processes share one moved clock: a file holds how far it is ahead, the test sets it to the next due instant
when nothing is in hand. What is due when is worked out here by counting minutes, without a line of the bot's.
"""

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.figures import record
from bot.replicas import Part
from tests.crash.ledger import expected_of
from tests.crash.settings import Setting
from tests.crash.theatre import Play, play_on
from tests.crash.town import Couple, Expected
from tests.crash.verdict import Verdict

THREE = (Part.WORKER,) * 3
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ODD_ZONES = ("Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Europe/Berlin", "America/New_York")
MORE_ZONES = (
    "Africa/Casablanca",
    "America/Havana",
    "America/Santiago",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Europe/Lisbon",
    "Pacific/Auckland",
)
WHERE_NOTHING_CHANGES = "Europe/Berlin"
"""There, Berlin's changes are the instants to look at."""
AROUND = (-26 * HOUR, -2 * HOUR, -HOUR / 2, timedelta(), HOUR / 2, HOUR, 3 * HOUR, 26 * HOUR)
HOURS = ((9 * 60, 17 * 60), (2 * 60 + 30, 10 * 60), (90, 9 * 60), (23 * 60, 2 * 60 + 30))
"""Office hours; beginning at 02:30, which a spring night lacks; at 01:30, which autumn has twice; a night shift."""
BETWEEN_KILLS = 1.0
DOUBT = 61 * timedelta(seconds=1)
LONGEST_DOUBT = 0.5
LATE = 10 * MINUTE
"""After a kill in the midst of a post a minute passes before the look-up counts, perhaps several times."""
NAP = 0.02


@pytest.mark.ci
@pytest.mark.long
@pytest.mark.postgresql
async def test_three_dying_replicas_send_everything_once_and_at_its_instant(
    postgres_url: str, tmp_path: Path
) -> None:
    couples = [
        Couple(number, at, zone=zone, hours=HOURS[number % len(HOURS)])
        for number, (zone, at) in enumerate(moments(ODD_ZONES, AROUND[::2]), start=1)
    ]
    await walk_through_the_year(Setting("three", postgres_url, THREE), tmp_path, couples)


@pytest.mark.soak
@pytest.mark.postgresql
async def test_three_dying_replicas_in_a_dozen_zones(postgres_url: str, tmp_path: Path) -> None:
    each = ((*moment, hours) for moment in moments(ODD_ZONES + MORE_ZONES, AROUND) for hours in HOURS)
    couples = [
        Couple(number, at, zone=zone, hours=hours) for number, (zone, at, hours) in enumerate(each, start=1)
    ]
    verdict = await walk_through_the_year(Setting("three", postgres_url, THREE), tmp_path, couples)
    zones = {"zones": len(ODD_ZONES + MORE_ZONES)}
    record("crash-clock-changes", zones | verdict.figures, command="make soak-crash")


async def walk_through_the_year(setting: Setting, folder: Path, couples: list[Couple]) -> Verdict:
    """Go from due instant to due instant while processes die; then compare keys and instants."""
    async with play_on(setting, folder, speed=1.0, begins=NEW_YEAR) as play:
        await play.town.move_in(couples, play.clock.now())
        play.start()
        killing = asyncio.create_task(kill_each_second(play))
        await walk(play)
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)
        await play.lives.end()
        found = Comparison.of(play)
        verdict = play.judge(f"three replicas, {len(couples)} pairs, {found}")
        assert verdict.is_good, verdict
        assert verdict.is_spared, verdict
        assert found == Comparison(0, 0, 0), found
        return verdict


async def kill_each_second(play: Play) -> None:
    """Kill one of those that are up, unless it is the only one: then nothing would ever be sent."""
    chance = random.Random(4)  # noqa: S311  a seed, no secret
    while True:
        await asyncio.sleep(BETWEEN_KILLS)
        up = await play.those_up()
        if len(up) > 1:
            await play.kill_and_restart(chance.choice(up))


async def walk(play: Play) -> None:
    """Set the clock to the next due instant whenever nothing is in hand, until nothing is due any more.

    What may be there or not is looked up after a minute: where only that is left, the minute is set ahead.
    """
    doubtful_since = time.monotonic()
    while True:
        now, doubtful = play.clock.now(), play.ledger.doubtful_count()
        due = play.ledger.due_count(now)
        if due == 0:
            at = play.ledger.next_due()
            if at is None:
                return
            play.clock.move(max(at - now, timedelta()))
        if due != doubtful or due == 0:
            doubtful_since = time.monotonic()
        elif time.monotonic() - doubtful_since > LONGEST_DOUBT:
            play.clock.move(DOUBT)
            doubtful_since = time.monotonic()
        await asyncio.sleep(NAP)


@dataclass(frozen=True)
class Comparison:
    """What was sent, beside what should have been: keys as sets, instants one by one."""

    missing: int
    extra: int
    at_the_wrong_instant: int

    @classmethod
    def of(cls, play: Play) -> "Comparison":
        sent = {expected_of(row): row.sent_at for row in play.ledger.posts()}
        owed = dict(owed_instants(play.town.couples))
        wrong = [key for key in owed.keys() & sent.keys() if not timedelta() <= sent[key] - owed[key] < LATE]
        return cls(len(owed.keys() - sent.keys()), len(sent.keys() - owed.keys()), len(wrong))


def owed_instants(couples: list[Couple]) -> Iterator[tuple[Expected, datetime]]:
    """Yield each message with the first instant at which its reader is there."""
    for couple in couples:
        at = first_open(couple.due_at, couple.zone, couple.hours)
        for expected in couple.awaits():
            yield expected, at


# The oracle: minutes of UTC, one after the other, and what the wall clocks show.


def moments(zones: tuple[str, ...], around: tuple[timedelta, ...]) -> Iterator[tuple[str, datetime]]:
    """Yield instants around both changes of each zone's clocks."""
    for zone in zones:
        for change in changes(zone)[:2] or changes(WHERE_NOTHING_CHANGES):
            for distance in around:
                yield zone, change + distance


@cache
def changes(zone: str) -> list[datetime]:
    """Find the minutes of the year at which the wall clocks are set."""
    hours = [NEW_YEAR + HOUR * n for n in range(365 * 24)]
    return [
        next(
            at
            for at in (before + MINUTE * n for n in range(1, 61))
            if offset(at, zone) == offset(after, zone)
        )
        for before, after in pairwise(hours)
        if offset(before, zone) != offset(after, zone)
    ]


def offset(at: datetime, zone: str) -> timedelta | None:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


def first_open(due_at: datetime, zone: str, hours: tuple[int, int]) -> datetime:
    """The first instant from `due_at` on at which somebody with these hours is there."""
    start, end = hours
    today = due_at.astimezone(ZoneInfo(zone)).date()
    for day in (today + DAY * n for n in range(-2, 4)):
        opens, closes = reaches(day, start, zone), reaches(day + DAY * (end <= start), end, zone)
        if due_at < closes:
            return max(due_at, opens)
    raise LookupError(due_at)


@cache
def reaches(day: date, minute: int, zone: str) -> datetime:
    """The first minute at which the wall clocks show this time of this day, or have jumped over it."""
    goal = datetime(day.year, day.month, day.day) + MINUTE * minute
    at = goal.replace(tzinfo=UTC) - 15 * HOUR
    while at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < goal:
        at += MINUTE
    return at
