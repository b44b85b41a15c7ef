"""The machine: `rm-bot backup` and `restore` on SQLite, and what both databases share."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp

from bot.cli_frame import CommandError
from bot.only_process import only_process
from bot.settings import Settings
from mentoring.aftermath import LostHours, enter_aftermath
from models.database import Database
from models.schema import is_known_revision, migrate, newest_revision


@dataclass(frozen=True)
class Restore:
    """What a restore did. `kept_as`: where the database that was replaced lies now, if it is kept."""

    lost: LostHours
    kept_as: Path | None = None


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield an empty file for its owner only, which takes the name `path` once the block has filled it.

    Raises CommandError when the name is taken: a backup never overwrites another.
    """
    if path.exists():
        raise CommandError(
            f"{path} exists already, and a backup never overwrites a file: choose another name"
        )
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")  # its mode is 0600
    file = Path(name)
    try:
        yield file
        os.fsync(descriptor)
        file.rename(path)
    finally:
        os.close(descriptor)
        file.unlink(missing_ok=True)


def back_up_sqlite(settings: Settings, path: Path) -> None:
    """Copy the database as it stands at one instant, also while the bot writes. Raises CommandError."""
    if not settings.sqlite_file.is_file():
        raise CommandError(f"there is no database at {settings.sqlite_file} yet")
    with new_file(path) as file:
        _copy(settings.sqlite_file, file)
        _refuse_unless_whole(file, settings.sqlite_file)


def _copy(source: Path, target: Path) -> None:
    """Copy in one step: one snapshot, however much is written meanwhile. The copy is one file, without a log."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")


def _refuse_unless_whole(file: Path, source: Path) -> None:
    with closing(sqlite3.connect(file)) as copy:
        complaints = copy.execute("PRAGMA integrity_check(1)").fetchone()
        orphans = copy.execute("PRAGMA foreign_key_check").fetchone()
    if complaints != ("ok",) or orphans is not None:
        raise CommandError(f"{source} is damaged: SQLite's own check finds faults in it")


async def restore_sqlite(settings: Settings, path: Path, now: datetime) -> Restore:
    """Put a backup in the database's place, brought to this version's schema. Raises CommandError.

    All is made ready beside the old database, which then gives way in one step and is kept.
    """
    with only_process(settings), TemporaryDirectory(dir=settings.sqlite_file.parent) as folder:
        fresh = Path(folder) / "restored.db"
        fresh.touch(0o600)
        try:
            _copy(path, fresh)
            refuse_revision(_revision(fresh), path)
            _refuse_unless_whole(fresh, path)
        except sqlite3.DatabaseError:
            raise CommandError(f"{path} is no backup of this bot's database") from None
        lost = await into_aftermath(f"sqlite:///{fresh}", now)
        return Restore(lost, _replace(settings.sqlite_file, fresh, now))


async def notice_sqlite(settings: Settings, now: datetime) -> Restore:
    """Let a database that was put back by other means know it. Raises CommandError."""
    with only_process(settings):
        return Restore(await into_aftermath(settings.database_address, now))


async def into_aftermath(address: str, now: datetime) -> LostHours:
    """Bring a restored database to this version's schema, and let it know that it lacks hours."""
    database = Database(address)
    try:
        await migrate(database)
        return await enter_aftermath(database, now)
    finally:
        await database.close()


def _revision(file: Path) -> str | None:
    with closing(sqlite3.connect(file)) as copy:
        found = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    return found[0] if found else None


def refuse_revision(revision: str | None, path: Path) -> None:
    """Raise CommandError unless this version of the bot knows the schema of a backup."""
    if revision is None:
        raise CommandError(f"{path} is no backup of this bot's database: it has no schema")
    if not is_known_revision(revision):
        raise CommandError(
            f"{path} was made by a newer version of the bot: its schema is {revision},"
            f" this version knows up to {newest_revision()}"
        )


def _replace(place: Path, fresh: Path, now: datetime) -> Path | None:
    """There is a database at `place` at every instant; the old one keeps its log, if a crash has left one."""
    kept = None
    if place.exists():
        kept = place.with_name(f"{place.stem}.before-{now:%Y%m%dT%H%M%SZ}{place.suffix}")
        os.link(place, kept)
        log = Path(f"{place}-wal")
        if log.exists():
            log.rename(f"{kept}-wal")
        Path(f"{place}-shm").unlink(missing_ok=True)
    fresh.replace(place)
    return kept
