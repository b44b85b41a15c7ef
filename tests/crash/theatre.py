"""One play: Slack, a database, a clock, and lives of the bot that end badly; and what must be true afterwards."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from domain.kinds import DeliveryState, MessageName
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from tests.crash.ledger import Ledger, expected_of, ledger_of
from tests.crash.lives import Lives, lives
from tests.crash.settings import Setting
from tests.crash.shared_clock import SharedClock, clock_in
from tests.crash.slack_sink import HOST, Sink, is_up, slack_sink
from tests.crash.town import Couple, Town
from tests.crash.victim import Life
from tests.ports import free_port
from tests.scenarios.cast import about
from tests.scenarios.stage import buttons

MORNING = datetime(2027, 1, 12, 9, tzinfo=UTC)
SPEED = 20.0
"""Three real seconds are the minute after which "not found" may count."""
NAP, LOOK = 0.05, 0.25
PATIENCE = 60.0
RATE = "poll.rate:4"


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
    began: float = field(default_factory=time.monotonic)
    typed: Counter[str] = field(default_factory=Counter)
    rated: set[tuple[str, str]] = field(default_factory=set)
    _people: list[asyncio.Task[None]] = field(default_factory=list)

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
        self._people.append(asyncio.create_task(self._live_through(couples[:polled])))

    async def type_something(self, people: Iterable[str]) -> None:
        """Each of them writes to the bot, which answers with help."""
        for person in people:
            self.typed[person] += 1
            await self.sink.people.type_message(person, "What is this?")

    async def rate(self, couples: Iterable[Couple]) -> None:
        """Let everybody rate her session who can, each one once; she clicks until it has worked."""
        for couple in couples:
            for person in couple.people:
                if (couple.session_id, person) not in self.rated:
                    await self._rate(couple.session_id, person)

    async def _rate(self, session_id: str, person: str) -> None:
        for message in self.sink.dm(person):
            if RATE in buttons(message) and about(message, RATE).subject_id == session_id:
                self.rated.add((session_id, person))
                reply = await self.sink.people.click(person, RATE, channel=message.channel, ts=message.ts)
                assert reply.ok, reply
                return

    async def _live_through(self, couples: Sequence[Couple]) -> None:
        """The people of these pairs write to the bot, and answer its polls as they come, whatever happens to it."""
        await self.sink.line.until_up()
        await self.type_something(couple.mentor for couple in couples)
        asked = {(couple.session_id, person) for couple in couples for person in couple.people}
        while not asked <= self.rated:
            await self.rate(couples)
            await asyncio.sleep(NAP)

    async def posted(self, count: int) -> None:
        """Wait until Slack has taken so many posts."""
        await self._while_it_moves(lambda: self.sink.post_count < count)

    async def settled(self) -> None:
        """Wait until everybody has done what she wanted, and there is nothing left to do."""
        await self._while_it_moves(lambda: not all(person.done() for person in self._people))
        await asyncio.gather(*self._people, self.sink.people.courier.drained())
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

    def judge(self, title: str) -> "Verdict":
        """Compare what people got with what they were owed."""
        verdict = Verdict.of(self)
        print(f"\n{title}: {verdict.line(self)}")  # noqa: T201  the figures are this tier's product
        return verdict


@dataclass(frozen=True)
class Verdict:
    """What was lost, what came twice, and what is not as it should be."""

    lost: list[object]
    doubled: list[object]
    left: Counter[DeliveryState]
    integrity: str

    @classmethod
    def of(cls, play: Play) -> "Verdict":
        there, rows = play.sink.posts(), play.ledger.posts()
        got = Counter(expected_of(row) for row in rows if there[row.id])
        owed = {expected for couple in play.town.couples for expected in couple.awaits()}
        known = {row.id for row in rows}
        lost: list[object] = [*sorted(owed - got.keys())]
        lost += [row.id for row in rows if row.state is DeliveryState.SENT and not there[row.id]]
        lost += sorted(set(play.rated) - set(play.ledger.answered()))
        doubled: list[object] = [delivery for delivery, count in there.items() if count > 1]
        doubled += [expected for expected in owed if got[expected] > 1]
        doubled += [delivery for delivery in there if delivery not in known]
        helped = Counter({e.person_id: n for e, n in got.items() if e.message is MessageName.HELP})
        lost += (play.typed - helped).elements()
        doubled += (helped - play.typed).elements()
        doubled += ["rating"] * (play.ledger.rating_count() - len(play.ledger.answered()))
        left = play.ledger.states()
        del left[DeliveryState.SENT]
        return cls(lost, doubled, left, play.ledger.integrity())

    def line(self, play: Play) -> str:
        """The figures, for people."""
        return (
            f"{play.lives.kills} kills, {play.sink.posts().total()} messages, {len(self.lost)} lost,"
            f" {len(self.doubled)} doubled, {play.sink.lookups} look-ups,"
            f" {time.monotonic() - play.began:.1f} s; not sent: {dict(self.left)},"
            f" refused by Slack: {dict(play.sink.refusals)}"
        )

    @property
    def is_good(self) -> bool:
        """Nothing lost, nothing twice, nothing left in hand, the file whole."""
        return (
            not self.lost
            and not self.doubled
            and self.integrity == "ok"
            and not (self.left.keys() - {DeliveryState.CANCELLED})
        )


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
                yield Play(setting, company, clock, sink, town, ledger_of(setting.url), family)
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
        database_url=SecretStr(setting.url),
        data_dir=folder,
        host=HOST,
        port=port,
    )
