"""Starting and ending processes: forked from a warm server that has imported everything."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.crash.victim import Life, live

KILLED = -signal.SIGKILL
NAP, PATIENCE = 0.01, 60.0

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["pytest", "tests.crash.victim"])


@dataclass
class Lives:
    """The processes of one test."""

    running: list[ForkServerProcess] = field(default_factory=list)
    kills: int = 0
    began: float = field(default_factory=time.monotonic)

    def start(self, life: Life) -> ForkServerProcess:
        """Begin a life."""
        process = _context.Process(target=live, args=(life,), name=life.name)
        process.start()
        self.running.append(process)
        return process

    async def kill(self, *processes: ForkServerProcess) -> None:
        """End these, or all, without a word."""
        ending = processes or tuple(self.running)
        for process in ending:
            process.kill()
        while any(process.is_alive() for process in ending):  # noqa: ASYNC110  a process rings no bell here
            await asyncio.sleep(NAP)
        self.bury()

    async def end(self) -> None:
        """End all, who are at rest: nothing was at stake, so this counts as no kill."""
        kills = self.kills
        await self.kill()
        self.kills = kills

    def bury(self) -> list[ForkServerProcess]:
        """Return who has ended since the last time. Only kill -9 may have done it."""
        ended = [process for process in self.running if not process.is_alive()]
        for process in ended:
            self.running.remove(process)
            assert process.exitcode == KILLED, f"{process.name} ended by itself: {process.exitcode}"
        self.kills += len(ended)
        return ended

    def named(self, name: str) -> ForkServerProcess:
        """Find a running process."""
        return next(process for process in self.running if process.name == name)

    @staticmethod
    async def stopped(process: ForkServerProcess) -> None:
        """Wait until it is a zombie: it holds its locks and does nothing."""
        async with asyncio.timeout(PATIENCE):
            while _state_of(process) != "T":  # noqa: ASYNC110  as above
                await asyncio.sleep(NAP)

    @staticmethod
    def wake(process: ForkServerProcess) -> None:
        """Let a stopped one go on as if nothing had happened."""
        if process.pid is not None:
            os.kill(process.pid, signal.SIGCONT)


def _state_of(process: ForkServerProcess) -> str:
    """The kernel's letter for what it is doing."""
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0]


@contextmanager
def lives() -> Iterator[Lives]:
    """Yield a family of processes; none of them survives the block."""
    family = Lives()
    try:
        yield family
    finally:
        for process in family.running:
            process.kill()
            process.join()
