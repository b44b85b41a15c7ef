"""What is promised to the ledger: once each, redraws coalesced."""

from domain.kinds import DeliveryState, MessageClass
from domain.retries import HeldReason
from mentoring.take_back import cancel_promises
from models import Delivery
from scheduling.delivery import deliver
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import CARLA, World


async def test_promising_twice_is_promising_once(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    await world.tell(CARLA)
    await world.settle()
    await world.tell(CARLA)
    await world.settle()
    assert len(world.slack.posts) == 1


async def test_another_part_is_another_promise(world: World) -> None:
    await world.open()
    await world.tell(CARLA, part="1")
    await world.tell(CARLA, part="2")
    await world.settle()
    assert len(world.slack.posts) == 2


async def test_what_was_taken_back_and_is_wished_for_again_goes_out(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    async with world.database.transaction(HERE) as session:
        await cancel_promises(session, [CARLA], "date changed")
    await world.settle()
    assert world.slack.posts == []
    await world.tell(CARLA)
    await world.settle()
    assert len(world.slack.posts) == 1


async def test_many_wishes_for_a_redraw_are_one(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    for _ in range(3):
        await world.redraw(CARLA)
    await world.settle()
    assert len(world.slack.updates) == 1
    await world.redraw(CARLA)
    await world.settle()
    assert len(world.slack.updates) == 2


async def test_a_redraw_wished_for_while_one_is_on_its_way_is_drawn_again(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    await world.redraw(CARLA)
    (claimed,) = await world.claim()
    await world.redraw(CARLA)
    await deliver(world.sender, claimed)
    await world.settle()
    assert len(world.slack.updates) == 2


async def test_what_goes_out_after_all_says_what_was_wished_for_last(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    (row,) = await world.ledger()
    await world.change(Delivery, row.id, fault_count=2, failure_count=7, detail={"is_change": "1"})
    async with world.database.transaction(HERE) as session:
        await cancel_promises(session, [CARLA], "taken back")
    await world.tell(CARLA)
    (row,) = await world.ledger()
    assert row.state is DeliveryState.PENDING
    assert (row.fault_count, row.failure_count, row.detail, row.reason) == (0, 0, {}, None)


async def test_what_may_have_been_seen_says_so_even_when_it_was_taken_back_meanwhile(world: World) -> None:
    await world.open()
    await world.tell(CARLA)
    (row,) = await world.ledger()
    await world.change(Delivery, row.id, state=DeliveryState.HELD, reason=HeldReason.UNPROVABLE)
    async with world.database.transaction(HERE) as session:
        await cancel_promises(session, [CARLA], "taken back")
    assert (await world.get(Delivery, row.id)).state is DeliveryState.CANCELLED
    await world.tell(CARLA)
    await world.settle()
    (post,) = world.slack.posts
    assert post.text.startswith("In case you missed it")
