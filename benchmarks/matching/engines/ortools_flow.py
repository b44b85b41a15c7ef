"""OR-Tools's min-cost flow over all allowed pairs."""

import numpy as np
from ortools.graph.python import min_cost_flow

from benchmarks.matching.arcs import Arcs, Ints


def choose(arcs: Arcs) -> Ints:
    """Return the pairs of the best flow. Raises ArithmeticError where the engine doesn't say optimal."""
    source, sink, seats = len(arcs.places), len(arcs.places) + 1, np.arange(len(arcs.places))
    tails = np.where(seats < arcs.mentors, source, seats)
    heads = np.where(seats < arcs.mentors, seats, sink)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones_like(arcs.places), -arcs.first)
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, arcs.places - 1, np.zeros_like(arcs.first))
    pairs = flow.add_arcs_with_capacity_and_unit_cost(
        arcs.rows,
        arcs.columns + arcs.mentors,
        np.ones(len(arcs.rows), dtype=np.int64),
        -arcs.scores.astype(np.int64),
    )
    flow.add_arc_with_capacity_and_unit_cost(source, sink, arcs.most_pairs, 0)
    flow.set_node_supply(source, arcs.most_pairs)
    flow.set_node_supply(sink, -arcs.most_pairs)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"OR-Tools says {status}, not OPTIMAL")
    return np.flatnonzero(flow.flows(pairs))
