"""What the people of the town do while the bot dies: they write to it, and answer its polls until it has heard."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from messages.payload import unpack
from sandbox.state.records import Message
from tests.crash.ledger import Ledger
from tests.crash.slack_sink import Sink
from tests.crash.town import Couple
from tests.scenarios.cast import about
from tests.scenarios.stage import buttons

NAP = 0.05
BELIEF = 5.0
"""So many seconds after a click that was taken without a word she believes that all is well."""
RATE, SEND = "poll.rate:4", "held.send"
Wish = tuple[str, str]
"""A session, and who wants to rate it."""


@dataclass(frozen=True)
class Click:
    """When it was taken, and how often the bot had told her by then that something went wrong."""

    at: float
    apologies: int


@dataclass
class Crowd:
    """Everybody who acts, and what the bot owes them for it."""

    sink: Sink
    ledger: Ledger
    typed: Counter[str] = field(default_factory=Counter)
    rated: dict[Wish, Click] = field(default_factory=dict)
    _people: list[asyncio.Task[None]] = field(default_factory=list)
    _care: asyncio.Task[None] | None = None

    def let_live(self, couples: Sequence[Couple]) -> None:
        """From now on these write to the bot, and answer its polls as they come, whatever happens to it."""
        self._people.append(asyncio.create_task(self._live_through(couples)))

    def has_done(self) -> bool:
        """Tell whether everybody has done what she wanted."""
        return all(person.done() for person in self._people)

    async def at_rest(self) -> None:
        """Wait until that has arrived; raises what went wrong with it."""
        await asyncio.gather(*self._people, self.sink.people.courier.drained())

    def take_care(self, coordinator: str) -> None:
        """She sends what is set aside as soon as she is told: three kills with one row in hand seem its fault."""
        self._care = asyncio.create_task(self._send_what_waits(coordinator))

    def go_home(self) -> None:
        """Nobody takes care any more."""
        if self._care is not None:
            self._care.cancel()

    async def type_something(self, people: Iterable[str]) -> None:
        """Each of them writes to the bot, which answers with help."""
        for person in people:
            self.typed[person] += 1
            await self.sink.people.type_message(person, "What is this?")

    async def _send_what_waits(self, coordinator: str) -> None:
        """Until it has been sent: a click that went wrong is made again."""
        while True:
            held = self.ledger.held_ids()
            for message in self.sink.dm(coordinator) if held else ():
                for block_id, delivery_id in _send_buttons(message):
                    if delivery_id in held:
                        place = {"channel": message.channel, "ts": message.ts, "block_id": block_id}
                        await self.sink.people.click(coordinator, SEND, **place)
            await asyncio.sleep(BELIEF)

    async def _live_through(self, couples: Sequence[Couple]) -> None:
        await self.sink.line.until_up()
        await self.type_something(couple.mentor for couple in couples)
        wishes = {(couple.session_id, person) for couple in couples for person in couple.people}
        while not (wishes <= self.rated.keys() and self._is_content(wishes)):
            for wish in sorted(wishes):
                if self._wants_to_click(wish):
                    await self._click(wish)
            await asyncio.sleep(NAP)

    def _wants_to_click(self, wish: Wish) -> bool:
        """Not yet clicked; or told since then that it went wrong."""
        click = self.rated.get(wish)
        return click is None or click.apologies < self.sink.apologies(wish[1])

    async def _click(self, wish: Wish) -> None:
        """Rate the session, if the poll is there; she clicks until Slack's client shows no error."""
        session_id, person = wish
        for message in self.sink.dm(person):
            if RATE in buttons(message) and about(message, RATE).subject_id == session_id:
                apologies = self.sink.apologies(person)
                reply = await self.sink.people.click(person, RATE, channel=message.channel, ts=message.ts)
                assert reply.ok, reply
                self.rated[wish] = Click(time.monotonic(), apologies)
                return

    def _is_content(self, wishes: Iterable[Wish]) -> bool:
        """Her answer is kept; or she has waited long enough for a word about it."""
        kept = set(self.ledger.answered())
        return all(wish in kept or time.monotonic() - self.rated[wish].at > BELIEF for wish in wishes)


def _send_buttons(message: Message) -> list[tuple[str, str]]:
    """The block of each such button in a message, and which delivery it is for."""
    return [
        (block["block_id"], unpack(element["value"]).subject_id)
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == SEND
    ]
