"""A process frozen in the midst of a transaction must not hold up the others: PostgreSQL lets it go after a while."""

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url, text

from bot.replicas import letting_go
from models.database import FROZEN_SECONDS, Database
from models.sealing import KEY_BYTES, Sealer

SHOW = "SHOW idle_in_transaction_session_timeout"
LIMIT = f"{FROZEN_SECONDS}s"

pytestmark = pytest.mark.postgresql


async def test_the_bots_own_transactions_are_let_go(postgres_url: str) -> None:
    database = Database(postgres_url, sealer=Sealer(bytes(KEY_BYTES)))
    try:
        async with database.every_workspace() as session:
            assert await session.scalar(text(SHOW)) == LIMIT
    finally:
        await database.close()


def test_the_engines_are_too_and_keep_the_options_they_were_given(postgres_url: str) -> None:
    address = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    given = make_conninfo(address, options="-c work_mem=5MB")
    with psycopg.connect(letting_go(given)) as connection:
        assert connection.execute(SHOW).fetchone() == (LIMIT,)
        assert connection.execute("SHOW work_mem").fetchone() == ("5MB",)
