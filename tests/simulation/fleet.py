"""`make simulate-all`: seeds in several processes until enough participant-days are played."""

import argparse
import os
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import count
from multiprocessing import get_context

from benchmarks.figures import record
from tests.simulation.__main__ import DAYS, HASH_SEED, told
from tests.simulation.plans import Outcome, Plan
from tests.simulation.run import simulate
from tests.simulation.totals import Totals

PROCESSES = 2


def played(seed: int) -> tuple[Outcome, float]:
    """Play one seed in a process of the pool; return what became of it and how many CPU seconds it took."""
    began = time.process_time()
    return simulate(Plan(seed, DAYS)), time.process_time() - began


def play(enough: float, *, processes: int = PROCESSES) -> Totals:
    """Play every seed from 1 on, whichever process is free the next; return what became of all.

    What was played is told on stderr. No seed is begun that the ones under way make needless, as far as one can tell.
    """
    total, seeds = Totals(), count(1)
    os.environ[HASH_SEED] = "0"
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        under_way: set[Future[tuple[Outcome, float]]] = set()
        while under_way or total.participant_days < enough:
            while len(under_way) < processes and total.expected(runs=len(under_way)) < enough:
                under_way.add(pool.submit(played, next(seeds)))
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for outcome, seconds in (future.result() for future in done):
                total.add(outcome)
                print(told(outcome, seconds), file=sys.stderr, flush=True)  # noqa: T201  its figures
    return total


def main(arguments: list[str]) -> int:
    """Play, print and perhaps record; return 1 for a violation, or when a fault was hardly ever met."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.fleet")
    parser.add_argument("--enough", type=float, default=100_000)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--record", help="the name of the figures in docs/figures")
    parser.add_argument("--command", default="make simulate-all", help="what was typed for it")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    total = play(asked.enough, processes=asked.processes)
    seconds = time.monotonic() - began
    print(f"{total.told()}, {seconds:.0f} s; too seldom: {total.rare() or 'nothing'}")  # noqa: T201  its figures
    if asked.record:
        record(asked.record, {**total.figures(), "seconds": round(seconds)}, command=asked.command)
    return int(bool(total.bad or total.rare()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
