"""Several workspaces in one process: a Slack that hangs or refuses in one is not felt in the others."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from domain.facts.delivery import Posted
from domain.facts.people import SlackProfile
from domain.kinds import DeliveryState, MessageClass, MessageName
from mentoring.install_workspace import install_workspace
from mentoring.liveness import register, stay_alive
from mentoring.meet_person import meet_person
from mentoring.promises import tell
from models import Delivery, DeliveryWorker
from models.database import Database
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner
from tests.integration.mentoring.fake_slack import Blocks, FakeSlack, rate_limited
from tests.integration.mentoring.world import World

SICK, WELL = "TSICK", "TWELL"
PEOPLE = 12
PATIENCE = 10
A_MOMENT = 0.3


@dataclass
class TwoSlacks(FakeSlack):
    """People of the sick workspace are known by their ids. Its calls hang until let go, or are limited."""

    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    hanging: int = 0
    limited: bool = False

    async def open_conversation(self, person_ids: Sequence[str]) -> str:
        await self._suffer(person_ids[0])
        return await super().open_conversation(person_ids)

    async def post(self, channel: str, text: str, blocks: Blocks, delivery_id: str) -> Posted:
        await self._suffer(channel)
        return await super().post(channel, text, blocks, delivery_id)

    async def _suffer(self, whose: str) -> None:
        if SICK not in whose:
            return
        if self.limited:
            raise rate_limited(seconds=30)
        self.hanging += 1
        await self.may_end.wait()

    def arrived(self, workspace_id: str) -> list[datetime]:
        """When what was for a workspace arrived."""
        return [post.at for post in self.posts if workspace_id in post.channel]


async def _two_workspaces(world: World) -> TwoSlacks:
    """Both have the same number of people, and none has been written to."""
    slack = TwoSlacks(world.clock)
    world.slack = slack
    world.sender = Post(world.core, slack, world.sender.worker)
    world.runner = EmbeddedRunner(world.sender)
    world.calendar._runner = world.runner
    world.database.wake = world.runner.wake
    for workspace in (SICK, WELL):
        await install_workspace(world.core, workspace, workspace, "UBOT")
        for number in range(PEOPLE):
            await meet_person(world.core, workspace, _profile(workspace, number))
    return slack


def _profile(workspace: str, number: int) -> SlackProfile:
    return SlackProfile(id=f"U{workspace}{number:02}", name="One", time_zone="Europe/Berlin", locale="en")


async def _write(world: World, workspace: str, *numbers: int) -> None:
    async with world.database.transaction(workspace) as session:
        for number in numbers:
            person = _profile(workspace, number).id
            await tell(session, world.core, MessageName.HELP, MessageClass.RECEIPT, [person], person)


@asynccontextmanager
async def _running(world: World) -> AsyncIterator[None]:
    world.runner.start()
    try:
        yield
    finally:
        await world.runner.stop()


async def _until(slack: TwoSlacks, workspace: str, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(slack.arrived(workspace)) < count:  # noqa: ASYNC110  a running bot is watched from outside
            await asyncio.sleep(0.01)


async def test_while_one_workspace_hangs_the_others_messages_go_out_also_those_promised_later(
    world: World,
) -> None:
    slack = await _two_workspaces(world)
    async with _running(world):
        await _write(world, SICK, *range(PEOPLE))
        async with asyncio.timeout(PATIENCE):
            while not slack.hanging:  # noqa: ASYNC110  a running bot is watched from outside
                await asyncio.sleep(0.01)
        await _write(world, WELL, 0, 1, 2)
        await _until(slack, WELL, 3)
        await _write(world, WELL, 3)
        await _until(slack, WELL, 4)
        assert slack.arrived(SICK) == []
        slack.may_end.set()
        await _until(slack, SICK, PEOPLE)
    assert len({post.delivery_id for post in slack.posts}) == PEOPLE + 4


async def test_a_stop_while_one_workspace_hangs_leaves_no_row_claimed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduling.runner.STOP_SECONDS", A_MOMENT)
    slack = await _two_workspaces(world)
    async with _running(world):
        await _write(world, SICK, *range(PEOPLE))
        await _write(world, WELL, *range(PEOPLE))
        await _until(slack, WELL, PEOPLE)
    async with world.database.every_workspace() as session:
        states = set(await session.scalars(select(Delivery.state)))
    assert states == {DeliveryState.SENT, DeliveryState.PENDING}
    assert slack.arrived(SICK) == []


async def test_a_storm_of_429_in_one_workspace_changes_no_instant_in_the_other(world: World) -> None:
    slack = await _two_workspaces(world)
    slack.limited = True
    began = world.now
    await _write(world, SICK, *range(PEOPLE))
    await _write(world, WELL, *range(PEOPLE))
    await world.forward(minutes=2)
    in_company = [at - began for at in slack.arrived(WELL)]
    slack.limited = False
    slack.may_end.set()
    await world.forward(hours=3)
    assert len(slack.arrived(SICK)) == PEOPLE
    slack.posts.clear()
    began = world.now
    async with world.database.transaction(WELL) as session:
        for number in range(PEOPLE):
            person = _profile(WELL, number).id
            at = [person], person
            await tell(session, world.core, MessageName.HELP, MessageClass.RECEIPT, *at, part="alone")
    await world.forward(minutes=2)
    alone = [at - began for at in slack.arrived(WELL)]
    assert len(in_company) == len(alone) == PEOPLE
    assert max(in_company) <= max(alone) + timedelta(seconds=1)


async def test_after_a_429_no_call_of_that_workspace_comes_before_its_time(world: World) -> None:
    slack = await _two_workspaces(world)
    slack.may_end.set()
    await _write(world, SICK, *range(PEOPLE))
    slack.fail("post", rate_limited(seconds=45))
    await world.settle()
    refused_at = next(at for name, at in slack.calls if name == "post")
    await world.forward(minutes=5)
    later = [at for name, at in slack.calls if name == "post" and at > refused_at]
    assert min(later) >= refused_at + timedelta(seconds=45)
    assert len(slack.arrived(SICK)) == PEOPLE


class Renewed:
    """A lock that is lost until somebody has taken it anew; taking takes a moment."""

    taken = 0

    def __init__(self) -> None:
        self.released = False

    @classmethod
    async def take(cls, _url: object, _key: int) -> "Renewed":
        cls.taken += 1
        await asyncio.sleep(0.01)
        return cls()

    async def is_held(self) -> bool:
        await asyncio.sleep(0.01)
        return not self.released

    async def release(self) -> None:
        self.released = True


@pytest.fixture
async def many(database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose workers hold locks that a test can take away."""
    monkeypatch.setattr("mentoring.liveness.SessionLock", Renewed)
    monkeypatch.setattr(type(database), "is_sqlite", False)
    monkeypatch.setattr(Renewed, "taken", 0)
    return World(database)


