"""What goes wrong in a run: each kind of fault never, seldom or often, as the seed draws it (swarm testing)."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, replace
from typing import Any

from sandbox.faults.faults import Faults, Strike

SELDOM_OR_OFTEN: dict[str, tuple[float, float]] = {
    # per call of Slack
    "request_lost": (0.01, 0.08),
    "answer_lost": (0.01, 0.08),
    "server_error": (0.01, 0.06),
    "rate_limited": (0.01, 0.06),
    "slow": (0.02, 0.1),
    "malformed": (0.005, 0.05),
    # per payload to the bot
    "duplicated": (0.02, 0.2),
    "delayed": (0.02, 0.1),
    "reordered": (0.02, 0.1),
    "lost_once": (0.02, 0.1),
    "copied_late": (0.02, 0.1),
    # per fail-point, transaction, statement
    "crash": (0.0005, 0.005),
    "frozen": (0.0005, 0.003),
    "database": (0.0001, 0.001),
    "clock_step": (0.02, 0.2),
    "lock_lost": (0.0005, 0.005),
    # per day of the run
    "outage": (0.01, 0.04),
}


@dataclass(frozen=True)
class Weather:
    """How likely each fault is at each occasion."""

    request_lost: float = 0.0
    answer_lost: float = 0.0
    server_error: float = 0.0
    rate_limited: float = 0.0
    slow: float = 0.0
    malformed: float = 0.0
    duplicated: float = 0.0
    delayed: float = 0.0
    reordered: float = 0.0
    lost_once: float = 0.0
    copied_late: float = 0.0
    crash: float = 0.0
    frozen: float = 0.0
    database: float = 0.0
    clock_step: float = 0.0
    lock_lost: float = 0.0
    outage: float = 0.0


KINDS = (*SELDOM_OR_OFTEN, "killed", "killed at an await")
"""All that is counted, beside the crashes at named points."""
CALM = Weather()
WORST = Weather(**{name: often for name, (_, often) in SELDOM_OR_OFTEN.items()})


def draw_weather(chance: random.Random) -> Weather:
    """Draw each fault from never, seldom, often."""
    drawn: dict[str, Any] = {
        field.name: chance.choice((0.0, *SELDOM_OR_OFTEN[field.name])) for field in fields(Weather)
    }
    return replace(CALM, **drawn)


class CountedFaults(Faults):
    """The sandbox's faults, and how often each has struck."""

    def __init__(self, seed: int, count: Callable[[str], None]) -> None:
        super().__init__(seed)
        self._count = count

    def strike(self, kinds: Collection[str], names: Collection[str], team: str) -> Strike | None:
        struck = super().strike(kinds, names, team)
        if struck is not None:
            self._count(struck.kind)
        return struck


def on_the_way(weather: Weather, seed: int, count: Callable[[str], None]) -> CountedFaults:
    """Set the sandbox's own faults for payloads on their way to the bot."""
    faults = CountedFaults(seed, count)
    details: dict[str, dict[str, Any]] = {"delayed": {"seconds": 90}, "reordered": {"seconds": 20}}
    for kind in ("duplicated", "delayed", "reordered", "lost_once"):
        if likely := getattr(weather, kind):
            faults.add(kind, times=None, chance=likely, **details.get(kind, {}))
    return faults
