"""Every allowed pair of an instance as an arc: what other engines are given.

Nothing of the matcher is imported here: highspy, which it loads, and ortools bring two HiGHS that
can't live in one process.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
SmallInts = NDArray[np.int32]


class Arcs(NamedTuple):
    """Seats (mentors first) with their places and what a first pair earns; pairs with their scores."""

    mentors: int
    places: Ints
    first: Ints
    rows: SmallInts
    columns: SmallInts
    scores: SmallInts

    @property
    def most_pairs(self) -> int:
        """Return how many pairs the mentors have places for."""
        return int(self.places[: self.mentors].sum())


class Worth(NamedTuple):
    """What chosen pairs are worth, recounted in whole numbers."""

    value: int
    people: int
    pairs: int
    score: int


def write(arcs: Arcs, file: Path) -> None:
    """Write an instance for another process."""
    mentors, places, first, rows, columns, scores = arcs
    np.savez(file, mentors=mentors, places=places, first=first, rows=rows, columns=columns, scores=scores)


def read(file: Path) -> Arcs:
    """Read what `write` wrote."""
    with np.load(file) as stored:
        return Arcs(int(stored["mentors"]), *(stored[name] for name in Arcs._fields[1:]))


def worth(arcs: Arcs, chosen: Ints) -> Worth:
    """Return what these arcs are worth. Raises ArithmeticError where they overbook somebody.

    A person counts once per role: these instances have nobody with both.
    """
    seats = np.concatenate([arcs.rows[chosen], arcs.columns[chosen] + arcs.mentors])
    degrees = np.bincount(seats, minlength=len(arcs.places))
    if (degrees > arcs.places).any() or len(np.unique(chosen)) < len(chosen):
        raise ArithmeticError("the engine's pairs overbook somebody")
    score = int(arcs.scores[chosen].sum(dtype=np.int64))
    value = score + int(arcs.first[degrees > 0].sum())
    return Worth(value, int(np.count_nonzero(degrees)), len(chosen), score)
