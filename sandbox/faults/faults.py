"""The faults that are set now, and which of them strikes: by name, team, times left, and chance by seed."""

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.faults.kinds import KINDS, Kind

MIX: Mapping[str, float] = {
    "rate_limited": 0.04,
    "server_error": 0.02,
    "junk": 0.01,
    "truncated": 0.02,
    "slow": 0.02,
    "dropped": 0.03,
    "duplicated": 0.05,
    "delayed": 0.03,
    "reordered": 0.03,
    "lost_once": 0.05,
    "envelope_twice": 0.03,
    "warning": 0.01,
    "refresh": 0.02,
    "cut": 0.02,
}
"""A bad day: how likely each kind is at each call or delivery."""


@dataclass
class Fault:
    """One fault that is set; `times_left` None means until cleared, `is_drawn` draws undecided details."""

    id: str
    kind: Kind
    on: str
    team: str | None
    times_left: int | None
    chance: float
    details: Mapping[str, Any]
    is_drawn: bool
    _random: random.Random = field(repr=False)

    def concerns(self, kinds: Collection[str], names: Collection[str], team: str) -> bool:
        """Tell whether it could strike here."""
        return (
            self.kind.name in kinds
            and (self.on == "*" or self.on in names)
            and self.team in {None, team}
            and self.times_left != 0
        )

    def strike(self) -> "Strike | None":
        """Strike once, or let this one pass by chance."""
        if self._random.random() >= self.chance:
            return None
        if self.times_left is not None:
            self.times_left -= 1
        return Strike(self.kind.name, {**self.details, **self._draw()})

    def _draw(self) -> dict[str, Any]:
        if not self.is_drawn:
            return {}
        return {d.name: self._random.choice(d.choices) for d in self.kind.details if d.choices}


@dataclass(frozen=True)
class Strike:
    """A fault as it strikes one call or delivery."""

    kind: str
    details: Mapping[str, Any]

    def __getitem__(self, detail: str) -> Any:
        return self.details[detail]


class Faults:
    """What is to go wrong. The same seed and the same order of calls give the same faults.

    Each fault draws from a chance of its own, so that calls it doesn't concern change nothing for it.
    """

    def __init__(self, seed: int = 0, told: Callable[[], None] = lambda: None) -> None:
        self._seed = seed
        self._told = told
        self._made = 0
        self._faults: dict[str, Fault] = {}

    def add(
        self,
        kind: str,
        *,
        on: str = "*",
        team: str | None = None,
        times: int | None = 1,
        chance: float = 1.0,
        **details: Any,
    ) -> Fault:
        """Set a fault for a method, an event or interaction type, or a command; `times` None lasts.

        Raises: ValueError for an unknown kind, an unfit detail, or figures that make no sense.
        """
        if kind not in KINDS:
            raise ValueError(f"there is no fault {kind}")
        if not 0 < chance <= 1 or (times is not None and times < 1):
            raise ValueError("chance is within 0 and 1, times at least 1")
        lasting = KINDS[kind].side == "workspace"
        return self._keep(kind, on, team, None if lasting else times, chance, KINDS[kind].fill(details))

    def by_seed(self, seed: int, weights: Mapping[str, float] = MIX) -> list[Fault]:
        """Replace all faults by a drawn mix: each kind at its chance, with details drawn as it strikes."""
        self._faults.clear()
        self._seed, self._made = seed, 0
        return [
            self._keep(kind, "*", None, None, chance, KINDS[kind].fill({}), is_drawn=True)
            for kind, chance in weights.items()
        ]

    def _keep(
        self,
        kind: str,
        on: str,
        team: str | None,
        times: int | None,
        chance: float,
        details: Mapping[str, Any],
        *,
        is_drawn: bool = False,
    ) -> Fault:
        self._made += 1
        drawn_from = random.Random(f"{self._seed}:{self._made}:{kind}")  # noqa: S311 - repeatable, no secret
        name = f"F{self._made}"
        fault = Fault(name, KINDS[kind], on, team, times, chance, details, is_drawn, drawn_from)
        self._faults[name] = fault
        self._told()
        return fault

    def clear(self, fault_id: str | None = None) -> None:
        """Remove one fault, or all."""
        if fault_id is None:
            self._faults.clear()
        else:
            self._faults.pop(fault_id, None)
        self._told()

    def active(self) -> list[Fault]:
        """List what can still strike, oldest first."""
        return [fault for fault in self._faults.values() if fault.times_left != 0]

    def strike(self, kinds: Collection[str], names: Collection[str], team: str) -> Strike | None:
        """Let the oldest fault that concerns this call or delivery strike; None when nothing goes wrong."""
        for fault in self.active():
            struck = fault.strike() if fault.concerns(kinds, names, team) else None
            if struck is not None:
                self._retire(fault)
                return struck
        return None

    def _retire(self, fault: Fault) -> None:
        if fault.times_left is None:
            return
        if fault.times_left == 0:
            del self._faults[fault.id]
        self._told()
