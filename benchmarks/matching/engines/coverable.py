"""How many people can have a pair at all: ``python -m benchmarks.matching.engines.coverable arcs.npz``."""

import sys
from pathlib import Path

import numpy as np
from ortools.graph.python import max_flow

from benchmarks.matching.arcs import Arcs, Ints, read


def coverable(arcs: Arcs) -> int:
    """Return the most mentors plus the most mentees that any set of pairs covers.

    Both are reached by one and the same set: pairs that cover these mentors and pairs that cover
    those mentees always contain some that cover all of them (Mendelsohn and Dulmage).
    """
    ones, mentors = np.ones_like(arcs.places), arcs.mentors
    only_mentors = np.concatenate([ones[:mentors], arcs.places[mentors:]])
    only_mentees = np.concatenate([arcs.places[:mentors], ones[mentors:]])
    return _most(arcs, only_mentors) + _most(arcs, only_mentees)


def _most(arcs: Arcs, places: Ints) -> int:
    source, sink, seats = len(places), len(places) + 1, np.arange(len(places))
    flow = max_flow.SimpleMaxFlow()
    tails = np.where(seats < arcs.mentors, source, seats)
    heads = np.where(seats < arcs.mentors, seats, sink)
    flow.add_arcs_with_capacity(tails, heads, places)
    pairs = np.ones(len(arcs.rows), dtype=np.int64)
    flow.add_arcs_with_capacity(arcs.rows, arcs.columns + arcs.mentors, pairs)
    status = flow.solve(source, sink)
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"OR-Tools says {status}, not OPTIMAL")
    return int(flow.optimal_flow())


if __name__ == "__main__":
    print(coverable(read(Path(sys.argv[1]))))
