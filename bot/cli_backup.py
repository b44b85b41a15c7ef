"""The machine: the commands that keep the database safe: a backup while the bot runs, and the way back."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_frame import WRONG_USE, CommandError, refuse, say, usable_settings, with_data_dir
from bot.clock import real_now


def backup(
    file: Annotated[Path, typer.Argument(help="What to write; no file of that name may exist.")],
) -> None:
    """Write a copy of the database as it stands now, also while the bot runs."""
    from bot.backup import back_up_sqlite  # noqa: PLC0415  all rooms are loaded only where needed
    from bot.postgres_copy import back_up_postgres  # noqa: PLC0415  as above

    settings = usable_settings()
    if settings.is_sqlite:
        back_up_sqlite(settings, file)
    else:
        asyncio.run(back_up_postgres(settings, file))
    say(
        f"the database is in {file}",
        f"not in it: the key {settings.key_file}, without which sealed texts can't be opened:"
        " keep a copy of it too, apart from this one",
    )


def restore(
    file: Annotated[Path | None, typer.Argument(help="A backup.", exists=True, dir_okay=False)] = None,
    *,
    in_place: Annotated[
        bool,
        typer.Option("--in-place", help="The database is back already, by other means: only let it know."),
    ] = False,
) -> None:
    """Put a backup in the database's place. The bot must be stopped; nothing is sent a second time blindly."""
    from bot.backup import notice_sqlite, restore_sqlite  # noqa: PLC0415  as in backup
    from bot.postgres_copy import notice_postgres, restore_postgres  # noqa: PLC0415  as in backup

    if (file is None) is not in_place:
        raise CommandError(
            "name a backup, or give --in-place if the database is back already", status=WRONG_USE
        )
    settings = with_data_dir(usable_settings())
    if not settings.key_file.exists():
        refuse(f"{settings.key_file} is missing: put the key that belongs to this backup there first")
    if file is None:
        work = (notice_sqlite if settings.is_sqlite else notice_postgres)(settings, real_now())
    else:
        work = (restore_sqlite if settings.is_sqlite else restore_postgres)(settings, file, real_now())
    done = asyncio.run(work)
    if done.kept_as is not None:
        say(f"the database that was replaced is kept as {done.kept_as}")
    since = f"{done.lost.since:%Y-%m-%d %H:%M} UTC"
    say(f"what may have been sent since {since} is looked for before it is sent again; start the bot")
