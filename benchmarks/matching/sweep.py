"""The rows of one size: every engine that is asked for it, each in a process of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.matching import arcs, ours, peers
from benchmarks.matching.alone import alone
from benchmarks.matching.company import company
from matching.pool import pool

Row = dict[str, Any]

SIZES = (100, 300, 1_000, 3_000, 5_000, 10_000, 30_000, 100_000)
SHARES = (0.0, 0.3)
OURS, BASE = "ours", "ours, base install"
# What gives a round its worth: a certificate that the checker accepted or that nobody read, or a claim.
CHECKED, CERTIFICATE, BOUND, CLAIM, NONE = "checked", "certificate", "bound", "its word", "none"


@dataclass(frozen=True)
class Peer:
    """Another engine: its name, its module of `engines`, and whether it claims the optimum."""

    name: str
    module: str
    is_exact: bool = True


PEERS = (
    Peer("OR-Tools, all pairs", "ortools_flow"),
    Peer("HiGHS, all pairs", "highs_lp"),
    Peer("networkx", "networkx_simplex"),
    Peer("greedy by score", "greedy", is_exact=False),
)
ENGINES = (OURS, BASE, *(peer.name for peer in PEERS))

# The largest size that each is asked for: what it does in minutes and in the memory of a desk.
LIMITS: Mapping[str, int] = {
    "base": 5_000,
    "base_both": 3_000,
    "check": 10_000,
    "ortools_flow": 5_000,
    "highs_lp": 1_000,
    "networkx_simplex": 300,
    "greedy": 10_000,
}


class DifferentValueError(ArithmeticError):
    """Two exact engines disagree about the best value."""


def rows(size: int, seed: int, limits: Mapping[str, int] = LIMITS) -> Iterator[Row]:
    """Yield the rows of a size. Raises DifferentValueError where an exact engine finds another value than ours."""
    for both in SHARES:
        first = _own_row(OURS, ours.by_best_engine, size, both, seed, limits)
        yield first
        if size <= limits["base_both" if both else "base"]:
            yield judged(_own_row(BASE, ours.by_base_install, size, both, seed, limits), first)
        if not both:
            yield from (judged(row, first) for row in _peer_rows(size, seed, limits))


def judged(row: Row, our_row: Row) -> Row:
    """Return the row with whether its value is ours. Raises DifferentValueError where both are optima and differ."""
    is_same = row["value"] == our_row["value"]
    if not is_same and not {row["proof"], our_row["proof"]} & {BOUND, NONE}:
        raise DifferentValueError(
            f"{row['engine']} finds {row['value']} at {row['size']}, {OURS} {our_row['value']}"
        )
    return row | {"same_value": is_same}


def _own_row(
    name: str, act: Callable[..., Row], size: int, both: float, seed: int, limits: Mapping[str, int]
) -> Row:
    checked = size <= limits["check"]
    figures = alone(act, size, both, seed, checked=checked)
    proof = (CHECKED if checked else CERTIFICATE) if figures.pop("proven") else BOUND
    return _row(name, size, both, figures | {"proof": proof})


def _peer_rows(size: int, seed: int, limits: Mapping[str, int]) -> Iterator[Row]:
    """Yield the rows of the other engines: all get the same arcs, whose making is counted apart."""
    asked = [peer for peer in PEERS if size <= limits[peer.module]]
    if not asked:
        return
    with TemporaryDirectory() as folder:
        file = Path(folder, "arcs.npz")
        pairs, seconds = alone(_write_arcs, size, seed, file)
        for peer in asked:
            facts = {"proof": CLAIM if peer.is_exact else NONE, "allowed_pairs": pairs, "arcs_s": seconds}
            yield _row(peer.name, size, 0.0, peers.run(peer.module, file) | facts)


def _write_arcs(size: int, seed: int, file: Path) -> tuple[int, float]:
    problem = company(size, 0.0, seed)
    started = perf_counter()
    made = peers.arcs_of(pool(problem))
    seconds = perf_counter() - started
    arcs.write(made, file)
    return len(made.rows), round(seconds, 3)


def _row(name: str, size: int, both: float, figures: Row) -> Row:
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}
    on = datetime.now(UTC).date().isoformat()
    return {"size": size, "both": both, "engine": name, "of": 2 * size} | rounded | {"on": on}
