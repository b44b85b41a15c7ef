"""What is never allowed: each limit alone decides, and the two readings of the rules agree."""

from dataclasses import fields, replace

import numpy as np
import pytest

from matching import Person, Problem, Rules, reporting_lines, solve, week_mask
from matching.candidates import pool
from matching.plain import allowed, points, topic_rarity
from tests.unit.matching.rosters import OFFICE_HOURS, dice, mentee, mentor, random_problem

TOKYO_HOURS = week_mask(range(1, 6), 540, 1020, 540)
TWO_SHORT_HOURS = week_mask({1, 2, 3, 4}, 540, 570, 0)


@pytest.mark.parametrize(
    ("change", "step"),
    [
        ({"level": 1}, "level"),
        ({"reporting_line": frozenset({"mia"})}, "reporting_line"),
        ({"meet_week": TOKYO_HOURS}, "hours"),
        ({"meet_week": TWO_SHORT_HOURS}, "hours"),
        ({"languages": frozenset({"de"})}, "language"),
        ({"languages": frozenset()}, "language"),
        ({"past": frozenset({"mia"})}, "history"),
        ({"blocked": frozenset({"mia"})}, "other_limits"),
        ({"live_partners": frozenset({"mia"})}, "other_limits"),
    ],
)
def test_each_limit_alone_keeps_two_people_apart(change: dict[str, object], step: str) -> None:
    solution = solve(Problem((mentor("mia"), mentee("pat", **change))))
    assert solution.pairs == ()
    assert {left.reason for left in solution.unmatched} == {step}


@pytest.mark.parametrize("listed", ["reporting_line", "past", "blocked", "live_partners"])
def test_a_list_holds_whichever_of_the_two_keeps_it(listed: str) -> None:
    assert solve(Problem((mentor("mia", **{listed: frozenset({"pat"})}), mentee("pat")))).pairs == ()


def test_two_people_without_any_limit_between_them_are_paired() -> None:
    assert len(solve(Problem((mentor("mia"), mentee("pat")))).pairs) == 1


def test_the_level_gap_is_a_setting() -> None:
    people = (mentor("mia"), mentee("pat", level=3))
    assert solve(Problem(people, Rules(min_level_gap=2))).pairs
    assert not solve(Problem(people, Rules(min_level_gap=3))).pairs


@pytest.mark.parametrize("seed", range(10))
def test_matrices_and_plain_rules_agree_on_every_pair(seed: int) -> None:
    problem = random_problem(dice(seed), 25, level_gap=seed % 3 - 1)
    arrays, rarity = pool(problem), topic_rarity(problem.people)
    table = arrays.table
    for row, one in enumerate(table.mentors):
        for column, other in enumerate(table.mentees):
            assert arrays.allowed[row, column] == allowed(one, other, problem.rules)
            assert arrays.scores.total[row, column] == points(one, other, problem, rarity)


def test_everybody_above_at_any_depth_is_in_the_reporting_line() -> None:
    lines = reporting_lines({"mia": "ann", "ann": "bea", "bea": "cas"})
    assert lines["mia"] == {"ann", "bea", "cas"}


def test_a_circle_of_managers_is_cut() -> None:
    lines = reporting_lines({"ann": "bea", "bea": "ann", "mia": "ann", "own": "own"})
    assert lines == {"ann": {"bea"}, "bea": {"ann"}, "mia": {"ann", "bea"}, "own": frozenset()}


def test_no_demographic_fact_can_be_given_to_the_matcher() -> None:
    names = {field.name for field in fields(Person)}
    assert names.isdisjoint({"age", "gender", "birth_year", "ethnicity", "nationality", "religion"})
    assert OFFICE_HOURS > 0
    assert np.all(pool(Problem((replace(mentor("mia")), mentee("pat")))).allowed)
