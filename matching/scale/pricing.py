"""All allowed pairs of large pools judged at given prices, compiled and on every core.

A mentor's scores with all mentees are laid into one row: the base of each kind of mentee (they
stand side by side), then what labels add, then the forbidden ones. The row is then compared with
the prices. Nothing is pruned: ten billion pairs are ten billion comparisons.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba import get_num_threads, njit, prange

from matching.kinds import NEVER
from matching.labels import Ints, Lists, SmallInts, lists
from matching.pool import IntMatrix, Pool
from matching.prices import PRICE_UNIT, Edges, PriceList
from matching.pricing import TOP, best_per_person

# So many cells of the table (kinds of mentors x kinds of mentees) are laid out at a time: 64 MB.
TABLE_CELLS = 2**24
# Mentees are compared by the block: most blocks hold nobody worth a closer look.
BLOCK = 512
LOWEST = np.iinfo(np.int64).min


@dataclass(frozen=True)
class _Layout:
    """Mentees in the order of their kinds, and the lists of the pool in terms of that order."""

    order: Ints
    place: SmallInts
    kind_starts: Ints
    label_starts: Ints
    label_columns: SmallInts
    label_weights: SmallInts
    forbidden: Lists
    waited: SmallInts


class CompiledPricing:
    """Implements `matching.pricing.Pricing` for pools of any size."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._layout = _lay_out(pool)

    def price(self, prices: PriceList, known: Edges, *, within: int = 0, by_score: bool = False) -> Edges:
        """Return the TOP pairs per person whose slack is above -within and which are not known.

        Prices of mentees are whole points (times PRICE_UNIT), as the flow gives them.
        """
        layout, pool = self._layout, self.pool
        rows, columns = pool.shape
        known_columns = _sorted_lists(rows, known.rows, layout.place[known.columns])
        mentor_prices = np.floor_divide(prices.mentors - within, PRICE_UNIT)
        mentee_prices = _narrow(np.floor_divide(prices.mentees, PRICE_UNIT)[layout.order])
        best = _Best.none(get_num_threads() * columns)
        parts = []
        for chunk, table, table_row in self._chunks():
            top = _Best.none(len(chunk))
            _price_rows(
                chunk, table_row, table, layout.kind_starts,
                pool.labels.of_mentor.starts, pool.labels.of_mentor.items, pool.labels.factors,
                layout.label_starts, layout.label_columns, layout.label_weights,
                layout.forbidden.starts, layout.forbidden.items, known_columns.starts, known_columns.items,
                pool.mentors.waited, layout.waited, mentor_prices, mentee_prices, by_score,
                top.values, top.others, best.values, best.others,
            )  # fmt: skip
            places, ranks = np.nonzero(top.others >= 0)
            parts.append((chunk[places], top.others[places, ranks], top.values[places, ranks]))
        places, ranks = np.nonzero(best.others >= 0)
        parts.append((best.others[places, ranks], places % columns, best.values[places, ranks]))
        found_rows, found_places, values = (np.concatenate(part) for part in zip(*parts, strict=True))
        first = np.unique(found_rows * columns + found_places, return_index=True)[1]
        found_rows, found_places, values = found_rows[first], found_places[first], values[first]
        scores = values
        if not by_score:
            scores = values + mentor_prices[found_rows] + mentee_prices[found_places]
        return best_per_person(Edges(found_rows, layout.order[found_places], scores), values)

    def _chunks(self) -> Iterator[tuple[Ints, IntMatrix, SmallInts]]:
        """Yield mentors, the table of their kinds with all kinds of mentees, and their rows of it."""
        kinds = self.pool.mentors.kinds
        by_kind, _ = lists(len(kinds.kinds), kinds.of_person, np.arange(len(kinds.of_person)))
        size = max(1, TABLE_CELLS // max(1, len(self.pool.mentees.kinds.kinds)))
        for first in range(0, len(kinds.kinds), size):
            some = range(first, min(len(kinds.kinds), first + size))
            table = np.stack([self.pool.base(kind) for kind in some])
            mentors = by_kind.items[by_kind.starts[first] : by_kind.starts[some.stop]].astype(np.int64)
            yield mentors, table, kinds.of_person[mentors] - first


@dataclass(frozen=True, slots=True)
class _Best:
    """The TOP values of each owner, and with whom; -1 where there are fewer."""

    values: Ints
    others: Ints

    @classmethod
    def none(cls, owners: int) -> "_Best":
        return cls(np.full((owners, TOP), LOWEST), np.full((owners, TOP), -1))


def _lay_out(pool: Pool) -> _Layout:
    kinds, labels = pool.mentees.kinds, pool.labels.mentees
    by_kind, order = lists(len(kinds.kinds), kinds.of_person, np.arange(len(kinds.of_person)))
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    label_of = np.repeat(np.arange(len(labels.starts) - 1), np.diff(labels.starts))
    sorted_in_label = np.lexsort((place[labels.items], label_of))
    row_of = np.repeat(np.arange(pool.shape[0]), np.diff(pool.forbidden.starts))
    return _Layout(
        order,
        place,
        by_kind.starts,
        labels.starts,
        place[labels.items][sorted_in_label],
        pool.labels.weights[sorted_in_label],
        _sorted_lists(pool.shape[0], row_of, place[pool.forbidden.items]),
        pool.mentees.waited[order],
    )


def _sorted_lists(count: int, owners: Ints, items: Ints | SmallInts) -> Lists:
    order = np.lexsort((items, owners))
    return lists(count, owners[order], items[order])[0]


def _narrow(prices: Ints) -> Ints | SmallInts:
    """Return the prices in 32 bits where they fit: twice as many are compared at once."""
    limit = np.abs(prices).max(initial=0)
    return prices.astype(np.int32) if limit < -NEVER // 2 else prices


@njit(cache=True, parallel=True)
def _price_rows(
    rows, table_row, table, kind_starts, mentor_starts, mentor_labels, factors,
    label_starts, label_columns, label_weights, forbidden_starts, forbidden, known_starts, known,
    mentor_waited, mentee_waited, mentor_prices, mentee_prices, by_score,
    top, top_columns, best, best_rows,
):  # fmt: skip
    """Fill `top` (per place in `rows`) and `best` (per thread and column)."""
    columns = len(mentee_prices)
    threads = len(best) // max(1, columns)
    for thread in prange(threads):
        scores = np.empty(columns, dtype=np.int32)
        begin = thread * columns
        for place in range(thread, len(rows), threads):
            row = rows[place]
            _lay_row(
                scores, row, table[table_row[place]], kind_starts, mentor_starts, mentor_labels, factors,
                label_starts, label_columns, label_weights, forbidden_starts, forbidden,
                mentor_waited[row], mentee_waited,
            )  # fmt: skip
            _compare(
                scores, row, known[known_starts[row] : known_starts[row + 1]],
                mentor_prices[row], mentee_prices, by_score, top[place], top_columns[place],
                best[begin : begin + columns], best_rows[begin : begin + columns],
            )  # fmt: skip


@njit(cache=True)
def _lay_row(
    scores, row, base, kind_starts, mentor_starts, mentor_labels, factors,
    label_starts, label_columns, label_weights, forbidden_starts, forbidden, waited, mentee_waited,
):  # fmt: skip
    # Over slices from 0, the compiler knows that no index is negative, and takes eight at a time.
    for kind in range(len(base)):
        points = np.int32(base[kind] + waited)
        alike = scores[kind_starts[kind] : kind_starts[kind + 1]]
        their_waited = mentee_waited[kind_starts[kind] : kind_starts[kind + 1]]
        for at in range(len(alike)):
            alike[at] = points + their_waited[at]
    for own in range(mentor_starts[row], mentor_starts[row + 1]):
        label, factor = mentor_labels[own], factors[own]
        columns = label_columns[label_starts[label] : label_starts[label + 1]]
        weights = label_weights[label_starts[label] : label_starts[label + 1]]
        for at in range(len(columns)):
            scores[np.uint32(columns[at])] += np.int32(factor * weights[at])
    for at in range(forbidden_starts[row], forbidden_starts[row + 1]):
        scores[forbidden[at]] = NEVER


@njit(cache=True)
def _compare(scores, row, known, asked, prices, by_score, top, top_columns, best, best_rows):
    """Keep the best pairs that pay and are not known."""
    columns = len(scores)
    next_known = 0
    for first in range(0, columns, BLOCK):
        last = min(columns, first + BLOCK)
        if _most(scores[first:last], prices[first:last]) <= asked:
            continue
        for column in range(first, last):
            pays = np.int64(scores[column]) - prices[column] - asked
            if pays <= 0 or scores[column] < NEVER // 2:
                continue
            while next_known < len(known) and known[next_known] < column:
                next_known += 1
            if next_known < len(known) and known[next_known] == column:
                continue
            value = np.int64(scores[column]) if by_score else pays
            if value > top[TOP - 1]:
                _insert(top, top_columns, value, column)
            if value > best[column, TOP - 1]:
                _insert(best[column], best_rows[column], value, row)


@njit(cache=True, inline="always")
def _most(scores, prices):
    most = prices.dtype.type(scores[0] - prices[0])
    for at in range(len(scores)):
        most = max(most, prices.dtype.type(scores[at] - prices[at]))
    return most


@njit(cache=True)
def _insert(values, others, value, other):
    at = TOP - 1
    while at > 0 and values[at - 1] < value:
        values[at], others[at] = values[at - 1], others[at - 1]
        at -= 1
    values[at], others[at] = value, other
