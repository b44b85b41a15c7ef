"""The schema's state: migrate to the newest revision, or tell whether the database is there already.

Alembic's configuration is built in code, so that an installed wheel needs no alembic.ini.
"""

from importlib.resources import files
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from models.base import Base
from models.database import Database

ENGINE = "procrastinate_"
"""What the tables of the engine that carries hints begin with: revision 0003 holds them, no model does."""


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for the revisions that ship with this version."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.attributes["connection"] = connection
    return config


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Tell Alembic's comparison which names are the models' to describe."""
    return kind != "table" or name is None or not name.startswith(ENGINE)


def newest_revision() -> str:
    """Return the revision this version of the bot needs."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise RuntimeError("the package ships no migrations")
    return head


def is_known_revision(revision: str) -> bool:
    """Tell whether this version can bring a database of that revision to its own."""
    return revision in {
        script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }


async def current_revision(database: Database) -> str | None:
    """Return the revision the database stands at; None for an empty one."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_revision)


def _revision(connection: Connection) -> Any:
    return MigrationContext.configure(connection).get_current_revision()


async def has_table(database: Database, table: type[Base]) -> bool:
    """Tell whether a table of this version is there already."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda c: inspect(c).has_table(table.__tablename__))


async def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema to `revision`. Each migration is one transaction of its own."""
    async with database.engine.connect() as connection:
        await connection.run_sync(lambda c: command.upgrade(alembic_config(c), revision))
        await connection.commit()
