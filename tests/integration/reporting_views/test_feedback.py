"""What one side is asked about her pair."""

import pytest

from domain.errors import AlreadyAnswered, NoLongerCurrent, NotAllowed
from domain.facts.pair import GoalFact
from domain.items import ITEMS
from domain.kinds import PairState, Side
from models import CheckInAnswer, Goal, Pair, PairSide
from reporting.feedback import charter, check_in, goals_form, items_form, outcome
from tests.integration.reporting_views.world import (
    CARLA,
    ETHEL,
    MARK,
    MAYA,
    NOW,
    PAIR,
    World,
    meeting,
    said,
)


async def test_the_charter_shows_the_agreement_and_who_accepted_it(world: World) -> None:
    await world.change(PairSide, PAIR, MAYA, charter_accepted_at=NOW)
    await world.change(PairSide, PAIR, MARK, has_answered_baseline=True)
    shown = await world.ask(charter, PAIR, MARK)
    assert shown is not None
    assert (shown.has_viewer_accepted, shown.has_partner_accepted) == (False, True)
    assert shown.has_viewer_answered_baseline
    assert (shown.session_count, shown.every_days, shown.session_minutes) == (6, 14, 45)
    assert (shown.contact_id, shown.ethics_contact_id) == (CARLA, ETHEL)


async def test_goals_come_in_their_order(world: World) -> None:
    await world.add(
        *(
            Goal(pair_id=PAIR, position=n, text=f"goal {n}", measure="a number", set_by=MAYA, set_at=NOW)
            for n in (1, 0)
        )
    )
    form = await world.ask(goals_form, PAIR, MAYA)
    assert form.goals == (GoalFact("0", "goal 0", "a number"), GoalFact("1", "goal 1", "a number"))


async def test_only_the_two_of_a_live_pair_set_goals(world: World) -> None:
    with pytest.raises(NotAllowed):
        await world.ask(goals_form, PAIR, CARLA)
    await world.change(Pair, PAIR, state=PairState.ENDED)
    assert await world.ask(charter, PAIR, MARK) is None
    with pytest.raises(NotAllowed):
        await world.ask(goals_form, PAIR, MARK)


@pytest.mark.parametrize("is_outcome", [True, False])
async def test_each_side_has_items_of_her_own(world: World, is_outcome: bool) -> None:
    form = await world.ask(items_form, PAIR, MARK, is_outcome=is_outcome)
    assert (form.side, form.items, form.is_outcome) == (Side.MENTEE, ITEMS[Side.MENTEE], is_outcome)


async def test_the_items_are_answered_once(world: World) -> None:
    await world.change(PairSide, PAIR, MARK, has_answered_baseline=True)
    with pytest.raises(AlreadyAnswered):
        await world.ask(items_form, PAIR, MARK, is_outcome=False)
    assert await world.ask(items_form, PAIR, MARK, is_outcome=True)


async def test_the_baseline_ends_with_the_round_and_the_outcome_doesnt(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.COMPLETED)
    with pytest.raises(NoLongerCurrent):
        await world.ask(items_form, PAIR, MARK, is_outcome=False)
    assert await world.ask(items_form, PAIR, MARK, is_outcome=True)


async def test_coordinators_have_no_items_form(world: World) -> None:
    with pytest.raises(NotAllowed):
        await world.ask(items_form, PAIR, CARLA, is_outcome=True)


async def test_a_check_in_shows_ones_own_answer(world: World) -> None:
    await world.add(CheckInAnswer(pair_id=PAIR, person_id=MARK, score=2, wants_help=True, answered_at=NOW))
    shown = await world.ask(check_in, PAIR, MARK)
    assert shown is not None
    assert (shown.answer, shown.has_asked_for_help) == (2, True)


async def test_a_check_in_never_depends_on_what_the_other_answered(world: World) -> None:
    before = await world.ask(check_in, PAIR, MAYA)
    await world.add(
        CheckInAnswer(
            pair_id=PAIR,
            person_id=MARK,
            score=1,
            wants_help=True,
            wants_another_partner=True,
            answered_at=NOW,
        )
    )
    assert before is not None
    assert await world.ask(check_in, PAIR, MAYA) == before


async def test_a_check_in_is_for_live_pairs_and_their_sides(world: World) -> None:
    assert await world.ask(check_in, PAIR, CARLA) is None
    await world.change(Pair, PAIR, state=PairState.COMPLETED)
    assert await world.ask(check_in, PAIR, MARK) is None


async def test_the_outcome_counts_sessions_by_ones_own_answers(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.COMPLETED)
    await world.add(
        *(meeting(f"s{number}", number) for number in (1, 2, 3)),
        said(MARK, held=True, session_id="s1"),
        said(MARK, held=False, session_id="s2"),
        *(said(MAYA, held=True, session_id=f"s{number}") for number in (1, 2, 3)),
    )
    counts = [await world.ask(outcome, PAIR, who) for who in (MARK, MAYA)]
    assert [asked.own_held_count for asked in counts if asked is not None] == [1, 3]


async def test_the_outcome_is_not_asked_of_a_pair_that_ended_early(world: World) -> None:
    await world.change(Pair, PAIR, state=PairState.ENDED)
    assert await world.ask(outcome, PAIR, MARK) is None
