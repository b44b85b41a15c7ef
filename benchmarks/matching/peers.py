"""Other engines on the same instances, each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.matching import arcs
from benchmarks.matching.arcs import Arcs
from matching.kinds import NEVER
from matching.pool import Pool

# So many cells of the matrix of scores are held at a time.
BLOCK_CELLS = 2**24


def run(engine: str, file: Path) -> dict[str, Any]:
    """Return the seconds and memory of an engine of `engines` on written arcs, and what it found."""
    figures: dict[str, Any] = json.loads(_printed("benchmarks.matching.engines", engine, str(file)))
    return figures


def coverable(pool: Pool) -> int:
    """Return how many people can have a pair at all (two maximal flows)."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "arcs.npz")
        arcs.write(arcs_of(pool), file)
        return int(_printed("benchmarks.matching.engines.coverable", str(file)))


def value_over_all_pairs(pool: Pool) -> tuple[int, float]:
    """Return OR-Tools's optimum over every allowed pair, and the seconds of its solve.

    Holds where everybody with both roles gets a pair, so that her own bonus is always earned.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder, "arcs.npz")
        arcs.write(arcs_of(pool), file)
        figures = run("ortools_flow", file)
    return figures["value"] + sum(twin.bonus for twin in pool.twins), figures["seconds"]


def arcs_of(pool: Pool) -> Arcs:
    """Return every allowed pair with its score, and every seat with its places and bonus."""
    rows, columns = pool.shape
    step = max(1, BLOCK_CELLS // max(1, columns))
    parts = [_block(pool, np.arange(start, min(rows, start + step))) for start in range(0, rows, step)]
    return Arcs(
        rows,
        np.concatenate([pool.mentors.places, pool.mentees.places]),
        np.concatenate([pool.mentors.first, pool.mentees.first]),
        *(np.concatenate(part) for part in zip(*parts, strict=True)),
    )


def _block(pool: Pool, numbers: arcs.Ints) -> tuple[arcs.SmallInts, arcs.SmallInts, arcs.SmallInts]:
    scores = pool.scores(numbers)
    rows, columns = np.nonzero(scores != NEVER)
    return numbers[rows].astype(np.int32), columns.astype(np.int32), scores[rows, columns]


def _printed(*module: str) -> str:
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own
    return done.stdout
