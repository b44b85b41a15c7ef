"""A step of the clock that fails again and again is told of; one that was only interrupted is not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.metrics import metrics_text
from domain.kinds import Series
from mentoring.ledger_figures import delivery_counts
from mentoring.plan import STEPS, plan
from mentoring.schedule import FAILS_AGAIN_AND_AGAIN
from models import Due
from tests.integration.mentoring.world import World

SUBJECT = "somebody"


class Step:
    """Fails as long as it has a bug."""

    def __init__(self) -> None:
        self.bug: Exception | None = ZeroDivisionError()

    async def __call__(self, _session: Any, _core: Any, _subject_id: str, _now: datetime) -> None:
        if self.bug:
            raise self.bug


@pytest.fixture
def step() -> Iterator[Step]:
    """The step that ends a pause, for a while another one."""
    real, STEPS[Series.PAUSE_END] = STEPS[Series.PAUSE_END], Step()
    yield STEPS[Series.PAUSE_END]  # type: ignore[misc]
    STEPS[Series.PAUSE_END] = real


async def _fail(world: World, times: int) -> list[Any]:
    with capture_logs() as lines:
        for _ in range(times):
            await plan(world.core)
            world.clock.move_to(world.now + timedelta(hours=1))
    return [line for line in lines if line["event"] == "step_stuck"]


async def _figure(world: World) -> str:
    text = metrics_text(await delivery_counts(world.core))
    (line,) = [line for line in text.splitlines() if line.startswith("rm_stuck_steps ")]
    return line.split()[1]


async def test_the_fifth_failure_in_a_row_is_told_of_and_counted(world: World, step: Step) -> None:
    await world.open()
    await world.set_due(Series.PAUSE_END, SUBJECT, world.now)
    assert await _fail(world, FAILS_AGAIN_AND_AGAIN - 1) == []
    assert await _figure(world) == "0"
    (told,) = await _fail(world, 1)
    assert (told["log_level"], told["series"], told["failures"]) == ("error", "pause_end", 5)
    assert await _figure(world) == "1"
    step.bug = None
    await _fail(world, 1)
    assert await _figure(world) == "0"


async def test_what_is_set_anew_begins_from_nothing(world: World, step: Step) -> None:
    assert step.bug
    await world.open()
    await world.set_due(Series.PAUSE_END, SUBJECT, world.now)
    await _fail(world, FAILS_AGAIN_AND_AGAIN - 1)
    await world.set_due(Series.PAUSE_END, SUBJECT, world.now)
    assert await _fail(world, 1) == []


async def test_a_store_that_is_away_is_no_failure_of_the_step(world: World, step: Step) -> None:
    step.bug = OperationalError("", {}, Exception("gone"))
    await world.open()
    await world.set_due(Series.PAUSE_END, SUBJECT, world.now)
    assert await _fail(world, FAILS_AGAIN_AND_AGAIN) == []
    assert (await world.get(Due, Series.PAUSE_END, SUBJECT)).failure_count == 0
