"""Whole programs under every fault, on a virtual clock: nothing lost, nothing twice, and the same run again."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence

import pytest

from tests.simulation.__main__ import replay
from tests.simulation.plans import Plan
from tests.simulation.run import simulate
from tests.simulation.weather import CALM

TOTAL = re.compile(r"(\d+) participant-days in (\d+) s, (\d+) bad runs")
WORKERS = 2
"""Processes at once; each takes seeds of its own."""
IN_CI, IN_A_SOAK = 100_000, 1_000_000
PEOPLE, DAYS = 40, 120


def test_a_calm_month_of_ten_people_breaks_no_promise() -> None:
    outcome = simulate(Plan(seed=1, days=20, people=8, weather=CALM))
    assert outcome.violations == ()
    assert outcome.posts > 20


def test_a_seed_gives_the_same_run_again() -> None:
    plan = Plan(seed=4, days=6, people=6)
    first, again = simulate(plan), simulate(plan)
    assert first.violations == (), replay(plan)
    assert (first.trace, first.faults) == (again.trace, again.faults)


def test_the_same_command_gives_the_same_run_in_another_process() -> None:
    told = [_run("--seed", "3", "--days", "5", "--people", "6") for _ in range(2)]
    traces = [re.findall(r"trace (\w+)", text) for text in told]
    assert traces[0] == traces[1] != []


@pytest.mark.ci
@pytest.mark.long
def test_a_hundred_thousand_participant_days_lose_and_double_nothing() -> None:
    assert _simulated(IN_CI) >= IN_CI


@pytest.mark.soak
@pytest.mark.long
def test_a_million_participant_days_lose_and_double_nothing() -> None:
    assert _simulated(IN_A_SOAK) >= IN_A_SOAK


def _command(*options: str) -> Sequence[str]:
    return [sys.executable, "-m", "tests.simulation", *options]


def _run(*options: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    done = subprocess.run(_command(*options), capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _simulated(enough: int) -> int:
    """Run seeds in several processes until they have played enough; return how much it was."""
    running = [
        subprocess.Popen(
            _command("--seed", str(1 + 1000 * worker), "--runs", "1000", "--people", str(PEOPLE))
            + ["--days", str(DAYS), "--enough", str(enough / WORKERS)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONHASHSEED": "0"},
        )
        for worker in range(WORKERS)
    ]
    told = [process.communicate()[0] for process in running]
    assert all(process.returncode == 0 for process in running), "\n".join(told)
    return sum(int(days) for text in told for days, _, _ in TOTAL.findall(text))
