"""Dead, slow or cut off: a dead worker's rows are taken at once, a living one's never, a zombie writes nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select

from domain.facts.delivery import Claimed, Posted
from domain.kinds import DeliveryState, EffectKind, MessageClass
from mentoring.claim import claim
from mentoring.greet import draw_home
from mentoring.liveness import Worker, register, stay_alive
from mentoring.outbox import intend, release, settle_bug, settle_failure, settle_sent, settle_useless
from models import Delivery, DeliveryWorker
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from scheduling.delivery import Post, deliver, drain
from scheduling.lookup import sweep
from tests.integration.mentoring.fake_slack import NO_ANSWER, UNREACHABLE
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, COEN, World

RECEIPT = MessageClass.RECEIPT
HOUR = timedelta(hours=1)


async def _claimed(world: World, worker: Worker) -> Claimed:
    """Let a worker claim one message to Carla."""
    await world.tell(CARLA, weight=RECEIPT)
    (claimed,), _ = await claim(world.core, HERE, worker.id)
    return claimed


async def _die(world: World, worker: Worker) -> None:
    """End a worker as the kernel would: its lock is free; on SQLite the next process begins."""
    await worker.close()
    if world.database.is_sqlite:
        world.sender = Post(world.core, world.slack, await register(world.core))


@asynccontextmanager
async def _working(world: World) -> AsyncIterator[Worker]:
    """Two registered processes: the world's own, which sweeps, and the one that is yielded."""
    await world.open()
    first, second = Worker("unused"), await register(world.core, "elsewhere")
    if not world.database.is_sqlite:
        first = await register(world.core, "here")
        world.sender = Post(world.core, world.slack, first)
    try:
        yield second
    finally:
        await first.close()
        await second.close()
        await world.sender.worker.close()


async def _state(world: World) -> DeliveryState:
    (row,) = await world.ledger(to=CARLA)
    return row.state


async def test_a_dead_workers_claimed_rows_are_taken_at_once(world: World) -> None:
    async with _working(world) as worker:
        await _claimed(world, worker)
        await _die(world, worker)
        await sweep(world.sender)
        assert await _state(world) is DeliveryState.PENDING
        await drain(world.sender, HERE)
    assert len(world.slack.posts) == 1


async def test_nothing_is_ever_taken_from_a_living_worker_however_long_it_was_stopped(world: World) -> None:
    async with _working(world) as worker:
        claimed = await _claimed(world, worker)
        for _ in range(3):
            world.clock.move_to(world.now + HOUR)
            await sweep(world.sender)
        assert await _state(world) is DeliveryState.CLAIMED
        await deliver(Post(world.core, world.slack, worker), claimed)
        await drain(world.sender, HERE)
    assert len(world.slack.posts) == 1


async def test_what_a_dead_worker_had_intended_is_looked_up_once_after_a_minute(world: World) -> None:
    async with _working(world) as worker:
        assert await intend(world.core, await _claimed(world, worker), f"D-{CARLA}")
        await _die(world, worker)
        for _ in range(4):
            await sweep(world.sender)
            await drain(world.sender, HERE)
            world.clock.move_to(world.now + timedelta(seconds=20))
        await sweep(world.sender)
        await drain(world.sender, HERE)
    assert [name for name, _ in world.slack.calls].count("find_post") == 1
    assert len(world.slack.posts) == 1


async def test_a_zombie_whose_row_was_taken_can_neither_send_nor_write(world: World) -> None:
    async with _working(world) as worker:
        claimed = await _claimed(world, worker)
        await _die(world, worker)
        await sweep(world.sender)
        (again,), _ = await claim(world.core, HERE, world.sender.worker.id)
        before = await world.get(Delivery, claimed.id)
        assert not await intend(world.core, claimed, "D1")
        await settle_sent(world.core, claimed, Posted("D1", "1.0"))
        await settle_useless(world.core, claimed)
        await settle_failure(world.core, claimed, NO_ANSWER)
        await settle_bug(world.core, claimed, ValueError())
        await release(world.core, claimed)
        after = await world.get(Delivery, claimed.id)
        assert (after.state, after.worker, after.reason) == (before.state, before.worker, before.reason)
        assert await intend(world.core, again, "D1")
        assert not await intend(world.core, claimed, "D1")


async def test_a_late_answer_is_still_of_use_before_the_look_up(world: World) -> None:
    async with _working(world) as worker:
        claimed = await _claimed(world, worker)
        await intend(world.core, claimed, f"D-{CARLA}")
        await _die(world, worker)
        await sweep(world.sender)
        await settle_sent(world.core, claimed, Posted(f"D-{CARLA}", "7.0"))
        assert await _state(world) is DeliveryState.SENT


async def test_a_row_that_its_own_worker_lost_sight_of_is_taken_back_after_a_minute(world: World) -> None:
    async with _working(world) as worker:
        await _claimed(world, worker)
        mine = Post(world.core, world.slack, worker)
        await sweep(mine)
        assert await _state(world) is DeliveryState.CLAIMED
        world.clock.move_to(world.now + timedelta(seconds=61))
        await sweep(mine)
        assert await _state(world) is DeliveryState.PENDING


