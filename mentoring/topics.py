"""Shared: a program's topics and what is typed for them."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Fault
from domain.topics.lexicon import Lexicon, program_lexicon
from domain.topics.lines import TopicLine, folded
from models import Program, ProgramTopic, topics_in_order

MAX_TOPICS = 100
"""As many as one list in Slack holds."""
MAX_TOPIC = 75
MAX_LINE = 300
"""A hundred lines of that length fit into one form."""


async def topic_lines(session: AsyncSession, program_id: str) -> tuple[TopicLine, ...]:
    """Return a program's topics in the coordinators' order."""
    rows = await session.scalars(topics_in_order(program_id).execution_options(populate_existing=True))
    return tuple(row.line for row in rows)


async def held_lexicon(session: AsyncSession, program_id: str) -> Lexicon:
    """Return what is typed for which topic. Until the transaction ends no coordinator changes the topics.

    Else somebody could choose a topic under its old name just after all the others got the new one.
    """
    await session.execute(select(Program.id).where(Program.id == program_id).with_for_update(read=True))
    return program_lexicon(await topic_lines(session, program_id))


async def write_topics(session: AsyncSession, program_id: str, lines: Sequence[TopicLine]) -> None:
    """Let these be the program's topics, in this order."""
    await session.execute(delete(ProgramTopic).where(ProgramTopic.program_id == program_id))
    for position, line in enumerate(lines):
        synonyms = list(line.synonyms)
        session.add(
            ProgramTopic(program_id=program_id, topic=line.topic, position=position, synonyms=synonyms)
        )
    await session.flush()


def topic_faults(lines: Sequence[TopicLine]) -> dict[str, Fault]:
    """Name what can't be used in a program's topics."""
    fault = _fault(lines)
    return {"topics": fault} if fault else {}


def twice(lines: Sequence[TopicLine]) -> dict[str, Fault]:
    """Name a word that stands at two topics: it would mean neither."""
    words = Counter(word for line in lines for word in {folded(w) for w in (line.topic, *line.synonyms)})
    return {"topics": Fault("word_twice")} if any(count > 1 for count in words.values()) else {}


def _fault(lines: Sequence[TopicLine]) -> Fault | None:
    if not lines:
        return Fault("required")
    if len(lines) > MAX_TOPICS:
        return Fault("too_many", MAX_TOPICS)
    if any(len(word) > MAX_TOPIC for line in lines for word in (line.topic, *line.synonyms)):
        return Fault("too_long", MAX_TOPIC)
    return Fault("too_long", MAX_LINE) if any(len(str(line)) > MAX_LINE for line in lines) else None
