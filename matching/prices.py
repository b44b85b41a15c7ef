"""Prices in whole parts of a point, and the bound that any prices give, in exact integers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matching.candidates import IntVector, Pool
from matching.constraints import IntMatrix

# Vertices of these programs have prices in whole points, or (with twins) halves and thirds.
PRICE_UNIT = 60
NEVER = np.iinfo(np.int64).min // 4

Cell = tuple[int, int]
Couple = tuple[Cell, Cell]


@dataclass(frozen=True, slots=True)
class Branch:
    """Decisions of the search: twin -> the role that earns her bonus, and forbidden pairs."""

    earns_as: Mapping[int, str] = field(default_factory=dict)
    dropped: frozenset[Cell] = frozenset()


@dataclass(frozen=True, slots=True)
class PriceList:
    """A price per seat, per twin (what her bonus adds to a first pair) and per couple."""

    mentors: IntVector
    mentees: IntVector
    shares: IntVector
    cuts: Mapping[Couple, int]


def slack(pool: Pool, branch: Branch, prices: PriceList) -> IntMatrix:
    """Return what each allowed pair is worth above its prices; forbidden ones are NEVER."""
    worth = pool.scores.total * PRICE_UNIT
    worth -= prices.mentors[:, None]
    worth -= prices.mentees[None, :]
    for couple, price in prices.cuts.items():
        for row, column in couple:
            worth[row, column] -= price
    worth[~pool.allowed] = NEVER
    for row, column in branch.dropped:
        worth[row, column] = NEVER
    return worth


def bound(pool: Pool, branch: Branch, prices: PriceList, worth: IntMatrix) -> int:
    """Return a limit, in price units, on the value of every solution of this branch.

    Weak duality: the sum of what each variable could gain alone at these prices.
    Source: /docs/matching.md, "The proof".
    """
    first_mentor, first_mentee = pool.mentor_bonus * PRICE_UNIT, pool.mentee_bonus * PRICE_UNIT
    total = sum(prices.cuts.values())
    for index, twin in enumerate(pool.twins):
        share, role = int(prices.shares[index]), branch.earns_as.get(index)
        total += max(0, twin.bonus * PRICE_UNIT - share)
        first_mentor[twin.row] += share if role != "mentee" else 0
        first_mentee[twin.column] += share if role != "mentor" else 0
    total += _seats(first_mentor, prices.mentors, pool.mentor_places)
    total += _seats(first_mentee, prices.mentees, pool.mentee_places)
    return total + int(np.sum(worth, where=worth > 0))


def _seats(first: IntVector, price: IntVector, places: IntVector) -> int:
    firsts = np.maximum(0, first + price) * np.minimum(places, 1)
    further = np.maximum(0, price) * np.maximum(places - 1, 0)
    return int(firsts.sum() + further.sum())
