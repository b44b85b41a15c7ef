"""Posts nobody can look up: what must arrive comes once more and says so, all else never twice."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.metrics import metrics_text
from domain.errors import SlackFailure
from domain.kinds import DeliveryState, MessageClass, MessageName
from mentoring.ledger_figures import delivery_counts
from mentoring.request_report import request_report
from scheduling.lookup import sweep
from tests.integration.mentoring.fake_slack import NO_ANSWER, rate_limited
from tests.integration.mentoring.world import CARLA, World

MISSING = SlackFailure("missing_scope", is_permanent=True)
MISSED = "In case you missed it"
DOUBTED = {
    MessageClass.MUST_ARRIVE: (DeliveryState.SENT, None),
    MessageClass.RECEIPT: (DeliveryState.SENT, None),
    MessageClass.QUESTION: (DeliveryState.HELD, "unprovable"),
    MessageClass.DIGEST: (DeliveryState.HELD, "unprovable"),
    MessageClass.NUDGE: (DeliveryState.EXPIRED, "unprovable"),
}


async def _sweep(world: World, **span: float) -> None:
    world.clock.move_to(world.now + timedelta(**span))
    await sweep(world.sender)
    await world.settle()


@pytest.mark.parametrize("weight", DOUBTED)
async def test_without_history_the_class_of_a_message_decides(world: World, weight: MessageClass) -> None:
    await world.open()
    world.slack.loses_answers = True
    world.slack.fail("post", NO_ANSWER)
    world.slack.fail("find_post", MISSING)
    await world.tell(CARLA, weight=weight)
    await world.settle()
    await _sweep(world, seconds=61)
    (row,) = await world.ledger(MessageName.HELP)
    assert (row.state, row.reason) == DOUBTED[weight]
    counts = await delivery_counts(world.core)
    assert "\nrm_unprovable_deliveries 1\n" in metrics_text(counts)
    first, *again = world.slack.said_to(f"D-{CARLA}")
    assert not first.startswith(MISSED)
    assert all(text.startswith(MISSED) for text in again)
    assert len(again) == (row.state is DeliveryState.SENT)


async def test_what_may_have_arrived_counts_among_the_three_of_a_day(world: World) -> None:
    await world.open()
    world.slack.loses_answers = True
    world.slack.fail("post", NO_ANSWER)
    world.slack.fail("find_post", MISSING)
    for number in range(4):
        await world.tell(CARLA, weight=MessageClass.DIGEST, part=str(number))
    await world.settle()
    await _sweep(world, seconds=61)
    assert len(world.slack.said_to(f"D-{CARLA}")) == 3


async def test_what_was_repeated_once_is_not_repeated_for_ever(world: World) -> None:
    await world.open()
    world.slack.loses_answers = True
    world.slack.fail("post", NO_ANSWER, NO_ANSWER)
    world.slack.fail("find_post", MISSING, MISSING)
    await world.tell(CARLA)
    await world.settle()
    await _sweep(world, seconds=61)
    await _sweep(world, seconds=61)
    (row,) = await world.ledger(MessageName.HELP)
    assert (row.state, row.reason) == (DeliveryState.HELD, "unprovable")
    assert len(world.slack.said_to(f"D-{CARLA}")) == 2


async def test_a_refused_token_is_no_refused_history(world: World) -> None:
    await world.open()
    world.slack.fail("post", NO_ANSWER)
    world.slack.fail("find_post", SlackFailure("token_revoked", is_permanent=True))
    await world.tell(CARLA, weight=MessageClass.NUDGE)
    await world.settle()
    await _sweep(world, seconds=61)
    (row,) = await world.ledger()
    assert row.state is DeliveryState.SENDING
    await _sweep(world, minutes=11)
    assert len(world.slack.posts) == 1


async def test_a_refused_token_loses_nothing(world: World) -> None:
    await world.open()
    world.slack.fail("post", *[SlackFailure("token_revoked", is_permanent=True)] * 3)
    await world.tell(CARLA)
    await world.forward(hours=3)
    tries = [at for name, at in world.slack.calls if name == "post"]
    assert len(world.slack.posts) == 1
    assert all(later - earlier >= timedelta(minutes=7) for earlier, later in pairwise(tries))


async def test_a_look_up_that_is_limited_waits_for_slack(world: World) -> None:
    await world.open()
    world.slack.fail("post", NO_ANSWER)
    world.slack.fail("find_post", rate_limited(minutes=5))
    await world.tell(CARLA)
    await world.settle()
    for _ in range(5):
        await _sweep(world, seconds=61)
    assert [name for name, _ in world.slack.calls].count("find_post") == 1
    await _sweep(world, seconds=61)
    assert len(world.slack.posts) == 1


async def _report(world: World) -> None:
    await world.one_pair()
    await world.settle()
    await request_report(world.core, world.act(CARLA), world.program_id, "")


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_file_is_looked_for_by_its_id_and_shown_once(world: World, *, is_there: bool) -> None:
    await _report(world)
    world.slack.loses_answers = is_there
    world.slack.fail("share_file", NO_ANSWER)
    await world.settle()
    await _sweep(world, seconds=61)
    await world.forward(minutes=1)
    assert len(world.slack.uploads) == len(set(world.slack.uploads)) == 2
    assert len(world.slack.files) == (2 if is_there else 3)


async def test_a_file_whose_bytes_did_not_go_up_is_simply_tried_again(world: World) -> None:
    await _report(world)
    world.slack.fail("put_file", SlackFailure("http_500"))
    await world.forward(minutes=1)
    assert len(world.slack.uploads) == 2
    assert "find_file" not in [name for name, _ in world.slack.calls]
