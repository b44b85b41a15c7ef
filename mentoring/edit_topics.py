"""Verb: a coordinator edits her program's topics. What people chose follows a new name, and outlives a removal."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Fault, InvalidAnswer, WrongState
from domain.facts.people import Act, ProgramChoice
from domain.facts.program import TopicEdit, TopicsEdited
from domain.kinds import Direction, ProgramState
from domain.topics.lexicon import program_lexicon
from domain.topics.lines import TopicLine, folded, merged, parse_lines
from mentoring import audit, authorize
from mentoring.core import Core
from mentoring.inbox import acting
from mentoring.topics import topic_faults, topic_lines, twice, write_topics
from models import Participant, ParticipantTopic, Program

Lines = tuple[TopicLine, ...]


async def edit_topics(core: Core, act: Act, edit: TopicEdit) -> TopicsEdited:
    """Write the program's topics: what she changed in the form, laid over what others changed meanwhile.

    A new name, and every synonym added, also takes over what participants have chosen or typed under that word.

    Raises CoordinatorsOnly, WrongState, InvalidAnswer (field → fault), AlreadyTakenError.
    """
    async with acting(core, act) as session:
        program = await authorize.coordinator(session, act.person_id, edit.program_id)
        # Joins wait, and whoever edits at the same time; no key changes, so that nobody else has to.
        await session.refresh(program, with_for_update={"key_share": True})
        if program.state is ProgramState.CLOSED:
            raise WrongState
        before = await topic_lines(session, program.id)
        after = _edited(edit, before)
        await write_topics(session, program.id, after)
        moved = await _follow(session, program.id, before, after)
        audit.record(session, core, act.person_id, "edit_topics", program.id)
        return _told(program, before, after, moved)


def _edited(edit: TopicEdit, before: Lines) -> Lines:
    typed = parse_lines(edit.text, {line.topic for line in before})
    # Twice in her own text is hers to put right; what others added meanwhile she can't see, and it is joined.
    faults = topic_faults(typed) | twice(typed) | _name_faults(edit)
    lines = _with_chosen(merged(edit.shown, typed, before), edit.chosen)
    if edit.renamed and not faults:
        lines, faults = _renamed(lines, edit)
    faults = faults or topic_faults(lines)
    if faults:
        raise InvalidAnswer(faults)
    return lines


def _name_faults(edit: TopicEdit) -> dict[str, Fault]:
    if edit.renamed and not edit.new_name:
        return {"new_name": Fault("required")}
    if edit.new_name and not edit.renamed:
        return {"renamed": Fault("required")}
    return {"new_name": Fault("not_in_a_topic")} if set(edit.new_name) & set(":,") else {}


def _with_chosen(lines: Lines, names: Sequence[str]) -> Lines:
    """Add what she took from the catalogue, but for what the program has under any name."""
    there = program_lexicon(lines)
    own = {line.topic for line in lines}
    return (*lines, *(TopicLine(name) for name in names if there.known(name) not in own))


def _renamed(lines: Lines, edit: TopicEdit) -> tuple[Lines, dict[str, Fault]]:
    """Give one topic its new name; the old one stays as a synonym, for those who still type it."""
    if edit.renamed not in {line.topic for line in lines}:
        return lines, {"renamed": Fault("topic_gone")}
    if any(folded(edit.new_name) == folded(line.topic) for line in lines if line.topic != edit.renamed):
        return lines, {"new_name": Fault("topic_taken")}
    return tuple(
        _with_name(line, edit.new_name) if line.topic == edit.renamed else line for line in lines
    ), {}


def _with_name(line: TopicLine, name: str) -> TopicLine:
    words = dict.fromkeys((line.topic, *line.synonyms))
    return TopicLine(name, tuple(word for word in words if folded(word) != folded(name)))


async def _follow(session: AsyncSession, program_id: str, before: Lines, after: Lines) -> dict[str, str]:
    """Let participants' choices follow the words that are new; return which topics became which."""
    words = {folded(word): line.topic for line in after if line not in before for word in line.synonyms}
    words |= {folded(line.topic): line.topic for line in after}
    chosen = await session.scalars(_of_program(select(ParticipantTopic.topic).distinct(), program_id))
    moved = {text: topic for text in chosen if (topic := words.get(folded(text), text)) != text}
    if moved:
        rows = select(ParticipantTopic).where(ParticipantTopic.topic.in_({*moved, *moved.values()}))
        await _move(session, (await session.scalars(_of_program(rows, program_id))).all(), moved)
    gone = {line.topic for line in before} - {line.topic for line in after}
    return {name: words[folded(name)] for name in gone if folded(name) in words}


async def _move(session: AsyncSession, rows: Sequence[ParticipantTopic], moved: Mapping[str, str]) -> None:
    """Give the rows their new topics; who had both keeps the stronger interest."""
    interests: dict[tuple[str, Direction, str], int] = {}
    for row in rows:
        key = (row.participant_id, row.direction, moved.get(row.topic, row.topic))
        interests[key] = max(row.interest, interests.get(key, 0))
        await session.delete(row)
    await session.flush()
    for (participant_id, direction, topic), interest in interests.items():
        session.add(
            ParticipantTopic(
                participant_id=participant_id, direction=direction, topic=topic, interest=interest
            )
        )


def _of_program(choices: Select[Any], program_id: str) -> Select[Any]:
    return choices.join(
        Participant,
        (Participant.workspace_id == ParticipantTopic.workspace_id)
        & (Participant.id == ParticipantTopic.participant_id),
    ).where(Participant.program_id == program_id)


def _told(program: Program, before: Lines, after: Lines, moved: Mapping[str, str]) -> TopicsEdited:
    was, is_now = [line.topic for line in before], [line.topic for line in after]
    return TopicsEdited(
        program=ProgramChoice(program.id, program.name),
        count=len(after),
        added=tuple(topic for topic in is_now if topic not in was and topic not in moved.values()),
        removed=tuple(topic for topic in was if topic not in is_now and topic not in moved),
        renamed=tuple(moved.items()),
    )