async def test_eight_drains_that_find_the_lock_lost_renew_it_once(many: World) -> None:
    worker = await register(many.core, "here")
    first = worker.id
    assert isinstance(worker.lock, Renewed)
    worker.lock.released = True
    await asyncio.gather(*(stay_alive(many.core, worker) for _ in range(8)))
    assert Renewed.taken == 2
    assert worker.id != first
    async with many.database.every_workspace() as session:
        rows = list(await session.scalars(select(DeliveryWorker.id)))
    assert sorted(rows) == sorted([first, worker.id])


async def test_a_worker_that_could_not_be_entered_keeps_its_name_and_leaves_no_lock(
    many: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = await register(many.core, "here")
    first, lock = worker.id, worker.lock
    assert isinstance(lock, Renewed)
    lock.released = True
    made: list[Renewed] = []

    async def take(_url: object, _key: int) -> Renewed:
        made.append(Renewed())
        return made[-1]

    monkeypatch.setattr(Renewed, "take", take)
    monkeypatch.setattr(many.core.ids, "new", lambda: first)  # the same name again: the table refuses it
    with pytest.raises(Exception, match="worker"):
        await stay_alive(many.core, worker)
    assert (worker.id, worker.lock) == (first, lock)
    assert [one.released for one in made] == [True]
