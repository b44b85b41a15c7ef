"""A whole simulated run: Slack, one store, several replicas, people, faults, and the virtual clock that drives them."""

import asyncio
import hashlib
import random
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import structlog
import yaml
from sqlalchemy.exc import DBAPIError

from models import Base
from sandbox.acts.in_client import Acts
from sandbox.delivery.courier import Courier
from sandbox.faults.delivery import FaultyTransport
from sandbox.state.app import app_from_manifest
from sandbox.state.identity import Identity
from sandbox.state.ids import Ids
from sandbox.state.workspace import Workspace
from tests.simulation.crowd import Crowd
from tests.simulation.doorway import ACK, Doorway
from tests.simulation.ending import judge_the_end
from tests.simulation.lives import Lives
from tests.simulation.loop import VirtualLoop
from tests.simulation.misfortune import bad_luck, outages
from tests.simulation.people import company
from tests.simulation.plans import Outcome, Plan, ProgramPlan, draw_program, first_instant
from tests.simulation.replica import OWNER, SKEW, Replica, ReplicaKilled, owned_tasks
from tests.simulation.store import Store
from tests.simulation.timekeeper import keep_time
from tests.simulation.watch import Watch
from tests.simulation.weather import CALM, draw_weather, on_the_way

MANIFEST = Path(__file__).parents[2] / "app_manifest.yml"
FIRST_DAY = datetime(2026, 1, 5, 6, tzinfo=UTC)
QUIET = timedelta(hours=48)
LONGEST_DOWNTIME = 120.0
ENDED = "UPDATE worker SET ended_at = ? WHERE lock_key = ?"


