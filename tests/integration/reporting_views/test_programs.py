"""Programs by name, who may join which, and what a program says."""

import pytest

from domain.errors import UnknownProgram
from domain.facts.people import ProgramChoice
from domain.kinds import ParticipantState, ProgramState, Role, RoundState
from models import Participant, Person, Program, Round
from reporting.programs import (
    approval_late,
    closed,
    find_program,
    invitation,
    joinable_programs,
    joined,
    program_form,
    programs_of,
)
from tests.integration.reporting_views.world import (
    CARLA,
    COEN,
    DAY,
    MARK,
    MAYA,
    NOW,
    PROGRAM,
    ROUND,
    STRANGER,
    World,
    coordinator,
    program,
)

ENROLLING = {"state": ProgramState.ENROLLING, "enrolment_closes_at": NOW + 10 * DAY}


@pytest.mark.parametrize("name", ["program", " PROGRAM ", "Program"])
async def test_a_program_is_found_by_id_or_name(world: World, name: str) -> None:
    assert await world.ask(find_program, name) == ProgramChoice(PROGRAM, "Program")


async def test_names_are_found_in_any_case_of_any_alphabet(world: World) -> None:
    await world.add(program("other", name="ÜBER Generationen"))
    assert (await world.ask(find_program, "über generationen")).id == "other"


async def test_a_coordinator_finds_her_own_programs_only(world: World) -> None:
    await world.add(program("other"), coordinator(STRANGER, program_id="other"))
    assert (await world.ask(find_program, PROGRAM, CARLA)).id == PROGRAM
    with pytest.raises(UnknownProgram) as refused:
        await world.ask(find_program, "other", CARLA)
    assert refused.value.name == "other"


async def test_open_programs_can_be_joined_by_who_is_not_in(world: World) -> None:
    await world.add(
        program("new", **ENROLLING),
        program("draft", state=ProgramState.DRAFT),
        program("over", state=ProgramState.CLOSED),
    )
    assert [choice.id for choice in await world.ask(joinable_programs, MARK)] == ["new"]
    assert [choice.id for choice in await world.ask(joinable_programs, STRANGER)] == ["new", PROGRAM]


async def test_who_has_left_can_join_again(world: World) -> None:
    await world.change(Participant, f"{PROGRAM}:{MARK}", state=ParticipantState.LEFT)
    assert await world.ask(programs_of, MARK) == ()
    assert [choice.id for choice in await world.ask(joinable_programs, MARK)] == [PROGRAM]


async def test_programs_of_a_person_are_the_open_ones(world: World) -> None:
    assert [choice.id for choice in await world.ask(programs_of, MARK)] == [PROGRAM]
    await world.change(Program, PROGRAM, state=ProgramState.CLOSED)
    assert await world.ask(programs_of, MARK) == ()


async def test_the_set_up_form_starts_in_the_coordinators_own_day(world: World) -> None:
    await world.change(Person, CARLA, time_zone="Pacific/Auckland")
    form = await world.ask(program_form, CARLA, NOW + DAY / 4, ("ai",))
    assert (form.earliest_close.isoformat(), form.suggested_close.isoformat()) == ("2026-03-04", "2026-03-17")
    assert form.topics == ("ai",)
    assert (await world.ask(program_form, STRANGER, NOW, ())).earliest_close.isoformat() == "2026-03-03"


async def test_an_invitation_says_until_when(world: World) -> None:
    await world.change(Program, PROGRAM, **ENROLLING)
    shown = await world.ask(invitation, PROGRAM, "CHANNEL", NOW)
    assert shown is not None
    assert (shown.enrolment_closes_on.isoformat(), shown.contact_id) == ("2026-03-12", CARLA)
    assert shown.sponsor_sentence == "I had a mentor of 24."


@pytest.mark.parametrize("state", ParticipantState)
async def test_nobody_is_invited_who_has_joined_or_left(world: World, state: ParticipantState) -> None:
    await world.change(Program, PROGRAM, **ENROLLING)
    await world.change(Participant, f"{PROGRAM}:{MARK}", state=state)
    assert await world.ask(invitation, PROGRAM, MARK, NOW) is None


async def test_no_invitation_goes_out_after_enrolment(world: World) -> None:
    assert await world.ask(invitation, PROGRAM, STRANGER, NOW) is None
    await world.change(Program, PROGRAM, **ENROLLING)
    assert await world.ask(invitation, PROGRAM, STRANGER, NOW + 11 * DAY) is None
    assert await world.ask(invitation, "no such program", STRANGER, NOW) is None


async def test_joining_is_summed_up_with_what_happens_next(world: World) -> None:
    await world.change(Program, PROGRAM, **ENROLLING)
    shown = await world.ask(joined, PROGRAM, MAYA, NOW, is_change=True)
    assert shown is not None
    assert (shown.role, shown.is_change, shown.needs_manager_check) == (Role.MENTOR, True, True)
    assert shown.matched_on is not None
    assert shown.matched_on.isoformat() == "2026-03-12"
    assert shown.time_zone == "Europe/Berlin"


async def test_a_late_joiner_has_no_day_of_matching(world: World) -> None:
    shown = await world.ask(joined, PROGRAM, MAYA, NOW, is_change=False)
    assert shown is not None
    assert shown.matched_on is None


async def test_joining_is_not_summed_up_once_it_is_undone(world: World) -> None:
    await world.change(Participant, f"{PROGRAM}:{MAYA}", state=ParticipantState.LEFT)
    assert await world.ask(joined, PROGRAM, MAYA, NOW, is_change=False) is None
    await world.change(Program, PROGRAM, state=ProgramState.CLOSED)
    assert await world.ask(joined, PROGRAM, MARK, NOW, is_change=False) is None


async def test_the_contact_of_a_coordinator_is_another_one(world: World) -> None:
    await world.change(Participant, f"{PROGRAM}:{MAYA}", person_id=CARLA)
    shown = await world.ask(joined, PROGRAM, CARLA, NOW, is_change=False)
    assert shown is not None
    assert shown.contact_id == COEN


async def test_thanks_are_said_at_the_close_to_who_stayed(world: World) -> None:
    assert await world.ask(closed, PROGRAM, MARK) is None
    await world.change(Program, PROGRAM, state=ProgramState.CLOSED)
    assert await world.ask(closed, PROGRAM, MARK) is not None
    assert await world.ask(closed, PROGRAM, STRANGER) is None
    assert await world.ask(closed, "no such program", MARK) is None


async def test_people_hear_of_a_late_approval_while_it_is_late(world: World) -> None:
    assert await world.ask(approval_late, PROGRAM, MARK) is None
    await world.change(Round, ROUND, state=RoundState.PROPOSED)
    assert await world.ask(approval_late, PROGRAM, MARK) is not None
    assert await world.ask(approval_late, PROGRAM, STRANGER) is None
