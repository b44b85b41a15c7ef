"""The clock's buttons, as the page's server takes them."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from sandbox.driver import RealTimeDriver
from sandbox.page_server.shapes import clock_shape
from sandbox.server import Sandbox
from tests.sandbox.stand_ins import START, StillClock


async def test_the_clock_moves_to_the_next_event_a_day_or_a_week(http: httpx.AsyncClient) -> None:
    async def move(to: str) -> Any:
        return (await http.post("/page/clock", json={"to": to})).json()

    assert await move("next") == {
        "now": "2026-03-02T10:00:00Z",
        "next_due": "2026-03-02T11:00:00Z",
        "steps": 1,
    }
    assert (await move("day"))["now"] == "2026-03-03T10:00:00Z"
    assert (await move("week"))["steps"] == 7 * 24
    assert (await move("2026-03-10T12:00:00Z"))["now"] == "2026-03-10T12:00:00Z"


async def test_the_clock_moves_once_at_a_time_and_forward_only(
    sandbox: Sandbox, http: httpx.AsyncClient
) -> None:
    back = await http.post("/page/clock", json={"to": "2026-01-01T00:00:00Z"})
    assert back.status_code == 409
    sandbox.is_moving = True
    assert (await http.post("/page/clock", json={"to": "day"})).status_code == 409


class Overdue(StillClock):
    """A calendar that flows, as a real one does, with something due before now."""

    def __init__(self) -> None:
        super().__init__()
        self.due: datetime | None = START - timedelta(seconds=1)

    def now(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    async def next_due(self) -> datetime | None:
        return self.due or await super().next_due()

    async def run_until(self, target: datetime) -> int:
        self.due = None
        return await super().run_until(max(target, self.time))


class TestWhatIsOverdue:
    @pytest.fixture
    def clock(self) -> StillClock:
        return Overdue()

    async def test_it_happens_at_the_next_event_before_the_clock_goes_on(
        self, http: httpx.AsyncClient
    ) -> None:
        stays = (await http.post("/page/clock", json={"to": "next"})).json()
        assert (stays["now"][:16], stays["next_due"]) == ("2026-03-02T09:00", "2026-03-02T10:00:00Z")
        goes = (await http.post("/page/clock", json={"to": "next"})).json()
        assert (goes["now"][:16], goes["steps"]) == ("2026-03-02T10:00", 1)


async def test_the_page_knows_that_an_app_keeps_real_time() -> None:
    assert not (await clock_shape(RealTimeDriver(), busy=False))["movable"]
