"""The recorded figures: a short run replaces its own rows and leaves all others."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.exponents import exponent
from benchmarks.figures import FOLDER, record, recorded
from benchmarks.matching.sweep import ENGINES, OURS, SHARES, Row

NAME, COMMAND = "matching", "make bench-matching"
# From here on fixed costs no longer hide how a solve grows.
FITTED_FROM = 5_000
LEAST_SIZES = 2


def merged(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """Return the rows of both in order; where both have a size, share and engine, the new one."""
    rows = {_key(row): row for row in (*old, *new)}
    return [rows[key] for key in sorted(rows)]


def exponents(rows: Sequence[Row]) -> dict[str, float]:
    """Return how our seconds grow with the size, per share of people with both roles."""
    fitted = {}
    for both in SHARES:
        large = [r for r in rows if (r["engine"], r["both"]) == (OURS, both) and r["size"] >= FITTED_FROM]
        if len(large) >= LEAST_SIZES:
            slope = exponent([row["size"] for row in large], [row["seconds"] for row in large])
            fitted[str(both)] = round(slope, 2)
    return fitted


def keep(figures: Mapping[str, Any], folder: Path = FOLDER) -> dict[str, Any]:
    """Write these figures beside those recorded before of the same seed; return all of them."""
    before = recorded(NAME, folder)
    old = dict(before.figures) if before and before.figures["seed"] == figures["seed"] else {}
    rows = merged(old.get("rows", []), figures.get("rows", []))
    together = old | dict(figures) | {"rows": rows, "exponents": exponents(rows)}
    record(NAME, together, command=COMMAND, folder=folder)
    return together


def _key(row: Row) -> tuple[int, float, int]:
    return row["size"], row["both"], ENGINES.index(row["engine"])
