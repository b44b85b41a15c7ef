"""How a message leaves: whatever Slack answers or doesn't, nothing is lost and nothing comes twice."""

from datetime import timedelta

from sqlalchemy import select

from domain.kinds import DeliveryState, MessageClass, MessageName, PreviewAnswer
from mentoring.answer_preview import answer_preview
from mentoring.greet import draw_home
from mentoring.outbox import intend, settle_failure
from mentoring.request_report import request_report
from models import Workspace
from scheduling.delivery import deliver
from scheduling.lookup import sweep
from tests.integration.mentoring.fake_slack import BAD_BLOCKS, GONE, NO_ANSWER, UNREACHABLE, rate_limited
from tests.integration.mentoring.world import BOSS, CARLA, COEN, World

RECEIPT = MessageClass.RECEIPT
SETTLED = timedelta(seconds=61)


async def _later(world: World, **span: float) -> None:
    """Let time pass; the sweeper looks for who did not come back."""
    world.clock.move_to(world.now + timedelta(**span))
    await sweep(world.sender)
    await world.settle()


async def test_claim_intend_and_settle_are_each_done_once(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=RECEIPT)
    (claimed,) = await world.claim()
    assert await world.claim() == []
    assert await intend(world.core, claimed, "D1")
    assert not await intend(world.core, claimed, "D1")


async def test_a_worker_that_died_before_sending_loses_nothing(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=RECEIPT)
    await world.claim()
    await world.settle()
    assert world.slack.posts == []
    await _later(world, seconds=61)
    assert len(world.slack.posts) == 1


async def test_a_worker_that_comes_back_late_does_not_send_twice(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=RECEIPT)
    (claimed,) = await world.claim()
    await _later(world, seconds=61)
    await deliver(world.sender, claimed)
    assert len(world.slack.posts) == 1


async def test_a_late_bad_answer_does_not_undo_what_was_settled(world: World) -> None:
    await world.open()
    await world.tell(CARLA, weight=RECEIPT)
    (claimed,) = await world.claim()
    await _later(world, seconds=61)
    await settle_failure(world.core, claimed, UNREACHABLE)
    await _later(world, hours=1)
    assert len(world.slack.posts) == 1
    assert [row.state for row in await world.ledger()] == [DeliveryState.SENT]


async def test_a_lost_answer_is_looked_up_and_found(world: World) -> None:
    await world.open()
    world.slack.loses_answers = True
    world.slack.fail("post", NO_ANSWER)
    await world.tell(CARLA, weight=RECEIPT)
    await world.settle()
    assert [row.state for row in await world.ledger()] == [DeliveryState.SENDING]
    await _later(world, seconds=30)
    assert [row.state for row in await world.ledger()] == [DeliveryState.SENDING]
    await _later(world, seconds=61)
    (row,) = await world.ledger()
    assert (row.state, row.message_ts) == (DeliveryState.SENT, "0.0")
    assert len(world.slack.posts) == 1


async def test_a_lost_request_is_looked_up_not_found_and_sent_again(world: World) -> None:
    await world.open()
    world.slack.fail("post", NO_ANSWER)
    await world.tell(CARLA, weight=RECEIPT)
    await world.settle()
    assert world.slack.posts == []
    await _later(world, seconds=61)
    assert len(world.slack.posts) == 1


async def test_a_look_up_that_fails_leaves_the_row_for_the_next_sweep(world: World) -> None:
    await world.open()
    world.slack.fail("post", NO_ANSWER)
    world.slack.fail("find_post", UNREACHABLE)
    await world.tell(CARLA, weight=RECEIPT)
    await world.settle()
    await _later(world, seconds=61)
    assert world.slack.posts == []
    await _later(world, seconds=15)
    assert [name for name, _ in world.slack.calls].count("find_post") == 1
    await _later(world, seconds=16)
    assert len(world.slack.posts) == 1


