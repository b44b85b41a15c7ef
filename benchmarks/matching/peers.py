"""Other engines on the same instances."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from matching.kinds import NEVER
from matching.pool import Pool


def value_over_all_pairs(pool: Pool) -> tuple[int, float]:
    """Return OR-Tools's optimum over every allowed pair, and the seconds of its solve.

    Holds where everybody with both roles gets a pair, so that her own bonus is always earned.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder, "arcs.npz")
        write_arcs(pool, file)
        command = [sys.executable, "-m", "benchmarks.matching.full_edge", str(file)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own
    value, seconds = json.loads(done.stdout)
    return value + sum(twin.bonus for twin in pool.twins), seconds


def write_arcs(pool: Pool, file: Path) -> None:
    """Write every allowed pair with its score, and every seat with places and bonus."""
    scores = pool.scores(np.arange(pool.shape[0])).astype(np.int64)
    rows, columns = np.nonzero(scores != NEVER)
    np.savez(
        file,
        rows=rows,
        columns=columns,
        scores=scores[rows, columns],
        places=np.concatenate([pool.mentors.places, pool.mentees.places]),
        first=np.concatenate([pool.mentors.first, pool.mentees.first]),
        mentors=pool.shape[0],
    )
