"""The machine: the bot inside the sandbox: one process, one moved clock, a database of its own."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.check import manifest
from bot.cli_frame import say
from bot.clock import MachineClock, MovedClock
from bot.people_list import read_people
from bot.settings import SandboxOptions, Settings
from bot.wiring import Bot, running_bot
from domain.ports import Clock
from mentoring.import_roster import import_roster
from mentoring.ledger_figures import latest_entry_at
from sandbox.people import COORDINATORS, roster_csv
from sandbox.server import Sandbox, SandboxSettings
from scheduling.fast_forward import FastForward
from scheduling.runner import Runner

HOST = "127.0.0.1"
FIRST_STEPS = (
    ("/rm-admin new", "as a coordinator (Nadia Haddad or Samuel Achieng): set a program up"),
    ("/rm-join", "as anybody, once a program is launched: join it"),
    ("/rm-help", "what this is, and every command"),
)


class BotCalendar:
    """The sandbox's driver: the bot's moved clock, from the moment the bot is there."""

    def __init__(self, clock: MovedClock) -> None:
        self._clock = clock
        self._walk: FastForward | None = None

    def attach(self, runner: Runner) -> None:
        self._walk = FastForward(runner, self._clock.now, self._clock.move_to)

    def now(self) -> datetime:
        return self._clock.now()

    async def next_due(self) -> datetime | None:
        return await self._walk.next_due() if self._walk else None

    async def run_until(self, target: datetime) -> int:
        return await self._walk.run_until(target) if self._walk else 0


@dataclass(frozen=True)
class Playground:
    """The sandbox with the bot in it."""

    sandbox: Sandbox
    bot: Bot


@asynccontextmanager
async def playground(
    options: SandboxOptions,
    database_address: str,
    bot_port: int,
    data_dir: Path,
    real: Clock | None = None,
) -> AsyncIterator[Playground]:
    """Run both while the block runs. The sample people's roster is read, as an admin would read one.

    The calendar begins with the machine's time, or with `real`.
    """
    clock = MovedClock(real or MachineClock())
    calendar = BotCalendar(clock)
    sandbox = Sandbox(
        SandboxSettings(
            host=HOST,
            port=options.port,
            bot_url=f"http://{HOST}:{bot_port}/slack/events",
            transport=options.transport,
            manifest=manifest(),
            first_steps=FIRST_STEPS,
        ),
        calendar,
    )
    await sandbox.start()
    try:
        settings = _settings(sandbox, options, database_address, bot_port, data_dir)
        async with running_bot(settings, clock) as bot:
            calendar.attach(bot.runner)
            # A kept database has seen a later day than today: its calendar never goes back.
            clock.move_to(await latest_entry_at(bot.core.database) or clock.now())
            await _read_roster(bot)
            yield Playground(sandbox, bot)
    finally:
        await sandbox.stop()


async def _read_roster(bot: Bot) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write(roster_csv())
        file.flush()
        people = read_people(Path(file.name))
    await import_roster(bot.core, bot.identity.team_id, "sandbox", people)


def _settings(
    sandbox: Sandbox, options: SandboxOptions, database_address: str, bot_port: int, data_dir: Path
) -> Settings:
    is_socket = options.transport == "socket"
    return Settings(
        bot_token=SecretStr(sandbox.bot_token),
        app_token=SecretStr(sandbox.app_token) if is_socket else None,
        signing_secret=SecretStr(sandbox.signing_secret),
        slack_api_url=sandbox.api_url,
        database_url=SecretStr(database_address),
        data_dir=data_dir,
        host=HOST,
        port=bot_port,
        coordinators=COORDINATORS,
    )


async def run_sandbox(options: SandboxOptions) -> None:
    """Run the playground until cancelled. Without a file of its own the database is thrown away."""
    with tempfile.TemporaryDirectory(prefix="rm-sandbox-") as folder:
        file = (options.database or Path(folder) / "sandbox.db").absolute()
        async with playground(options, f"sqlite:///{file}", options.port + 1, file.parent) as running:
            say(f"The sandbox is open: {running.sandbox.page_url}", "Stop it with Ctrl-C.")
            await asyncio.Event().wait()
