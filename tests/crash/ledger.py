"""What the database says, read beside the bot: the ledger's rows, and whether there is anything left to do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, NullPool, and_, create_engine, func, make_url, or_, select

from domain.kinds import DeliveryState, EffectKind
from models import AnonymousNumber, Base, Delivery, Due, SessionAnswer
from tests.crash.town import Expected

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
OPEN = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)


@dataclass(frozen=True)
class Ledger:
    """A reader of its own, without the bot's code for transactions."""

    engine: Engine

    def _all(self, statement: Any) -> Sequence[Any]:
        with self.engine.connect() as connection:
            return connection.execute(statement).all()

    def open_count(self, now: datetime) -> int:
        """How many messages are still to come or wait for a coordinator, and how many steps are due by now."""
        to_come = Delivery.state.in_((*OPEN, DeliveryState.HELD))
        return self.due_steps(now) + self._count(Delivery, to_come)

    def due_count(self, now: datetime) -> int:
        """How many steps and messages could be dealt with now, or are in hand."""
        pending = and_(Delivery.state == DeliveryState.PENDING, Delivery.due_at <= now)
        in_hand = Delivery.state.in_((DeliveryState.CLAIMED, DeliveryState.SENDING))
        return self.due_steps(now) + self._count(Delivery, or_(pending, in_hand))

    def due_steps(self, now: datetime) -> int:
        """How many steps wait for the planner."""
        return self._count(Due, Due.due_at <= now)

    def doubtful_count(self) -> int:
        """How many messages are on their way, or may be there."""
        return self._count(Delivery, Delivery.state == DeliveryState.SENDING)

    def _count(self, table: type[Base], *conditions: ColumnElement[bool]) -> int:
        counted: int = self._all(select(func.count()).select_from(table).where(*conditions))[0][0]
        return counted

    def next_due(self) -> datetime | None:
        """When there is a step or a message next."""
        step = select(func.min(Due.due_at))
        message = select(func.min(Delivery.due_at)).where(Delivery.state == DeliveryState.PENDING)
        instants = [self._all(statement)[0][0] for statement in (step, message)]
        return min((instant for instant in instants if instant is not None), default=None)

    def in_hand(self) -> dict[str, tuple[str, int, DeliveryState]]:
        """Row → (worker, attempt, state) of what some worker has in hand."""
        columns = (Delivery.id, Delivery.worker, Delivery.attempt_count, Delivery.state)
        rows = self._all(select(*columns).where(Delivery.worker.is_not(None), Delivery.state.in_(OPEN)))
        return {row.id: (row.worker, row.attempt_count, row.state) for row in rows}

    def held_ids(self) -> set[str]:
        """What waits for a coordinator."""
        return {row.id for row in self._all(select(Delivery.id).where(Delivery.state == DeliveryState.HELD))}

    def posts(self) -> Sequence[Any]:
        """The rows that stand for a message of its own."""
        columns = (
            Delivery.id,
            Delivery.message,
            Delivery.subject_id,
            Delivery.recipient_id,
            Delivery.state,
            Delivery.sent_at,
        )
        return self._all(select(*columns).where(Delivery.kind == EffectKind.POST))

    def states(self) -> Counter[DeliveryState]:
        """How many rows there are of each state, redraws included."""
        return Counter(row.state for row in self._all(select(Delivery.state)))

    def answered(self) -> list[tuple[str, str]]:
        """(session, person) of every kept poll answer."""
        return [tuple(row) for row in self._all(select(SessionAnswer.session_id, SessionAnswer.person_id))]

    def rating_count(self) -> int:
        """How many ratings are kept without an author."""
        return self._count(AnonymousNumber)

    def integrity(self) -> str:
        """SQLite's own judgement of the file; PostgreSQL keeps its own house."""
        if self.engine.dialect.name != "sqlite":
            return "ok"
        with self.engine.connect() as connection:
            verdict: str = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        return verdict


def ledger_of(url: str) -> Ledger:
    """Open a reader."""
    parsed = make_url(url)
    return Ledger(
        create_engine(parsed.set(drivername=DRIVERS[parsed.get_backend_name()]), poolclass=NullPool)
    )


def expected_of(row: Any) -> Expected:
    """The message a row stands for, whatever its key looks like."""
    return Expected(row.message, row.subject_id, row.recipient_id)
