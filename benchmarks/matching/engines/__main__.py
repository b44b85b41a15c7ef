"""Run one engine on one instance: ``python -m benchmarks.matching.engines ortools_flow arcs.npz``.

Prints its seconds (building its model and solving it), its peak memory and what its pairs are worth.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

from benchmarks.matching import arcs
from benchmarks.matching.memory import peak_mb


def main(name: str, file: Path) -> None:
    """Let the engine choose, and print what came of it as JSON."""
    choose = import_module(f"benchmarks.matching.engines.{name}").choose
    given = arcs.read(file)
    started = perf_counter()
    chosen = choose(given)
    figures = {"seconds": perf_counter() - started, "peak_mb": peak_mb()}
    print(json.dumps(figures | arcs.worth(given, chosen)._asdict()))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
