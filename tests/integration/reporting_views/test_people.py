"""One person's own forms, and whom she can ask."""

from datetime import date

import pytest

from domain.errors import NoOpenProgram, NotAllowed, NotAParticipant
from domain.facts.people import PauseNotice
from domain.kinds import ParticipantState, PauseReason, ProgramState, Role
from models import BlockedPerson, Delegate, Participant, Person, Program
from reporting.people import (
    HelpFact,
    help_fact,
    join_form,
    leave_form,
    pause_form,
    paused_by_silence,
    person_form,
    welcome_back,
)
from tests.integration.reporting_views.world import (
    CARLA,
    COEN,
    MARK,
    MAYA,
    NOW,
    PROGRAM,
    STRANGER,
    World,
    coordinator,
    person,
    program,
)


async def test_the_join_form_brings_back_earlier_answers(world: World) -> None:
    await world.add(
        BlockedPerson(person_id=MAYA, blocked_id=COEN), Delegate(person_id=MAYA, delegate_id=CARLA)
    )
    await world.change(Person, MAYA, manager_id=COEN, is_manager_known=True)
    form = await world.ask(join_form, MAYA, PROGRAM)
    assert (form.topics, form.is_change, form.is_manager_known) == (("video", "ai"), True, True)
    assert form.coordinator_ids == (CARLA, COEN)
    current = form.current
    assert (current.role, current.teaches, current.wants) == (
        Role.MENTOR,
        ("ai", "video", "games"),
        ("budgets",),
    )
    assert (current.blocked_ids, current.delegate_id) == ((COEN,), CARLA)
    assert (current.manager_id, current.has_no_manager, current.level) == (COEN, False, 2)


async def test_the_join_form_knows_a_newcomer_from_the_roster(world: World) -> None:
    await world.add(person("UNEW", department="Sales", is_manager_known=True, time_zone=None))
    form = await world.ask(join_form, "UNEW", PROGRAM)
    assert (form.current.department, form.current.has_no_manager) == ("Sales", True)
    assert (form.time_zone, form.is_time_zone_confirmed) == ("Europe/Berlin", False)
    assert not form.is_change


async def test_the_join_form_opens_for_somebody_never_met(world: World) -> None:
    form = await world.ask(join_form, STRANGER, PROGRAM)
    assert (form.current.program_id, form.current.teaches) == (PROGRAM, ())
    assert (form.is_change, form.is_manager_known, form.is_time_zone_confirmed) == (False, False, False)


async def test_who_left_joins_anew(world: World) -> None:
    await world.change(Participant, f"{PROGRAM}:{MARK}", state=ParticipantState.LEFT)
    form = await world.ask(join_form, MARK, PROGRAM)
    assert (form.is_change, form.current.wants) == (False, ("video", "ai"))


@pytest.mark.parametrize("state", [ProgramState.DRAFT, ProgramState.CLOSED])
async def test_a_program_that_is_not_open_has_no_join_form(world: World, state: ProgramState) -> None:
    await world.change(Program, PROGRAM, state=state)
    with pytest.raises(NoOpenProgram):
        await world.ask(join_form, MARK, PROGRAM)


async def test_a_pause_ends_on_the_persons_own_tomorrow_at_the_earliest(world: World) -> None:
    await world.change(Person, MARK, time_zone="Pacific/Auckland", paused_until=date(2026, 4, 1))
    form = await world.ask(pause_form, MARK, NOW.replace(hour=12))
    assert (form.earliest, form.current_until) == (date(2026, 3, 4), date(2026, 4, 1))
    with pytest.raises(NotAParticipant):
        await world.ask(pause_form, STRANGER, NOW)


async def test_only_a_program_somebody_is_in_can_be_left(world: World) -> None:
    assert [choice.id for choice in (await world.ask(leave_form, MARK)).programs] == [PROGRAM]
    with pytest.raises(NotAParticipant):
        await world.ask(leave_form, CARLA)


async def test_a_coordinator_corrects_roster_facts(world: World) -> None:
    form = await world.ask(person_form, MAYA)
    assert (form.person.level, form.person.department, form.person.is_manager_known) == (2, "Sales", False)
    with pytest.raises(NotAllowed):
        await world.ask(person_form, STRANGER)


async def test_a_pause_by_silence_is_told_while_it_lasts(world: World) -> None:
    assert await world.ask(paused_by_silence, MARK) is None
    await world.change(Person, MARK, paused_at=NOW, pause_reason=PauseReason.OWN)
    assert await world.ask(paused_by_silence, MARK) is None
    await world.change(Person, MARK, pause_reason=PauseReason.SILENCE)
    assert await world.ask(paused_by_silence, MARK) == PauseNotice(PauseReason.SILENCE, None)
    assert await world.ask(paused_by_silence, STRANGER) is None


async def test_nobody_is_welcomed_back_who_is_paused_again(world: World) -> None:
    assert await world.ask(welcome_back, MARK) == PauseNotice(PauseReason.OWN, None)
    await world.change(Person, MARK, paused_at=NOW)
    assert await world.ask(welcome_back, MARK) is None
    assert await world.ask(welcome_back, STRANGER) is None


async def test_help_names_a_coordinator_of_ones_own_program_first(world: World) -> None:
    await world.add(program("aaa", created_at=NOW.replace(year=2020)), coordinator(STRANGER, 0, "aaa"))
    assert await world.ask(help_fact, MARK) == HelpFact(CARLA, is_coordinator=False)
    assert await world.ask(help_fact, "UNEW") == HelpFact(STRANGER, is_coordinator=False)


async def test_a_coordinator_is_sent_to_her_colleague(world: World) -> None:
    assert await world.ask(help_fact, CARLA) == HelpFact(COEN, is_coordinator=True)


async def test_without_any_open_program_help_names_nobody(world: World) -> None:
    await world.change(Program, PROGRAM, state=ProgramState.CLOSED)
    assert await world.ask(help_fact, MARK) == HelpFact(None, is_coordinator=False)
