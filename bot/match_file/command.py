"""`rm-bot match`: match a roster, verify a round, or explain one person, with its exit status."""

import json
import resource
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from bot.match_file.files import (
    pairs_csv,
    proof_path,
    read_json,
    read_stored,
    read_weights,
    round_path,
    write_round,
)
from bot.match_file.reasons import left_out_lines, pair_lines
from bot.match_file.roster import BadInputError, read_roster
from domain.topics.lexicon import inclusion_topics
from matching import Problem, Progress, Rules, Solution, Weights, check, digest, next_round, solve

DONE, REFUSED, BAD_INPUT = 0, 1, 2
ROUND = "round:"
SECONDS_OF_SILENCE = 2.0

LoadRound = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """What the command line asked for; `on` decides the UTC offsets of the working hours."""

    on: date
    file: Path | None = None
    out_path: Path | None = None
    as_json: bool = False
    seed: int = 0
    weights_path: Path | None = None
    verify: str | None = None
    explain: str | None = None
    rounds: int = 1


class RefusedError(Exception):
    """A check or the world said no; the message is the one line."""


def run_match(
    options: MatchOptions,
    out: TextIO,
    err: TextIO,
    *,
    load_round: LoadRound | None = None,
    timer: Callable[[], float] = perf_counter,
) -> int:
    """Run one `rm-bot match` and return its exit status.

    `load_round` gives the stored round of an id (keys problem, solution, digest) and raises
    LookupError for an unknown one; `timer` gives seconds for the figures only.
    """
    try:
        if options.verify is not None:
            _verify(options.verify, out, load_round)
        elif options.explain is not None:
            _explain(options, options.explain, out, err)
        else:
            _match(options, out, err, timer)
    except BadInputError as bad:
        _say(err, bad.lines)
        return BAD_INPUT
    except RefusedError as refused:
        _say(err, [str(refused)])
        return REFUSED
    return DONE


def _match(options: MatchOptions, out: TextIO, err: TextIO, timer: Callable[[], float]) -> None:
    if options.out_path is None:
        raise BadInputError("say where the pairs go: --out pairs.csv")
    if options.rounds < 1:
        raise BadInputError("--rounds must be 1 or more")
    started = timer()
    problem = _read_problem(options, err)
    told = []
    for number in range(1, options.rounds + 1):
        solution = _solve(problem, _teller(err, timer))
        path = round_path(options.out_path, number, options.rounds)
        _write(path, problem, solution, options.on)
        told.append(_figures(problem, solution, options.on, timer() - started))
        if not options.as_json:
            _say(out, _summary(solution, path))
        problem, started = next_round(problem, solution), timer()
    if options.as_json:
        _say(out, [json.dumps(told[0] if options.rounds == 1 else {"rounds": told})])


def _write(path: Path, problem: Problem, solution: Solution, on: date) -> None:
    try:
        write_round(path, problem, solution, on)
    except OSError as unwritable:
        raise RefusedError(f"{path}: can't be written ({unwritable.strerror})") from unwritable


def _teller(err: TextIO, timer: Callable[[], float]) -> Callable[[Progress], None]:
    """Return what says on stderr, every few seconds of a long search, how far it is."""
    last = timer()

    def tell(progress: Progress) -> None:
        nonlocal last
        if timer() - last >= SECONDS_OF_SILENCE:
            last = timer()
            _say(err, [f"matching: {progress.candidates:,} candidate pairs, {progress.paying:,} more pay"])

    return tell


def _read_problem(options: MatchOptions, err: TextIO) -> Problem:
    if options.file is None:
        raise BadInputError("say which roster: rm-bot match FILE")
    weights = read_weights(options.weights_path) if options.weights_path else Weights()
    roster = read_roster(options.file, options.on)
    _say(err, (f"warning: {warning}" for warning in roster.warnings))
    topics = {topic for person in roster.people for topic in (*person.teaches, *person.wants)}
    rules = Rules(inclusion_topics=inclusion_topics(topics))
    return Problem(roster.people, rules, weights, seed=options.seed)


def _solve(problem: Problem, tell: Callable[[Progress], None]) -> Solution:
    try:
        return solve(problem, tell)
    except ArithmeticError as failed:
        raise RefusedError(f"the solver failed: {failed}") from failed


