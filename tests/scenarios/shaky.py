"""A line to the bot that keeps ending at chosen moments, and people who do again what Slack says has failed."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.acts.in_client import Acts
from sandbox.acts.places import Target, find_place
from sandbox.delivery.courier import Courier, Delivery, Reply, Transport
from sandbox.server import Sandbox
from tests.scenarios.stage import Stage

Moment = Literal["calm", "before", "under way", "answer lost", "after"]
Way = Literal["warning", "refresh_requested", "cut"]
MOMENTS: tuple[Moment, ...] = ("calm", "before", "under way", "under way", "answer lost", "after")
WAYS: tuple[Way, ...] = ("warning", "refresh_requested", "cut", "cut")
LONGEST_WORK = 0.03
"""How long after its delivery, at most, a payload's line ends: the bot is then in the midst of it."""
RETRY_DELAYS = (0.1, 0.5, 1.0)
MOMENT_OF_A_PERSON, PATIENCE = 0.1, 60.0
FLAPPING = 0.1
"""How often a line ends that has brought nothing yet: the bot then waits a second, lest it storm Slack."""


class ShakyLine:
    """Delivers over the sandbox's own transport and ends its lines: before a payload, under it, or after."""

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        self._sandbox = sandbox
        self._real: Transport = sandbox.transport
        self._chance = random.Random(seed)  # noqa: S311  a seed, no secret
        self.is_calm = False
        self._is_used = False
        self.ended: Counter[tuple[Moment, Way]] = Counter()
        self.answered: Counter[Moment] = Counter()
        self.events: set[str] = set()

    @property
    def is_connected(self) -> bool:
        return self._real.is_connected

    async def close(self) -> None:
        """Nothing is held: the sandbox closes its own transport."""

    async def send(self, delivery: Delivery) -> Reply:
        if delivery.kind == "events_api":
            self.events.add(delivery.payload["event_id"])
        moment, way = self._chance.choice(MOMENTS), self._chance.choice(WAYS)
        if delivery.attempt > 1:
            await self._back()
        if delivery.attempt > 1 or self.is_calm:
            moment = "calm"
        reply = await self._pass_on(delivery, moment, way)
        self.answered[moment] += reply.ok
        return Reply(0, late=True, failure="timeout") if moment == "answer lost" else reply

    async def _pass_on(self, delivery: Delivery, moment: Moment, way: Way) -> Reply:
        """Deliver, and end the line at the drawn moment."""
        work = self._chance.uniform(0, LONGEST_WORK)
        if moment == "before":
            await self._end(moment, way)
        self._is_used |= self.is_connected
        sending = asyncio.create_task(self._real.send(delivery))
        if moment == "under way":
            await asyncio.sleep(work)
            await self._end(moment, way)
        reply = await sending
        if moment in {"answer lost", "after"}:
            await self._end(moment, way)
        return reply

    async def _back(self) -> None:
        """Slack's later attempts come after minutes: by then there is a line again."""
        while not self.is_connected:  # noqa: ASYNC110  the sandbox rings no bell
            await asyncio.sleep(MOMENT_OF_A_PERSON)

    async def _end(self, moment: Moment, way: Way) -> None:
        if not self._real.is_connected or not (self._is_used or self._chance.random() < FLAPPING):
            return
        self._is_used = False
        self.ended[moment, way] += 1
        if way == "cut":
            self._sandbox.socket_mode.cut()
        else:
            await self._sandbox.socket_mode.disconnect(way)


class Stubborn(Acts):
    """People who look at what Slack's client tells them: after an error they do the same again."""

    def __init__(self, sandbox: Sandbox, line: Transport) -> None:
        self.courier = Courier(line, RETRY_DELAYS)
        super().__init__(sandbox.workspace, sandbox.driver, self.courier)
        self.move_clock = sandbox.move_clock
        self.failed: Counter[str] = Counter()

    async def command(self, *args: Any, **kwargs: Any) -> Reply:
        return await self._again_and_again(lambda: super(Stubborn, self).command(*args, **kwargs))

    async def submit(self, *args: Any, **kwargs: Any) -> Reply:
        return await self._again_and_again(lambda: super(Stubborn, self).submit(*args, **kwargs))

    async def click(self, person: str, action_id: str, **place: Any) -> Reply:
        """Click; where the card has changed or gone after an error, the click had its effect."""
        target = Target(action_id, channel=place.get("channel"), ts=place.get("ts"))
        card = find_place(self.workspace, self._active(person), target).within
        seen = deepcopy(card.blocks)

        async def click() -> Reply:
            if card.blocks != seen:
                return Reply(200)
            return await super(Stubborn, self).click(person, action_id, **place)

        return await self._again_and_again(click)

    async def _again_and_again(self, act: Callable[[], Awaitable[Reply]]) -> Reply:
        async with asyncio.timeout(PATIENCE):
            while (reply := await act()).error is not None:
                self.failed[reply.error] += 1
                await asyncio.sleep(MOMENT_OF_A_PERSON)
        return reply


@dataclass
class ShakyStage(Stage):
    """The stage over a shaky line."""

    hands: Stubborn
    line: ShakyLine

    @property
    def sandbox(self) -> Any:
        return self.hands

    async def calm_down(self) -> None:
        """Let nothing more go wrong, and all that is under way arrive."""
        self.line.is_calm = True
        await self.hands.courier.drained()
        await self.settle()


def shaken(stage: Stage, seed: int) -> ShakyStage:
    """Put a shaky line between the people of a stage and the bot."""
    line = ShakyLine(stage.sandbox, seed)
    return ShakyStage(stage.running, Stubborn(stage.sandbox, line), line)
