"""Two at the same moment: whatever the order, the state is one of the two orders' results."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from sqlalchemy import select

from domain.errors import NoLongerCurrent, WrongState
from domain.kinds import MessageName, PairState, PreviewAnswer, Role, SessionState
from mentoring.accept_charter import accept_charter
from mentoring.answer_poll import rate_session
from mentoring.answer_preview import answer_preview
from mentoring.drop_pair import drop_pair
from mentoring.install_workspace import install_workspace, installed_workspaces
from mentoring.leave import leave
from mentoring.plan import plan
from mentoring.schedule_session import accept_date, cancel_date, report_met, suggest_date
from models import MentoringSession, Participant
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, NOA, World, berlin


async def _at_once(*acts: Awaitable[Any]) -> list[object]:
    """Run all at the same time; return the refusals, let anything else fail the test."""
    outcomes = await asyncio.gather(*acts, return_exceptions=True)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    for refusal in refusals:
        assert isinstance(refusal, NoLongerCurrent | WrongState), repr(refusal)
    return list(refusals)


async def test_two_yeses_at_once_introduce_the_pair_once(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    yes = PreviewAnswer.ACCEPTED
    await _at_once(*(answer_preview(world.core, world.act(p), pair.id, yes) for p in (MAYA, MARK)))
    await world.settle()
    assert (await world.pair(pair.id)).state is PairState.LIVE
    assert len(await world.sent(MessageName.INTRODUCTION)) == 1


async def test_a_yes_and_a_no_at_once_are_a_no(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    answers = {MAYA: PreviewAnswer.ACCEPTED, MARK: PreviewAnswer.NOT_THIS_ONE}
    await _at_once(*(answer_preview(world.core, world.act(p), pair.id, a) for p, a in answers.items()))
    await world.settle()
    assert (await world.pair(pair.id)).state is PairState.DECLINED
    assert await world.ledger(MessageName.INTRODUCTION) == []


async def test_two_acceptances_at_once_open_the_first_session(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await _at_once(*(accept_charter(world.core, world.act(p), pair.id) for p in (MAYA, MARK)))
    await world.settle()
    assert len(await world.all(select(MentoringSession))) == 1


async def test_of_two_suggestions_at_once_one_stands(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.session(pair.id)
    days = {MAYA: berlin(world.now, 15), MARK: berlin(world.now, 16)}
    refused = await _at_once(
        *(suggest_date(world.core, world.act(p), meeting.id, 0, at) for p, at in days.items())
    )
    shown = await world.session(pair.id)
    assert len(refused) == 1
    assert (shown.revision, shown.scheduled_at) == (1, days[shown.suggested_by or ""])


async def test_a_date_is_accepted_or_cancelled_not_both(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.session(pair.id)
    await suggest_date(world.core, world.act(MAYA), meeting.id, 0, berlin(world.now, 16))
    refused = await _at_once(
        accept_date(world.core, world.act(MARK), meeting.id, 1),
        cancel_date(world.core, world.act(MAYA), meeting.id, 1),
    )
    shown = await world.session(pair.id)
    assert len(refused) == 1
    assert (shown.state is SessionState.FIXED) == (shown.scheduled_at is not None)


async def test_a_tap_and_a_tick_at_once_leave_one_state(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.fix_date(pair, berlin(world.now, 15))
    world.clock.move_to(berlin(world.now, 17))
    await _at_once(plan(world.core), report_met(world.core, world.act(MAYA), meeting.id))
    await world.settle()
    assert (await world.session(pair.id)).state is SessionState.PAST
    assert len(await world.ledger(MessageName.SESSION_POLL, to=MARK)) == 1


async def test_two_ratings_at_once_are_both_kept(world: World) -> None:
    await world.one_pair()
    pair = await world.meeting()
    meeting = await world.session(pair.id)
    await report_met(world.core, world.act(MAYA), meeting.id)
    await _at_once(*(rate_session(world.core, world.act(p), meeting.id, 5) for p in (MAYA, MARK)))
    assert (await world.pair(pair.id)).missed_in_row == 0


async def test_three_planners_at_once_do_each_step_once(world: World) -> None:
    await world.one_pair()
    await world.previewing()
    world.clock.move_to(berlin(world.now, 13).replace(day=world.now.day + 3))
    await _at_once(plan(world.core), plan(world.core), plan(world.core))
    await world.settle()
    assert len(await world.sent(MessageName.INTRODUCTION)) == 1


async def test_two_coordinators_who_approve_at_once_approve_once(world: World) -> None:
    await world.one_pair()
    await world.join(NOA, Role.MENTOR)
    await world.proposed()
    refused = await _at_once(*(world.approve(c) for c in (CARLA, COEN)))
    (left,) = await world.all(select(Participant).where(Participant.rounds_waited > 0))
    assert (len(refused), left.rounds_waited) == (1, 1)


async def test_an_approval_and_a_dropped_pair_at_once_are_one_of_the_two(world: World) -> None:
    await world.one_pair()
    await world.proposed()
    pair = await world.pair()
    await _at_once(
        world.approve(CARLA),
        drop_pair(world.core, world.act(COEN), pair.id),
    )
    await world.settle()
    assert (await world.pair(pair.id)).state in {PairState.PREVIEWING, PairState.DECLINED}


async def test_who_leaves_while_the_solver_writes_is_not_in_a_pair(world: World) -> None:
    await world.one_pair()
    await world.proposed()
    await world.join(NOA, Role.MENTOR)
    await _at_once(world.runner.settle(), leave(world.core, world.act(MAYA), world.program_id))
    await world.settle()
    mentors = {p.mentor_id for p in await world.pairs(PairState.PROPOSED)}
    assert mentors == {NOA}


async def test_processes_that_start_together_install_a_workspace_once(world: World) -> None:
    new = "T0NEWCOMER"
    await _at_once(*(install_workspace(world.core, new, "Newcomer", "U0BOT") for _ in range(4)))
    assert new in await installed_workspaces(world.core)
