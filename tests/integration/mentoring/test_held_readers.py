"""Who may decide about a message that waits: always somebody, never one of its pair; and what the admin sees."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import CoordinatorsOnly, SlackFailure
from domain.facts.delivery import Undelivered
from domain.kinds import Address, DeliveryState, MessageClass, MessageName, Role
from domain.retries import HeldReason
from mentoring.check_in import ask_for_help
from mentoring.held import hold_for_person, let_held_be, send_held
from mentoring.undelivered import held_for, undelivered
from messages.admin import admin_overview
from messages.words import words_for
from models import Delivery, Person
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import BOSS, CARLA, COEN, MARK, MAYA, World

STRANGER = "UADMIN"
"""Named at installation, and never seen by the bot."""


async def _hold(world: World, row: Delivery) -> str:
    async with world.database.transaction(HERE) as session:
        found = await session.get_one(Delivery, (HERE, row.id))
        await hold_for_person(session, world.core, found, HeldReason.UNPROVABLE)
    return row.id


async def _held_introduction(world: World) -> str:
    (row,) = await world.ledger(MessageName.INTRODUCTION)
    return await _hold(world, row)


async def _seen_by(world: World, person_id: str) -> Undelivered:
    async with world.database.transaction(HERE) as session:
        return await undelivered(session, world.core, person_id)


async def _deciders(world: World, *people: str) -> set[str]:
    async with world.database.transaction(HERE) as session:
        return {p for p in people if await held_for(session, world.core, p)}


async def test_where_all_coordinators_have_a_conflict_who_was_named_at_installation_decides(
    world: World,
) -> None:
    await world.one_pair()
    world.name_creators(CARLA, STRANGER)
    pair = await world.live()
    await world.put_under(pair.mentor_id, CARLA)
    await world.put_under(CARLA, COEN)
    held = await _held_introduction(world)
    await world.forward(hours=1)
    assert len(await world.sent(MessageName.HELD, to=STRANGER)) == 1
    await world.meet(STRANGER, updated=1)
    assert await _deciders(world, CARLA, COEN, BOSS, STRANGER) == {STRANGER}
    await let_held_be(world.core, world.act(STRANGER), held)


async def test_without_anybody_else_a_coordinator_with_a_conflict_decides_but_never_one_of_the_pair(
    world: World,
) -> None:
    await world.open()
    await world.set_up()
    await world.join(CARLA, Role.MENTOR)
    await world.join(MARK, Role.MENTEE)
    pair = await world.live()
    await world.put_under(pair.mentor_id, COEN)
    await _held_introduction(world)
    assert await _deciders(world, CARLA, COEN, BOSS, MARK) == {COEN}


async def test_who_has_gone_leaves_it_to_the_others(world: World) -> None:
    await world.one_pair()
    await world.live()
    await _held_introduction(world)
    await world.change(Person, COEN, is_deactivated=True)
    await world.change(Person, CARLA, is_deactivated=True)
    world.name_creators(BOSS)
    assert await _deciders(world, BOSS) == {BOSS}


async def test_old_ones_of_others_hide_nobodys_own(world: World) -> None:
    await world.one_pair()
    await world.live()
    for part in range(51):
        await world.tell(BOSS, weight=MessageClass.DIGEST, part=str(part))
    for row in await world.ledger(MessageName.HELP):
        await _hold(world, row)
    world.clock.move_to(world.now + timedelta(minutes=1))
    await _held_introduction(world)
    assert len((await _seen_by(world, COEN)).to_decide) == 1
    await world.forward(hours=1)
    assert len(await world.sent(MessageName.HELD, to=COEN)) == 1


async def test_the_admin_sees_all_that_wait_without_names_and_of_her_own_pair_only_that_there_are(
    world: World,
) -> None:
    await world.one_pair()
    pair = await world.live()
    world.name_creators(BOSS)
    await _held_introduction(world)
    seen = await _seen_by(world, BOSS)
    (shown,) = seen.elsewhere
    assert (seen.to_decide, seen.hidden_count) == ((), 0)
    assert (shown.message, shown.person_ids) == (MessageName.INTRODUCTION, ())
    said = str(admin_overview((), words_for("en"), may_create=True, missing=seen))
    assert shown.id in said
    assert MAYA not in said
    assert said.count("held.send") == 1
    await world.put_under(pair.mentor_id, BOSS)
    seen = await _seen_by(world, BOSS)
    assert (seen.elsewhere, seen.hidden_count) == ((), 1)
    with pytest.raises(CoordinatorsOnly):
        await send_held(world.core, world.act(BOSS), shown.id)


async def test_the_admin_decides_where_coordinators_do_not(world: World) -> None:
    await world.one_pair()
    await world.live()
    world.name_creators(BOSS)
    await _held_introduction(world)
    (shown,) = (await _seen_by(world, BOSS)).elsewhere
    await let_held_be(world.core, world.act(BOSS), shown.id)
    assert await _seen_by(world, BOSS) == Undelivered()


async def test_one_of_the_pair_who_is_the_admin_learns_of_no_word_in_confidence(world: World) -> None:
    await world.one_pair()
    pair = await world.live()
    world.name_creators(MARK)
    await ask_for_help(world.core, world.act(MAYA), pair.id)
    (concern, _) = await world.ledger(MessageName.CONCERN)
    await _hold(world, concern)
    said = str(admin_overview((), words_for("en"), may_create=True, missing=await _seen_by(world, MARK)))
    assert "confidence" not in said
    assert concern.id not in said


async def test_a_coordinator_who_was_not_named_sees_only_what_is_hers(world: World) -> None:
    await world.open()
    await world.meet(MARK)
    await world.tell(MARK, weight=MessageClass.RECEIPT)
    await _hold(world, (await world.ledger(to=MARK))[0])
    assert await _seen_by(world, COEN) == Undelivered()


@pytest.mark.parametrize("code", ["user_not_found", "channel_not_found"])
async def test_what_failed_for_good_is_a_figure_with_slacks_reason(world: World, code: str) -> None:
    await world.open()
    await world.meet(MARK)
    world.slack.fail("post", SlackFailure(code, is_permanent=True))
    await world.tell(MARK, weight=MessageClass.RECEIPT)
    await world.settle()
    seen = await _seen_by(world, CARLA)
    assert seen.failed == {code: 1}
    said = str(admin_overview((), words_for("en"), may_create=True, missing=seen))
    assert code in said
    assert MARK not in said
    await world.forward(days=8)
    assert (await _seen_by(world, CARLA)).failed == {}


async def test_an_invitation_that_waits_names_its_channel(world: World) -> None:
    await world.open()
    await world.tell(MARK, weight=MessageClass.DIGEST)
    (row,) = await world.ledger(to=MARK)
    changes: dict[str, Any] = {"address": Address.CHANNEL, "recipient_id": "C0CHANNEL", "subject_id": "none"}
    await world.change(Delivery, row.id, **changes)
    await _hold(world, row)
    (shown,) = (await _seen_by(world, CARLA)).to_decide
    assert (shown.channel_id, shown.person_ids) == ("C0CHANNEL", ())
    assert "<#C0CHANNEL>" in str(
        admin_overview((), words_for("en"), may_create=True, missing=await _seen_by(world, CARLA))
    )
    assert (await world.get(Delivery, row.id)).state is DeliveryState.HELD
