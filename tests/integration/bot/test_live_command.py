"""`rm-bot check --live` as a command: to whom it sends, and its exit status."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.cli import run_cli
from sandbox.server import Sandbox
from tests.integration.bot.live_stage import NADIA, SAMUEL, Calendar, real_workspace

TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "RM_COORDINATORS")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A workspace whose time moves with each look, so that nobody is ever too fast."""
    calendar = Calendar()
    calendar.step = timedelta(seconds=1)
    async with real_workspace(calendar) as sandbox:
        yield sandbox


@pytest.fixture
def shell(sandbox: Sandbox, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """The environment of a sound installation, in which nobody has to wait for Slack's pace."""
    values = (sandbox.bot_token, sandbox.app_token, sandbox.signing_secret, sandbox.api_url, NADIA)
    for name, value in zip(TOKENS, values, strict=True):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setattr("bot.live.attempts.BETWEEN_POSTS", timedelta())
    return sandbox


async def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command beside the workspace, which lives on this test's loop."""
    status = await asyncio.to_thread(run_cli, ["check", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


async def test_the_command_ends_with_0_when_all_is_accepted(
    shell: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = await command(capsys, "--live")
    assert (status, err) == (0, "")
    assert "Socket Mode works" in out
    assert f"to {NADIA}" in out
    assert shell.workspace.conversations.im(NADIA)


async def test_the_command_ends_with_1_when_a_kind_is_refused(
    shell: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.faults.add("no_new_blocks", times=None)
    status, out, err = await command(capsys, "--live", "--to", SAMUEL)
    assert (status, err) == (1, "")
    assert f"to {SAMUEL}" in out


async def test_without_live_nothing_is_sent(shell: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, _ = await command(capsys)
    assert status == 0
    assert {call.method for call in shell.workspace.calls} == {"auth.test"}


@pytest.mark.parametrize("coordinators", ["", "U0NADIA01,U0SAMUEL1"])
async def test_unless_there_is_one_coordinator_one_sentence_asks_whom_to_send_to(
    shell: Sandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, coordinators: str
) -> None:
    monkeypatch.setenv("RM_COORDINATORS", coordinators)
    status, _, err = await command(capsys, "--live")
    assert (status, len(err.splitlines())) == (2, 1)
    assert "--to" in err
    assert not any(call.method == "chat.postMessage" for call in shell.workspace.calls)


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("arguments", [["--to", "U0NADIA01"], ["--live", "--to", "nadia"]])
async def test_a_recipient_that_cannot_be_is_wrong_use(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    status, _, err = await command(capsys, *arguments)
    assert (status, len(err.splitlines())) == (2, 1)
    assert "--to" in err
