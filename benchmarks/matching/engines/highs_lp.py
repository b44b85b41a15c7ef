"""HiGHS's dual simplex on one linear program over all allowed pairs: no column generation."""

import highspy
import numpy as np

from benchmarks.matching.arcs import Arcs, Ints

TOLERANCE = 1e-6


def choose(arcs: Arcs) -> Ints:
    """Return the pairs of an optimal corner. Raises ArithmeticError where it is none or not whole."""
    engine = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no types
    engine.setOptionValue("output_flag", "off")
    engine.setOptionValue("solver", "simplex")
    engine.passModel(_program(arcs))
    engine.run()
    status = engine.getModelStatus()
    amounts = np.array(engine.getSolution().col_value)[2 * len(arcs.places) :]
    if status != highspy.HighsModelStatus.kOptimal or np.abs(amounts - np.rint(amounts)).max() > TOLERANCE:
        raise ArithmeticError(f"HiGHS says {status}, or its corner is not whole")
    return np.flatnonzero(amounts > 0.5)  # noqa: PLR2004  # whole up to the tolerance


def _program(arcs: Arcs) -> highspy.HighsLp:
    """Return the program: each seat's first pair, its further pairs, then the pairs; a row per seat."""
    seats, pairs = len(arcs.places), len(arcs.rows)
    program = highspy.HighsLp()
    program.sense_ = highspy.ObjSense.kMaximize
    program.num_col_, program.num_row_ = 2 * seats + pairs, seats
    program.col_cost_ = np.concatenate([arcs.first, np.zeros(seats), arcs.scores]).astype(np.float64)
    program.col_lower_ = np.zeros(program.num_col_)
    upper = [np.minimum(1, arcs.places), np.maximum(0, arcs.places - 1), np.ones(pairs)]
    program.col_upper_ = np.concatenate(upper).astype(np.float64)
    program.row_lower_ = program.row_upper_ = np.zeros(seats)
    ends = np.stack([arcs.rows, arcs.columns + arcs.mentors], axis=1).ravel()
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    alone = np.arange(2 * seats)
    matrix.start_ = np.concatenate([alone, 2 * seats + 2 * np.arange(pairs + 1)]).astype(np.int32)
    matrix.index_ = np.concatenate([alone % seats, ends]).astype(np.int32)
    matrix.value_ = np.concatenate([-np.ones(2 * seats), np.ones(2 * pairs)])
    return program
