"""The exact solver: from a problem to pairs, reasons and a certificate.

Aims in order: people left out last time, people, roles of those who asked for both, total
score, and among equal optima the best worst pair. The first four are one weighted flow (see
`candidates.tiers`), solved over the pairs that matter and priced over all (`branch`).

Two things leave the integral world of flows: a person with both roles counts once as a
person, and two people may not meet in both directions (possible only below a level gap of 1).
Both are priced in the linear program; where its vertex is still fractional, the search
branches, on the role in which a person earns her bonus or on the direction of a couple. A
branch with all of these decided is again a flow, so the search is exact; every branch leaves
a price list, so the whole search is one certificate that an independent checker can verify.
"""

import numpy as np

from matching.branch import Found, Relaxed, search
from matching.candidates import Pool, pool
from matching.constraints import BoolMatrix
from matching.explain import left_out
from matching.people import Pair, Problem
from matching.prices import PRICE_UNIT, Cell, slack
from matching.results import Certificate, Leaf, MatchedPair, Solution, Term


def solve(problem: Problem) -> Solution:
    """Return the best round; the same problem gives the same round on every machine.

    Raises ArithmeticError where the engine fails; never returns a round it can't vouch for.
    """
    arrays = pool(problem)
    found = search(arrays)
    chosen = _raise_the_worst(arrays, found)
    pairs = _fixed(problem, arrays) + tuple(_matched(arrays, cell) for cell in chosen)
    total = sum(pair.score for pair in pairs)
    people = {person_id for pair in pairs for person_id in pair.pair}
    return Solution(
        pairs=tuple(sorted(pairs, key=lambda matched: matched.pair)),
        unmatched=left_out(problem, arrays, {matched.pair for matched in pairs}),
        people_matched=len(people),
        total_score=total,
        bound=total + found.bound - found.value,
        proven=found.bound == found.value,
        certificate=Certificate(arrays.bonus, tuple(_leaf(arrays, leaf) for leaf in found.leaves)),
    )


def _raise_the_worst(arrays: Pool, found: Found) -> tuple[Cell, ...]:
    """Return the optimum whose worst pair is best, by solving again without the worst pairs.

    Only pairs that some optimal solution may use are kept: at the proof's prices, a pair that
    lies further below them than the proof's gap would cost more than the gap allows.
    """
    scores, chosen = arrays.scores.total, found.pairs
    if not chosen:
        return chosen
    usable = np.logical_or.reduce([_usable(arrays, found, leaf) for leaf in found.leaves])
    while True:
        worst = min(int(scores[cell]) for cell in chosen)
        better = search(arrays.only(usable & (scores > worst)), more_than=found.value - 1)
        if not better.pairs:
            return chosen
        chosen = better.pairs


def _usable(arrays: Pool, found: Found, leaf: Relaxed) -> BoolMatrix:
    worth = slack(arrays, leaf.branch, leaf.prices)
    return np.asarray(worth >= found.value * PRICE_UNIT - leaf.bound)


def _matched(arrays: Pool, cell: Cell, *, is_fixed: bool = False) -> MatchedPair:
    row, column = cell
    terms: tuple[Term, ...] = arrays.scores.of(row, column)
    mentor, mentee = arrays.table.mentors[row], arrays.table.mentees[column]
    return MatchedPair(mentor.id, mentee.id, int(arrays.scores.total[cell]), terms, is_fixed)


def _fixed(problem: Problem, arrays: Pool) -> tuple[MatchedPair, ...]:
    table = arrays.table
    return tuple(
        _matched(arrays, (table.row_of[mentor_id], table.column_of[mentee_id]), is_fixed=True)
        for mentor_id, mentee_id in problem.fixed_pairs
    )


def _leaf(arrays: Pool, relaxed: Relaxed) -> Leaf:
    table, prices, branch = arrays.table, relaxed.prices, relaxed.branch

    def pair(cell: Cell) -> Pair:
        return Pair(table.mentors[cell[0]].id, table.mentees[cell[1]].id)

    twins = [table.mentors[twin.row].id for twin in arrays.twins]
    return Leaf(
        {person.id: int(p) for person, p in zip(table.mentors, prices.mentors, strict=True)},
        {person.id: int(p) for person, p in zip(table.mentees, prices.mentees, strict=True)},
        dict(zip(twins, prices.shares.tolist(), strict=True)),
        {pair(couple[0]): price for couple, price in prices.cuts.items()},
        {twins[twin]: role for twin, role in branch.earns_as.items()},
        frozenset(pair(cell) for cell in branch.dropped),
    )
