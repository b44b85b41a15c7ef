"""Whole programs under every fault, on a virtual clock: nothing lost, nothing twice, and the same run again."""

import os
import re
import subprocess
import sys

import pytest

from tests.simulation.__main__ import replay
from tests.simulation.fleet import play
from tests.simulation.plans import Plan
from tests.simulation.run import simulate
from tests.simulation.weather import CALM

IN_CI, IN_A_SOAK = 100_000, 1_000_000


def test_a_calm_month_of_eight_people_breaks_no_promise() -> None:
    outcome = simulate(Plan(seed=1, days=30, people=8, weather=CALM))
    assert outcome.violations == ()
    assert outcome.posts > 20


def test_a_seed_gives_the_same_run_again() -> None:
    plan = Plan(seed=4, days=6, people=6)
    first, again = simulate(plan), simulate(plan)
    assert first.violations == (), replay(plan)
    assert (first.trace, first.faults) == (again.trace, again.faults)


@pytest.mark.ci
@pytest.mark.long
def test_the_same_command_gives_the_same_run_in_another_process() -> None:
    command = [sys.executable, "-m", "tests.simulation", "--seed", "3", "--days", "40", "--people", "20"]
    both = [
        subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        for _ in range(2)
    ]
    traces = [re.findall(r"trace (\w+)", process.communicate()[1]) for process in both]
    assert traces[0] == traces[1] != []


@pytest.mark.ci
@pytest.mark.long
def test_a_hundred_thousand_participant_days_lose_and_double_nothing() -> None:
    total = play(IN_CI)
    assert (total.bad, total.participant_days >= IN_CI) == (0, True), total.told()
    assert total.rare() == {}, "a fault that hardly ever happens is not tested"


@pytest.mark.soak
@pytest.mark.long
def test_a_million_participant_days_lose_and_double_nothing() -> None:
    total = play(IN_A_SOAK)
    assert (total.bad, total.participant_days >= IN_A_SOAK) == (0, True), total.told()
