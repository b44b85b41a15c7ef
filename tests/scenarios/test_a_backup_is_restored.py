"""Weeks of a program, a backup, a day that gets lost, the restore: nobody reads anything twice, nothing is missing."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import sandbox_run
from bot.backup import Restore, back_up_sqlite, restore_sqlite
from bot.check import manifest
from bot.clock import MovedClock
from bot.postgres_copy import back_up_postgres, restore_postgres
from bot.sandbox_run import HOST, BotCalendar, Playground
from bot.settings import SandboxOptions, Settings
from bot.wiring import running_bot
from domain.ids import derived_id
from domain.kinds import IN_HAND, DeliveryState, MessageName, Series
from models import Delivery, Due, MentoringSession, Pair
from sandbox.server import Sandbox, SandboxSettings
from tests.clocks import SameMorning
from tests.databases import postgres_programs
from tests.ports import free_port
from tests.scenarios.cast import Cast, Habits
from tests.scenarios.ledger import rows_of
from tests.scenarios.stage import EMPLOYEES, NADIA, Stage

JUNIOR, SENIOR = range(1, 4), range(6, 9)
PEOPLE = [
    *[person for person in EMPLOYEES if person.level in JUNIOR][:6],
    *[person for person in EMPLOYEES if person.level in SENIOR][:6],
]
LOST = timedelta(days=1)


@dataclass
class Town(Stage):
    """A workspace whose bot can be stopped and started again, beside a Slack that forgets nothing."""

    clock: MovedClock
    calendar: BotCalendar
    settings: Settings

    @asynccontextmanager
    async def bot_at_work(self) -> AsyncIterator[None]:
        async with running_bot(self.settings, self.clock) as bot:
            self.calendar.attach(bot.runner)
            self.running = Playground(self.sandbox, bot)
            yield

    async def forward(self, **span: float) -> int:
        """Walk, and look every few hours for what is in doubt, as the sweeper does each quarter of a minute."""
        until, steps = self.now + timedelta(**span), 0
        while self.now < until:
            steps += await super().forward(seconds=min(timedelta(hours=4), until - self.now).total_seconds())
            sweep = self.running.bot.runner.ticks["tick.sweep"]
            while await sweep.run() and self.now < until:
                await super().forward(seconds=30)
        return steps

    def posts(self, since: datetime, until: datetime | None = None) -> Counter[tuple[str, str]]:
        """What was posted in between: each conversation's texts, as they were when they came."""
        return Counter(
            (call.args["channel"], call.args["text"])
            for call in self.sandbox.workspace.calls
            if call.method == "chat.postMessage" and call.ok and since <= call.at < (until or self.now)
        )

    def marks(self, since: datetime | None = None) -> Counter[str]:
        """How often each delivery id came, in people's own DMs."""
        return Counter(
            message.metadata["event_payload"]["id"]
            for conversation in self.sandbox.workspace.conversations
            if conversation.kind == "im"
            for message in conversation.messages
            if message.metadata is not None and (since is None or message.at >= since)
        )


@asynccontextmanager
async def town_on(url: str, folder: Path) -> AsyncIterator[Town]:
    clock, port = MovedClock(SameMorning()), free_port()
    calendar = BotCalendar(clock)
    sandbox = Sandbox(
        SandboxSettings(
            host=HOST,
            port=0,
            bot_url=f"http://{HOST}:{port}/slack/events",
            transport="http",
            manifest=manifest(),
        ),
        calendar,
    )
    await sandbox.start()
    try:
        settings = sandbox_run._settings(sandbox, SandboxOptions(0), url, port, folder)
        nobody: Any = None
        yield Town(Playground(sandbox, nobody), clock, calendar, settings)
    finally:
        await sandbox.stop()


async def live(town: Town, cast: Cast, days: int) -> None:
    for _ in range(days):
        await cast.read_and_answer()
        await cast.read_and_answer()
        await town.forward(days=1)


async def begin(town: Town) -> Cast:
    """A program of a dozen people whose first sessions have come and gone."""
    await sandbox_run._read_roster(town.running.bot)
    await town.set_up()
    sides = {p.id: "mentor" if p.level in JUNIOR else "mentee" for p in PEOPLE}
    for person, side in sides.items():
        await town.join(person, side)
    await town.forward(days=8)
    await town.click(NADIA, "admin.approve")
    cast = Cast(town, {person: Habits() for person in sides}, sides)
    await live(town, cast, 12)
    return cast


async def next_opening(town: Town) -> datetime:
    """When the next session of a pair opens by itself: its cards will go out in the lost hours."""
    at: datetime = min(due.due_at for due in await rows_of(town, Due) if due.series is Series.SESSION_OPEN)
    return at


async def sqlite_copy(town: Town, file: Path) -> None:
    await asyncio.to_thread(back_up_sqlite, town.settings, file)


async def postgres_copy(town: Town, file: Path) -> None:
    await back_up_postgres(town.settings, file)


Copy = Callable[[Town, Path], Awaitable[None]]
PutBack = Callable[[Settings, Path, datetime], Awaitable[Restore]]


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "copy", "put_back"),
    [
        ("sqlite", sqlite_copy, restore_sqlite),
        pytest.param(
            "postgres",
            postgres_copy,
            restore_postgres,
            marks=[pytest.mark.ci, pytest.mark.postgresql],
        ),
    ],
)
async def test_a_day_that_is_lost_is_neither_said_again_nor_missing(
    kind: str,
    copy: Copy,
    put_back: PutBack,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", f"{postgres_programs()}{os.pathsep}{os.environ['PATH']}")
    file = tmp_path / "a.backup"
    async with town_on(request.getfixturevalue(f"{kind}_url"), tmp_path) as town:
        async with town.bot_at_work():
            cast = await begin(town)
            opening = await next_opening(town)
            await town.forward(seconds=(opening - timedelta(hours=2) - town.now).total_seconds())
            await copy(town, file)
            lost_from = town.now
            await live(town, cast, LOST.days)
        restored_at = town.now
        lost, lost_marks = town.posts(lost_from, restored_at), town.marks(since=lost_from)
        assert len(lost) >= 2, "cards of the next sessions went out"
        done = await put_back(town.settings, file, restored_at)
        assert done.lost.since <= lost_from
        async with town.bot_at_work():
            await live(town, cast, 10)
            await nothing_came_twice(town, lost, restored_at)
            await nothing_is_missing(town)
            sent = {row.id for row in await rows_of(town, Delivery) if row.state is DeliveryState.SENT}
            assert lost_marks.keys() <= sent, "what came in the lost day is known again"


async def nothing_came_twice(town: Town, lost: Counter[tuple[str, str]], restored_at: datetime) -> None:
    after = town.posts(restored_at)
    assert after, "the program goes on"
    assert [words for words in after if words in lost] == []
    assert [mark for mark, count in town.marks().items() if count > 1] == []


async def nothing_is_missing(town: Town) -> None:
    rows = await rows_of(town, Delivery)
    waiting = {DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.FAILED, *IN_HAND}
    assert [
        (row.message, row.state, row.reason)
        for row in rows
        if row.state in waiting and row.due_at <= town.now
    ] == []
    pairs = {pair.id: pair for pair in await rows_of(town, Pair)}
    team, marks = town.sandbox.workspace.identity.team_id, town.marks()
    for meeting in await rows_of(town, MentoringSession):
        pair = pairs[meeting.pair_id]
        for person in (pair.mentor_id, pair.mentee_id):
            key = f"{MessageName.SESSION_CARD}/{meeting.id}/{person}/"
            assert marks[derived_id(team, key)] == 1, key
