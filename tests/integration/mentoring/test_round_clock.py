"""A round's own clock: enrolment, approval, preview, and catching up."""

from datetime import UTC, datetime, timedelta

from domain.kinds import (
    Approval,
    MessageName,
    PairState,
    PreviewAnswer,
    ProgramState,
    Role,
    RoundState,
    Series,
)
from mentoring.answer_preview import answer_preview
from mentoring.plan import plan
from tests.integration.mentoring.two_pairs import people_of, two_pairs
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, NICK, NOA, World, berlin, window

DAY = timedelta(days=1)
NOON_OF_CLOSE = datetime(2026, 3, 9, 11, tzinfo=UTC)


async def test_enrolment_closes_at_noon_of_the_programs_day(world: World) -> None:
    await world.one_pair()
    await world.until(NOON_OF_CLOSE - timedelta(seconds=1))
    assert await world.pairs() == []
    await world.until(NOON_OF_CLOSE)
    round_ = await world.round()
    assert (round_.state, round_.proposed_at) == (RoundState.PROPOSED, NOON_OF_CLOSE)
    assert await world.heard(CARLA) == [MessageName.PROPOSAL]
    assert MessageName.PREVIEW not in await world.heard(MAYA)


async def test_a_tick_run_twice_does_nothing_twice(world: World) -> None:
    await world.one_pair()
    world.clock.move_to(NOON_OF_CLOSE)
    assert await plan(world.core) == 1
    assert await plan(world.core) == 0
    await world.settle()
    await world.settle()
    assert len(await world.sent(MessageName.PROPOSAL)) == 2
    assert len(await world.pairs()) == 1


async def test_an_approval_nobody_gives_is_asked_for_again_after_a_week(world: World) -> None:
    await world.one_pair()
    await world.proposed()
    await world.until(NOON_OF_CLOSE + 7 * DAY)
    assert (await world.heard(COEN))[-1] is MessageName.APPROVAL_OVERDUE
    assert (await world.heard(MAYA)).count(MessageName.APPROVAL_LATE) == 1
    await world.until(NOON_OF_CLOSE + 14 * DAY)
    assert len(await world.sent(MessageName.APPROVAL_OVERDUE, to=COEN)) == 2
    assert len(await world.sent(MessageName.APPROVAL_LATE, to=MAYA)) == 1


async def test_silence_for_two_working_days_of_their_own_is_a_yes(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    wednesday = world.now + 2 * DAY
    assert pair.preview_ends_at == wednesday
    await world.until(wednesday - timedelta(seconds=1))
    assert (await world.pair()).state is PairState.PREVIEWING
    await world.until(wednesday)
    introduced = await world.pair()
    assert (introduced.state, introduced.introduced_at) == (PairState.LIVE, wednesday)


async def test_the_later_of_two_working_weeks_decides_the_previews_end(world: World) -> None:
    await world.open()
    await world.set_up()
    await world.join(MAYA, Role.MENTOR, read=window(9, 17, {1, 2}))
    await world.join(MARK, Role.MENTEE)
    pair = await world.previewing()
    assert pair.preview_ends_at == world.now + 7 * DAY


async def test_a_program_that_approves_itself_goes_on_at_once_but_for_unknown_managers(world: World) -> None:
    await world.open()
    await world.set_up(approval=Approval.AUTOMATIC)
    for person_id, role in (
        (MAYA, Role.MENTOR),
        (MARK, Role.MENTEE),
        (NOA, Role.MENTOR),
        (NICK, Role.MENTEE),
    ):
        await world.join(person_id, role)
    for person_id in (MAYA, MARK, NOA):
        await world.put_under(person_id, None)
    await world.until(NOON_OF_CLOSE)
    states = {pair.mentee_id: pair.state for pair in await world.pairs()}
    assert states == {MARK: PairState.PREVIEWING, NICK: PairState.PROPOSED}
    assert (await world.heard(CARLA)).count(MessageName.PROPOSAL) == 1


async def test_the_monthly_report_comes_every_thirtieth_morning(world: World) -> None:
    await world.one_pair()
    await world.live()
    starts_at = (await world.round()).starts_at
    assert starts_at
    mornings = [berlin(starts_at + days * DAY, 9) for days in (30, 60)]
    await world.until(mornings[0] - timedelta(seconds=1))
    assert await world.ledger(MessageName.REPORT) == []
    await world.until(mornings[1])
    assert [row.due_at for row in await world.ledger(MessageName.REPORT, to=CARLA)] == mornings


async def test_three_days_down_are_caught_up_with_once(world: World) -> None:
    """Down from the preview on: the silence was a yes, the introduction comes once, nothing is doubled."""
    await world.one_pair()
    pair = await world.previewing()
    world.clock.move_to(world.now + 3 * DAY)
    await world.settle()
    await world.settle()
    assert (await world.pair(pair.id)).state is PairState.LIVE
    assert len(await world.sent(MessageName.INTRODUCTION)) == 1
    assert (await world.heard(MAYA)).count(MessageName.CHARTER) == 1
    assert (await world.program()).state is ProgramState.RUNNING


async def test_a_declined_preview_finds_new_partners_and_never_the_same_again(world: World) -> None:
    await two_pairs(world)
    await world.previewing()
    declined = next(p for p in await world.pairs(PairState.PREVIEWING) if p.mentor_id == MAYA)
    await answer_preview(world.core, world.act(MAYA), declined.id, PreviewAnswer.NOT_THIS_ONE)
    other = next(p for p in await world.pairs(PairState.PREVIEWING))
    await answer_preview(world.core, world.act(other.mentee_id), other.id, PreviewAnswer.NOT_THIS_ONE)
    assert declined.preview_ends_at
    await world.until(declined.preview_ends_at)
    fresh = people_of(await world.pairs(PairState.PROPOSED))
    assert len(fresh) == 2
    assert not fresh & people_of([declined, other])
    assert await world.due(Series.SOLVE, declined.round_id) is None


async def test_orphans_without_anybody_left_hear_it_kindly_once(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    await answer_preview(world.core, world.act(MAYA), pair.id, PreviewAnswer.ALREADY_WORK_TOGETHER)
    await world.forward(days=4)
    for person_id in (MAYA, MARK):
        assert (await world.heard(person_id)).count(MessageName.LEFT_OUT) == 1
    assert await world.pairs(PairState.PROPOSED, PairState.PREVIEWING, PairState.LIVE) == []
