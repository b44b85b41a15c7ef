"""Pairs before people: a traveller, a joiner and a people list wait for an act on the pair, never around it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from domain.facts.people import RosterPerson
from domain.kinds import Role
from mentoring import authorize
from mentoring.import_roster import AT_A_TIME, import_roster
from mentoring.inbox import acting, trying_twice
from models import InboxEntry, Person
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import BERLIN, MARK, MAYA, World

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
A_MOMENT = 0.3
PATIENCE = 5
TOKYO = "Asia/Tokyo"


async def _travel(world: World) -> None:
    await world.meet(MAYA, zone=TOKYO, updated=99)


async def _leave_slack(world: World) -> None:
    await world.meet(MAYA, is_deactivated=True, updated=99)


async def _join_anew(world: World) -> None:
    await world.join(MAYA, Role.MENTOR, wants=("ai",))


async def _list(world: World) -> None:
    row = RosterPerson(MAYA, "", None, None, "Oslo", None, None, is_manager_known=False, country="JP")
    await import_roster(world.core, HERE, "cli", [row])


CHANGES = (_travel, _leave_slack, _join_anew, _list)


@pytest.mark.parametrize("change", CHANGES)
async def test_what_changes_a_person_waits_for_her_pair_and_holds_nothing_meanwhile(
    world: World, change: Callable[[World], Awaitable[None]]
) -> None:
    await world.one_pair()
    pair = await world.live()
    await world.change(Person, MAYA, unanswered_count=1)
    async with asyncio.timeout(PATIENCE):
        async with acting(world.core, world.act(MAYA)) as click:
            await authorize.pair_side(click, MAYA, pair.id)
            changing = asyncio.ensure_future(change(world))
            await asyncio.sleep(A_MOMENT)
            assert not changing.done()
            shown = await world.person(MAYA)
            assert (shown.time_zone, shown.country, shown.is_deactivated) == (BERLIN, None, False)
        await changing
    assert (await world.person(MAYA)).unanswered_count == 0


async def test_an_act_that_the_server_ended_for_another_is_done_once_more(world: World) -> None:
    """Two acts take the same two rows in opposite order: one is rolled back with its key, and comes through."""
    await world.one_pair()
    both = asyncio.Barrier(2)
    tries: list[str] = []

    async def act(key: Any, first: str, second: str) -> None:
        tries.append(first)
        async with acting(world.core, key) as session:
            await _lock(session, first)
            if len(tries) <= both.parties:
                await both.wait()
            await _lock(session, second)

    acts = [(world.act(MAYA), MAYA, MARK), (world.act(MARK), MARK, MAYA)]
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(trying_twice(lambda a=a: act(*a)) for a in acts))  # type: ignore[misc]
    assert len(tries) == 3
    keys = {entry.key for entry in await world.all(select(InboxEntry))}
    assert {key.key for key, *_ in acts} <= keys


async def _lock(session: Any, person_id: str) -> None:
    await session.scalar(select(Person).where(Person.id == person_id).with_for_update())


async def test_it_is_done_once_more_and_no_oftener_and_for_nothing_else(world: World) -> None:
    assert world
    tries: list[Exception] = []

    async def fails(bug: Exception) -> None:
        tries.append(bug)
        raise bug

    collision = OperationalError("", {}, DeadlockDetected())
    with pytest.raises(OperationalError):
        await trying_twice(lambda: fails(collision))
    with pytest.raises(ZeroDivisionError):
        await trying_twice(lambda: fails(ZeroDivisionError()))
    assert len(tries) == 3


async def test_a_long_list_locks_a_few_people_at_a_time(world: World) -> None:
    """Somebody at the head of the list can act while its tail waits for a pair in use."""
    await world.one_pair()
    pair = await world.live()
    row = RosterPerson("U", "", 3, None, None, None, None, is_manager_known=False)
    others = [replace(row, id=f"U{number:04}") for number in range(AT_A_TIME)]
    async with asyncio.timeout(PATIENCE):
        async with acting(world.core, world.act(MAYA)) as click:
            await authorize.pair_side(click, MAYA, pair.id)
            importing = asyncio.create_task(
                import_roster(world.core, HERE, "cli", [*others, replace(row, id=MAYA)])
            )
            await asyncio.sleep(A_MOMENT)
            assert (await world.person(others[0].id)).level == 3
        await importing
    assert (await world.person(MAYA)).level == 3
