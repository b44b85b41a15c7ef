"""The rotation: the question, the end, and the next round with new partners, unless both keep each other."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from domain.kinds import (
    EffectKind,
    MessageName,
    NextRound,
    PairState,
    ParticipantState,
    RoundState,
)
from mentoring.end_contact import end_contact
from mentoring.end_round import answer_rotation, keep_partner
from models import Participant
from tests.integration.mentoring.two_pairs import asked_for_the_next, people_of
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, NICK, NOA, World, berlin

DAY = timedelta(days=1)
NOON_OF_CLOSE = datetime(2026, 3, 9, 11, tzinfo=UTC)


async def _next_round(world: World) -> None:
    """Pass the end of the round and have the next one approved."""
    await world.forward(hours=1)
    await world.approve(CARLA)
    await world.settle()


async def _keeping(world: World, *keepers: str) -> None:
    first = await asked_for_the_next(world)
    for person_id in (MAYA, NOA, MARK, NICK):
        if person_id in keepers:
            await keep_partner(world.core, world.act(person_id), first.id)
        else:
            await answer_rotation(world.core, world.act(person_id), first.id, NextRound.AGAIN)


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
    first = await asked_for_the_next(world)
    before = people_of(await world.pairs())
    for person_id in (MAYA, NOA, MARK, NICK):
        await answer_rotation(world.core, world.act(person_id), first.id, NextRound.AGAIN)
    await world.forward(hours=1)
    second = await world.round()
    assert (second.number, second.state) == (2, RoundState.PROPOSED)
    after = people_of(await world.pairs(PairState.PROPOSED))
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
    first = await asked_for_the_next(world)
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


async def test_only_if_both_say_so_do_they_keep_each_other(world: World) -> None:
    await _keeping(world, MAYA, MARK, NOA, NICK)
    before = people_of(await world.pairs())
    await _next_round(world)
    assert people_of(await world.pairs(PairState.PREVIEWING)) == before


async def test_if_one_alone_wants_to_keep_her_partner_both_get_new_ones(world: World) -> None:
    await _keeping(world, MAYA, NOA)
    before = people_of(await world.pairs())
    await _next_round(world)
    assert not people_of(await world.pairs(PairState.PREVIEWING)) & before


async def test_a_later_word_takes_the_wish_to_keep_back(world: World) -> None:
    await _keeping(world, MAYA, MARK, NOA, NICK)
    first = await world.round()
    for person_id in (MARK, NICK):
        await answer_rotation(world.core, world.act(person_id), first.id, NextRound.AGAIN)
    before = people_of(await world.pairs())
    await _next_round(world)
    assert not people_of(await world.pairs(PairState.PREVIEWING)) & before


async def test_a_kept_pair_that_ends_contact_is_not_proposed_again(world: World) -> None:
    await _keeping(world, MAYA, MARK, NOA, NICK)
    await _next_round(world)
    pair = next(p for p in await world.pairs(PairState.PREVIEWING) if p.mentor_id == MAYA)
    await end_contact(world.core, world.act(MAYA), pair.id)
    await world.forward(days=1)
    again = [p for p in await world.pairs() if p.round_id == pair.round_id]
    assert people_of(again).issuperset({frozenset((MAYA, pair.mentee_id))})
    assert len([p for p in again if p.mentor_id == MAYA]) == 1
