"""All allowed pairs judged at given prices, block by block: what pays is found, nothing is pruned."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.kinds import NEVER
from matching.labels import Ints, lists
from matching.pool import IntMatrix, Pool
from matching.prices import NO_EDGES, NOTHING, PRICE_UNIT, Edges, PriceList, joined

# Per person and side; every round of pricing adds what is missing.
TOP = 8
# A block is worked on in memory at once; small pools keep all their blocks (64 MB).
BLOCK_CELLS = 2**20
KEPT_CELLS = 2**24


class Progress(NamedTuple):
    """So many pairs are candidates, and so many more were found that still pay; 0 is the end."""

    candidates: int
    paying: int


Tell = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """Tell nobody."""


class Pricing(Protocol):
    def price(self, prices: PriceList, known: Edges, *, within: int = 0, by_score: bool = False) -> Edges:
        """Return the TOP pairs per person that are not known and whose slack is above -within.

        The best are those of the largest slack, or `by_score` those of the highest score;
        `within` is in price units.
        """


@dataclass
class BlockPricing:
    """Prices in numpy, for the base install; `matching.scale.pricing` does the same, compiled."""

    pool: Pool
    _kept: list[tuple[Ints, IntMatrix]] = field(default_factory=list)

    def price(self, prices: PriceList, known: Edges, *, within: int = 0, by_score: bool = False) -> Edges:
        known_columns, _ = lists(self.pool.shape[0], known.rows, known.columns)
        found, values = [NO_EDGES], [np.empty(0, dtype=np.int64)]
        for rows, scores in self._blocks():
            paying = scores.astype(np.int64) * PRICE_UNIT
            paying -= prices.mentors[rows, None]
            paying -= prices.mentees[None, :]
            paying[scores == NEVER] = NOTHING
            for place, row in enumerate(rows.tolist()):
                paying[place, known_columns[row]] = NOTHING
            pays = paying > -within
            if not pays.any():
                continue
            ranked = np.where(pays, scores, NOTHING) if by_score else paying
            places, columns = np.nonzero(_best_of_block(ranked, pays))
            found.append(Edges(rows[places], columns, scores[places, columns].astype(np.int64)))
            values.append(ranked[places, columns])
        return best_per_person(joined(found), np.concatenate(values))

    def _blocks(self) -> Iterator[tuple[Ints, IntMatrix]]:
        if self._kept:
            yield from self._kept
            return
        rows, columns = self.pool.shape
        size = max(1, BLOCK_CELLS // max(1, columns))
        for first in range(0, rows, size):
            numbers = np.arange(first, min(rows, first + size))
            block = numbers, self.pool.scores(numbers)
            if rows * columns <= KEPT_CELLS:
                self._kept.append(block)
            yield block


@dataclass(frozen=True)
class NothingNew:
    """The pricing of a program that may use no other pairs than it has."""

    def price(self, *_prices: object, **_options: object) -> Edges:
        return NO_EDGES


def best_of_all(pricing: Pricing, pool: Pool) -> Edges:
    """Return everybody's best pairs at no price: what the solver starts from."""
    rows, columns = pool.shape
    nothing = PriceList(np.zeros(rows, np.int64), np.zeros(columns, np.int64), np.empty(0, np.int64))
    return pricing.price(nothing, NO_EDGES, within=PRICE_UNIT)


def best_per_person(edges: Edges, values: Ints) -> Edges:
    """Return the pairs that are among the TOP of their mentor or of their mentee."""
    chosen = _is_top(edges.rows, values) | _is_top(edges.columns, values)
    return Edges(edges.rows[chosen], edges.columns[chosen], edges.scores[chosen])


def _is_top(owners: Ints, values: Ints) -> NDArray[np.bool_]:
    order = np.lexsort((-values, owners))
    sorted_owners = owners[order]
    first = np.searchsorted(sorted_owners, sorted_owners)
    top = np.zeros(len(owners), dtype=np.bool_)
    top[order] = np.arange(len(owners)) - first < TOP
    return top


def _best_of_block(values: Ints, pays: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the TOP that pay of each row and of each column of a block, and perhaps more."""
    if np.count_nonzero(pays) <= TOP * sum(values.shape):
        return pays
    chosen = _best_per_row(values)
    chosen |= _best_per_row(np.ascontiguousarray(values.T)).T
    return chosen & pays


def _best_per_row(values: Ints) -> NDArray[np.bool_]:
    rows, columns = values.shape
    if columns <= TOP:
        return np.ones((rows, columns), dtype=np.bool_)
    best = np.argpartition(values, columns - TOP, axis=1)[:, columns - TOP :]
    chosen = np.zeros((rows, columns), dtype=np.bool_)
    np.put_along_axis(chosen, best, values=True, axis=1)
    return chosen
