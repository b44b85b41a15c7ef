"""One play: Slack, a database, a clock, and lives of the bot that end badly; and what must be true afterwards."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger, ledger_of
from tests.crash.lives import Lives, lives
from tests.crash.settings import Setting
from tests.crash.shared_clock import SharedClock, clock_in
from tests.crash.slack_sink import HOST, Sink, is_up, slack_sink
from tests.crash.town import COORDINATORS, Town
from tests.crash.verdict import Verdict, judged, line_of
from tests.crash.victim import Life
from tests.ports import free_port

MORNING = datetime(2027, 1, 12, 9, tzinfo=UTC)
SPEED = 20.0
"""Three real seconds are the minute after which "not found" may count."""
NAP, LOOK = 0.05, 0.1
PATIENCE = 60.0


@dataclass
class Play:
    """Everything a test needs to let the bot die and to see what came of it."""

    setting: Setting
    company: tuple[Life, ...]
    clock: SharedClock
    sink: Sink
    town: Town
    ledger: Ledger
    lives: Lives
    crowd: Crowd

    # what happens

    def start(self, dies_at: tuple[str, int] | None = None) -> None:
        """Start every process of the bot. With `dies_at`, whichever comes there first is killed there."""
        for life in self.company:
            self.lives.start(replace(life, dies_at=dies_at))

    async def kill_and_restart(self, life: Life) -> None:
        """End its process, whatever it is doing, and start another in its place."""
        await self.lives.kill(self.lives.named(life.name))
        self.lives.start(life)

    async def those_up(self) -> list[Life]:
        """Whose process has got as far as listening on its port."""
        return [life for life in self.company if await is_up(life.settings.port)]

    async def all_up(self) -> None:
        """Wait until every process has got so far."""
        while len(await self.those_up()) < len(self.company):  # noqa: ASYNC110  as in lives.py
            await asyncio.sleep(NAP)

    def hits(self) -> Counter[str]:
        """How often each point was reached in the newest lives, by the process that was there most often."""
        return reduce(or_, (life.hits() for life in self.company))

    def log(self) -> str:
        """What the processes have logged, all lives."""
        return "".join(life.log_file.read_text() for life in self.company)

    async def wave(self, size: int, over: timedelta = timedelta(), acting: int | None = None) -> None:
        """New pairs have something due; the first `acting` of them, or all, write to the bot and answer it."""
        polled = size if acting is None else acting
        couples = await self.town.wave(size, polled, self.clock.now(), over)
        self.crowd.let_live(couples[:polled])

    async def planned(self) -> None:
        """Wait until every step that is due has promised its messages."""
        while self.ledger.due_steps(self.clock.now()):  # noqa: ASYNC110  as in lives.py
            await asyncio.sleep(NAP)

    async def posted(self, count: int) -> None:
        """Wait until Slack has taken so many posts."""
        await self._while_it_moves(lambda: self.sink.post_count < count)

    async def settled(self) -> None:
        """Wait until everybody has done what she wanted, and there is nothing left to do."""
        await self._while_it_moves(lambda: not self.crowd.has_done())
        await self.crowd.at_rest()
        await self._while_it_moves(lambda: self.ledger.open_count(self.clock.now()) > 0)

    async def has_a_death(self) -> bool:
        """Wait until a process has died, or until nothing is left to do; tell which."""
        settled = asyncio.create_task(self.settled())
        while not (deaths := self.lives.bury()) and not settled.done():  # noqa: ASYNC110  as in lives.py
            await asyncio.sleep(NAP)
        settled.cancel()
        await asyncio.gather(settled, return_exceptions=True)
        return bool(deaths)

    async def _while_it_moves(self, goes_on: Callable[[], bool]) -> None:
        """Wait as long as Slack hears something from the bot now and then."""
        heard, patience = -1, 0.0
        while goes_on():
            if heard != self.sink.call_count:
                heard, patience = self.sink.call_count, time.monotonic() + PATIENCE
            assert time.monotonic() < patience, f"nothing moves: {self.ledger.states()}"
            await asyncio.sleep(LOOK)

    # what must be true

    def judge(self, title: str) -> Verdict:
        """Compare what people got with what they were owed, and print the figures."""
        verdict = judged(self.sink, self.ledger, self.crowd, self.town.couples, self.lives)
        print(f"\n{title}: {line_of(verdict, self.sink)}")  # noqa: T201  the figures are this tier's product
        return verdict


@asynccontextmanager
async def play_on(
    setting: Setting, folder: Path, speed: float = SPEED, begins: datetime = MORNING
) -> AsyncIterator[Play]:
    """Set the stage."""
    clock = clock_in(folder, begins, speed)
    database = Database(setting.url, sealer=Sealer(bytes(KEY_BYTES)))
    try:
        async with slack_sink(clock) as sink:
            with lives() as family:
                town = Town(database, sink)
                await town.found(clock.now())
                company = tuple(
                    Life(_settings(sink, setting, folder, port), clock, folder, part, f"{number}-{part.name}")
                    for number, (part, port) in enumerate(zip(setting.parts, _ports(sink), strict=False))
                )
                ledger = ledger_of(setting.url)
                crowd = Crowd(sink, ledger)
                crowd.take_care(COORDINATORS[0])
                try:
                    yield Play(setting, company, clock, sink, town, ledger, family, crowd)
                finally:
                    crowd.go_home()
    finally:
        await database.close()


def _ports(sink: Sink) -> Iterator[int]:
    """Slack knows the first process only."""
    yield sink.line.port
    while True:
        yield free_port()


def _settings(sink: Sink, setting: Setting, folder: Path, port: int) -> Settings:
    return Settings(
        bot_token=SecretStr(sink.sandbox.bot_token),
        signing_secret=SecretStr(sink.sandbox.signing_secret),
        slack_api_url=sink.sandbox.api_url,
        database_url=SecretStr(setting.near_url or setting.url),
        data_dir=folder,
        host=HOST,
        port=port,
    )
