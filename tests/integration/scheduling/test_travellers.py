"""A traveller: what was planned follows her to the new zone; nothing is doubled, nothing left out."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.cadence import OFFICE_HOURS, is_inside
from domain.holidays import holidays_of
from domain.kinds import MessageName, Series
from mentoring.pause import pause
from models import Person
from tests.integration.mentoring.hand_clock import MONDAY
from tests.integration.mentoring.world import BERLIN, CARLA, MARK, MAYA, World, berlin

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FAR_AND_NEAR = (BERLIN, "Asia/Tokyo", "Pacific/Honolulu", "Asia/Kathmandu", "Australia/Lord_Howe")
TOKYO, HAWAII, UNKNOWN = "Asia/Tokyo", "Pacific/Honolulu", "Moon/Tranquility"


async def _flies(world: World, person_id: str, zone: str) -> None:
    """Let Slack tell of a new zone, as its user_change event does."""
    await world.meet(person_id, zone, updated=int(world.now.timestamp()))


async def test_a_waiting_message_goes_out_once_in_the_morning_of_the_new_zone(world: World) -> None:
    await world.open()
    await world.forward(hours=12)
    await world.tell(CARLA)
    await world.settle()
    await _flies(world, CARLA, TOKYO)
    await world.forward(days=2)
    assert [post.at for post in world.slack.posts] == [datetime(2026, 3, 3, 0, tzinfo=UTC)]


async def test_a_pause_ends_on_the_morning_of_its_day_where_she_is(world: World) -> None:
    await world.one_pair()
    await pause(world.core, world.act(MAYA), date(2026, 3, 6))
    for zone in (TOKYO, HAWAII):
        await _flies(world, MAYA, zone)
        at = datetime(2026, 3, 6, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        assert await world.due(Series.PAUSE_END, MAYA) == at
    await world.forward(days=6)
    assert len(await world.sent(MessageName.WELCOME_BACK, to=MAYA)) == 1


async def test_open_cards_offer_fresh_times_that_suit_both_where_they_are(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    await _flies(world, MARK, "Asia/Kathmandu")
    mark = await world.find(Person, MARK)
    maya = await world.find(Person, MAYA)
    assert mark
    assert maya
    options = [datetime.fromisoformat(option) for option in (await world.session(pair.id)).options]
    assert options
    for person in (mark, maya):
        assert all(is_inside(option, person.meet, person.zone) for option in options)


async def test_a_fixed_date_stays_and_its_agenda_moves_to_the_mentors_new_morning(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    starts_at = berlin(world.now + 8 * DAY, 14)
    meeting = await world.fix_date(pair, starts_at)
    await _flies(world, pair.mentor_id, TOKYO)
    agenda_at = await world.due(Series.SESSION_AGENDA, meeting.id)
    assert agenda_at
    assert agenda_at.astimezone(ZoneInfo(TOKYO)).hour == 9
    assert (await world.session(pair.id)).scheduled_at == starts_at
    assert await world.due(Series.SESSION_DAY, meeting.id) == starts_at - 2 * HOUR


async def test_a_zone_newer_than_our_tables_changes_nothing(world: World) -> None:
    await world.open()
    await _flies(world, CARLA, UNKNOWN)
    carla = await world.find(Person, CARLA)
    assert carla
    assert carla.zone == BERLIN


@pytest.mark.parametrize("seed", range(6))
async def test_wherever_she_flies_each_message_comes_once_in_her_hours(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a journey, no secret
    await world.open()
    stays = [(MONDAY, BERLIN)]
    for number in range(5):
        await world.tell(CARLA, part=str(number))
        await world.forward(hours=chance.randint(1, 60))
        zone = chance.choice(FAR_AND_NEAR)
        await _flies(world, CARLA, zone)
        stays.append((world.now, zone))
    await world.forward(days=14)
    assert len(world.slack.posts) == 5
    for post in world.slack.posts:
        zone = [zone for since, zone in stays if since <= post.at][-1]
        hours = replace(OFFICE_HOURS, closed=holidays_of(None, zone))
        assert is_inside(post.at, hours, zone)
