"""`make mutants`: plants each bug in a process of its own and demands that the simulation finds it."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.figures import record
from tests.simulation.mutants.of_rules import OF_RULES
from tests.simulation.mutants.of_sending import OF_SENDING
from tests.simulation.mutants.planting import Mutant, plant

MUTANTS: tuple[Mutant, ...] = (*OF_SENDING, *OF_RULES)
QUICK = (
    "no look-up before a second attempt",
    "marked as sent on an error",
    "no workspace filter",
    "inbox key not taken",
    "hours ignored",
)
"""A handful of each harm that .ci/run waits for."""
ENOUGH = 0.95
RUNS, DAYS, PEOPLE = 8, 20, 12
SILENT_SECONDS = 900.0


@dataclass(frozen=True)
class Verdict:
    """Whether a bug was found, by which rule, and after how many runs."""

    mutant: Mutant
    found_by: str
    seconds: float


def hunt(mutant: Mutant, runs: int) -> int:
    """In a process of its own: plant the bug and simulate until it is found; print the rule."""
    plant(mutant)
    from tests.simulation.plans import Plan  # noqa: PLC0415  the same
    from tests.simulation.run import simulate  # noqa: PLC0415  the same
    from tests.simulation.weather import WORST  # noqa: PLC0415  after the bug is planted

    for seed in range(1, runs + 1):
        weather = WORST if seed % 2 else None
        outcome = simulate(Plan(seed, DAYS, PEOPLE, weather))
        if outcome.violations:
            rule = outcome.violations[0].partition(" at 20")[0]
            print(f"{rule} (run {seed})")  # noqa: T201  read by the parent
            return 0
    return 0


def judge(mutant: Mutant, runs: int) -> Verdict:
    """Start the process, read what it found and say so. One that breaks or doesn't end has found nothing."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "tests.simulation.mutants", "--one", mutant.name, "--runs", str(runs)]
    try:
        done = subprocess.run(
            command,
            env=os.environ | {"PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            timeout=SILENT_SECONDS,
            check=True,
        )
        found_by = done.stdout.strip()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as broken:
        print(f"{mutant.name}: {broken} {broken.stderr!r}", file=sys.stderr)  # noqa: T201  for who mends it
        found_by = ""
    if "the simulation itself" in found_by:
        found_by = ""
    seconds = time.perf_counter() - began
    print(f"{mutant.name}: {found_by or 'not found'}, {seconds:.0f} s", file=sys.stderr, flush=True)  # noqa: T201  its progress
    return Verdict(mutant, found_by, seconds)


def table(verdicts: Sequence[Verdict]) -> str:
    """Write the verdicts as a Markdown table."""
    lines = ["| planted bug | harm | found by | s |", "|---|---|---|---|"]
    lines += [
        f"| {v.mutant.name} | {v.mutant.harm} | {v.found_by or '**not found**'} | {v.seconds:.0f} |"
        for v in verdicts
    ]
    return "\n".join(lines)


def figures_of(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """Count; grave is what loses, doubles or mixes workspaces."""
    missed = [verdict for verdict in verdicts if not verdict.found_by]
    return {
        "planted": len(verdicts),
        "found": len(verdicts) - len(missed),
        "grave_missed": sum(verdict.mutant.harm != "rule" for verdict in missed),
    }


def is_enough(verdicts: Sequence[Verdict]) -> bool:
    """At least 95 % found, and every grave one."""
    figures = figures_of(verdicts)
    return figures["found"] >= ENOUGH * figures["planted"] and not figures["grave_missed"]


def main(arguments: Sequence[str]) -> int:
    """Hunt all, or the named ones; return 1 when too few are found."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.mutants")
    parser.add_argument("names", nargs="*", help="only these; all without")
    parser.add_argument("--quick", action="store_true", help="a handful")
    parser.add_argument("--one", help="for the process of one bug")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--record", help="the name of the figures in docs/figures")
    asked = parser.parse_args(arguments)
    by_name = {mutant.name: mutant for mutant in MUTANTS}
    if asked.one:
        return hunt(by_name[asked.one], asked.runs)
    chosen = [by_name[name] for name in (QUICK if asked.quick else asked.names or by_name)]
    with ThreadPoolExecutor(asked.jobs) as pool:
        verdicts = list(pool.map(lambda mutant: judge(mutant, asked.runs), chosen))
    print(table(verdicts))  # noqa: T201  a command's figures
    figures = figures_of(verdicts)
    print("\n{found} of {planted} found, {grave_missed} grave ones missed".format(**figures))  # noqa: T201  the same
    if asked.record:
        record(asked.record, figures, command="make mutants")
    return int(not is_enough(verdicts))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
