"""Public holidays: nobody is written to on hers, no card offers one, and whoever asks reads why."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.cadence import local_date
from domain.facts.people import RosterPerson
from domain.kinds import MessageClass, SessionState
from mentoring.import_roster import import_roster
from models import Person
from reporting.home import home
from reporting.people import person_form
from reporting.sessions import session_card
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import BERLIN, CARLA, MARK, MAYA, World, berlin

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MAUNDY_THURSDAY = datetime(2026, 4, 2, 18, tzinfo=UTC)
GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)
CORPUS_CHRISTI = date(2026, 6, 4)
"""A holiday in Bavaria, a working day in Berlin."""


async def _moved_to(world: World, person_id: str, country: str) -> None:
    row = RosterPerson(person_id, "", None, None, None, None, None, is_manager_known=False, country=country)
    await import_roster(world.core, HERE, "cli", [row])


@pytest.mark.parametrize(
    ("country", "zone", "written_at"),
    [
        (None, BERLIN, datetime(2026, 4, 7, 7, tzinfo=UTC)),
        (None, "America/New_York", datetime(2026, 4, 2, 18, tzinfo=UTC)),
        (None, "CET", datetime(2026, 4, 3, 7, tzinfo=UTC)),
        ("US", BERLIN, datetime(2026, 4, 3, 7, tzinfo=UTC)),
        ("DE-BY", "CET", datetime(2026, 4, 7, 7, tzinfo=UTC)),
    ],
    ids=["by zone", "in office hours", "of no country", "by the people list", "in a part of a country"],
)
async def test_a_message_waits_for_the_end_of_her_own_holidays(
    world: World, country: str | None, zone: str, written_at: datetime
) -> None:
    world.clock.move_to(MAUNDY_THURSDAY)
    await world.open()
    await world.change(Person, CARLA, country=country, time_zone=zone)
    await world.tell(CARLA)
    await world.forward(days=6)
    assert [post.at for post in world.slack.posts] == [written_at]


async def test_a_receipt_for_her_own_act_comes_on_a_holiday_too(world: World) -> None:
    world.clock.move_to(MAUNDY_THURSDAY + DAY)
    await world.open()
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    assert [local_date(post.at, BERLIN) for post in world.slack.posts] == [GOOD_FRIDAY]


async def test_no_card_offers_a_slot_on_a_holiday_of_either(world: World) -> None:
    world.clock.move_to(datetime(2026, 5, 22, 8, tzinfo=UTC))
    await world.one_pair()
    pair = await world.meeting()
    await world.change(Person, MARK, meet_days=[CORPUS_CHRISTI.isoweekday()])
    for country, has_it in (("DE-BE", True), ("DE-BY", False)):
        await _moved_to(world, MARK, country)
        options = (await world.session(pair.id)).options
        days = {local_date(datetime.fromisoformat(option), BERLIN) for option in options}
        assert days
        assert (CORPUS_CHRISTI in days) == has_it


async def test_a_date_on_a_holiday_can_be_agreed_and_each_side_reads_why_it_is_odd(world: World) -> None:
    world.clock.move_to(datetime(2026, 3, 20, 8, tzinfo=UTC))
    await world.one_pair()
    pair = await world.meeting()
    await _moved_to(world, MARK, "US")
    meeting = await world.fix_date(pair, berlin(datetime(2026, 4, 6, 8, tzinfo=UTC), 14))
    assert meeting.state is SessionState.FIXED
    async with world.database.transaction(HERE) as session:
        mayas = await session_card(session, meeting.id, MAYA, world.now)
        marks = await session_card(session, meeting.id, MARK, world.now)
    assert mayas
    assert marks
    assert (mayas.viewer_holiday, mayas.partner_holiday) == ("Easter Monday", None)
    assert (marks.viewer_holiday, marks.partner_holiday) == (None, "Easter Monday")


async def test_her_home_names_the_next_holiday_and_the_coordinators_form_says_whose(world: World) -> None:
    await world.one_pair()
    async with world.database.transaction(HERE) as session:
        shown = (await home(session, MAYA, world.now, may_create_programs=False)).next_holiday
        form = await person_form(session, MAYA)
    assert shown
    assert (shown.day, shown.name, shown.country) == (GOOD_FRIDAY, "Good Friday", "DE")
    assert shown.is_from_zone
    assert form.holidays.is_from_zone
    await _moved_to(world, MAYA, "US")
    async with world.database.transaction(HERE) as session:
        shown = (await home(session, MAYA, world.now, may_create_programs=False)).next_holiday
        assert not (await person_form(session, MAYA)).holidays.is_from_zone
    assert shown
    assert (shown.day, shown.name) == (date(2026, 5, 25), "Memorial Day")


async def test_two_working_days_leave_holidays_out(world: World) -> None:
    world.clock.move_to(MAUNDY_THURSDAY - 7 * DAY - 10 * HOUR)
    await world.one_pair()
    pair = await world.previewing()
    assert local_date(world.now, BERLIN) == GOOD_FRIDAY - DAY
    assert pair.preview_ends_at
    assert local_date(pair.preview_ends_at, BERLIN) == EASTER_MONDAY + 2 * DAY
