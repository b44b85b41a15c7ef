"""The sign of life to a watcher outside: it comes while all is well, and stops when nobody sends."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from structlog.testing import capture_logs

from bot.health import LONGEST_WAIT, Health
from bot.heartbeat import beating
from bot.metrics import AckTimes, metrics_text
from domain.facts.delivery import DeliveryCounts
from domain.kinds import MessageClass
from mentoring.ledger_figures import longest_wait
from models.database import Database
from tests.integration.mentoring.conftest import world
from tests.integration.mentoring.fake_slack import UNREACHABLE, rate_limited
from tests.integration.mentoring.world import CARLA, World

__all__ = ["world"]
SECRET = "https://watch.example.com/ping/5f0c"
OFTEN = 0.01


class Watcher(httpx.AsyncBaseTransport):
    """Stands where the watching service is, and counts."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.calls: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(f"{request.method} {request.url}")
        if self.status == 0:
            raise httpx.ConnectError("no way to watch.example.com")
        return httpx.Response(self.status)


def _health(world: World, *, ticks: bool = True, hears: bool = True) -> Health:
    return Health(world.core, lambda: ticks, lambda: hears)


async def _after(health: Health, watcher: Watcher) -> list[str]:
    """Let it beat until it has asked three times how things are."""
    asked, was_asked = 0, asyncio.Event()

    async def is_well() -> bool:
        nonlocal asked
        asked += 1
        if asked > 3:
            was_asked.set()
        return await health.is_well()

    async with beating(SECRET, is_well, OFTEN, watcher), asyncio.timeout(10):
        await was_asked.wait()
    return watcher.calls


async def test_it_comes_again_and_again_while_all_is_well(world: World) -> None:
    await world.open()
    calls = await _after(_health(world), Watcher())
    assert len(calls) >= 3
    assert set(calls) == {f"GET {SECRET}"}


async def test_without_an_address_nobody_is_called(world: World) -> None:
    async with beating(None, _health(world).is_well, OFTEN, Watcher(0)):
        await asyncio.sleep(OFTEN)


async def test_it_stops_when_nobody_sends_what_is_due(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    assert await _after(_health(world), Watcher())
    world.clock.move_to(world.now + LONGEST_WAIT + timedelta(seconds=1))
    assert await _after(_health(world), Watcher()) == []
    await world.settle()
    assert await _after(_health(world), Watcher())


@pytest.mark.parametrize(("ticks", "hears"), [(False, True), (True, False)])
async def test_it_stops_when_the_clock_stalls_or_slack_is_not_heard(
    world: World, *, ticks: bool, hears: bool
) -> None:
    health = _health(world, ticks=ticks, hears=hears)
    assert await _after(health, Watcher()) == []
    assert not await health.is_ready()


async def test_it_stops_when_the_database_is_away(sqlite_url: str) -> None:
    gone = World(Database(f"{sqlite_url}/no/such/folder"))
    with capture_logs():
        health = _health(gone)
        assert await _after(health, Watcher()) == []
        assert not await health.is_ready()


async def test_what_waits_for_its_hour_the_pace_or_slack_itself_does_not_stop_it(world: World) -> None:
    await world.open()
    await world.tell(CARLA, at=world.now + timedelta(hours=1))
    await world.tell(CARLA, weight=MessageClass.RECEIPT, part="limited")
    await world.tell(CARLA, weight=MessageClass.RECEIPT, part="behind it")
    world.slack.fail("post", rate_limited(minutes=10), rate_limited(minutes=10))
    await world.settle()
    world.clock.move_to(world.now + timedelta(minutes=9))
    assert await longest_wait(world.core) <= timedelta()
    assert await _after(_health(world), Watcher())


async def test_slack_being_out_of_reach_does_not_stop_it_as_long_as_somebody_tries(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    world.slack.fail("post", *[UNREACHABLE] * 50)
    for _ in range(20):
        await world.settle()
        world.clock.move_to(world.now + timedelta(seconds=30))
    assert await longest_wait(world.core) <= LONGEST_WAIT


@pytest.mark.parametrize("status", [0, 404, 500])
async def test_a_sign_that_does_not_arrive_is_one_line_without_the_address(world: World, status: int) -> None:
    await world.open()
    watcher = Watcher(status)
    with capture_logs() as lines:
        calls = await _after(_health(world), watcher)
    told = [line for line in lines if line["event"] == "heartbeat_failed"]
    assert len(told) == len(calls)
    assert "watch" not in str(told)
    assert "5f0c" not in str(told)


def test_acks_are_counted_by_how_long_they_took() -> None:
    acks = AckTimes()
    for seconds in (0.05, 0.3, 2.0):
        acks.add(seconds)
    text = metrics_text(DeliveryCounts({}, 0.0, 0), acks=acks)
    assert 'rm_ack_seconds_bucket{le="0.1"} 1\n' in text
    assert 'rm_ack_seconds_bucket{le="1.5"} 2\n' in text
    assert 'rm_ack_seconds_bucket{le="+Inf"} 3\n' in text
    assert "rm_ack_seconds_sum 2.350\n" in text
