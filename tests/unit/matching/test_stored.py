"""The stored form: what goes in comes out, and the digest sees every fact but no order."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Pair, Problem, Rules, Weights, check, digest, solve
from matching.stored import (
    problem_from_json,
    problem_to_json,
    solution_from_json,
    solution_to_json,
)
from tests.unit.matching.rosters import dice, mentee, mentor, random_problem


@given(st.integers(0, 10_000), st.integers(0, 12), st.sampled_from([-1, 0, 1]))
def test_a_round_survives_json_and_can_be_replayed(seed: int, size: int, gap: int) -> None:
    problem = random_problem(dice(seed), size, level_gap=gap)
    solution = solve(problem)
    inputs = problem_from_json(json.loads(json.dumps(problem_to_json(problem))))
    replayed = solution_from_json(json.loads(json.dumps(solution_to_json(solution))))
    assert digest(inputs) == digest(problem)
    assert replayed == solution == solve(inputs)
    assert check(inputs, replayed) == ()


BASE = Problem((mentor("mia"), mentee("pat")))


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, seed=1),
        replace(BASE, rules=Rules(min_level_gap=2)),
        replace(BASE, weights=Weights(topic=3)),
        replace(BASE, fixed_pairs=(Pair("mia", "pat"),)),
        replace(BASE, people=(mentor("mia", waited=1), mentee("pat"))),
        replace(BASE, people=(mentor("mia", meet_week=1), mentee("pat"))),
    ],
)
def test_the_digest_changes_with_every_input(other: Problem) -> None:
    assert digest(other) != digest(BASE)


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="reads format 2"):
        problem_from_json(problem_to_json(BASE) | {"format": 1})
