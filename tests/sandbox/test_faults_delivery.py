"""Faults on the way to the app, as a real HTTP app sees them."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Courier, Delivery, Reply
from sandbox.faults.delivery import FaultyTransport
from sandbox.faults.faults import Faults
from sandbox.faults.kinds import DELIVERY
from sandbox.server import Sandbox, SandboxSettings
from sandbox.state.workspace import Workspace
from tests.sandbox.stand_ins import ALICE, MANIFEST, ScriptedApp, StillClock, serve, until


class Arrival:
    """One request as the app got it."""

    def __init__(self, headers: dict[str, str], body: str) -> None:
        self.headers, self.body = headers, body

    @property
    def name(self) -> str:
        if self.body.startswith("{"):
            return str(json.loads(self.body)["event"]["type"])
        return dict(parse_qsl(self.body)).get("command", "interactive")

    @property
    def retry(self) -> tuple[str | None, str | None]:
        return self.headers.get("x-slack-retry-num"), self.headers.get("x-slack-retry-reason")


@pytest.fixture
def arrivals() -> list[Arrival]:
    return []


@pytest.fixture
async def sandbox(clock: StillClock, arrivals: list[Arrival]) -> AsyncIterator[Sandbox]:
    """A sandbox over HTTP whose app notes what arrives and greets."""

    async def listen(request: Request) -> Response:
        arrivals.append(Arrival(dict(request.headers), (await request.body()).decode()))
        return JSONResponse({"text": "Hello"} if arrivals[-1].name == "/greet" else {})

    async with serve(Starlette(routes=[Route("/slack", listen, methods=["POST"])])) as address:
        sandbox = Sandbox(SandboxSettings(port=0, bot_url=f"{address}/slack", manifest=MANIFEST), clock)
        await sandbox.start()
        yield sandbox
        await sandbox.stop()


async def test_an_event_is_delivered_twice(sandbox: Sandbox, arrivals: list[Arrival]) -> None:
    sandbox.faults.add("duplicated", on="app_home_opened")
    assert (await sandbox.open_home(ALICE)).ok
    first, second = (json.loads(arrival.body)["event_id"] for arrival in arrivals)
    assert first == second
    await sandbox.open_home(ALICE)
    assert len(arrivals) == 3


async def test_a_command_that_came_twice_is_answered_once(sandbox: Sandbox, arrivals: list[Arrival]) -> None:
    sandbox.faults.add("duplicated", on="/greet")
    assert (await sandbox.command(ALICE, "/greet")).body == {"text": "Hello"}
    assert len({dict(parse_qsl(arrival.body))["trigger_id"] for arrival in arrivals}) == 1
    im = sandbox.workspace.conversations.im(ALICE)
    assert im is not None
    assert [message.text for message in im.messages] == ["Hello"]


async def test_over_http_an_envelope_twice_is_the_same_signed_request_twice(
    sandbox: Sandbox, arrivals: list[Arrival]
) -> None:
    sandbox.faults.add("envelope_twice")
    await sandbox.open_home(ALICE)
    first, second = (arrival.headers["x-slack-signature"] for arrival in arrivals)
    assert first == second


async def test_a_delivery_comes_late(sandbox: Sandbox, arrivals: list[Arrival]) -> None:
    sandbox.faults.add("delayed", on="/greet", seconds=0.2)
    started = time.monotonic()
    await sandbox.command(ALICE, "/greet")
    assert time.monotonic() - started >= 0.2
    assert len(arrivals) == 1


async def test_a_delivery_is_overtaken_by_the_next(sandbox: Sandbox, arrivals: list[Arrival]) -> None:
    sandbox.faults.add("reordered", on="app_home_opened", seconds=60)
    opening = asyncio.create_task(sandbox.open_home(ALICE))
    await until(lambda: not sandbox.faults.active())
    await sandbox.type_message(ALICE, "Anybody there?")
    assert (await opening).ok
    assert [arrival.name for arrival in arrivals] == ["message", "app_home_opened"]


async def test_nothing_is_held_back_for_ever(sandbox: Sandbox, arrivals: list[Arrival]) -> None:
    sandbox.faults.add("reordered", seconds=0.1)
    assert (await sandbox.open_home(ALICE)).ok
    assert len(arrivals) == 1


async def test_a_lost_event_comes_again_as_a_retry(sandbox: Sandbox, arrivals: list[Arrival]) -> None:
    sandbox.faults.add("lost_once", on="message.im", reason="connection_failed")
    assert not (await sandbox.type_message(ALICE, "Anybody there?")).ok
    await until(lambda: arrivals)
    assert [(arrival.name, arrival.retry) for arrival in arrivals] == [
        ("message", ("1", "connection_failed"))
    ]


async def test_a_lost_command_is_lost_after_the_time_that_slack_waits(
    workspace: Workspace, clock: StillClock, app: ScriptedApp
) -> None:
    faults, started = Faults(), time.monotonic()
    acts = Acts(workspace, clock, Courier(FaultyTransport(app, faults, answer_seconds=0.1)))
    faults.add("lost_once", on="/greet")
    assert (await acts.command(ALICE, "/greet")).error == "operation_timeout"
    assert time.monotonic() - started >= 0.1
    assert app.deliveries == []


@pytest.mark.parametrize("elsewhere", [{"team": "T0ELSEWHERE"}, {"on": "user_change"}])
async def test_a_fault_of_another_team_or_event_strikes_nothing(
    sandbox: Sandbox, arrivals: list[Arrival], elsewhere: dict[str, Any]
) -> None:
    sandbox.faults.add("lost_once", **elsewhere)
    assert (await sandbox.open_home(ALICE)).ok
    assert len(arrivals) == 1


async def test_a_retry_has_suffered_enough(app: ScriptedApp) -> None:
    faults = Faults()
    faults.add("lost_once", times=None)
    transport = FaultyTransport(app, faults)
    event = {"type": "event_callback", "team_id": "T", "event": {"type": "user_change"}}
    assert not (await transport.send(Delivery("events_api", event))).ok
    assert (await transport.send(Delivery("events_api", event, 1, "http_timeout"))).ok


async def test_the_same_seed_makes_the_same_bad_day() -> None:
    async def day(seed: int) -> list[tuple[int, int]]:
        app, faults = ScriptedApp(), Faults()
        faults.by_seed(seed, dict.fromkeys(DELIVERY - {"delayed", "reordered"}, 0.1))
        transport = FaultyTransport(app, faults, answer_seconds=0)
        counts = []
        for _ in range(60):
            reply: Reply = await transport.send(Delivery("interactive", {"type": "block_actions"}))
            counts.append((len(app.deliveries), reply.status))
        return counts

    assert await day(1) == await day(1)
    assert await day(1) != await day(2)
