"""Session cards and the forms about one session."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import NoLongerCurrent, NotAllowed
from domain.kinds import PairState, SessionState, Side
from models import Delegate, MentoringSession, Pair, Person
from reporting.sessions import date_form, poll_details_form, session_card
from tests.integration.reporting_views.world import (
    CARLA,
    DAY,
    MARK,
    MAYA,
    NOW,
    PAIR,
    SESSION,
    STRANGER,
    World,
    meeting,
    next_step,
    said,
)


@pytest.fixture
async def open_world(world: World) -> World:
    """Session 1 is over and left two next steps; session 2 is open."""
    await world.add(
        meeting("first", 1, state=SessionState.CLOSED),
        meeting(),
        next_step(MAYA, "Record a video"),
        next_step(MARK, "Read the budget"),
    )
    return world


async def test_a_card_shows_the_session_as_its_viewer_sees_it(open_world: World) -> None:
    card = await open_world.ask(session_card, SESSION, MARK, NOW)
    assert card is not None
    assert (card.viewer_id, card.viewer_side, card.partner.id) == (MARK, Side.MENTEE, MAYA)
    assert (card.number, card.session_count, card.is_last) == (2, 6, False)
    assert card.agenda == (), "no date, no agenda"
    assert card.next_opens_on is not None
    assert card.next_opens_on.isoformat() == "2026-03-06"
    assert (card.contact_id, card.is_delegate) == (CARLA, False)


@pytest.mark.parametrize(("ahead", "agenda"), [(1, ("ai", "video", "games")), (6, ())])
async def test_the_agenda_appears_two_working_days_ahead(
    open_world: World, ahead: int, agenda: tuple[str, ...]
) -> None:
    await open_world.change(
        MentoringSession, SESSION, state=SessionState.FIXED, scheduled_at=NOW + ahead * DAY
    )
    card = await open_world.ask(session_card, SESSION, MARK, NOW)
    assert card is not None
    assert card.agenda == agenda


async def test_starts_that_are_over_are_no_longer_offered(open_world: World) -> None:
    card = await open_world.ask(session_card, SESSION, MARK, NOW)
    assert card is not None
    assert card.options == (NOW + DAY,)


async def test_the_partners_next_step_comes_back(open_world: World) -> None:
    card = await open_world.ask(session_card, SESSION, MARK, NOW)
    assert card is not None
    assert card.last_next_step == "Record a video"


async def test_the_own_next_step_stands_in_for_the_partners(world: World) -> None:
    step = next_step(MARK, "Read the budget")
    await world.add(meeting("first", 1, state=SessionState.CLOSED), meeting(), step)
    card = await world.ask(session_card, SESSION, MARK, NOW)
    assert card is not None
    assert card.last_next_step == "Read the budget"


async def test_the_last_session_has_no_next(open_world: World) -> None:
    await open_world.change(MentoringSession, SESSION, number=6)
    card = await open_world.ask(session_card, SESSION, MARK, NOW)
    assert card is not None
    assert card.is_last
    assert card.next_opens_on is None
    assert card.last_next_step is None


@pytest.mark.parametrize("viewer", [MAYA, MARK])
async def test_a_card_never_depends_on_what_the_other_answered(open_world: World, viewer: str) -> None:
    await open_world.change(MentoringSession, SESSION, state=SessionState.PAST)
    before = await open_world.ask(session_card, SESSION, viewer, NOW)
    await open_world.add(said(MARK if viewer == MAYA else MAYA, held=False))
    assert await open_world.ask(session_card, SESSION, viewer, NOW) == before


async def test_a_card_shows_ones_own_answer(open_world: World) -> None:
    await open_world.add(said(MARK, held=False), said(MAYA, held=True))
    card = await open_world.ask(session_card, SESSION, MARK, NOW)
    assert card is not None
    assert card.viewer_said_held is False


async def test_a_date_outside_somebodys_hours_is_marked_for_both(open_world: World) -> None:
    await open_world.change(MentoringSession, SESSION, scheduled_at=NOW, state=SessionState.FIXED)
    await open_world.change(Person, MAYA, meet_start_minute=13 * 60)
    card = await open_world.ask(session_card, SESSION, MARK, NOW)
    assert card is not None
    assert (card.is_outside_viewer_hours, card.is_outside_partner_hours) == (False, True)


async def test_a_suggestion_is_known_by_who_made_it(open_world: World) -> None:
    await open_world.change(MentoringSession, SESSION, suggested_by=MAYA, state=SessionState.SUGGESTED)
    mayas, marks = [await open_world.ask(session_card, SESSION, who, NOW) for who in (MAYA, MARK)]
    assert mayas is not None
    assert marks is not None
    assert (mayas.is_suggested_by_viewer, marks.is_suggested_by_viewer) == (True, False)


async def test_a_delegate_sees_dates_and_nothing_else(open_world: World) -> None:
    await open_world.add(Delegate(person_id=MARK, delegate_id=STRANGER), said(MARK, held=True))
    card = await open_world.ask(session_card, SESSION, STRANGER, NOW)
    assert card is not None
    assert (card.viewer_id, card.is_delegate, card.options) == (MARK, True, (NOW + DAY,))
    assert (card.agenda, card.last_next_step, card.viewer_said_held) == ((), None, None)


async def test_a_side_who_is_the_others_delegate_sees_her_own_card(open_world: World) -> None:
    await open_world.add(Delegate(person_id=MARK, delegate_id=MAYA))
    card = await open_world.ask(session_card, SESSION, MAYA, NOW)
    assert card is not None
    assert (card.viewer_id, card.is_delegate) == (MAYA, False)


@pytest.mark.parametrize("reader", [STRANGER, CARLA])
async def test_a_card_is_for_the_two_and_their_delegates(open_world: World, reader: str) -> None:
    assert await open_world.ask(session_card, SESSION, reader, NOW) is None
    assert await open_world.ask(session_card, "no such session", MARK, NOW) is None


async def test_only_a_closed_card_outlives_its_pair(open_world: World) -> None:
    await open_world.change(Pair, PAIR, state=PairState.ENDED)
    assert await open_world.ask(session_card, SESSION, MARK, NOW) is None
    closed = await open_world.ask(session_card, "first", MARK, NOW)
    assert closed is not None
    assert closed.state is SessionState.CLOSED


@pytest.mark.parametrize(
    ("changes", "initial"),
    [
        ({}, NOW + DAY),
        ({"scheduled_at": NOW + 2 * DAY}, NOW + 2 * DAY),
        ({"scheduled_at": NOW - DAY}, NOW + DAY),
        ({"options": []}, NOW + DAY),
    ],
)
async def test_the_date_picker_starts_at_the_best_date_known(
    open_world: World, changes: dict[str, Any], initial: object
) -> None:
    await open_world.change(MentoringSession, SESSION, **changes)
    form = await open_world.ask(date_form, SESSION, MARK, NOW)
    assert (form.initial, form.viewer_time_zone, form.partner.id) == (initial, "Europe/Berlin", MAYA)


async def test_without_a_date_the_picker_starts_in_the_viewers_hours(open_world: World) -> None:
    await open_world.change(MentoringSession, SESSION, options=[])
    friday_night = NOW + timedelta(days=4, hours=12)
    form = await open_world.ask(date_form, SESSION, MARK, friday_night)
    assert form.initial == NOW + timedelta(days=7, hours=-1)


async def test_a_delegate_opens_the_date_picker_in_the_zone_of_whom_she_stands_in_for(
    open_world: World,
) -> None:
    await open_world.add(Delegate(person_id=MARK, delegate_id=STRANGER))
    form = await open_world.ask(date_form, SESSION, STRANGER, NOW)
    assert (form.partner.id, form.viewer_time_zone) == (MAYA, "Europe/Berlin")


async def test_others_may_not_open_the_date_picker(open_world: World) -> None:
    with pytest.raises(NotAllowed):
        await open_world.ask(date_form, SESSION, STRANGER, NOW)


async def test_a_closed_session_gets_no_new_date(open_world: World) -> None:
    with pytest.raises(NoLongerCurrent):
        await open_world.ask(date_form, "first", MARK, NOW)
    await open_world.change(Pair, PAIR, state=PairState.ENDED)
    with pytest.raises(NoLongerCurrent):
        await open_world.ask(date_form, SESSION, MARK, NOW)


async def test_the_poll_form_brings_ones_own_next_step(open_world: World) -> None:
    form = await open_world.ask(poll_details_form, "first", MARK)
    assert (form.side, form.partner.id, form.next_step) == (Side.MENTEE, MAYA, "Read the budget")
    assert (await open_world.ask(poll_details_form, SESSION, MARK)).next_step == ""


@pytest.mark.parametrize("session_id", [SESSION, "no such session"])
async def test_a_delegate_has_no_poll(open_world: World, session_id: str) -> None:
    await open_world.add(Delegate(person_id=MARK, delegate_id=STRANGER))
    with pytest.raises(NotAllowed):
        await open_world.ask(poll_details_form, session_id, STRANGER)
