"""Greedy by score: the best allowed pair whose two still have a place, again and again."""

import numpy as np

from benchmarks.matching.arcs import Arcs, Ints

# So many pairs are looked at together: most have nobody with a free place any more.
CHUNK = 2**16


def choose(arcs: Arcs) -> Ints:
    """Return the pairs in the order in which they are taken; ties go to who was drawn first."""
    free = arcs.places.copy()
    columns = arcs.columns + arcs.mentors
    order = np.argsort(-arcs.scores, kind="stable")
    taken: list[int] = []
    for start in range(0, len(order), CHUNK):
        part = order[start : start + CHUNK]
        part = part[(free[arcs.rows[part]] > 0) & (free[columns[part]] > 0)]
        for arc in part.tolist():
            mentor, mentee = arcs.rows[arc], columns[arc]
            if free[mentor] and free[mentee]:
                free[mentor] -= 1
                free[mentee] -= 1
                taken.append(arc)
    return np.array(taken, dtype=np.int64)
