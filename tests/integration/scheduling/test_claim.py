"""Deciding about a message: a row that breaks stops no other, and a clock set back mutes nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import SlackFailure
from domain.facts.people import SlackProfile
from domain.kinds import DeliveryState, EffectKind, MessageClass, MessageName, Series
from mentoring.greet import draw_home
from mentoring.install_workspace import install_workspace
from mentoring.meet_person import meet_person
from mentoring.outbox import settle_failure
from mentoring.promises import redraw, redraw_home, tell
from models import Delivery, Due, Person
from scheduling.delivery import drain
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import BERLIN, CARLA, COEN, World

ELSEWHERE = "TELSEWHERE"
BEFORE_ALL_TIME = datetime.min.replace(tzinfo=UTC)
"""Nothing can be reckoned back from it: a bug, met while deciding."""


async def test_a_row_that_cannot_be_decided_about_is_set_aside_and_stops_no_other(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=MessageClass.NUDGE, part="a")
    await world.tell(COEN, part="b")
    (row,) = await world.ledger(MessageName.HELP, to=CARLA)
    await world.change(Delivery, row.id, expires_at=BEFORE_ALL_TIME)
    await world.settle()
    assert len(world.slack.posts) == 1
    await world.forward(hours=1)
    states = {row.recipient_id: (row.state, row.reason) for row in await world.ledger(MessageName.HELP)}
    assert states[CARLA] == (DeliveryState.HELD, "poison")
    assert states[COEN][0] is DeliveryState.SENT
    assert await world.find(Due, Series.HELD_WORD, "held") is not None


async def test_a_zone_that_only_another_machine_knows_counts_as_utc(world: World) -> None:
    await world.open()
    await world.change(Person, CARLA, time_zone="America/Newtown")
    await world.tell(CARLA)
    await world.forward(hours=24)
    assert len(world.slack.posts) == 1


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(days=365)])
async def test_a_clock_that_is_set_back_mutes_nobody(world: World, step: timedelta) -> None:
    await world.open()
    right = world.now
    world.clock.move_to(right + step)
    world.slack.fail("publish_home", SlackFailure("ratelimited", retry_after=timedelta(minutes=10)))
    await world.tell(CARLA, weight=MessageClass.RECEIPT, part="1")
    await draw_home(world.core, world.act(CARLA))
    await world.settle()
    assert len(world.slack.posts) == 1
    world.clock.set_back_to(right + timedelta(minutes=1))
    await world.tell(CARLA, COEN, weight=MessageClass.RECEIPT, part="2")
    for person_id in (CARLA, COEN):
        await draw_home(world.core, world.act(person_id))
    for _ in range(12):
        await drain(world.sender, HERE)
        world.clock.move_to(world.now + timedelta(seconds=10))
    assert len(world.slack.posts) == 3
    assert set(world.slack.homes) == {CARLA, COEN}


async def test_a_rest_holds_also_for_a_machine_whose_clock_is_behind(world: World) -> None:
    await world.open()
    right = world.now
    world.clock.move_to(right + timedelta(minutes=2))
    world.slack.fail("publish_home", SlackFailure("ratelimited", retry_after=timedelta(days=1)))
    await draw_home(world.core, world.act(CARLA))
    await world.settle()
    world.clock.set_back_to(right)
    await draw_home(world.core, world.act(COEN))
    await world.settle()
    assert world.slack.homes == {}


async def test_another_workspaces_messages_are_left_to_who_holds_its_token(world: World) -> None:
    await world.open()
    await install_workspace(world.core, ELSEWHERE, "Elsewhere", "UBOT2")
    profile = SlackProfile(id="UX", name="X", time_zone=BERLIN, locale="en")
    await meet_person(world.core, ELSEWHERE, profile)
    async with world.database.transaction(ELSEWHERE) as session:
        await tell(session, world.core, MessageName.HELP, MessageClass.RECEIPT, ["UX"], "UX")
    world.keep_to(HERE)
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    assert [post.channel for post in world.slack.posts] == [f"D-{CARLA}"]
    world.keep_to(ELSEWHERE)
    await world.settle()
    assert [post.channel for post in world.slack.posts] == [f"D-{CARLA}", "D-UX"]


async def test_a_wish_made_while_a_redraw_fails_for_good_is_not_lost(world: World) -> None:
    await world.open()
    await draw_home(world.core, world.act(CARLA))
    (claimed,) = await world.claim()
    async with world.database.transaction(HERE) as session:
        await redraw_home(session, world.core, CARLA)
    await settle_failure(world.core, claimed, SlackFailure("view_too_large", is_permanent=True))
    (row,) = await world.ledger(kind=EffectKind.HOME)
    assert row.state is DeliveryState.PENDING
    await world.forward(minutes=5)
    assert CARLA in world.slack.homes


async def test_a_redraw_of_a_card_in_doubt_is_tried_less_and_less_often(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    await world.settle()
    (card,) = await world.ledger(MessageName.HELP)
    await world.change(Delivery, card.id, state=DeliveryState.SENDING, tried_at=world.now)
    async with world.core.database.transaction(HERE) as session:
        await redraw(session, world.core, MessageName.HELP, card.subject_id, [CARLA])
    waits = []
    for _ in range(8):
        await drain(world.sender, HERE)
        (row,) = await world.ledger(MessageName.HELP, kind=EffectKind.UPDATE)
        waits.append(round((row.due_at - world.now).total_seconds()))
        world.clock.move_to(row.due_at)
    assert waits == [2, 2, 4, 8, 16, 32, 60, 60]
