"""What every verb needs: the store, the time, chance and a place to think. No Slack."""

from dataclasses import dataclass

from domain.ports import Clock, Ids, Think
from models.database import Database


@dataclass(frozen=True)
class Core:
    """Handed to every verb. `creators` are the people who may create programs from the start."""

    database: Database
    clock: Clock
    ids: Ids
    think: Think
    creators: frozenset[str] = frozenset()
