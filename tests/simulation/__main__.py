"""One simulated run from its seed: `python -m tests.simulation --seed 7 --days 60`; without a seed, many."""

import argparse
import os
import sys
import time
from collections import Counter

from tests.simulation.plans import Outcome, Plan
from tests.simulation.run import simulate
from tests.simulation.weather import CALM

HASH_SEED = "PYTHONHASHSEED"


def replay(plan: Plan) -> str:
    """Return the command that plays this very run again."""
    people = f" PEOPLE={plan.people}" if plan.people else ""
    return f"make simulate SEED={plan.seed} DAYS={plan.days}{people}"


def told(outcome: Outcome, seconds: float) -> str:
    """Say what became of a run, in a line or, with violations, in several."""
    speed = outcome.participant_days / seconds
    line = (
        f"seed {outcome.plan.seed}: {outcome.participant_days:.0f} participant-days, {outcome.posts} posts, "
        f"{sum(outcome.faults.values())} faults, {speed:.0f}/s, trace {outcome.trace[:16]}"
    )
    return "\n".join((line, *outcome.violations, *([replay(outcome.plan)] if outcome.violations else [])))


def main(arguments: list[str]) -> int:
    """Run the asked seeds; return 1 when one of them has a violation."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--runs", type=int, default=1, help="how many seeds from there on")
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--people", type=int)
    parser.add_argument("--enough", type=float, default=float("inf"), help="participant-days to stop after")
    parser.add_argument("--calm", action="store_true", help="without faults")
    asked = parser.parse_args(arguments)
    bad, days, faults, started = 0, 0.0, Counter[str](), time.perf_counter()
    for seed in range(asked.seed, asked.seed + asked.runs):
        began = time.perf_counter()
        plan = Plan(seed, asked.days, asked.people, CALM if asked.calm else None)
        outcome = simulate(plan)
        print(told(outcome, time.perf_counter() - began), flush=True)  # noqa: T201  a command's figures
        faults += outcome.faults
        days += outcome.participant_days
        bad += bool(outcome.violations)
        if days >= asked.enough:
            break
    print(dict(sorted(faults.items())))  # noqa: T201  the same
    print(f"{days:.0f} participant-days in {time.perf_counter() - started:.0f} s, {bad} bad runs")  # noqa: T201  the same
    return int(bool(bad))


if __name__ == "__main__":
    if os.environ.get(HASH_SEED) != "0":
        # Sets of text iterate in an order that Python draws per process: a replay needs the same one.
        os.environ[HASH_SEED] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
