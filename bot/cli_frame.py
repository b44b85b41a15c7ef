"""The machine: what every command shares: one-line errors, exit status 0, 1 or 2, and an orderly stop."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.log import place_of
from bot.match_file.roster import BadInputError
from bot.settings import Settings, SettingsFault, load_settings
from domain.errors import Refusal, SlackFailure
from messages.refusals import refusal
from messages.words import words_for

Result = TypeVar("Result")

DONE = 0
REFUSED = 1
WRONG_USE = 2


class CommandError(Exception):
    """A command ends here: each line goes to stderr, `status` to the shell."""

    def __init__(self, *lines: str, status: int = REFUSED) -> None:
        super().__init__(*lines)
        self.lines = lines
        self.status = status


@dataclass(frozen=True)
class RosterResult:
    """What reading the people list did."""

    people_count: int
    stopped_pairs_count: int
    warnings: tuple[str, ...] = ()


def say(*lines: str) -> None:
    """Write the result of a command, at once also into a pipe: a server prints its address and stays."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def complain(lines: Sequence[str]) -> None:
    """Write what is wrong, one line each."""
    sys.stderr.writelines(f"rm-bot: {line}\n" for line in lines if line)


def refuse(line: str) -> NoReturn:
    """End the command with one sentence and status 1."""
    raise CommandError(line)


def usable_settings() -> Settings:
    """Read the settings. Ends the command with every fault."""
    try:
        return load_settings()
    except SettingsFault as fault:
        raise CommandError(*fault.faults) from None


def with_data_dir(settings: Settings) -> Settings:
    """Make the data folder if the database is in it, for commands that open the database."""
    if settings.database_url is None:
        _make_folder(settings.data_dir)
    return settings


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"the data folder {folder} can't be made: {error.strerror}")


def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run a service until it ends or SIGTERM or Ctrl-C cancels it; `work` drains while it is cancelled."""

    async def supervised() -> None:
        service = asyncio.ensure_future(work)
        for stop in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(stop, service.cancel)
        try:
            await service
        except asyncio.CancelledError:
            if not service.cancelled():
                raise

    asyncio.run(supervised())


def ending_of(error: Exception) -> CommandError:
    """Return how a command that raised `error` ends: in words if it was foreseen, else by type and place."""
    if isinstance(error, CommandError):
        return error
    if isinstance(error, BadInputError):
        return CommandError(*error.lines, status=WRONG_USE)
    for family, line in _FORESEEN:
        if isinstance(error, family):
            wrong_use = isinstance(error, typer.TyperException)
            return CommandError(line(error), status=WRONG_USE if wrong_use else REFUSED)
    return CommandError(
        f"an unexpected error: {type(error).__name__} at {place_of(error.__traceback__)}; please report it"
    )


_FORESEEN: tuple[tuple[type[Exception], Callable[[Any], str]], ...] = (
    (typer.TyperException, lambda error: error.format_message()),
    (Refusal, lambda error: refusal(error, words_for("en")).text),
    (SlackFailure, lambda error: f"Slack refuses or doesn't answer: {error.code}"),
    (SQLAlchemyError, lambda _: "the database fails or lacks the schema: see `rm-bot check`"),
    (OSError, lambda error: ": ".join(filter(None, [error.filename, error.strerror])) or "a file fails"),
    (typer.Abort, lambda _: "stopped"),
)
