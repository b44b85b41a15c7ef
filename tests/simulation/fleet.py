"""`make simulate-all`: seeds in several processes until enough participant-days are played."""

import argparse
import os
import subprocess
import sys
import time

from benchmarks.figures import record
from tests.simulation.totals import Totals, added

PROCESSES = 2
MANY = 100_000


def play(enough: float, *, processes: int = PROCESSES) -> Totals:
    """Play every seed from 1 on, each process its share; return what became of all. What was bad is on stderr."""
    running = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.simulation", "--json", "--runs", str(MANY)),
                *("--seed", str(1 + number), "--step", str(processes), "--enough", str(enough / processes)),
            ],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONHASHSEED": "0"},
        )
        for number in range(processes)
    ]
    return added([process.communicate()[0] for process in running])


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
