"""A time to begin at that is the same whenever the tests run."""

from datetime import UTC, datetime

from bot.clock import MachineClock, real_now

MONDAY_MORNING = datetime(2026, 1, 12, 9, tzinfo=UTC)
"""Within the hours of most people of the sandbox, with weeks ahead in which no clock changes."""


class SameMorning(MachineClock):
    """Flows as the machine's does, from Monday morning on.

    What people see depends on the hour and the day; a story told from now on would end differently every evening.
    """

    def __init__(self) -> None:
        self._ahead = MONDAY_MORNING - real_now()

    def now(self) -> datetime:
        return super().now() + self._ahead
