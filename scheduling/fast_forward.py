"""Fast-forward: not a jump but a walk from due instant to due instant, each one worked off before the next."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from scheduling.runner import Runner

NUDGE = timedelta(seconds=1)


class FastForward:
    """Moves the bot's calendar. `move_to` sets the moved clock; it never goes back."""

    def __init__(
        self, runner: Runner, now: Callable[[], datetime], move_to: Callable[[datetime], None]
    ) -> None:
        self._runner = runner
        self._now = now
        self._move_to = move_to
        self._walking = asyncio.Lock()

    def now(self) -> datetime:
        return self._now()

    async def next_due(self) -> datetime | None:
        return await self._runner.next_due()

    async def run_until(self, target: datetime) -> int:
        """Walk to `target`; return how many due instants were passed."""
        steps = 0
        async with self._walking:
            await self._runner.settle()
            while (due := await self._runner.next_due()) is not None and due <= target:
                # A row that is due but waits for something (a card in flight) needs a moment, not a loop.
                await self._go_to(due if due > self._now() else self._now() + NUDGE)
                await self._runner.settle()
                steps += 1
            await self._go_to(target)
            await self._runner.settle()
        return steps

    async def _go_to(self, instant: datetime) -> None:
        """Move only while nothing is in hand: a row in flight must not look stranded."""
        async with self._runner.at_rest():
            self._move_to(instant)
