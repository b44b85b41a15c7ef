"""A pair as its two sides meet it."""

import pytest

from domain.facts.people import TopicInterest
from domain.kinds import EndReason, PairState, ParticipantState, PreviewAnswer, ProgramState, Side
from models import Pair, PairSide, Participant, Person, Program
from reporting.pairs import introduction, pair_ended, preview
from tests.integration.reporting_views.world import (
    CARLA,
    COEN,
    ETHEL,
    MARK,
    MAYA,
    NOW,
    PAIR,
    PROGRAM,
    STRANGER,
    World,
    coordinator,
)


async def test_a_preview_shows_the_partner_with_topics_and_hope(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.PREVIEWING, preview_ends_at=NOW)
    shown = await world.ask(preview, PAIR, MARK)
    assert shown is not None
    assert (shown.viewer_side, shown.partner.id, shown.answer_until) == (Side.MENTEE, MAYA, NOW)
    assert shown.partner_teaches[0] == TopicInterest("ai", 3)
    assert shown.partner_wants == (TopicInterest("budgets", 2),)
    assert shown.partner_hope == "UMAYA hopes"
    assert shown.shared_topics == ("ai", "video", "budgets")
    assert shown.answer is PreviewAnswer.WAITING


async def test_a_preview_never_shows_what_the_partner_answered(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.PREVIEWING)
    before = await world.ask(preview, PAIR, MARK)
    await world.change(PairSide, PAIR, MAYA, preview=PreviewAnswer.ACCEPTED)
    assert await world.ask(preview, PAIR, MARK) == before


async def test_a_declined_preview_leaves_no_trace_for_the_other(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.DECLINED)
    await world.change(PairSide, PAIR, MAYA, preview=PreviewAnswer.NOT_THIS_ONE)
    own = await world.ask(preview, PAIR, MAYA)
    assert own is not None
    assert own.answer is PreviewAnswer.NOT_THIS_ONE
    other = await world.ask(preview, PAIR, MARK)
    assert other is not None
    assert other.is_over
    assert other.answer is PreviewAnswer.WAITING, "her card says what it said, without buttons"


async def test_a_pair_declined_in_private_ends_in_the_usual_words_for_the_other(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.ENDED, end_reason=EndReason.PERSON_LEFT)
    usual = await world.ask(pair_ended, PAIR, MARK)
    await world.change(Pair, PAIR, state=PairState.DECLINED, end_reason=None)
    await world.change(PairSide, PAIR, MAYA, preview=PreviewAnswer.NOT_THIS_ONE)
    assert usual is not None
    assert await world.ask(pair_ended, PAIR, MARK) == usual
    assert await world.ask(pair_ended, PAIR, MAYA) is None


async def test_a_preview_is_for_the_two_alone(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.PREVIEWING)
    assert await world.ask(preview, PAIR, CARLA) is None
    assert await world.ask(preview, "no such pair", MARK) is None


async def test_an_introduction_names_shared_topics_and_differences_only(world: World) -> None:
    shown = await world.ask(introduction, PAIR)
    assert shown is not None
    assert (shown.mentor.id, shown.mentee.id) == (MAYA, MARK)
    assert shown.mentor_teaches == ("ai", "video")
    assert shown.mentee_teaches == ("budgets",)
    assert shown.has_different_department
    assert not shown.has_different_site
    assert (shown.session_count, shown.every_days) == (6, 14)
    assert shown.ends_on.isoformat() == "2026-05-04"


async def test_an_unknown_department_is_no_difference(world: World) -> None:
    await world.change(Person, MARK, department=None)
    shown = await world.ask(introduction, PAIR)
    assert shown is not None
    assert not shown.has_different_department


@pytest.mark.parametrize("state", [s for s in PairState if s is not PairState.LIVE])
async def test_only_a_live_pair_is_introduced(world: World, state: PairState) -> None:
    await world.change(Pair, PAIR, state=state)
    assert await world.ask(introduction, PAIR) is None


async def test_the_contact_is_a_coordinator_outside_the_pair(world: World) -> None:
    await world.change(Pair, PAIR, mentee_id=CARLA)
    shown = await world.ask(introduction, PAIR)
    assert shown is not None
    assert shown.contact_id == COEN


async def test_the_first_appointed_coordinator_is_the_contact_while_she_is_there(world: World) -> None:
    shown = await world.ask(introduction, PAIR)
    assert shown is not None
    assert shown.contact_id == CARLA
    await world.change(Person, CARLA, is_deactivated=True)
    shown = await world.ask(introduction, PAIR)
    assert shown is not None
    assert shown.contact_id == COEN


async def test_a_coordinator_whom_the_bot_never_met_can_be_the_contact(world: World) -> None:
    await world.change(Person, CARLA, is_deactivated=True)
    await world.change(Person, COEN, is_deactivated=True)
    await world.add(coordinator(STRANGER, 3))
    shown = await world.ask(introduction, PAIR)
    assert shown is not None
    assert shown.contact_id == STRANGER


async def test_without_any_coordinator_the_ethics_contact_is_named(world: World) -> None:
    await world.change(Person, CARLA, is_deactivated=True)
    await world.change(Person, COEN, is_deactivated=True)
    shown = await world.ask(introduction, PAIR)
    assert shown is not None
    assert shown.contact_id == ETHEL


@pytest.mark.parametrize("reason", EndReason)
async def test_the_end_of_a_pair_never_tells_of_a_person(world: World, reason: EndReason) -> None:
    await world.change(Pair, PAIR, state=PairState.ENDED, ended_at=NOW, end_reason=reason)
    shown = await world.ask(pair_ended, PAIR, MARK)
    assert shown is not None
    public = {EndReason.ROUND_OVER, EndReason.PROGRAM_CLOSED}
    assert shown.reason_shown is (reason if reason in public else EndReason.CLOSED_BY_COORDINATOR)
    assert shown.can_have_new_partner


async def test_a_completed_pair_ends_because_the_round_is_over(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.COMPLETED, ended_at=NOW)
    shown = await world.ask(pair_ended, PAIR, MARK)
    assert shown is not None
    assert shown.reason_shown is EndReason.ROUND_OVER


async def test_a_closed_program_has_no_new_partner(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.ENDED, end_reason=EndReason.PROGRAM_CLOSED)
    await world.change(Program, PROGRAM, state=ProgramState.CLOSED)
    shown = await world.ask(pair_ended, PAIR, MARK)
    assert shown is not None
    assert not shown.can_have_new_partner


async def test_a_pair_that_nobody_knew_of_ends_in_silence(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.ENDED, previewed_at=None)
    assert await world.ask(pair_ended, PAIR, MARK) is None


async def test_who_has_left_hears_no_more_of_her_pair(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.ENDED)
    await world.change(Participant, f"{PROGRAM}:{MARK}", state=ParticipantState.LEFT)
    assert await world.ask(pair_ended, PAIR, MARK) is None
    assert await world.ask(pair_ended, PAIR, MAYA) is not None
    assert await world.ask(pair_ended, PAIR, CARLA) is None
