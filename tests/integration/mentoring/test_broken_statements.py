"""Whatever the database breaks at, done once more everything stands as if it had never broken, and nothing is twofold.

Each flow is done once to count what it asks of the database; then once for each of those things, with that one broken.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from domain.errors import AlreadyTakenError, Refusal
from domain.facts.people import Act
from models.database import STORE_AWAY, Database
from models.sealing import KEY_BYTES, Sealer
from tests.databases import empty
from tests.integration.mentoring.broken import WORD, Breaking, breaking, state_of
from tests.integration.mentoring.fake_slack import Post
from tests.integration.mentoring.flows import DONE_ONCE, FLOWS, Flow, sweep_up
from tests.integration.mentoring.records import HERE
from tests.integration.mentoring.rewound import in_memory
from tests.integration.mentoring.world import World

ROUNDS = 4
SAMPLES = 4
STEP = timedelta(seconds=61)
MISSED = "In case you missed it: I can't tell whether this has reached you already. "


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a database here."""
    monkeypatch.setattr("mentoring.outbox.WRITE_PAUSES", (0.0,) * 5)


async def _done(world: World, flow: Flow, act: Act) -> bool:
    """Do it once. False: the database was in the way, and whoever asked was told so."""
    try:
        await flow.do(world, act)
    except AlreadyTakenError:
        return True
    except STORE_AWAY:
        return False
    return True


async def _aftermath(world: World, flow: Flow, act: Act) -> None:
    """Do it once more as Slack would, or let the clock come round again as it does anyway."""
    if flow.who:
        assert await _done(world, flow, act)
        return
    for _ in range(ROUNDS):
        world.clock.move_to(world.now + STEP)
        await sweep_up(world, act)
        await world.settle()


async def _outcome(world: World) -> tuple[object, Counter[str]]:
    """How things stand, and what stands in Slack."""
    copies = Counter(post.delivery_id for post in world.slack.posts)
    assert max(copies.values(), default=0) <= 1, "posted twice"
    return await state_of(world.database), Counter(_read(post) for post in world.slack.posts)


def _read(post: Post) -> str:
    """What stands there. Where nobody may look, what was in doubt says that it repeats itself."""
    is_theirs = post.channel.startswith("G-")
    return f"{post.channel}: {post.text.removeprefix(MISSED) if is_theirs else post.text}"


def _act(flow: Flow) -> Act:
    return Act(HERE, flow.who, "act/the key")


async def _played(world: World, flow: Flow, broken: Breaking, at: int) -> tuple[object, Counter[str]]:
    async with broken.watching(at):
        await _done(world, flow, _act(flow))
    assert at < 0 or broken.has_broken
    await _aftermath(world, flow, _act(flow))
    return await _outcome(world)


@asynccontextmanager
async def _on_sqlite(flow: Flow, template: Path) -> AsyncIterator[tuple[World, Breaking, Callable[[], None]]]:
    """The world where the flow begins, and the way back to there."""
    with capture_logs():
        async with in_memory(template) as world:
            await flow.begin(world)
            moment, now, slack = world.keep(), world.now, world.slack
            posts, failures = list(slack.posts), {name: [*left] for name, left in slack.failures.items()}

            def again() -> None:
                world.put_back(moment)
                world.clock._now = now
                slack.posts[:] = posts
                slack.failures = {name: [*left] for name, left in failures.items()}
                world.sender.worker.in_hand.clear()

            yield world, breaking(world.database), again


@pytest.mark.ci
@pytest.mark.parametrize("flow", FLOWS, ids=str)
async def test_broken_at_any_statement_or_commit_it_ends_as_if_it_had_not(
    flow: Flow, sqlite_template: Path
) -> None:
    async with _on_sqlite(flow, sqlite_template) as (world, broken, again):
        expected = await _played(world, flow, broken, -1)
        again()
        async with broken.watching() as asked:
            await _done(world, flow, _act(flow))
        for at, what in enumerate(list(asked)):
            again()
            assert await _played(world, flow, broken, at) == expected, (at, what)


@pytest.mark.parametrize("flow", [flow for flow in FLOWS if flow.do in DONE_ONCE], ids=str)
async def test_a_commit_without_a_word_is_not_done_again(flow: Flow, sqlite_template: Path) -> None:
    """Slack delivers it again under its key, and the person herself clicks again under another."""
    async with _on_sqlite(flow, sqlite_template) as (world, broken, again):
        expected = await _played(world, flow, broken, -1)
        again()
        async with broken.watching() as asked:
            await _done(world, flow, _act(flow))
        (at,) = [number for number, what in enumerate(asked) if what == WORD][-1:]
        again()
        assert await _played(world, flow, broken, at) == expected
        with suppress(Refusal):
            await flow.do(world, world.act(flow.who))
        assert await _outcome(world) == expected


@pytest.mark.ci
@pytest.mark.postgresql
@pytest.mark.parametrize("flow", FLOWS, ids=str)
async def test_connections_that_are_ended_under_it_change_nothing(flow: Flow, postgres_url: str) -> None:
    chance = random.Random(str(flow))  # noqa: S311  a seed, no secret
    expected, count = await _once(postgres_url, flow, -1)
    for at in sorted(chance.sample(range(count), min(SAMPLES, count))):
        empty(postgres_url)
        assert (await _once(postgres_url, flow, at))[0] == expected, at


async def _once(address: str, flow: Flow, at: int) -> tuple[tuple[object, Counter[str]], int]:
    """Lead up to the flow and do it with one thing broken; return the outcome, and how much was asked."""
    database = Database(address, sealer=Sealer(bytes(KEY_BYTES)))
    try:
        with capture_logs():
            world = World(database)
            await flow.begin(world)
            broken = breaking(database)
            outcome = await _played(world, flow, broken, at)
            return outcome, len(broken.asked)
    finally:
        await database.close()
