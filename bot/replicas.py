"""The machine: which part of the bot a process plays, and what several processes on one database need."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from importlib.util import find_spec

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.cli_frame import CommandError
from bot.settings import Settings
from models.database import with_frozen_let_go
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner, Runner


class Part(Enum):
    """Every part plans; only the doors hear Slack, only who delivers sends."""

    ALONE = "rm-bot run"
    """Web, clock and delivery in one process."""
    REPLICA = "rm-bot run --replicas-safe"
    """Web and clock: workers deliver."""
    WORKER = "rm-bot worker"
    """Clock and delivery."""

    @property
    def has_doors(self) -> bool:
        return self is not Part.WORKER


def refuse_unless_able(settings: Settings, part: Part) -> None:
    """Raise CommandError, one sentence, when this installation can't play this part."""
    if part is Part.ALONE:
        return
    if settings.is_sqlite:
        raise CommandError(
            f"`{part.value}` needs PostgreSQL (DATABASE_URL):"
            " on SQLite the one process of `rm-bot run` does everything"
        )
    if find_spec("procrastinate") is None:
        raise CommandError(
            f"`{part.value}` needs an engine that isn't installed: pip install 'reverse-mentoring-bot[postgres]'"
        )


@asynccontextmanager
async def runner_for(part: Part, settings: Settings, post: Post) -> AsyncIterator[Runner]:
    """Make the part's runner, connected while the block runs. Raises CommandError when the engine lacks its tables."""
    if part is Part.ALONE:
        yield EmbeddedRunner(post)
        return
    from scheduling.procrastinate_runner import (  # noqa: PLC0415  comes with the extra "postgres" only
        Hints,
        ProcrastinateRunner,
    )

    hints = Hints(letting_go(settings.postgres_address))
    async with hints.opened():
        if not await hints.has_schema():
            raise CommandError("the database lacks the tables of the engine: run `rm-bot migrate`")
        yield ProcrastinateRunner(post, hints, takes_hints=part is Part.WORKER)


def letting_go(address: str) -> str:
    """Return the address by which the engine's connections keep to the same limit as the bot's own."""
    options = str(conninfo_to_dict(address).get("options") or "")
    return make_conninfo(address, options=with_frozen_let_go(options))
