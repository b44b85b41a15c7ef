"""The machine: long computations in one other process, so that the event loop keeps answering in time."""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class ProcessThink:
    """Implements `domain.ports.Think`. The process starts with the first thought and ends with `close`."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def __call__(self, function: Callable[..., Answer], *args: Any) -> Answer:
        """Return `function(*args)`. Raises what it raises, and BrokenProcessPool when the process dies."""
        self._pool = self._pool or _new_pool()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, function, *args)
        except BrokenProcessPool:
            self.close()
            raise

    def close(self) -> None:
        """End the process at once, also in the middle of a thought."""
        if self._pool is None:
            return
        pool, self._pool = self._pool, None
        processes = list((pool._processes or {}).values())  # noqa: SLF001  what Python 3.14's kill_workers() does
        for process in processes:
            process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def _new_pool() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_live_with_the_parent)


def _live_with_the_parent() -> None:
    """A worker outlives Ctrl-C (the parent decides), but not a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after_the_parent, daemon=True).start()


def _end_after_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
