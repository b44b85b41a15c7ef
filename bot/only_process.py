"""The machine: on SQLite one process at a time. The lock is the kernel's: it dies with the process."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli_frame import CommandError
from bot.settings import Settings


@contextmanager
def only_process(settings: Settings) -> Iterator[None]:
    """Hold the database's lock while the block runs. Raises CommandError when another process has it."""
    if not settings.is_sqlite:
        yield
        return
    file = settings.sqlite_file.resolve()  # by whatever name or link it is reached
    path = file.with_name(f"{file.name}.lock")
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(
                f"another rm-bot works on {settings.sqlite_file}: stop it first"
                " (SQLite allows one process, PostgreSQL many)"
            ) from None
        yield
