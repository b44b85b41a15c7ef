"""The database is full: reading goes on, nobody is told "saved" for what isn't, and with room again it all works.

SQLite itself is told to grow no further (`max_page_count`) and answers as on a full disk; nobody needs to be root.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import pytest
from structlog.testing import capture_logs

from domain.kinds import DeliveryState, MessageClass, MessageName
from messages.payload import Payload
from models import Person
from models.database import STORE_AWAY, Database
from models.sealing import KEY_BYTES, Sealer
from tests.integration.handlers.porch import Answered, Porch, ShowingSlack
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, World

SORRY = "Sorry, that went wrong"
MANY = 500
ENOUGH_PAGES = 1_000_000


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """A pair on a real file."""
    database = Database(sqlite_url, sealer=Sealer(bytes(KEY_BYTES)))
    with capture_logs():
        world = World(database)
        await world.one_pair()
        await world.meeting()
        yield world
    await database.close()


async def _connection(world: World) -> sqlite3.Connection:
    """Return the bot's one connection itself: the limit belongs to it."""
    pooled = await world.database.engine.raw_connection()
    driver = pooled.driver_connection
    pooled.close()
    assert isinstance(driver, sqlite3.Connection)
    return driver


@asynccontextmanager
async def _full(world: World, porch: Porch) -> AsyncIterator[None]:
    """Let the file grow no more, and use up what room is left in it."""
    connection = await _connection(world)
    with _no_more_pages(connection):
        for _ in range(MANY):
            if not (await _type(porch)).is_acknowledged:
                break
        else:
            raise AssertionError("it never got full")
        yield


@contextmanager
def _no_more_pages(connection: sqlite3.Connection) -> Iterator[None]:
    ((pages,),) = connection.execute("PRAGMA page_count").fetchall()
    connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    yield
    connection.execute(f"PRAGMA max_page_count = {ENOUGH_PAGES}").fetchall()


async def _type(porch: Porch) -> Answered:
    event = {"type": "message", "channel_type": "im", "user": COEN, "text": "hello"}
    return await porch.happen("message.im", event)


async def _rows(world: World) -> int:
    return len(await world.ledger())


async def test_reading_goes_on(world: World) -> None:
    porch = Porch(world, ShowingSlack(world.clock))
    async with _full(world, porch):
        for person, command in ((MAYA, "/rm-me"), (MARK, "/rm-help"), (CARLA, "/rm-admin")):
            answered = await porch.command(person, command)
            assert SORRY not in answered.text, (command, answered)
            assert answered.acks[0]["text"]
        await porch.command(MAYA, "/rm-pause")
        assert len(porch.slack.opened) == 1


async def test_what_is_not_stored_is_not_called_done(world: World) -> None:
    porch = Porch(world, ShowingSlack(world.clock))
    pair = await world.pair()
    async with _full(world, porch):
        before = await _rows(world)
        event = await _type(porch)
        assert not event.is_acknowledged
        assert event.failure is not None
        assert await _rows(world) == before
        await porch.press(MAYA, "pair.end_contact", Payload(pair.id))
        is_sorry = any(SORRY in said["text"] for said in porch.slack.said)
        assert is_sorry is (await world.pair(pair.id)).state.is_open
        values = {"until": {"until": {"selected_date": "2026-12-24"}}}
        form = await porch.submit(MARK, "pause.submit", Payload(), values)
        assert form.acks[0]["response_action"] == "update"
        assert (SORRY in form.text) is not (await world.get(Person, MARK)).is_paused


async def test_with_room_again_it_works_without_a_restart(world: World) -> None:
    porch = Porch(world, ShowingSlack(world.clock))
    pair = await world.pair()
    async with _full(world, porch):
        await porch.press(MAYA, "pair.end_contact", Payload(pair.id))
    before = len(await world.ledger(MessageName.HELP, to=COEN))
    assert (await _type(porch)).is_acknowledged
    await porch.press(MAYA, "pair.end_contact", Payload(pair.id))
    assert not (await world.pair(pair.id)).state.is_open
    assert len(await world.ledger(MessageName.HELP, to=COEN)) == before + 1


async def test_messages_that_were_due_meanwhile_go_out_once_when_there_is_room(world: World) -> None:
    porch = Porch(world, ShowingSlack(world.clock))
    await world.tell(CARLA, weight=MessageClass.RECEIPT, part="before")
    async with _full(world, porch):
        for _ in range(3):
            with suppress(*STORE_AWAY):
                await world.settle()
    await world.forward(minutes=10)
    rows = await world.ledger(MessageName.HELP)
    assert {row.state for row in rows} == {DeliveryState.SENT}
    ids = [post.delivery_id for post in world.slack.posts]
    assert len(ids) == len(set(ids))
