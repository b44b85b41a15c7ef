"""The machine: the commands that keep the database safe: a backup while the bot runs, and the way back."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_frame import refuse, say, usable_settings, with_data_dir
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


def restore(file: Annotated[Path, typer.Argument(help="A backup.", exists=True, dir_okay=False)]) -> None:
    """Put a backup in the database's place. The bot must be stopped; nothing is sent a second time blindly."""
    from bot.backup import restore_sqlite  # noqa: PLC0415  as in backup
    from bot.postgres_copy import restore_postgres  # noqa: PLC0415  as in backup

    settings = with_data_dir(usable_settings())
    if not settings.key_file.exists():
        refuse(f"{settings.key_file} is missing: put the key that belongs to this backup there first")
    put_back = restore_sqlite if settings.is_sqlite else restore_postgres
    done = asyncio.run(put_back(settings, file, real_now()))
    if done.kept_as is not None:
        say(f"the database that was replaced is kept as {done.kept_as}")
    say(
        f"the database is back as {file} has it; start the bot",
        f"what may have been sent since {done.lost.since:%Y-%m-%d %H:%M} UTC is looked for before it is sent again",
    )
