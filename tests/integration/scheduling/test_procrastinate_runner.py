"""Several processes on one PostgreSQL: the engine carries hints, and losing or doubling them changes nothing."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.cli_frame import CommandError
from bot.replicas import Part, runner_for
from bot.settings import Settings
from domain.kinds import DeliveryState, MessageClass
from mentoring.liveness import Worker
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from scheduling.delivery import Post
from scheduling.procrastinate_runner import Hints, ProcrastinateRunner
from tests.databases import postgres_database
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World

pytestmark = pytest.mark.postgresql
PATIENCE = 30
AT_ONCE = 2.0
"""Far below the five seconds after which a worker looks by itself."""
PEOPLE = [f"U{number:03}" for number in range(40)]
LISTENERS = "FROM pg_stat_activity WHERE query ILIKE 'listen%' AND datname = current_database()"


@pytest.fixture
async def world(postgres_url: str) -> AsyncIterator[World]:
    """A workspace that several processes could share."""
    database = Database(postgres_url, sealer=Sealer(bytes(KEY_BYTES)))
    with capture_logs():
        yield World(database)
    await database.close()


@asynccontextmanager
async def running(
    world: World, name: str, *, takes_hints: bool, hints: Hints | None = None
) -> AsyncIterator[ProcrastinateRunner]:
    """Run what one process would run."""
    hints = hints or Hints(_address(world))
    async with hints.opened():
        post = Post(world.core, world.slack, Worker(name))
        runner = ProcrastinateRunner(post, hints, takes_hints=takes_hints)
        runner.start()
        try:
            yield runner
        finally:
            await runner.stop()


def _address(world: World) -> str:
    return world.database.url.set(drivername="postgresql").render_as_string(hide_password=False)


async def ask(world: World, statement: str) -> list[Any]:
    """Run one statement beside the bot."""
    async with await psycopg.AsyncConnection.connect(_address(world), autocommit=True) as connection:
        answer = await connection.execute(statement.encode())
        return await answer.fetchall() if answer.description else []


async def soon(is_so: Callable[[], Awaitable[bool]], patience: float = PATIENCE) -> None:
    async with asyncio.timeout(patience):
        while not await is_so():  # noqa: ASYNC110  running processes are watched from outside
            await asyncio.sleep(0.02)


async def test_a_hint_is_a_workspace_and_nothing_else_and_waits_only_once(world: World) -> None:
    hints = Hints(_address(world))
    async with hints.opened():
        await hints.give(HERE)
        await hints.give(HERE)
    found = await ask(world, "SELECT task_name, args, lock, queueing_lock FROM procrastinate_jobs")
    assert found == [("drain", {"workspace_id": HERE}, None, HERE)]


async def test_what_a_replica_promises_a_worker_sends_and_no_job_is_left(world: World) -> None:
    await world.open()
    async with (
        running(world, "replica", takes_hints=False) as replica,
        running(world, "worker", takes_hints=True),
    ):
        world.database.wake = replica.wake
        await world.tell(CARLA, weight=MessageClass.RECEIPT)
        await soon(lambda: _is_sent(world, 1))

        async def is_tidy() -> bool:
            return not await ask(world, "SELECT id FROM procrastinate_jobs")

        await soon(is_tidy)


async def _is_sent(world: World, count: int) -> bool:
    return len(await world.sent()) == count


async def test_without_a_worker_a_replica_sends_nothing(world: World) -> None:
    await world.open()
    async with running(world, "replica", takes_hints=False) as replica:
        world.database.wake = replica.wake
        await world.tell(CARLA, weight=MessageClass.RECEIPT)

        async def is_hinted() -> bool:
            return bool(await ask(world, "SELECT id FROM procrastinate_jobs"))

        await soon(is_hinted)
    assert not world.slack.posts


async def test_a_hint_wakes_a_worker_at_once(world: World) -> None:
    heard = asyncio.Event()

    async def work_off(_workspace_id: str) -> None:
        heard.set()

    async with _taking(world, work_off) as hints:
        await soon(lambda: _listens(world))
        await hints.give(HERE)
        async with asyncio.timeout(AT_ONCE):
            await heard.wait()


@asynccontextmanager
async def _taking(world: World, work_off: Callable[[str], Awaitable[None]]) -> AsyncIterator[Hints]:
    hints = Hints(_address(world))
    async with hints.opened():
        taking = asyncio.create_task(hints.take(work_off))
        try:
            yield hints
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)


async def _listens(world: World) -> bool:
    return bool(await ask(world, f"SELECT pid {LISTENERS}"))


async def test_a_worker_listens_again_after_the_server_refused_it_for_a_while(
    world: World, postgres_server: str
) -> None:
    name = world.database.url.database

    async def admit(answer: str) -> None:
        async with await psycopg.AsyncConnection.connect(postgres_server, autocommit=True) as connection:
            await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {answer}".encode())

    async def work_off(_workspace_id: str) -> None:
        return

    async with _taking(world, work_off):
        await soon(lambda: _listens(world))
        async with await psycopg.AsyncConnection.connect(_address(world), autocommit=True) as connection:
            await admit("false")
            await connection.execute(f"SELECT pg_terminate_backend(pid) {LISTENERS}".encode())
            await asyncio.sleep(0.3)
            await admit("true")
        assert not await _listens(world)
        await soon(lambda: _listens(world))


async def test_what_a_killed_worker_had_in_hand_is_cleared_up_by_the_next(world: World) -> None:
    await ask(
        world,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
        " VALUES ('hints', 'drain', '{}', 'doing')",
    )

    async def work_off(_workspace_id: str) -> None:
        return

    async def is_tidy() -> bool:
        return not await ask(world, "SELECT id FROM procrastinate_jobs")

    async with _taking(world, work_off):
        await soon(is_tidy)


async def test_a_worker_whose_engine_fails_takes_hints_again(world: World) -> None:
    is_back = asyncio.Event()

    class Shaky(Hints):
        failures = 0

        async def take(self, _work_off: Callable[[str], Awaitable[None]]) -> None:
            if self.failures:
                is_back.set()
            self.failures += 1
            raise OSError("the database is away")

    async with running(world, "worker", takes_hints=True, hints=Shaky(_address(world))):
        async with asyncio.timeout(PATIENCE):
            await is_back.wait()


async def test_a_hint_that_comes_while_its_workspace_is_drained_is_not_lost(world: World) -> None:
    await world.open()
    async with running(world, "worker", takes_hints=False) as runner:
        await world.tell(CARLA, weight=MessageClass.RECEIPT)
        await asyncio.gather(*(runner._work_off(HERE) for _ in range(3)))
        assert len(world.slack.posts) == 1
        assert runner._again == {}


@pytest.mark.parametrize("seed", range(3))
async def test_jobs_deleted_and_doubled_at_random_change_nothing(world: World, seed: int) -> None:
    await world.open()
    for person in PEOPLE:
        await world.meet(person)
    async with (
        running(world, "replica", takes_hints=False) as replica,
        running(world, "one", takes_hints=True),
        running(world, "two", takes_hints=True),
    ):
        world.database.wake = replica.wake
        sabotage = asyncio.create_task(_sabotage(world, random.Random(seed)))  # noqa: S311  a seed, no secret
        try:
            await world.tell(*PEOPLE, weight=MessageClass.RECEIPT)
            await soon(lambda: _time_has_passed(world, replica))
        finally:
            sabotage.cancel()
            await asyncio.gather(sabotage, return_exceptions=True)
    assert sabotage.cancelled()
    assert {row.state for row in await world.ledger()} == {DeliveryState.SENT}
    assert Counter(post.channel for post in world.slack.posts) == dict.fromkeys(
        (f"D-{person}" for person in PEOPLE), 1
    )


async def _time_has_passed(world: World, replica: ProcrastinateRunner) -> bool:
    """Let a second pass: the pace allows a few more, and the tick hints again at what was lost."""
    world.clock.move_to(world.now + timedelta(seconds=1))
    replica.wake()
    await asyncio.sleep(0.05)
    return await _is_sent(world, len(PEOPLE))


async def _sabotage(world: World, chance: random.Random) -> None:
    """Delete jobs, waiting or in hand; double them; add hints at work that isn't there."""
    acts = (
        "DELETE FROM procrastinate_jobs WHERE random() < 0.5",
        "DELETE FROM procrastinate_jobs WHERE status = 'doing'",
        (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " SELECT queue_name, task_name, args FROM procrastinate_jobs LIMIT 3"
        ),
        (
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            """ VALUES ('hints', 'drain', '{"workspace_id": "T9"}')"""
        ),
    )
    async with await psycopg.AsyncConnection.connect(_address(world), autocommit=True) as connection:
        while True:
            await connection.execute(chance.choice(acts).encode())
            await asyncio.sleep(chance.uniform(0, 0.01))


@pytest.mark.parametrize("part", [Part.REPLICA, Part.WORKER])
async def test_without_the_engines_tables_both_parts_name_the_remedy(
    world: World, postgres_server: str, part: Part
) -> None:
    with postgres_database(postgres_server) as url:
        settings = Settings(database_url=SecretStr(url))
        with pytest.raises(CommandError, match="run `rm-bot migrate`"):
            async with runner_for(part, settings, world.sender):
                pass
