"""Pairs in trouble: confidential, and never for a coordinator with a conflict."""

import pytest

from domain.kinds import PairState, RescueStage, Series, SessionState
from models import CheckInAnswer, Due, MentoringSession, Pair, Person
from reporting.care import closing_notice, concern, people_below, rescue_choice, rescue_offer
from tests.integration.reporting_views.world import (
    CARLA,
    COEN,
    DAY,
    MARK,
    MAYA,
    NOW,
    PAIR,
    SESSION,
    STRANGER,
    World,
    meeting,
    person,
    said,
)


@pytest.fixture
async def troubled(world: World) -> World:
    """Mark is unhappy, the two don't meet, and Carla stands two levels above Maya."""
    await world.add(
        person("UBOSS", manager_id=CARLA),
        CheckInAnswer(pair_id=PAIR, person_id=MARK, score=1, wants_help=True, answered_at=NOW),
        meeting(),
    )
    await world.change(Person, MAYA, manager_id="UBOSS")
    await world.change(Pair, PAIR, rescue_stage=RescueStage.WITH_COORDINATOR, missed_in_row=2)
    return world


async def test_a_concern_reaches_a_coordinator_without_a_conflict(troubled: World) -> None:
    shown = await troubled.ask(concern, PAIR, COEN, MARK)
    assert shown is not None
    assert (shown.person_id, shown.score, shown.wants_help, shown.wants_another_partner) == (
        MARK,
        1,
        True,
        False,
    )


@pytest.mark.parametrize("reader", [CARLA, MAYA, MARK, STRANGER])
async def test_confidential_items_reach_nobody_else(troubled: World, reader: str) -> None:
    assert await troubled.ask(concern, PAIR, reader, MARK) is None
    assert await troubled.ask(rescue_choice, PAIR, reader) is None


async def test_a_coordinator_never_cares_for_her_own_pair(troubled: World) -> None:
    await troubled.change(Pair, PAIR, mentee_id=COEN)
    assert await troubled.ask(concern, PAIR, COEN, MARK) is None
    assert await troubled.ask(rescue_choice, PAIR, COEN) is None


async def test_an_answer_without_worry_is_no_concern(troubled: World) -> None:
    await troubled.change(CheckInAnswer, PAIR, MARK, score=3, wants_help=False)
    assert await troubled.ask(concern, PAIR, COEN, MARK) is None
    assert await troubled.ask(concern, PAIR, COEN, MAYA) is None


async def test_wanting_another_partner_is_a_concern_without_a_score(troubled: World) -> None:
    await troubled.change(CheckInAnswer, PAIR, MARK, score=None, wants_help=False, wants_another_partner=True)
    shown = await troubled.ask(concern, PAIR, COEN, MARK)
    assert shown is not None
    assert shown.wants_another_partner


async def test_a_rescue_choice_counts_sessions_by_both_sides_answers(troubled: World) -> None:
    await troubled.add(
        meeting("held", 3, state=SessionState.CLOSED),
        meeting("disputed", 4, state=SessionState.CLOSED),
        said(MARK, held=True, session_id="held"),
        said(MARK, held=True, session_id="disputed"),
        said(MAYA, held=False, session_id="disputed"),
    )
    await troubled.change(Pair, PAIR, last_held_at=NOW - 9 * DAY)
    shown = await troubled.ask(rescue_choice, PAIR, COEN)
    assert shown is not None
    assert (shown.held_count, shown.missed_in_row, shown.is_open) == (1, 2, True)
    assert shown.last_held_on is not None
    assert shown.last_held_on.isoformat() == "2026-02-21"


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (PairState.LIVE, RescueStage.NONE),
        (PairState.LIVE, RescueStage.CLOSING),
        (PairState.ENDED, RescueStage.WITH_COORDINATOR),
    ],
)
async def test_a_choice_is_open_while_it_is_the_coordinators(
    troubled: World, state: PairState, stage: RescueStage
) -> None:
    await troubled.change(Pair, PAIR, state=state, rescue_stage=stage)
    shown = await troubled.ask(rescue_choice, PAIR, COEN)
    assert shown is not None
    assert not shown.is_open


async def test_the_offer_is_the_same_to_both_whoever_complained(troubled: World) -> None:
    mayas, marks = [await troubled.ask(rescue_offer, PAIR, who, NOW) for who in (MAYA, MARK)]
    assert mayas is not None
    assert marks is not None
    assert mayas.options == marks.options == (NOW + DAY,)
    assert (mayas.session_id, mayas.closes_on) == (marks.session_id, marks.closes_on) == (SESSION, None)


async def test_an_offer_needs_no_open_session(troubled: World) -> None:
    await troubled.change(MentoringSession, SESSION, state=SessionState.CLOSED)
    offer = await troubled.ask(rescue_offer, PAIR, MARK, NOW)
    assert offer is not None
    assert (offer.session_id, offer.options) == (None, ())


async def test_an_offer_is_dropped_once_the_two_have_met(troubled: World) -> None:
    await troubled.change(Pair, PAIR, rescue_stage=RescueStage.NONE)
    assert await troubled.ask(rescue_offer, PAIR, MARK, NOW) is None
    assert await troubled.ask(rescue_offer, PAIR, COEN, NOW) is None


async def test_notice_is_given_with_its_day_while_the_pair_is_closing(troubled: World) -> None:
    assert await troubled.ask(closing_notice, PAIR, MARK, NOW) is None
    await troubled.change(Pair, PAIR, rescue_stage=RescueStage.CLOSING)
    await troubled.add(Due(series=Series.PAIR_CLOSE, subject_id=PAIR, due_at=NOW + 7 * DAY))
    notice = await troubled.ask(closing_notice, PAIR, MARK, NOW)
    assert notice is not None
    assert notice.closes_on is not None
    assert notice.closes_on.isoformat() == "2026-03-09"


async def test_a_circle_of_managers_ends(troubled: World) -> None:
    await troubled.change(Person, CARLA, manager_id=MAYA)
    assert await troubled.ask(people_below, CARLA) == {"UBOSS", MAYA, CARLA}