async def test_who_has_died_and_left_nothing_is_forgotten(world: World) -> None:
    async with _working(world) as worker:
        await _claimed(world, worker)
        await _die(world, worker)
        await sweep(world.sender)
        await sweep(world.sender)
        left = await world.all(select(DeliveryWorker.id))
        assert left == [world.sender.worker.id]


async def _cut(database: Database, worker: Worker) -> None:
    """End the connection that holds a worker's lock, as a failover would."""
    assert worker.lock is not None
    pid = worker.lock._connection.info.backend_pid
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute("SELECT pg_terminate_backend(%s)", (pid,))


@pytest.fixture
async def cut_off(postgres_url: str) -> AsyncIterator[World]:
    """A world on PostgreSQL, where a lock can be lost while its process lives."""
    database = Database(postgres_url, sealer=Sealer(bytes(KEY_BYTES)))
    world = World(database)
    await world.open()
    world.sender = Post(world.core, world.slack, await register(world.core))
    yield world
    await world.sender.worker.close()
    await database.close()


@pytest.mark.postgresql
async def test_a_worker_that_lost_its_lock_goes_on_under_another_name(cut_off: World) -> None:
    world, worker = cut_off, cut_off.sender.worker
    before = worker.id
    await _cut(world.database, worker)
    await world.tell(CARLA, weight=RECEIPT)
    await drain(world.sender, HERE)
    assert worker.id != before
    assert await worker.is_alive()
    assert len(world.slack.posts) == 1


@pytest.mark.postgresql
async def test_a_worker_that_lost_its_lock_sends_nothing_it_had_claimed(cut_off: World) -> None:
    world, worker = cut_off, cut_off.sender.worker
    claimed = await _claimed(world, worker)
    await _cut(world.database, worker)
    await deliver(world.sender, claimed)
    assert world.slack.posts == []
    (row,) = await world.ledger(to=CARLA)
    assert (row.state, row.reason) == (DeliveryState.PENDING, "lock_lost")


@pytest.mark.postgresql
async def test_without_a_database_nothing_is_claimed_until_it_is_back(cut_off: World) -> None:
    world, worker = cut_off, cut_off.sender.worker
    await _cut(world.database, worker)
    address, world.database.url = (
        world.database.url,
        world.database.url.set(port=1, host="127.0.0.1", query={}),
    )
    with pytest.raises(psycopg.OperationalError):
        await stay_alive(world.core, worker)
    world.database.url = address
    await stay_alive(world.core, worker)
    assert await worker.is_alive()


async def _crash(world: World) -> None:
    """Let a worker claim all there is, begin, and die: nobody knows how far it came."""
    doomed = await register(world.core)
    await claim(world.core, HERE, doomed.id)
    await _die(world, doomed)
    await sweep(world.sender)


async def test_a_row_whose_handling_kills_its_worker_three_times_is_set_aside(world: World) -> None:
    async with _working(world):
        await world.tell(CARLA, weight=RECEIPT)
        for _ in range(3):
            assert await _state(world) is DeliveryState.PENDING
            await _crash(world)
        (row,) = await world.ledger(to=CARLA)
        assert (row.state, row.reason) == (DeliveryState.HELD, "poison")


async def test_the_others_of_a_crash_are_not_set_aside_with_the_poisoned_one(world: World) -> None:
    async with _working(world):
        await world.tell(CARLA, weight=RECEIPT)
        await world.tell(COEN, weight=RECEIPT)
        await _crash(world)
        for row in (await claim(world.core, HERE, world.sender.worker.id))[0]:
            if row.recipient_id == COEN:
                await deliver(world.sender, row)
            else:
                await release(world.core, row)
        assert world.slack.said_to(f"D-{COEN}")
        await _crash(world)
        await _crash(world)
        assert await _state(world) is DeliveryState.HELD


async def test_crashes_near_a_row_that_then_succeeds_are_forgotten(world: World) -> None:
    async with _working(world):
        for _ in range(3):
            await draw_home(world.core, world.act(CARLA))
            for _ in range(2):
                await _crash(world)
            await drain(world.sender, HERE)
        (row,) = await world.ledger(kind=EffectKind.HOME)
        assert (row.state, row.fault_count) == (DeliveryState.SENT, 0)


async def test_a_poisoned_redraw_asks_nobody_and_the_next_wish_tries_again(world: World) -> None:
    async with _working(world):
        await draw_home(world.core, world.act(CARLA))
        for _ in range(3):
            await _crash(world)
        (row,) = await world.ledger(kind=EffectKind.HOME)
        assert (row.state, row.reason) == (DeliveryState.FAILED, "poison")
        await draw_home(world.core, world.act(CARLA))
        await drain(world.sender, HERE)
    assert CARLA in world.slack.homes


async def test_many_crashes_of_the_way_to_slack_poison_nobody(world: World) -> None:
    await world.open()
    world.slack.fail("open_conversation", *[ConnectionError()] * 5)
    world.slack.fail("post", *[UNREACHABLE] * 5)
    await world.tell(CARLA, weight=RECEIPT)
    await world.forward(hours=3)
    assert len(world.slack.posts) == 1
