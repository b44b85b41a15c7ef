"""The embedded runner: woken by commits, it works off what is due, and stops without dropping a row."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import select

from domain.facts.delivery import Posted
from domain.kinds import DeliveryState, MessageClass, MessageName, RoundState, Series
from mentoring.greet import answer_message
from mentoring.liveness import Worker
from models import Due
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner, Lane
from tests.integration.mentoring.fake_slack import Blocks, FakeSlack
from tests.integration.mentoring.world import CARLA, COEN, World

PATIENCE = 10


class SlowSlack(FakeSlack):
    """Holds every post back until it is let go."""

    def hold(self) -> None:
        self.has_begun, self.may_end = asyncio.Event(), asyncio.Event()

    async def post(self, channel: str, text: str, blocks: Blocks, delivery_id: str) -> Posted:
        self.has_begun.set()
        await self.may_end.wait()
        return await super().post(channel, text, blocks, delivery_id)


@asynccontextmanager
async def _running(world: World) -> AsyncIterator[EmbeddedRunner]:
    world.database.wake = world.runner.wake
    world.runner.start()
    try:
        yield world.runner
    finally:
        await world.runner.stop()


async def _soon(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await is_so():  # noqa: ASYNC110  a running bot is watched from outside
            await asyncio.sleep(0.01)


async def test_a_commit_that_promises_wakes_the_sender(world: World) -> None:
    await world.open()
    async with _running(world):
        await answer_message(world.core, world.act(CARLA))

        async def is_there() -> bool:
            return len(world.slack.posts) == 1

        await _soon(is_there)


async def test_a_commit_that_sets_a_step_due_wakes_the_solver(world: World) -> None:
    await world.one_pair()
    async with _running(world):
        await world.set_due(Series.ENROLMENT_CLOSE, world.program_id, world.now)

        async def is_proposed() -> bool:
            rounds = await world.rounds()
            return bool(rounds) and rounds[0].state is RoundState.PROPOSED

        await _soon(is_proposed)


async def test_stopping_lets_what_is_in_hand_be_settled(world: World) -> None:
    await world.open()
    slow = SlowSlack(world.clock)
    slow.hold()
    runner = EmbeddedRunner(Post(world.core, slow, Worker("slow")))
    world.database.wake = runner.wake
    runner.start()
    await world.tell(CARLA, COEN, weight=MessageClass.RECEIPT)
    await slow.has_begun.wait()
    stopping = asyncio.create_task(runner.stop())
    await asyncio.sleep(0)
    slow.may_end.set()
    await stopping
    assert {row.state for row in await world.ledger()} == {DeliveryState.SENT}


async def test_a_runner_that_was_never_started_stops_quietly(world: World) -> None:
    await world.runner.stop()


async def test_a_wake_up_during_work_is_not_lost() -> None:
    runs: list[int] = []
    again = asyncio.Event()

    async def run() -> int:
        runs.append(1)
        if len(runs) == 1:
            lane.wake()
        if len(runs) == 2:
            again.set()
        return 0

    lane = Lane("test", run)
    lane.start()
    lane.wake()
    async with asyncio.timeout(PATIENCE):
        await again.wait()
    await lane.stop()


async def test_a_lane_that_failed_works_on_when_it_is_woken() -> None:
    outcomes: list[Exception | int] = [OSError("the database is away"), 0]
    is_done = asyncio.Event()

    async def run() -> int:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            lane.wake()
            raise outcome
        is_done.set()
        return outcome

    lane = Lane("test", run)
    lane.start()
    lane.wake()
    async with asyncio.timeout(PATIENCE):
        await is_done.wait()
    await lane.stop()


async def test_one_step_that_fails_stops_no_other_and_does_not_spin(world: World) -> None:
    await world.one_pair()
    await world.set_due(Series.CHECK_IN, "nobody", world.now - timedelta(days=1))
    await world.set_due(Series.ENROLMENT_CLOSE, world.program_id, world.now)
    steps = await world.forward(hours=5)
    assert (await world.round()).state is RoundState.PROPOSED
    (row,) = await world.all(select(Due).where(Due.subject_id == "nobody"))
    assert world.now < row.due_at <= world.now + timedelta(hours=1)
    assert steps <= 10


async def test_one_round_that_cannot_be_solved_stops_no_other(world: World) -> None:
    await world.one_pair()
    await world.set_due(Series.SOLVE, "nowhere", world.now - timedelta(days=1))
    await world.set_due(Series.ENROLMENT_CLOSE, world.program_id, world.now)
    await world.settle()
    assert (await world.round()).state is RoundState.PROPOSED
    assert len(await world.sent(MessageName.PROPOSAL)) == 2
