"""Two workspaces with the same ids: each is asked of its own rows only."""

import pytest

from domain.kinds import Direction, RescueStage, SessionState
from models import CheckInAnswer, Delegate, Pair, ParticipantTopic, Person, Program
from models.database import Database
from reporting.care import people_below, rescue_choice
from reporting.home import home, program_summaries
from reporting.pairs import preview
from reporting.programs import find_program
from reporting.rounds import proposal
from reporting.sessions import session_card
from tests.integration.reporting_views.world import (
    CARLA,
    COEN,
    ELSEWHERE,
    HERE,
    MARK,
    MAYA,
    NOW,
    PAIR,
    PROGRAM,
    ROUND,
    SESSION,
    STRANGER,
    World,
    coordinator,
    meeting,
    next_step,
    person,
    running_program,
    said,
)


@pytest.fixture
async def twins(database: Database) -> tuple[World, World]:
    """The same small world twice."""
    return await running_program(database, HERE), await running_program(database, ELSEWHERE)


async def test_nothing_that_happens_elsewhere_is_seen_here(twins: tuple[World, World]) -> None:
    here, elsewhere = twins
    await here.add(meeting())
    before = await _everything(here)
    await elsewhere.add(
        meeting("first", 1, state=SessionState.CLOSED),
        meeting(),
        said(MARK, held=True),
        next_step(MAYA, "a secret", ELSEWHERE),
        Delegate(person_id=MARK, delegate_id=STRANGER),
        CheckInAnswer(pair_id=PAIR, person_id=MARK, score=1, answered_at=NOW),
        person("UBOSS", manager_id=COEN),
        coordinator(STRANGER, -1),
    )
    await elsewhere.change(Person, MAYA, manager_id="UBOSS", name="a secret")
    await elsewhere.change(Program, PROGRAM, name="A secret")
    await elsewhere.change(Pair, PAIR, rescue_stage=RescueStage.OFFERED, missed_in_row=2)
    await elsewhere.add(
        ParticipantTopic(
            participant_id=f"{PROGRAM}:{MAYA}", direction=Direction.TEACHES, topic="secrets", interest=3
        )
    )
    assert await _everything(here) == before


async def _everything(world: World) -> list[object]:
    return [
        *[await world.ask(home, who, NOW, may_create_programs=False) for who in (MAYA, MARK, CARLA, COEN)],
        await world.ask(home, STRANGER, NOW, may_create_programs=False),
        *[await world.ask(session_card, SESSION, who, NOW) for who in (MAYA, MARK, STRANGER)],
        await world.ask(preview, PAIR, MARK),
        await world.ask(proposal, ROUND),
        await world.ask(program_summaries, COEN),
        await world.ask(rescue_choice, PAIR, COEN),
        await world.ask(people_below, COEN),
        await world.ask(find_program, PROGRAM),
    ]
