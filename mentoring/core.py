"""What every verb needs: the store, the time, chance and a place to think. No Slack."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

from domain.ports import Clock, Ids, Think
from models.database import Database


@dataclass(frozen=True)
class Core:
    """Handed to every verb. `creators` are the people who may create programs from the start.

    `serves` are the workspaces whose token this process holds: it sends for no other. None: for all.
    """

    database: Database
    clock: Clock
    ids: Ids
    think: Think
    creators: frozenset[str] = frozenset()
    serves: frozenset[str] | None = None

    def is_served(self, workspace_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """Return the condition that keeps a query over all workspaces to those this process sends for."""
        return true() if self.serves is None else workspace_id.in_(self.serves)
