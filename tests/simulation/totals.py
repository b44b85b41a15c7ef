"""The figures of many runs, added up: what a reader needs to see that they weren't empty."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from domain.failpoints import FAILPOINTS
from tests.simulation.plans import Outcome
from tests.simulation.weather import KINDS

EXPECTED = (*(kind for kind in KINDS if kind != "crash"), *(f"crash {point}" for point in FAILPOINTS))
"""Everything that has to go wrong sometimes; a crash is counted by its point."""
OFTEN_ENOUGH = 5


@dataclass
class Totals:
    """Runs added up. `bad` are the ones with a violation."""

    runs: int = 0
    bad: int = 0
    participant_days: float = 0.0
    posts: int = 0
    calls: int = 0
    acts: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one run."""
        self.runs += 1
        self.bad += bool(outcome.violations)
        self.participant_days += outcome.participant_days
        self.posts += outcome.posts
        self.calls += outcome.calls
        self.acts += outcome.acts
        self.faults += outcome.faults

    def expected(self, runs: int) -> float:
        """Return the participant-days there are when so many runs more have been played, as the ones so far tell."""
        return self.participant_days * (1 + runs / self.runs) if self.runs else 0.0

    def rare(self) -> dict[str, int]:
        """Return what has gone wrong too seldom to say that it was tried."""
        return {kind: self.faults[kind] for kind in EXPECTED if self.faults[kind] < OFTEN_ENOUGH}

    def figures(self) -> dict[str, Any]:
        """Return what benchmarks.figures records."""
        return {
            "participant_days": int(self.participant_days),
            "runs": self.runs,
            "violations": self.bad,
            "messages": self.posts,
            "calls": self.calls,
            "acts": self.acts,
            "faults": sum(self.faults.values()) - self.crashes,
            "crashes": self.crashes,
            "rarest": min(self.faults[kind] for kind in EXPECTED),
        }

    @property
    def crashes(self) -> int:
        """How often a replica died at a named point."""
        return sum(times for fault, times in self.faults.items() if fault.startswith("crash "))

    def told(self) -> str:
        """Say it in one line."""
        return (
            f"{self.participant_days:.0f} participant-days in {self.runs} runs, {self.bad} with a violation: "
            f"{self.posts} messages, {self.calls} calls, {self.acts} acts, "
            f"{sum(self.faults.values()) - self.crashes} faults, {self.crashes} crashes at "
            f"{sum(fault.startswith('crash ') for fault in self.faults)} points"
        )
