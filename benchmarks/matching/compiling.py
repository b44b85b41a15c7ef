"""What the compiler costs: once per machine (compiling), then once per process (loading its cache).

Run as ``python -m benchmarks.matching.compiling``: prints the seconds of the first two solves of
this process.
"""

import json
import os
import subprocess
import sys
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.matching.ours import WARM_UP, warm_up


def compiling() -> dict[str, float]:
    """Return the seconds of the first solve on a new machine, in a new process, and of any other."""
    with TemporaryDirectory() as folder:
        first, _ = _two_solves(folder)
        loaded, warm = _two_solves(folder)
    return {
        "size": WARM_UP,
        "first_s": round(first, 2),
        "loaded_s": round(loaded, 2),
        "warm_s": round(warm, 3),
    }


def _two_solves(cache: str) -> list[float]:
    command = [sys.executable, "-m", "benchmarks.matching.compiling"]
    environment = os.environ | {"NUMBA_CACHE_DIR": cache}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)  # noqa: S603  our own
    seconds: list[float] = json.loads(done.stdout)
    return seconds


def _seconds() -> float:
    started = perf_counter()
    warm_up()
    return perf_counter() - started


if __name__ == "__main__":
    print(json.dumps([_seconds(), _seconds()]))
