"""A token that Slack takes no more: one failing call in ten minutes, the queue kept, told in the log, on by itself."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from domain.errors import SlackFailure
from domain.kinds import DeliveryState, MessageClass, MessageName
from domain.retries import TOKEN_CODES
from mentoring.greet import draw_home
from mentoring.install_workspace import install_workspace
from mentoring.ledger_figures import delivery_counts
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.world import BOSS, CARLA, COEN, World
from tests.integration.scheduling.troubled_slack import TroubledSlack

TEN_MINUTES = timedelta(minutes=10)
FAMOUS = ("account_inactive", "invalid_auth", "token_expired", "token_revoked")
LETTERS = 6


async def _revoked(world: World, code: str) -> TroubledSlack:
    """Letters, a card to draw anew and Home tabs are due when the token is taken away."""
    slack = TroubledSlack(world.clock)
    world.slack = slack
    world.sender = Post(world.core, slack, world.sender.worker)
    world.runner = EmbeddedRunner(world.sender)
    world.calendar._runner = world.runner
    await world.open()
    await world.tell(CARLA, weight=MessageClass.RECEIPT, part="card")
    await world.settle()
    slack.trouble = SlackFailure(code, is_permanent=True)
    slack.calls.clear()
    await world.redraw(CARLA)
    for person in (CARLA, COEN, BOSS):
        await draw_home(world.core, world.act(person))
        for number in range(LETTERS // 3):
            await world.tell(person, weight=MessageClass.RECEIPT, part=f"{number}")
    return slack


async def _sweeping(world: World, span: timedelta) -> None:
    end = world.now + span
    while world.now < end:
        await world.forward(minutes=5)
        await world.runner.ticks["tick.sweep"].run()


def test_what_refuses_a_token_is_known() -> None:
    assert set(FAMOUS) <= TOKEN_CODES


@pytest.mark.parametrize("code", FAMOUS)
async def test_one_call_fails_in_ten_minutes_whatever_the_method(world: World, code: str) -> None:
    slack = await _revoked(world, code)
    await world.settle()
    began = world.now
    await _sweeping(world, timedelta(hours=1))
    instants = sorted(at for _, at in slack.calls if at > began)
    assert 3 <= len(instants) <= 6
    for first in instants:
        assert sum(first <= at < first + TEN_MINUTES for at in instants) == 1


async def test_the_workspace_pauses_within_the_calls_under_way(world: World) -> None:
    slack = await _revoked(world, "token_revoked")
    await world.settle()
    assert len(slack.calls) <= 4


async def test_nothing_is_lost_and_all_goes_on_by_itself(world: World) -> None:
    slack = await _revoked(world, "invalid_auth")
    await _sweeping(world, timedelta(hours=1))
    rows = await world.ledger(MessageName.HELP)
    waiting = [row for row in rows if row.state is DeliveryState.PENDING]
    assert len(waiting) == LETTERS
    slack.trouble = None
    await _sweeping(world, timedelta(hours=2))
    rows = await world.ledger(MessageName.HELP)
    assert {row.state for row in rows} == {DeliveryState.SENT}
    assert len({post.delivery_id for post in slack.posts}) == len(slack.posts) == LETTERS + 1
    assert {CARLA, COEN, BOSS} <= slack.homes.keys()


async def test_after_a_reinstall_it_goes_on_at_once(world: World) -> None:
    slack = await _revoked(world, "account_inactive")
    await _sweeping(world, timedelta(hours=1))
    slack.trouble = None
    await install_workspace(world.core, HERE, "Here", "UBOT")
    await world.forward(minutes=1)
    rows = await world.ledger(MessageName.HELP)
    assert {row.state for row in rows} == {DeliveryState.SENT}


async def test_a_start_does_not_shorten_what_slack_has_asked_for(world: World) -> None:
    slack = TroubledSlack(world.clock)
    world.slack = slack
    world.sender = Post(world.core, slack, world.sender.worker)
    world.runner = EmbeddedRunner(world.sender)
    world.calendar._runner = world.runner
    await world.open()
    slack.fail("post", SlackFailure("ratelimited", retry_after=TEN_MINUTES))
    await world.tell(CARLA, weight=MessageClass.RECEIPT)
    await world.settle()
    await install_workspace(world.core, HERE, "Here", "UBOT")
    await world.forward(minutes=9)
    assert slack.posts == []
    await world.forward(minutes=2)
    assert len(slack.posts) == 1


async def test_the_admin_is_told_by_the_log_and_by_the_oldest_wait(world: World) -> None:
    with capture_logs() as said:
        await _revoked(world, "token_revoked")
        await world.settle()
        await _sweeping(world, timedelta(minutes=30))
    (first, *_) = [entry for entry in said if entry["event"] == "token_refused"]
    assert (first["log_level"], first["workspace"], first["code"]) == ("error", HERE, "token_revoked")
    counts = await delivery_counts(world.core)
    assert counts.by_state[DeliveryState.PENDING] >= LETTERS
