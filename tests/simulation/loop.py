"""A loop whose time is virtual: it never waits, it goes to the next thing scheduled, in an order the seed decides."""

import asyncio
import random
import selectors
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

Answer = TypeVar("Answer")
RESOLUTION = 1e-6
"""Seconds; finer than this, sums of floats would make the loop turn on the spot."""
HOUR = 3600.0
TURNS_PER_HOUR = 12_000
"""A wave to two hundred people takes a tenth of these, an outage half; what takes more never comes to rest."""


class DeadlockError(BaseException):
    """Nothing is scheduled any more, and the run is not over: everybody waits for somebody else."""


class _NeverBlocks(selectors.DefaultSelector):
    """Lets the loop's time pass instead of the machine's."""

    pass_time: Callable[[float], None]

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise DeadlockError
        if timeout > 0:
            self.pass_time(timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time passes when nothing is ready. `is_restless` is told when that takes too long."""

    def __init__(self, seed: int) -> None:
        selector = _NeverBlocks()
        selector.pass_time = self._pass
        super().__init__(selector)
        self._seconds = 0.0
        self._clock_resolution = RESOLUTION
        self._order = random.Random(f"order {seed}")  # noqa: S311  a seed, no secret
        self._turns = 0
        self.is_restless: Callable[[], None] = lambda: None
        self.unhandled: list[Mapping[str, Any]] = []
        self.set_exception_handler(lambda _loop, context: self.unhandled.append(context))

    def time(self) -> float:
        return self._seconds

    def _pass(self, seconds: float) -> None:
        if (self._seconds + seconds) // HOUR > self._seconds // HOUR:
            self._turns = 0
        self._seconds += seconds

    def _run_once(self) -> None:
        """Shuffle what is ready first: asyncio's own order hides races."""
        ready: Any = self._ready  # type: ignore[attr-defined]  # asyncio's own queue
        if len(ready) > 1:
            waiting = list(ready)
            self._order.shuffle(waiting)
            ready.clear()
            ready.extend(waiting)
        self._turns += 1
        if self._turns == TURNS_PER_HOUR:
            self.is_restless()
        super()._run_once()  # type: ignore[misc]  # asyncio's own step


def run_virtually(seed: int, main: Callable[[VirtualLoop], Coroutine[Any, Any, Answer]]) -> Answer:
    """Run to the end on a fresh loop; whatever is left then is cancelled."""
    loop = VirtualLoop(seed)
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(main(loop))
    finally:
        _end_all(loop)
        asyncio.set_event_loop(None)
        loop.close()


def _end_all(loop: VirtualLoop) -> None:
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