@dataclass
class World:
    """Everything there is in one run."""

    plan: Plan
    loop: VirtualLoop
    replicas: list[Replica] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"world {self.plan.seed}")  # noqa: S311  a seed, no secret
        self.weather = self.plan.weather or draw_weather(self.chance)
        self.skew = SKEW if self.weather.clock_step else 0.0
        self.first_instant = first_instant(self.chance, FIRST_DAY)
        self.trace = hashlib.sha256()
        self.over = asyncio.Event()
        self.changed = asyncio.Event()
        self.store = Store(self.chance, self.changed.set, lambda: self.count("database"))
        self._errands: set[asyncio.Task[Any]] = set()
        self.workspaces: dict[str, Workspace] = {}
        self.acts: dict[str, Acts] = {}
        self.on_the_way = on_the_way(self.weather, self.plan.seed, self.count)
        self.programs: dict[str, ProgramPlan] = {}
        self._found_companies()
        self.is_out = False
        self.draws_home = self.chance.random() < 1 / 4
        self.creators = frozenset({"U0COORD0", "U0COORD1"})
        self.watch = Watch(self)
        self.store.after_commit = self.watch.committed
        self.crowd = Crowd(self)
        self.loop.is_restless = lambda: self.watch.fail(
            "L7 it comes to rest", "turns and turns, hardly moving on"
        )

    def _found_companies(self) -> None:
        """One workspace or two: the people of both have the same ids."""
        courier = Courier(FaultyTransport(Doorway(self), self.on_the_way))
        app = app_from_manifest(yaml.safe_load(MANIFEST.read_text()), Ids(self.plan.seed))
        for number in range(self.chance.choice((1, 2))):
            ids = Ids(f"{self.plan.seed}-{number}")
            team = f"T0TEAM{number}"
            identity = Identity(app, ids, team, f"Company{number}", f"company{number}")
            program = draw_program(self.chance, self.plan.people)
            people = company(number, program.size, program.mentors, self.chance)
            workspace = Workspace(identity, ids, people, self.now(), lambda: self.now().timestamp())
            identity.install(app.scopes, self.now())
            self.programs[team] = program
            self.workspaces[team] = workspace
            self.acts[team] = Acts(workspace, self, courier)  # type: ignore[arg-type]  # only asks for now

    # time

    def now(self) -> datetime:
        """The true time."""
        return self.first_instant + timedelta(seconds=self.loop.time())

    def after(self, seconds: float, errand: Callable[[], Awaitable[Any]]) -> None:
        """Do something later, on nobody's behalf."""
        self.loop.call_later(seconds, lambda: self.background(errand()))

    def background(self, errand: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(errand)
        self._errands.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._errands.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.watch.fail("the simulation itself", repr(error), error)

    # replicas

    def any_replica(self) -> Replica | None:
        """One that lives, wherever the load balancer sends us; it may be frozen."""
        living = [replica for replica in self.replicas if not replica.is_dead]
        return self.chance.choice(living) if living else None

    def any_awake(self) -> Replica | None:
        awake = [replica for replica in self.replicas if replica.is_awake]
        return self.chance.choice(awake) if awake else None

    async def start_replica(self, name: str) -> None:
        """Start one; what fails at the start ends it, and its supervisor starts another one."""
        replica = Replica(self, name)
        self.replicas.append(replica)
        try:
            await replica.start()
        except DBAPIError:
            replica.kill()
        except (ReplicaKilled, asyncio.CancelledError):
            if not replica.is_dead:
                raise

    def replica_died(self, replica: Replica) -> None:
        """Have it replaced after a while, as a supervisor does."""
        self.watch.worker_lost()
        self.replicas.remove(replica)
        self.count("killed")
        name = f"{replica.name.partition('.')[0]}.{self.faults['killed']}"
        self.after(self.chance.uniform(1, LONGEST_DOWNTIME), lambda: self.start_replica(name))

    def lock_is_free(self, key: int) -> None:
        """Tell the store that a worker is gone, as soon as nobody's transaction is open."""
        if self.store.connection.in_transaction:
            self.loop.call_soon(self.lock_is_free, key)
        else:
            self.store.rows(ENDED, f"{self.now():%Y-%m-%d %H:%M:%S.%f}", key)
            self.changed.set()

    async def pass_through(self, _method: str) -> None:
        """A call of Slack begins: its replica may be stopped or dead by now."""
        owner = OWNER.get()
        if owner is not None:
            await owner.step()

    def count(self, fault: str) -> None:
        self.faults[fault] += 1

    def reached(self, name: str) -> None:
        owner = OWNER.get()
        if owner is not None:
            owner.reached(name)

    # the two phases

    async def run(self) -> None:
        """Chaos, then quiet, then judgement."""
        self.loop.set_task_factory(owned_tasks)
        self.store.fault_chance = self.weather.database
        for number in range(self.chance.choice((1, 2, 3))):
            await self.start_replica(f"r{number}")
        self.background(keep_time(self))
        self.background(bad_luck(self))
        self.background(outages(self))
        self.background(Lives(self).live(timedelta(days=self.plan.days)))
        if await self._lasts(timedelta(days=self.plan.days)):
            self._calm_down()
            if await self._lasts(QUIET):
                judge_the_end(self)

    async def _lasts(self, span: timedelta) -> bool:
        """Let time pass; False when a violation has ended the run."""
        try:
            async with asyncio.timeout(span.total_seconds()):
                await self.over.wait()
        except TimeoutError:
            return True
        return False

    def _calm_down(self) -> None:
        self.weather = CALM
        self.is_out = False
        self.store.fault_chance = 0.0
        self.on_the_way.clear()

    def outcome(self) -> Outcome:
        """Close the books."""
        for line in self.store.dump(table.name for table in Base.metadata.sorted_tables):
            self.trace.update(line.encode())
        return Outcome(
            self.plan,
            self.trace.hexdigest(),
            self.crowd.participant_days(),
            tuple(program.told() for program in self.programs.values()),
            sum(self.watch.visible.values()),
            self.watch.calls,
            self.crowd.acts,
            self.faults,
            tuple(self.watch.violations),
        )

    def hear(self, _logger: Any, _method: str, line: MutableMapping[str, Any]) -> NoReturn:
        """Read the bot's log: what it says of an act, and what nobody else would notice."""
        ack = ACK.get()
        if ack is not None and line.get("event") == "act":
            ack.outcome = str(line.get("outcome"))
        if line.get("exc_info"):
            self.watch.heard_of_a_bug(line)
        raise structlog.DropEvent