async def test_a_group_dm_nobody_may_read_gets_what_must_arrive_once_more_and_says_so(world: World) -> None:
    await world.one_pair()
    pair = await world.previewing()
    world.slack.fail("post", NO_ANSWER, NO_ANSWER, NO_ANSWER)
    for person_id in (pair.mentor_id, pair.mentee_id):
        await answer_preview(world.core, world.act(person_id), pair.id, PreviewAnswer.ACCEPTED)
    await world.settle()
    await _later(world, seconds=61)
    (introduction,) = await world.ledger(MessageName.INTRODUCTION)
    assert introduction.state is DeliveryState.SENT
    (said,) = [post.text for post in world.slack.posts if post.channel == introduction.channel_id]
    assert said.startswith("In case you missed it")
    assert {row.state for row in await world.ledger(MessageName.CHARTER)} == {DeliveryState.SENT}


async def test_a_rate_limit_stops_its_own_method_only_until_slack_says(world: World) -> None:
    await world.open()
    world.slack.fail("post", rate_limited(seconds=120))
    await world.tell(CARLA, weight=RECEIPT)
    await world.settle()
    await world.tell(COEN, weight=RECEIPT)
    await draw_home(world.core, world.act(COEN))
    await world.settle()
    assert COEN in world.slack.homes
    await _later(world, seconds=119)
    assert [name for name, _ in world.slack.calls].count("post") == 1
    await _later(world, seconds=5)
    assert len(world.slack.posts) == 2


async def test_many_rate_limits_in_a_row_lose_nothing(world: World) -> None:
    await world.open()
    world.slack.fail("post", *[rate_limited(hours=1)] * 10)
    await world.tell(CARLA, weight=RECEIPT)
    await world.forward(hours=11)
    assert len(world.slack.posts) == 1


async def test_an_outage_of_hours_loses_nothing(world: World) -> None:
    await world.open()
    world.slack.fail("post", *[UNREACHABLE] * 20)
    await world.tell(CARLA)
    await world.forward(hours=6)
    assert len(world.slack.posts) == 1


async def test_a_definite_no_ends_it(world: World) -> None:
    await world.open()
    world.slack.fail("post", GONE)
    await world.tell(CARLA, weight=RECEIPT)
    await world.forward(days=1)
    (row,) = await world.ledger()
    assert (row.state, row.reason) == (DeliveryState.FAILED, "channel_not_found")
    assert world.slack.posts == []


async def test_a_bug_in_one_row_stops_no_other_and_is_set_aside(world: World) -> None:
    await world.open()
    await world.tell(CARLA, message=MessageName.REPORT, weight=RECEIPT)  # without the request it needs
    await world.tell(COEN, BOSS, weight=RECEIPT)
    await world.settle()
    assert len(world.slack.posts) == 2
    await world.forward(days=1)
    (row,) = await world.ledger(MessageName.REPORT, to=CARLA)
    assert (row.state, row.reason, row.fault_count) == (DeliveryState.HELD, "poison", 3)


async def test_a_store_that_fails_after_the_post_does_not_send_it_twice(world: World) -> None:
    """The answer came, but could not be written down: nobody knows, so it is looked up."""
    await world.open()
    world.slack.loses_answers = True
    world.slack.fail("post", ConnectionError("the database is away"))
    await world.tell(CARLA, weight=RECEIPT)
    await world.settle()
    await world.forward(minutes=5)
    await _later(world, seconds=61)
    assert len(world.slack.posts) == 1
    assert [row.state for row in await world.ledger()] == [DeliveryState.SENT]


async def test_a_redraw_is_simply_tried_again(world: World) -> None:
    await world.open()
    world.slack.fail("publish_home", NO_ANSWER, UNREACHABLE)
    await draw_home(world.core, world.act(CARLA))
    await world.forward(minutes=2)
    assert CARLA in world.slack.homes


async def test_a_refused_chart_makes_the_workspace_classic_from_then_on(world: World) -> None:
    await world.one_pair()
    await world.settle()
    world.slack.fail("post", BAD_BLOCKS)
    for _ in range(2):
        await request_report(world.core, world.act(CARLA), world.program_id, "")
        await world.forward(minutes=1)
    (workspace,) = await world.all(select(Workspace))
    assert workspace.refuses_rich_blocks
    assert [row.state for row in await world.ledger(MessageName.REPORT)] == [DeliveryState.SENT] * 2
    assert [name for name, _ in world.slack.calls].count("post") == len(world.slack.posts) + 1
    assert len(world.slack.uploads) == 4
