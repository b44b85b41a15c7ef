"""Told to stop in the midst of sending, the real process ends in time, with status 0, and holds on to nothing."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.figures import record
from bot.check import manifest
from bot.clock import MachineClock
from bot.ids import RandomIds
from domain.facts.people import SlackProfile
from domain.kinds import IN_HAND, DeliveryState, MessageClass, MessageName
from mentoring.core import Core
from mentoring.install_workspace import install_workspace
from mentoring.meet_person import meet_person
from mentoring.promises import tell
from models import Delivery
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from sandbox.driver import RealTimeDriver
from sandbox.people import COORDINATORS
from sandbox.server import Sandbox, SandboxSettings
from tests.integration.mentoring.hand_clock import think_here
from tests.ports import free_port
from tests.scenarios.stage import EMPLOYEES

PEOPLE = [person.id for person in EMPLOYEES[:24]]
STOP_SECONDS = 10.0
PATIENCE = 120.0
SLOW, HANGS = 0.4, 30.0
EACH_TENTH = 10
RUNS, SOAK_RUNS = 3, 100
SENDS = "chat.postMessage"


@dataclass
class Town:
    """A workspace in which the bot is a process of its own, started and stopped again and again."""

    sandbox: Sandbox
    database: Database
    folder: Path
    address: str
    letters: int = 0

    @property
    def team(self) -> str:
        team: str = self.sandbox.workspace.identity.team_id
        return team

    @property
    def core(self) -> Core:
        return Core(self.database, MachineClock(), RandomIds(), think_here)

    async def settle_in(self) -> None:
        """The app is installed, and knows everybody."""
        await install_workspace(self.core, self.team, "Town", "UBOT")
        for person in PEOPLE:
            profile = SlackProfile(id=person, name=person, time_zone="UTC", locale="en")
            await meet_person(self.core, self.team, profile)

    async def write(self, count: int) -> None:
        """Promise letters that may go out at any hour."""
        async with self.database.transaction(self.team) as session:
            for _ in range(count):
                self.letters += 1
                to = PEOPLE[self.letters % len(PEOPLE)]
                what = MessageName.HELP, MessageClass.RECEIPT, [to], to
                await tell(session, self.core, *what, part=str(self.letters))

    def start(self) -> subprocess.Popen[bytes]:
        environment = {
            "PATH": os.environ["PATH"],
            "SLACK_BOT_TOKEN": self.sandbox.bot_token,
            "SLACK_APP_TOKEN": self.sandbox.app_token,
            "SLACK_API_URL": self.sandbox.api_url,
            "DATABASE_URL": self.address,
            "RM_COORDINATORS": ",".join(COORDINATORS),
            "RM_DATA_DIR": str(self.folder),
            "RM_PORT": str(free_port()),
        }
        command = [str(Path(sys.executable).with_name("rm-bot")), "run"]
        with (self.folder / "bot.log").open("ab") as log:
            return subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def calls(self) -> int:
        """How often Slack has been asked to post."""
        return sum(call.method == SENDS for call in self.sandbox.workspace.calls)

    async def is_done(self) -> bool:
        """Nothing waits, and nothing is in hand."""
        states = await self.states()
        return not any(states[state] for state in (DeliveryState.PENDING, *IN_HAND))

    async def states(self) -> Counter[DeliveryState]:
        async with self.database.every_workspace() as session:
            rows = await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
            return Counter({row[0]: row[1] for row in rows})

    def copies(self) -> Counter[str]:
        """How often each letter stands in Slack."""
        messages = [m for conversation in self.sandbox.workspace.conversations for m in conversation.messages]
        return Counter(m.metadata["event_payload"]["id"] for m in messages if m.metadata is not None)


@dataclass(frozen=True)
class Stops:
    """What a series of stops has shown."""

    runs: int
    longest: float
    rows_left: int


@asynccontextmanager
async def town(address: str, folder: Path) -> AsyncIterator[Town]:
    sandbox = Sandbox(SandboxSettings(port=0, transport="socket", manifest=manifest()), RealTimeDriver())
    await sandbox.start()
    database = Database(address, sealer=Sealer(bytes(KEY_BYTES)))
    place = Town(sandbox, database, folder, address)
    await place.settle_in()
    try:
        yield place
    finally:
        await database.close()
        await sandbox.stop()


async def _stopped_in_the_midst(place: Town, chance: random.Random, *, hangs: bool) -> float:
    """Start it, and tell it to stop while it sends; return how long it took."""
    await place.write(12)
    place.sandbox.faults.clear()
    place.sandbox.faults.add("slow", on=SENDS, times=None, seconds=HANGS if hangs else SLOW)
    before, process = place.calls(), place.start()
    try:
        await _until(lambda: place.calls() > before or process.poll() is not None)
        await asyncio.sleep(chance.uniform(0, 2 * SLOW))
        began = asyncio.get_running_loop().time()
        process.send_signal(signal.SIGTERM)
        await _until(lambda: process.poll() is not None)
        assert process.returncode == 0, (place.folder / "bot.log").read_text()[-4000:]
        return asyncio.get_running_loop().time() - began
    finally:
        process.kill()
        process.wait()


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110  a process rings no bell here
            await asyncio.sleep(0.01)


async def _stops(place: Town, runs: int, *, may_hang: bool) -> Stops:
    chance, longest, left = random.Random(7), 0.0, 0  # noqa: S311  a seed, no secret
    for run in range(runs):
        hangs = may_hang and run % EACH_TENTH == EACH_TENTH - 1
        # What a hanging Slack left in doubt stays so for a minute of one life.
        in_doubt = (await place.states())[DeliveryState.SENDING]
        seconds = await _stopped_in_the_midst(place, chance, hangs=hangs)
        states = await place.states()
        left += states[DeliveryState.CLAIMED]
        longest = max(longest, seconds)
        assert seconds <= STOP_SECONDS, f"run {run}: {seconds:.1f} s"
        assert states[DeliveryState.CLAIMED] == 0, f"run {run}: {states}"
        assert hangs or states[DeliveryState.SENDING] <= in_doubt, f"run {run}: {states}"
    return Stops(runs, longest, left)


async def _nothing_is_lost_or_doubled(place: Town) -> None:
    """Started once more and left alone, it sends the rest: after a hundred stops many letters, at Slack's pace."""
    place.sandbox.faults.clear()
    process = place.start()
    try:
        seen = place.calls()
        async with asyncio.timeout(PATIENCE) as patience:
            while not await place.is_done():
                if place.calls() > seen:
                    seen = place.calls()
                    patience.reschedule(asyncio.get_running_loop().time() + PATIENCE)
                await asyncio.sleep(0.2)
    finally:
        process.kill()
        process.wait()
    assert await place.states() == {DeliveryState.SENT: place.letters}
    assert set(place.copies().values()) == {1}
    assert len(place.copies()) == place.letters


