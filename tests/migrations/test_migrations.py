"""The history of the schema on both databases: one line, forth and back, and nothing left to generate."""

from collections.abc import Iterator
from importlib.resources import files

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from pytest_alembic import tests as builtin
from pytest_alembic.runner import MigrationContext as Runner
from sqlalchemy import Connection, Inspector, NullPool, create_engine, inspect, make_url

from models import Base
from models.database import Database
from models.schema import alembic_config as shipped_config
from models.schema import current_revision, is_ours, migrate, newest_revision
from tests.databases import postgres_database

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database without any table; the test runs once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('empty') / 'rm-bot.db'}"
    else:
        with postgres_database(request.getfixturevalue("postgres_server")) as url:
            yield url


@pytest.fixture
def alembic_engine(empty_url: str) -> Iterator[Connection]:
    url = make_url(empty_url)
    engine = create_engine(url.set(drivername=DRIVERS[url.get_backend_name()]), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@pytest.fixture
def alembic_config() -> Config:
    return shipped_config()


def test_the_history_has_one_head(alembic_runner: Runner) -> None:
    builtin.test_single_head_revision(alembic_runner)


def test_an_empty_database_reaches_the_newest_revision(alembic_runner: Runner) -> None:
    builtin.test_upgrade(alembic_runner)


def test_the_tables_are_what_the_models_say(alembic_runner: Runner) -> None:
    builtin.test_model_definitions_match_ddl(alembic_runner)


def test_every_revision_can_be_undone_and_done_again(alembic_runner: Runner) -> None:
    builtin.test_up_down_consistency(alembic_runner)


def test_undoing_everything_leaves_no_table(alembic_runner: Runner, alembic_engine: Connection) -> None:
    alembic_runner.migrate_up_to("head")
    alembic_runner.migrate_down_to("base")
    assert set(inspect(alembic_engine).get_table_names()) <= {"alembic_version"}


def test_types_keys_and_indexes_drift_in_nothing(alembic_runner: Runner, alembic_engine: Connection) -> None:
    alembic_runner.migrate_up_to("head")
    options = {"compare_server_default": True, "include_name": is_ours}
    found = compare_metadata(MigrationContext.configure(alembic_engine, opts=options), Base.metadata)
    assert found == []


def test_foreign_keys_and_primary_keys_carry_the_workspace(
    alembic_runner: Runner, alembic_engine: Connection
) -> None:
    alembic_runner.migrate_up_to("head")
    inspector = inspect(alembic_engine)
    tables = {name for name in inspector.get_table_names() if is_ours(name, "table", {})}
    for table in tables - {"workspace", "worker", "restored", "alembic_version"}:
        assert inspector.get_pk_constraint(table)["constrained_columns"][0] == "workspace_id", table
        assert _leading_columns(inspector, table) <= {"workspace_id"}, table


def _leading_columns(inspector: Inspector, table: str) -> set[str]:
    return {key["constrained_columns"][0] for key in inspector.get_foreign_keys(table)}


async def test_migrating_again_changes_nothing(empty_url: str) -> None:
    database = Database(empty_url)
    assert await current_revision(database) is None
    await migrate(database)
    assert await current_revision(database) == newest_revision()
    await migrate(database)
    assert await current_revision(database) == newest_revision()
    await database.close()


def test_the_engines_tables_are_those_of_the_pinned_release() -> None:
    shipped = (files("procrastinate.sql") / "schema.sql").read_text()
    ours = (files("migrations") / "versions" / "0003_procrastinate.sql").read_text()
    assert ours.endswith(f"\n{shipped}")
    assert "MIT License" in ours


@pytest.mark.postgresql
def test_undoing_the_engines_tables_leaves_nothing_of_it(postgres_server: str) -> None:
    with postgres_database(postgres_server) as url, psycopg.connect(url, autocommit=True) as connection:
        engine = create_engine(make_url(url).set(drivername=DRIVERS["postgresql"]), poolclass=NullPool)
        for step, revision in ((command.upgrade, "0003"), (command.downgrade, "-1")):
            with engine.connect() as bound:
                step(shipped_config(bound), revision)
                bound.commit()
        left = connection.execute(
            "SELECT proname FROM pg_proc WHERE proname LIKE 'procrastinate%'"
            " UNION ALL SELECT typname FROM pg_type WHERE typname LIKE '%procrastinate%'"
        )
        assert left.fetchall() == []
