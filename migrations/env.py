"""Alembic's environment: on a connection handed in by models/schema.py, or on DATABASE_URL in a shell."""

import asyncio
import os
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Enum

from models import Base
from models.database import async_engine, normalised
from models.schema import is_ours
from models.types import UtcDateTime


def _render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column types into revisions as the plain types they are stored as."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=_render_item,
        include_name=is_ours,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _run_from_the_shell() -> None:
    engine = async_engine(normalised(os.environ.get("DATABASE_URL", "sqlite:///var/reverse-mentoring.db")))
    async with engine.connect() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


handed_in = context.config.attributes.get("connection")
if handed_in is None:
    asyncio.run(_run_from_the_shell())
else:
    _run(handed_in)