@pytest.mark.ci
async def test_stopped_in_the_midst_of_sending_it_ends_in_time_and_leaves_no_row_claimed(
    database_url: str, tmp_path: Path
) -> None:
    async with town(database_url, tmp_path) as place:
        await _stops(place, RUNS, may_hang=False)
        await _nothing_is_lost_or_doubled(place)


@pytest.mark.ci
async def test_stopped_while_slack_hangs_it_ends_in_time(sqlite_url: str, tmp_path: Path) -> None:
    async with town(sqlite_url, tmp_path) as place:
        chance = random.Random(1)  # noqa: S311  a seed, no secret
        assert await _stopped_in_the_midst(place, chance, hangs=True) <= STOP_SECONDS
        assert (await place.states())[DeliveryState.CLAIMED] == 0


@pytest.mark.soak
@pytest.mark.postgresql
async def test_a_hundred_stops_on_each_database(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    series = []
    for name, address in (("sqlite", sqlite_url), ("postgres", postgres_url)):
        folder = tmp_path / name
        folder.mkdir()
        async with town(address, folder) as place:
            series.append(await _stops(place, SOAK_RUNS, may_hang=True))
            await _nothing_is_lost_or_doubled(place)
    figures = {
        "runs": sum(stops.runs for stops in series),
        "longest_seconds": round(max(stops.longest for stops in series), 1),
        "rows_left": sum(stops.rows_left for stops in series),
    }
    record("graceful-stop", figures, command="make soak-stops")