def _figures(problem: Problem, solution: Solution, on: date, seconds: float) -> dict[str, Any]:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "people_matched": solution.people_matched,
        "pairs": len(solution.pairs),
        "total_score": solution.total_score,
        "bound": solution.bound,
        "proven": solution.proven,
        "seconds": round(seconds, 3),
        "peak_mb": round(kilobytes / 1024, 1),
        "seed": problem.seed,
        "on": on.isoformat(),
        "unmatched": [
            {
                "id": left.person_id,
                "reason": left.reason,
                "waterfall": [step._asdict() for step in left.waterfall],
            }
            for left in solution.unmatched
        ],
    }


def _summary(solution: Solution, out_path: Path) -> Iterator[str]:
    proof = "proven best" if solution.proven else f"not proven best, bound {solution.bound}"
    yield f"{len(solution.pairs)} pairs of {solution.people_matched} people -> {out_path}"
    yield f"total score {solution.total_score}, {proof} -> {proof_path(out_path)}"
    for left in solution.unmatched:
        yield f"left out: {left.person_id} ({left.reason})"


def _verify(subject: str, out: TextIO, load_round: LoadRound | None) -> None:
    is_round = subject.startswith(ROUND)
    stored = _load(subject.removeprefix(ROUND), load_round) if is_round else _read_proof(Path(subject))
    problem, solution = read_stored(stored, subject)
    if not is_round:
        _compare_pairs(Path(subject), solution)
    if stored.get("digest") != digest(problem):
        raise RefusedError(f"{subject}: the inputs are not those whose digest was stored")
    faults = _check(problem, solution, subject)
    if faults:
        raise RefusedError(f"{subject}: {'; '.join(faults)}")
    claim = "proven best" if solution.proven else f"not proven best, bound {solution.bound}"
    figures = f"{len(solution.pairs)} pairs, {solution.people_matched} people"
    _say(out, [f"verified: {figures}, total score {solution.total_score}, {claim}"])


def _load(round_id: str, load_round: LoadRound | None) -> Mapping[str, Any]:
    if load_round is None:
        raise RefusedError("no database to read the round from")
    try:
        return load_round(round_id)
    except LookupError as unknown:
        raise RefusedError(f"there is no round {round_id!r} with stored inputs") from unknown


def _read_proof(pairs: Path) -> dict[str, Any]:
    proof = proof_path(pairs)
    if not proof.exists():
        raise BadInputError(f"{pairs}: there is no proof beside it ({proof.name})")
    return read_json(proof)


def _compare_pairs(path: Path, solution: Solution) -> None:
    if path == proof_path(path):
        return
    try:
        text = path.read_bytes()
    except OSError as unreadable:
        raise BadInputError(f"{path}: can't be read ({unreadable.strerror})") from unreadable
    if text != pairs_csv(solution).encode():
        raise RefusedError(f"{path}: the pairs are not those of the proof")


def _check(problem: Problem, solution: Solution, subject: str) -> tuple[str, ...]:
    try:
        return check(problem, solution)
    except (TypeError, AttributeError) as other:
        raise BadInputError(f"{subject}: is not a stored round") from other


def _explain(options: MatchOptions, person_id: str, out: TextIO, err: TextIO) -> None:
    problem = _read_problem(options, err)
    if person_id not in {person.id for person in problem.people}:
        raise BadInputError(f"{person_id!r} is not in {options.file}")
    solution = _solve(problem, _teller(err, perf_counter))
    left = next((left for left in solution.unmatched if left.person_id == person_id), None)
    pairs = [matched for matched in solution.pairs if person_id in matched.pair]
    if options.as_json:
        told = {"id": person_id, "pairs": [asdict(pair) for pair in pairs]}
        _say(out, [json.dumps(told | {"left_out": asdict(left) if left else None})])
    elif left is not None:
        _say(out, left_out_lines(left))
    else:
        for pair in pairs:
            _say(out, pair_lines(pair))


def _say(stream: TextIO, lines: Iterable[str]) -> None:
    stream.writelines(f"{line}\n" for line in lines)
