"""Three days without Slack: few probes, nothing grows, and afterwards what is still of use comes once."""

import asyncio
import resource
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from domain.errors import SlackFailure
from domain.kinds import DeliveryState, MessageClass, MessageName
from mentoring.greet import draw_home
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner
from tests.integration.mentoring.rewound import in_memory
from tests.integration.mentoring.world import CARLA, COEN, MARK, MAYA, World, berlin
from tests.integration.scheduling.troubled_slack import TroubledSlack

REFUSED = SlackFailure("unreachable")
HANGING = SlackFailure("no_answer", is_ambiguous=True)
UNAVAILABLE = SlackFailure("http_503", is_ambiguous=True)
OUTAGE = timedelta(hours=72)
PROBE = timedelta(seconds=30)
BREATH = timedelta(minutes=2)
"""Until the breaker is open: a few calls were under way when Slack went."""
SWEEP = timedelta(seconds=15)
MOST_MEMORY = 50 * 1024
LETTERS = 30


def _troubled(world: World) -> TroubledSlack:
    slack = TroubledSlack(world.clock)
    world.slack = slack
    world.sender = Post(world.core, slack, world.sender.worker)
    world.runner = EmbeddedRunner(world.sender)
    world.calendar._runner = world.runner
    return slack


async def _pass(world: World, span: timedelta, every: timedelta) -> None:
    """Let time pass with the sweeper coming round."""
    end = world.now + span
    while world.now < end:
        await world.calendar.run_until(min(end, world.now + every))
        await world.runner.ticks["tick.sweep"].run()


async def _owing(world: World) -> None:
    """A date in two days, and letters to many, some only of use today."""
    await world.one_pair()
    pair = await world.meeting()
    await world.fix_date(pair, berlin(world.now + timedelta(days=2), 14))
    for number in range(LETTERS):
        await world.meet(f"U{number:02}")
        await world.tell(f"U{number:02}")
    await world.tell(COEN, weight=MessageClass.NUDGE, part="stale")


def _grown(before: tuple[int, int]) -> tuple[int, int]:
    """Return by how much tasks and open files have grown."""
    tasks, files = _held()
    return tasks - before[0], files - before[1]


def _held() -> tuple[int, int]:
    return len(asyncio.all_tasks()), len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.ci
@pytest.mark.parametrize("trouble", [REFUSED, HANGING, UNAVAILABLE], ids=lambda trouble: trouble.code)
async def test_three_days_without_slack(trouble: SlackFailure, sqlite_template: Path) -> None:
    with capture_logs():
        async with in_memory(sqlite_template) as world:
            slack = _troubled(world)
            await _owing(world)
            before = _held()
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            slack.trouble, began = trouble, world.now
            await _pass(world, timedelta(hours=1), SWEEP)
            for _ in range(3):
                await draw_home(world.core, world.act(CARLA))
            await _pass(world, OUTAGE - timedelta(hours=1), timedelta(minutes=5))
            assert slack.posts == [post for post in slack.posts if post.at < began]
            assert slack.shortest_gap(began + BREATH, world.now) >= PROBE
            assert _grown(before) == (0, 0)
            assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < MOST_MEMORY
            slack.trouble, ended = None, world.now
            await _pass(world, timedelta(days=2), timedelta(minutes=1))
            await _judge(world, slack)
            homes = [at for name, at in slack.calls if name == "publish_home" and at >= ended]
            assert CARLA in slack.homes
            assert len(homes) <= 2 + len({MAYA, MARK, COEN})


async def _judge(world: World, slack: TroubledSlack) -> None:
    copies = Counter(post.delivery_id for post in slack.posts)
    assert max(copies.values()) == 1
    letters = await world.ledger(MessageName.HELP)
    states = Counter((row.message_class, row.state) for row in letters)
    assert states[MessageClass.MUST_ARRIVE, DeliveryState.SENT] == LETTERS
    assert states[MessageClass.NUDGE, DeliveryState.EXPIRED] == 1
    reminders = await world.ledger(MessageName.SESSION_REMINDER)
    assert {row.state for row in reminders} <= {DeliveryState.EXPIRED, DeliveryState.CANCELLED}
    polls = await world.sent(MessageName.SESSION_POLL)
    assert {row.recipient_id for row in polls} == {MAYA, MARK}
    left = [
        row for row in await world.ledger() if row.state in {DeliveryState.CLAIMED, DeliveryState.SENDING}
    ]
    assert left == []
