"""Slack for processes that die: the strict sandbox, which remembers every post and every look-up."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.check import manifest
from sandbox.delivery.courier import Delivery, Reply, Transport
from sandbox.people import Person
from sandbox.server import Sandbox, SandboxSettings
from sandbox.state.records import Message
from tests.crash.shared_clock import SharedClock
from tests.ports import free_port
from tests.scenarios.shaky import RETRY_DELAYS, Stubborn

HOST = "127.0.0.1"
NAP = 0.02
NO_ANSWER = 0
SORRY = "Sorry, that went wrong"


@dataclass
class Calendar:
    """The sandbox's driver: it looks at the processes' clock and never moves it."""

    clock: SharedClock

    def now(self) -> datetime:
        return self.clock.now()

    async def next_due(self) -> datetime | None:
        return None

    async def run_until(self, target: datetime) -> int:
        raise NotImplementedError(target)


@dataclass
class PatientLine:
    """Slack's way to the bot. Its third attempt comes after a minute: by then the trouble is `over`."""

    real: Transport
    port: int
    over: asyncio.Event = field(default_factory=asyncio.Event)
    acknowledged: set[str] = field(default_factory=set)
    """Event ids."""
    given_up: Counter[str] = field(default_factory=Counter)
    """Whose events died with the bot at each of Slack's attempts: Slack sends these no more."""

    @property
    def is_connected(self) -> bool:
        return self.real.is_connected

    async def close(self) -> None:
        """The sandbox closes its own transport."""

    async def send(self, delivery: Delivery) -> Reply:
        if delivery.attempt > 1:
            await self.over.wait()
            await self.until_up()
        reply = await self.real.send(delivery)
        if reply.ok and "event_id" in delivery.payload:
            self.acknowledged.add(delivery.payload["event_id"])
        if delivery.attempt == len(RETRY_DELAYS) and reply.status == NO_ANSWER and not reply.late:
            self.given_up[delivery.payload["event"]["user"]] += 1
        return reply

    async def until_up(self) -> None:
        """Wait until something listens."""
        while not await is_up(self.port):  # noqa: ASYNC110  another process rings no bell
            await asyncio.sleep(NAP)


async def is_up(port: int) -> bool:
    """Tell whether something listens on this port."""
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True


@dataclass
class Sink:
    """What the tests ask of Slack. `lost_answers` of its posts have been taken without a word."""

    sandbox: Sandbox
    line: PatientLine
    people: Stubborn
    lost_answers: int = 0

    def lose_answers(self, count: int) -> None:
        """Take the next posts, and drop the line instead of answering."""
        self.sandbox.faults.add("dropped", on="chat.postMessage", times=count)
        self.lost_answers += count

    def take_time(self, seconds: float, chance: float = 1.0) -> None:
        """Answer posts late: they are there, and the bot doesn't know."""
        self.sandbox.faults.add("slow", on="chat.postMessage", times=None, chance=chance, seconds=seconds)

    def welcome(self, person_id: str, zone: str) -> str:
        """Somebody new in the directory, who has the bot's DM open; return its id."""
        workspace = self.sandbox.workspace
        person = workspace.directory.add(Person(person_id, person_id.title(), "", "", "", 3, zone, None))
        return workspace.conversations.open_im(person, int(self.sandbox.driver.now().timestamp())).id

    def dm(self, person_id: str) -> list[Message]:
        """What the bot has written to somebody."""
        conversation = self.sandbox.workspace.conversations.im(person_id)
        messages = conversation.messages if conversation else []
        return [message for message in messages if message.metadata is not None]

    def apologies(self, person_id: str) -> int:
        """How often the bot has told somebody that something went wrong."""
        conversation = self.sandbox.workspace.conversations.im(person_id)
        messages = conversation.messages if conversation else []
        return sum(m.only_for == person_id and m.text.startswith(SORRY) for m in messages)

    def posts(self) -> Counter[str]:
        """How often each delivery is there, over all conversations."""
        return Counter(
            message.metadata["event_payload"]["id"]
            for conversation in self.sandbox.workspace.conversations
            for message in conversation.messages
            if message.metadata is not None
        )

    @property
    def call_count(self) -> int:
        """How often Slack was called, for anything."""
        return len(self.sandbox.workspace.calls)

    @property
    def post_count(self) -> int:
        """How many posts Slack has taken."""
        return self.posts().total()

    @property
    def lookups(self) -> int:
        return sum(call.method == "conversations.history" for call in self.sandbox.workspace.calls)

    @property
    def refusals(self) -> Counter[str]:
        """What Slack had to refuse, by error."""
        return Counter(call.error for call in self.sandbox.workspace.calls if call.error)


@asynccontextmanager
async def slack_sink(clock: SharedClock) -> AsyncIterator[Sink]:
    """Run it while the block runs."""
    port = free_port()
    settings = SandboxSettings(HOST, 0, f"http://{HOST}:{port}/slack/events", manifest=manifest())
    sandbox = Sandbox(settings, Calendar(clock))
    await sandbox.start()
    line = PatientLine(sandbox.transport, port)
    line.over.set()
    try:
        yield Sink(sandbox, line, Stubborn(sandbox, line))
    finally:
        await sandbox.stop()
