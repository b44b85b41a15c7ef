"""What a match leaves on disk: the pairs as CSV, and beside it the proof that re-checks them."""

import csv
import io
import json
import os
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from errno import EEXIST
from pathlib import Path
from typing import Any

from bot.match_file.roster import BadInputError
from matching import Problem, Solution, Term, Weights, digest
from matching.stored import (
    canonical,
    problem_from_json,
    problem_to_json,
    solution_from_json,
    solution_to_json,
)

PROOF = ".proof.json"
MOST_WEIGHT = 1000


def pairs_csv(solution: Solution) -> str:
    """Return `mentor_id,mentee_id,score,reasons`, sorted by ids."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["mentor_id", "mentee_id", "score", "reasons"])
    for pair in solution.pairs:
        reasons = "; ".join(map(term_text, pair.terms))
        writer.writerow([pair.mentor_id, pair.mentee_id, pair.score, reasons])
    return text.getvalue()


def term_text(term: Term) -> str:
    """Return `topics 32 (python, sql)`."""
    shared = f" ({', '.join(term.detail)})" if term.detail else ""
    return f"{term.name} {term.points}{shared}"


def proof_path(pairs: Path) -> Path:
    """Return the proof that belongs to a pairs file; a proof belongs to itself."""
    return pairs if pairs.name.endswith(PROOF) else Path(f"{pairs}{PROOF}")


def round_path(out: Path, number: int, rounds: int) -> Path:
    """Return where a round goes: the path itself, or its numbered neighbour, such as `pairs.2.csv`."""
    return out if rounds == 1 else out.with_name(f"{out.stem}.{number}{out.suffix}")


def stored_round(problem: Problem, solution: Solution, on: date) -> dict[str, Any]:
    """Return inputs, their digest, the round and its certificate as one JSON object."""
    return {
        "on": on.isoformat(),
        "digest": digest(problem),
        "problem": problem_to_json(problem),
        "solution": solution_to_json(solution),
    }


def write_round(out: Path, problem: Problem, solution: Solution, on: date) -> None:
    """Write pairs and proof, each whole or not at all. Raises OSError."""
    if out.exists() and not out.is_file():
        # Replacing a directory or a device by a file is never what was meant.
        raise FileExistsError(EEXIST, "is not a regular file")
    _write(proof_path(out), canonical(stored_round(problem, solution, on)))
    _write(out, pairs_csv(solution))


def read_stored(stored: Mapping[str, Any], name: str) -> tuple[Problem, Solution]:
    """Return a stored round. Raises BadInputError where it isn't one."""
    try:
        problem = problem_from_json(stored["problem"])
        solution = solution_from_json(stored["solution"])
    except (KeyError, TypeError, ValueError, AttributeError) as other:
        raise BadInputError(f"{name}: is not a stored round") from other
    return problem, solution


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object of a file. Raises BadInputError."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except OSError as unreadable:
        raise BadInputError(f"{path}: can't be read ({unreadable.strerror})") from unreadable
    except (ValueError, RecursionError) as broken:
        raise BadInputError(f"{path}: is not JSON") from broken
    if not isinstance(stored, dict):
        raise BadInputError(f"{path}: is not a JSON object")
    return stored


def read_weights(path: Path) -> Weights:
    """Return the default weights with those of a JSON object put over them. Raises BadInputError."""
    stored = read_json(path)
    known = {field.name for field in fields(Weights)}
    faults = [
        f"{path}: {name!r} is no weight (there are {', '.join(sorted(known))})"
        if name not in known
        else f"{path}: {name} must be a whole number from 0 to {MOST_WEIGHT}"
        for name, value in stored.items()
        if name not in known or type(value) is not int or not 0 <= value <= MOST_WEIGHT
    ]
    if faults:
        raise BadInputError(*faults)
    return Weights(**stored)


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
