"""Fixtures for all tests: real databases, both kinds, fresh for each test."""

import gc
import itertools
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from tests import databases
from tests.contract import recorder

SQLITE_FIRST = (
    "integration/mentoring/test_",
    "integration/reporting_views/",
    "integration/scheduling/",
    "scenarios/test_bad_input",
)
ON_BOTH = "integration/mentoring/test_races"

TESTS_PER_COLLECTION = 200
_ended = itertools.count(1)

settings.register_profile("quick", deadline=None, print_blob=True)
settings.load_profile("quick")


def pytest_configure(config: pytest.Config) -> None:
    recorder.attach_when_asked()
    if not hasattr(config, "workerinput"):
        databases.name_server_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        databases.stop_server()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Begin with the long ones, so that no worker is left alone with them at the end.

    Where a folder's tests tell of rules more than of SQL, a stranger's run has SQLite only; .ci/run has both.
    """
    for item in items:
        is_told_first = any(folder in item.nodeid for folder in SQLITE_FIRST) and ON_BOTH not in item.nodeid
        if "postgres" in item.nodeid.rpartition("[")[2] and is_told_first:
            item.add_marker(pytest.mark.ci)
    yield
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """From here on garbage is collected between tests: a whole collection takes seconds on a busy machine.

    In the midst of a test it would hold up the loop, and an answer that is owed within three.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)


def pytest_runtest_logfinish() -> None:
    if next(_ended) % TESTS_PER_COLLECTION == 0:
        gc.collect()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """On the build server a skipped test is a failed run: nothing passes because it was left out."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    databases.migrate_now(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a PostgreSQL server, shared by the whole run."""
    return databases.server_url()


@pytest.fixture(scope="session")
def postgres_schema(postgres_server: str) -> Iterator[str]:
    """The address of this worker's migrated PostgreSQL database."""
    with databases.postgres_database(postgres_server) as url:
        databases.migrate_now(url)
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'rm-bot.db')}"


@pytest.fixture
def postgres_url(postgres_schema: str) -> str:
    """The address of a migrated PostgreSQL database without rows."""
    databases.empty(postgres_schema)
    return postgres_schema


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database; the test runs once on each kind."""
    opened = Database(database_url, sealer=Sealer(bytes(KEY_BYTES)))
    yield opened
    await opened.close()
