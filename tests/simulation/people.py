"""Who there is: the people of a company, where they live, when they read and how fast they answer."""

import random
from dataclasses import dataclass
from datetime import datetime

from domain.cadence import Window
from domain.kinds import Role
from sandbox.people import Person
from tests.simulation.rules import COUNTRIES

ZONES = tuple(COUNTRIES)
HOURS = (Window(), Window(8 * 60, 16 * 60), Window(10 * 60, 18 * 60), Window(22 * 60, 6 * 60))
HOUR, DAY = 3600.0, 86400.0
PACES = (HOUR / 4, 4 * HOUR, DAY, 2 * DAY)
"""Seconds until somebody looks at a message, on average."""
MANAGERIAL = 4


@dataclass
class Human:
    """Somebody in a workspace; ids are the same in every workspace."""

    team: str
    id: str
    pace: float
    hours: Window
    role: Role
    joined_at: datetime | None = None
    left_at: datetime | None = None
    known_at: datetime | None = None
    zone: str = ""
    is_gone: bool = False


def company(number: int, size: int, mentors: float, chance: random.Random) -> list[Person]:
    """Invent the people of one workspace: two coordinators, then juniors and seniors."""
    ids = ["U0COORD0", "U0COORD1", *(f"U0P{place:05}" for place in range(size))]
    return [
        Person(
            id=person_id,
            name=f"Person{place} Canary{number}",
            title="",
            department=f"Department{place % 5}",
            site="",
            level=2 if place < 2 + mentors * size else 6,
            tz=chance.choice(ZONES),
            manager_id=None,
        )
        for place, person_id in enumerate(ids)
    ]


def human_of(team: str, person: Person, chance: random.Random) -> Human:
    """Draw the habits of somebody in the directory."""
    return Human(
        team,
        person.id,
        pace=chance.choice(PACES),
        hours=chance.choices(HOURS, (10, 3, 3, 1))[0],
        role=Role.MENTOR if person.level < MANAGERIAL else Role.MENTEE,
        zone=person.tz or "UTC",
    )
