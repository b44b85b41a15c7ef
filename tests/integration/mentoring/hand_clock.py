"""A clock that is moved by hand, and thinking that needs no other process."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

Answer = TypeVar("Answer")
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""Nine in the morning in Berlin."""


class HandClock:
    """Time stands still until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now
        self._seconds = now.timestamp()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    async def sleep(self, until: datetime) -> None:
        self.move_to(until)

    def move_to(self, instant: datetime) -> None:
        self._seconds += max(0.0, (instant - self._now).total_seconds())
        self._now = max(self._now, instant)

    def set_back_to(self, instant: datetime) -> None:
        """As somebody does who has found the machine's clock wrong."""
        self._now = instant


async def think_here(function: Callable[..., Answer], *args: Any) -> Answer:
    """Think in this very process."""
    return function(*args)
