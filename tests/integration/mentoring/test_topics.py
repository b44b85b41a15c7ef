"""What people type finds the program's topics; coordinators edit these, and nobody's choice is lost."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from domain.errors import CoordinatorsOnly, InvalidAnswer, WrongState
from domain.facts.program import TopicEdit, TopicsEdited
from domain.kinds import Direction, ProgramState, Role
from domain.topics.lines import TopicLine, marks_of
from mentoring.edit_topics import edit_topics
from mentoring.problem import problem_of
from mentoring.topics import topic_lines
from models import AuditEvent, Participant, ParticipantTopic, Program, Round
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, NOA, World

AI, VIDEO = TopicLine("ai"), TopicLine("video")
START = (AI, VIDEO)


async def _start(world: World, *taught: str) -> None:
    await world.open()
    await world.set_up()
    await world.join(MAYA, Role.MENTOR, teaches=taught or ("ai",), wants=("Politics",))


def _edit(world: World, text: str, shown: tuple[TopicLine, ...] = START, **changes: Any) -> TopicEdit:
    return replace(TopicEdit(world.program_id, marks_of(shown), text), **changes)


async def _save(world: World, edit: TopicEdit, coordinator: str = CARLA) -> TopicsEdited:
    return await edit_topics(world.core, world.act(coordinator), edit)


async def _topics(world: World) -> list[str]:
    async with world.database.transaction(HERE) as session:
        return [str(line) for line in await topic_lines(session, world.program_id)]


async def _taught(world: World, person_id: str) -> dict[str, int]:
    rows = await world.all(
        select(ParticipantTopic)
        .join(Participant, Participant.id == ParticipantTopic.participant_id)
        .where(Participant.person_id == person_id, ParticipantTopic.direction == Direction.TEACHES)
    )
    return {row.topic: row.interest for row in rows}


async def test_what_is_typed_gets_the_programs_name_then_the_catalogues_and_else_is_kept(
    world: World,
) -> None:
    await _start(world, "KI", "Tik Tok", "Réseaux sociaux", "Knitting", "knitting patterns")
    assert set(await _taught(world, MAYA)) == {"ai", "video", "Social media", "Knitting", "knitting patterns"}


async def test_two_words_for_one_topic_are_one_choice(world: World) -> None:
    await _start(world, "ai", "KI", "ChatGPT")
    assert set(await _taught(world, MAYA)) == {"ai"}


async def test_topics_are_added_removed_and_given_synonyms(world: World) -> None:
    await _start(world)
    told = await _save(world, _edit(world, "ai: our robot\nRowing", chosen=("Pricing", "AI tools at work")))
    assert await _topics(world) == ["ai: our robot", "Rowing", "Pricing"]
    assert (told.added, told.removed, told.renamed, told.count) == (("Rowing", "Pricing"), ("video",), (), 3)
    assert [event.act for event in await world.all(select(AuditEvent))].count("edit_topics") == 1


async def test_a_renamed_topic_takes_its_choices_along_and_the_old_name_still_finds_it(world: World) -> None:
    await _start(world, "ai", "video")
    told = await _save(world, _edit(world, "ai\nvideo", renamed="ai", new_name="AI at the bank"))
    assert told.renamed == (("ai", "AI at the bank"),)
    assert await _topics(world) == ["AI at the bank: ai", "video"]
    assert set(await _taught(world, MAYA)) == {"AI at the bank", "video"}
    await world.join(NOA, Role.MENTOR, teaches=("AI",))
    assert set(await _taught(world, NOA)) == {"AI at the bank"}


async def test_another_spelling_of_a_topic_is_a_new_name_for_it(world: World) -> None:
    await _start(world)
    told = await _save(world, _edit(world, "AI\nvideo"))
    assert (told.renamed, told.added, told.removed) == ((("ai", "AI"),), (), ())
    assert set(await _taught(world, MAYA)) == {"AI"}


async def test_a_removed_topic_stays_with_who_chose_it(world: World) -> None:
    await _start(world, "ai", "video")
    assert (await _save(world, _edit(world, "video"))).removed == ("ai",)
    assert set(await _taught(world, MAYA)) == {"ai", "video"}


async def test_a_topic_that_becomes_a_synonym_hands_its_choices_over_once(world: World) -> None:
    await _start(world, "ai", "video")
    async with world.database.transaction(HERE) as session:
        for row in await session.scalars(select(ParticipantTopic).where(ParticipantTopic.topic == "video")):
            row.interest = 3
    told = await _save(world, _edit(world, "ai: video"))
    assert told.renamed == (("video", "ai"),)
    assert await _taught(world, MAYA) == {"ai": 3}


async def test_a_new_word_takes_in_who_had_typed_it_before(world: World) -> None:
    await _start(world, "Crochet", "ai")
    await _save(world, _edit(world, "ai\nvideo\nKnitting: crochet"))
    assert set(await _taught(world, MAYA)) == {"Knitting", "ai"}


async def test_another_programs_choices_are_left_alone(world: World) -> None:
    await _start(world)
    first = world.program_id
    await world.set_up("Second")
    await world.join(MAYA, Role.MENTOR, teaches=("video",))
    world.program_id = first
    await _save(world, _edit(world, "ai\nvideo", renamed="video", new_name="Film"))
    assert set(await _taught(world, MAYA)) == {"ai", "video"}


async def test_two_who_edit_the_same_form_lose_nothing(world: World) -> None:
    await _start(world)
    await asyncio.gather(
        _save(world, _edit(world, "ai: KI\nvideo\nRowing")),
        _save(world, _edit(world, "ai: IA\nFishing"), COEN),
    )
    found = {line.partition(":")[0]: line for line in await _topics(world)}
    assert set(found) == {"ai", "Rowing", "Fishing"}
    assert all(word in found["ai"] for word in ("KI", "IA"))


async def test_a_join_and_a_new_name_at_once_end_under_the_new_name(world: World) -> None:
    await _start(world)
    await world.meet(NOA)
    await asyncio.gather(
        world.join(NOA, Role.MENTOR, teaches=("ai",)),
        _save(world, _edit(world, "ai\nvideo", renamed="ai", new_name="Robots")),
    )
    assert set(await _taught(world, NOA)) == {"Robots"}


@pytest.mark.parametrize(
    ("text", "changes", "field", "key"),
    [
        ("", {}, "topics", "required"),
        ("ai: video\nvideo", {}, "topics", "word_twice"),
        ("ai", {"renamed": "ai"}, "new_name", "required"),
        ("ai", {"new_name": "Robots"}, "renamed", "required"),
        ("ai", {"renamed": "Rowing", "new_name": "Robots"}, "renamed", "topic_gone"),
        ("ai\nvideo", {"renamed": "ai", "new_name": "Video"}, "new_name", "topic_taken"),
        ("ai\nvideo", {"renamed": "ai", "new_name": "a: b"}, "new_name", "not_in_a_topic"),
        ("ai\nvideo", {"renamed": "ai", "new_name": "x" * 76}, "topics", "too_long"),
    ],
)
async def test_what_cannot_be_saved_is_said_at_its_field_and_nothing_changes(
    world: World, text: str, changes: dict[str, Any], field: str, key: str
) -> None:
    await _start(world)
    with pytest.raises(InvalidAnswer) as refused:
        await _save(world, _edit(world, text, **changes))
    assert {name: fault.key for name, fault in refused.value.faults.items()} == {field: key}
    assert await _topics(world) == ["ai", "video"]


async def test_only_coordinators_of_the_program_edit_and_only_while_it_is_open(world: World) -> None:
    await _start(world)
    with pytest.raises(CoordinatorsOnly):
        await _save(world, _edit(world, "Rowing"), MAYA)
    await world.change(Program, world.program_id, state=ProgramState.CLOSED)
    with pytest.raises(WrongState):
        await _save(world, _edit(world, "Rowing"))
    assert await _topics(world) == ["ai", "video"]


async def test_the_matcher_is_told_which_topics_are_about_inclusion(world: World) -> None:
    await _start(world, "Diversity", "ai")
    await world.join(MARK, Role.MENTEE, wants=("Women@Bank", "Vielfalt"))
    await _save(world, _edit(world, "ai\nvideo\nWomen@Bank: gender equality"))
    async with world.database.transaction(HERE) as session:
        program = await session.get_one(Program, (HERE, world.program_id))
        problem = await problem_of(
            session, Round(program_id=program.id, number=1, seed=1), program, world.now
        )
    assert problem.rules.inclusion_topics == {"Inclusion and belonging", "Women@Bank"}
