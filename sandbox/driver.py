"""The clock the sandbox moves: a small protocol, and the one for apps that keep real time."""

from datetime import UTC, datetime
from typing import Protocol


class ClockKeepsRealTimeError(Exception):
    """The app behind the sandbox has no calendar that could be moved."""


class Driver(Protocol):
    """The bot's calendar time, as far as the sandbox needs it."""

    def now(self) -> datetime:
        """Tell the moved time, aware and in UTC."""

    async def next_due(self) -> datetime | None:
        """Tell the next instant at which the bot has something to do."""

    async def run_until(self, target: datetime) -> int:
        """Go due instant by due instant to the target, draining each; return the steps taken."""


def can_move(driver: Driver) -> bool:
    """Tell whether the app has a calendar that could be moved."""
    return not isinstance(driver, RealTimeDriver)


class RealTimeDriver:
    """The driver for an app that knows nothing of the sandbox: time is the machine's."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def next_due(self) -> datetime | None:
        return None

    async def run_until(self, target: datetime) -> int:
        """Refuse: somebody else's app can't be fast-forwarded.

        Raises: ClockKeepsRealTimeError.
        """
        raise ClockKeepsRealTimeError(f"This app keeps real time; {target} can only be waited for.")
