"""Two web replicas and two workers, as compose.yaml starts them: killed and stopped, nothing is lost or doubled."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from bot.check import manifest
from domain.kinds import IN_HAND, DeliveryState, EffectKind
from models import Delivery
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from sandbox.driver import RealTimeDriver
from sandbox.people import COORDINATORS, roster_csv
from sandbox.server import Sandbox, SandboxSettings
from tests.databases import postgres_database
from tests.scenarios.fleet import STOP_SECONDS, Fleet, fleet
from tests.scenarios.ledger import rows_of
from tests.scenarios.stage import EMPLOYEES, NADIA, Stage

PEOPLE = [person.id for person in EMPLOYEES[:24]]
LATE = [person.id for person in EMPLOYEES[24:30]]
AT_A_TIME = 4
SETTLED = 180.0
"""A message whose sender was killed is looked up a minute later at the latest."""


@dataclass
class Town(Stage):
    """A workspace whose bot is a fleet of processes, in real time."""

    fleet: Fleet
    url: str

    async def settle(self) -> None:
        """Wait until nothing is left that is due."""

        async def is_quiet() -> bool:
            return not [row for row in await rows_of(self, Delivery) if _is_open(row, self)]

        await soon(is_quiet)

    async def read_roster(self) -> None:
        """The admin reads the people list, in a container of its own."""
        people = self.fleet.folder / "people.csv"
        people.write_text(roster_csv())
        assert await self.fleet.start("web", "roster", str(people)).ended() == 0

    async def open_all_hours(self) -> None:
        """Nobody sleeps, and nobody's country has a holiday: what is announced may be read now."""
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
            await connection.execute(
                "UPDATE person SET read_start_minute = 0, read_end_minute = 0,"
                " country = NULL, time_zone = 'UTC', read_days = '[1, 2, 3, 4, 5, 6, 7]'"
            )

    async def persist(self, act: Callable[[], Awaitable[object]]) -> None:
        """Do something again that Slack says has failed, as people do."""
        async with asyncio.timeout(SETTLED):
            while True:
                try:
                    await act()
                except AssertionError:
                    await asyncio.sleep(0.2)
                else:
                    return


def _is_open(row: Delivery, town: Town) -> bool:
    return row.state in {DeliveryState.PENDING, *IN_HAND} and row.due_at <= town.now


async def soon(is_so: Callable[[], Awaitable[bool]], seconds: float = SETTLED) -> None:
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110  running processes are watched from outside
            await asyncio.sleep(0.1)


@pytest.fixture
async def town(postgres_server: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A workspace in Socket Mode, an empty database, and nobody started yet."""
    settings = SandboxSettings(port=0, transport="socket", manifest=manifest())
    sandbox = Sandbox(settings, RealTimeDriver())
    await sandbox.start()
    secrets = {
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "RM_COORDINATORS": ",".join(COORDINATORS),
        "POSTGRES_PASSWORD": "secret",
    }
    with postgres_database(postgres_server) as url:
        instead = {"DATABASE_URL": url, "SLACK_API_URL": sandbox.api_url, "RM_DATA_DIR": str(tmp_path)}
        database = Database(url, sealer=Sealer(bytes(KEY_BYTES)))
        running: Any = SimpleNamespace(
            sandbox=sandbox,
            bot=SimpleNamespace(
                core=SimpleNamespace(database=database),
                identity=SimpleNamespace(team_id=sandbox.workspace.identity.team_id),
            ),
        )
        async with fleet(tmp_path, secrets, instead) as ships:
            yield Town(running, ships, url)
        await database.close()
    await sandbox.stop()


@pytest.mark.ci
@pytest.mark.long
@pytest.mark.postgresql
async def test_an_announcement_survives_killed_and_stopped_processes(town: Town) -> None:
    await town.fleet.up()
    await town.read_roster()
    await town.set_up()
    await everybody_joins(town, PEOPLE)
    await town.settle()
    await town.open_all_hours()
    await announce_the_end(town)
    await soon(lambda: some_have_it(town, 5))
    for service in ("worker", "web"):
        town.fleet.running(service)[0].kill()
    of_the_killed = frozenset(await in_hand(town))
    await everybody_asks_for_help(town, LATE)
    await soon(lambda: some_have_it(town, 12))
    await everything_stops_within_ten_seconds(town, of_the_killed)
    for service in ("web", "worker"):
        await town.fleet.healthy(town.fleet.start(service))
    await town.settle()
    await every_message_is_there_once(town)
    await everybody_was_thanked_once(town)
    await everything_stops_within_ten_seconds(town)


async def everybody_joins(town: Town, people: list[str]) -> None:
    """Some at the same time, through whichever replica Slack chooses."""
    for some in (people[at : at + AT_A_TIME] for at in range(0, len(people), AT_A_TIME)):
        await asyncio.gather(*(town.join(person, "both") for person in some))


async def announce_the_end(town: Town) -> None:
    """Nadia closes the program: everybody is told."""
    await town.sandbox.open_home(NADIA)
    await town.settle()
    town.sandbox.faults.add("slow", on="chat.postMessage", times=None, seconds=0.2)
    await town.tap(NADIA, "admin.close")


async def everybody_asks_for_help(town: Town, people: list[str]) -> None:
    for person in people:
        await town.persist(partial(town.command, person, "/rm-help"))


def thanked(town: Town) -> Counter[str]:
    return Counter(person for person in PEOPLE for m in town.dm(person) if "has come to its end" in m.text)


async def some_have_it(town: Town, count: int) -> bool:
    return len(thanked(town)) >= count


async def in_hand(town: Town) -> set[str]:
    return {row.id for row in await rows_of(town, Delivery) if row.state in IN_HAND}


async def everything_stops_within_ten_seconds(
    town: Town, of_the_killed: frozenset[str] = frozenset()
) -> None:
    """What was in hand has ended or was given back, but for what only the killed could tell of."""
    stopped = await town.fleet.down()
    assert stopped
    for service, status, seconds in stopped:
        assert status == 0, service
        assert seconds <= STOP_SECONDS, (service, seconds)
    assert await in_hand(town) <= of_the_killed


async def everybody_was_thanked_once(town: Town) -> None:
    assert thanked(town) == dict.fromkeys(PEOPLE, 1)


async def every_message_is_there_once(town: Town) -> None:
    there = Counter(
        message.metadata["event_payload"]["id"]
        for conversation in town.sandbox.workspace.conversations
        for message in conversation.messages
        if message.metadata is not None
    )
    posts = [row for row in await rows_of(town, Delivery) if row.kind is EffectKind.POST]
    assert [(row.message, row.state) for row in posts if row.state is not DeliveryState.SENT] == []
    assert there == Counter(row.id for row in posts if row.state is DeliveryState.SENT)
