"""Does a round hold? Rules, points, counts and proof once more, sharing no code with the solver.

The proof is weak duality (docs/matching.md): no round is worth more than what each pair, seat and
bonus could gain alone at the certificate's prices. All numbers are whole, every pair is looked at.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from matching.people import Pair, Problem
from matching.results import Leaf, Solution

UNIT = 60


def check(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """Return what is wrong with a solution, believing nothing in it; empty means it holds."""
