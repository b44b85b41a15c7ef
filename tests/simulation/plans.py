"""What a run is made of and what became of it."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from domain.kinds import Approval, Preset
from tests.simulation.weather import Weather

Drawn = TypeVar("Drawn")
POOLS = {12: 4, 20: 4, 40: 5, 80: 3, 200: 1}
"""How many people a workspace's program has, and how likely."""
PRESETS = {Preset.CLASSIC: 5, Preset.QUARTERLY: 2, Preset.PILOT: 1}
"""Monthly is the usual practice (domain/presets.py); the others meet every second week."""


MENTORS = (0.2, 0.35, 0.5)
"""The juniors' share: where there are too few, people wait for the next round and hear little."""


@dataclass(frozen=True)
class Plan:
    """What one run is asked for; everything else the seed draws."""

    seed: int
    days: int
    people: int | None = None
    weather: Weather | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a run. Without violations it was a good one."""

    plan: Plan
    trace: str
    participant_days: float
    programs: tuple[str, ...]
    posts: int
    calls: int
    acts: int
    faults: Counter[str]
    violations: tuple[str, ...]

    @property
    def crashes(self) -> int:
        """How often a replica died at a named point."""
        return sum(times for fault, times in self.faults.items() if fault.startswith("crash "))


@dataclass(frozen=True)
class ProgramPlan:
    """One workspace's program."""

    size: int
    preset: Preset
    approval: Approval
    enrolment: timedelta
    mentors: float

    def told(self) -> str:
        """Say it in two words."""
        return f"{self.size} {self.preset.value}"


def draw_program(chance: random.Random, people: int | None) -> ProgramPlan:
    """Draw a program such as companies have."""
    return ProgramPlan(
        size=people or weighed(chance, POOLS),
        preset=weighed(chance, PRESETS),
        approval=chance.choice(tuple(Approval)),
        enrolment=timedelta(days=chance.randint(2, 20)),
        mentors=chance.choice(MENTORS),
    )


def first_instant(chance: random.Random, first: datetime) -> datetime:
    """Draw when the run begins: anywhere in a year, so that both changes of the clocks are met."""
    return first + timedelta(days=chance.randrange(300))


def weighed(chance: random.Random, table: Mapping[Drawn, int]) -> Drawn:
    """Draw one, as likely as the table says."""
    return chance.choices(tuple(table), tuple(table.values()))[0]
