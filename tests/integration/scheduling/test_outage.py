"""Three days without Slack: few probes, nothing grows, and afterwards what is still of use comes once."""

import asyncio
import resource
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from benchmarks.figures import record
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
TROUBLES = (REFUSED, HANGING, UNAVAILABLE)
OUTAGE = timedelta(hours=72)
PROBE = timedelta(seconds=30)
UNDER_WAY = 4
"""Calls of a method that may have been under way, or in doubt, before it rests."""
SWEEP = timedelta(seconds=15)
BIG_STEP = timedelta(minutes=10)
MOST_MEMORY = 50 * 1024
LETTERS = 30
HOMES = 8
"""Two for each whose day has gone on meanwhile; not one for every wish."""
COMMAND = "pytest -m soak tests/integration/scheduling/test_outage.py"


def _troubled(world: World) -> TroubledSlack:
    slack = TroubledSlack(world.clock)
    world.slack = slack
    world.sender = Post(world.core, slack, world.sender.worker)
    world.runner = EmbeddedRunner(world.sender)
    world.calendar._runner = world.runner
    return slack


async def _pass(world: World, span: timedelta, every: timedelta) -> None:
    """Let time pass, from each thing due to the next, with the sweeper coming round."""
    end = world.now + span
    while world.now < end:
        await world.calendar.run_until(min(end, world.now + every))
        await world.runner.ticks["tick.sweep"].run()


async def _hurry(world: World, span: timedelta) -> None:
    """Let time pass in big steps."""
    end = world.now + span
    while world.now < end:
        world.clock.move_to(min(end, world.now + BIG_STEP))
        await world.runner.ticks["tick.sweep"].run()
        await world.settle()


async def _owing(world: World) -> None:
    """A date in two days, and letters to many, some only of use today."""
    await world.one_pair()
    pair = await world.meeting()
    await world.fix_date(pair, berlin(world.now + timedelta(days=2), 14))
    for number in range(LETTERS):
        await world.meet(f"U{number:02}")
        await world.tell(f"U{number:02}")
    await world.tell(COEN, weight=MessageClass.NUDGE, part="stale")


@pytest.mark.ci
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.code)
async def test_three_days_without_slack(trouble: SlackFailure, sqlite_template: Path) -> None:
    """The first hour closely, the rest of them in steps."""
    with capture_logs():
        async with in_memory(sqlite_template) as world:
            await _outage(world, trouble, closely=timedelta(hours=1))


@pytest.mark.soak
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.code)
async def test_three_days_without_slack_to_the_second(trouble: SlackFailure, sqlite_template: Path) -> None:
    with capture_logs():
        async with in_memory(sqlite_template) as world:
            probes = await _outage(world, trouble, closely=OUTAGE)
    record(f"outage-{trouble.code}", {"hours": 72, "calls": probes, "lost": 0, "doubled": 0}, command=COMMAND)


async def _outage(world: World, trouble: SlackFailure, closely: timedelta) -> int:
    """Live through it and after it; return how many calls were made in it."""
    slack = _troubled(world)
    await _owing(world)
    before, posts, memory = _held(), len(slack.posts), _most_memory()
    slack.calls.clear()
    slack.trouble, began = trouble, world.now
    await _pass(world, closely, SWEEP)
    for _ in range(3):
        await draw_home(world.core, world.act(CARLA))
    await _hurry(world, OUTAGE - closely)
    assert len(slack.posts) == posts
    for method, calls in slack.at(began, world.now).items():
        assert all(later - earlier >= PROBE for earlier, later in pairwise(calls[UNDER_WAY:])), method
    assert _held() == before
    assert _most_memory() - memory < MOST_MEMORY
    slack.trouble, ended = None, world.now
    await _pass(world, timedelta(days=2), timedelta(minutes=5))
    await _judge(world, slack)
    homes = [at for name, at in slack.calls if name == "publish_home" and at >= ended]
    assert len(homes) <= HOMES
    return sum(began <= at < ended for _, at in slack.calls)


def _held() -> tuple[int, int]:
    """Tasks and open files."""
    return len(asyncio.all_tasks()), len(list(Path("/proc/self/fd").iterdir()))


def _most_memory() -> int:
    """The peak so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


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
