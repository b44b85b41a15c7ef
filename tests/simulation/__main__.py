"""One simulated run from its seed: `python -m tests.simulation --seed 7 --days 60`; with `--runs`, several."""

import argparse
import os
import sys
import time

from tests.simulation.plans import Outcome, Plan
from tests.simulation.run import simulate
from tests.simulation.totals import Totals
from tests.simulation.weather import CALM

HASH_SEED = "PYTHONHASHSEED"
DAYS = 120


def replay(plan: Plan) -> str:
    """Return the command that plays this very run again."""
    people = f" PEOPLE={plan.people}" if plan.people else ""
    return f"make simulate SEED={plan.seed} DAYS={plan.days}{people}"


def told(outcome: Outcome, seconds: float) -> str:
    """Say what became of a run, in a line or, with violations, in several."""
    faults = sum(outcome.faults.values()) - outcome.crashes
    line = (
        f"seed {outcome.plan.seed} ({', '.join(outcome.programs)}): {outcome.participant_days:.0f} "
        f"participant-days, {outcome.posts} messages, {outcome.calls} calls, {outcome.acts} acts, "
        f"{faults} faults, {outcome.crashes} crashes at named points, "
        f"{outcome.participant_days / seconds:.0f} per CPU second, trace {outcome.trace[:16]}"
    )
    return "\n".join((line, *outcome.violations, *([replay(outcome.plan)] if outcome.violations else [])))


def main(arguments: list[str]) -> int:
    """Run the asked seeds; return 1 when one of them has a violation."""
    asked = _parser().parse_args(arguments)
    total = Totals()
    for seed in range(asked.seed, asked.seed + asked.runs):
        began = time.process_time()
        outcome = simulate(Plan(seed, asked.days, asked.people, CALM if asked.calm else None))
        total.add(outcome)
        print(told(outcome, time.process_time() - began), file=sys.stderr, flush=True)  # noqa: T201  its figures
    print(total.told())  # noqa: T201  the same
    return int(bool(total.bad))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--runs", type=int, default=1, help="how many seeds from there on")
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--people", type=int, help="in each workspace; else the seed draws")
    parser.add_argument("--calm", action="store_true", help="without faults")
    return parser


if __name__ == "__main__":
    if os.environ.get(HASH_SEED) != "0":
        # Sets of text iterate in an order that Python draws per process: a replay needs the same one.
        os.environ[HASH_SEED] = "0"
        command = [sys.executable, "-m", "tests.simulation", *sys.argv[1:]]
        os.execv(command[0], command)  # noqa: S606  this very command, once more
    sys.exit(main(sys.argv[1:]))
