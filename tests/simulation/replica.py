"""One replica of the bot: the product's own core, runner and doors on the shared store; it may freeze and die."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar, copy_context
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ids import SeededIds
from handlers.desk import Desk
from mentoring.core import Core
from mentoring.install_workspace import install_workspace
from mentoring.liveness import register
from models.database import Database
from models.sealing import KEY_BYTES, Sealer
from scheduling.delivery import Post
from scheduling.runner import EmbeddedRunner
from tests.integration.mentoring.hand_clock import think_here
from tests.simulation.network import TENANT, Tenants

if TYPE_CHECKING:
    from tests.simulation.world import World

OWNER: ContextVar["Replica | None"] = ContextVar("owner", default=None)
"""Whose task this is."""
LONGEST_FREEZE = 300.0
SKEW = 120.0
"""Seconds a machine's clock may be off."""
RARELY_REACHED = 5
"""Few messages are left in doubt and looked up: there a machine dies so much more often, or it is hardly ever tried."""
ADDRESS = "sqlite:///in-memory"


class ReplicaKilled(BaseException):
    """The replica this was running in is dead."""


class SkewedClock:
    """The true time, and how far this machine is off."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self.skew = timedelta(seconds=world.chance.uniform(-world.skew, world.skew))

    def now(self) -> datetime:
        return self._world.now() + self.skew

    def monotonic(self) -> float:
        return self._world.loop.time()

    async def sleep(self, until: datetime) -> None:
        await asyncio.sleep(max(0.0, (until - self.now()).total_seconds()))


class SimulatedLock:
    """Stands in for `models.worker.SessionLock`: several replicas on SQLite exist in a simulation only.

    It is free when its replica is dead, and at times its connection breaks. The worker's row says so at once.
    """

    def __init__(self, replica: "Replica", key: int) -> None:
        self._replica = replica
        self._key = key
        self._is_lost = False

    @classmethod
    async def take(cls, _url: Any, key: int) -> "SimulatedLock":
        replica = OWNER.get()
        if replica is None:
            raise ReplicaKilled
        replica.locks.append(lock := cls(replica, key))
        return lock

    async def is_held(self) -> bool:
        await self._replica.thaw()
        world = self._replica.world
        if not self._is_lost and world.chance.random() < world.weather.lock_lost:
            world.count("lock_lost")
            world.watch.worker_lost()
            self.free()
        return not self._is_lost

    async def release(self) -> None:
        self.free()

    def free(self) -> None:
        """Let the server find the lock free."""
        self._is_lost = True
        self._replica.world.lock_is_free(self._key)


class WatchedDatabase(Database):
    """The product's own database; before and after each transaction its replica may freeze or be dead."""

    is_sqlite = False  # several processes work on it, as on PostgreSQL

    def __init__(self, replica: "Replica") -> None:
        super().__init__(ADDRESS, replica.world.store.engine_for, Sealer(bytes(KEY_BYTES)))
        self._replica = replica

    @asynccontextmanager
    async def transaction(self, workspace_id: str) -> AsyncIterator[AsyncSession]:
        await self._replica.step()
        TENANT.set(workspace_id)
        async with super().transaction(workspace_id) as session:
            yield session
        await self._replica.step()

    @asynccontextmanager
    async def every_workspace(self) -> AsyncIterator[AsyncSession]:
        await self._replica.step()
        async with super().every_workspace() as session:
            yield session


class Replica:
    """Lives from `start` to `kill`; its successor is another one."""

    def __init__(self, world: "World", name: str) -> None:
        self.world = world
        self.name = name
        self.is_dead = False
        self._frozen_until = 0.0
        self.tasks: dict[
            asyncio.Task[Any], None
        ] = {}  # in the order they began: a set's order is the machine's
        self.clock = SkewedClock(world)
        database = WatchedDatabase(self)
        ids = SeededIds(world.chance.getrandbits(64))
        self.core = Core(database, self.clock, ids, think_here, world.creators)
        self.slack: Any = Tenants(world)
        self.locks: list[SimulatedLock] = []
        self.runner: EmbeddedRunner | None = None
        self._database = database
        self.desk = Desk(self.core, self.slack)

    @property
    def is_awake(self) -> bool:
        return self.runner is not None and not self.is_dead and self._frozen_until <= self.world.loop.time()

    async def start(self) -> None:
        """Do what bot/wiring.py does before the doors open."""
        for team, workspace in self.world.workspaces.items():
            name = workspace.identity.team_name
            await self.spawn(install_workspace(self.core, team, name, "U0RMBOT01"))
        worker = await self.spawn(register(self.core, self.name))
        runner = EmbeddedRunner(Post(self.core, self.slack, worker))
        self._database.wake = runner.wake
        self.run(runner.start)
        self.runner = runner

    def run(self, function: Any, *args: Any) -> Any:
        """Call something as this replica: the tasks it makes are its own."""
        context = copy_context()
        context.run(OWNER.set, self)
        return context.run(function, *args)

    def spawn(self, errand: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a task of this replica."""
        task: asyncio.Task[Any] = self.run(self.world.loop.create_task, errand)
        return task

    async def step(self) -> None:
        """Between two instructions: others get their turn, the process may be stopped for a while, or be dead."""
        chance, weather = self.world.chance, self.world.weather
        if weather.frozen and chance.random() < weather.frozen:
            self.world.count("frozen")
            self._frozen_until = self.world.loop.time() + chance.uniform(1, LONGEST_FREEZE)
        if chance.random() < 1 / 8:
            await asyncio.sleep(0)
        await self.thaw()

    async def thaw(self) -> None:
        """Wait as long as the process is stopped. Raises ReplicaKilled."""
        while not self.is_dead and self._frozen_until > self.world.loop.time():  # noqa: ASYNC110  it may be stopped anew
            await asyncio.sleep(self._frozen_until - self.world.loop.time())
        if self.is_dead:
            raise ReplicaKilled

    def reached(self, name: str) -> None:
        """Die at a fail-point, perhaps. Raises ReplicaKilled."""
        if self.is_dead:
            raise ReplicaKilled
        weather = self.world.weather
        likely = weather.crash * (RARELY_REACHED if name.startswith("sweep.") else 1)
        if weather.crash and self.world.chance.random() < likely:
            self.world.count(f"crash {name}")
            self.kill()
            raise ReplicaKilled

    def kill(self) -> None:
        """Die at once: no task of its own goes on; what SQLAlchemy tidies up is the store's doing."""
        self.is_dead = True
        current = asyncio.current_task()
        for task in list(self.tasks):
            coroutine: Any = task.get_coro()
            if task is not current and "sqlalchemy" not in coroutine.cr_code.co_filename:
                task.cancel()
        for lock in self.locks:
            lock.free()
        self.world.replica_died(self)


def owned_tasks(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
    """Make a task that its replica knows of; for `loop.set_task_factory`."""
    task = asyncio.Task(coroutine, loop=loop, **options)
    owner = OWNER.get()
    if owner is not None:
        owner.tasks[task] = None
        task.add_done_callback(lambda done: _ended(owner, done))
    return task


def _ended(owner: Replica, task: asyncio.Task[Any]) -> None:
    owner.tasks.pop(task, None)
    if not task.cancelled():
        task.exception()
