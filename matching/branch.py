"""Depth-first search over linear programs that are flows, or become flows by branching."""

from dataclasses import dataclass, replace

import numpy as np

from matching.flow import Floats, Flow, FlowPoint
from matching.found import Found, Proof, worth_of
from matching.pool import Pool
from matching.prices import NO_EDGES, PRICE_UNIT, Branch, Cell, Couple, Edges, PriceList, bound
from matching.pricing import Pricing, Progress, Tell, silent

# A fractional amount is 1/2 or coarser in these programs; HiGHS works to 1e-7.
TOLERANCE = 1e-6
# Rosters with a level gap need one branch. Where this isn't enough, many people with both roles
# may meet in both directions, and the engine's own branch and cut takes over, without proof.
MOST_BRANCHES = 100


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The optimum of one branch without the whole-number condition."""

    branch: Branch
    point: FlowPoint
    prices: PriceList
    bound: int


def search(pool: Pool, start: Edges, pricing: Pricing, more_than: int = -1, tell: Tell = silent) -> Found:
    """Return the best pairs of a pool worth `more_than`, or none and the proof of that.

    `start` are the first candidates, `pricing` finds what is missing. Raises ArithmeticError
    where the engine fails.
    """
    program = _Program(pool, start, pricing, tell)
    best, value = NO_EDGES, more_than
    leaves: list[Relaxed] = []
    open_branches = [Branch()]
    while open_branches:
        relaxed = program.relax(open_branches.pop())
        pairs = program.whole_pairs(relaxed.point)
        if pairs is not None and (reached := worth_of(pool, pairs)) > value:
            best, value = pairs, reached
        may_branch = len(leaves) + len(open_branches) < MOST_BRANCHES
        children = program.children(relaxed) if may_branch and relaxed.bound // PRICE_UNIT > value else ()
        open_branches.extend(children)
        if not children:
            leaves.append(relaxed)
    proofs = tuple(Proof(leaf.branch, leaf.prices, leaf.bound) for leaf in leaves)
    found = Found(best, value, proofs, program.flow.pairs)
    return program.improve(found) if found.bound > value else found


class _Program:
    """The flow of one pool with its columns, its "not both directions" rows and its branch."""

    def __init__(self, pool: Pool, start: Edges, pricing: Pricing, tell: Tell) -> None:
        self.pool = pool
        self.pricing = pricing
        self.tell = tell
        self.flow = Flow(pool)
        self.flow.add_pairs(start)
        self.couples: list[Couple] = []
        self.branch = Branch()
        self._column_of = {twin.row: twin.column for twin in pool.twins}
        self._row_of = {twin.column: twin.row for twin in pool.twins}

    def relax(self, branch: Branch) -> Relaxed:
        """Solve one branch to optimality over all allowed pairs, adding those that pay."""
        self._enter(branch)
        while True:
            point = self.flow.solve()
            if self._forbid_new_couples(point):
                continue
            prices = self._read(point)
            new = self.pricing.price(prices, self.flow.pairs)
            self.tell(Progress(len(self.flow.pairs), len(new)))
            if not len(new):
                return Relaxed(branch, point, prices, bound(self.pool, branch, prices, self.flow.pairs))
            self.flow.add_pairs(new)

    def improve(self, found: Found) -> Found:
        """Return the same bounds with the better pairs of the engine's branch and cut, if any."""
        self._enter(Branch())
        point = self.flow.solve_whole()
        while self._forbid_new_couples(point):
            point = self.flow.solve_whole()
        pairs = self.whole_pairs(point)
        if pairs is None or (reached := worth_of(self.pool, pairs)) <= found.value:
            return found
        return replace(found, pairs=pairs, value=reached)

    def whole_pairs(self, point: FlowPoint) -> Edges | None:
        """Return the pairs of a vertex, or None where one is fractional."""
        amounts = self._pair_amounts(point)
        whole = np.rint(amounts)
        if np.abs(amounts - whole).max(initial=0.0) > TOLERANCE:
            return None
        return self.flow.pairs.only(whole > 0)

    def children(self, relaxed: Relaxed) -> tuple[Branch, ...]:
        """Return two branches that share out every solution, or none if nothing is fractional."""
        return self._split_twin(relaxed) or self._split_couple(relaxed)

    def _split_twin(self, relaxed: Relaxed) -> tuple[Branch, ...]:
        decided, amounts = relaxed.branch.earns_as, relaxed.point.amounts
        by_seat = self._fractions_by_seat(relaxed.point)
        doubts = [
            0.0 if twin in decided else float(sum(by_seat[list(self.flow.twin_seats(twin))]))
            for twin in range(len(self.pool.twins))
        ]
        if max(doubts, default=0.0) <= TOLERANCE:
            return ()
        twin = doubts.index(max(doubts))
        mentor, mentee = self.flow.twin_seats(twin)
        # The last is searched first: the role in which the fractional optimum sees her more.
        roles = ["mentor", "mentee"] if amounts[mentee] >= amounts[mentor] else ["mentee", "mentor"]
        return tuple(Branch({**decided, twin: role}, relaxed.branch.dropped) for role in roles)

    def _split_couple(self, relaxed: Relaxed) -> tuple[Branch, ...]:
        branch = relaxed.branch
        fractions = _fraction(self._pair_amounts(relaxed.point))
        by_cell = dict(zip(self.flow.pairs.cells, fractions.tolist(), strict=True))
        doubts = [
            0.0 if branch.dropped.intersection(couple) else by_cell[couple[0]] + by_cell[couple[1]]
            for couple in self.couples
        ]
        if max(doubts, default=0.0) <= TOLERANCE:
            return ()
        couple = self.couples[doubts.index(max(doubts))]
        return tuple(Branch(branch.earns_as, branch.dropped | {cell}) for cell in couple)

    def _fractions_by_seat(self, point: FlowPoint) -> Floats:
        pairs = _fraction(self._pair_amounts(point))
        firsts = _fraction(point.amounts[: self.flow.seats])
        firsts += np.bincount(self.flow.pairs.rows, pairs, self.flow.seats)
        firsts += np.bincount(self.flow.pairs.columns + self.flow.mentors, pairs, self.flow.seats)
        return firsts

    def _pair_amounts(self, point: FlowPoint) -> Floats:
        return point.amounts[self.flow.fixed_columns :]

    def _enter(self, branch: Branch) -> None:
        for twin in self.branch.earns_as.keys() | branch.earns_as.keys():
            if self.branch.earns_as.get(twin) != branch.earns_as.get(twin):
                self.flow.set_earns_as(twin, branch.earns_as.get(twin))
        for cell in self.branch.dropped ^ branch.dropped:
            self.flow.set_dropped(cell, dropped=cell in branch.dropped)
        self.branch = branch

    def _forbid_new_couples(self, point: FlowPoint) -> bool:
        """Forbid both directions of every two people who meet in both; return whether any did."""
        amounts = self._pair_amounts(point)
        met = np.flatnonzero(amounts > TOLERANCE)
        amount_of = dict(zip(self.flow.pairs.only(met).cells, amounts[met].tolist(), strict=True))
        broken = [
            (cell, mirror)
            for cell, amount in amount_of.items()
            if (mirror := self._mirror(cell)) in amount_of
            and cell < mirror
            and amount + amount_of[mirror] > 1 + TOLERANCE
        ]
        for couple in broken:
            self.flow.forbid_both_directions(*couple)
        self.couples += broken
        return len(broken) > 0

    def _mirror(self, cell: Cell) -> Cell | None:
        """Return the same two the other way round, if both have both roles."""
        row, column = self._row_of.get(cell[1]), self._column_of.get(cell[0])
        return None if row is None or column is None else (row, column)

    def _read(self, point: FlowPoint) -> PriceList:
        prices = np.rint(point.prices * PRICE_UNIT).astype(np.int64)
        shares = self.flow.seats + len(self.pool.twins)
        cuts = np.maximum(0, prices[shares:]).tolist()
        return PriceList(
            prices[: self.flow.mentors],
            prices[self.flow.mentors : self.flow.seats],
            np.maximum(0, prices[self.flow.seats : shares]),
            {couple: price for couple, price in zip(self.couples, cuts, strict=True) if price},
        )


def _fraction(amounts: Floats) -> Floats:
    return np.asarray(np.abs(amounts - np.rint(amounts)))
