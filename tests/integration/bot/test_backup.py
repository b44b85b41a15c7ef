"""`rm-bot backup` and `rm-bot restore`: whole copies of a running bot's database, and the way back."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import NullPool, create_engine, make_url, select, text

from bot.cli import run_cli
from bot.ids import SeededIds
from bot.only_process import only_process
from bot.settings import Settings
from mentoring.core import Core
from mentoring.install_workspace import install_workspace
from mentoring.liveness import register
from models import Restored, Workspace
from models.database import Database
from models.schema import alembic_config, current_revision, newest_revision
from tests.databases import migrate_now, postgres_database, postgres_programs
from tests.integration.mentoring.hand_clock import HandClock, think_here

OWNER_ONLY = 0o600


@dataclass
class Admin:
    """Somebody at the shell of the bot's machine."""

    settings: Settings
    folder: Path
    capsys: pytest.CaptureFixture[str]

    async def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command; return its status and what it wrote to stdout and stderr."""
        self.capsys.readouterr()
        status = await asyncio.to_thread(run_cli, arguments)
        captured = self.capsys.readouterr()
        return status, captured.out, captured.err

    async def refused(self, *arguments: str) -> str:
        """Run a command that refuses; return its one sentence."""
        status, out, err = await self.run(*arguments)
        assert (status, out, err.count("\n")) == (1, "", 1), err
        return err

    @asynccontextmanager
    async def core(self) -> AsyncIterator[Core]:
        """The database as a bot has it."""
        database = Database(self.settings.database_address)
        yield Core(database, HandClock(), SeededIds(1), think_here)
        await database.close()

    async def meet(self, workspace: str) -> None:
        """Have a workspace install the bot: something that a backup has or lacks."""
        async with self.core() as core:
            await install_workspace(core, workspace, workspace, "UBOT")

    async def workspaces(self) -> list[str]:
        async with self.core() as core, core.database.every_workspace() as session:
            return sorted(await session.scalars(select(Workspace.id)))

    def stand_at(self, revision: str) -> None:
        """Bring the database's schema back to an older one."""
        url = make_url(self.settings.database_address)
        drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
        engine = create_engine(url.set(drivername=drivers[url.get_backend_name()]), poolclass=NullPool)
        with engine.connect() as connection:
            command.downgrade(alembic_config(connection), revision)
            connection.commit()

    def claim_schema(self, revision: str) -> None:
        """Write another revision into the database."""
        url = make_url(self.settings.database_address)
        drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
        engine = create_engine(url.set(drivername=drivers[url.get_backend_name()]), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of the test's own: a restore that goes wrong harms nobody."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    with postgres_database(request.getfixturevalue("postgres_server")) as address:
        migrate_now(address)
        yield address


@pytest.fixture
def admin(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Admin:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("RM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PATH", f"{postgres_programs()}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "secret.key").touch(OWNER_ONLY)
    return Admin(Settings(database_url=SecretStr(url), data_dir=tmp_path), tmp_path, capsys)


async def test_what_came_after_the_backup_is_gone_and_what_came_before_is_back(admin: Admin) -> None:
    await admin.meet("T1")
    assert (await admin.run("backup", "one.backup"))[0] == 0
    await admin.meet("T2")
    assert await admin.workspaces() == ["T1", "T2"]
    status, out, err = await admin.run("restore", "one.backup")
    assert (status, err) == (0, "")
    assert "looked for before it is sent again" in out
    assert await admin.workspaces() == ["T1"]
    async with admin.core() as core, core.database.every_workspace() as session:
        (restored,) = await session.scalars(select(Restored))
        assert restored.lost_since < restored.restored_at


async def test_a_backup_is_readable_by_its_owner_only_and_names_the_key_that_is_not_in_it(
    admin: Admin,
) -> None:
    status, out, _ = await admin.run("backup", "one.backup")
    assert status == 0
    assert (admin.folder / "one.backup").stat().st_mode & 0o777 == OWNER_ONLY
    assert str(admin.settings.key_file) in out
    assert [path.name for path in admin.folder.glob("*one.backup*")] == ["one.backup"]


async def test_a_backup_overwrites_nothing(admin: Admin) -> None:
    (admin.folder / "one.backup").write_text("another")
    assert "never overwrites" in await admin.refused("backup", "one.backup")
    assert (admin.folder / "one.backup").read_text() == "another"


async def test_nothing_is_restored_under_a_running_bot(admin: Admin) -> None:
    await admin.run("backup", "one.backup")
    async with admin.core() as core:
        worker = await register(core)
        with only_process(admin.settings):
            assert "stop it" in await admin.refused("restore", "one.backup")
        await worker.close()
    assert (await admin.run("restore", "one.backup"))[0] == 0


async def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(admin: Admin) -> None:
    await admin.meet("T1")
    (admin.folder / "letter.txt").write_text("Dear admin, " * 1000)
    (admin.folder / "empty").touch()
    for name in ("letter.txt", "empty"):
        assert "is no backup" in await admin.refused("restore", name)
    assert (await admin.run("restore", "missing"))[0] == 2
    assert await admin.workspaces() == ["T1"]


async def test_half_a_backup_is_refused_and_changes_nothing(admin: Admin) -> None:
    await admin.meet("T1")
    await admin.run("backup", "one.backup")
    whole = (admin.folder / "one.backup").read_bytes()
    (admin.folder / "half.backup").write_bytes(whole[: len(whole) * 9 // 10])
    await admin.refused("restore", "half.backup")
    assert await admin.workspaces() == ["T1"]


async def test_a_backup_of_a_newer_version_is_refused(admin: Admin) -> None:
    admin.claim_schema("9999")
    await admin.run("backup", "new.backup")
    admin.claim_schema(newest_revision())
    assert "newer version" in await admin.refused("restore", "new.backup")


async def test_a_backup_of_an_older_version_is_brought_to_this_one(admin: Admin, url: str) -> None:
    await admin.meet("T1")
    admin.stand_at("0001")
    assert (await admin.run("backup", "old.backup"))[0] == 0
    migrate_now(url)
    await admin.meet("T2")
    status, _, err = await admin.run("restore", "old.backup")
    assert (status, err) == (0, "")
    assert await admin.workspaces() == ["T1"]
    async with admin.core() as core:
        assert await current_revision(core.database) == newest_revision()


async def test_a_database_that_was_put_back_by_other_means_can_be_told(admin: Admin) -> None:
    await admin.meet("T1")
    status, out, err = await admin.run("restore", "--in-place")
    assert (status, err) == (0, "")
    assert "looked for before it is sent again" in out
    assert await admin.workspaces() == ["T1"]
    async with admin.core() as core, core.database.every_workspace() as session:
        assert len((await session.scalars(select(Restored))).all()) == 1


@pytest.mark.parametrize("arguments", [[], ["--in-place", "secret.key"]])
async def test_either_a_file_is_put_back_or_the_database_is_back_already(
    sqlite_admin: Admin, arguments: list[str]
) -> None:
    assert (await sqlite_admin.run("restore", *arguments))[0] == 2


async def test_without_the_key_nothing_is_restored(admin: Admin) -> None:
    await admin.run("backup", "one.backup")
    admin.settings.key_file.unlink()
    assert "secret.key" in await admin.refused("restore", "one.backup")


async def test_the_database_that_was_replaced_is_kept_with_what_a_crash_left_in_its_log(
    sqlite_admin: Admin,
) -> None:
    admin = sqlite_admin
    await admin.run("backup", "one.backup")
    _crash_with(
        admin.settings.sqlite_file,
        "INSERT INTO workspace (id, name, bot_user_id, installed_at, refuses_rich_blocks)"
        " VALUES ('T9', '', '', '2026-01-01 00:00:00', 0)",
    )
    _, out, _ = await admin.run("restore", "one.backup")
    (kept,) = admin.folder.glob("rm-bot.before-*.db")
    assert str(kept) in out
    assert await admin.workspaces() == []
    with closing(sqlite3.connect(kept)) as old:
        assert old.execute("SELECT id FROM workspace").fetchall() == [("T9",)]


def _crash_with(place: Path, statement: str) -> None:
    """Leave a database as a killed process does: what it committed last stands in the log only."""
    with closing(sqlite3.connect(place)) as crashed:
        crashed.execute("PRAGMA journal_mode=WAL")
        crashed.execute(statement)
        crashed.commit()
        left = {file: file.read_bytes() for file in (place, Path(f"{place}-wal"))}
    for file, content in left.items():
        file.write_bytes(content)


@pytest.fixture
def sqlite_admin(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Admin:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("RM_DATA_DIR", str(tmp_path))
    (tmp_path / "secret.key").touch(OWNER_ONLY)
    return Admin(Settings(database_url=SecretStr(sqlite_url), data_dir=tmp_path), tmp_path, capsys)


@pytest.mark.postgresql
async def test_without_postgresqls_programs_the_refusal_names_what_to_run(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    settings = Settings(database_url=SecretStr(postgres_url), data_dir=tmp_path)
    monkeypatch.setenv("RM_DATA_DIR", str(tmp_path))
    (tmp_path / "secret.key").touch(OWNER_ONLY)
    admin = Admin(settings, tmp_path, capsys)
    assert "pg_dump --format=custom" in await admin.refused("backup", str(tmp_path / "x"))
    (tmp_path / "y").write_text("")
    assert "pg_restore" in await admin.refused("restore", str(tmp_path / "y"))
