"""What stands written: one workspace's rows, read for the tests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from domain.kinds import DeliveryState, EffectKind, MessageName, PairState, Series
from models import Base, Delivery, Due, MentoringSession, Pair, Person, Program, Round
from models.database import Database

HERE = "T1"

Row = TypeVar("Row", bound=Base)


@dataclass
class Records:
    """Reads, and changes where no verb does; each in a transaction of its own."""

    database: Database
    program_id: str = ""

    async def find(self, model: type[Row], *key: str) -> Row | None:
        async with self.database.transaction(HERE) as session:
            return await session.get(model, (HERE, *key))

    async def get(self, model: type[Row], *key: str) -> Row:
        found = await self.find(model, *key)
        assert found is not None, (model, key)
        return found

    async def all(self, statement: Any) -> list[Any]:
        async with self.database.transaction(HERE) as session:
            return list((await session.scalars(statement)).all())

    async def change(self, model: type[Base], *key: str, **values: object) -> None:
        """Set columns of one row, where no verb does."""
        async with self.database.transaction(HERE) as session:
            row = await session.get_one(model, (HERE, *key))
            for name, value in values.items():
                setattr(row, name, value)

    async def person(self, person_id: str) -> Person:
        return await self.get(Person, person_id)

    async def program(self) -> Program:
        return await self.get(Program, self.program_id)

    async def rounds(self) -> list[Round]:
        """Return all rounds, the newest first."""
        return await self.all(select(Round).order_by(Round.number.desc()))

    async def round(self) -> Round:
        return (await self.rounds())[0]

    async def pairs(self, *states: PairState) -> list[Pair]:
        rows: list[Pair] = await self.all(select(Pair).order_by(Pair.proposed_at, Pair.mentor_id))
        return [row for row in rows if not states or row.state in states]

    async def pair(self, pair_id: str = "") -> Pair:
        if pair_id:
            return await self.get(Pair, pair_id)
        return (await self.pairs())[-1]

    async def session(self, pair_id: str) -> MentoringSession:
        """Return the pair's newest session."""
        statement = select(MentoringSession).where(MentoringSession.pair_id == pair_id)
        rows = await self.all(statement.order_by(MentoringSession.number.desc()))
        found: MentoringSession = rows[0]
        return found

    async def due(self, series: Series, subject_id: str) -> datetime | None:
        row = await self.find(Due, series, subject_id)
        return None if row is None else row.due_at

    async def due_series(self, subject_id: str) -> set[Series]:
        return {row.series for row in await self.all(select(Due).where(Due.subject_id == subject_id))}

    async def ledger(
        self, *messages: MessageName, to: str = "", kind: EffectKind = EffectKind.POST
    ) -> list[Delivery]:
        """Return promised messages, oldest first."""
        statement = select(Delivery).where(Delivery.kind == kind).order_by(Delivery.created_at, Delivery.key)
        rows: list[Delivery] = await self.all(statement)
        return [
            row
            for row in rows
            if (not messages or row.message in messages) and (not to or row.recipient_id == to)
        ]

    async def sent(self, *messages: MessageName, to: str = "") -> list[Delivery]:
        """Return what has gone out."""
        rows = await self.ledger(*messages, to=to)
        return [row for row in rows if row.state is DeliveryState.SENT]

    async def heard(self, person_id: str) -> list[MessageName]:
        """Return the names of the messages somebody got, in order."""
        rows = sorted(await self.sent(to=person_id), key=lambda row: (row.sent_at, row.key))
        return [row.message for row in rows]
