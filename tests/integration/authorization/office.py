"""The doors' listeners on a real SQLite file, with a Slack that only remembers what it was asked to show."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import update

from bot.clock import MovedClock
from bot.ids import SeededIds
from domain.errors import Refusal, SlackFailure
from domain.facts.delivery import Found, Posted
from domain.facts.people import SlackProfile
from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from handlers.desk import Call, Desk
from handlers.forms import FORMS
from handlers.parse import Origin
from mentoring.core import Core
from messages.words import words_for
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from tests.clocks import SameMorning
from tests.integration.authorization.entries import use_of
from tests.integration.authorization.world import CREATOR, ELSEWHERE, HERE

Answer = TypeVar("Answer")
LISTENERS = {**COMMANDS, **BUTTONS, **FORMS}
DONE = "done"


class SilentSlack:
    """Shows nothing to anybody; `shown` holds the modals it was asked to open."""

    def __init__(self) -> None:
        self.shown: list[Mapping[str, Any]] = []

    async def open_view(self, _trigger_id: str, view: Mapping[str, Any]) -> None:
        self.shown.append(view)

    async def update_view(self, _view_id: str, view: Mapping[str, Any]) -> None:
        self.shown.append(view)

    async def profile(self, person_id: str) -> SlackProfile:
        """Nobody here is new."""
        raise SlackFailure(f"asked about {person_id}")

    async def post(
        self, channel: str, text: str, blocks: Sequence[Mapping[str, Any]], delivery_id: str
    ) -> Posted:
        raise NotImplementedError

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        raise NotImplementedError

    async def publish_home(self, person_id: str, view: Mapping[str, Any]) -> None:
        raise NotImplementedError

    async def open_conversation(self, person_ids: Sequence[str]) -> str:
        raise NotImplementedError

    async def find_post(self, channel: str, delivery_id: str, since: datetime) -> Found:
        raise NotImplementedError

    async def put_file(self, filename: str, content: bytes) -> str:
        raise NotImplementedError

    async def share_file(self, channel: str, file_id: str, title: str, comment: str) -> None:
        raise NotImplementedError

    async def find_file(self, channel: str, file_id: str, since: datetime) -> Found:
        raise NotImplementedError

    async def answer(self, response_url: str, body: Mapping[str, Any]) -> None:
        raise NotImplementedError


async def think_inline(function: Callable[..., Answer], *args: Any) -> Answer:
    """Think here and now: these worlds are small."""
    return function(*args)


@dataclass
class Office:
    """One copy of the world, and people who act in it."""

    file: Path
    core: Core
    slack: SilentSlack = field(default_factory=SilentSlack)
    acts: int = 0

    async def prepare(self, entry: str) -> None:
        """Bring all pairs, sessions and programs into the state in which `entry` is offered."""
        for workspace in (HERE, ELSEWHERE):
            async with self.core.database.transaction(workspace) as session:
                for table, values in use_of(entry, self.core.clock.now()).changes():
                    if values:
                        await session.execute(update(table).values(**values))

    async def attempt(self, entry: str, person_id: str, subject_id: str) -> str:
        """Use an entry point as this person; return "done", or the name of the refusal."""
        self.acts += 1
        return await self.repeat(entry, person_id, subject_id)

    async def repeat(self, entry: str, person_id: str, subject_id: str) -> str:
        """Deliver the latest request once more, under the same key. Raises AlreadyTakenError."""
        now = self.core.clock.now()
        use = use_of(entry, now)
        call = Call(
            Desk(self.core, self.slack),
            Origin(HERE, person_id, f"act/{self.acts}", trigger_id="t"),
            words_for("en"),
            text=use.text,
            choice=use.choice,
            about=use.about(subject_id, now),
            answers=use.filled(now),
        )
        try:
            await LISTENERS[entry](call)
        except Refusal as refused:
            return type(refused).__name__
        return DONE

    def keys(self) -> set[str]:
        """The keys of the requests whose effect has been taken."""
        with sqlite3.connect(self.file) as connection:
            found = {key for (key,) in connection.execute("SELECT key FROM inbox")}
        connection.close()
        return found

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in the database but the taken requests."""
        return rows_of(self.file)


def rows_of(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Read all rows of all tables but the inbox, in a fixed order."""
    with sqlite3.connect(file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in names if name != "inbox"]
        rows = {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}  # noqa: S608  names come from the file itself
    connection.close()
    return {table: sorted(found, key=repr) for table, found in rows.items()}


@asynccontextmanager
async def opened(template: Path, file: Path) -> AsyncIterator[Office]:
    """Open a fresh copy of the world."""
    shutil.copy(template, file)
    database = Database(f"sqlite:///{file}", sealer=Sealer(bytes(KEY_BYTES)))
    try:
        clock = MovedClock(SameMorning())
        yield Office(file, Core(database, clock, SeededIds(1), think_inline, frozenset({CREATOR})))
    finally:
        await database.close()
