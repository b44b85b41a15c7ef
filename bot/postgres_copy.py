"""The machine: `rm-bot backup` and `restore` on PostgreSQL, by PostgreSQL's own programs."""

import asyncio
import os
import re
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.backup import Restore, into_aftermath, new_file, refuse_revision
from bot.cli_frame import CommandError
from bot.settings import Settings
from mentoring.liveness import dead_workers, living_workers
from models import DeliveryWorker
from models.database import Database
from models.schema import has_table

DUMP = ("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=procrastinate_*")
UNPACK = ("pg_restore", "--no-owner", "--no-privileges")
PLAY = ("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
REVISION = re.compile(r"^COPY \S*alembic_version .*\n(\S+)$", re.MULTILINE)
EMPTY = """\
DO $$
DECLARE command text;
BEGIN
  FOREACH command IN ARRAY ARRAY(
    SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass) FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    UNION ALL SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc
      WHERE pronamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    UNION ALL SELECT format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype) FROM pg_type t
      LEFT JOIN pg_class c ON c.oid = t.typrelid
      WHERE typnamespace = current_schema()::regnamespace AND (typtype = 'e' OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = t.oid AND deptype = 'e')
  ) LOOP EXECUTE command; END LOOP;
END $$;
"""
"""A backup of an older version doesn't know the tables of this one: pg_restore's --clean would leave them."""


async def back_up_postgres(settings: Settings, path: Path) -> None:
    """Let pg_dump write one snapshot, also while the bot writes. Raises CommandError."""
    _refuse_without("pg_dump", f'{" ".join(DUMP)} --file={path} "$DATABASE_URL"')
    with new_file(path) as file:
        await _run(settings, *DUMP, f"--file={file}")


async def restore_postgres(settings: Settings, path: Path, now: datetime) -> Restore:
    """Replace all that is in the database by a backup, in one transaction. Raises CommandError."""
    for program in (UNPACK[0], PLAY[0]):
        _refuse_without(program, f"{' '.join(UNPACK)} --clean --if-exists --file=- {path}")
    await _refuse_while_running(settings, now)
    refuse_revision(await _revision(path), path)
    with TemporaryDirectory() as folder:
        emptied, script = Path(folder) / "empty.sql", Path(folder) / "restore.sql"
        emptied.write_text(EMPTY)
        await _run(None, *UNPACK, f"--file={script}", str(path))
        await _run(settings, *PLAY, f"--file={emptied}", f"--file={script}")
    return Restore(await into_aftermath(settings.database_address, now))


async def notice_postgres(settings: Settings, now: datetime) -> Restore:
    """Let a database that was put back by other means know it. Raises CommandError."""
    await _refuse_while_running(settings, now)
    return Restore(await into_aftermath(settings.database_address, now))


async def _refuse_while_running(settings: Settings, now: datetime) -> None:
    database = Database(settings.database_address)
    try:
        if not await has_table(database, DeliveryWorker):
            return
        async with database.every_workspace() as session:
            await dead_workers(session, now)
            alive = await living_workers(session)
    finally:
        await database.close()
    if alive:
        raise CommandError(f"the bot runs ({len(alive)} of its processes hold their locks): stop it first")


async def _revision(path: Path) -> str | None:
    """Return the schema's revision that a backup holds. Raises CommandError for any other file."""
    try:
        written = await _run(None, *UNPACK, "--data-only", "--table=alembic_version", "--file=-", str(path))
    except CommandError as error:
        raise CommandError(f"{path} is no backup that can be read: {error}") from None
    found = REVISION.search(written)
    return found[1] if found else None


def _refuse_without(program: str, by_hand: str) -> None:
    if shutil.which(program) is None:
        raise CommandError(
            f"{program} isn't installed here: install PostgreSQL's client programs, or run where they are: {by_hand}"
        )


async def _run(database: Settings | None, program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs and return what it wrote. Raises CommandError with its last words.

    The password goes by the environment: on a command line everybody on the machine could read it.
    """
    way: dict[str, Any] = conninfo_to_dict(database.postgres_address) if database else {}
    password = way.pop("password", None)
    process = await asyncio.create_subprocess_exec(
        program,
        *([f"--dbname={make_conninfo(**way)}"] if way else []),
        *arguments,
        env={**os.environ, **({"PGPASSWORD": str(password)} if password else {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    if process.returncode:
        *_, last = errors.decode(errors="replace").strip().splitlines() or [f"{program} failed"]
        raise CommandError(last)
    return out.decode(errors="replace")
