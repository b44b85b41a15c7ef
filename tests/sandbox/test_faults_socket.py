"""Faults of Socket Mode, as a real websocket client sees them."""

import asyncio
import json
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection

from sandbox.server import Sandbox
from tests.sandbox.stand_ins import ALICE, until


async def connected(sandbox: Sandbox) -> ClientConnection:
    """Open one connection and take its hello."""
    answer = sandbox.slack.call("apps.connections.open", {}, sandbox.app_token, sandbox.driver.now())
    line = await websockets.connect(answer["url"])
    assert (await frame(line))["type"] == "hello"
    return line


async def frame(line: ClientConnection) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(await asyncio.wait_for(line.recv(), 3))
    return fields


async def acknowledge(line: ClientConnection, envelope: dict[str, Any]) -> None:
    await line.send(json.dumps({"envelope_id": envelope["envelope_id"]}))


async def test_a_warning_leaves_the_line_open(sandbox: Sandbox) -> None:
    line = await connected(sandbox)
    await sandbox.socket_mode.disconnect("warning")
    told = await frame(line)
    assert (told["type"], told["reason"]) == ("disconnect", "warning")
    typing = asyncio.create_task(sandbox.command(ALICE, "/greet"))
    await acknowledge(line, await frame(line))
    assert (await typing).ok
    await line.close()


async def test_a_cut_line_ends_without_a_word(sandbox: Sandbox) -> None:
    line = await connected(sandbox)
    sandbox.socket_mode.cut()
    assert not sandbox.transport.is_connected
    with pytest.raises(websockets.ConnectionClosedError, match="no close frame received"):
        await line.recv()


async def test_a_refresh_comes_some_time_after_its_warning(sandbox: Sandbox) -> None:
    line = await connected(sandbox)
    sandbox.faults.add("warning", seconds=0.1)
    typing = asyncio.create_task(sandbox.command(ALICE, "/greet"))
    assert (await frame(line))["reason"] == "warning"
    await acknowledge(line, await frame(line))
    assert (await typing).ok
    assert (await frame(line))["reason"] == "refresh_requested"
    with pytest.raises(websockets.ConnectionClosedOK):
        await line.recv()


async def test_a_payload_goes_to_the_connection_that_is_left(sandbox: Sandbox) -> None:
    lines = [await connected(sandbox), await connected(sandbox)]
    sandbox.faults.add("refresh", on="/greet")
    typing = asyncio.create_task(sandbox.command(ALICE, "/greet"))
    frames = [await frame(line) for line in lines]
    (left,) = (i for i, one in enumerate(frames) if one["type"] == "slash_commands")
    assert frames[1 - left]["reason"] == "refresh_requested"
    await acknowledge(lines[left], frames[left])
    assert (await typing).ok
    for line in lines:
        await line.close()


async def test_a_line_is_cut_before_a_payload_is_written(sandbox: Sandbox) -> None:
    line = await connected(sandbox)
    sandbox.faults.add("cut", moment="before")
    assert (await sandbox.command(ALICE, "/greet")).error == "dispatch_failed"
    with pytest.raises(websockets.ConnectionClosedError):
        await line.recv()


async def test_an_event_whose_line_was_cut_comes_again_on_the_next(sandbox: Sandbox) -> None:
    sandbox.socket_mode._answer_seconds = 0.5
    line = await connected(sandbox)
    sandbox.faults.add("cut", on="app_home_opened")
    opening = asyncio.create_task(sandbox.open_home(ALICE))
    first = await frame(line)
    with pytest.raises(websockets.ConnectionClosedError):
        await line.recv()
    line = await connected(sandbox)
    assert not (await opening).ok
    again = await frame(line)
    assert again["payload"]["event_id"] == first["payload"]["event_id"]
    assert again["envelope_id"] != first["envelope_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    await acknowledge(line, again)
    await line.close()


async def test_the_same_envelope_comes_twice(sandbox: Sandbox) -> None:
    line = await connected(sandbox)
    sandbox.faults.add("envelope_twice", on="app_home_opened")
    opening = asyncio.create_task(sandbox.open_home(ALICE))
    envelopes = [await frame(line), await frame(line)]
    assert envelopes[0] == envelopes[1]
    for envelope in envelopes:
        await acknowledge(line, envelope)
    assert (await opening).ok
    await line.close()


async def test_a_lost_event_says_so_in_its_next_envelope(sandbox: Sandbox) -> None:
    line = await connected(sandbox)
    sandbox.faults.add("lost_once", on="app_home_opened")
    assert not (await sandbox.open_home(ALICE)).ok
    again = await frame(line)
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "http_timeout")
    await acknowledge(line, again)
    await line.close()


async def test_without_a_connection_a_fault_waits(sandbox: Sandbox) -> None:
    sandbox.faults.add("cut")
    await sandbox.command(ALICE, "/greet")
    assert len(sandbox.faults.active()) == 1
    line = await connected(sandbox)
    await until(lambda: sandbox.transport.is_connected)
    await line.close()
