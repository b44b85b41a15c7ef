"""What a scenario asks of the database: which ledger row a Slack message carries, and stored answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from domain.kinds import MessageClass
from models import AnonymousNumber, Delivery, Pair, SessionAnswer
from models.base import InWorkspace
from sandbox.state.records import Message
from tests.scenarios.cast import Diary
from tests.scenarios.stage import Stage

AT_ONCE = {MessageClass.RECEIPT, MessageClass.REDRAW}


@dataclass(frozen=True)
class Seen:
    """A message somebody got, with the ledger row it carries."""

    person: str
    message: Message
    row: Delivery

    @property
    def is_notification(self) -> bool:
        """Whether the bot wrote by itself, not in answer to her own act."""
        return self.row.message_class not in AT_ONCE


async def rows_of(stage: Stage, table: type[InWorkspace]) -> Sequence[Any]:
    """All rows of a table."""
    bot = stage.running.bot
    async with bot.core.database.transaction(bot.identity.team_id) as session:
        return (await session.scalars(select(table))).all()


async def seen_by_all(stage: Stage) -> list[Seen]:
    """Every DM of the bot to a person, joined with its ledger row by the delivery id in its metadata."""
    rows = {row.id: row for row in await rows_of(stage, Delivery)}
    seen = []
    for conversation in stage.sandbox.workspace.conversations:
        if conversation.kind != "im":
            continue
        (person,) = conversation.members - {stage.running.bot.identity.bot_user_id}
        seen += [
            Seen(person, message, rows[message.metadata["event_payload"]["id"]])
            for message in conversation.messages
            if message.metadata is not None
        ]
    return seen


async def held_sessions(stage: Stage) -> int:
    """Sessions with at least one yes and no no, counted from the raw answers."""
    said: dict[str, set[bool]] = {}
    for answer in await rows_of(stage, SessionAnswer):
        said.setdefault(answer.session_id, set()).add(answer.was_held)
    return sum(answers == {True} for answers in said.values())


async def partners(stage: Stage) -> Counter[frozenset[str]]:
    """How often each two were introduced."""
    pairs = await rows_of(stage, Pair)
    return Counter(frozenset({p.mentor_id, p.mentee_id}) for p in pairs if p.introduced_at is not None)


async def polls_are_kept_per_side(stage: Stage, diary: Diary, sides: Mapping[str, str]) -> None:
    """Check that every rating is there once, without its author, as the people noted it."""
    answers = await rows_of(stage, SessionAnswer)
    assert {(a.person_id, a.session_id) for a in answers} == set(diary.rated)
    assert all(a.was_held and a.side.value == sides[a.person_id] for a in answers)
    given = Counter((sides[person], value) for (person, _), value in diary.rated.items())
    kept = Counter(
        (row.side.value, row.value)
        for row in await rows_of(stage, AnonymousNumber)
        if row.item == "usefulness"
    )
    assert kept == given
    assert not {"person_id", "author"} & set(AnonymousNumber.__table__.columns.keys())
