"""The machine: opening the database. SQLite migrates itself; on PostgreSQL an old schema is refused."""

from bot.cli_frame import CommandError
from bot.keys import sealer_from
from bot.settings import Settings
from models.database import Database
from models.schema import current_revision, migrate, newest_revision


async def open_database(settings: Settings) -> Database:
    """Return the database, ready to be used. Raises CommandError when its schema is not this version's."""
    database = Database(settings.database_address, sealer=sealer_from(settings.key_file))
    if database.is_sqlite:
        await migrate(database)
        return database
    found = await current_revision(database)
    if found != newest_revision():
        await database.close()
        state = "is empty" if found is None else f"stands at revision {found}"
        raise CommandError(
            f"the database {state}, this version needs {newest_revision()}: run `rm-bot migrate`"
        )
    return database
