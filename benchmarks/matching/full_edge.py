"""OR-Tools's min-cost flow over all allowed pairs, each an arc: another engine's optimum.

Run as ``python -m benchmarks.matching.full_edge arcs.npz``: a process of its own, because its
library and highspy's bring two HiGHS that can't be loaded together. Prints value and seconds.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from ortools.graph.python import min_cost_flow


def best_value(file: Path) -> tuple[int, float]:
    """Return the best value of an instance (see `peers.write_arcs`) and the seconds of the solve."""
    arcs = np.load(file)
    places, first, mentors = arcs["places"], arcs["first"], int(arcs["mentors"])
    source, sink, seats = len(places), len(places) + 1, np.arange(len(places))
    tails = np.where(seats < mentors, source, seats)
    heads = np.where(seats < mentors, seats, sink)
    ones = np.ones(len(places), dtype=np.int64)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, ones, -first)
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, places - 1, 0 * first)
    pairs = np.ones(len(arcs["rows"]), dtype=np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(arcs["rows"], arcs["columns"] + mentors, pairs, -arcs["scores"])
    most = int(places[:mentors].sum())
    flow.add_arc_with_capacity_and_unit_cost(source, sink, most, 0)
    flow.set_node_supply(source, most)
    flow.set_node_supply(sink, -most)
    started = perf_counter()
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise SystemExit(f"OR-Tools says {status}, not OPTIMAL")
    return -int(flow.optimal_cost()), perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(best_value(Path(sys.argv[1]))))
