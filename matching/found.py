"""What a search found: the best pairs, what they are worth, and the prices that prove it."""

from dataclasses import dataclass

import numpy as np

from matching.pool import Pool
from matching.prices import PRICE_UNIT, Branch, Edges, PriceList


@dataclass(frozen=True, slots=True)
class Proof:
    """Prices that no solution of a branch is worth more than `bound` (in price units) at."""

    branch: Branch
    prices: PriceList
    bound: int


@dataclass(frozen=True, slots=True)
class Found:
    """The best pairs, their weighted value, one proof per branch, and all pairs looked at."""

    pairs: Edges
    value: int
    proofs: tuple[Proof, ...]
    known: Edges

    @property
    def bound(self) -> int:
        return max(proof.bound for proof in self.proofs) // PRICE_UNIT


def worth_of(pool: Pool, pairs: Edges) -> int:
    """Return the weighted value of whole pairs in exact integers.

    Raises ArithmeticError where a seat is overbooked: the engine went wrong.
    """
    as_mentor = np.bincount(pairs.rows, minlength=len(pool.mentors.places))
    as_mentee = np.bincount(pairs.columns, minlength=len(pool.mentees.places))
    if (as_mentor > pool.mentors.places).any() or (as_mentee > pool.mentees.places).any():
        raise ArithmeticError("the solver's pairs overbook somebody")
    total = int(pairs.scores.sum())
    total += int(pool.mentors.first[as_mentor > 0].sum() + pool.mentees.first[as_mentee > 0].sum())
    return total + sum(twin.bonus for twin in pool.twins if as_mentor[twin.row] or as_mentee[twin.column])
