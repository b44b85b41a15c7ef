"""The flow as a linear program in HiGHS, which can be extended and solved again warm.

Columns: each seat's first pair (earns its bonus), each seat's further pairs, one per twin
(earns her person bonus once), then the candidate pairs. Rows: pairs = first + further per
seat; twin <= her firsts. Without twins this is a bipartite flow, so its vertices are integral.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from matching.pool import Pool
from matching.prices import NO_EDGES, Cell, Edges, joined

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# A limit by work, not by time: the same inputs give the same round on every machine.
MOST_NODES = 2000
NO_LIMIT = highspy.kHighsInf
# A round without anybody is an empty model, and its empty answer is right.
SOLVED = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty}


@dataclass(frozen=True, slots=True)
class FlowPoint:
    """One optimal vertex: the amount per column, and the price of every row (rows, seats)."""

    amounts: Floats
    prices: Floats


class Flow:
    """The program over the pairs added so far; a seat is a row (mentor) or a column (mentee)."""

    def __init__(self, pool: Pool) -> None:
        self.mentors, self.mentees = pool.shape
        self.seats = self.mentors + self.mentees
        self.twins = pool.twins
        self.fixed_columns = 2 * self.seats + len(pool.twins)
        self.pairs = NO_EDGES
        self._number: dict[Cell, int] = {}
        self._engine = _quiet_engine()
        self._add_rows()
        self._add_seats(pool)
        self._add_twins()

    def add_pairs(self, new: Edges) -> None:
        """Add pairs that the program doesn't have yet."""
        start = len(self.pairs)
        self.pairs = joined([self.pairs, new])
        self._number |= {cell: start + offset for offset, cell in enumerate(new.cells)}
        seats = np.stack([new.rows, new.columns + self.mentors], axis=1).ravel()
        self._add_columns(new.scores, np.ones(len(new)), [2] * len(new), seats, np.ones(len(seats)))

    def forbid_both_directions(self, one: Cell, other: Cell) -> None:
        columns = [self.fixed_columns + self._number[pair] for pair in (one, other)]
        self._engine.addRow(-NO_LIMIT, 1.0, 2, np.array(columns, np.int32), np.ones(2))

    def set_earns_as(self, twin: int, role: str | None) -> None:
        """Let a twin's person bonus be earned in one role only, or in either (None)."""
        row, seats = self.seats + twin, self.twin_seats(twin)
        for name, seat in zip(("mentor", "mentee"), seats, strict=True):
            self._engine.changeCoeff(row, seat, -1.0 if role in {None, name} else 0.0)

    def set_dropped(self, pair: Cell, *, dropped: bool) -> None:
        if pair in self._number:
            column = self.fixed_columns + self._number[pair]
            self._engine.changeColBounds(column, 0.0, 0.0 if dropped else 1.0)

    def twin_seats(self, twin: int) -> tuple[int, int]:
        return self.twins[twin].row, self.mentors + self.twins[twin].column

    def solve(self) -> FlowPoint:
        self._engine.run()
        status = self._engine.getModelStatus()
        if status not in SOLVED:
            raise ArithmeticError(f"the flow has an optimum, but HiGHS says {status}")
        found = self._engine.getSolution()
        return FlowPoint(np.array(found.col_value), np.array(found.row_dual))

    def solve_whole(self) -> FlowPoint:
        """Return the best whole-number point that HiGHS's own branch and cut finds.

        Exact up to the engine's tolerance and node limit; it has no prices, so proves nothing.
        """
        columns = np.arange(self.fixed_columns, self.fixed_columns + len(self.pairs), dtype=np.int32)
        self._set_kind(columns, highspy.HighsVarType.kInteger)
        self._engine.run()
        found = np.array(self._engine.getSolution().col_value)
        self._set_kind(columns, highspy.HighsVarType.kContinuous)
        return FlowPoint(found, np.zeros(0))

    def _set_kind(self, columns: NDArray[np.int32], kind: highspy.HighsVarType) -> None:
        self._engine.changeColsIntegrality(len(columns), columns, np.full(len(columns), kind))

    def _add_rows(self) -> None:
        count = self.seats + len(self.twins)
        lower = np.zeros(count)
        lower[self.seats :] = -NO_LIMIT
        none = np.empty(0, dtype=np.int32)
        starts = np.zeros(count, dtype=np.int32)
        self._engine.addRows(count, lower, np.zeros(count), 0, starts, none, np.empty(0))

    def _add_seats(self, pool: Pool) -> None:
        places = np.concatenate([pool.mentors.places, pool.mentees.places])
        bonus = np.concatenate([pool.mentors.first, pool.mentees.first])
        twin_row = {
            seat: self.seats + twin for twin in range(len(self.twins)) for seat in self.twin_seats(twin)
        }
        entries = [[s, twin_row[s]] if s in twin_row else [s] for s in range(self.seats)]
        flat = np.array([row for rows in entries for row in rows])
        self._add_columns(bonus, np.minimum(places, 1), [len(e) for e in entries], flat, -np.ones(len(flat)))
        further = np.maximum(places - 1, 0)
        ones = [1] * self.seats
        self._add_columns(np.zeros(self.seats), further, ones, np.arange(self.seats), -np.ones(self.seats))

    def _add_twins(self) -> None:
        count = len(self.twins)
        bonus = np.array([twin.bonus for twin in self.twins])
        rows = np.arange(self.seats, self.seats + count)
        self._add_columns(bonus, np.ones(count), [1] * count, rows, np.ones(count))

    def _add_columns(
        self,
        worth: Ints | Floats,
        upper: Ints | Floats,
        lengths: Sequence[int],
        rows: Ints,
        entries: Floats,
    ) -> None:
        count = len(lengths)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if count else np.empty(0)
        self._engine.addCols(
            count,
            np.asarray(worth, np.float64),
            np.zeros(count),
            np.asarray(upper, np.float64),
            len(entries),
            starts.astype(np.int32),
            np.asarray(rows, np.int32),
            entries,
        )


def _quiet_engine() -> highspy.Highs:
    engine: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no types
    engine.setOptionValue("output_flag", "off")
    # One thread and one seed: timing never decides which of two equal optima is found.
    engine.setOptionValue("threads", 1)
    engine.setOptionValue("random_seed", 0)
    engine.setOptionValue("solver", "simplex")
    engine.setOptionValue("mip_rel_gap", 0.0)
    engine.setOptionValue("mip_max_nodes", MOST_NODES)
    engine.changeObjectiveSense(highspy.ObjSense.kMaximize)
    return engine
