"""Playing one run: the world on its virtual loop, with the few seams of the product that need a server or a log."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

import mentoring.liveness
import scheduling.rendering
from domain import failpoints
from scheduling.rendering import Rendered
from tests.simulation.loop import VirtualLoop, run_virtually
from tests.simulation.plans import Outcome, Plan
from tests.simulation.replica import SimulatedLock
from tests.simulation.store import migrated
from tests.simulation.world import World

EMPTY_HOME = Rendered(view={"type": "home", "blocks": []})


def simulate(plan: Plan) -> Outcome:
    """Play one run from its seed; the same plan gives the same outcome."""

    async def play(loop: VirtualLoop) -> Outcome:
        world = World(plan, loop)
        with _seams(world):
            await world.run()
            for replica in list(world.replicas):
                replica.is_dead = True
            return world.outcome()

    migrated()
    with _rare_garbage():
        return run_virtually(plan.seed, play)


@contextmanager
def _seams(world: World) -> Iterator[None]:
    """Put in the log's listener and the lock; and where the seed says so, Home tabs are published empty.

    Drawing them is a third of all work. Three runs in four only see that and when they are published.
    """
    config = structlog.get_config()
    structlog.configure(processors=[world.hear], cache_logger_on_first_use=False)
    failpoints.hook = world.reached
    try:
        with _replaced(mentoring.liveness, "SessionLock", SimulatedLock), _home(world):
            yield
    finally:
        failpoints.hook = None
        structlog.configure(**config)


def _home(world: World) -> Any:
    real: Callable[..., Any] = scheduling.rendering._home

    async def home(*facts: Any) -> Rendered:
        return await real(*facts) if world.draws_home else EMPTY_HOME

    return _replaced(scheduling.rendering, "_home", home)


@contextmanager
def _replaced(module: Any, name: str, stand_in: Any) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, stand_in)
    try:
        yield
    finally:
        setattr(module, name, before)


@contextmanager
def _rare_garbage() -> Iterator[None]:
    """Collect seldom: SQLAlchemy's statements are cycles by the million, and a tenth of the time goes there."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
