"""Messages that wait for a person: told of soon and daily to who may decide, without their words, decided once."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from domain.errors import CoordinatorsOnly, NoLongerCurrent, NotAllowed
from domain.facts.delivery import HeldMessage
from domain.kinds import DeliveryState, MessageClass, MessageName, Role, Series
from domain.retries import PATIENCE, HeldReason, Trouble
from mentoring.check_in import ask_for_help
from mentoring.claim import CARDS_DRAWN
from mentoring.end_contact import end_contact
from mentoring.held import ALL, hold_for_person, let_held_be, send_held, tell_of_held
from mentoring.undelivered import held_for
from messages.held import held_word
from messages.words import words_for
from models import AuditEvent, Delivery, Due, Person
from scheduling.lookup import sweep
from tests.integration.mentoring.fake_slack import NO_ANSWER
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import BOSS, CARLA, COEN, MARK, MAYA, World

A_MOMENT = 0.3
"""Long enough for a statement to reach the server and wait there."""


async def _hold(world: World, row: Delivery, reason: HeldReason = HeldReason.UNPROVABLE) -> str:
    """Set a message aside, whatever became of it."""
    async with world.database.transaction(HERE) as session:
        found = await session.get_one(Delivery, (HERE, row.id))
        await hold_for_person(session, world.core, found, reason)
    return row.id


async def _held_introduction(world: World) -> str:
    await world.one_pair()
    await world.live()
    (row,) = await world.ledger(MessageName.INTRODUCTION)
    return await _hold(world, row)


async def _shown_to(world: World, person_id: str) -> tuple[HeldMessage, ...]:
    async with world.database.transaction(HERE) as session:
        return await held_for(session, world.core, person_id)


async def test_the_coordinators_are_told_once_a_day_as_long_as_there_are_any(world: World) -> None:
    held = await _held_introduction(world)
    await world.forward(days=2, hours=1)
    words = await world.sent(MessageName.HELD)
    assert sorted(row.recipient_id for row in words) == [CARLA] * 3 + [COEN] * 3
    await let_held_be(world.core, world.act(CARLA), held)
    await world.forward(days=3)
    assert len(await world.sent(MessageName.HELD)) == 6


async def test_several_at_once_make_one_word(world: World) -> None:
    await world.one_pair()
    await world.live()
    for row in await world.ledger(MessageName.INTRODUCTION, MessageName.CHARTER):
        await _hold(world, row)
    await world.forward(hours=3)
    assert len(await world.sent(MessageName.HELD, to=CARLA)) == 1
    assert len(await _shown_to(world, CARLA)) == 3


async def test_what_is_sent_after_all_comes_as_a_repetition(world: World) -> None:
    held = await _held_introduction(world)
    await world.forward(days=1)
    before = len(world.slack.posts)
    await send_held(world.core, world.act(COEN), held)
    await world.settle()
    (post,) = world.slack.posts[before:]
    assert post.channel == f"G-{MARK}-{MAYA}"
    assert post.text.startswith("In case you missed it")
    (act,) = await world.all(select(AuditEvent).where(AuditEvent.act == "send_held"))
    assert (act.actor, act.object_id) == (COEN, held)


async def test_what_certainly_never_arrived_comes_as_if_for_the_first_time(world: World) -> None:
    await world.one_pair()
    await world.live()
    (row,) = await world.ledger(MessageName.INTRODUCTION)
    held = await _hold(world, row, HeldReason.POISON)
    await world.forward(days=1)
    before = len(world.slack.posts)
    await send_held(world.core, world.act(CARLA), held)
    await world.settle()
    assert not world.slack.posts[before].text.startswith("In case")


async def test_what_is_let_be_is_not_sent(world: World) -> None:
    held = await _held_introduction(world)
    await world.forward(days=1)
    before = len(world.slack.posts)
    await let_held_be(world.core, world.act(CARLA), held)
    await world.settle()
    assert len(world.slack.posts) == before
    row = await world.get(Delivery, held)
    assert (row.state, row.reason) == (DeliveryState.CANCELLED, "let be")
    (act,) = await world.all(select(AuditEvent).where(AuditEvent.act == "let_held_be"))
    assert act.actor == CARLA


async def test_of_two_decisions_the_first_counts(world: World) -> None:
    held = await _held_introduction(world)
    await let_held_be(world.core, world.act(CARLA), held)
    with pytest.raises(NoLongerCurrent):
        await send_held(world.core, world.act(COEN), held)


async def test_a_coordinator_with_a_conflict_neither_sees_nor_decides(world: World) -> None:
    await world.one_pair()
    await world.put_under(MAYA, CARLA)
    await world.live()
    (row,) = await world.ledger(MessageName.INTRODUCTION)
    held = await _hold(world, row)
    await world.forward(hours=3)
    assert await _shown_to(world, CARLA) == ()
    assert await world.sent(MessageName.HELD, to=CARLA) == []
    assert len(await _shown_to(world, COEN)) == 1
    with pytest.raises(NotAllowed):
        await send_held(world.core, world.act(CARLA), held)
    with pytest.raises(CoordinatorsOnly):
        await send_held(world.core, world.act(MARK), held)


async def test_a_word_in_confidence_is_not_told_apart_and_says_nothing(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    await ask_for_help(world.core, world.act(MAYA), pair.id)
    (concern, _) = await world.ledger(MessageName.CONCERN)
    await _hold(world, concern)
    shown = await _shown_to(world, COEN)
    text = str(held_word(shown, words_for("en")))
    assert "A word in confidence" in text
    assert MAYA not in text
    assert pair.id not in text


async def test_what_belongs_to_no_program_is_for_who_was_named_at_installation(world: World) -> None:
    await world.open()
    await world.meet(MARK)
    await world.tell(MARK, weight=MessageClass.RECEIPT)
    (row,) = await world.ledger(to=MARK)
    held = await _hold(world, row)
    assert len(await _shown_to(world, CARLA)) == 1
    assert await _shown_to(world, COEN) == ()
    with pytest.raises(CoordinatorsOnly):
        await let_held_be(world.core, world.act(COEN), held)
    await let_held_be(world.core, world.act(CARLA), held)


async def test_what_is_held_for_a_participant_is_for_her_coordinators(world: World) -> None:
    await world.open()
    await world.set_up()
    await world.join(MAYA, Role.MENTOR)
    await world.tell(MAYA, weight=MessageClass.RECEIPT)
    (row,) = await world.ledger(MessageName.HELP, to=MAYA)
    await _hold(world, row)
    (shown,) = await _shown_to(world, COEN)
    assert shown.person_ids == (MAYA,)
    assert (await _shown_to(world, CARLA))[0].id == shown.id


async def test_the_newest_posts_of_a_card_are_drawn_anew(world: World) -> None:
    """And no others: with more than Slack takes in a minute the redraw would never come to its end."""
    await world.open()
    for part in range(CARDS_DRAWN + 2):
        await world.tell(CARLA, part=str(part))
        await world.settle()
        await world.forward(minutes=1)
    await world.redraw(CARLA)
    await world.settle()
    newest = [post.ts for post in world.slack.posts[-CARDS_DRAWN:]]
    assert sorted(post.ts for post in world.slack.updates) == sorted(newest)


async def test_what_is_let_be_stays_so_whatever_is_wished_for_later(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    (row,) = await world.ledger()
    await let_held_be(world.core, world.act(CARLA), await _hold(world, row))
    await world.tell(CARLA)
    await world.settle()
    assert world.slack.posts == []


async def test_what_is_set_aside_on_a_day_that_had_its_word_is_told_of_within_a_quarter_of_an_hour(
    world: World,
) -> None:
    await _held_introduction(world)
    await world.forward(hours=1)
    (charter, _) = await world.ledger(MessageName.CHARTER)
    assert len(await world.sent(MessageName.HELD, to=COEN)) == 1
    await _hold(world, charter)
    await world.forward(minutes=15)
    assert len(await world.sent(MessageName.HELD, to=COEN)) == 2
    await world.forward(hours=20)
    assert len(await world.sent(MessageName.HELD, to=COEN)) == 2


async def test_the_days_of_a_reader_are_hers(world: World) -> None:
    await world.open()
    await world.meet(CARLA, zone="Pacific/Kiritimati", updated=2)
    await world.forward(hours=4)
    await world.tell(CARLA)
    (row,) = await world.ledger()
    await _hold(world, row)
    due = await world.due(Series.HELD_WORD, ALL)
    assert due is not None
    await world.until(due)
    (word,) = await world.ledger(MessageName.HELD)
    her_day = due.astimezone(ZoneInfo("Pacific/Kiritimati")).date()
    assert her_day > due.date()
    assert word.key.endswith(f"/{her_day}")


async def test_a_coordinator_who_became_a_guest_gets_no_word_and_none_is_left_behind(world: World) -> None:
    await _held_introduction(world)
    await world.change(Person, COEN, is_guest=True)
    await world.forward(days=2)
    assert await world.ledger(MessageName.HELD, to=COEN) == []
    assert len(await world.sent(MessageName.HELD, to=CARLA)) == 2


async def test_a_word_to_somebody_who_became_a_guest_meanwhile_is_no_fault(world: World) -> None:
    await _held_introduction(world)
    await world.tell(BOSS, message=MessageName.HELD, weight=MessageClass.RECEIPT)
    await world.change(Person, BOSS, is_guest=True)
    await world.settle()
    (word,) = await world.ledger(MessageName.HELD, to=BOSS)
    assert (word.state, word.fault_count) == (DeliveryState.CANCELLED, 0)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_what_is_set_aside_while_the_daily_step_ends_is_told_of(world: World) -> None:
    await world.one_pair()
    await world.live()
    (row,) = await world.ledger(MessageName.INTRODUCTION)
    await world.set_due(Series.HELD_WORD, ALL, world.now)
    async with world.database.transaction(HERE) as step:
        await step.execute(delete(Due).where(Due.series == Series.HELD_WORD))
        await tell_of_held(step, world.core, ALL, world.now)
        holding = asyncio.create_task(_hold(world, row))
        await asyncio.sleep(A_MOMENT)
    await holding
    await world.forward(minutes=15)
    assert len(await world.sent(MessageName.HELD, to=COEN)) == 1


async def test_what_is_held_of_a_pair_ends_with_it(world: World) -> None:
    held = await _held_introduction(world)
    pair = await world.pair()
    await end_contact(world.core, world.act(MAYA), pair.id)
    assert (await world.get(Delivery, held)).state is DeliveryState.CANCELLED
    assert await _shown_to(world, COEN) == ()


@pytest.mark.parametrize(("reason", "hears"), [(HeldReason.UNPROVABLE, True), (HeldReason.POISON, False)])
async def test_who_may_have_seen_her_partner_hears_that_it_has_ended(
    world: World, reason: HeldReason, *, hears: bool
) -> None:
    await world.one_pair()
    pair = await world.previewing()
    (row,) = await world.ledger(MessageName.PREVIEW, to=MAYA)
    await _hold(world, row, reason)
    await end_contact(world.core, world.act(MARK), pair.id)
    assert bool(await world.ledger(MessageName.PAIR_ENDED, to=MAYA)) is hears


async def test_what_was_looked_for_each_time_and_never_found_is_told_apart_from_what_nobody_can_prove(
    world: World,
) -> None:
    await world.open()
    attempts = PATIENCE[Trouble.UNCLEAR].attempts
    world.slack.fail("post", *[NO_ANSWER] * attempts)
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    for _ in range(2 * attempts):
        await world.settle()
        world.clock.move_to(world.now + timedelta(minutes=20))
        await sweep(world.sender)
    (row,) = await world.ledger(MessageName.HELP)
    assert (row.state, row.reason) == (DeliveryState.HELD, HeldReason.NOT_FOUND)
    await send_held(world.core, world.act(CARLA), row.id)
    await world.forward(hours=1)
    (text,) = [p.text for p in world.slack.posts if p.delivery_id == row.id]
    assert not text.startswith("In case")
