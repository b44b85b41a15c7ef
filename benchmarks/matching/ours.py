"""Our own engines on one instance; each function is meant for a process of its own (`alone`)."""

import sys
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.matching.company import company
from benchmarks.matching.memory import peak_mb
from matching import Problem, Solution, check, engine, solve
from matching.found import worth_of
from matching.pool import pool
from matching.prices import Edges

# Solved first, so that compiling isn't counted; the smallest size that is worth the compiled engine.
WARM_UP = engine.WORTH_COMPILING
# Enough for HiGHS to be loaded, too little to show in the peak of any size.
BASE_WARM_UP = 50


def by_best_engine(size: int, both: float, seed: int, *, checked: bool) -> dict[str, Any]:
    """Return the figures of what a program gets where the extra is installed."""
    warm_up()
    return _solved(size, both, seed, checked=checked)


def by_base_install(size: int, both: float, seed: int, *, checked: bool) -> dict[str, Any]:
    """Return the figures of what a program gets without the extra: no pool is worth compiling."""
    engine.WORTH_COMPILING = sys.maxsize
    solve(company(BASE_WARM_UP, 0.0, 1))
    return _solved(size, both, seed, checked=checked)


def warm_up() -> None:
    """Solve a small pool, so that everything is compiled or loaded."""
    solve(company(WARM_UP, 0.0, 1))


def value_of(problem: Problem, solution: Solution) -> int:
    """Return the weighted value of a solution's new pairs: what the engines compare."""
    arrays, new = pool(problem), [pair for pair in solution.pairs if not pair.is_fixed]
    rows = [arrays.mentors.position[pair.mentor_id] for pair in new]
    columns = [arrays.mentees.position[pair.mentee_id] for pair in new]
    scores = [pair.score for pair in new]
    return worth_of(arrays, Edges(*(np.array(part, dtype=np.int64) for part in (rows, columns, scores))))


def _solved(size: int, both: float, seed: int, *, checked: bool) -> dict[str, Any]:
    problem = company(size, both, seed)
    started = perf_counter()
    solution = solve(problem)
    seconds, peak = perf_counter() - started, peak_mb()
    check_seconds = _check_seconds(problem, solution) if checked else None
    return {
        "seconds": seconds,
        "peak_mb": peak,
        "people": solution.people_matched,
        "pairs": len(solution.pairs),
        "score": solution.total_score,
        "value": value_of(problem, solution),
        "proven": solution.proven,
        "check_s": check_seconds,
        "solved_by": solution.engine,
    }


def _check_seconds(problem: Problem, solution: Solution) -> float:
    started = perf_counter()
    if faults := check(problem, solution):
        raise SystemExit(f"the check rejects the round of {len(problem.people)} people: {faults}")
    return perf_counter() - started
