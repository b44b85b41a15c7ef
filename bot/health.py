"""The machine: how this process does: ready to take traffic, and well enough to say so to a watcher outside."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from mentoring.core import Core
from mentoring.ledger_figures import longest_wait
from models.database import STORE_AWAY

ANSWER_SECONDS = 5.0
LONGEST_WAIT = timedelta(minutes=2)
"""So long may a message wait whose turn has come. Then nobody delivers, or nobody delivers this one."""
_log = structlog.get_logger()


@dataclass(frozen=True)
class Health:
    """`is_ticking`: the clock drives the process; `is_heard`: Slack's payloads can arrive."""

    core: Core
    is_ticking: Callable[[], bool]
    is_heard: Callable[[], bool]

    async def is_ready(self) -> bool:
        """Tell whether acts can be taken: a process whose database is away would only refuse them."""
        return await self._wait() is not None

    async def is_well(self) -> bool:
        """Tell whether acts can be taken and messages go out."""
        waited = await self._wait()
        return waited is not None and waited <= LONGEST_WAIT

    async def _wait(self) -> timedelta | None:
        """Return how long a message has waited whose turn it was; None while something else is not as it should be."""
        if not (self.is_ticking() and self.is_heard()):
            return None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await longest_wait(self.core)
        except (*STORE_AWAY, TimeoutError) as error:
            _log.warning("database_away", code=type(error).__name__)
            return None
