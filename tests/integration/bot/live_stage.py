"""A workspace over HTTP for the live check, and the time in it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

from bot.check import manifest
from bot.live.command import check_live
from bot.settings import Settings
from sandbox.people import COORDINATORS
from sandbox.server import Sandbox, SandboxSettings

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NADIA, SAMUEL = COORDINATORS
INDENT = " " * 20


class Calendar:
    """The workspace's time: it moves while the command waits, or by itself with each look."""

    def __init__(self) -> None:
        self.instant = NOON
        self.step = timedelta()
        self.waited: list[float] = []

    def now(self) -> datetime:
        self.instant += self.step
        return self.instant

    async def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.instant += timedelta(seconds=seconds)

    async def next_due(self) -> datetime | None:
        return None

    async def run_until(self, target: datetime) -> int:
        raise NotImplementedError(target)


class Check:
    """The command's live part, and what it printed."""

    def __init__(self, sandbox: Sandbox, calendar: Calendar, printed: Callable[[], str]) -> None:
        self.sandbox = sandbox
        self.calendar = calendar
        self._printed = printed
        self.output = ""

    async def run(self, person: str = NADIA, token: str | None = None) -> bool:
        token = token or self.sandbox.bot_token
        settings = Settings(bot_token=token, slack_api_url=self.sandbox.api_url)
        is_good = await check_live(settings, token, person, self.calendar.wait)
        self.output = self._printed()
        return is_good

    def row(self, kind: str) -> str:
        """What stands beside a kind in the table, and below it until the next one."""
        lines = [line[2:] for line in self.output.splitlines()]
        first = next(n for n, line in enumerate(lines) if line.startswith(f"{kind} "))
        more = takewhile(lambda line: line.startswith(INDENT) and line.strip(), lines[first + 1 :])
        return " ".join(" ".join([lines[first].removeprefix(kind), *more]).split())

    def calls(self, method: str) -> list[Any]:
        return [call for call in self.sandbox.workspace.calls if call.method == method]


@asynccontextmanager
async def real_workspace(calendar: Calendar) -> AsyncIterator[Sandbox]:
    """Run a workspace with our app in it and nobody connected."""
    sandbox = Sandbox(SandboxSettings(port=0, transport="socket", manifest=manifest()), calendar)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()
