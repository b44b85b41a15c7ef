"""Measure the matcher on invented companies: time, memory and proof by size, as table and JSON.

Run as ``python -m benchmarks.matching --sizes 100 300 1000`` (n mentors + n mentees each).
Each size runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import json
import resource
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.matching.company import company
from matching import check, solve

COLUMNS = ("n", "both", "people", "pairs", "seconds", "peak_mb", "proven", "engine", "check_s")


def measure(size: int, share_of_both: float, seed: int) -> dict[str, Any]:
    """Return the figures of one solved and independently checked company."""
    problem = company(size, share_of_both, seed)
    started = perf_counter()
    solution = solve(problem)
    seconds = perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = perf_counter()
    faults = check(problem, solution)
    if faults:
        raise SystemExit(f"the check rejects the round of {size}: {faults}")
    return {
        "n": size,
        "both": share_of_both,
        "people": f"{solution.people_matched}/{2 * size}",
        "pairs": len(solution.pairs),
        "seconds": round(seconds, 2),
        "peak_mb": round(peak),
        "proven": solution.proven,
        "engine": solution.engine,
        "check_s": round(perf_counter() - started, 2),
    }


def main() -> None:
    """Print one row per size and share of people with both roles; write the JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--both", type=float, nargs="+", default=[0.0, 0.3])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---|" * len(COLUMNS))
    figures = []
    for size in options.sizes:
        for both in options.both:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                row = alone.submit(measure, size, both, options.seed).result()
            print("| " + " | ".join(str(row[column]) for column in COLUMNS) + " |", flush=True)
            figures.append(row)
    if options.json:
        options.json.write_text(json.dumps({"seed": options.seed, "rows": figures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
