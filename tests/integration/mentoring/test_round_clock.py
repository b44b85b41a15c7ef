"""A round's own clock: enrolment, approval, preview, rotation, end, and the next round."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from domain.kinds import (
    Approval,
    EffectKind,
    MessageName,
    NextRound,
    PairState,
    ParticipantState,
    PreviewAnswer,
    ProgramState,
    Role,
    RoundState,
    Series,
)
from mentoring.answer_preview import answer_preview
from mentoring.approve_round import approve_round
from mentoring.end_contact import end_contact
from mentoring.end_round import answer_rotation, keep_partner
from mentoring.plan import plan
from models import Pair, Participant, Round
from tests.integration.mentoring.world import (
    CARLA,
    COEN,
    MARK,
    MAYA,
    MONDAY,
    NICK,
    NOA,
    World,
    berlin,
    window,
)

DAY = timedelta(days=1)
NOON_OF_CLOSE = datetime(2026, 3, 9, 11, tzinfo=UTC)


async def _two_pairs(world: World, **wishes: object) -> None:
    await world.open()
    await world.set_up(**wishes)
    for person_id, role in ((MAYA, Role.MENTOR), (NOA, Role.MENTOR), (MARK, Role.MENTEE), (NICK, Role.MENTEE)):
        await world.join(person_id, role)


async def _asked_for_the_next(world: World) -> Round:
    """Two pairs, both live; the rotation question is out, the round ends in an hour."""
    await _two_pairs(world)
    await world.previewing()
    for pair in await world.pairs():
        for person_id in (pair.mentor_id, pair.mentee_id):
            await answer_preview(world.core, world.act(person_id), pair.id, PreviewAnswer.ACCEPTED)
    first = await world.bring_the_end_near()
    await world.forward(days=6, hours=23)
    return first


async def _next_round(world: World) -> None:
    """Pass the end of the round and have the next one approved."""
    await world.forward(hours=1)
    await approve_round(world.core, world.act(CARLA), (await world.round()).id)
    await world.settle()


def _people(pairs: list[Pair]) -> set[frozenset[str]]:
    return {frozenset((pair.mentor_id, pair.mentee_id)) for pair in pairs}


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
    for person_id, role in ((MAYA, Role.MENTOR), (MARK, Role.MENTEE), (NOA, Role.MENTOR), (NICK, Role.MENTEE)):
        await world.join(person_id, role)
    for person_id in (MAYA, MARK, NOA):
        await world.put_under(person_id, None)
    await world.until(NOON_OF_CLOSE)
    states = {pair.mentee_id: pair.state for pair in await world.pairs()}
    assert states == {MARK: PairState.PREVIEWING, NICK: PairState.PROPOSED}
    assert (await world.heard(CARLA)).count(MessageName.PROPOSAL) == 1


async def test_rotation_is_asked_three_working_days_before_the_end(world: World) -> None:
    await world.one_pair()
    await world.live()
    ends_at = (await world.round()).ends_at
    assert ends_at
    wednesday = berlin(ends_at - 5 * DAY, 9)
    starts_at = (await world.round()).starts_at
    assert starts_at
    assert ends_at - starts_at == timedelta(weeks=9)
    assert (ends_at.isoweekday(), wednesday.isoweekday()) == (1, 3)
    await world.until(wednesday - timedelta(seconds=1))
    assert await world.ledger(MessageName.ROTATION) == []
    await world.until(wednesday)
    assert {row.due_at for row in await world.ledger(MessageName.ROTATION)} == {wednesday}


async def test_the_round_ends_after_its_weeks_and_the_next_is_proposed_with_new_partners_only(
    world: World,
) -> None:
    first = await _asked_for_the_next(world)
    before = _people(await world.pairs())
    for person_id in (MAYA, NOA, MARK, NICK):
        await answer_rotation(world.core, world.act(person_id), first.id, NextRound.AGAIN)
    await world.forward(hours=1)
    second = await world.round()
    assert (second.number, second.state) == (2, RoundState.PROPOSED)
    after = _people(await world.pairs(PairState.PROPOSED))
    assert len(after) == 2
    assert not before & after
    assert {pair.state for pair in await world.pairs() if pair.round_id == first.id} == {PairState.COMPLETED}


async def test_at_the_end_both_are_asked_and_the_coordinators_get_the_report(world: World) -> None:
    await world.one_pair()
    await world.live()
    await world.bring_the_end_near()
    await world.forward(days=7)
    assert {row.recipient_id for row in await world.ledger(MessageName.OUTCOME)} == {MAYA, MARK}
    reports = await world.ledger(MessageName.REPORT, to=COEN)
    assert [row.detail["request"] for row in reports] == ["round 1"]
    files = await world.ledger(MessageName.REPORT_FILE, to=COEN, kind=EffectKind.FILE)
    assert len(files) == 1
    assert MessageName.PAIR_ENDED not in await world.heard(MARK)


async def test_silence_skips_a_round_and_one_tap_returns(world: World) -> None:
    first = await _asked_for_the_next(world)
    for person_id in (MAYA, NICK, MARK):
        await answer_rotation(world.core, world.act(person_id), first.id, NextRound.AGAIN)
    await world.forward(hours=1)
    assert len(await world.pairs(PairState.PROPOSED)) == 1
    (noa,) = await world.all(select(Participant).where(Participant.person_id == NOA))
    assert noa.next_round is NextRound.SKIP
    await answer_rotation(world.core, world.act(NOA), first.id, NextRound.AGAIN)
    await world.settle()
    assert len(await world.pairs(PairState.PROPOSED)) == 2


async def test_who_says_leave_leaves_at_the_end_and_not_before(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await world.bring_the_end_near()
    await world.forward(days=6)
    await answer_rotation(world.core, world.act(MAYA), pair.round_id, NextRound.LEAVE)
    assert (await world.pair(pair.id)).state is PairState.LIVE
    await world.forward(days=1)
    (maya,) = await world.all(select(Participant).where(Participant.person_id == MAYA))
    assert maya.state is ParticipantState.LEFT
    assert (await world.pair(pair.id)).state is PairState.COMPLETED


async def _keeping(world: World, *keepers: str) -> None:
    first = await _asked_for_the_next(world)
    for person_id in (MAYA, NOA, MARK, NICK):
        if person_id in keepers:
            await keep_partner(world.core, world.act(person_id), first.id)
        else:
            await answer_rotation(world.core, world.act(person_id), first.id, NextRound.AGAIN)


async def test_only_if_both_say_so_do_they_keep_each_other(world: World) -> None:
    await _keeping(world, MAYA, MARK, NOA, NICK)
    before = _people(await world.pairs())
    await _next_round(world)
    assert _people(await world.pairs(PairState.PREVIEWING)) == before


async def test_if_one_alone_wants_to_keep_her_partner_both_get_new_ones(world: World) -> None:
    await _keeping(world, MAYA, NOA)
    before = _people(await world.pairs())
    await _next_round(world)
    assert not _people(await world.pairs(PairState.PREVIEWING)) & before


async def test_a_later_word_takes_the_wish_to_keep_back(world: World) -> None:
    await _keeping(world, MAYA, MARK, NOA, NICK)
    first = await world.round()
    for person_id in (MARK, NICK):
        await answer_rotation(world.core, world.act(person_id), first.id, NextRound.AGAIN)
    before = _people(await world.pairs())
    await _next_round(world)
    assert not _people(await world.pairs(PairState.PREVIEWING)) & before


async def test_a_kept_pair_that_ends_contact_is_not_proposed_again(world: World) -> None:
    await _keeping(world, MAYA, MARK, NOA, NICK)
    await _next_round(world)
    pair = next(p for p in await world.pairs(PairState.PREVIEWING) if p.mentor_id == MAYA)
    await end_contact(world.core, world.act(MAYA), pair.id)
    await world.forward(days=1)
    again = [p for p in await world.pairs() if p.round_id == pair.round_id]
    assert _people(again).issuperset({frozenset((MAYA, pair.mentee_id))})
    assert len([p for p in again if p.mentor_id == MAYA]) == 1


async def test_the_monthly_report_comes_every_thirty_days(world: World) -> None:
    await world.one_pair()
    await world.live()
    starts_at = (await world.round()).starts_at
    assert starts_at
    await world.until(starts_at + 30 * DAY - timedelta(seconds=1))
    assert await world.ledger(MessageName.REPORT) == []
    await world.until(starts_at + 60 * DAY)
    promised = [row.due_at for row in await world.ledger(MessageName.REPORT, to=CARLA)]
    assert [(at - starts_at).days for at in promised] == [30, 60]


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
    await _two_pairs(world)
    await world.previewing()
    declined = next(p for p in await world.pairs(PairState.PREVIEWING) if p.mentor_id == MAYA)
    await answer_preview(world.core, world.act(MAYA), declined.id, PreviewAnswer.NOT_THIS_ONE)
    other = next(p for p in await world.pairs(PairState.PREVIEWING))
    await answer_preview(world.core, world.act(other.mentee_id), other.id, PreviewAnswer.NOT_THIS_ONE)
    assert declined.preview_ends_at
    await world.until(declined.preview_ends_at)
    fresh = _people(await world.pairs(PairState.PROPOSED))
    assert len(fresh) == 2
    assert not fresh & _people([declined, other])
    assert await world.due(Series.SOLVE, declined.round_id) is None


async def test_orphans_without_anybody_left_hear_it_kindly_once(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    await answer_preview(world.core, world.act(MAYA), pair.id, PreviewAnswer.ALREADY_WORK_TOGETHER)
    await world.forward(days=4)
    for person_id in (MAYA, MARK):
        assert (await world.heard(person_id)).count(MessageName.LEFT_OUT) == 1
    assert await world.pairs(PairState.PROPOSED, PairState.PREVIEWING, PairState.LIVE) == []
