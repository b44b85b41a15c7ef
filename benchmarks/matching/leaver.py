"""One mentor leaves an announced round: how long until the round is whole again."""

from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.matching.company import company
from benchmarks.matching.ours import warm_up
from matching import Problem, Solution, check, solve
from matching.engine import best_round
from matching.pool import pool

REPEATS = 5


def one_leaves(size: int, seed: int) -> dict[str, Any]:
    """Return the milliseconds of the repair and of its parts, and how many pairs it made anew."""
    warm_up()
    problem = company(size, 0.0, seed)
    round_of_all = solve(problem)
    left = without_one(problem, round_of_all)
    repaired = solve(left)
    if faults := check(left, repaired):
        raise SystemExit(f"the check rejects the repaired round: {faults}")
    arrays_ms = _milliseconds(lambda: pool(left))
    engine_ms = _milliseconds(best_round, lambda: pool(left))
    total_ms = _milliseconds(lambda: solve(left))
    return {
        "size": size,
        "total_ms": round(total_ms, 1),
        "arrays_ms": round(arrays_ms, 1),
        "engine_ms": round(engine_ms, 1),
        "rest_ms": round(max(0.0, total_ms - arrays_ms - engine_ms), 1),
        "pairs_kept": len(left.announced_pairs),
        "pairs_new": len(repaired.pairs),
        "people_before": round_of_all.people_matched,
        "people_after": repaired.people_matched,
    }


def without_one(problem: Problem, solution: Solution) -> Problem:
    """Return the problem after the mentor of the middle pair has left; all other pairs stand."""
    leaver = solution.pairs[len(solution.pairs) // 2].mentor_id
    people = tuple(replace(p, is_available=False) if p.id == leaver else p for p in problem.people)
    standing = tuple(matched.pair for matched in solution.pairs if matched.mentor_id != leaver)
    return replace(problem, people=people, announced_pairs=standing)


def _milliseconds(act: Callable[..., object], given: Callable[[], object] | None = None) -> float:
    """Return the median of several runs; what an act is given is made anew each time, not counted."""
    taken = []
    for _ in range(REPEATS):
        arguments = () if given is None else (given(),)
        started = perf_counter()
        act(*arguments)
        taken.append((perf_counter() - started) * 1000)
    return median(taken)
