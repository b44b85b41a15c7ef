"""Measure the matcher beside other engines on invented companies: ``python -m benchmarks.matching``.

Every row is measured in a process of its own. Fails where an exact engine finds another value
than ours, or the independent checker rejects a round.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.matching import leaver, page, rounds
from benchmarks.matching.alone import alone
from benchmarks.matching.compiling import compiling
from benchmarks.matching.store import exponents, keep
from benchmarks.matching.sweep import LIMITS, SIZES, DifferentValueError, rows

LEAVER_SIZE = 10_000
ROUNDS_SIZE, ROUNDS = 2_000, 12

Figures = dict[str, Any]


def parts(options: argparse.Namespace) -> Iterator[Figures]:
    """Yield the figures part by part: each size, and in a whole run the rest."""
    limits = {**LIMITS, **dict(options.limit)}
    for size in options.sizes or SIZES:
        found = []
        for row in rows(size, options.seed, limits):
            print(page.table([row]).splitlines()[-1], flush=True)
            found.append(row)
        yield {"rows": found}
    if not options.sizes:
        yield {"compiling": compiling()}
        yield {"leaver": alone(leaver.one_leaves, LEAVER_SIZE, options.seed)}
        yield {"rounds": {name: _rounds(name, options.seed) for name in rounds.MATCHERS}}


def _rounds(matcher: str, seed: int) -> Figures:
    return alone(rounds.play, matcher, ROUNDS_SIZE, ROUNDS, seed)


def limit(text: str) -> tuple[str, int]:
    """Return an engine and the largest size it is asked for, from "engine=size"."""
    name, _, size = text.rpartition("=")
    if name not in LIMITS:
        raise argparse.ArgumentTypeError(f"one of {', '.join(LIMITS)}, then = and a size")
    return name, int(size)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", help=f"only these; without: {SIZES} and the rest")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--limit", type=limit, nargs="+", default=[], help="the largest size of an engine, as highs_lp=3000"
    )
    parser.add_argument(
        "--record", action="store_true", help="write docs/figures, the page and the chart, too"
    )
    return parser.parse_args(arguments)


def main() -> int:
    """Measure, print and record part by part; fail where engines disagree."""
    options, measured = parsed(), []
    print(page.HEAD)
    try:
        for part in parts(options):
            measured += part.get("rows", [])
            _tell(part)
            if options.record:
                keep(part | {"seed": options.seed})
                page.write()
    except DifferentValueError as difference:
        print(f"engines disagree: {difference}", file=sys.stderr)
        return 1
    print("growth of our seconds, as exponents:", exponents(measured) or "needs two sizes from 5,000 on")
    return 0


def _tell(part: Mapping[str, Any]) -> None:
    for name, figures in part.items():
        if name != "rows":
            print(f"{name}: {figures}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
