"""At most three notifications a session and person, whatever the two do with its date."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from domain.errors import NoLongerCurrent
from domain.kinds import MessageName, SessionState
from mentoring.answer_poll import answer_not_yet, rate_session
from mentoring.schedule_session import accept_date, cancel_date, report_met, suggest_date
from tests.integration.mentoring.world import MARK, MAYA, World, berlin

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Date:
    """The newest session's date, as the two move it about."""

    def __init__(self, world: World, pair_id: str) -> None:
        self.world, self.pair_id = world, pair_id

    def day(self, days: int, hour: int = 14) -> datetime:
        return berlin(self.world.now + days * DAY, hour)

    async def suggest(self, person_id: str, at: datetime) -> None:
        meeting = await self.world.session(self.pair_id)
        await suggest_date(self.world.core, self.world.act(person_id), meeting.id, meeting.revision, at)
        await self.world.settle()

    async def accept(self, person_id: str) -> None:
        meeting = await self.world.session(self.pair_id)
        await accept_date(self.world.core, self.world.act(person_id), meeting.id, meeting.revision)
        await self.world.settle()

    async def cancel(self, person_id: str) -> None:
        meeting = await self.world.session(self.pair_id)
        await cancel_date(self.world.core, self.world.act(person_id), meeting.id, meeting.revision)
        await self.world.settle()

    async def meet_and_wait(self) -> None:
        meeting = await self.world.session(self.pair_id)
        assert meeting.scheduled_at
        await self.world.until(meeting.scheduled_at + 2 * HOUR)


async def nobody_acts(date: Date) -> None:
    await date.world.forward(days=9)


async def they_agree_at_once(date: Date) -> None:
    await date.suggest(MAYA, date.day(3))
    await date.accept(MARK)
    await date.meet_and_wait()


async def they_answer_each_other_for_days(date: Date) -> None:
    for days in (3, 4, 5, 6):
        await date.suggest(MAYA, date.day(days))
        await date.world.forward(hours=2)
        await date.suggest(MARK, date.day(days, 10))
        await date.world.forward(hours=20)
    await date.accept(MAYA)
    await date.meet_and_wait()


async def the_date_is_cancelled_and_fixed_again(date: Date) -> None:
    for days in (3, 4, 5):
        await date.suggest(MAYA, date.day(days))
        await date.accept(MARK)
        await date.world.forward(days=1)
        await date.cancel(MAYA)
    await date.suggest(MARK, date.day(2))
    await date.accept(MAYA)
    await date.meet_and_wait()


async def they_did_not_meet_and_try_again(date: Date) -> None:
    for _ in range(2):
        await date.suggest(MAYA, date.day(2))
        await date.accept(MARK)
        await date.meet_and_wait()
        meeting = await date.world.session(date.pair_id)
        await answer_not_yet(date.world.core, date.world.act(MAYA), meeting.id)


async def they_met_already(date: Date) -> None:
    meeting = await date.world.session(date.pair_id)
    await report_met(date.world.core, date.world.act(MARK), meeting.id)
    await date.world.forward(days=6)


COURSES: tuple[Callable[[Date], Awaitable[None]], ...] = (
    nobody_acts,
    they_agree_at_once,
    they_answer_each_other_for_days,
    the_date_is_cancelled_and_fixed_again,
    they_did_not_meet_and_try_again,
    they_met_already,
)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.__name__)
async def test_a_session_never_notifies_anybody_more_than_three_times(
    world: World, course: Callable[[Date], Awaitable[None]]
) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.session(pair.id)
    await course(Date(world, pair.id))
    await world.forward(days=3)
    for person_id in (MAYA, MARK):
        about = [row for row in await world.sent(to=person_id) if row.subject_id == meeting.id]
        assert 1 <= len(about) <= 3, [row.message for row in about]


async def test_a_suggestion_is_heard_of_in_the_morning_though_it_was_changed_in_the_night(
    world: World,
) -> None:
    await world.one_pair()
    pair = await world.meeting()
    date = Date(world, pair.id)
    await world.until(berlin(world.now, 20))
    await date.suggest(MAYA, date.day(3))
    await date.suggest(MAYA, date.day(4))
    await world.until(berlin(world.now + DAY, 9))
    assert len(await world.sent(MessageName.DATE_REASK, to=MARK)) == 1


async def test_who_is_left_waiting_hears_that_a_fixed_date_is_off(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    date = Date(world, pair.id)
    await world.forward(days=1)
    await date.suggest(MAYA, date.day(2))
    await date.accept(MARK)
    await date.cancel(MAYA)
    heard = {row.key.rsplit("/", 1)[-1] for row in await world.sent(MessageName.DATE_REASK, to=MARK)}
    assert heard == {"date", "cancelled r3"}
    assert await world.sent(MessageName.DATE_REASK, to=MAYA) == []


async def test_no_old_date_reminds_or_asks_once_it_has_moved(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    date = Date(world, pair.id)
    await date.suggest(MAYA, date.day(2))
    await date.accept(MARK)
    await date.cancel(MARK)
    await date.suggest(MAYA, date.day(9))
    await date.accept(MARK)
    await world.forward(days=8)
    assert await world.ledger(MessageName.SESSION_REMINDER, MessageName.SESSION_POLL) == []
    assert (await world.session(pair.id)).state is SessionState.FIXED


async def test_an_old_button_does_nothing_but_say_so(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    date = Date(world, pair.id)
    await date.suggest(MAYA, date.day(2))
    meeting = await world.session(pair.id)
    with pytest.raises(NoLongerCurrent):
        await accept_date(world.core, world.act(MARK), meeting.id, meeting.revision - 1)
    with pytest.raises(NoLongerCurrent):
        await accept_date(world.core, world.act(MAYA), meeting.id, meeting.revision)


async def test_a_rating_counts_once_and_also_after_the_session_has_closed(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.session(pair.id)
    await report_met(world.core, world.act(MAYA), meeting.id)
    await world.forward(days=15)
    assert (await world.session(pair.id)).number == 2
    await rate_session(world.core, world.act(MARK), meeting.id, 5)
    assert (await world.pair(pair.id)).missed_in_row == 0
