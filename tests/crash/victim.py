"""One life of the real bot in a process of its own, until it is killed: from outside, or at a named point."""

import asyncio
import os
import signal
import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.log import set_up_log
from bot.replicas import Part
from bot.settings import Settings
from bot.wiring import running_bot
from domain import failpoints
from domain.failpoints import FAILPOINTS
from scheduling.runner import Runner
from tests.crash.shared_clock import SharedClock

HITS = struct.Struct(f"{len(FAILPOINTS)}q")
WAKE_SECONDS, SWEEP_SECONDS = 0.2, 0.3
"""The clock runs faster than the machine's: so must what the real intervals would wake."""
log = structlog.get_logger()


@dataclass(frozen=True)
class Life:
    """What one process is told. `dies_at` is a point and which arrival there is the last, by which signal."""

    settings: Settings
    clock: SharedClock
    folder: Path
    part: Part = Part.ALONE
    name: str = "alone"
    dies_at: tuple[str, int] | None = None
    by: signal.Signals = signal.SIGKILL

    @property
    def hits_file(self) -> Path:
        return self.folder / f"{self.name}.hits"

    @property
    def log_file(self) -> Path:
        return self.folder / f"{self.name}.log"

    def hits(self) -> Counter[str]:
        """How often each point was reached in the newest life of this name."""
        return Counter(dict(zip(FAILPOINTS, HITS.unpack(self.hits_file.read_bytes()), strict=True)))


class Executioner:
    """The hook: counts arrivals in a file that outlives the process, and ends it at the chosen one."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._hits: Counter[str] = Counter()
        self._file = os.open(life.hits_file, os.O_WRONLY | os.O_CREAT)
        self._keep()

    def __call__(self, point: str) -> None:
        self._hits[point] += 1
        self._keep()
        if self._life.dies_at == (point, self._hits[point]):
            os.kill(os.getpid(), self._life.by)

    def _keep(self) -> None:
        os.pwrite(self._file, HITS.pack(*(self._hits[point] for point in FAILPOINTS)), 0)


def live(life: Life) -> None:
    """Run the bot; the function of the new process."""
    set_up_log(life.log_file.open("a"))
    failpoints.hook = Executioner(life)
    asyncio.run(_live(life))


async def _live(life: Life) -> None:
    async with running_bot(life.settings, life.clock, life.part) as bot, asyncio.TaskGroup() as hurry:
        hurry.create_task(_wake(bot.runner))
        hurry.create_task(_sweep(bot.runner))


async def _wake(runner: Runner) -> None:
    while True:
        runner.wake()
        await asyncio.sleep(WAKE_SECONDS)


async def _sweep(runner: Runner) -> None:
    while True:
        try:
            await runner.ticks["tick.sweep"].run()
        except Exception:  # noqa: BLE001  as the clockwork does: the next sweep tries again
            log.warning("sweep_failed")
        await asyncio.sleep(SWEEP_SECONDS)
