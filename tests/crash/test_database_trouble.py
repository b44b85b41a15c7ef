"""The database goes away under the bot: connections cut, the lock's too, a full disk, a second process."""

import asyncio
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from sqlalchemy import make_url

from tests.crash.database_line import database_line
from tests.crash.settings import PARTS, Setting
from tests.crash.theatre import Play, play_on

CUTS = 8
CUT_COMMITS = 0.05
COUPLES = 40
ACTING = 10
DISK = "16m"
SOME = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " ORDER BY random() LIMIT %s"
)
LOCKS = (
    "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database"
    " WHERE locktype = 'advisory' AND granted AND datname = current_database()"
)

pytestmark = pytest.mark.ci


def cut(setting: Setting, which: LiteralString, *values: object) -> int:
    """End the backends of the test's database that this query finds; return how many there were."""
    address = make_url(setting.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute(which, values).fetchall()
        connection.cursor().executemany("SELECT pg_terminate_backend(%s)", found)
    return len(found)


async def test_connections_cut_each_second_lose_and_double_nothing(
    on_postgres: Setting, tmp_path: Path
) -> None:
    chance, cut_count = random.Random(3), 0  # noqa: S311  a seed, no secret
    async with play_on(on_postgres, tmp_path) as play:
        await play.wave(COUPLES, acting=ACTING)
        play.start()
        await play.all_up()
        for _ in range(CUTS):
            await asyncio.sleep(1)
            cut_count += cut(on_postgres, SOME, chance.randint(1, 4))
        await end_well(play, f"{cut_count} connections cut")


async def test_a_line_cut_during_commits_loses_and_doubles_nothing(
    on_postgres: Setting, tmp_path: Path
) -> None:
    async with (
        database_line(on_postgres.url, seed=5) as (line, near_url),
        play_on(replace(on_postgres, near_url=near_url), tmp_path) as play,
    ):
        await play.wave(COUPLES, acting=ACTING)
        play.start()
        await play.all_up()
        line.share = CUT_COMMITS
        await play.settled()
        await end_well(play, f"commits cut: {dict(line.cuts)}")
        assert min(line.cuts["before"], line.cuts["after"]) >= CUTS / 2


async def test_a_worker_whose_lock_is_cut_stops_sending_and_begins_anew(
    on_postgres: Setting, tmp_path: Path
) -> None:
    async with play_on(on_postgres, tmp_path) as play:
        await play.wave(COUPLES, acting=ACTING)
        play.start()
        await play.sink.line.until_up()
        cut_count = 0
        for posts in (10, 30, 50):
            await play.posted(posts)
            cut_count += cut(on_postgres, LOCKS)
        await end_well(play, f"{cut_count} locks cut")
        assert '"lock_lost"' in play.log()


async def end_well(play: Play, title: str) -> None:
    """Nobody has died of it; all that was owed is there."""
    await play.settled()
    assert not play.lives.bury()
    assert len(play.lives.running) == len(play.company)
    await play.lives.end()
    verdict = play.judge(f"{title}, {play.setting.name}")
    assert verdict.is_good, verdict


async def test_a_second_process_on_one_sqlite_file_is_refused_in_one_sentence(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with play_on(Setting("sqlite", sqlite_url, PARTS["sqlite"]), tmp_path) as play:
        play.start()
        await play.sink.line.until_up()
        settings = play.company[0].settings
        environment = {
            "SLACK_BOT_TOKEN": play.sink.sandbox.bot_token,
            "SLACK_SIGNING_SECRET": play.sink.sandbox.signing_secret,
            "SLACK_API_URL": settings.slack_api_url,
            "DATABASE_URL": sqlite_url,
            "RM_DATA_DIR": str(tmp_path),
            "RM_PORT": "0",
        }
        second = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot", "run"],
            env=environment | {"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1
        assert "SQLite allows one process" in second.stderr


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of a few megabytes; only root may have one."""
    place = folder / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def fill(place: Path) -> Path:
    """Leave no room."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
async def test_on_a_full_disk_the_bot_refuses_honestly_and_recovers_without_a_restart(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path) as place:
        file = shutil.copy(sqlite_template, place / "rm-bot.db")
        setting = Setting("sqlite", f"sqlite:///{file}", PARTS["sqlite"])
        async with play_on(setting, tmp_path) as play:
            await play.wave(COUPLES, acting=ACTING)
            play.start()
            await play.posted(20)
            writers = [couple.mentee for couple in play.town.couples[:ACTING]]
            play.sink.line.over.clear()
            ballast = fill(place)
            acknowledged = set(play.sink.line.acknowledged)
            await play.crowd.type_something(writers)
            assert play.sink.line.acknowledged == acknowledged, "nothing is acknowledged that isn't stored"
            ballast.unlink()
            play.sink.line.over.set()
            await end_well(play, "full disk")
