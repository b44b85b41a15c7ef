"""A step of the clock that broke is tried again: soon if the store was away, later if it has a bug."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import InterfaceError, OperationalError

from domain.kinds import Series
from mentoring.schedule import put_off
from models import Due
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import World

SUBJECT = "somebody"
GONE = Exception("gone")
SOON, LATER = timedelta(seconds=30), timedelta(hours=1)


@pytest.mark.parametrize(
    ("bug", "pause"),
    [
        (OperationalError("", {}, GONE), SOON),
        (InterfaceError("", {}, GONE), SOON),
        (ConnectionResetError(), SOON),
        (ZeroDivisionError(), LATER),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_a_step_waits_as_long_as_its_trouble_deserves(
    world: World, bug: Exception, pause: timedelta
) -> None:
    await world.open()
    await world.set_due(Series.PAUSE_END, SUBJECT, world.now - timedelta(minutes=5))
    await put_off(world.core, HERE, Series.PAUSE_END, SUBJECT, bug)
    assert (await world.get(Due, Series.PAUSE_END, SUBJECT)).due_at == world.now + pause


@pytest.mark.parametrize("bug", [OperationalError("", {}, GONE), ZeroDivisionError()], ids=["away", "bug"])
async def test_what_a_commit_that_went_through_has_set_for_later_stays(world: World, bug: Exception) -> None:
    await world.open()
    in_two_weeks = world.now + timedelta(days=14)
    await world.set_due(Series.SESSION_OPEN, SUBJECT, in_two_weeks)
    await put_off(world.core, HERE, Series.SESSION_OPEN, SUBJECT, bug)
    assert (await world.get(Due, Series.SESSION_OPEN, SUBJECT)).due_at == in_two_weeks


async def test_neither_another_series_nor_another_subject_is_put_off(world: World) -> None:
    await world.open()
    await world.set_due(Series.SESSION_OPEN, SUBJECT, world.now)
    await world.set_due(Series.PAUSE_END, "somebody else", world.now)
    await put_off(world.core, HERE, Series.PAUSE_END, SUBJECT, ZeroDivisionError())
    assert (await world.get(Due, Series.SESSION_OPEN, SUBJECT)).due_at == world.now
    assert (await world.get(Due, Series.PAUSE_END, "somebody else")).due_at == world.now
