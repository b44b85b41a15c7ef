"""Depth-first search over linear programs that are flows, or become flows by branching."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.candidates import Pool, best_of
from matching.constraints import BoolMatrix
from matching.flow import Floats, Flow, FlowPoint
from matching.prices import (
    PRICE_UNIT,
    Branch,
    Cell,
    Couple,
    PriceList,
    bound,
    slack,
)

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


@dataclass(frozen=True, slots=True)
class Found:
    """The best pairs, their weighted value, and the leaves whose bounds prove it."""

    pairs: tuple[Cell, ...]
    value: int
    leaves: tuple[Relaxed, ...]

    @property
    def bound(self) -> int:
        return max(leaf.bound for leaf in self.leaves) // PRICE_UNIT


def search(pool: Pool, more_than: int = -1) -> Found:
    """Return the best pairs of a pool worth `more_than`, or none and the proof of that."""
    program = _Program(pool)
    best: tuple[Cell, ...] = ()
    value = more_than
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
    found = Found(best, value, tuple(leaves))
    return program.improve(found) if found.bound > value else found


def worth_of(pool: Pool, pairs: tuple[Cell, ...]) -> int:
    """Return the weighted value of whole pairs in exact integers.

    Raises ArithmeticError where a seat is overbooked: the engine's rounding went wrong.
    """
    cells = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    as_mentor = np.bincount(cells[:, 0], minlength=len(pool.mentor_places))
    as_mentee = np.bincount(cells[:, 1], minlength=len(pool.mentee_places))
    if (as_mentor > pool.mentor_places).any() or (as_mentee > pool.mentee_places).any():
        raise ArithmeticError("the rounded flow overbooks somebody")
    total = int(pool.scores.total[cells[:, 0], cells[:, 1]].sum())
    total += int(pool.mentor_bonus[as_mentor > 0].sum() + pool.mentee_bonus[as_mentee > 0].sum())
    return total + sum(twin.bonus for twin in pool.twins if as_mentor[twin.row] or as_mentee[twin.column])


class _Program:
    """The flow of one pool with its columns, its "not both directions" rows and its branch."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.flow = Flow(pool)
        self.inside: BoolMatrix = np.zeros(pool.table.shape, dtype=np.bool_)
        self.couples: list[Couple] = []
        self.branch = Branch()
        self._mutual = _mutual_pairs(pool)
        self._add(best_of(pool.scores.total, pool.allowed))

    def relax(self, branch: Branch) -> Relaxed:
        """Solve one branch to optimality over all allowed pairs, adding those that pay."""
        self._enter(branch)
        while True:
            point = self.flow.solve()
            if self._forbid_new_couples(point):
                continue
            prices = self._read(point)
            worth = slack(self.pool, branch, prices)
            missing = (worth > 0) & ~self.inside
            if not missing.any():
                return Relaxed(branch, point, prices, bound(self.pool, branch, prices, worth))
            self._add(best_of(worth, missing))

    def improve(self, found: Found) -> Found:
        """Return the same bounds with the better pairs of the engine's branch and cut, if any."""
        self._enter(Branch())
        point = self.flow.solve_whole()
        while self._forbid_new_couples(point):
            point = self.flow.solve_whole()
        pairs = self.whole_pairs(point)
        if pairs is None or worth_of(self.pool, pairs) <= found.value:
            return found
        return Found(pairs, worth_of(self.pool, pairs), found.leaves)

    def whole_pairs(self, point: FlowPoint) -> tuple[Cell, ...] | None:
        """Return the pairs of a vertex, or None where one is fractional."""
        amounts = self._pair_amounts(point)
        whole = np.rint(amounts)
        if np.abs(amounts - whole).max(initial=0.0) > TOLERANCE:
            return None
        chosen = np.flatnonzero(whole > 0)
        cells = zip(self.flow.rows[chosen], self.flow.columns[chosen], strict=True)
        return tuple((int(row), int(column)) for row, column in cells)

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
        by_cell = dict(zip(self._cells(), fractions.tolist(), strict=True))
        doubts = [
            0.0 if branch.dropped.intersection(couple) else by_cell[couple[0]] + by_cell[couple[1]]
            for couple in self.couples
        ]
        if max(doubts, default=0.0) <= TOLERANCE:
            return ()
        couple = self.couples[doubts.index(max(doubts))]
        return tuple(Branch(branch.earns_as, branch.dropped | {cell}) for cell in couple)

    def _cells(self) -> Iterator[Cell]:
        return zip(self.flow.rows.tolist(), self.flow.columns.tolist(), strict=True)

    def _fractions_by_seat(self, point: FlowPoint) -> Floats:
        pairs = _fraction(self._pair_amounts(point))
        firsts = _fraction(point.amounts[: self.flow.seats])
        firsts += np.bincount(self.flow.rows, pairs, self.flow.seats)
        firsts += np.bincount(self.flow.columns + self.flow.mentors, pairs, self.flow.seats)
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

    def _add(self, wanted: BoolMatrix) -> None:
        rows, columns = np.nonzero(wanted)
        self.flow.add_pairs(rows, columns, self.pool.scores.total[rows, columns])
        self.inside |= wanted

    def _forbid_new_couples(self, point: FlowPoint) -> bool:
        if not self._mutual.any():
            return False
        amounts = np.zeros(self.pool.table.shape)
        amounts[self.flow.rows, self.flow.columns] = self._pair_amounts(point)
        between = amounts[_twin_grid(self.pool)]
        broken = np.argwhere(self._mutual & (between + between.T > 1 + TOLERANCE))
        for one, other in broken.tolist():
            self._forbid_couple(one, other)
        return len(broken) > 0

    def _forbid_couple(self, one: int, other: int) -> None:
        first, second = self.pool.twins[one], self.pool.twins[other]
        couple = ((first.row, second.column), (second.row, first.column))
        self.flow.forbid_both_directions(*couple)
        self.couples.append(couple)

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


def _twin_grid(pool: Pool) -> tuple[np.ndarray, ...]:
    return np.ix_([twin.row for twin in pool.twins], [twin.column for twin in pool.twins])


def _mutual_pairs(pool: Pool) -> BoolMatrix:
    """Return, once per couple of twins, whether both directions are allowed."""
    if not pool.twins:
        return np.zeros((0, 0), dtype=np.bool_)
    allowed = pool.allowed[_twin_grid(pool)]
    return np.asarray(np.triu(allowed & allowed.T, 1))
