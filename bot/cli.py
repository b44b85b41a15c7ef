"""The machine: the `rm-bot` command line. Each command reads the settings and calls one function."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.check import check_all
from bot.cli_backup import backup, restore
from bot.cli_files import match, report, roster
from bot.cli_frame import (
    DONE,
    REFUSED,
    WRONG_USE,
    CommandError,
    complain,
    ending_of,
    refuse,
    say,
    until_stopped,
    usable_settings,
    with_data_dir,
)
from bot.log import set_up_log
from bot.settings import NO_SENDER, SandboxOptions, Settings
from bot.status import bot_status
from models.database import Database
from models.schema import migrate as migrate_schema
from models.schema import newest_revision

app = typer.Typer(
    name="rm-bot",
    help="A Slack bot that runs reverse-mentoring programs inside chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(backup)
app.command()(match)
app.command()(report)
app.command()(restore)
app.command()(roster)


class Transport(StrEnum):
    """How the sandbox delivers to the bot."""

    HTTP = "http"
    SOCKET = "socket"


@app.command()
def run(
    *,
    replicas_safe: Annotated[
        bool, typer.Option("--replicas-safe", help="Be one of several: workers deliver. Needs PostgreSQL.")
    ] = False,
) -> None:
    """Run the bot against Slack: web, clock and delivery in one process."""
    settings = usable_settings()
    from bot.replicas import Part, refuse_unless_able  # noqa: PLC0415  all rooms are loaded only where needed

    part = Part.REPLICA if replicas_safe else Part.ALONE
    refuse_unless_able(settings, part)
    if settings.missing_for_slack is not None:
        refuse(settings.missing_for_slack)
    from bot.wiring import run as run_bot  # noqa: PLC0415  as above

    set_up_log()
    until_stopped(run_bot(with_data_dir(settings), part))


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's; the bot takes the next.")] = 3000,
    transport: Annotated[Transport, typer.Option(help="How payloads reach the bot.")] = Transport.HTTP,
    database: Annotated[
        Path | None, typer.Option(help="Keep the workspace in this SQLite file.", dir_okay=False)
    ] = None,
) -> None:
    """Run a Slack workspace on this machine, and the bot in it. Needs no tokens and no network."""
    if usable_settings().has_slack_token:
        refuse("Slack tokens are set, and the sandbox must never meet a real workspace: unset them first")
    from bot.sandbox_run import run_sandbox  # noqa: PLC0415  as in run

    set_up_log()
    until_stopped(run_sandbox(SandboxOptions(port, transport.value, database)))


@app.command()
def worker() -> None:
    """Send messages, beside `rm-bot run --replicas-safe`; start as many as you like. Needs PostgreSQL."""
    settings = usable_settings()
    from bot.replicas import Part, refuse_unless_able  # noqa: PLC0415  as in run

    refuse_unless_able(settings, Part.WORKER)
    if settings.bot_token is None:
        refuse(NO_SENDER)
    from bot.wiring import run as run_bot  # noqa: PLC0415  as in run

    set_up_log()
    until_stopped(run_bot(with_data_dir(settings), Part.WORKER))


@app.command()
def migrate() -> None:
    """Bring the database's schema to this version's."""
    asyncio.run(_migrate(with_data_dir(usable_settings()).database_address))
    say(f"the schema is at revision {newest_revision()}")


async def _migrate(address: str) -> None:
    database = Database(address)
    try:
        await migrate_schema(database)
    finally:
        await database.close()


@app.command()
def check(
    *,
    live: Annotated[
        bool, typer.Option("--live", help="Also open Socket Mode, and post one sample of each message.")
    ] = False,
    to: Annotated[
        str | None,
        typer.Option(
            help="Whose DM gets the samples; default the one coordinator, if there is one.", metavar="ID"
        ),
    ] = None,
) -> None:
    """Say in words what is wrong with tokens, scopes, database and clock."""
    if to is not None and not live:
        raise CommandError("--to says where --live posts its samples: give both", status=WRONG_USE)
    asyncio.run(_check(usable_settings(), live=live, to=to))


async def _check(settings: Settings, *, live: bool, to: str | None) -> None:
    from bot.live.command import check_live, recipient  # noqa: PLC0415  as in run

    person_id = recipient(settings, to) if live else ""
    findings = await check_all(settings, live=live)
    say(*(finding.line for finding in findings))
    faults = [finding for finding in findings if not finding.is_good]
    is_accepted = True
    if live and settings.bot_token is not None:
        is_accepted = await check_live(settings, settings.bot_token.get_secret_value(), person_id)
    if faults and live:
        say(f"and of what was looked at first, {len(faults)} wrong: see above")
    if faults or not is_accepted:
        raise CommandError  # the lines above say it all


@app.command()
def status() -> None:
    """Show how the running bot does."""
    settings = usable_settings()
    say(*asyncio.run(bot_status(settings.host, settings.port)))


def run_cli(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused or failed, 2 wrong use. Never raises."""
    try:
        status = app(arguments, standalone_mode=False)
    except Exception as error:  # noqa: BLE001  the command line's catch-all: one line, never a traceback
        ending = ending_of(error)
        complain(ending.lines)
        return ending.status
    except KeyboardInterrupt:
        complain(["stopped"])
        return REFUSED
    return status if isinstance(status, int) else DONE
