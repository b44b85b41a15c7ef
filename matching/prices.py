"""Prices in whole parts of a point, and the bound that any prices give, in exact integers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.labels import Ints
from matching.pool import Pool, Side

# Vertices of these programs have prices in whole points, or (with twins) halves and thirds.
PRICE_UNIT = 60

NOTHING = np.iinfo(np.int64).min // 4

Cell = tuple[int, int]
Couple = tuple[Cell, Cell]


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs as parallel arrays of rows, columns and scores."""

    rows: Ints
    columns: Ints
    scores: Ints

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def cells(self) -> list[Cell]:
        return list(zip(self.rows.tolist(), self.columns.tolist(), strict=True))

    def only(self, wanted: NDArray[np.bool_] | Ints) -> "Edges":
        return Edges(self.rows[wanted], self.columns[wanted], self.scores[wanted])


NO_EDGES = Edges(*(np.empty(0, dtype=np.int64) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Branch:
    """Decisions of the search: twin -> the role that earns her bonus, and forbidden pairs."""

    earns_as: Mapping[int, str] = field(default_factory=dict)
    dropped: frozenset[Cell] = frozenset()


@dataclass(frozen=True, slots=True)
class PriceList:
    """A price per seat, per twin (what her bonus adds to a first pair) and per couple."""

    mentors: Ints
    mentees: Ints
    shares: Ints
    cuts: Mapping[Couple, int] = field(default_factory=dict)


def joined(parts: Sequence[Edges]) -> Edges:
    """Return the pairs of all parts, one behind the other."""
    return Edges(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


def slack(edges: Edges, branch: Branch, prices: PriceList) -> Ints:
    """Return what each of these pairs is worth above its prices; dropped ones are worth NOTHING."""
    worth = edges.scores * PRICE_UNIT - prices.mentors[edges.rows] - prices.mentees[edges.columns]
    cut = {cell: price for couple, price in prices.cuts.items() for cell in couple}
    if cut or branch.dropped:
        for number, cell in enumerate(edges.cells):
            worth[number] = NOTHING if cell in branch.dropped else worth[number] - cut.get(cell, 0)
    return np.asarray(worth)


def bound(pool: Pool, branch: Branch, prices: PriceList, paying: Edges) -> int:
    """Return a limit, in price units, on the value of every solution of this branch.

    `paying` holds at least all pairs of a positive slack. Weak duality: the sum of what each
    variable could gain alone at these prices. Source: /docs/matching.md, "The proof".
    """
    first_mentor, first_mentee = pool.mentors.first * PRICE_UNIT, pool.mentees.first * PRICE_UNIT
    gains = np.maximum(0, slack(paying, branch, prices))
    total = int(gains.sum()) + sum(prices.cuts.values())
    for index, twin in enumerate(pool.twins):
        share, role = int(prices.shares[index]), branch.earns_as.get(index)
        total += max(0, twin.bonus * PRICE_UNIT - share)
        first_mentor[twin.row] += share if role != "mentee" else 0
        first_mentee[twin.column] += share if role != "mentor" else 0
    total += _seats(first_mentor, prices.mentors, pool.mentors)
    return total + _seats(first_mentee, prices.mentees, pool.mentees)


def _seats(first: Ints, price: Ints, side: Side) -> int:
    firsts = np.maximum(0, first + price)
    further = np.maximum(0, price) * (side.places - 1)
    return int(firsts.sum() + further.sum())
