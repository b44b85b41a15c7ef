"""Whoever presses a button of a live check's sample is told what it is, and nothing happens."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.live.command import check_live
from bot.sandbox_run import Playground, playground
from bot.settings import SandboxOptions, Settings
from messages.ids import Button, entry_of
from models import Delivery
from sandbox.people import COORDINATORS
from sandbox.state.records import Message
from tests.clocks import SameMorning
from tests.ports import free_port
from tests.unit.messages.limits import elements

NADIA, _ = COORDINATORS
ONLY_A_SAMPLE = "This message is only a sample, so its buttons do nothing."
DANGEROUS = {Button.PAUSE_RETURN, Button.ROTATION_LEAVE, Button.PREVIEW_DECLINE, Button.ADMIN_APPROVE}


@pytest.fixture
async def running(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Playground]:
    async with playground(
        SandboxOptions(0, "http"), sqlite_url, free_port(), tmp_path, SameMorning()
    ) as running:
        yield running


@pytest.fixture
async def samples(running: Playground) -> list[Message]:
    """What the live check posted to Nadia."""
    sandbox = running.sandbox

    async def wait(seconds: float) -> None:
        await sandbox.move_clock(sandbox.driver.now() + timedelta(seconds=seconds))

    settings = Settings(bot_token=sandbox.bot_token, slack_api_url=sandbox.api_url)
    assert await check_live(settings, sandbox.bot_token, NADIA, wait)
    return [*_dm(running)]


def _dm(running: Playground) -> list[Message]:
    conversation = running.sandbox.workspace.conversations.im(NADIA)
    assert conversation is not None
    return conversation.messages


def _buttons(samples: list[Message]) -> Iterator[tuple[str, str]]:
    for message in samples:
        for block in message.blocks:
            yield from ((message.ts, element["action_id"]) for element in elements(block))


async def _promised(running: Playground) -> int:
    async with running.bot.core.database.transaction(running.bot.identity.team_id) as session:
        return await session.scalar(select(func.count()).select_from(Delivery)) or 0


async def test_every_button_of_every_sample_says_so_and_does_nothing(
    running: Playground, samples: list[Message]
) -> None:
    pressed = [*_buttons(samples)]
    for ts, action_id in pressed:
        await running.sandbox.click(NADIA, action_id, ts=ts)
    await running.bot.runner.settle()
    said = [message.text for message in _dm(running)[len(samples) :]]
    assert said == [ONLY_A_SAMPLE] * len(pressed)
    assert {entry_of(action_id) for _, action_id in pressed} >= DANGEROUS
    assert not running.sandbox.workspace.views.stack(NADIA)
    assert await _promised(running) == 0
